"""The ledger of promises: one outcome each, none for what was never promised."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.promise import PromiseOutcome, Window
from kiosk.queue.cancelling import cancel_by_code
from kiosk.queue.promises import promise_ledger
from kiosk.queue.taking import take_ticket
from kiosk.store.tickets import settle_promise
from kiosk.store.transaction import transaction
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, compose, open_store, request, take


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def test_a_promise_has_one_outcome_and_what_was_not_promised_none(db: Database, clock: SimulatedClock) -> None:
    window = Window(clock.now_ms(), clock.now_ms() + 1_800_000)
    promised = [take_ticket(db, BRANCH, clock, request(promise=window), compose).ticket for _ in range(5)]
    unpromised = [take(db, clock).ticket for _ in range(2)]
    cancel_by_code(db, BRANCH, clock, unpromised[0].code)
    cancel_by_code(db, BRANCH, clock, promised[0].code)
    outcomes = [PromiseOutcome.KEPT, PromiseOutcome.KEPT, PromiseOutcome.LATE]
    with transaction(db):
        for ticket, outcome in zip(promised[1:], outcomes, strict=False):
            assert settle_promise(db, clock, ticket.ticket_id, outcome)
        assert not settle_promise(db, clock, promised[1].ticket_id, PromiseOutcome.LATE)
    ledger = promise_ledger(db, promised[0].service_day)
    assert ledger.outcomes == {
        PromiseOutcome.KEPT: 2,
        PromiseOutcome.LATE: 1,
        PromiseOutcome.EARLY_MISSED: 0,
        PromiseOutcome.UNSERVED: 0,
        PromiseOutcome.RELEASED: 1,
    }
    assert (ledger.open, ledger.not_estimable, ledger.kept_rate) == (1, 2, 2 / 3)


def test_a_day_without_promises_has_no_rate(db: Database, clock: SimulatedClock) -> None:
    ticket = take(db, clock).ticket
    ledger = promise_ledger(db, ticket.service_day)
    assert (ledger.kept_rate, ledger.not_estimable, ledger.open) == (None, 1, 0)
