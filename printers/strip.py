"""A piece of paper as what stands on it: characters, pictures and codes, each in its place."""

from dataclasses import dataclass, field
from typing import Final

GLYPH_WIDTH: Final = 12
GLYPH_HEIGHT: Final = 24
"""Dots of one character of font A."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; x and y of its upper left corner in dots from the upper left of the printable strip."""

    x: int
    y: int
    value: int
    width: int
    height: int
    bold: bool = False
    inverted: bool = False
    underline: int = 0
    smooth: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture: rows of bools would be slow, so bytes with one bit a dot, most significant first."""

    x: int
    y: int
    width_bytes: int
    rows: int
    data: bytes
    across: int = 1
    down: int = 1
    """Dots each bit is wide and high."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code that the printer drew itself."""

    x: int
    y: int
    module_dots: int
    modules: int
    text: str


Mark = Glyph | Dots | Code


@dataclass(slots=True)
class Strip:
    """One piece of paper from edge to edge."""

    marks: list[Mark] = field(default_factory=list)
    dots: int = 0
    """Length so far, the blank between blade and head at its top included."""
    cut: bool = False
    """False: torn off, or still in the printer."""


def foot(mark: Mark) -> int:
    """The first row below it."""
    match mark:
        case Glyph():
            return mark.y + GLYPH_HEIGHT * mark.height
        case Dots():
            return mark.y + mark.rows * mark.down
        case Code():
            return mark.y + mark.module_dots * mark.modules


def read_text(strip: Strip) -> list[str]:
    """The characters on a strip, line by line from the top, as a person would read them; blanks at the ends cut."""
    rows: dict[int, list[Glyph]] = {}
    for mark in strip.marks:
        if isinstance(mark, Glyph):
            rows.setdefault(mark.y + GLYPH_HEIGHT * mark.height, []).append(mark)
    lines = ["".join(chr(glyph.value) for glyph in sorted(row, key=lambda glyph: glyph.x)) for row in rows.values()]
    return [line.strip() for line in lines if line.strip()]
