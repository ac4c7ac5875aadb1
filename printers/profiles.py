"""What each family of receipt printers is like; one data file a family, in printers/families."""

import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

MM_PER_INCH: Final = 25.4


class Confirmation(StrEnum):
    """How a printer of this family proves that a slip is on paper, best first."""

    PROCESS_ID = "process-id"
    """Level 1: answers `GS ( H` when everything before it has been printed."""
    TICKET_TAKEN = "ticket-taken"
    """Level 1: its full status tells when the whole slip lies in the mouth, and when it has been taken."""
    FENCE = "fence"
    """Level 2: answers `GS r`, which is executed in order with the text."""
    STATUS_ONLY = "status-only"
    """Level 3: tells its state before and after; a person is asked about the rest."""
    NONE = "none"
    """Level 4: tells nothing; a person is asked."""

    @property
    def level(self) -> int:
        """1 to 4, as IT staff know it."""
        return _LEVELS[self]


_LEVELS: Final = {
    Confirmation.PROCESS_ID: 1,
    Confirmation.TICKET_TAKEN: 1,
    Confirmation.FENCE: 2,
    Confirmation.STATUS_ONLY: 3,
    Confirmation.NONE: 4,
}


class ProfileError(ValueError):
    """A profile that does not exist or cannot be used, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One family of printers. Dots are those of the print head."""

    name: str
    title: str
    """As staff know it: makers and models."""
    dots: int
    """Printable width."""
    columns: int
    """Characters of font A (12 x 24 dots) a line."""
    dots_per_inch: int
    vertical_units_per_inch: int
    """Resolution of the feed commands `ESC J` and `ESC 3`; often not that of the head."""
    paper_mm: float
    """Width of the roll."""
    speed_mm_per_s: float
    line_dots: int
    """Feed of a line of normal text at the default line spacing."""
    dead_mm: float
    """From the print head to the cutter or tear bar: blank at the top of every slip."""
    cutter: bool
    native_qr: bool
    smooths: bool
    """Rounds the corners of large characters on command (`GS b`)."""
    near_end: bool
    """Has a sensor that sees the roll getting low."""
    confirmation: Confirmation
    assured: bool
    """True where models of this family are known to confirm so; False where it is found out at each connect, and
    the best that the printer has shown counts."""
    pushes_status: bool
    """Automatic status back (`GS a`)."""
    clears_on_command: bool
    """`DLE DC4 8` empties its buffers and says so."""
    nv_logo: bool
    """Keeps pictures by key (`GS ( L`), so that a logo costs eleven bytes a slip."""
    full_status: bool
    """Answers `DLE EOT 20` with six bytes: paper, cover, jam, and the slip in its mouth."""
    buffer_bytes: int
    """What it takes in before it has printed any of it."""
    recognized_by: tuple[str, ...]
    """Words in its own answer to `GS I 66` or `67` that tell this family, in lower case; none: only by its name."""

    @property
    def dots_per_mm(self) -> float:
        """Dots of the head along and across the paper."""
        return self.dots_per_inch / MM_PER_INCH

    def to_mm(self, dots: float) -> float:
        """Length of `dots` rows on paper, in millimetres."""
        return dots / self.dots_per_mm

    def feed_units(self, length_mm: float) -> int:
        """What `ESC J` is to be given to feed `length_mm`."""
        return round(length_mm * self.vertical_units_per_inch / MM_PER_INCH)

    def feed_dots(self, units: int) -> int:
        """Rows of the head that `units` of `ESC J` feed."""
        return round(units * self.dots_per_inch / self.vertical_units_per_inch)


def names() -> tuple[str, ...]:
    """Every profile that `profile` knows, sorted."""
    folder = resources.files(__package__) / "families"
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


@cache
def profile(name: str) -> Profile:
    """The family called `name`. Raises ProfileError with the names there are."""
    if name not in names():
        raise ProfileError(f"There is no printer profile '{name}'. Known: {', '.join(names())}.")
    source = (resources.files(__package__) / "families" / f"{name}.toml").read_text(encoding="utf-8")
    return parse_profile(name, source)


def parse_profile(name: str, source: str) -> Profile:
    """A profile from TOML. Raises ProfileError on anything missing, unknown or of the wrong type."""
    try:
        values: dict[str, Any] = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{name}.toml: {error}") from error
    wanted = {field.name: field.type for field in fields(Profile) if field.name != "name"}
    if unknown := sorted(values.keys() - wanted.keys()):
        raise ProfileError(f"{name}.toml: does not know {', '.join(unknown)}")
    if missing := sorted(wanted.keys() - values.keys()):
        raise ProfileError(f"{name}.toml: needs {', '.join(missing)}")
    for key, kind in wanted.items():
        values[key] = _typed(name, key, values[key], kind)
    return Profile(name=name, **values)


def _typed(name: str, key: str, value: object, kind: object) -> object:
    if kind is Confirmation:
        try:
            return Confirmation(str(value))
        except ValueError:
            raise ProfileError(f"{name}.toml: {key} must be one of {', '.join(Confirmation)}") from None
    if kind is float and type(value) is int:
        return float(value)
    if kind == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(word, str) and word == word.lower() for word in value):
            raise ProfileError(f"{name}.toml: {key} must be a list of words in lower case, not {value!r}")
        return tuple(value)
    if not isinstance(kind, type) or type(value) is not kind:
        raise ProfileError(f"{name}.toml: {key} must be {getattr(kind, '__name__', kind)}, not {value!r}")
    return value
