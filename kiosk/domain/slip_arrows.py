"""The arrows of a slip job: what may happen in each state, and when a marked copy takes an original's place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.lifecycle import JobEvent, JobState, SlipKind, SlipOrigin, UndefinedArrowError

LIVE: Final = frozenset({JobState.QUEUED, JobState.SENDING, JobState.SENT, JobState.HELD, JobState.UNCERTAIN})
FINAL: Final = frozenset(JobState) - LIVE


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What an arrow depends on besides state and event."""

    kind: SlipKind
    touched: bool
    """A torn piece may exist: no second one leaves unmarked."""
    visit_open: bool
    copy_no: int


@dataclass(frozen=True, slots=True)
class JobArrow:
    """Where a job goes. `copy`: a new marked job takes its place, for this reason."""

    to: JobState
    touched: bool
    visit_open: bool
    copy: SlipOrigin | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    to: JobState
    touches: bool = False


_Q, _SENDING, _SENT = JobState.QUEUED, JobState.SENDING, JobState.SENT
_HELD, _UNCERTAIN, _CONFIRMED = JobState.HELD, JobState.UNCERTAIN, JobState.CONFIRMED

JOB_ARROWS: Final[Mapping[tuple[JobState, JobEvent], _Row]] = {
    (_Q, JobEvent.PRINTER_NOT_READY): _Row(_HELD),
    (_Q, JobEvent.PRINTER_READY): _Row(_SENDING),
    (_Q, JobEvent.VISIT_ENDED): _Row(_HELD),
    (_Q, JobEvent.RESTARTED): _Row(_HELD),
    (_Q, JobEvent.TICKET_ENDED): _Row(JobState.LAPSED),
    (_Q, JobEvent.TICKET_CANCELLED): _Row(JobState.CANCELLED),
    (_SENDING, JobEvent.FAULT_BEFORE_BYTES): _Row(_HELD),
    (_SENDING, JobEvent.FAULT_AFTER_BYTES): _Row(_HELD, touches=True),
    (_SENDING, JobEvent.LINK_LOST): _Row(_UNCERTAIN, touches=True),
    (_SENDING, JobEvent.NO_ACKNOWLEDGEMENT): _Row(_UNCERTAIN, touches=True),
    (_SENDING, JobEvent.BYTES_SENT): _Row(_SENT),
    (_SENDING, JobEvent.VISIT_ENDED): _Row(_SENDING),
    (_SENDING, JobEvent.RESTARTED): _Row(_UNCERTAIN, touches=True),
    (_SENT, JobEvent.FAULT_AFTER_BYTES): _Row(_HELD, touches=True),
    (_SENT, JobEvent.LINK_LOST): _Row(_UNCERTAIN, touches=True),
    (_SENT, JobEvent.NO_ACKNOWLEDGEMENT): _Row(_UNCERTAIN, touches=True),
    (_SENT, JobEvent.ACKNOWLEDGED): _Row(_CONFIRMED),
    (_SENT, JobEvent.PERSON_YES): _Row(_CONFIRMED),
    (_SENT, JobEvent.VISIT_ENDED): _Row(_SENT),
    (_SENT, JobEvent.RESTARTED): _Row(_UNCERTAIN, touches=True),
    (_HELD, JobEvent.PRINTER_READY): _Row(_SENDING),
    (_HELD, JobEvent.VISIT_ENDED): _Row(_HELD),
    (_HELD, JobEvent.RESTARTED): _Row(_HELD),
    (_HELD, JobEvent.STAFF_PRINT): _Row(_Q),
    (_HELD, JobEvent.TIME_UP): _Row(JobState.LAPSED),
    (_HELD, JobEvent.TICKET_ENDED): _Row(JobState.LAPSED),
    (_HELD, JobEvent.TICKET_CANCELLED): _Row(JobState.CANCELLED),
    (_UNCERTAIN, JobEvent.ACKNOWLEDGED): _Row(_CONFIRMED),
    (_UNCERTAIN, JobEvent.PERSON_YES): _Row(_CONFIRMED),
    (_UNCERTAIN, JobEvent.PERSON_NO): _Row(_UNCERTAIN),
    (_UNCERTAIN, JobEvent.NO_ANSWER): _Row(_UNCERTAIN),
    (_UNCERTAIN, JobEvent.VISIT_ENDED): _Row(_UNCERTAIN),
    (_UNCERTAIN, JobEvent.RESTARTED): _Row(_UNCERTAIN),
    (_UNCERTAIN, JobEvent.STAFF_PRINT): _Row(_Q),
    (_UNCERTAIN, JobEvent.TIME_UP): _Row(JobState.LAPSED),
    (_UNCERTAIN, JobEvent.TICKET_ENDED): _Row(JobState.LAPSED),
    (_UNCERTAIN, JobEvent.TICKET_CANCELLED): _Row(JobState.CANCELLED),
}
"""Where an event leads by itself; `next_job` adds what depends on the facts."""

_VISIT_OVER: Final = frozenset({JobEvent.VISIT_ENDED, JobEvent.RESTARTED})
_DOUBT: Final = frozenset({JobEvent.PERSON_NO, JobEvent.NO_ANSWER})


def next_job(state: JobState, event: JobEvent, facts: JobFacts) -> JobArrow:
    """Where `event` leads a job; UndefinedArrowError for a pair that no table holds, or that the facts forbid.

    A copy is made where a piece may be out already (torn), or once where nobody saw it (doubt).
    """
    row = JOB_ARROWS.get((state, event))
    if row is None:
        raise UndefinedArrowError(f"no slip goes on from {state} by {event}")
    _forbid(state, event, facts)
    visit_open = facts.visit_open and event not in _VISIT_OVER
    copy = _copy(state, event, facts)
    to = row.to if copy is None else JobState.SUPERSEDED
    if facts.kind is SlipKind.CHECKLIST and not visit_open and to in (JobState.QUEUED, _HELD, _UNCERTAIN):
        to = JobState.LAPSED  # its bytes tell a case: the person makes it again by code
    return JobArrow(to, facts.touched or row.touches, visit_open, copy)


def _forbid(state: JobState, event: JobEvent, facts: JobFacts) -> None:
    if event is JobEvent.PRINTER_READY and state is _HELD and not facts.visit_open:
        raise UndefinedArrowError("the visit is over: a held slip waits for staff, nothing prints by itself")
    if event is JobEvent.STAFF_PRINT and (facts.visit_open or facts.kind is not SlipKind.TICKET):
        raise UndefinedArrowError("staff print held tickets of visits that are over, nothing else")
    if event is JobEvent.TIME_UP and facts.visit_open:
        raise UndefinedArrowError("a slip lapses only after its visit is over")


def _copy(state: JobState, event: JobEvent, facts: JobFacts) -> SlipOrigin | None:
    if event is JobEvent.STAFF_PRINT and facts.touched:
        return SlipOrigin.HELD
    if event is JobEvent.PRINTER_READY and state is _HELD and facts.touched:
        return SlipOrigin.TORN
    if event in _DOUBT and facts.visit_open and facts.copy_no == 0:
        return SlipOrigin.DOUBT
    return None
