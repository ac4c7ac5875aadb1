"""An answer to the one question of a screen: a large card with a round mark instead of an arrow."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.ui.kit.choice_card import ChoiceCard

_MARK_MM: Final = 9.0


class AnswerCard(ChoiceCard):
    """As a choice card; the mark is an empty or a checked circle, so that a given answer is seen again on return."""

    least_mm = 28.0

    def _draw_mark(self, painter: QPainter, body: QRectF) -> None:
        if self._choice is None:
            return
        size = self.look.px(_MARK_MM)
        chosen = self._choice.selected
        above = self._arrange(body).above
        centre = body.y() + self._pad() + size / 2 if above else body.center().y()
        rect = QRectF(body.right() - self._pad() - size, centre - size / 2, size, size)
        self.look.pictures.icon(
            painter,
            "check-filled" if chosen else "circle",
            rect,
            self.look.hex("accent_ink" if chosen else "line"),
        )
