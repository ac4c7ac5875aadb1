"""Which screens are kept as pictures, how they are made and compared."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from tests.ui.panels import stage_on
from tests.ui.views import all_views, in_mode

FOLDER = Path(__file__).parent
WIDTH_PX = 360
SCREENS = {
    "attract": ("attract", "normal", "21.5 portrait"),
    "need": ("need", "normal", "21.5 portrait"),
    "need-low": ("need", "low", "21.5 portrait"),
    "question": ("question 1", "normal", "21.5 portrait"),
    "checklist": ("checklist half ticked", "normal", "21.5 portrait"),
    "checklist-contrast": ("checklist half ticked", "contrast", "21.5 portrait"),
    "returned": ("returned", "normal", "21.5 portrait"),
    "done": ("done with a window", "normal", "21.5 portrait"),
    "done-small": ("done with a window", "normal", "15.6 landscape"),
}
GRID = 24
"""Cells across: fine enough to see a card that moved, coarse enough not to see how a glyph is smoothed."""
CELL_TOLERANCE = 26
"""Of 255, in the mean brightness of a cell."""
CELLS_THAT_MAY_DIFFER = 0.03


def draw(name: str) -> QImage:
    """The screen `name` as it is now."""
    view, mode, panel = SCREENS[name]
    with stage_on(panel, scale=0.5) as stage:
        stage.show_view(in_mode(all_views("id")[view], mode))
        image = stage.grab().toImage()
    return image.scaledToWidth(WIDTH_PX, Qt.TransformationMode.SmoothTransformation)


def difference(one: QImage, other: QImage) -> float:
    """The share of grid cells whose brightness differs; 1 when the shapes of the pictures do."""
    if abs(one.height() - other.height()) > 2:
        return 1.0
    first, second = _cells(one), _cells(other)
    apart = sum(abs(a - b) > CELL_TOLERANCE for a, b in zip(first, second, strict=True))
    return apart / len(first)


def _cells(image: QImage) -> list[int]:
    high = max(1, round(GRID * image.height() / image.width()))
    small = image.scaled(GRID, high, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return [_brightness(small.pixelColor(x, y)) for y in range(high) for x in range(GRID)]


def _brightness(colour: QColor) -> int:
    return round(0.3 * colour.red() + 0.59 * colour.green() + 0.11 * colour.blue())
