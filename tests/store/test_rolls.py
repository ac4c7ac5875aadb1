"""The rolls of paper: counted by the millimetre, learned from when used up, told to the journal."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.roll import RollEnd, RollKind
from kiosk.store.arrivals import takes_by_day
from kiosk.store.rolls import (
    FIRST_START,
    WITHOUT_PIN,
    add_paper,
    install_roll,
    is_unproven,
    mark_low,
    mark_proven,
    mark_unproven,
    paper_and_numbers,
    present_roll,
    real_lengths,
    record_restock,
)
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, open_store, take, told


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def test_the_roll_that_was_there_at_the_first_start_is_counted_but_teaches_nothing(
    db: Database, clock: SimulatedClock
) -> None:
    assert present_roll(db) is None
    add_paper(db, clock, 120.5, number=True)
    roll = present_roll(db)
    assert roll is not None
    assert (roll.use.kind, roll.use.used_mm, roll.numbers) == (RollKind.UNKNOWN, 120.5, 1)
    install_roll(db, clock, RollKind.NEW, WITHOUT_PIN, RollEnd.PAPER_OUT)
    assert real_lengths(db) == ([], [])
    assert told(db, "roll.installed") == [
        {"roll": 1, "kind": "unknown", "by": FIRST_START},
        {"roll": 2, "kind": "new", "by": WITHOUT_PIN},
    ]
    assert told(db, "roll.ended") == [{"roll": 1, "reason": "paper-out", "used_mm": 120}]


def test_only_a_new_roll_that_was_used_up_shows_how_long_rolls_are(db: Database, clock: SimulatedClock) -> None:
    lives = (
        (RollKind.NEW, 70_000.0, RollEnd.PAPER_OUT),
        (RollKind.PART, 30_000.0, RollEnd.PAPER_OUT),
        (RollKind.NEW, 69_000.0, RollEnd.CHANGED),
        (RollKind.NEW, 71_000.0, RollEnd.PAPER_OUT),
    )
    before = RollEnd.CHANGED
    for kind, used, ended in lives:
        install_roll(db, clock, kind, WITHOUT_PIN, before)
        add_paper(db, clock, used, number=False)
        before = ended
    install_roll(db, clock, RollKind.NEW, WITHOUT_PIN, before)
    assert real_lengths(db) == ([70_000.0, 71_000.0], [])


def test_the_sensor_teaches_how_much_is_left_when_it_tells(db: Database, clock: SimulatedClock) -> None:
    install_roll(db, clock, RollKind.NEW, WITHOUT_PIN, RollEnd.CHANGED)
    add_paper(db, clock, 60_000, number=True)
    assert mark_low(db, clock)
    assert not mark_low(db, clock), "once a roll"
    add_paper(db, clock, 4_500, number=True)
    install_roll(db, clock, RollKind.NEW, WITHOUT_PIN, RollEnd.PAPER_OUT)
    assert real_lengths(db) == ([64_500.0], [4_500.0])
    assert told(db, "roll.low") == [{"roll": 1, "used_mm": 60_000}]


def test_the_journal_hears_of_every_metre_once(db: Database, clock: SimulatedClock) -> None:
    install_roll(db, clock, RollKind.NEW, WITHOUT_PIN, RollEnd.CHANGED)
    for _ in range(25):
        add_paper(db, clock, 100, number=True)
    assert [event["used_mm"] for event in told(db, "roll.metered")] == [1_000, 2_000]
    assert paper_and_numbers(db) == (2_500.0, 25)


def test_what_nobody_has_proved_is_kept_until_a_strip_is_read(
    tmp_path: Path, db: Database, clock: SimulatedClock
) -> None:
    assert not is_unproven(db)
    mark_proven(db, clock)
    mark_unproven(db, clock)
    mark_unproven(db, clock)
    db.conn.close()
    db = open_store(tmp_path, clock)
    assert is_unproven(db)
    mark_proven(db, clock)
    assert not is_unproven(db)
    assert (told(db, "paper.opened"), told(db, "paper.proven")) == ([{"roll": 1}], [{"roll": 1}])
    mark_unproven(db, clock)
    install_roll(db, clock, RollKind.NEW, WITHOUT_PIN, RollEnd.CHANGED)
    assert not is_unproven(db), "a roll is named after its strip was read"


def test_how_a_change_went_is_told_without_a_name(db: Database, clock: SimulatedClock) -> None:
    record_restock(db, clock, proven=True, seconds=48, strips=2)
    assert told(db, "paper.changed") == [{"by": WITHOUT_PIN, "proven": True, "seconds": 48, "strips": 2}]


def test_when_people_came_on_past_days(db: Database, clock: SimulatedClock) -> None:
    for count in (2, 3):
        for _ in range(count):
            take(db, clock)
            clock.advance(minutes=5)
        clock.advance(hours=24)
    take(db, clock)
    today = clock.now().date()
    assert [len(day) for day in takes_by_day(db, BRANCH.branch_id, today, 10)] == [3, 2]
    assert [len(day) for day in takes_by_day(db, BRANCH.branch_id, today, 1)] == [3]
