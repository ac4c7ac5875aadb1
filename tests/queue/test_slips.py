"""Copies: marked, counted, and not for the asking."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.lifecycle import Actor, Handover, JobEvent, JobState, SlipOrigin, TicketEvent
from kiosk.domain.ticket import Ticket
from kiosk.queue.cancelling import cancel_by_code
from kiosk.queue.handover import end_visit
from kiosk.queue.held import print_held
from kiosk.queue.lapsing import PAPER_WAITS_MS, close_day, lapse_papers
from kiosk.queue.slips import CopyRefusal, reprint, staff_copy, staff_copy_by_number
from kiosk.store.jobs import apply_job_event, load_job
from kiosk.store.tickets import load_ticket, move_ticket
from kiosk.store.transaction import transaction
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, open_store, take, told


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


def _marked(ticket: Ticket) -> bytes:
    return f"SALINAN {ticket.label}".encode()


def test_staff_make_two_copies_then_the_supervisor(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    ticket_id = taken.ticket.ticket_id
    assert staff_copy(db, BRANCH, clock, ticket_id, _marked) is CopyRefusal.NOT_OUT
    _print(db, clock, taken.job_id)
    end_visit(db, clock, ticket_id)
    for copy_no in (1, 2):
        copy = load_job(db, _copied(staff_copy(db, BRANCH, clock, ticket_id, _marked)))
        assert (copy.origin, copy.copy_no, copy.data) == (SlipOrigin.STAFF, copy_no, b"SALINAN A 001")
        _print(db, clock, copy.job_id)
    assert staff_copy(db, BRANCH, clock, ticket_id, _marked) is CopyRefusal.SUPERVISOR
    assert isinstance(staff_copy(db, BRANCH, clock, ticket_id, _marked, supervisor=True), int)


def test_a_copy_that_replaced_a_torn_slip_is_not_one_of_the_two(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    apply_job_event(db, clock, taken.job_id, JobEvent.PRINTER_READY)
    apply_job_event(db, clock, taken.job_id, JobEvent.FAULT_AFTER_BYTES)
    end_visit(db, clock, taken.ticket.ticket_id)
    held = print_held(db, clock, taken.job_id, lambda _job, ticket: _marked(ticket))
    assert held is not None
    _print(db, clock, held.job_id)
    for copy_no in (2, 3):
        copy = load_job(db, _copied(staff_copy(db, BRANCH, clock, taken.ticket.ticket_id, _marked)))
        assert copy.copy_no == copy_no
        _print(db, clock, copy.job_id)


def test_a_lapsed_paper_may_be_copied_and_so_may_a_missed_number(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    apply_job_event(db, clock, taken.job_id, JobEvent.PRINTER_NOT_READY)
    end_visit(db, clock, taken.ticket.ticket_id)
    assert staff_copy(db, BRANCH, clock, taken.ticket.ticket_id, _marked) is CopyRefusal.NOT_OUT
    clock.advance(PAPER_WAITS_MS)
    lapse_papers(db, clock)
    for event in (TicketEvent.CALL, TicketEvent.NO_ANSWER):
        with transaction(db):
            move_ticket(db, clock, load_ticket(db, taken.ticket.ticket_id), event, Actor.STAFF)
    copy = load_job(db, _copied(staff_copy(db, BRANCH, clock, taken.ticket.ticket_id, _marked)))
    _print(db, clock, copy.job_id)
    assert load_ticket(db, taken.ticket.ticket_id).handover is Handover.PAPER
    assert told(db, "handover.moved")[-1]["actor"] == "staff"


@pytest.mark.parametrize("label", ["A 001", "a1", " A001 "])
def test_a_copy_by_number_as_a_person_says_it(db: Database, clock: SimulatedClock, label: str) -> None:
    taken = take(db, clock)
    _print(db, clock, taken.job_id)
    copy = load_job(db, _copied(staff_copy_by_number(db, BRANCH, clock, label, _marked)))
    assert copy.ticket_id == taken.ticket.ticket_id


@pytest.mark.parametrize("label", ["A 002", "B 001", "001", "A 000", "A 1; DROP", ""])
def test_a_number_that_nobody_took_today_has_no_copy(db: Database, clock: SimulatedClock, label: str) -> None:
    _print(db, clock, take(db, clock).job_id)
    assert staff_copy_by_number(db, BRANCH, clock, label, _marked) is CopyRefusal.NO_SUCH_NUMBER


def test_yesterdays_number_gets_no_copy(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    _print(db, clock, taken.job_id)
    close_day(db, BRANCH, clock)
    clock.advance(hours=24)
    assert staff_copy(db, BRANCH, clock, taken.ticket.ticket_id, _marked) is CopyRefusal.NOT_TODAY
    assert staff_copy_by_number(db, BRANCH, clock, "A 001", _marked) is CopyRefusal.NO_SUCH_NUMBER


def test_a_ticket_that_is_over_gets_no_copy(db: Database, clock: SimulatedClock) -> None:
    ticket = take(db, clock).ticket
    cancel_by_code(db, BRANCH, clock, ticket.code)
    assert staff_copy(db, BRANCH, clock, ticket.ticket_id, _marked) is CopyRefusal.TICKET_OVER
