"""Papers that waited: printed by staff, oldest first, the torn ones marked; numbers that reached nobody are seen."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.lifecycle import Handover, HoldCause, JobEvent, JobState, SlipOrigin
from kiosk.domain.ticket import Ticket
from kiosk.queue.cancelling import cancel_by_code
from kiosk.queue.handover import check_in, end_visit
from kiosk.queue.held import held_papers, not_received, print_held
from kiosk.queue.lapsing import PAPER_WAITS_MS, lapse_papers
from kiosk.store.jobs import JobRow, apply_job_event, load_job
from kiosk.store.tickets import load_ticket
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, open_store, take, told

SEND = (JobEvent.PRINTER_READY, JobEvent.BYTES_SENT)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def _marked(job: JobRow, ticket: Ticket) -> bytes:
    return f"SALINAN {ticket.label} of {job.job_id}".encode()


def _go(db: Database, clock: SimulatedClock, job_id: int, *events: JobEvent) -> None:
    for event in events:
        apply_job_event(db, clock, job_id, event, HoldCause.PAPER_OUT if "fault" in event else None)


def test_they_are_listed_oldest_first_and_printed_as_original_or_copy(db: Database, clock: SimulatedClock) -> None:
    torn, clean = take(db, clock), take(db, clock)
    _go(db, clock, torn.job_id, *SEND, JobEvent.FAULT_AFTER_BYTES)
    _go(db, clock, clean.job_id, JobEvent.PRINTER_NOT_READY)
    assert held_papers(db) == (), "their visits are still open"
    for taken in (torn, clean):
        end_visit(db, clock, taken.ticket.ticket_id)
    listed = held_papers(db)
    assert [(held.label, held.marked) for held in listed] == [(torn.ticket.label, True), (clean.ticket.label, False)]
    assert listed[0].cause is HoldCause.PAPER_OUT
    copy = print_held(db, clock, torn.job_id, _marked)
    assert copy is not None
    assert (copy.state, copy.origin, copy.copy_no, copy.visit_open) == (JobState.QUEUED, SlipOrigin.HELD, 1, False)
    assert copy.data.startswith(b"SALINAN")
    assert load_job(db, torn.job_id).state is JobState.SUPERSEDED
    original = print_held(db, clock, clean.job_id, _marked)
    assert original is not None
    assert (original.job_id, original.origin, original.copy_no) == (clean.job_id, SlipOrigin.TAKEN, 0)
    assert held_papers(db) == ()


def test_a_number_printed_by_staff_is_received_and_who_did_it_is_told(db: Database, clock: SimulatedClock) -> None:
    torn, clean = take(db, clock), take(db, clock)
    _go(db, clock, torn.job_id, *SEND, JobEvent.FAULT_AFTER_BYTES)
    _go(db, clock, clean.job_id, JobEvent.PRINTER_NOT_READY)
    for taken in (torn, clean):
        end_visit(db, clock, taken.ticket.ticket_id)
    assert [ticket.label for ticket in not_received(db, BRANCH, clock)] == [torn.ticket.label, clean.ticket.label]
    for taken in (torn, clean):
        printed = print_held(db, clock, taken.job_id, _marked)
        assert printed is not None
        _go(db, clock, printed.job_id, *SEND, JobEvent.ACKNOWLEDGED)
        assert load_ticket(db, taken.ticket.ticket_id).handover is Handover.PAPER
    assert not_received(db, BRANCH, clock) == ()
    confirmed = [event for event in told(db, "handover.moved") if event["to"] == "paper"]
    assert [event["actor"] for event in confirmed] == ["staff", "staff"]


def test_a_proof_that_comes_late_is_nobodys_doing(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    _go(db, clock, taken.job_id, *SEND, JobEvent.NO_ACKNOWLEDGEMENT)
    end_visit(db, clock, taken.ticket.ticket_id)
    _go(db, clock, taken.job_id, JobEvent.ACKNOWLEDGED)
    assert [event["actor"] for event in told(db, "handover.moved")] == ["kiosk", "kiosk"]


def test_what_has_lapsed_or_ended_is_not_printed_any_more(db: Database, clock: SimulatedClock) -> None:
    late, given_back = take(db, clock), take(db, clock)
    for taken in (late, given_back):
        end_visit(db, clock, taken.ticket.ticket_id)
    cancel_by_code(db, BRANCH, clock, given_back.ticket.code)
    assert print_held(db, clock, given_back.job_id, _marked) is None
    clock.advance(PAPER_WAITS_MS)
    assert lapse_papers(db, clock) == 1
    assert print_held(db, clock, late.job_id, _marked) is None
    assert load_job(db, late.job_id).state is JobState.LAPSED
    assert [ticket.label for ticket in not_received(db, BRANCH, clock)] == [late.ticket.label]


def test_a_number_whose_holder_has_shown_up_is_received(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    end_visit(db, clock, taken.ticket.ticket_id)
    check_in(db, clock, taken.ticket.ticket_id)
    assert not_received(db, BRANCH, clock) == ()
