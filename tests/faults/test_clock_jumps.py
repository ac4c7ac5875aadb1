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
from kiosk.queue.lapsing import close_day
from kiosk.queue.taking import DayClosedError, take_ticket
from kiosk.store.tickets import find_by_code, pending_tickets
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


def test_a_day_closed_a_year_ahead_does_not_shut_the_kiosk_until_then(db: Database, clock: SimulatedClock) -> None:
    here = branch()
    tickets = take_some(db, clock, 1)
    clock.jump(days=364)
    tickets += take_some(db, clock, 1)
    clock.jump(days=-364)
    tickets += take_some(db, clock, 1)
    close_day(db, here, clock)
    with pytest.raises(DayClosedError):
        take(db, clock)
    clock.advance(hours=24)
    tickets += take_some(db, clock, 1)
    assert [ticket.ticket_id for ticket in tickets[1:]] == ["2026-01-13/A001", "2026-01-13/A002", "2025-01-15/A001"]
    assert_sound(db, {ticket.ticket_id: ticket.code for ticket in tickets})
    for ticket in tickets[-3:]:
        assert find_by_code(db, ticket.code) == ticket, "its code still leads to it"
    assert [ticket.ticket_id for ticket in pending_tickets(db)] == [ticket.ticket_id for ticket in tickets]


@pytest.mark.parametrize(("ahead", "closes"), [(5, "today, too early"), (365 * 24 + 8, "a day to come")])
def test_a_closing_by_a_clock_that_ran_ahead_stops_nobody(
    db: Database, clock: SimulatedClock, ahead: int, closes: str
) -> None:
    del closes
    (first,) = take_some(db, clock, 1)
    clock.jump(hours=ahead)
    close_day(db, branch(), clock)
    clock.jump(hours=-ahead)
    (second,) = take_some(db, clock, 1)
    assert (second.service_day, second.number) == (first.service_day, 2)
    close_day(db, branch(), clock)
    with pytest.raises(DayClosedError):
        take(db, clock)


def test_a_closing_by_a_clock_that_lagged_behind_stops_nobody(db: Database, clock: SimulatedClock) -> None:
    take_some(db, clock, 1)
    clock.jump(hours=-24)
    close_day(db, branch(), clock)
    clock.jump(hours=24)
    (second,) = take_some(db, clock, 1)
    assert (second.service_day, second.number) == (date(2025, 1, 14), 2)


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
