"""What a receipt printer can print, without meaning: text, rules, space, codes, a cut."""

from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    """Where a line stands on the paper."""

    LEFT = "left"
    CENTER = "center"


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, wrapped by words. `width` and `height` are the printer's own multiples, 1 to 8."""

    text: str
    width: int = 1
    height: int = 1
    bold: bool = False
    align: Align = Align.LEFT
    inverted: bool = False
    indent: int = 0
    """Columns (of width 1) by which every line is moved in; `hanging` only those after the first."""
    hanging: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Blank paper."""

    height_mm: float


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code drawn by the printer where it can, as a raster where it cannot. ASCII only."""

    text: str
    module_dots: int = 6


@dataclass(frozen=True, slots=True)
class Logo:
    """Our mark, on printers that keep it; nothing on others: it is worth no second of anybody's time."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of this paper."""


Block = Text | Rule | Space | Qr | Logo | Cut
