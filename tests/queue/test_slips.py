"""Copies: marked, counted, and not for the asking."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.lifecycle import JobEvent, JobState, SlipOrigin
from kiosk.queue.cancelling import cancel_by_code
from kiosk.queue.handover import end_visit
from kiosk.queue.slips import CopyRefusal, reprint, staff_copy
from kiosk.store.jobs import apply_job_event, load_job
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, open_store, take


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def _print(db: Database, clock: SimulatedClock, job_id: int) -> None:
    for event in (JobEvent.PRINTER_READY, JobEvent.BYTES_SENT, JobEvent.ACKNOWLEDGED):
        apply_job_event(db, clock, job_id, event)


def _copied(answer: int | CopyRefusal) -> int:
    assert isinstance(answer, int), answer
    return answer


def test_a_reprint_is_a_marked_copy_once_a_visit(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    ticket_id = taken.ticket.ticket_id
    assert reprint(db, clock, ticket_id, b"SALINAN") is CopyRefusal.NOT_OUT
    _print(db, clock, taken.job_id)
    copy = load_job(db, _copied(reprint(db, clock, ticket_id, b"SALINAN")))
    assert (copy.origin, copy.copy_no, copy.state, copy.data) == (SlipOrigin.REPRINT, 1, JobState.QUEUED, b"SALINAN")
    assert reprint(db, clock, ticket_id, b"SALINAN") is CopyRefusal.ONCE_A_VISIT
    _print(db, clock, copy.job_id)
    assert reprint(db, clock, ticket_id, b"SALINAN") is CopyRefusal.ONCE_A_VISIT
    end_visit(db, clock, ticket_id)
    assert reprint(db, clock, ticket_id, b"SALINAN") is CopyRefusal.VISIT_OVER


def test_staff_make_two_copies_then_the_supervisor(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    ticket_id = taken.ticket.ticket_id
    assert staff_copy(db, clock, ticket_id, b"1") is CopyRefusal.NOT_OUT
    _print(db, clock, taken.job_id)
    end_visit(db, clock, ticket_id)
    for copy_no in (1, 2):
        copy = load_job(db, _copied(staff_copy(db, clock, ticket_id, b"x")))
        assert (copy.origin, copy.copy_no) == (SlipOrigin.STAFF, copy_no)
        _print(db, clock, copy.job_id)
    assert staff_copy(db, clock, ticket_id, b"3") is CopyRefusal.SUPERVISOR
    assert isinstance(staff_copy(db, clock, ticket_id, b"3", supervisor=True), int)


def test_a_ticket_that_is_over_gets_no_copy(db: Database, clock: SimulatedClock) -> None:
    ticket = take(db, clock).ticket
    cancel_by_code(db, BRANCH, clock, ticket.code)
    assert staff_copy(db, clock, ticket.ticket_id, b"x") is CopyRefusal.TICKET_OVER
