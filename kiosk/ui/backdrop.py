"""The ground of a screen: the page, the tinted part under the head, and the soft canopy in it."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPixmap, Qt

from kiosk.ui.look import Look


class Backdrop:
    """Painted once for each look and size of ground, blitted after that."""

    def __init__(self) -> None:
        self._face: QPixmap | None = None
        self._made_for: tuple[int, bool, QSize] | None = None

    def paint(self, painter: QPainter, look: Look, ground: QRect, exposed: QRect) -> None:
        """Paint the part `exposed` of the window."""
        painter.fillRect(exposed, look.colour("page"))
        if ground.isEmpty():
            return
        face = self._face_for(look, ground.size())
        part = exposed.intersected(ground)
        painter.drawPixmap(part, face, part.translated(-ground.topLeft()))

    def _face_for(self, look: Look, size: QSize) -> QPixmap:
        key = (look.width, look.presentation.contrast, size)
        if self._face is None or self._made_for != key:
            self._face = _painted(look, size)
            self._made_for = key
        return self._face


def _painted(look: Look, size: QSize) -> QPixmap:
    face = QPixmap(size)
    face.fill(look.colour("page"))
    with QPainter(face) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = _outline(look, size)
        painter.setClipPath(outline)
        painter.fillRect(face.rect(), look.colour("head"))
        if not look.presentation.contrast:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("canopy"))
            for centre, radius in _leaves(look, size):
                painter.drawEllipse(centre, radius, radius)
        else:
            painter.setClipping(False)
            painter.setPen(look.colour("line"))
            painter.drawPath(outline)
    return face


def _outline(look: Look, size: QSize) -> QPainterPath:
    """The ground with its two inner corners rounded."""
    radius = float(look.px(12))
    path = QPainterPath()
    if look.landscape:
        path.addRoundedRect(
            QRectF(-radius, -radius, size.width() + radius - 1, size.height() + 2 * radius), radius, radius
        )
    else:
        path.addRoundedRect(QRectF(-1, -radius, size.width() + 2, size.height() + radius - 1), radius, radius)
    return path


def _leaves(look: Look, size: QSize) -> list[tuple[QPointF, float]]:
    """Three large soft circles at the upper corner, like shade under a tree."""
    unit = look.px(10)
    right = float(size.width())
    return [
        (QPointF(right + unit * 1.0, -unit * 1.5), unit * 7.0),
        (QPointF(right - unit * 7.5, -unit * 4.0), unit * 6.0),
    ]
