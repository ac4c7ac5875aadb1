"""From the store to paper and back: every slip is confirmed, held or in doubt, and none prints by itself too late."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.lifecycle import Handover, HoldCause, JobState, SlipOrigin
from kiosk.press.state import CAUSES, held_because
from kiosk.store.jobs import JobRow
from printers.faults import Fault
from printers.profiles import profile
from printers.status import Trouble
from tests.press.kiosk import COPY, Kiosk
from tests.store.branch import told


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    yield kiosk
    kiosk.close()


def test_a_number_is_printed_confirmed_and_handed_over(kiosk: Kiosk) -> None:
    taken = kiosk.take()
    kiosk.turn()
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED
    assert kiosk.ticket(taken).handover is Handover.PAPER
    assert [status.state for status in kiosk.told] == [JobState.SENDING, JobState.SENT, JobState.CONFIRMED]
    assert [lines[1] for lines in kiosk.papers()] == [taken.ticket.label]
    assert kiosk.asks() == []


def test_slips_come_out_in_the_order_in_which_they_were_asked_for(kiosk: Kiosk) -> None:
    numbers = [kiosk.take().ticket.label for _ in range(4)]
    kiosk.turn()
    assert [lines[1] for lines in kiosk.papers()] == numbers


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (Fault.PAPER_OUT, HoldCause.PAPER_OUT),
        (Fault.COVER_OPEN, HoldCause.COVER_OPEN),
        (Fault.CUTTER, HoldCause.CUTTER),
        (Fault.OVERHEATED, HoldCause.OVERHEATED),
        (Fault.CABLE_PULLED, HoldCause.LINK),
        (Fault.MUTE, HoldCause.MUTE),
    ],
)
def test_a_printer_that_is_not_ready_holds_the_slip_and_says_why(kiosk: Kiosk, fault: Fault, cause: HoldCause) -> None:
    kiosk.printer.turn(fault, True)
    taken = kiosk.take()
    kiosk.turn()
    job = kiosk.job(taken.job_id)
    assert (job.state, job.cause, job.touched) == (JobState.HELD, cause, False)
    assert held_because(kiosk.press.printer_state()) is cause
    assert kiosk.papers() == []


def test_a_held_slip_goes_on_unmarked_when_the_printer_is_ready_and_the_person_still_there(kiosk: Kiosk) -> None:
    kiosk.printer.turn(Fault.PAPER_OUT, True)
    taken = kiosk.take()
    kiosk.turn(3)
    kiosk.mend()
    kiosk.turn(3)
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED
    assert len(kiosk.jobs(taken)) == 1
    assert [COPY in lines for lines in kiosk.papers()] == [False]


def test_a_torn_slip_is_followed_by_a_marked_copy(kiosk: Kiosk) -> None:
    kiosk.turn(2)
    kiosk.break_at(200, Fault.PAPER_OUT)
    taken = kiosk.take()
    kiosk.turn()
    job = kiosk.job(taken.job_id)
    assert (job.state, job.cause, job.touched) == (JobState.HELD, HoldCause.PAPER_OUT, True)
    kiosk.mend()
    kiosk.turn(3)
    original, copy = kiosk.jobs(taken)
    assert original.state is JobState.SUPERSEDED
    assert (copy.state, copy.origin, copy.copy_no) == (JobState.CONFIRMED, SlipOrigin.TORN, 1)
    assert [lines[0] for lines in kiosk.papers()] == [COPY]
    assert kiosk.ticket(taken).handover is Handover.PAPER
    assert JobState.SUPERSEDED in [status.state for status in kiosk.told if status.job_id == taken.job_id]


@pytest.mark.parametrize("at", range(5, 420, 60))
def test_wherever_the_paper_ends_one_whole_slip_remains_and_a_second_is_marked(tmp_path: Path, at: int) -> None:
    kiosk = Kiosk(tmp_path, speed_mm_per_s=200)
    kiosk.turn(2)
    kiosk.break_at(at, Fault.PAPER_OUT)
    taken = kiosk.take()
    kiosk.turn()
    kiosk.mend()
    kiosk.turn(4)
    kiosk.close()
    whole = [lines for lines in kiosk.papers() if taken.ticket.label in lines and "dipanggil." in lines[-1]]
    assert len(whole) >= 1
    assert sum(COPY not in lines for lines in whole) <= 1


def test_after_the_visit_nothing_prints_by_itself(kiosk: Kiosk) -> None:
    kiosk.printer.turn(Fault.PAPER_OUT, True)
    taken = kiosk.take()
    kiosk.turn()
    kiosk.end_visit(taken)
    kiosk.mend()
    kiosk.turn(5)
    assert kiosk.papers() == []
    job = kiosk.job(taken.job_id)
    assert job.state is JobState.HELD
    assert job.waits_since_ms is not None


def test_a_slip_the_printer_had_not_taken_when_the_visit_ended_waits_for_staff(kiosk: Kiosk) -> None:
    taken = kiosk.take()
    kiosk.end_visit(taken)
    kiosk.turn(4)
    assert kiosk.papers() == [], "nobody is there to take it"
    job = kiosk.job(taken.job_id)
    assert (job.state, job.visit_open, job.touched) == (JobState.HELD, False, False)
    assert job.waits_since_ms is not None


def test_after_a_restart_nothing_prints_by_itself(kiosk: Kiosk) -> None:
    taken = kiosk.take()
    kiosk.restart()
    kiosk.turn(4)
    assert kiosk.papers() == []
    job = kiosk.job(taken.job_id)
    assert (job.state, job.cause) == (JobState.HELD, HoldCause.RESTART)


def test_a_slip_in_doubt_asks_the_person_once_the_printer_is_back(kiosk: Kiosk) -> None:
    kiosk.turn(2)
    kiosk.break_at(150, Fault.CABLE_PULLED)
    taken = kiosk.take()
    kiosk.turn()
    assert kiosk.job(taken.job_id).state is JobState.UNCERTAIN
    assert kiosk.asks() == []
    kiosk.mend()
    kiosk.turn(4)
    assert kiosk.asks() == [taken.job_id]
    kiosk.press.person_answered(taken.job_id, True)
    kiosk.turn()
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED
    assert kiosk.ticket(taken).handover is Handover.PAPER


def test_belum_gives_one_marked_copy_and_not_a_second(kiosk: Kiosk) -> None:
    kiosk.turn(2)
    kiosk.break_at(150, Fault.CABLE_PULLED)
    taken = kiosk.take()
    kiosk.turn()
    kiosk.mend()
    kiosk.turn(4)
    kiosk.press.person_answered(taken.job_id, False)
    kiosk.press.person_answered(taken.job_id, False)
    kiosk.turn(2)
    original, copy = kiosk.jobs(taken)
    assert original.state is JobState.SUPERSEDED
    assert (copy.state, copy.origin) == (JobState.CONFIRMED, SlipOrigin.DOUBT)
    assert [lines[0] for lines in kiosk.papers() if COPY in lines] == [COPY]


def test_a_proof_that_comes_late_settles_the_doubt(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, speed_mm_per_s=5)
    taken = kiosk.take()
    kiosk.turn()
    assert kiosk.job(taken.job_id).state is JobState.UNCERTAIN
    kiosk.clock.advance(seconds=60)
    kiosk.turn()
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED
    kiosk.close()


def test_a_printer_that_tells_nothing_leaves_the_question_to_the_person(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, profile("generic-58"))
    taken = kiosk.take()
    kiosk.turn()
    assert kiosk.job(taken.job_id).state is JobState.SENT
    assert kiosk.asks() == [taken.job_id]
    assert not kiosk.press.printer_state().sees
    kiosk.turn(3)
    assert kiosk.job(taken.job_id).state is JobState.SENT
    assert kiosk.asks() == [taken.job_id]
    kiosk.press.person_answered(taken.job_id, True)
    kiosk.turn()
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED
    kiosk.close()


def test_silence_is_not_a_yes(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, profile("generic-58"))
    taken = kiosk.take()
    kiosk.turn()
    kiosk.end_visit(taken)
    kiosk.turn(2)
    job = kiosk.job(taken.job_id)
    assert job.state is JobState.UNCERTAIN
    assert job.waits_since_ms is not None
    assert kiosk.ticket(taken).handover is Handover.NONE
    kiosk.close()


def test_a_checklists_bytes_are_gone_when_it_is_on_paper(kiosk: Kiosk) -> None:
    job_id = kiosk.checklist()
    kiosk.turn()
    job = kiosk.job(job_id)
    assert (job.state, job.data) == (JobState.CONFIRMED, b"")
    assert kiosk.papers() == [["Surat untuk JHT"]]


def test_a_held_checklist_dies_with_its_visit(kiosk: Kiosk) -> None:
    kiosk.printer.turn(Fault.COVER_OPEN, True)
    job_id = kiosk.checklist()
    kiosk.turn()
    kiosk.end_visit(None)
    kiosk.mend()
    kiosk.turn(3)
    job = kiosk.job(job_id)
    assert (job.state, job.data) == (JobState.LAPSED, b"")
    assert kiosk.papers() == []


def test_a_copy_that_cannot_be_made_stops_no_other_slip(kiosk: Kiosk) -> None:
    def refuse(job: JobRow) -> bytes:
        raise RuntimeError(f"no copy of {job.job_id}")

    kiosk.press = kiosk.new_press(refuse)
    kiosk.turn(2)
    kiosk.break_at(200, Fault.PAPER_OUT)
    torn = kiosk.take()
    kiosk.turn()
    kiosk.mend()
    following = kiosk.take()
    kiosk.turn(3)
    assert kiosk.job(torn.job_id).state is JobState.HELD
    assert kiosk.job(following.job_id).state is JobState.CONFIRMED


def test_what_breaks_in_the_press_is_seen_and_the_slip_in_hand_is_in_doubt(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = kiosk.take()

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(kiosk.press._driver, "print_slip", broken)
        kiosk.turn()
    assert "a fault of ours" in kiosk.press.printer_state().failure
    assert kiosk.job(taken.job_id).state is JobState.SENDING
    kiosk.turn()
    assert kiosk.press.printer_state().failure == ""
    assert kiosk.job(taken.job_id).state is JobState.UNCERTAIN


def test_the_house_is_told_when_the_printer_changes_and_not_otherwise(kiosk: Kiosk) -> None:
    kiosk.turn(5)
    assert kiosk.states[-1].ready
    told = len(kiosk.states)
    kiosk.turn(5)
    assert len(kiosk.states) == told
    kiosk.printer.turn(Fault.PAPER_LOW, True)
    kiosk.turn(2)
    assert kiosk.states[-1].paper_low
    assert kiosk.states[-1].ready
    kiosk.printer.turn(Fault.MUTE, True)
    kiosk.turn()
    assert not kiosk.states[-1].ready
    assert kiosk.states[-1].unknown


def test_before_the_first_look_nobody_is_told_that_all_is_well(kiosk: Kiosk) -> None:
    assert not kiosk.press.printer_state().ready
    assert held_because(kiosk.press.printer_state()) is HoldCause.NOT_READY


def test_staff_can_be_told_of_every_trouble() -> None:
    assert set(CAUSES) == set(Trouble)


def test_a_printer_that_says_nothing_and_takes_nothing_is_not_tried_for_ever(tmp_path: Path) -> None:
    """Out of paper with a full buffer: a turn of the press ends, and the journal is not filled with tries."""
    kiosk = Kiosk(tmp_path, profile("generic-58"))
    kiosk.turn(2)
    kiosk.printer.turn(Fault.PAPER_OUT, True)
    takens = [kiosk.take() for _ in range(8)]
    kiosk.turn(20)
    last = kiosk.job(takens[-1].job_id)
    assert (last.state, last.touched) == (JobState.HELD, False)
    moves = kiosk.ask(lambda db: [move for move in told(db, "job.moved") if move["job"] == last.job_id])
    assert len(moves) <= 10
    kiosk.mend()
    kiosk.clock.advance(seconds=20)
    kiosk.turn(8)
    assert kiosk.job(last.job_id).state is JobState.SENT
    kiosk.close()
