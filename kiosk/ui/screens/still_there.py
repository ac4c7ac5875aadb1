"""'Masih di sini?': a flat veil in front of everything personal, a ring, two large buttons."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.flow import Laid, Part
from kiosk.ui.frame import Frame
from kiosk.ui.kit.drawing import draw_sheet
from kiosk.ui.kit.guard import Guard
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.parts import Row
from kiosk.ui.screens.foot import actions, foot_of
from kiosk.ui.stock import Say
from kiosk.ui.theme import Role
from kiosk.visit.view import SheetDetail, View


class StillThere(Page):
    """A sheet in the middle of what a hand can reach; the rest of the glass says nothing."""

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(look, guard, parent)
        self._sheet = QRect()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Veil and sheet."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._look.colour("veil"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = "line" if self._look.presentation.contrast else None
            width, radius = self._look.px(1), self._look.px(8)
            sheet = QRectF(self._sheet)
            draw_sheet(painter, self._look, sheet, ground="paper", edge=edge, edge_px=width, radius=radius)

    def _fill(self, view: View, frame: Frame, say: Say, motion: bool) -> None:
        del motion
        look = self._look
        self._stock.rewind()
        self._stock.say = say
        wide = min(look.width - 2 * look.grid("margin"), look.px(232))
        inner = wide - 2 * look.px(12)
        parts = self._parts(view)
        foot = foot_of(look, actions(self._stock, look, view.choices), inner)
        gap = look.px(4) if look.tight else look.px(7)
        total = sum(part.height_for(inner) + gap for part in parts) + foot.height_for(inner)
        pad = look.px(8) if look.tight else look.px(13)
        self._sheet = self._place_sheet(frame, wide, total + 2 * pad, total + pad - foot.height_for(inner))
        laid: Laid = []
        left, y = self._sheet.x() + (wide - inner) // 2, self._sheet.y() + pad
        for part in parts:
            high = part.height_for(inner)
            laid += part.lay(QRect(left, y, inner, high))
            y += high + gap
        for at, row in enumerate(foot.rows):
            y += foot.rooms[at] if at else 0
            high = row.height_for(inner)
            laid += row.lay(QRect(left, y, inner, high))
            y += high
        self._stock.trim()
        self._ground = QRect()
        self._place(laid)
        self.update()

    def _place_sheet(self, frame: Frame, wide: int, high: int, first_control: int) -> QRect:
        """In the middle of the reachable part; lower when its buttons would be too high for a hand."""
        look = self._look
        middle = (frame.reach_top + look.height - high) // 2
        top = max(look.grid("margin"), middle, frame.reach_top - first_control)
        return QRect((look.width - wide) // 2, min(top, look.height - high - look.px(4)), wide, high)

    def _parts(self, view: View) -> list[Part]:
        look, stock = self._look, self._stock
        centre = Qt.AlignmentFlag.AlignHCenter
        title, lead = stock.words.take(look), stock.words.take(look)
        title.say(view.title, Role.TITLE, ground="paper", align=centre)
        lead.say(view.lead, Role.BODY, ink="ink2", ground="paper", align=centre)
        parts: list[Part] = [Row([title]), Row([lead])]
        if isinstance(view.detail, SheetDetail):
            ring = stock.rings.take(look)
            ring.say(view.detail.left_s, view.detail.total_s)
            parts.insert(0, Row([ring]))
        return parts
