"""While somebody changes the paper only test strips come out, and every millimetre is counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.lifecycle import HoldCause, JobState
from kiosk.domain.roll import RollKind
from kiosk.press import proof
from kiosk.press.state import held_because
from kiosk.store.errors import StoreFull
from kiosk.store.rolls import RollRow, is_unproven, present_roll
from printers.blocks import Cut, Text
from printers.faults import Fault
from printers.layout import render
from tests.press.kiosk import COPY, Kiosk
from tests.store.branch import told


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    kiosk.press = kiosk.new_press(opened=True)
    kiosk.turn(2)
    yield kiosk
    kiosk.close()


def _strip(kiosk: Kiosk) -> list[HoldCause | None]:
    heard: list[HoldCause | None] = []
    kiosk.press.print_strip(render([Text("KERTAS 472"), Cut()], kiosk.family).data, heard.append)
    kiosk.turn()
    return heard


def _roll(kiosk: Kiosk) -> RollRow:
    roll = kiosk.ask(present_roll)
    assert roll is not None
    return roll


def test_after_the_cover_was_open_nothing_prints_until_somebody_has_read_the_strip(kiosk: Kiosk) -> None:
    kiosk.printer.turn(Fault.COVER_OPEN, True)
    taken = kiosk.take()
    kiosk.turn()
    assert kiosk.job(taken.job_id).cause is HoldCause.COVER_OPEN
    kiosk.mend()
    kiosk.turn(4)
    assert kiosk.papers() == []
    assert held_because(kiosk.states[-1]) is HoldCause.ROLL
    later = kiosk.take()
    kiosk.turn()
    assert (kiosk.job(later.job_id).state, kiosk.job(later.job_id).cause) == (JobState.HELD, HoldCause.ROLL)
    assert _strip(kiosk) == [None]
    assert kiosk.papers() == [["KERTAS 472"]]
    kiosk.press.proof.say(unproven=False)
    kiosk.turn(2)
    assert [lines[1] for lines in kiosk.papers()[1:]] == [taken.ticket.label, later.ticket.label]
    assert not [lines for lines in kiosk.papers() if COPY in lines], "no byte had been sent: these are the originals"
    assert held_because(kiosk.states[-1]) is None


def test_paper_that_had_ended_and_is_there_again_was_put_in_by_somebody(kiosk: Kiosk) -> None:
    """Some printers draw the paper in from below: nobody opens them."""
    kiosk.printer.turn(Fault.PAPER_OUT, True)
    taken = kiosk.take()
    kiosk.turn(2)
    kiosk.mend()
    kiosk.turn(4)
    assert (kiosk.job(taken.job_id).state, kiosk.papers()) == (JobState.HELD, [])
    assert held_because(kiosk.states[-1]) is HoldCause.ROLL
    assert kiosk.ask(is_unproven)


def test_a_sensor_that_flickers_once_holds_nobody_up(kiosk: Kiosk) -> None:
    kiosk.printer.turn(Fault.PAPER_OUT, True)
    kiosk.turn()
    kiosk.mend()
    taken = kiosk.take()
    kiosk.turn(4)
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED


def test_a_disk_that_refuses_delays_what_the_store_knows_and_nothing_else(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise StoreFull("no room")

    with monkeypatch.context() as patched:
        patched.setattr(proof, "mark_unproven", full)
        kiosk.printer.turn(Fault.COVER_OPEN, True)
        kiosk.turn()
        kiosk.mend()
        kiosk.turn(2)
        assert held_because(kiosk.states[-1]) is HoldCause.ROLL
        assert not kiosk.ask(is_unproven)
    assert "paper-proof-waits-for-disk" in caplog.text
    kiosk.turn()
    assert kiosk.ask(is_unproven)


def test_a_store_that_cannot_be_read_at_the_start_is_no_proof(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_db: object) -> bool:
        raise StoreFull("no room")

    kiosk.press = kiosk.new_press(opened=True)
    with monkeypatch.context() as patched:
        patched.setattr(proof, "is_unproven", broken)
        taken = kiosk.take()
        kiosk.turn(2)
        assert kiosk.papers() == []
    kiosk.turn(2)
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED


def test_a_strip_that_cannot_come_out_says_why(kiosk: Kiosk) -> None:
    for fault, cause in (
        (Fault.COVER_OPEN, HoldCause.COVER_OPEN),
        (Fault.PAPER_OUT, HoldCause.PAPER_OUT),
        (Fault.CABLE_PULLED, HoldCause.LINK),
    ):
        kiosk.printer.turn(fault, True)
        kiosk.turn(2)
        assert _strip(kiosk) == [cause]
        kiosk.mend()
        kiosk.turn(2)
    assert _roll(kiosk).use.used_mm == 0


def test_a_strip_is_metered_and_never_stored(kiosk: Kiosk) -> None:
    _strip(kiosk)
    assert _roll(kiosk).numbers == 0
    assert kiosk.ask(lambda db: told(db, "job.queued")) == []
    length = sum(paper.length_mm for paper in kiosk.printer.papers)
    assert _roll(kiosk).use.used_mm == pytest.approx(length, abs=1)


def test_the_meter_agrees_with_the_paper_to_a_millimetre(kiosk: Kiosk) -> None:
    for _ in range(7):
        kiosk.take()
    kiosk.checklist()
    kiosk.turn()
    roll = _roll(kiosk)
    papers = kiosk.printer.papers
    assert len(papers) == 8
    assert roll.use.used_mm == pytest.approx(sum(paper.length_mm for paper in papers), abs=1)
    assert (roll.use.kind, roll.numbers) == (RollKind.UNKNOWN, 7)


def test_what_was_not_sent_is_not_metered_and_a_torn_slip_is_half_of_one(kiosk: Kiosk) -> None:
    kiosk.press.hold(True)
    kiosk.take()
    kiosk.turn(2)
    assert kiosk.ask(present_roll) is None
    kiosk.press.hold(False)
    kiosk.break_at(200, Fault.PAPER_OUT)
    kiosk.turn(2)
    roll = _roll(kiosk)
    assert 20 < roll.use.used_mm < 100
    assert roll.numbers == 0


def test_the_moment_at_which_the_sensor_tells_is_kept(kiosk: Kiosk) -> None:
    kiosk.take()
    kiosk.turn()
    used = _roll(kiosk).use.used_mm
    kiosk.printer.turn(Fault.PAPER_LOW, True)
    kiosk.turn(2)
    assert _roll(kiosk).use.low_at_mm == pytest.approx(used)
    kiosk.take()
    kiosk.turn(2)
    assert _roll(kiosk).use.low_at_mm == pytest.approx(used)
    assert len(kiosk.ask(lambda db: told(db, "roll.low"))) == 1
