"""Where a typed or scanned code leads."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.codes import CodeKind, CodeProblem, mint, mint_checklist, qr_text
from kiosk.domain.lifecycle import TicketState
from kiosk.queue.cancelling import cancel_by_code
from kiosk.queue.lookup import NotKnown, look_up
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, open_store, take


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def test_a_ticket_s_code_leads_to_the_ticket_as_it_is_now(db: Database, clock: SimulatedClock) -> None:
    ticket = take(db, clock).ticket
    assert look_up(db, ticket.code.lower()) == ticket
    assert look_up(db, f"A 001\n{qr_text(ticket.code)}") == ticket
    cancel_by_code(db, BRANCH, clock, ticket.code)
    found = look_up(db, ticket.code)
    assert getattr(found, "state", None) is TicketState.CANCELLED


def test_a_ticket_is_found_for_a_fortnight(db: Database, clock: SimulatedClock) -> None:
    ticket = take(db, clock).ticket
    for _day in range(14):
        clock.advance(hours=24)
        take(db, clock)
        assert look_up(db, ticket.code) == ticket
    clock.advance(hours=24)
    take(db, clock)
    assert look_up(db, ticket.code) is NotKnown.NO_SUCH_TICKET


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (mint_checklist(12, 345), NotKnown.NOT_OFFERED),
        (mint(CodeKind.SLOT, 5), NotKnown.NOT_OFFERED),
        (mint(CodeKind.COMPLAINT, 5), NotKnown.NOT_OFFERED),
        (mint(CodeKind.TICKET, 5), NotKnown.NO_SUCH_TICKET),
        ("A001", CodeProblem.UNKNOWN_KIND),
        ("", CodeProblem.EMPTY),
    ],
)
def test_every_other_code(db: Database, typed: str, expected: object) -> None:
    assert look_up(db, typed) == expected
