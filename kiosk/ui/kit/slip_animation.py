"""The paper on its way: it slides as far as the real slip is, never further."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QHideEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.typeset import Placed

_SLIDE_MS: Final = 900


class SlipStage(Enum):
    """How far the slip is, with the part of it that is shown."""

    WAITING = 0.12
    PRINTING = 0.72
    OUT = 1.0


class SlipAnimation(Painted):
    """A slot with a slip under it. Slides to its stage; without motion it stands there at once."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._stage = SlipStage.WAITING
        self._shown = SlipStage.WAITING.value
        self._slide = QVariantAnimation(self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._move)

    def show_stage(self, stage: SlipStage, *, motion: bool) -> None:
        """The slip is at `stage` now."""
        if stage is self._stage:
            return
        self._stage = stage
        self._slide.stop()
        if not motion:
            self._move(stage.value)
            return
        self._slide.setStartValue(self._shown)
        self._slide.setEndValue(stage.value)
        self._slide.start()

    @property
    def shown(self) -> float:
        """The part of the slip that is out, 0 to 1."""
        return self._shown

    def height_for(self, width: int) -> int:
        """A slot and a slip."""
        return min(width, self.look.px(34 if self.look.tight else 44))

    def compose(self, body: QRectF) -> list[Placed]:
        """No words."""
        del body
        return []

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """The slip, tinted lines for its words; drawn once, moved by clipping."""
        slot = self._slot(body)
        wide = slot.width() * 0.72
        high = body.bottom() - slot.center().y()
        slip = QRectF(slot.center().x() - wide / 2, slot.center().y(), wide, high)
        painter.setPen(QPen(self.look.colour("accent_ink"), self.look.px(0.9)))
        painter.setBrush(self.look.colour("paper"))
        painter.drawPath(_torn(slip.adjusted(1, 0, -1, -1)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("accent_ink"))
        bar = slip.height() * 0.1
        for row, share in enumerate((0.42, 0.62, 0.5)):
            at = QRectF(0, 0, wide * share, bar * (1.4 if row == 0 else 0.7))
            at.moveCenter(QPointF(slip.center().x(), slip.y() + slip.height() * (0.36 + 0.2 * row)))
            painter.drawRoundedRect(at, bar / 2, bar / 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The slip, slid up by what is not out yet, behind the slot."""
        del event
        with QPainter(self) as painter:
            body = QRectF(self.body())
            slot = self._slot(body)
            high = body.bottom() - slot.center().y()
            painter.setClipRect(QRectF(0, slot.center().y(), body.width(), high))
            painter.drawPixmap(QPointF(0, -(1 - self._shown) * high), self._made_face())
            painter.setClipping(False)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colour("accent"))
            painter.drawRoundedRect(slot, slot.height() / 2, slot.height() / 2)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing moves unseen; the next slip begins behind the slot."""
        self._slide.stop()
        self._stage = SlipStage.WAITING
        self._shown = SlipStage.WAITING.value
        super().hideEvent(event)

    def _slot(self, body: QRectF) -> QRectF:
        wide = min(body.width(), self.look.px(60))
        return QRectF(body.center().x() - wide / 2, body.y(), wide, self.look.px(5))

    def _move(self, value: object) -> None:
        if isinstance(value, float):
            self._shown = value
            self.update()


def _torn(slip: QRectF) -> QPainterPath:
    """The slip with a torn lower edge."""
    path = QPainterPath(slip.topLeft())
    path.lineTo(slip.topRight())
    teeth = 9
    depth = slip.height() * 0.06
    path.lineTo(slip.right(), slip.bottom() - depth)
    for tooth in range(teeth):
        right = slip.right() - slip.width() * (tooth + 0.5) / teeth
        left = slip.right() - slip.width() * (tooth + 1) / teeth
        path.lineTo(right, slip.bottom())
        path.lineTo(left, slip.bottom() - depth)
    path.closeSubpath()
    return path
