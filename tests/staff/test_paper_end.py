"""The paper ends: before anybody comes, in the middle of printing, and in a printer that nobody has to open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.lifecycle import Handover
from kiosk.staff.restock import Step
from printers.faults import Fault
from tests.staff.desk import Satpam
from tests.store.branch import told


@pytest.fixture
def satpam(tmp_path: Path) -> Iterator[Satpam]:
    satpam = Satpam(tmp_path)
    yield satpam
    satpam.close()


def test_a_roll_that_ended_before_anybody_came_shows_how_long_it_was(satpam: Satpam) -> None:
    satpam.kiosk.printer.turn(Fault.PAPER_OUT, True)
    satpam.turn(3)
    satpam.change_roll()
    satpam.type(satpam.read())
    satpam.touch("kind:new")
    ended = satpam.kiosk.ask(lambda db: told(db, "roll.ended"))
    assert [event["reason"] for event in ended] == ["paper-out"]
    satpam.touch("done")
    satpam.change_roll()
    satpam.type(satpam.read()).touch("kind:new")
    ended = satpam.kiosk.ask(lambda db: told(db, "roll.ended"))
    assert [event["reason"] for event in ended] == ["paper-out", "changed"]


def test_whoever_puts_paper_into_a_printer_that_nobody_opens_is_led_to_the_code(satpam: Satpam) -> None:
    satpam.kiosk.printer.turn(Fault.PAPER_OUT, True)
    satpam.turn(3)
    assert not satpam.restocking.active
    satpam.kiosk.printer.turn(Fault.PAPER_OUT, False)
    satpam.turn(4)
    assert satpam.step is Step.CODE
    satpam.type(satpam.read()).touch("kind:new")
    assert satpam.step is Step.DONE


def test_paper_that_ends_again_in_the_middle_leads_back_to_the_roll(satpam: Satpam) -> None:
    kiosk = satpam.kiosk
    takes = [kiosk.take() for _ in range(2)]
    for taken in takes:
        kiosk.end_visit(taken)
    satpam.change_roll()
    satpam.type(satpam.read()).touch("kind:new")
    kiosk.break_at(300, Fault.PAPER_OUT)
    satpam.touch("print-all")
    satpam.turn(2)
    assert satpam.step is Step.OPEN
    satpam.change_roll()
    satpam.type(satpam.read()).touch("kind:new")
    assert satpam.step is Step.HELD
    satpam.touch("print-all")
    assert satpam.step is Step.DONE
    assert [kiosk.ticket(taken).handover for taken in takes] == [Handover.PAPER] * 2
