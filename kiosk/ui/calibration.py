"""The ruler for whoever sets a kiosk up: a bank card and ten centimetres, drawn as large as the settings say."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.look import Look
from kiosk.ui.theme import Role

CARD_WIDTH_MM: Final = 85.6
CARD_HEIGHT_MM: Final = 53.98
"""ISO/IEC 7810 ID-1: a bank card, a KTP."""
CARD_CORNER_MM: Final = 3.18
RULER_MM: Final = 100
TICK_EVERY_MM: Final = 10


class Calibration(QWidget):
    """Lay a card on the frame: when it does not fit, the millimetres in the settings are wrong."""

    def __init__(self, look: Look, title: str, advice: tuple[str, ...]) -> None:
        """`look` says how many pixels a millimetre is; `advice` are the lines below the ruler."""
        super().__init__()
        self._look = look
        self._title = title
        self._advice = advice
        self.setWindowTitle(title)
        self.resize(look.width, look.height)

    def card_px(self) -> QRectF:
        """The frame for the card, in pixels of this widget."""
        wide, high = self._look.true_px(CARD_WIDTH_MM), self._look.true_px(CARD_HEIGHT_MM)
        return QRectF((self.width() - wide) / 2, self.height() * 0.3, wide, high)

    def ruler_px(self) -> tuple[QPointF, QPointF]:
        """Both ends of the ten centimetres, in pixels of this widget."""
        long = self._look.true_px(RULER_MM)
        left = QPointF((self.width() - long) / 2, self.card_px().bottom() + self._look.true_px(25))
        return left, left + QPointF(long, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, ruler and words."""
        del event
        look = self._look
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), look.colour("page"))
            painter.setPen(QPen(look.colour("ink"), look.px(0.6)))
            corner = look.true_px(CARD_CORNER_MM)
            painter.drawRoundedRect(self.card_px(), corner, corner)
            self._ruler(painter)
            self._words(painter)

    def _ruler(self, painter: QPainter) -> None:
        left, right = self.ruler_px()
        painter.drawLine(left, right)
        for mm in range(0, RULER_MM + 1, TICK_EVERY_MM):
            at = left + QPointF(self._look.true_px(mm), 0)
            painter.drawLine(at, at - QPointF(0, self._look.true_px(8 if mm % 50 == 0 else 4)))

    def _words(self, painter: QPainter) -> None:
        margin = self._look.px(12)
        box = QRectF(margin, margin * 2, self.width() - 2 * margin, self.card_px().top() - 3 * margin)
        painter.setFont(self._look.font(Role.TITLE))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), self._title)
        painter.setFont(self._look.font(Role.BODY))
        below = self.ruler_px()[0].y() + margin
        rest = QRectF(margin, below, self.width() - 2 * margin, self.height() - below - margin)
        lines = "\n\n".join(self._advice)
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), lines)
