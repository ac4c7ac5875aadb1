"""How far one is, as words and dots: 'Langkah 2 dari 4'."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Placed, set_text

_MOST_DOTS = 8


class StepDots(Painted):
    """Dots before the words; more than eight steps are words only."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._text = ""
        self._at = 0
        self._of = 0

    def say(self, text: str, at: int, of: int) -> None:
        """Step `at` of `of`, in words."""
        if (text, at, of) != (self._text, self._at, self._of):
            self._text, self._at, self._of = text, at, of
            self.setAccessibleName(text)
            self.stale()

    def height_for(self, width: int) -> int:
        """The words."""
        return round(set_text(self.look, self._text, Role.CAPTION, width - self._lead(width), balanced=True).height)

    def compose(self, body: QRectF) -> list[Placed]:
        """The words after the dots."""
        lead = self._lead(round(body.width()))
        block = set_text(self.look, self._text, Role.CAPTION, body.width() - lead, balanced=True)
        return [Placed(block, body.adjusted(lead, 0, 0, 0), "accent_ink", "head")]

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Past steps filled, this one long, later ones hollow."""
        if not self._lead(round(body.width())):
            return
        size, pitch = self.look.px(3.2), self.look.px(5.2)
        x = body.x()
        pen = QPen(self.look.colour("accent_ink"), self.look.px(0.6))
        for step in range(1, self._of + 1):
            wide = size * 2.4 if step == self._at else size
            painter.setPen(pen)
            painter.setBrush(self.look.colour("accent_ink") if step <= self._at else Qt.BrushStyle.NoBrush)
            dot = QRectF(QPointF(x, body.center().y() - size / 2), QPointF(x + wide, body.center().y() + size / 2))
            painter.drawRoundedRect(dot, size / 2, size / 2)
            x += wide + pitch - size

    def forget(self) -> None:
        """Drop the words."""
        self._text, self._at, self._of = "", 0, 0
        super().forget()

    def _lead(self, width: int) -> int:
        """Room for the dots in px; none where they leave the words too little."""
        if self._of > _MOST_DOTS:
            return 0
        lead = self._of * self.look.px(5.2) + self.look.px(8)
        line = set_text(self.look, self._text, Role.CAPTION, 1e6)
        return lead if lead + line.width <= width else 0
