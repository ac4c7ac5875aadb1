"""Whether a person got the number: never assumed, never forgotten."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.lifecycle import Actor, Handover, HoldCause, JobEvent, JobState
from kiosk.queue.handover import check_in, end_unclaimed, end_visit, record_handover, recover
from kiosk.store.boot import boot
from kiosk.store.jobs import apply_job_event, load_job, waiting_for_staff
from kiosk.store.tickets import NoSuchTicketError, load_ticket
from tests.clock import SimulatedClock
from tests.store.branch import open_store, take, told


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def test_a_visit_that_ends_without_a_word_leaves_nobody(db: Database, clock: SimulatedClock) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    end_visit(db, clock, ticket_id)
    end_visit(db, clock, ticket_id)
    assert load_ticket(db, ticket_id).handover is Handover.NONE
    assert told(db, "handover.moved") == [
        {"ticket": ticket_id, "event": "visit-ended", "from": "pending", "to": "none", "actor": "kiosk"}
    ]


@pytest.mark.parametrize("handover", [Handover.NOTED, Handover.PAPER])
def test_what_was_recorded_stands(db: Database, clock: SimulatedClock, handover: Handover) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    assert record_handover(db, clock, ticket_id, handover) is handover
    assert record_handover(db, clock, ticket_id, Handover.NOTED) is handover
    end_visit(db, clock, ticket_id)
    assert load_ticket(db, ticket_id).handover is handover
    assert len(told(db, "handover.moved")) == 1


def test_who_shows_the_code_later_is_here(db: Database, clock: SimulatedClock) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    end_visit(db, clock, ticket_id)
    assert check_in(db, clock, ticket_id, Actor.STAFF) is Handover.NOTED
    assert check_in(db, clock, ticket_id) is Handover.NOTED
    assert [(e["event"], e["actor"]) for e in told(db, "handover.moved")] == [
        ("visit-ended", "kiosk"),
        ("shown", "staff"),
    ]


def test_a_number_without_a_visit_is_settled_alone(db: Database, clock: SimulatedClock) -> None:
    late, present = take(db, clock), take(db, clock)
    end_unclaimed(db, clock, late.ticket.ticket_id)
    assert load_ticket(db, late.ticket.ticket_id).handover is Handover.NONE
    assert [job.job_id for job in waiting_for_staff(db)] == [late.job_id]
    assert not load_job(db, late.job_id).visit_open
    assert load_ticket(db, present.ticket.ticket_id).handover is Handover.PENDING
    going_on = load_job(db, present.job_id)
    assert (going_on.state, going_on.visit_open) == (JobState.QUEUED, True)
    end_unclaimed(db, clock, late.ticket.ticket_id)
    assert [job.job_id for job in waiting_for_staff(db)] == [late.job_id]


def test_only_paper_and_noted_can_be_recorded_and_only_of_a_ticket(db: Database, clock: SimulatedClock) -> None:
    with pytest.raises(ValueError, match="on paper or noted"):
        record_handover(db, clock, "x", Handover.NONE)
    with pytest.raises(NoSuchTicketError):
        record_handover(db, clock, "x", Handover.NOTED)


def test_held_paper_waits_for_staff_when_the_visit_ends(db: Database, clock: SimulatedClock) -> None:
    taken = take(db, clock)
    apply_job_event(db, clock, taken.job_id, JobEvent.PRINTER_NOT_READY, HoldCause.PAPER_OUT)
    assert waiting_for_staff(db) == []
    end_visit(db, clock, taken.ticket.ticket_id)
    (job,) = waiting_for_staff(db)
    assert (job.job_id, job.state, job.cause, job.waits_since_ms) == (
        taken.job_id,
        JobState.HELD,
        HoldCause.PAPER_OUT,
        clock.now_ms(),
    )


def _restart(tmp_path: Path, db: Database, clock: SimulatedClock) -> tuple[Database, str | None]:
    db.conn.close()
    db = open_store(tmp_path, clock)
    offered = recover(db, clock, unclean=boot(db, "srg", "k1", clock).unclean)
    return db, offered.ticket_id if offered else None


@pytest.mark.parametrize(
    ("later_s", "offered"), [(0, True), (299, True), (300, False), (86_400, False), (-1, False), (-86_400, False)]
)
def test_after_a_crash_the_last_number_is_offered_while_it_is_young(
    tmp_path: Path, db: Database, clock: SimulatedClock, later_s: int, offered: bool
) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    clock.jump(seconds=later_s)
    db, offer = _restart(tmp_path, db, clock)
    assert offer == (ticket_id if offered else None)
    assert load_ticket(db, ticket_id).handover is (Handover.PENDING if offered else Handover.NONE)


def test_the_offer_is_taken_or_turned_down(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    db, offer = _restart(tmp_path, db, clock)
    assert offer == ticket_id
    assert record_handover(db, clock, ticket_id, Handover.NOTED) is Handover.NOTED
    other_id = take(db, clock).ticket.ticket_id
    db, offer = _restart(tmp_path, db, clock)
    assert offer == other_id
    end_visit(db, clock, other_id)
    assert load_ticket(db, other_id).handover is Handover.NONE


def test_a_clean_stop_offers_nothing(db: Database, clock: SimulatedClock) -> None:
    ticket_id = take(db, clock).ticket.ticket_id
    assert recover(db, clock, unclean=False) is None
    assert load_ticket(db, ticket_id).handover is Handover.NONE


def test_a_number_that_somebody_has_is_not_offered(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    record_handover(db, clock, take(db, clock).ticket.ticket_id, Handover.NOTED)
    assert _restart(tmp_path, db, clock)[1] is None


def test_only_the_newest_is_offered_the_others_reached_nobody(
    tmp_path: Path, db: Database, clock: SimulatedClock
) -> None:
    older, newest = (take(db, clock).ticket.ticket_id for _ in range(2))
    db, offer = _restart(tmp_path, db, clock)
    assert offer == newest
    assert load_ticket(db, older).handover is Handover.NONE


def test_the_paper_of_a_cut_off_visit_waits_for_staff(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    job_id = take(db, clock).job_id
    db, _ = _restart(tmp_path, db, clock)
    assert load_job(db, job_id).state is JobState.HELD
    assert [job.job_id for job in waiting_for_staff(db)] == [job_id]
