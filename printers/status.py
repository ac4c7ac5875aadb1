"""What is known of a printer at one moment; unknown is a state of its own and never means ready."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from printers.protocol import AutoStatus, FullStatus, Question


class Link(StrEnum):
    """The way to the printer."""

    UP = "up"
    DOWN = "down"


class Paper(StrEnum):
    """The roll, as its sensors see it."""

    ENOUGH = "enough"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


class Cover(StrEnum):
    """The lid over the roll."""

    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"


class Trouble(StrEnum):
    """What keeps a printer from printing, in the order in which a person must deal with it."""

    LINK = "link"
    MUTE = "mute"
    """Connected, and does not answer, or answers nonsense."""
    COVER_OPEN = "cover-open"
    PAPER_OUT = "paper-out"
    CUTTER = "cutter"
    JAM = "jam"
    OVERHEATED = "overheated"
    ERROR = "error"
    """An error without a name: mechanics, or needs switching off and on."""
    OFFLINE = "offline"
    """Offline without giving a reason, e.g. someone holds the feed button."""


@dataclass(frozen=True, slots=True)
class Status:
    """One reading. `sees` is False for printers that tell nothing: then only the link can be known."""

    link: Link = Link.DOWN
    sees: bool = True
    paper: Paper = Paper.UNKNOWN
    cover: Cover = Cover.UNKNOWN
    offline: bool | None = None
    cutter_error: bool = False
    jammed: bool = False
    overheated: bool = False
    other_error: bool = False
    slip_in_mouth: bool | None = field(default=None, compare=False)
    """A printed slip waits to be taken; None for printers that cannot tell. No part of whether two readings agree."""
    settled: bool = True
    """False while a good reading still waits for the second, equal one."""

    @property
    def trouble(self) -> Trouble | None:
        """The first thing in the way; None when nothing known or unknown stands against printing."""
        if self.link is Link.DOWN:
            return Trouble.LINK
        if not self.sees:
            return None
        if self.cover is Cover.UNKNOWN or self.offline is None:
            return Trouble.MUTE
        if self.cover is Cover.OPEN:
            return Trouble.COVER_OPEN
        if self.paper is Paper.UNKNOWN:
            return Trouble.MUTE
        return self._of_the_mechanism()

    def _of_the_mechanism(self) -> Trouble | None:
        found = (
            (self.paper is Paper.OUT, Trouble.PAPER_OUT),
            (self.cutter_error, Trouble.CUTTER),
            (self.jammed, Trouble.JAM),
            (self.overheated, Trouble.OVERHEATED),
            (self.other_error, Trouble.ERROR),
            (bool(self.offline), Trouble.OFFLINE),
        )
        return next((trouble for is_so, trouble in found if is_so), None)

    @property
    def ready(self) -> bool:
        """A slip may be sent: nothing in the way, twice in a row."""
        return self.trouble is None and self.settled

    @property
    def known_good(self) -> bool:
        """The printer itself says that all is well; never true of one that tells nothing."""
        return self.ready and self.sees


UNPLUGGED: Final = Status()


def from_answers(answers: dict[Question, int]) -> Status:
    """A reading from the answers to DLE EOT; what was not answered stays unknown.

    While the cover is open the paper bits are those of before it was opened: unknown, then.
    """
    status = Status(link=Link.UP)
    if (cause := answers.get(Question.OFFLINE_CAUSE)) is not None:
        stopped = bool(cause & 0x20)
        status = replace(
            status,
            cover=Cover.OPEN if cause & 0x04 else Cover.CLOSED,
            offline=bool(cause & 0x6C),
            other_error=bool(cause & 0x40),
            paper=Paper.OUT if stopped else Paper.UNKNOWN,
        )
    if (error := answers.get(Question.ERROR_CAUSE)) is not None:
        cutter, hot = bool(error & 0x08), bool(error & 0x40)
        named = (cutter or hot) and not error & 0x24
        status = replace(
            status,
            cutter_error=cutter,
            overheated=hot,
            other_error=bool(error & 0x24) or (status.other_error and not named),
        )
    if (paper := answers.get(Question.PAPER)) is not None and status.paper is Paper.UNKNOWN:
        status = replace(status, paper=_paper(low=bool(paper & 0x0C), out=bool(paper & 0x60)))
    if (printer := answers.get(Question.PRINTER)) is not None:
        status = replace(status, offline=bool(printer & 0x08) or bool(status.offline))
    return replace(status, paper=Paper.UNKNOWN) if status.cover is Cover.OPEN else status


def from_auto_status(frame: AutoStatus) -> Status:
    """A reading from four pushed bytes."""
    return Status(
        link=Link.UP,
        paper=Paper.UNKNOWN if frame.cover_open else _paper(low=frame.paper_low, out=frame.paper_out),
        cover=Cover.OPEN if frame.cover_open else Cover.CLOSED,
        offline=frame.offline,
        cutter_error=frame.cutter_error,
        overheated=frame.overheated,
        other_error=frame.other_error,
    )


def from_full_status(full: FullStatus) -> Status:
    """A reading from Custom's six bytes."""
    wrong = (full.cover_open, full.paper_out, full.cutter_error, full.jammed, full.overheated, full.other_error)
    return Status(
        link=Link.UP,
        paper=Paper.UNKNOWN if full.cover_open else _paper(low=full.paper_low, out=full.paper_out),
        cover=Cover.OPEN if full.cover_open else Cover.CLOSED,
        offline=any(wrong),
        cutter_error=full.cutter_error,
        jammed=full.jammed,
        overheated=full.overheated,
        other_error=full.other_error,
        slip_in_mouth=full.slip_in_mouth,
    )


def _paper(*, low: bool, out: bool) -> Paper:
    if out:
        return Paper.OUT
    return Paper.LOW if low else Paper.ENOUGH
