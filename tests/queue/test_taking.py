"""A number is whole or not there, is never given twice, and goes on where the paper left off."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.domain.branch import DigitRange, Zone
from kiosk.domain.codes import Code, CodeKind, parse
from kiosk.domain.lifecycle import Handover, JobState, SlipKind, TicketState
from kiosk.domain.promise import Window
from kiosk.domain.ticket import TakeRefusal, Ticket
from kiosk.queue import taking
from kiosk.queue.lapsing import close_day, reopen_day
from kiosk.queue.numbering import free_hundred, next_number
from kiosk.queue.taking import DayClosedError, UnsteadyStoreError, go_on_after_restore, refusal_of, take_ticket
from kiosk.store import journal
from kiosk.store.errors import StoreFailed, StoreFull
from kiosk.store.job_rows import load_job
from kiosk.store.opening import Role, open_db
from kiosk.store.tickets import load_ticket
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, branch, compose, open_store, request, take, told

TABLES = ("service_day", "ticket", "promise", "job", "journal")


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def _rows(db: Database) -> list[list[tuple[Any, ...]]]:
    return [db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]


def test_a_number_comes_with_all_that_belongs_to_it(db: Database, clock: SimulatedClock) -> None:
    promise = Window(clock.now_ms() + 3_600_000, clock.now_ms() + 5_400_000)
    taken = take_ticket(db, BRANCH, clock, request(promise=promise), compose)
    ticket = taken.ticket
    assert load_ticket(db, "2025-01-14/A001") == ticket
    assert (ticket.label, ticket.service_day, ticket.promise) == ("A 001", date(2025, 1, 14), promise)
    assert (ticket.state, ticket.handover) == (TicketState.WAITING, Handover.PENDING)
    code = parse(ticket.code)
    assert isinstance(code, Code)
    assert code.kind is CodeKind.TICKET
    job = load_job(db, taken.job_id)
    assert (job.kind, job.state, job.ticket_id, job.data) == (
        SlipKind.TICKET,
        JobState.QUEUED,
        ticket.ticket_id,
        compose(ticket),
    )
    types = [entry.event.type for entry in journal.tail(db, 2, 10)]
    assert types == ["day.opened", "ticket.taken", "promise.made", "job.queued"]
    assert told(db, "promise.made") == [
        {"ticket": ticket.ticket_id, "from_ms": promise.from_ms, "until_ms": promise.until_ms}
    ]


def test_no_promise_is_a_row_too(db: Database, clock: SimulatedClock) -> None:
    ticket = take(db, clock).ticket
    assert db.execute("SELECT * FROM promise").fetchall() == [(ticket.ticket_id, None, None, None)]


def test_the_journal_never_tells_what_a_ticket_is_for(db: Database, clock: SimulatedClock) -> None:
    take(db, clock, service="jp")
    lines = b"\n".join(entry.line for entry in journal.tail(db, 0, 100))
    assert b"jp" not in lines
    assert b"Klaim" not in lines


def test_lanes_count_for_themselves(db: Database, clock: SimulatedClock) -> None:
    labels = [take(db, clock, service=service).ticket.label for service in ("jht", "data", "jp", "data")]
    assert labels == ["A 001", "B 001", "A 002", "B 002"]


def test_a_service_without_a_lane_gets_no_number(db: Database, clock: SimulatedClock) -> None:
    before = _rows(db)
    with pytest.raises(KeyError, match="massage"):
        take(db, clock, service="massage")
    assert _rows(db) == before


class Failing:
    """A connection that fails at one statement, as a program may be stopped there."""

    def __init__(self, conn: Any, at: int) -> None:
        self._conn = conn
        self.left = at

    def execute(self, *args: Any) -> Any:
        self._count()
        return self._conn.execute(*args)

    def executemany(self, *args: Any) -> Any:
        self._count()
        return self._conn.executemany(*args)

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise InterruptedError("stopped here")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conn, name)


def test_failing_between_any_two_statements_leaves_all_or_nothing(db: Database, clock: SimulatedClock) -> None:
    take(db, clock)
    conn, failures = db.conn, 0
    for at in range(1, 100):
        before = _rows(db)
        failing = Failing(conn, at)
        db.conn = failing  # type: ignore[assignment]
        try:
            take(db, clock)
        except InterruptedError:
            failures += 1
        db.conn = conn
        if failing.left > 0:
            break
        assert _rows(db) == before
        assert not conn.in_transaction
    assert failures >= 9, "too few statements were stopped to prove anything"
    assert take(db, clock).ticket.number == 3
    assert journal.verify(db).ok


@pytest.mark.parametrize(("point", "numbers"), [("before", [1]), ("inside", [1]), ("after-commit", [1, 2])])
def test_an_end_at_a_barrier(db: Database, clock: SimulatedClock, point: str, numbers: list[int]) -> None:
    take(db, clock)

    def end(reached: str) -> None:
        if reached == point:
            raise SystemExit

    with pytest.raises(SystemExit):
        take(db, clock, barrier=end)
    assert [row[0] for row in db.execute("SELECT number FROM ticket")] == numbers


def test_numbers_go_on_after_a_restart(tmp_path: Path, clock: SimulatedClock) -> None:
    for first in (1, 4):
        db = open_store(tmp_path, clock)
        assert [take(db, clock).ticket.number for _ in range(3)] == [first, first + 1, first + 2]
        db.conn.close()


@pytest.mark.parametrize("zone", list(Zone))
def test_midnight_and_new_year_start_a_new_day_at_one(tmp_path: Path, zone: Zone) -> None:
    midnight = datetime(2025, 1, 1, tzinfo=zone.tz).astimezone(UTC)
    clock = SimulatedClock(midnight)
    clock.jump(-1)
    of = branch(zone=zone)
    db = open_store(tmp_path, clock, of)
    old = [take(db, clock, of).ticket.ticket_id for _ in range(2)]
    clock.advance(1)
    assert [*old, take(db, clock, of).ticket.ticket_id] == ["2024-12-31/A001", "2024-12-31/A002", "2025-01-01/A001"]


def test_a_clock_that_goes_back_a_day_stays_in_the_day_that_was_begun(db: Database, clock: SimulatedClock) -> None:
    first = take(db, clock).ticket
    clock.jump(days=-1)
    second = take(db, clock).ticket
    assert (second.service_day, second.number) == (first.service_day, 2)
    assert second.rank_ms > first.rank_ms, "nobody is overtaken because the clock was wrong"
    assert told(db, "clock.behind") == [{"day": "2025-01-14", "clock_day": "2025-01-13"}]
    clock.jump(days=1)
    assert take(db, clock).ticket.number == 3


def test_ranks_follow_arrival(db: Database, clock: SimulatedClock) -> None:
    ranks = []
    for jump_s in (0, 0, -3600, 5, 7200, -1):
        clock.jump(seconds=jump_s)
        ranks.append(take(db, clock).ticket.rank_ms)
    assert ranks == sorted(set(ranks))


def test_a_closed_day_gives_no_number_until_it_is_reopened(db: Database, clock: SimulatedClock) -> None:
    take(db, clock)
    close_day(db, BRANCH, clock)
    before = _rows(db)
    with pytest.raises(DayClosedError) as caught:
        take(db, clock)
    assert refusal_of(caught.value) is TakeRefusal.DAY_CLOSED
    assert _rows(db) == before
    assert reopen_day(db, BRANCH, clock)
    assert take(db, clock).ticket.number == 2
    close_day(db, BRANCH, clock)
    clock.advance(hours=20)
    assert take(db, clock).ticket.ticket_id == "2025-01-15/A001"


def test_what_a_refusal_is_called() -> None:
    assert refusal_of(StoreFull("x")) is TakeRefusal.DISK_FULL
    assert refusal_of(StoreFailed("x")) is TakeRefusal.DISK_FAILED
    assert refusal_of(ValueError("a fault of ours")) is None


def test_the_paper_shows_what_was_committed_even_if_another_came_between(
    tmp_path: Path, db: Database, clock: SimulatedClock
) -> None:
    other = open_db(tmp_path / "kiosk.db", Role.WRITER)
    composed: list[int] = []

    def slow(ticket: Ticket) -> bytes:
        composed.append(ticket.number)
        if len(composed) == 1:
            take(other, clock)  # the number that was predicted is given away meanwhile
        return compose(ticket)

    taken = take_ticket(db, BRANCH, clock, request(), slow)
    assert composed == [1, 2]
    assert taken.ticket.number == 2
    assert load_job(db, taken.job_id).data == compose(taken.ticket)


def test_a_store_that_never_holds_still_is_given_up_with_a_sentence(
    tmp_path: Path, db: Database, clock: SimulatedClock
) -> None:
    other = open_db(tmp_path / "kiosk.db", Role.WRITER)

    def robbed(ticket: Ticket) -> bytes:
        take(other, clock)
        return compose(ticket)

    with pytest.raises(UnsteadyStoreError, match="another program"):
        take_ticket(db, BRANCH, clock, request(), robbed)


def test_two_connections_never_give_one_number_twice(tmp_path: Path, clock: SimulatedClock) -> None:
    open_store(tmp_path, clock).conn.close()
    numbers: list[int] = []

    def some() -> None:
        db = open_db(tmp_path / "kiosk.db", Role.WRITER)
        mine = 0
        while mine < 15:
            try:
                numbers.append(take(db, clock).ticket.number)
                mine += 1
            except UnsteadyStoreError:
                pass  # refused with a sentence; nothing was written
        db.conn.close()

    threads = [threading.Thread(target=some) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 31))


def test_codes_differ_and_one_that_is_in_use_is_not_minted_again(
    db: Database, clock: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = iter([7, 7, 7, 8])
    monkeypatch.setattr(taking.secrets, "randbits", lambda _bits: next(bodies))
    first = take(db, clock).ticket.code
    clock.advance(hours=24)
    second = take(db, clock).ticket.code
    assert first != second
    assert list(bodies) == []


def test_a_rush_is_told_with_the_number(db: Database, clock: SimulatedClock) -> None:
    calm = [take(db, clock).rush]
    for _ in range(16):
        clock.advance(seconds=20)
        calm.append(take(db, clock).rush)
    assert calm == [False] * 11 + [True] * 6, "five minutes without a pause, less the first minute and a half"
    clock.advance(minutes=3)
    assert not take(db, clock).rush
    clock.advance(hours=20)  # 04.08 the next day
    assert take(db, clock).rush


# Digits


def test_a_range_used_up_goes_on_in_its_own_thousand(tmp_path: Path, clock: SimulatedClock) -> None:
    of = branch(first=501, last=503)
    db = open_store(tmp_path, clock, of)
    labels = [take(db, clock, of).ticket.label for _ in range(7)]
    assert labels == ["A 501", "A 502", "A 503", "A 1501", "A 1502", "A 1503", "A 2501"]


RANGES = st.tuples(st.integers(1, 999), st.integers(1, 999)).map(sorted)


@given(RANGES, RANGES, st.integers(1, 300), st.integers(1, 300))
def test_two_kiosks_with_disjoint_digits_never_meet(
    one: list[int], other: list[int], takes_one: int, takes_other: int
) -> None:
    ranges = [DigitRange(*one), DigitRange(*other)]
    if ranges[0].last >= ranges[1].first and ranges[1].last >= ranges[0].first:
        ranges = [DigitRange(1, 499), DigitRange(500, 999)]
    given_out: list[set[int]] = []
    for digits, takes in zip(ranges, (takes_one, takes_other), strict=True):
        numbers: list[int] = []
        for _ in range(takes):
            numbers.append(next_number(numbers[-1] if numbers else None, None, digits))
        assert numbers == sorted(set(numbers))
        assert all(digits.first <= number % 1000 <= digits.last for number in numbers)
        given_out.append(set(numbers))
    assert not given_out[0] & given_out[1]


@pytest.mark.parametrize("digits", [DigitRange(0, 10), DigitRange(5, 4), DigitRange(1, 1000)])
def test_impossible_digits_are_refused(digits: DigitRange) -> None:
    with pytest.raises(ValueError, match="between 1 and 999"):
        next_number(None, None, digits)


@pytest.mark.parametrize(
    ("known", "digits", "number"),
    [
        (0, DigitRange(1, 999), 100),
        (37, DigitRange(1, 999), 100),
        (100, DigitRange(1, 999), 200),
        (199, DigitRange(1, 499), 200),
        (463, DigitRange(1, 499), 1001),
        (563, DigitRange(501, 999), 600),
        (950, DigitRange(501, 999), 1501),
        (1137, DigitRange(1, 999), 1200),
        (12, DigitRange(1, 40), 1001),
    ],
)
def test_the_next_free_hundred(known: int, digits: DigitRange, number: int) -> None:
    assert free_hundred(known, digits) == number


def test_a_restored_store_goes_on_above_everything_known(db: Database, clock: SimulatedClock) -> None:
    for _ in range(3):
        take(db, clock)
    assert go_on_after_restore(db, BRANCH, clock, "A", last_slip=142) == 200
    assert [take(db, clock).ticket.number for _ in range(2)] == [200, 201]
    assert take(db, clock, service="data").ticket.number == 1
    assert told(db, "digits.raised") == [{"day": "2025-01-14", "lane": "A", "number": 200}]
    clock.advance(hours=24)
    assert take(db, clock).ticket.number == 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["take", "back", "forward", "reopen", "restore", "close"]), max_size=25))
def test_whatever_the_clock_and_the_restarts_no_number_twice_on_a_day(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("days")
    clock = SimulatedClock()
    db = open_store(folder, clock)
    papers: list[tuple[date, str]] = []
    begun = 0
    for step in steps:
        match step:
            case "take":
                try:
                    ticket = take(db, clock).ticket
                    papers.append((ticket.service_day, ticket.label))
                except DayClosedError:
                    reopen_day(db, BRANCH, clock)
            case "back":
                clock.jump(days=-1)
            case "forward":
                clock.jump(hours=13)
            case "reopen":
                db.conn.close()
                db = open_store(folder, clock)
            case "restore":
                go_on_after_restore(db, BRANCH, clock, "A")
            case "close":
                close_day(db, BRANCH, clock)
                begun = len(papers)  # nobody waits any more: only until then does a day ahead of the clock go on
        days = [day for day, _ in papers[begun:]]
        assert days == sorted(days)
    assert len(papers) == len(set(papers))
    assert journal.verify(db).ok
    db.conn.close()
