"""How the words of an A4 list look, and the colours of its sections and sheets."""

from dataclasses import dataclass
from typing import Final

from kiosk.slips import a4_pen as pen
from kiosk.slips.a4_pen import Style
from kiosk.slips.sections import SectionKind

NAME: Final = Style(pen.STRONG, 13)
DETAIL: Final = Style(pen.TEXT, 11.5, pen.INK2)
WHERE: Final = Style(pen.TEXT, 11.5)
CONDITION: Final = Style(pen.STRONG, 11.5, pen.AMBER9)
HEAD: Final = Style(pen.TITLE, 13)
FOOT: Final = Style(pen.TEXT, 9, pen.INK2)
SMALL: Final = Style(pen.TEXT, 10, pen.INK2)
NOTE: Final = Style(pen.TEXT, 11.5, pen.BLUE9)
NOTED: Final = Style(pen.STRONG, 11.5, pen.BLUE9)
CHANGE: Final = Style(pen.TEXT, 11.5, pen.AMBER9)


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of a section: its band, the words on it, the stripe beside its items."""

    band: str
    words: str
    stripe: str


TONES: Final = {
    SectionKind.MISSING: Tone(pen.AMBER1, pen.AMBER9, pen.AMBER5),
    SectionKind.NEEDED: Tone(pen.GREEN1, pen.GREEN9, pen.GREEN8),
    SectionKind.OPEN: Tone(pen.BLUE1, pen.BLUE9, pen.BLUE9),
    SectionKind.DEPENDS: Tone(pen.BLUE1, pen.BLUE9, pen.BLUE9),
    SectionKind.HAVE: Tone(pen.GREEN1, pen.GREEN9, pen.GREEN8),
    SectionKind.OFTEN_ASKED: Tone(pen.MIST, pen.INK, pen.LINE),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """The colours of a sheet of sentences."""

    ground: str
    words: str


TOLD: Final = Panel(pen.BLUE1, pen.BLUE9)
CHANGED: Final = Panel(pen.AMBER1, pen.AMBER9)
