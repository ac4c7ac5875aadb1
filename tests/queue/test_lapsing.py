"""What time ends, and what is then really gone."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.lifecycle import Handover, JobEvent, JobState, TicketState
from kiosk.queue.handover import end_visit, record_handover
from kiosk.queue.lapsing import close_day, lapse_papers, purge, reopen_day
from kiosk.queue.notes import note_missing
from kiosk.store.jobs import apply_job_event, load_job
from kiosk.store.notes import load_note
from kiosk.store.opening import Role, open_db
from kiosk.store.tickets import load_ticket
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH, compose, open_store, take, told

CASE, PAPERS = "jht-resign-sentinel", ("ktp-sentinel", "paklaring-sentinel")


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def _on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_at_closing_a_number_that_reached_nobody_lapses(db: Database, clock: SimulatedClock) -> None:
    nobody, somebody, open_visit = (take(db, clock) for _ in range(3))
    end_visit(db, clock, nobody.ticket.ticket_id)
    record_handover(db, clock, somebody.ticket.ticket_id, Handover.NOTED)
    assert close_day(db, BRANCH, clock) == 1
    states = [load_ticket(db, taken.ticket.ticket_id).state for taken in (nobody, somebody, open_visit)]
    assert states == [TicketState.LAPSED, TicketState.WAITING, TicketState.WAITING]
    assert [e["outcome"] for e in told(db, "promise.settled")] == ["released"]
    assert load_job(db, nobody.job_id).state is JobState.LAPSED
    assert close_day(db, BRANCH, clock) == 0
    assert len(told(db, "day.closed")) == 1


def test_a_day_that_nobody_came_can_be_closed_and_reopened(db: Database, clock: SimulatedClock) -> None:
    assert close_day(db, BRANCH, clock) == 0
    assert reopen_day(db, BRANCH, clock)
    assert not reopen_day(db, BRANCH, clock)


@pytest.mark.parametrize(("minutes", "lapsed"), [(29, 0), (30, 1)])
def test_paper_that_nobody_fetched_lapses_and_its_ticket_does_not(
    db: Database, clock: SimulatedClock, minutes: int, lapsed: int
) -> None:
    taken = take(db, clock)
    apply_job_event(db, clock, taken.job_id, JobEvent.PRINTER_NOT_READY)
    clock.advance(minutes=60)
    assert lapse_papers(db, clock) == 0, "its visit is still open"
    end_visit(db, clock, taken.ticket.ticket_id)
    clock.advance(minutes=minutes)
    assert lapse_papers(db, clock) == lapsed
    assert load_job(db, taken.job_id).state is (JobState.LAPSED if lapsed else JobState.HELD)
    assert load_ticket(db, taken.ticket.ticket_id).state is TicketState.WAITING


def test_a_ticket_s_bytes_are_gone_within_a_day_of_its_end(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    paper = compose(taken.ticket)
    for event in (JobEvent.PRINTER_READY, JobEvent.BYTES_SENT, JobEvent.ACKNOWLEDGED):
        apply_job_event(db, clock, taken.job_id, event)
    end_visit(db, clock, taken.ticket.ticket_id)
    clock.advance(hours=11)
    assert purge(db, BRANCH, clock).slips == 0
    clock.advance(hours=2)
    assert paper in _on_disk(tmp_path)
    purged = purge(db, BRANCH, clock)
    assert (purged.slips, purged.log_cut) == (1, True)
    assert paper not in _on_disk(tmp_path)
    job = load_job(db, taken.job_id)
    assert job.data == b""
    assert len(job.sha256) == 32
    assert purge(db, BRANCH, clock).slips == 0


def test_a_slip_that_is_not_over_keeps_its_bytes(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    clock.advance(hours=30)
    assert purge(db, BRANCH, clock).slips == 0
    assert load_job(db, taken.job_id).data == compose(taken.ticket)


def test_a_clock_that_went_back_keeps_no_bytes_for_longer(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    for event in (JobEvent.PRINTER_READY, JobEvent.BYTES_SENT, JobEvent.ACKNOWLEDGED):
        apply_job_event(db, clock, taken.job_id, event)
    end_visit(db, clock, None)
    clock.jump(days=-30)
    assert purge(db, BRANCH, clock).slips == 1


@pytest.mark.parametrize("end", ["closing", "next day"])
def test_a_note_is_gone_when_its_day_is_over(tmp_path: Path, db: Database, clock: SimulatedClock, end: str) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    note_missing(db, clock, ticket_id, CASE, PAPERS)
    assert purge(db, BRANCH, clock).notes == 0
    if end == "closing":
        close_day(db, BRANCH, clock)
    else:
        clock.advance(hours=24)
    purged = purge(db, BRANCH, clock)
    assert (purged.notes, purged.cases_told, purged.log_cut) == (1, 1, True)
    assert load_note(db, ticket_id) is None
    journal_only = b"".join(row[0] for row in db.execute("SELECT line FROM journal"))
    assert _on_disk(tmp_path).count(b"ktp-sentinel") == journal_only.count(b"ktp-sentinel") == 1


def test_a_reader_in_the_way_only_puts_the_cut_off(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    take(db, clock)
    reader = open_db(tmp_path / "kiosk.db", Role.READER)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ticket").fetchone()
    take(db, clock)
    assert not purge(db, BRANCH, clock).log_cut
    assert db.execute("PRAGMA busy_timeout").fetchone() == (5000,), "the patience of a moment is not kept"
    reader.execute("COMMIT")
    assert purge(db, BRANCH, clock).log_cut
