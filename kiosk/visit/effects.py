"""What a step of the visit asks of the house; carried out by Visit, never by the step itself."""

from dataclasses import dataclass

from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.lifecycle import Handover
from kiosk.domain.ticket import TakeRequest, Ticket


@dataclass(frozen=True, slots=True)
class Take:
    """Commit a number."""

    request: TakeRequest


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person has the number."""

    ticket_id: str
    handover: Handover


@dataclass(frozen=True, slots=True)
class AnswerSlip:
    """What a person saw in the paper slot."""

    job_id: int
    came_out: bool


@dataclass(frozen=True, slots=True)
class Reprint:
    """One marked copy."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Give a number back."""

    code: str


@dataclass(frozen=True, slots=True)
class PrintList:
    """Put the list on paper."""

    checklist: Checklist
    held: tuple[tuple[str, Held], ...]
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class PrintLeaflet:
    """Put what is said of a programme on paper."""

    programme_id: str
    language: str


@dataclass(frozen=True, slots=True)
class NoteMissing:
    """Tell the counter that will call this ticket what is missing."""

    ticket_id: str
    case_id: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookUp:
    """Ask what a code stands for."""

    code: str


@dataclass(frozen=True, slots=True)
class CallHelp:
    """Call a human to this screen."""

    screen: str


@dataclass(frozen=True, slots=True)
class EndOffer:
    """Nobody claimed the last number."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class Wipe:
    """The visit is over: forget everything."""


Errand = (
    Take
    | HandOver
    | AnswerSlip
    | Reprint
    | Cancel
    | PrintList
    | PrintLeaflet
    | NoteMissing
    | LookUp
    | CallHelp
    | EndOffer
)
Effect = Errand | Wipe
