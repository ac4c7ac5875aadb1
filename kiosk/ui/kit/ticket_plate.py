"""The number, on a ticket one is glad to see: large, with a perforation, the window under it."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing import draw_rule, draw_shadow
from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_fitting, set_text

_NOTCH_MM: Final = 5.0
_BLEED_MM: Final = 5.0
"""Room around the ticket for its shadow."""
_LEAST_NUMBER_MM: Final = 30.0
_BAND_MM: Final = 4.0
_ONE_LINE_MM: Final = 34.0
"""The most height of words: two lines of them do not fit, so that they are set calmly in one."""


class TicketPlate(Painted):
    """Upper part: the number. Under the perforation: window, then issue time and code in quieter words."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._label = ""
        self._caption = ""
        self._window = ""
        self._lines: tuple[str, ...] = ()
        self._one_line = False

    def say(self, label: str, caption: str, window: str, lines: tuple[str, ...], *, one_line: bool = False) -> None:
        """Show number `label`; `caption` over `window`; `lines` at the foot. `one_line`: words instead of a number."""
        self._one_line = one_line
        if (label, caption, window, lines) != (self._label, self._caption, self._window, self._lines):
            self._label, self._caption, self._window, self._lines = label, caption, window, lines
            self.setAccessibleName(". ".join(part for part in (label, caption, window, *lines) if part))
            self.stale()

    def height_for(self, width: int) -> int:
        """The least height: a number of 30 mm em and the words."""
        return round(self._number_least() * 1.15) + self._foot_height(width) + self._trim()

    def wish_for(self, width: int) -> int:
        """The height at which the number has its full size."""
        number = self._number(width, 10_000)
        return round(number.height) + self._foot_height(width) + self._trim()

    def compose(self, body: QRectF) -> list[Placed]:
        """Number centred over the perforation, words centred under it."""
        sheet = self._sheet(body)
        cut = self._cut(body)
        top = QRectF(sheet.x(), sheet.y() + self.look.px(_BAND_MM), sheet.width(), 0)
        top.setBottom(cut)
        centre = Qt.AlignmentFlag.AlignHCenter
        number = self._number(round(body.width()), top.height())
        placed = [Placed(number, top, "good_ink", "paper", centre)]
        y = cut + self.look.px(3)
        for block, ink in self._foot(round(body.width())):
            rect = QRectF(sheet.x() + self._inset(), y, sheet.width() - 2 * self._inset(), block.height)
            placed.append(Placed(block, rect, ink, "paper", centre))
            y += block.height
        return placed

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """The ticket with its notches, its green band and its perforation."""
        sheet = self._sheet(body)
        cut = self._cut(body)
        radius = self.look.px(8)
        draw_shadow(painter, self.look, sheet, radius, self._bleed())
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.drawPath(self._notches(sheet, cut))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        outline = self._outline(sheet, cut, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("paper"))
        painter.drawPath(outline)
        painter.save()
        painter.setClipPath(outline)
        band = QRectF(sheet.x(), sheet.y(), sheet.width(), self.look.px(_BAND_MM))
        painter.fillRect(band, self.look.colour("accent"))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.look.colour("accent"), self.look.px(0.8)))
        painter.drawPath(outline)
        inset = self.look.px(_NOTCH_MM + 3)
        start, end = QPointF(sheet.x() + inset, cut), QPointF(sheet.right() - inset, cut)
        draw_rule(painter, self.look, start, end, colour="line", dashed=True)

    def forget(self) -> None:
        """Drop the number."""
        self._label, self._caption, self._window, self._lines = "", "", "", ()
        super().forget()

    def _bleed(self) -> int:
        return self.look.px(3 if self.look.tight else _BLEED_MM)

    def _trim(self) -> int:
        return 2 * self._bleed() + self.look.px(_BAND_MM) + self.look.px(3 + 4)

    def _inset(self) -> int:
        return self.look.px(8)

    def _number_least(self) -> int:
        return self.look.px(22 if self.look.tight else _LEAST_NUMBER_MM)

    def _number(self, width: int, height: float) -> Block:
        room = width - 2 * (self._bleed() + self._inset())
        if self._one_line:
            height = min(height, self.look.px(_ONE_LINE_MM))
        return set_fitting(self.look, self._label, Role.NUMBER, room, height, least_mm=11.0)

    def _foot(self, width: int) -> list[tuple[Block, str]]:
        room = width - 2 * (self._bleed() + self._inset())
        foot = []
        if self._caption:
            foot.append((set_text(self.look, self._caption, Role.BODY, room, balanced=True), "ink2"))
        if self._window:
            line = self.look.metrics(Role.TITLE).height()
            least = self.look.em_mm(Role.BODY)
            foot.append((set_fitting(self.look, self._window, Role.TITLE, room, line, least_mm=least), "ink"))
        foot += [(set_text(self.look, line, Role.BODY, room, balanced=True), "ink2") for line in self._lines]
        return foot

    def _foot_height(self, width: int) -> int:
        return round(sum(block.height for block, _ in self._foot(width)))

    def _sheet(self, body: QRectF) -> QRectF:
        bleed = self._bleed()
        return body.adjusted(bleed, bleed * 0.5, -bleed, -bleed * 1.5)

    def _cut(self, body: QRectF) -> float:
        sheet = self._sheet(body)
        return sheet.bottom() - self.look.px(4) - self._foot_height(round(body.width())) - self.look.px(3)

    def _outline(self, sheet: QRectF, cut: float, radius: float) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(sheet, radius, radius)
        return path.subtracted(self._notches(sheet, cut))

    def _notches(self, sheet: QRectF, cut: float) -> QPainterPath:
        path = QPainterPath()
        size = self.look.px(_NOTCH_MM)
        path.addEllipse(QPointF(sheet.x(), cut), size, size)
        path.addEllipse(QPointF(sheet.right(), cut), size, size)
        return path
