"""The clock lies: ticketing goes on, no number is used twice, nobody overtakes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.domain.branch import Zone
from kiosk.domain.ticket import Ticket
from kiosk.queue.taking import take_ticket
from tests.clock import SimulatedClock
from tests.faults.office import REQUEST, assert_sound, branch, compose, events, open_office, take

DAY_S = 24 * 3600


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Iterator[Database]:
    db = open_office(tmp_path, clock)
    yield db
    db.conn.close()


def take_some(db: Database, clock: SimulatedClock, count: int) -> list[Ticket]:
    tickets = []
    for _ in range(count):
        clock.advance(seconds=20)
        tickets.append(take(db, clock).ticket)
    return tickets


def assert_in_order(db: Database, tickets: list[Ticket]) -> None:
    assert [ticket.rank_ms for ticket in tickets] == sorted({ticket.rank_ms for ticket in tickets})
    assert len({ticket.ticket_id for ticket in tickets}) == len(tickets)
    assert_sound(db, {ticket.ticket_id: ticket.code for ticket in tickets})


@pytest.mark.parametrize("days", [-1, -400])
def test_a_clock_set_back_goes_on_with_the_day_it_was_in(db: Database, clock: SimulatedClock, days: int) -> None:
    before = take_some(db, clock, 3)
    clock.jump(days=days)
    after = take_some(db, clock, 3)
    assert {ticket.service_day for ticket in after} == {date(2025, 1, 14)}
    assert [ticket.number for ticket in after] == [4, 5, 6]
    assert_in_order(db, before + after)
    assert "clock.behind" in [kind for kind, _ in events(db)], "the jump is flagged"


def test_a_clock_set_forward_a_year_and_back_uses_no_number_twice(db: Database, clock: SimulatedClock) -> None:
    tickets = take_some(db, clock, 2)
    clock.jump(days=365)
    tickets += take_some(db, clock, 2)
    clock.jump(days=-365)
    tickets += take_some(db, clock, 2)
    assert_in_order(db, tickets)


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        (Zone.WIB, datetime(2025, 12, 31, 17, 0, tzinfo=UTC)),
        (Zone.WITA, datetime(2025, 12, 31, 16, 0, tzinfo=UTC)),
        (Zone.WIT, datetime(2025, 12, 31, 15, 0, tzinfo=UTC)),
    ],
)
def test_midnight_of_new_year_begins_a_day_in_the_branchs_own_zone(
    tmp_path: Path, zone: Zone, midnight: datetime
) -> None:
    clock = SimulatedClock(midnight)
    clock.jump(ms=-1)
    db = open_office(tmp_path, clock)
    here = replace(branch(), zone=zone)
    tickets = []
    for _ in range(2):
        tickets += [take_ticket(db, here, clock, REQUEST, compose).ticket for _ in range(2)]
        clock.advance(1)
    assert [ticket.ticket_id for ticket in tickets] == [
        "2025-12-31/A001",
        "2025-12-31/A002",
        "2026-01-01/A001",
        "2026-01-01/A002",
    ]
    assert_in_order(db, tickets)
    db.conn.close()


def test_a_kiosk_left_on_overnight_does_not_go_on_from_yesterday(db: Database, clock: SimulatedClock) -> None:
    take_some(db, clock, 3)
    clock.advance(hours=24)
    (first,) = take_some(db, clock, 1)
    assert (first.service_day, first.number) == (date(2025, 1, 15), 1)


@given(st.lists(st.tuples(st.integers(-3 * DAY_S, 3 * DAY_S), st.integers(1, 3)), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_run_of_jumps_makes_two_tickets_alike(
    tmp_path_factory: pytest.TempPathFactory, jumps: list[tuple[int, int]]
) -> None:
    clock = SimulatedClock()
    db = open_office(tmp_path_factory.mktemp("office"), clock)
    tickets = []
    for jump_s, count in jumps:
        clock.jump(seconds=jump_s)
        tickets += take_some(db, clock, count)
    assert_in_order(db, tickets)
    db.conn.close()
