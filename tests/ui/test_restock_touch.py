"""The paper is changed by touch alone, on the real window: from the calm screen, and from an untouched kiosk."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.domain.lifecycle import Handover
from kiosk.domain.roll import RollKind
from kiosk.staff.restock import Step
from kiosk.store.rolls import present_roll
from kiosk.store.tickets import load_ticket
from kiosk.ui.touring import comes_true
from kiosk.visit.view import ScreenId
from printers.faults import Fault
from tests.ui.front import Lobby, lobby

TO_A_NUMBER = ("start", "take", "need:jht", "take-number")


def _change_roll(place: Lobby) -> None:
    """The hands at the printer."""
    place.printer.turn(Fault.COVER_OPEN, True)
    assert place.step(Step.CHANGE)
    place.printer.turn(Fault.PAPER_OUT, False)
    place.printer.turn(Fault.COVER_OPEN, False)
    assert place.step(Step.CODE)


def test_from_the_calm_screen_to_the_ticket_in_the_hand(tmp_path: Path, qtbot: QtBot) -> None:
    with lobby(tmp_path) as place:
        place.printer.turn(Fault.PAPER_OUT, True)
        place.touch(*TO_A_NUMBER)
        assert place.at(ScreenId.PRINT_FAILED)
        place.touch("paper-change")
        assert place.step(Step.OPEN)
        _change_roll(place)
        before = len(place.printer.papers)
        place.touch(*(f"key:{digit}" for digit in place.code()), "kind:new")
        assert place.step(Step.DONE)
        place.touch("done")
        assert place.at(ScreenId.DONE), "whoever waited for it sees the number again, and the paper is out"
        number = place.front.kiosk.visit.state.number
        assert number is not None
        papers = [paper.lines() for paper in place.printer.papers[before:]]
        assert [lines[2] for lines in papers if number.ticket.label in lines] == [number.ticket.label]
        assert not [lines for lines in papers if any("SALINAN" in line for line in lines)]
        roll = place.front.kiosk.writer.submit(present_roll).result()
        assert roll is not None
        assert roll.use.kind is RollKind.NEW


def test_whoever_opens_an_untouched_kiosk_prints_what_was_held(tmp_path: Path, qtbot: QtBot) -> None:
    with lobby(tmp_path) as place:
        place.printer.turn(Fault.PAPER_OUT, True)
        tickets = []
        for _ in range(2):
            place.touch(*TO_A_NUMBER)
            assert place.at(ScreenId.PRINT_FAILED)
            number = place.front.kiosk.visit.state.number
            assert number is not None
            tickets.append(number.ticket)
            place.touch("finish", "new-visit")
            assert place.at(ScreenId.ATTRACT)
            place.front.kiosk.visit._deaf_until_ms = 0
            place.front.stage._guard.person_changed(0)
        _change_roll(place)
        place.touch("blank")
        assert place.step(Step.TURN)
        _change_roll(place)
        place.touch(*(f"key:{digit}" for digit in place.code()), "kind:part")
        assert comes_true(lambda: bool(place.restock.held))
        assert [paper.label for paper in place.restock.held or ()] == [ticket.label for ticket in tickets]
        place.touch("print-all")
        assert place.step(Step.DONE)
        kiosk = place.front.kiosk
        for ticket in tickets:
            ticket_id = ticket.ticket_id
            now = kiosk.writer.submit(lambda db, of=ticket_id: load_ticket(db, of)).result()
            assert now.handover is Handover.PAPER
        place.touch("done")
        QApplication.processEvents()
        assert place.front.stage.view is not None
        assert place.front.stage.view.screen is ScreenId.ATTRACT


def test_the_cover_opened_in_the_middle_of_a_visit_gives_it_back_as_it_was(tmp_path: Path, qtbot: QtBot) -> None:
    with lobby(tmp_path) as place:
        place.touch("start", "papers", "need:jht")
        asked = place.front.kiosk.visit.view().title
        _change_roll(place)
        shown = place.front.stage.view
        assert shown is not None
        assert asked not in (shown.title, shown.lead), "nothing of the visit is on the screen"
        place.touch(*(f"key:{digit}" for digit in place.code()), "kind:same")
        assert place.step(Step.DONE)
        place.touch("done")
        assert place.front.kiosk.visit.view().title == asked


def test_a_kiosk_that_falls_in_the_middle_of_it_comes_back_to_it(tmp_path: Path, qtbot: QtBot) -> None:
    fallen = Lobby(tmp_path)
    _change_roll(fallen)
    fallen.front.close(fallen=True)
    with lobby(tmp_path) as place:
        assert place.step(Step.CODE)
        assert place.front.stage.view is not None
        assert place.front.stage.view.screen is ScreenId.PAPER_CHANGE
        assert place.front.kiosk.status()["printer"] == "roll"
        place.touch(*(f"key:{digit}" for digit in place.code()), "kind:new")
        assert place.step(Step.DONE)
        place.touch("done", *TO_A_NUMBER)
        assert place.at(ScreenId.DONE)
        assert place.front.kiosk.status()["printer"] == "ready"
