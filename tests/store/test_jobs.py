"""A slip job in the store: arrows with their events, copies, wiped bytes, a restart."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.lifecycle import (
    Handover,
    HoldCause,
    JobEvent,
    JobState,
    SlipKind,
    SlipOrigin,
    UndefinedArrowError,
)
from kiosk.queue.handover import end_visit
from kiosk.queue.slips import queue_checklist
from kiosk.store.jobs import (
    CopyNeededError,
    NoSuchJobError,
    add_job,
    adopt_after_restart,
    apply_job_event,
    live_jobs,
    load_job,
    oldest_queued,
    waiting_for_staff,
)
from kiosk.store.tickets import load_ticket
from kiosk.store.transaction import transaction
from tests.clock import SimulatedClock
from tests.store.branch import open_store, take, told

SECRET = b"SURAT PENGALAMAN KERJA"


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def _go(db: Database, clock: SimulatedClock, job_id: int, *events: JobEvent) -> JobState:
    for event in events:
        clock.advance(seconds=1)
        apply_job_event(db, clock, job_id, event)
    return load_job(db, job_id).state


SEND = (JobEvent.PRINTER_READY, JobEvent.BYTES_SENT)


def test_a_slip_on_paper_hands_its_ticket_over_in_the_same_commit(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    assert _go(db, clock, taken.job_id, *SEND, JobEvent.ACKNOWLEDGED) is JobState.CONFIRMED
    assert load_ticket(db, taken.ticket.ticket_id).handover is Handover.PAPER
    assert [(e["from"], e["to"]) for e in told(db, "job.moved")] == [
        ("queued", "sending"),
        ("sending", "sent"),
        ("sent", "confirmed"),
    ]
    assert [e["to"] for e in told(db, "handover.moved")] == ["paper"]


def test_slips_are_sent_in_the_order_they_were_asked_for(db: Database, clock: SimulatedClock) -> None:
    ids = [take(db, clock).job_id for _ in range(3)]
    sent = []
    while (job := oldest_queued(db)) is not None:
        sent.append(job.job_id)
        _go(db, clock, job.job_id, *SEND)
    assert sent == ids


def test_a_slip_without_a_printer_is_held_and_goes_on_unmarked(db: Database, clock: SimulatedClock) -> None:
    job_id = take(db, clock).job_id
    held = apply_job_event(db, clock, job_id, JobEvent.PRINTER_NOT_READY, HoldCause.PAPER_OUT)
    assert (held.state, held.cause, held.touched) == (JobState.HELD, HoldCause.PAPER_OUT, False)
    going = apply_job_event(db, clock, job_id, JobEvent.PRINTER_READY)
    assert (going.job_id, going.state, going.cause) == (job_id, JobState.SENDING, None)


def test_a_torn_slip_is_superseded_by_a_marked_one(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    _go(db, clock, taken.job_id, *SEND)
    apply_job_event(db, clock, taken.job_id, JobEvent.FAULT_AFTER_BYTES, HoldCause.COVER_OPEN)
    with pytest.raises(CopyNeededError, match="marked copy"):
        apply_job_event(db, clock, taken.job_id, JobEvent.PRINTER_READY)
    assert load_job(db, taken.job_id).state is JobState.HELD
    copy = apply_job_event(db, clock, taken.job_id, JobEvent.PRINTER_READY, copy_data=b"SALINAN")
    assert (copy.state, copy.origin, copy.copy_no, copy.supersedes, copy.data) == (
        JobState.QUEUED,
        SlipOrigin.TORN,
        1,
        taken.job_id,
        b"SALINAN",
    )
    assert load_job(db, taken.job_id).state is JobState.SUPERSEDED
    _go(db, clock, copy.job_id, *SEND, JobEvent.ACKNOWLEDGED)
    assert load_ticket(db, taken.ticket.ticket_id).handover is Handover.PAPER


def test_news_that_comes_too_late_changes_nothing(db: Database, clock: SimulatedClock) -> None:
    job_id = take(db, clock).job_id
    _go(db, clock, job_id, *SEND, JobEvent.ACKNOWLEDGED)
    before = (load_job(db, job_id), told(db, "job.moved"))
    with pytest.raises(UndefinedArrowError, match="from confirmed"):
        apply_job_event(db, clock, job_id, JobEvent.NO_ACKNOWLEDGEMENT)
    assert (load_job(db, job_id), told(db, "job.moved")) == before
    with pytest.raises(NoSuchJobError):
        apply_job_event(db, clock, 99, JobEvent.PRINTER_READY)


def test_a_late_acknowledgement_of_a_doubtful_slip_counts(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    _go(db, clock, taken.job_id, *SEND, JobEvent.NO_ACKNOWLEDGEMENT)
    end_visit(db, clock, taken.ticket.ticket_id)
    assert load_ticket(db, taken.ticket.ticket_id).handover is Handover.NONE
    assert _go(db, clock, taken.job_id, JobEvent.ACKNOWLEDGED) is JobState.CONFIRMED
    assert load_ticket(db, taken.ticket.ticket_id).handover is Handover.PAPER


def test_a_restart_leaves_nothing_that_prints_by_itself(db: Database, clock: SimulatedClock) -> None:
    queued, sending, sent, held = (take(db, clock).job_id for _ in range(4))
    _go(db, clock, sending, JobEvent.PRINTER_READY)
    _go(db, clock, sent, *SEND)
    apply_job_event(db, clock, held, JobEvent.PRINTER_NOT_READY, HoldCause.COVER_OPEN)
    waiting = adopt_after_restart(db, clock)
    assert [(job.job_id, job.state, job.cause, job.touched) for job in waiting] == [
        (queued, JobState.HELD, HoldCause.RESTART, False),
        (sending, JobState.UNCERTAIN, HoldCause.RESTART, True),
        (sent, JobState.UNCERTAIN, HoldCause.RESTART, True),
        (held, JobState.HELD, HoldCause.COVER_OPEN, False),
    ]
    assert oldest_queued(db) is None
    with pytest.raises(UndefinedArrowError, match="the visit is over"):
        apply_job_event(db, clock, queued, JobEvent.PRINTER_READY)
    assert adopt_after_restart(db, clock) == waiting_for_staff(db)


def test_staff_print_what_was_held_as_the_original_or_marked(db: Database, clock: SimulatedClock) -> None:
    clean, torn = (take(db, clock).job_id for _ in range(2))
    _go(db, clock, torn, JobEvent.PRINTER_READY)
    adopt_after_restart(db, clock)
    assert apply_job_event(db, clock, clean, JobEvent.STAFF_PRINT).state is JobState.QUEUED
    copy = apply_job_event(db, clock, torn, JobEvent.STAFF_PRINT, copy_data=b"SALINAN")
    assert (copy.origin, copy.supersedes) == (SlipOrigin.HELD, torn)
    assert oldest_queued(db) == load_job(db, clean)
    assert waiting_for_staff(db) == []
    since_ms = clock.now_ms()
    clock.advance(minutes=10)
    again = apply_job_event(db, clock, clean, JobEvent.PRINTER_NOT_READY)
    assert (again.state, again.waits_since_ms) == (JobState.HELD, since_ms), "no second thirty minutes"


def _bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("stage", [(), (JobEvent.PRINTER_NOT_READY,), SEND, (*SEND, JobEvent.ACKNOWLEDGED)])
def test_a_checklist_leaves_no_byte_after_its_visit(
    tmp_path: Path, db: Database, clock: SimulatedClock, stage: tuple[JobEvent, ...]
) -> None:
    job_id = queue_checklist(db, clock, SECRET * 40)
    sha256 = load_job(db, job_id).sha256
    assert SECRET in _bytes_on_disk(tmp_path)
    _go(db, clock, job_id, *stage)
    end_visit(db, clock, None)
    job = load_job(db, job_id)
    assert (job.data, job.sha256) == (b"", b"")
    assert job.state in (JobState.LAPSED, JobState.SENT, JobState.CONFIRMED)
    assert SECRET not in _bytes_on_disk(tmp_path)
    assert sha256 not in _bytes_on_disk(tmp_path)
    assert sha256.hex().encode() not in _bytes_on_disk(tmp_path)


def test_a_checklist_that_a_restart_caught_is_wiped_too(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    queue_checklist(db, clock, SECRET * 40)
    db.conn.close()
    db = open_store(tmp_path, clock)
    assert adopt_after_restart(db, clock) == []
    assert live_jobs(db) == []
    assert SECRET not in _bytes_on_disk(tmp_path)


def test_a_checklist_that_is_out_goes_at_once(db: Database, clock: SimulatedClock) -> None:
    job_id = queue_checklist(db, clock, SECRET)
    _go(db, clock, job_id, *SEND, JobEvent.ACKNOWLEDGED)
    assert load_job(db, job_id).data == b""


def test_a_slip_belongs_to_a_ticket_or_is_a_checklist(db: Database, clock: SimulatedClock) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    for kind, owner in ((SlipKind.TICKET, None), (SlipKind.CHECKLIST, ticket_id)):
        with pytest.raises(ValueError, match="belongs to"), transaction(db):
            add_job(db, clock, kind, b"x", ticket_id=owner)
