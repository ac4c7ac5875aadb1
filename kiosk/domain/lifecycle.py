"""States of ticket, handover and slip job, and the arrows between them."""

from enum import StrEnum


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
    RESTART = "restart"


class SlipKind(StrEnum):
    """Which paper a job is."""

    TICKET = "ticket"
    CHECKLIST = "checklist"
