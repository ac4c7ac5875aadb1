"""The promise: the window in which a number is called, or an honest 'cannot be estimated yet'."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Window:
    """A promised window; `from_ms` is also the return-by time. Printed once, never recomputed."""

    from_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """No window was promised: there is no ground for a figure, so none is shown."""


Promise = Window | NotEstimable


class PromiseOutcome(StrEnum):
    """What became of a promise; exactly one a ticket, of its first call."""

    KEPT = "kept"
    LATE = "late"
    EARLY_MISSED = "early_missed"
    """Called before its time and absent: ours."""
    UNSERVED = "unserved"
    """Carried to another day: ours."""
    RELEASED = "released"
    """Cancelled, not shown up, or lapsed."""
