"""States of ticket, handover and slip job, and the arrows between them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class UndefinedArrowError(ValueError):
    """A pair of state and event that no table holds: a fault of the program, or news that comes too late."""


class Handover(StrEnum):
    """Did a person get the number?"""

    PENDING = "pending"
    PAPER = "paper"
    NOTED = "noted"
    NONE = "none"


class TicketState(StrEnum):
    """Where a ticket is in its day."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    MISSED = "missed"
    PARKED = "parked"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    CARRIED = "carried"


class JobState(StrEnum):
    """Where a slip is on its way to paper."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    UNCERTAIN = "uncertain"
    CONFIRMED = "confirmed"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class HoldCause(StrEnum):
    """What keeps a slip from the paper; staff see it, the public does not."""

    NOT_READY = "not-ready"
    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    LINK = "link"
    MUTE = "mute"
    """Connected, and does not answer."""
    ERROR = "error"
    """An error without a name: needs switching off and on."""
    ROLL = "roll"
    """The roll was touched, and nobody has read the test strip yet: it may print blank."""
    RESTART = "restart"


class SlipKind(StrEnum):
    """Which paper a job is."""

    TICKET = "ticket"
    CHECKLIST = "checklist"


class SlipOrigin(StrEnum):
    """Why a slip exists; every one after the first is marked SALINAN."""

    TAKEN = "taken"
    """The original, made with the number."""
    ASKED = "asked"
    """A checklist that was asked for."""
    TORN = "torn"
    """Stands in for one of which a piece may have come out."""
    DOUBT = "doubt"
    """Stands in for one that nobody saw."""
    REPRINT = "reprint"
    """'Cetak ulang', once a visit."""
    HELD = "held"
    """'Cetak tiket tertahan' after a change of paper, of one of which a piece may have come out."""
    STAFF = "staff"
    """A copy by staff, with a PIN."""


class Actor(StrEnum):
    """Who made an arrow happen."""

    PARTICIPANT = "participant"
    STAFF = "staff"
    KIOSK = "kiosk"


class HandoverEvent(StrEnum):
    """What tells whether a person has the number."""

    SLIP_CONFIRMED = "slip-confirmed"
    """First slip or copy, by the printer (level 1, 2) or by a human's Ya (level 3, 4)."""
    NOTED = "noted"
    """'Sudah saya foto / catat', or 'Ya, ini nomor saya' after a restart."""
    VISIT_ENDED = "visit-ended"
    SHOWN = "shown"
    """Code or ticket shown at the kiosk, or petugas: 'ada orangnya'."""


HANDOVER_ARROWS: Final[Mapping[tuple[Handover, HandoverEvent], Handover]] = {
    (Handover.PENDING, HandoverEvent.SLIP_CONFIRMED): Handover.PAPER,
    (Handover.PENDING, HandoverEvent.NOTED): Handover.NOTED,
    (Handover.PENDING, HandoverEvent.VISIT_ENDED): Handover.NONE,
    (Handover.NONE, HandoverEvent.SLIP_CONFIRMED): Handover.PAPER,
    (Handover.NONE, HandoverEvent.SHOWN): Handover.NOTED,
}


def next_handover(state: Handover, event: HandoverEvent) -> Handover:
    """Where `event` leads from `state`; UndefinedArrowError for a pair that does not exist."""
    return _follow(HANDOVER_ARROWS, state, event)


class TicketEvent(StrEnum):
    """What happens to a ticket after it was taken."""

    CALL = "call"
    SKIP = "skip"
    """Its turn, but nobody is known to hold it: passed over, 'belum diterima'."""
    RECALL = "recall"
    SERVE = "serve"
    NO_ANSWER = "no-answer"
    COME_BACK = "come-back"
    REINSTATE = "reinstate"
    FINISH = "finish"
    TRANSFER = "transfer"
    PARK = "park"
    RESUME = "resume"
    CANCEL = "cancel"
    LAPSE = "lapse"
    CARRY = "carry"


TICKET_ARROWS: Final[Mapping[tuple[TicketState, TicketEvent], TicketState]] = {
    (TicketState.WAITING, TicketEvent.CALL): TicketState.CALLED,
    (TicketState.WAITING, TicketEvent.SKIP): TicketState.WAITING,
    (TicketState.WAITING, TicketEvent.COME_BACK): TicketState.WAITING,
    (TicketState.WAITING, TicketEvent.CANCEL): TicketState.CANCELLED,
    (TicketState.WAITING, TicketEvent.LAPSE): TicketState.LAPSED,
    (TicketState.WAITING, TicketEvent.CARRY): TicketState.CARRIED,
    (TicketState.CALLED, TicketEvent.RECALL): TicketState.CALLED,
    (TicketState.CALLED, TicketEvent.SERVE): TicketState.SERVING,
    (TicketState.CALLED, TicketEvent.NO_ANSWER): TicketState.MISSED,
    (TicketState.CALLED, TicketEvent.LAPSE): TicketState.LAPSED,
    (TicketState.MISSED, TicketEvent.COME_BACK): TicketState.WAITING,
    (TicketState.MISSED, TicketEvent.NO_ANSWER): TicketState.NO_SHOW,
    (TicketState.NO_SHOW, TicketEvent.REINSTATE): TicketState.WAITING,
    (TicketState.SERVING, TicketEvent.FINISH): TicketState.SERVED,
    (TicketState.SERVING, TicketEvent.TRANSFER): TicketState.WAITING,
    (TicketState.SERVING, TicketEvent.PARK): TicketState.PARKED,
    (TicketState.PARKED, TicketEvent.RESUME): TicketState.CALLED,
}
"""A restart leaves every ticket where it was; undo is a new event back to the state before (queue issue)."""


def next_ticket(state: TicketState, event: TicketEvent) -> TicketState:
    """Where `event` leads from `state`; UndefinedArrowError for a pair that does not exist."""
    return _follow(TICKET_ARROWS, state, event)


def _follow(arrows: Mapping[tuple[S, E], S], state: S, event: E) -> S:
    to = arrows.get((state, event))
    if to is None:
        raise UndefinedArrowError(f"nothing leads from {state} by {event}")
    return to


class JobEvent(StrEnum):
    """What happens to a slip job; the arrows are in `slip_arrows`."""

    PRINTER_NOT_READY = "printer-not-ready"
    PRINTER_READY = "printer-ready"
    """Two equal readings; the press begins to send."""
    BYTES_SENT = "bytes-sent"
    """The last byte was handed to the transport; proves nothing yet."""
    FAULT_BEFORE_BYTES = "fault-before-bytes"
    FAULT_AFTER_BYTES = "fault-after-bytes"
    """Paper, cover, cutter, heat; or the clearing of the buffer was acknowledged."""
    LINK_LOST = "link-lost"
    NO_ACKNOWLEDGEMENT = "no-acknowledgement"
    ACKNOWLEDGED = "acknowledged"
    """Process id, fence or ticket taken; a late one counts too."""
    PERSON_YES = "person-yes"
    PERSON_NO = "person-no"
    NO_ANSWER = "no-answer"
    VISIT_ENDED = "visit-ended"
    RESTARTED = "restarted"
    STAFF_PRINT = "staff-print"
    """'Cetak tiket tertahan' at the end of the restock flow."""
    TIME_UP = "time-up"
    """Thirty minutes of waiting for staff."""
    TICKET_ENDED = "ticket-ended"
    """Its ticket was called or is over."""
    TICKET_CANCELLED = "ticket-cancelled"
    """The number was given back while its paper was not out."""
