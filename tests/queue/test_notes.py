"""What the counter may know, and what the journal may: never both together."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.queue.lapsing import purge
from kiosk.queue.notes import note_missing
from kiosk.store import journal
from kiosk.store.notes import TicketNote, load_note
from kiosk.store.tickets import NoSuchTicketError
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, open_store, take, told

HOUR_MS = 3_600_000


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def test_the_counter_reads_the_note_of_its_ticket(db: Database, clock: SimulatedClock) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    note_missing(db, clock, ticket_id, "case-1", ["paklaring", "ktp"])
    assert load_note(db, ticket_id) == TicketNote(ticket_id, "case-1", ("ktp", "paklaring"))
    note_missing(db, clock, ticket_id, "case-2", [])
    assert load_note(db, ticket_id) == TicketNote(ticket_id, "case-2", ())


def test_nothing_is_told_while_the_hour_lasts(db: Database, clock: SimulatedClock) -> None:
    """An event right after a ticket's would say whose case it was."""
    before = journal.last_seq(db)
    note_missing(db, clock, None, "case-1", ["ktp"])
    purge(db, BRANCH, clock)
    assert journal.last_seq(db) == before


def test_a_past_hour_is_told_by_name_not_by_arrival(db: Database, clock: SimulatedClock) -> None:
    hour_ms = clock.now_ms() // HOUR_MS * HOUR_MS
    clock.advance(minutes=7)
    note_missing(db, clock, take(db, clock).ticket.ticket_id, "case-z", ["ktp"])
    note_missing(db, clock, None, "case-a", [])
    note_missing(db, clock, take(db, clock).ticket.ticket_id, "case-a", [])
    clock.advance(hours=1)
    purge(db, BRANCH, clock)
    assert told(db, "case.noted") == [
        {"case": "case-a", "missing": []},
        {"case": "case-a", "missing": []},
        {"case": "case-z", "missing": ["ktp"]},
    ]
    assert {e.event.at_ms for e in journal.tail(db, 0, 99) if e.event.type == "case.noted"} == {hour_ms}
    purge(db, BRANCH, clock)
    assert len(told(db, "case.noted")) == 3
    assert journal.verify(db).ok


def test_a_ticket_is_counted_once_however_often_its_list_changes(db: Database, clock: SimulatedClock) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    note_missing(db, clock, ticket_id, "case-1", ["ktp", "paklaring"])
    note_missing(db, clock, ticket_id, "case-1", ["ktp"])
    clock.advance(hours=1)
    purge(db, BRANCH, clock)
    note_missing(db, clock, ticket_id, "case-1", [])
    clock.advance(hours=1)
    purge(db, BRANCH, clock)
    assert told(db, "case.noted") == [{"case": "case-1", "missing": ["ktp"]}]


def test_a_note_needs_its_ticket(db: Database, clock: SimulatedClock) -> None:
    with pytest.raises(NoSuchTicketError):
        note_missing(db, clock, "2025-01-14/A099", "case-1", [])
    assert db.execute("SELECT count(*) FROM case_tally").fetchone() == (0,)
