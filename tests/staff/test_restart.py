"""A restart while the paper is changed: what nobody has proved stays on hold, and the change goes on where it was."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.lifecycle import HoldCause, JobState
from kiosk.staff import restock
from kiosk.staff.restock import Step
from printers.faults import Fault
from printers.profiles import profile
from tests.staff.desk import Satpam


@pytest.fixture
def satpam(tmp_path: Path) -> Iterator[Satpam]:
    satpam = Satpam(tmp_path)
    yield satpam
    satpam.close()


def _nothing_comes_out(satpam: Satpam) -> None:
    papers = len(satpam.kiosk.printer.papers)
    taken = satpam.kiosk.take()
    satpam.turn(3)
    job = satpam.kiosk.job(taken.job_id)
    assert (job.state, job.cause) == (JobState.HELD, HoldCause.ROLL)
    assert len(satpam.kiosk.printer.papers) == papers


def _slips_come_out(satpam: Satpam) -> None:
    taken = satpam.kiosk.take()
    satpam.turn(3)
    assert satpam.kiosk.job(taken.job_id).state is JobState.CONFIRMED


@pytest.mark.parametrize("unclean", [True, False])
def test_a_roll_that_nobody_proved_prints_nothing_after_a_restart(satpam: Satpam, unclean: bool) -> None:
    satpam.change_roll()
    satpam.kiosk.clock.advance(restock.IDLE_MS)
    satpam.restocking.tick(free=True)
    assert not satpam.restocking.active, "whoever it was has gone"
    satpam.restart(unclean=unclean)
    _nothing_comes_out(satpam)
    satpam.restart(unclean=unclean)
    _nothing_comes_out(satpam)


def test_the_change_goes_on_with_a_strip_of_its_own(satpam: Satpam) -> None:
    satpam.change_roll()
    first = satpam.read()
    satpam.restart()
    satpam.restocking.tick(free=True)
    satpam.turn(2)
    assert satpam.step is Step.CODE
    assert satpam.read() != first
    satpam.type(satpam.read()).touch("kind:new")
    assert satpam.step is Step.DONE
    satpam.touch("done")
    _slips_come_out(satpam)


def test_with_the_cover_open_it_goes_on_with_the_roll(satpam: Satpam) -> None:
    satpam.kiosk.printer.turn(Fault.COVER_OPEN, True)
    satpam.turn(2)
    satpam.restart()
    assert satpam.step is Step.CHANGE
    satpam.kiosk.printer.turn(Fault.COVER_OPEN, False)
    satpam.turn(3)
    assert satpam.step is Step.CODE


def test_without_paper_it_goes_on_with_the_first_picture(satpam: Satpam) -> None:
    satpam.change_roll()
    satpam.kiosk.printer.turn(Fault.PAPER_OUT, True)
    satpam.restart()
    satpam.restocking.tick(free=True)
    assert satpam.step is Step.OPEN


def test_whoever_is_asked_for_the_last_number_is_not_interrupted(satpam: Satpam) -> None:
    satpam.change_roll()
    satpam.restart()
    satpam.restocking.tick(free=False)
    assert not satpam.restocking.active
    satpam.restocking.tick(free=True)
    assert satpam.restocking.active


def test_a_change_that_was_given_up_after_a_restart_does_not_come_back_by_itself(satpam: Satpam) -> None:
    satpam.change_roll()
    satpam.restart()
    satpam.restocking.tick(free=True)
    satpam.touch("leave")
    satpam.restocking.tick(free=True)
    assert not satpam.restocking.active
    _nothing_comes_out(satpam)


def test_a_roll_that_was_proved_prints_after_a_restart_and_nobody_is_led(satpam: Satpam) -> None:
    satpam.change_roll()
    satpam.type(satpam.read())
    satpam.restart()
    satpam.restocking.tick(free=True)
    assert not satpam.restocking.active
    _slips_come_out(satpam)


def test_a_strip_that_nobody_read_counts_without_sensors_too(tmp_path: Path) -> None:
    with closing(Satpam(tmp_path, profile("generic-58"))) as satpam:
        satpam.restocking.begin()
        satpam.touch("next", "next")
        assert satpam.step is Step.CODE
        satpam.restart()
        _nothing_comes_out(satpam)


def test_a_kiosk_without_a_screen_for_the_paper_prints_on(satpam: Satpam) -> None:
    """Nobody could ever read a code there."""
    satpam.change_roll()
    satpam.kiosk.restart()
    taken = satpam.kiosk.take()
    satpam.kiosk.turn(3)
    assert satpam.kiosk.job(taken.job_id).state is JobState.CONFIRMED
