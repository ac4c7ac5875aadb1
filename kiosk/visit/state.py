"""Everything one visit knows of its participant, in one value that the wipe replaces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from types import MappingProxyType

from kiosk.domain.checklist import Held
from kiosk.domain.lifecycle import JobState, SlipKind
from kiosk.domain.promise import NotEstimable, Promise
from kiosk.domain.slip import SlipStatus
from kiosk.domain.ticket import TakeRefusal, TicketClass
from kiosk.domain.ticket import Ticket as IssuedTicket
from kiosk.visit.view import Presentation, ScreenId

NOTHING: Mapping[str, str] = MappingProxyType({})
NOTHING_HELD: Mapping[str, Held] = MappingProxyType({})
COMPLAINT_SERVICE = "pengaduan"
UNKNOWN_NEED = "belum-tahu"
"""The card of the picker that opens the finder, and the need of whom the finder could not help."""


class Purpose(StrEnum):
    """What the participant came to the kiosk for."""

    NUMBER = "number"
    PAPERS = "papers"


class ListPrint(Enum):
    """How far the printed list has come."""

    NONE = "none"
    ON_ITS_WAY = "on its way"
    OUT = "out"
    ON_A4 = "on a4"
    HELD = "held"


class GiveBack(Enum):
    """How far a number has gone back to the branch."""

    PENDING = "pending"
    """Five seconds in which it can be undone."""
    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Number:
    """The number this visit holds, and its paper."""

    ticket: IssuedTicket
    rush: bool = False
    job_id: int | None = None
    slip: SlipStatus | None = None
    got: bool = False
    """The person has it: on paper, or written down, or photographed."""
    answered: bool = False
    """'Tiket sudah keluar?' has been answered for this job."""
    patience_over: bool = False
    """No news of the paper for so long that the number is worth more than waiting."""
    reprinted: bool = False
    reprint_refused: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """The list with which somebody came back."""

    since: date
    """The day of its rules."""
    case_id: str
    """Empty where its case was still open."""
    missing: frozenset[str] = frozenset()
    """What was missing then."""


@dataclass(frozen=True, slots=True)
class Interview:
    """What has been answered; an answer is kept until it is changed, also behind 'Kembali'."""

    need_id: str = ""
    case_id: str = ""
    """Set when a code named the case: there is nothing to ask then."""
    answers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    at: int | None = None
    """How many answers lie before the question shown; None: all of them."""
    held: Mapping[str, Held] = field(default_factory=lambda: NOTHING_HELD)
    raised: frozenset[str] = frozenset()
    """Questions whose usual answer this person does not want to be taken for granted."""
    returned: Returned | None = None
    """Set when the person came back with a list."""


@dataclass(frozen=True, slots=True)
class Printing:
    """The checklist slip of this visit."""

    job_id: int | None = None
    progress: ListPrint = ListPrint.NONE
    times: int = 0


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code being typed, and what it turned out to be."""

    typed: str = ""
    problem: str = ""
    looking: bool = False
    found: IssuedTicket | None = None


@dataclass(frozen=True, slots=True)
class State:
    """One visit. Everything of the participant is in here and nowhere else."""

    screen: ScreenId = ScreenId.ATTRACT
    trail: tuple[ScreenId, ...] = ()
    """The screens that 'Kembali' goes back through, nearest last."""
    since_ms: int = 0
    """When the screen shown began, on the monotonic clock."""
    presentation: Presentation = field(default_factory=Presentation)
    purpose: Purpose = Purpose.NUMBER
    ticket_class: TicketClass = TicketClass.REGULAR
    service: str = ""
    finder: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Answers to the finder's questions."""
    finder_at: int | None = None
    rejected: tuple[str, ...] = ()
    """Needs that the finder proposed and the person did not mean."""
    interview: Interview = field(default_factory=Interview)
    list_seen: bool = False
    number: Number | None = None
    took: bool = False
    """A number was asked for in this visit; there is never a second."""
    promise: Promise = field(default_factory=NotEstimable)
    """What is on the promise screen; the number is taken with this and nothing newer."""
    refusal: TakeRefusal | None = None
    programme: str = ""
    """The programme that is read about."""
    compared: str = ""
    """The one beside it."""
    printing: Printing = field(default_factory=Printing)
    code: CodeEntry = field(default_factory=CodeEntry)
    giving: GiveBack | None = None
    giving_code: str = ""
    giving_label: str = ""
    offered: IssuedTicket | None = None
    """The last number before an unclean stop, while it is offered."""
    help_called: bool = False
    staff_told: bool = False
    """A human was called because the paper failed."""
    slips: tuple[tuple[int, SlipKind, JobState], ...] = ()
    """Every paper of this visit and where it is."""

    @property
    def resting(self) -> bool:
        """True while nobody's visit is open: the first screen, untouched."""
        return not self.trail and self.screen in BASE_SCREENS


BASE_SCREENS = frozenset({ScreenId.ATTRACT, ScreenId.CLOSED, ScreenId.OUT_OF_SERVICE})
PLATE_SCREENS = frozenset({ScreenId.PRINTING, ScreenId.DONE, ScreenId.SLIP_CHECK, ScreenId.PRINT_FAILED})
OVER_SCREENS = frozenset({ScreenId.HELP, ScreenId.LANGUAGE, ScreenId.PAPER_CHANGE, ScreenId.FAREWELL})
