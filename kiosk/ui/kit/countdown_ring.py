"""Seconds left, as a ring and as a figure."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Placed, set_text

_SIDE_MM = 52.0
_STROKE_MM = 4.0


class CountdownRing(Painted):
    """The ring empties as the figure falls."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._left_s = 0
        self._total_s = 1

    def say(self, left_s: int, total_s: int) -> None:
        """Show `left_s` of `total_s` seconds."""
        if (left_s, total_s) != (self._left_s, self._total_s):
            self._left_s, self._total_s = left_s, max(1, total_s)
            self.setAccessibleName(str(left_s))
            self.stale()

    def height_for(self, width: int) -> int:
        """It is round."""
        return min(width, self.look.px(36 if self.look.tight else _SIDE_MM))

    def compose(self, body: QRectF) -> list[Placed]:
        """The figure in the middle."""
        em = min(18.0, self.look.em_mm(Role.DISPLAY))
        block = set_text(self.look, str(self._left_s), Role.DISPLAY, body.width(), em_mm=em)
        return [Placed(block, body, "ink", "paper", Qt.AlignmentFlag.AlignHCenter)]

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """The track and what is left of it."""
        side = min(body.width(), body.height())
        stroke = self.look.px(_STROKE_MM)
        ring = QRectF(0, 0, side - stroke, side - stroke)
        ring.moveCenter(body.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("paper"))
        painter.drawEllipse(ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.look.colour("hair"), stroke if not self.look.presentation.contrast else stroke / 4))
        painter.drawEllipse(ring)
        pen = QPen(self.look.colour("accent"), stroke)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 90 * 16, round(360 * 16 * self._left_s / self._total_s))
