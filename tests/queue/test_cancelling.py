"""A number is given back by its code, once, by one."""

import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.codes import CodeKind, grouped, mint, mint_checklist
from kiosk.domain.lifecycle import Actor, JobEvent, JobState, TicketEvent, TicketState
from kiosk.queue.cancelling import Cancelling, cancel_by_code
from kiosk.queue.handover import end_visit
from kiosk.queue.lapsing import close_day
from kiosk.store.jobs import apply_job_event, load_job
from kiosk.store.opening import Role, open_db
from kiosk.store.tickets import LostRaceError, load_ticket, move_ticket
from kiosk.store.transaction import transaction
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, open_store, take, told


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def test_the_code_gives_the_number_back(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    typed = grouped(taken.ticket.code).lower()
    assert cancel_by_code(db, BRANCH, clock, typed) is Cancelling.CANCELLED
    assert load_ticket(db, taken.ticket.ticket_id).state is TicketState.CANCELLED
    assert load_job(db, taken.job_id).state is JobState.CANCELLED
    assert told(db, "promise.settled") == [{"ticket": taken.ticket.ticket_id, "outcome": "released"}]
    assert cancel_by_code(db, BRANCH, clock, typed) is Cancelling.TOO_LATE
    assert take(db, clock).ticket.number == 2, "a number that was given back is not given out again"


def test_paper_that_is_on_its_way_is_left_alone(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    apply_job_event(db, clock, taken.job_id, JobEvent.PRINTER_READY)
    assert cancel_by_code(db, BRANCH, clock, taken.ticket.code) is Cancelling.CANCELLED
    assert load_job(db, taken.job_id).state is JobState.SENDING


@pytest.mark.parametrize(
    "typed", ["", "A001", "nonsense", mint(CodeKind.TICKET, 1), mint(CodeKind.COMPLAINT, 1), mint_checklist(1, 1)]
)
def test_the_number_alone_or_any_other_code_is_not_enough(db: Database, clock: SimulatedClock, typed: str) -> None:
    ticket = take(db, clock).ticket
    if typed == ticket.code:
        return
    assert cancel_by_code(db, BRANCH, clock, typed) is Cancelling.NO_SUCH_TICKET
    assert load_ticket(db, ticket.ticket_id).state is TicketState.WAITING


def test_a_number_of_yesterday_is_past(db: Database, clock: SimulatedClock) -> None:
    ticket = take(db, clock).ticket
    clock.advance(hours=24)
    assert cancel_by_code(db, BRANCH, clock, ticket.code) is Cancelling.NOT_TODAY


def test_a_lapsed_number_cannot_be_given_back(db: Database, clock: SimulatedClock) -> None:
    ticket = take(db, clock).ticket
    end_visit(db, clock, ticket.ticket_id)
    close_day(db, BRANCH, clock)
    assert cancel_by_code(db, BRANCH, clock, ticket.code) is Cancelling.TOO_LATE


def test_a_race_has_one_winner(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    codes = [take(db, clock).ticket.code for _ in range(10)]
    results: list[Cancelling] = []

    def cancel_all() -> None:
        mine = open_db(tmp_path / "kiosk.db", Role.WRITER)
        results.extend(cancel_by_code(mine, BRANCH, clock, code) for code in codes)
        mine.conn.close()

    threads = [threading.Thread(target=cancel_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [Cancelling.CANCELLED] * 10 + [Cancelling.TOO_LATE] * 20
    assert len(told(db, "ticket.moved")) == 10


def test_an_arrow_from_a_state_that_is_past_is_refused(db: Database, clock: SimulatedClock) -> None:
    as_read = take(db, clock).ticket
    cancel_by_code(db, BRANCH, clock, as_read.code)
    with pytest.raises(LostRaceError, match="moved by somebody else"), transaction(db):
        move_ticket(db, clock, as_read, TicketEvent.CALL, Actor.STAFF)
    assert load_ticket(db, as_read.ticket_id).state is TicketState.CANCELLED
    assert len(told(db, "ticket.moved")) == 1
