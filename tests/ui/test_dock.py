"""The developer's dock: every fault is a switch, every paper is shown, slips and roll are told live."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app import furnish
from kiosk.docked import DockedPrinter
from kiosk.ui.dock import Dock
from kiosk.ui.touring import comes_true
from printers.faults import INCIDENTS, Fault
from printers.virtual import VirtualPrinter
from tests.app.kiosk import Opened, opened
from tests.app.test_kiosk import TO_A_NUMBER


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Opened]:
    with opened(tmp_path) as place:
        yield place


@pytest.fixture
def printer(place: Opened) -> VirtualPrinter:
    assert place.kiosk.virtual is not None
    return place.kiosk.virtual


@pytest.fixture
def dock(place: Opened, printer: VirtualPrinter, qtbot: QtBot) -> Dock:
    dock = Dock(DockedPrinter(place.kiosk, printer), furnish().texts, "id")
    qtbot.addWidget(dock)
    return dock


def test_every_fault_has_its_switch(dock: Dock, printer: VirtualPrinter) -> None:
    for fault in Fault:
        control = dock.findChild(QPushButton if fault in INCIDENTS else QCheckBox, f"dock-{fault.value}")
        assert control is not None, fault
        control.click()
        if fault not in INCIDENTS:
            assert fault in printer.faults
            control.click()
        assert fault not in printer.faults


def test_papers_slips_and_roll_follow_a_real_visit(dock: Dock, place: Opened, printer: VirtualPrinter) -> None:
    place.choose(*TO_A_NUMBER)
    place.until(lambda: bool(printer.papers))
    QApplication.processEvents()
    assert comes_true(lambda: len(_papers(dock)) == 1)
    place.kiosk.chores()
    place.until(lambda: place.kiosk.paper.restocking.outlook is not None)
    assert _told(dock, "#1 ticket A001: confirmed", "roll 1 (unknown): 0.", "printer ready", "level 1")


def test_a_held_slip_says_why(dock: Dock, place: Opened, printer: VirtualPrinter) -> None:
    printer.turn(Fault.PAPER_OUT, True)
    place.choose(*TO_A_NUMBER)
    place.until(lambda: place.kiosk.press.printer_state().cause is not None)
    place.until(lambda: bool(place.kiosk.visit.state.slips))
    assert _told(dock, "held (paper-out)", "not ready: paper-out")


def _told(dock: Dock, *words: str) -> bool:
    facts = dock.findChild(QLabel, "dock-facts")
    dock.look()

    def there() -> bool:
        dock.look()
        return all(word in facts.text() for word in words)

    assert comes_true(there), facts.text()
    return True


def _papers(dock: Dock) -> list[QLabel]:
    return [label for label in dock.findChildren(QLabel) if not label.pixmap().isNull()]
