"""Our mark is written into a printer once, when it is missing, and costs a slip a few bytes."""

from printers import logo
from printers.blocks import Cut, Logo, Text
from printers.driver import Delivery
from printers.faults import Fault
from printers.layout import REAL_TIME, render
from printers.platen import paper_mm
from printers.profiles import names, profile
from printers.strip import Dots
from tests.printers.desk import EPSON, Desk
from tests.printers.slips import a_ticket

DEFINITION = logo.definition()


def test_it_is_written_when_it_is_missing_and_never_again() -> None:
    desk = Desk()
    desk.settle()
    assert desk.printer.received.count(DEFINITION) == 1
    for _ in range(3):  # the printer's memory outlasts its power, so it says that it has the mark
        desk.printer.switch_off_and_on()
        desk.settle()
        desk.settle()
    assert desk.printer.received.count(logo.LIST_KEYS) == 4
    assert desk.printer.received.count(DEFINITION) == 1


def test_a_printer_that_forgets_it_is_not_worn_out() -> None:
    desk = Desk()
    for _ in range(3):
        desk.settle()
        desk.printer._mechanism._platen.kept.clear()
        desk.printer.switch_off_and_on()
        desk.settle()
    assert desk.printer.received.count(DEFINITION) == 1


def test_one_that_does_not_answer_the_question_is_not_written_to() -> None:
    desk = Desk(profile("bixolon-80"))
    desk.settle()
    assert logo.LIST_KEYS not in desk.printer.received
    mute = Desk()
    mute.printer.turn(Fault.MUTE, True)
    mute.settle()
    assert DEFINITION not in mute.printer.received


def test_it_is_on_the_paper_in_a_few_bytes() -> None:
    desk = Desk()
    desk.settle()
    slip = render([Logo(), *a_ticket()], EPSON)
    plain = render(a_ticket(), EPSON)
    assert len(slip.data) - len(plain.data) <= 16
    assert desk.print(slip).delivery is Delivery.CONFIRMED
    (paper,) = desk.printer.papers
    (mark, *_) = [mark for mark in paper.strip.marks if isinstance(mark, Dots)]
    assert (mark.rows, mark.data) == (logo.HEIGHT, logo.bits())
    assert abs(paper.length_mm - slip.length_mm) <= 1
    assert abs(paper_mm(slip.data, EPSON) - slip.length_mm) <= 1


def test_where_it_is_not_kept_the_slip_is_as_long_as_without() -> None:
    for name in names():
        family = profile(name)
        with_it, without = (render([*marks, Text("a"), Cut()], family) for marks in ([Logo()], []))
        assert (with_it.data == without.data) == (not family.nv_logo)


def test_the_drawing_is_a_rectangle_and_no_command_for_the_printer() -> None:
    assert len({len(row) for row in logo.ROWS}) == 1
    assert not any(command in DEFINITION for command in REAL_TIME)
