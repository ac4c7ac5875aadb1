"""Shapes the kit is painted from: sheets with a soft shadow, borders, tiles, icons beside words."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kiosk.ui.look import Look


def draw_shadow(painter: QPainter, look: Look, body: QRectF, radius: float, depth: float) -> None:
    """A soft shadow of `depth` px under `body`; none in high contrast."""
    if look.presentation.contrast or depth <= 0:
        return
    colour = QColor(look.hex("shadow"))
    painter.setPen(Qt.PenStyle.NoPen)
    steps = max(3, min(8, round(depth / 2)))
    for step in range(steps):
        spread = depth * (1 - step / steps)
        colour.setAlphaF(0.09 / steps + 0.012)
        painter.setBrush(colour)
        lowered = body.adjusted(-spread * 0.6, -spread * 0.25, spread * 0.6, spread)
        painter.drawRoundedRect(lowered, radius + spread * 0.6, radius + spread * 0.6)


def draw_sheet(
    painter: QPainter,
    look: Look,
    body: QRectF,
    *,
    ground: str,
    edge: str | None,
    edge_px: float,
    radius: float,
) -> None:
    """A rounded rectangle of `ground` with an inner border of `edge_px` px."""
    painter.setBrush(look.colour(ground))
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(body, radius, radius)
        return
    painter.setPen(QPen(look.colour(edge), edge_px))
    half = edge_px / 2
    painter.drawRoundedRect(body.adjusted(half, half, -half, -half), radius - half, radius - half)


def draw_tile(painter: QPainter, look: Look, rect: QRectF, name: str, *, ink: str, ground: str | None) -> None:
    """An icon on its rounded tile, or a drawing filling the place of the tile."""
    if name.startswith("illustrations/"):
        look.pictures.drawing(painter, name, rect, contrast=look.presentation.contrast)
        return
    if ground is not None:
        edge = "line" if look.presentation.contrast else None
        draw_sheet(painter, look, rect, ground=ground, edge=edge, edge_px=look.px(0.5), radius=rect.width() * 0.24)
    inset = rect.width() * (0.2 if ground is not None else 0.0)
    look.pictures.icon(painter, name, rect.adjusted(inset, inset, -inset, -inset), look.hex(ink))


def draw_rule(
    painter: QPainter, look: Look, start: QPointF, end: QPointF, *, colour: str, dashed: bool = False
) -> None:
    """A fine line; dashed for a perforation."""
    pen = QPen(look.colour(colour), look.px(0.6))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if dashed:
        pen.setDashPattern([2.5, 3.5])
    painter.setPen(pen)
    painter.drawLine(start, end)
