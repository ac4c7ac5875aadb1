"""Whose kiosk this is and what time it is: the mark, the branch, the clock. Only to look at."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_text

_MARK_MM = 14.0


class Header(Painted):
    """Mark and branch at the left; clock and day at the right, or under them in a rail."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._branch = ""
        self._clock = ""
        self._day = ""

    def say(self, branch: str, clock: str, day: str) -> None:
        """Show the branch, '07.42' and 'Selasa, 14 Januari 2025'."""
        if (branch, clock, day) != (self._branch, self._clock, self._day):
            self._branch, self._clock, self._day = branch, clock, day
            self.setAccessibleName(". ".join((branch, clock, day)))
            self.stale()

    def height_for(self, width: int) -> int:
        """One row; in a rail the words decide."""
        if not self.look.landscape:
            return max(self.look.px(_MARK_MM), round(self._names(width).height), round(self._stamp(width).height))
        return self._top(width) + round(self._stamp(width).height)

    def compose(self, body: QRectF) -> list[Placed]:
        """Branch, then clock and day."""
        mark = self.look.px(_MARK_MM) + self.look.px(4)
        name, stamp = self._names(round(body.width())), self._stamp(round(body.width()))
        if self.look.landscape:
            top = self._top(round(body.width()))
            first = QRectF(body.x() + mark, body.y(), body.width() - mark, top)
            under = QRectF(body.x(), body.y() + top, body.width(), stamp.height)
            placed = [Placed(name, first, "ink", "head")]
            return [*placed, Placed(stamp, under, "ink2", "head")] if stamp.lines else placed
        split = body.width() - stamp.width - self.look.px(4)
        first = QRectF(body.x() + mark, body.y(), split - mark, body.height())
        rest = QRectF(body.x() + split, body.y(), body.width() - split, body.height())
        right = Qt.AlignmentFlag.AlignRight
        return [Placed(name, first, "ink", "head"), Placed(stamp, rest, "ink2", "head", right)]

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """The neutral mark: a shield with a tick (the branch's own logo is not ours to ship)."""
        size = float(self.look.px(_MARK_MM))
        names = self._names(round(body.width())).height if self.look.landscape else body.height()
        top = body.y() + max(0.0, (max(names, size) - size) / 2)
        draw_mark(painter, self.look, QRectF(body.x(), top, size, size))

    def _names(self, width: int) -> Block:
        room = width - self.look.px(_MARK_MM) - self.look.px(4)
        if not self.look.landscape:
            room -= round(self._stamp(width).width) + self.look.px(8)
        return set_text(self.look, self._branch, Role.BUTTON, room, em_mm=self.look.em_mm(Role.BODY), balanced=True)

    def _top(self, width: int) -> int:
        """Height of mark and branch in a rail, in px."""
        return max(self.look.px(_MARK_MM), round(self._names(width).height)) + self.look.px(1)

    def _stamp(self, width: int) -> Block:
        """Day over clock at the right of a portrait header, day before clock in a rail."""
        if not self.look.landscape:
            return set_text(self.look, f"{self._day}\n{self._clock}", Role.CAPTION, width * 0.56)
        words = "" if self.look.tight and self.look.presentation.large else f"{self._day}, {self._clock}"
        return set_text(self.look, words, Role.CAPTION, width)


def draw_mark(painter: QPainter, look: Look, rect: QRectF) -> None:
    """A shield with a tick in the colours of the palette."""
    x, y, w, h = rect.x(), rect.y(), rect.width(), rect.height()
    shield = QPainterPath()
    shield.moveTo(x + w * 0.5, y)
    shield.cubicTo(x + w * 0.66, y + h * 0.1, x + w * 0.82, y + h * 0.14, x + w * 0.94, y + h * 0.14)
    shield.cubicTo(x + w * 0.97, y + h * 0.6, x + w * 0.8, y + h * 0.86, x + w * 0.5, y + h)
    shield.cubicTo(x + w * 0.2, y + h * 0.86, x + w * 0.03, y + h * 0.6, x + w * 0.06, y + h * 0.14)
    shield.cubicTo(x + w * 0.18, y + h * 0.14, x + w * 0.34, y + h * 0.1, x + w * 0.5, y)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent"))
    painter.drawPath(shield)
    pen = QPen(look.colour("on_accent"), w * 0.11)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tick = QPainterPath()
    tick.moveTo(x + w * 0.29, y + h * 0.5)
    tick.lineTo(x + w * 0.45, y + h * 0.66)
    tick.lineTo(x + w * 0.73, y + h * 0.36)
    painter.drawPath(tick)
