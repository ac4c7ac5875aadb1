"""The hand that shows where to touch: one short tap in four seconds, still in between."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QPoint, QRect, QRectF, QTimer, QVariantAnimation
from PySide6.QtGui import QHideEvent, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.typeset import Placed

_SIDE_MM: Final = 20.0
_TRAVEL_MM: Final = 6.0
_TAP_MS: Final = 700


class Hand(Painted):
    """A small layer over the button; only its own pixels are painted when it moves."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._home = QPoint()
        self._tap = QVariantAnimation(self)
        self._tap.setDuration(_TAP_MS)
        self._tap.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._tap.setStartValue(0.0)
        self._tap.setKeyValueAt(0.5, 1.0)
        self._tap.setEndValue(0.0)
        self._tap.valueChanged.connect(self._move)
        self._pause = QTimer(self)
        self._pause.timeout.connect(self._tap.start)

    def point_at(self, target: QRect) -> None:
        """Stand at the lower right corner of `target` (parent's px) and tap every four seconds."""
        side = self.look.px(_SIDE_MM)
        self._home = QPoint(target.right() - side - self.look.px(4), target.bottom() - round(side * 0.62))
        self.place(QRect(self._home.x(), self._home.y(), side, side))
        self.raise_()
        if not self._pause.isActive():
            self._pause.start(self.look.theme.motion["hand"])

    def rest(self) -> None:
        """Go away and move no more."""
        self._pause.stop()
        self._tap.stop()
        self.hide()

    def height_for(self, width: int) -> int:
        """Square."""
        return width

    def compose(self, body: QRectF) -> list[Placed]:
        """No words."""
        del body
        return []

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """The pointing hand on a disc."""
        painter.setPen(self.look.colour("accent"))
        painter.setBrush(self.look.colour("attention"))
        painter.drawEllipse(body.adjusted(2, 2, -2, -2))
        inset = body.width() * 0.2
        inner = body.adjusted(inset, inset, -inset, -inset)
        self.look.pictures.icon(painter, "touch", inner, self.look.hex("on_attention"))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing moves unseen."""
        self._pause.stop()
        self._tap.stop()
        super().hideEvent(event)

    def _move(self, value: object) -> None:
        if isinstance(value, float):
            lift = self.look.px(_TRAVEL_MM)
            self.move(self._home - QPoint(round(lift * value), round(lift * value)))
