"""Days with 40 % of the slips hit by a fault, judged by the paper: nothing confirmed is missing, no double unmarked."""

from pathlib import Path
from random import Random

import pytest

from kiosk.domain.lifecycle import Handover, JobState
from kiosk.domain.ticket import Taken
from printers import tray
from printers.faults import Fault
from printers.profiles import profile
from printers.virtual_paper import VirtualPaper
from tests.press.kiosk import COPY, Kiosk
from tests.printers.desk import WHOLE

VISIBLE = {JobState.CONFIRMED, JobState.HELD, JobState.UNCERTAIN, JobState.SENT}


def whole_slips(kiosk: Kiosk, taken: Taken) -> list[VirtualPaper]:
    """The papers on which a person can read this number to the end of the slip."""
    return [
        paper
        for paper in kiosk.printer.papers
        if taken.ticket.label in paper.lines() and paper.lines()[-1].endswith(WHOLE)
    ]


def one_visit(kiosk: Kiosk, chance: Random) -> Taken:
    """A number is taken, perhaps something breaks, somebody mends it; the person answers what is true, and goes."""
    if chance.random() < 0.4:
        kiosk.break_at(chance.randrange(300), chance.choice(list(Fault)))
    taken = kiosk.take()
    kiosk.turn(1)
    if chance.random() < 0.1:
        kiosk.printer.switch_off_and_on()
    kiosk.turn(chance.randrange(3))
    kiosk.mend()
    kiosk.turn(4)
    for job in kiosk.jobs(taken):
        if job.job_id in kiosk.asks():
            kiosk.press.person_answered(job.job_id, bool(whole_slips(kiosk, taken)))
    kiosk.turn(4)
    kiosk.end_visit(taken)
    return taken


def a_day(folder: Path, name: str, seed: int, numbers: int) -> None:
    """Play it and look at every paper."""
    kiosk = Kiosk(folder, profile(name), speed_mm_per_s=200)
    kiosk.turn(2)
    chance = Random(seed)  # noqa: S311 - a day that can be played again
    takens = [one_visit(kiosk, chance) for _ in range(numbers)]
    kiosk.mend()
    kiosk.clock.advance(seconds=60)
    kiosk.turn(2)
    for taken in takens:
        papers = whole_slips(kiosk, taken)
        states = {job.state for job in kiosk.jobs(taken)}
        told = f"seed {seed}: {taken.ticket.label} {states}"
        if JobState.CONFIRMED in states:
            assert papers, f"{told} is confirmed and on no paper"
        else:
            assert states & VISIBLE, f"{told} has vanished"
            assert kiosk.ticket(taken).handover is not Handover.PAPER, told
        assert sum(COPY not in paper.lines() for paper in papers) <= 1, f"{told} came out twice, unmarked"
    kiosk.close()


@pytest.mark.parametrize("name", ["epson-80", "generic-80", "generic-58"])
def test_a_bad_day_loses_nothing_and_doubles_nothing(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tray, "KEPT_PAPERS", 10_000)
    a_day(tmp_path, name, seed=1, numbers=40)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", ["epson-80", "generic-80"])
def test_many_bad_days(tmp_path: Path, name: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray, "KEPT_PAPERS", 10_000)
    a_day(tmp_path, name, seed, numbers=100)
