"""A branch with its store, as the fault tests use it: the real take, and what must hold whatever happened."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.promise import NotEstimable
from kiosk.domain.ticket import Taken, TakeRequest, Ticket, TicketClass
from kiosk.ops.settings import load_settings
from kiosk.queue.taking import take_ticket
from kiosk.store import journal
from kiosk.store.boot import boot
from kiosk.store.opening import Role, open_db

STORE = "kiosk.db"
SLIP = b"A slip begins here. "
REQUEST = TakeRequest("jht", TicketClass.REGULAR, "id", NotEstimable())


@cache
def branch() -> Branch:
    """The branch of the sample settings."""
    return load_settings(Path(__file__).parents[2] / "kiosk.toml").branch


def open_office(folder: Path, clock: Clock) -> Database:
    """The store of `folder`, made if need be, given to our kiosk and marked as running."""
    db = open_db(folder / STORE, Role.WRITER)
    boot(db, branch().branch_id, branch().kiosk_id, clock)
    return db


def compose(ticket: Ticket) -> bytes:
    """About as many bytes as a slip has."""
    return SLIP + f"{ticket.label} {ticket.code} ".encode() * 40


def take(db: Database, clock: Clock, barrier: Callable[[str], None] = lambda _: None) -> Taken:
    """One number of lane A, by the real code."""
    return take_ticket(db, branch(), clock, REQUEST, compose, barrier=barrier)


def assert_sound(db: Database, acknowledged: Mapping[str, str]) -> None:
    """Nothing acknowledged ({ticket id: code}) is lost or changed; nothing is half, doubled or out of the chain."""
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert_nothing_lost(db, acknowledged)
    report = journal.verify(db)
    assert report.ok, report.problem
    stored = sorted(row[0] for row in db.execute("SELECT ticket_id FROM ticket").fetchall())
    told = events(db)
    for kind in ("ticket.taken", "promise.made"):
        assert sorted(str(payload["ticket"]) for type_, payload in told if type_ == kind) == stored
    originals = [str(payload["ticket"]) for type_, payload in told if type_ == "job.queued" and payload["copy_no"] == 0]
    assert sorted(originals) == stored
    for rows in ("SELECT ticket_id FROM promise", "SELECT ticket_id FROM job WHERE kind = 'ticket' AND copy_no = 0"):
        assert sorted(row[0] for row in db.execute(rows).fetchall()) == stored


def assert_nothing_lost(db: Database, acknowledged: Mapping[str, str]) -> None:
    """The part of `assert_sound` that is quick however long the journal has become."""
    stored = dict(db.execute("SELECT ticket_id, code FROM ticket").fetchall())
    lost = {ticket: code for ticket, code in acknowledged.items() if stored.get(ticket) != code}
    assert not lost, f"acknowledged, but not in the store: {lost}"
    report = journal.verify(db, last=100)
    assert report.ok, report.problem
    assert_no_number_skipped(db)


def assert_no_number_skipped(db: Database) -> None:
    """Every lane of every day counts 1, 2, 3 …: nothing reused, nothing left out."""
    for day, lane in db.execute("SELECT DISTINCT service_day, lane FROM ticket").fetchall():
        rows = db.execute(
            "SELECT number FROM ticket WHERE service_day = ? AND lane = ? ORDER BY ticket_seq", (day, lane)
        ).fetchall()
        numbers = [row[0] for row in rows]
        assert [number for number in numbers if number < 1000] == list(range(1, min(len(numbers), 999) + 1))
        assert len(set(numbers)) == len(numbers)


def events(db: Database) -> list[tuple[str, dict[str, object]]]:
    """(type, payload) of the whole journal."""
    rows = db.execute("SELECT line FROM journal ORDER BY epoch, seq").fetchall()
    lines = [json.loads(row[0]) for row in rows]
    return [(line[1], line[4]) for line in lines]
