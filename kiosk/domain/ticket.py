"""A ticket: the number a person holds, with the promise that was made with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.lifecycle import Handover, TicketState
from kiosk.domain.promise import Promise


class TicketClass(StrEnum):
    """The calling class inside a lane; never part of the number."""

    REGULAR = "regular"
    PRIORITY = "priority"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """What a participant asked for; nothing personal. `service` only chooses the lane."""

    service: str
    ticket_class: TicketClass
    language: str
    promise: Promise
    """The promise that was on the screen when the number was taken."""
    ask_at_counter: bool = False
    """No list of papers exists for the need yet: the ticket says where to ask."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One number of one lane on one service day."""

    ticket_id: str
    """Unique in the branch for ever: '2026-11-23/A012'."""
    service_day: date
    lane: str
    number: int
    ticket_class: TicketClass
    rank_ms: int
    issued_at_ms: int
    code: str
    promise: Promise
    state: TicketState
    handover: Handover
    language: str

    @property
    def label(self) -> str:
        """The number as people read and hear it: 'A 012'."""
        return f"{self.lane} {self.number:03d}"


class TakeRefusal(StrEnum):
    """Why no number could be given; nothing was written."""

    DISK_FULL = "disk-full"
    DISK_FAILED = "disk-failed"
    DAY_CLOSED = "day-closed"


@dataclass(frozen=True, slots=True)
class Taken:
    """A committed number and the print job committed with it."""

    ticket: Ticket
    job_id: int
    rush: bool
    """True when others are waiting for the kiosk: the large button then is 'Selesai'."""
