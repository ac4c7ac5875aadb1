"""The hand that shows where to touch: one short tap in four seconds, still in between."""

import math
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QTimer
from PySide6.QtGui import QHideEvent, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.typeset import Placed

_SIDE_MM: Final = 20.0
_TRAVEL_MM: Final = 6.0
_TAP_MS: Final = 700
_STEPS: Final = 14


class Hand(Painted):
    """A small layer over the button; only its own pixels are painted when it moves."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._home = QPoint()
        self._step = 0
        self._tap = QTimer(self)
        self._tap.setInterval(_TAP_MS // _STEPS)
        self._tap.timeout.connect(self._move)
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

    def _move(self) -> None:
        """One step of the tap: there and back; an animation of Qt would repaint four times as often."""
        self._step = (self._step + 1) % (_STEPS + 1)
        share = math.sin(math.pi * self._step / _STEPS)
        lift = round(self.look.px(_TRAVEL_MM) * share)
        self.move(self._home - QPoint(lift, lift))
        if self._step == _STEPS:
            self._step = 0
            self._tap.stop()
