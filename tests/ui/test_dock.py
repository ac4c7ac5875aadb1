"""The developer's dock: every switch reaches the virtual printer, every paper is shown, newest on top."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app import furnish
from kiosk.ui.dock import Dock
from kiosk.ui.touring import comes_true
from kiosk.window import SWITCHES, DockedPrinter
from printers.blocks import Cut, Text
from printers.driver import Delivery, Driver
from printers.faults import INCIDENTS
from printers.layout import render
from printers.profiles import profile
from printers.transport import transport_factory
from printers.virtual import VirtualPrinter
from tests.app.kiosk import LivingClock, opened
from tests.app.test_kiosk import TO_A_NUMBER


def _dock(printer: VirtualPrinter, qtbot: QtBot) -> Dock:
    dock = Dock(DockedPrinter(printer), furnish().texts, "id")
    qtbot.addWidget(dock)
    return dock


def test_every_switch_puts_its_fault_on_and_off(qtbot: QtBot) -> None:
    printer = VirtualPrinter(profile("epson-80"))
    dock = _dock(printer, qtbot)
    for name, fault in SWITCHES:
        if fault in INCIDENTS:
            continue
        box = dock.findChild(QCheckBox, f"dock-{name}")
        assert box is not None
        box.click()
        assert fault in printer.faults
        box.click()
        assert fault not in printer.faults


def test_what_happens_at_once_is_a_button(qtbot: QtBot) -> None:
    printer = VirtualPrinter(profile("epson-80"))
    line = printer.connect()
    dock = _dock(printer, qtbot)
    button = dock.findChild(QPushButton, "dock-link-reset")
    assert button is not None
    button.click()
    assert line is not None
    assert line.broken


def test_papers_are_shown_as_they_come_out(qtbot: QtBot) -> None:
    printer = VirtualPrinter(profile("epson-80"))
    dock = _dock(printer, qtbot)
    clock = LivingClock()
    driver = Driver(transport_factory("virtual:", clock.monotonic_ms, printer), printer.profile, clock.monotonic_ms)
    for line in ("satu", "dua"):
        slip = render([Text(line), Cut()], printer.profile)
        assert driver.print_slip(slip.data, 1, slip.length_mm).delivery is Delivery.CONFIRMED
    assert comes_true(lambda: len(_papers(dock)) == 2)
    driver.close()


def test_the_dock_follows_a_real_visit(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path) as place:
        assert place.kiosk.virtual is not None
        dock = _dock(place.kiosk.virtual, qtbot)
        place.choose(*TO_A_NUMBER)
        place.until(lambda: place.kiosk.virtual is not None and bool(place.kiosk.virtual.papers))
        QApplication.processEvents()
        assert comes_true(lambda: len(_papers(dock)) == 1)


def _papers(dock: Dock) -> list[QLabel]:
    return [label for label in dock.findChildren(QLabel) if not label.pixmap().isNull()]
