"""The driver never guesses: confirmed, held, or uncertain; and it never waits for long."""

import pytest

from printers.driver import Delivery, Outcome
from printers.faults import Fault
from printers.layout import render
from printers.profiles import Confirmation, profile
from printers.protocol import ENABLE_AUTO_STATUS
from printers.status import Paper, Trouble
from tests.printers.desk import ONE_READING, TICKET, WHOLE, Desk
from tests.printers.slips import a_ticket


@pytest.mark.parametrize(
    ("name", "delivery"),
    [
        ("epson-80", Delivery.CONFIRMED),
        ("epson-t88", Delivery.CONFIRMED),
        ("custom-80", Delivery.CONFIRMED),
        ("bixolon-80", Delivery.CONFIRMED),
        ("xprinter-80", Delivery.CONFIRMED),
        ("generic-80", Delivery.CONFIRMED),
        ("generic-58", Delivery.SENT),
    ],
)
def test_a_slip_comes_out_whole_and_is_proved_as_well_as_the_family_can(name: str, delivery: Delivery) -> None:
    family = profile(name)
    desk = Desk(family)
    outcome = desk.print(render(a_ticket(columns=family.columns), family))
    assert outcome == Outcome(delivery)
    assert desk.sent == 1
    assert [paper.lines()[1] for paper in desk.printer.papers] == ["A 012"]


def test_what_the_printer_gets_is_the_slip_and_its_fence_and_nothing_between() -> None:
    desk = Desk()
    desk.print()
    assert TICKET.data + b"\x1d(H\x06\x0000" in desk.printer.received
    assert len(TICKET.data) + 11 <= 700


def test_a_fence_costs_the_reader_nothing_on_paper() -> None:
    desk = Desk(profile("generic-80"))
    desk.print(render(a_ticket(), profile("generic-80")))
    assert desk.driver.confirmation is Confirmation.FENCE
    (paper,) = desk.printer.papers
    assert paper.lines()[-1] == WHOLE


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault.PAPER_OUT, Trouble.PAPER_OUT),
        (Fault.COVER_OPEN, Trouble.COVER_OPEN),
        (Fault.CUTTER, Trouble.CUTTER),
        (Fault.OVERHEATED, Trouble.OVERHEATED),
        (Fault.CABLE_PULLED, Trouble.LINK),
        (Fault.MUTE, Trouble.MUTE),
    ],
)
def test_a_printer_that_is_not_ready_gets_not_a_byte_of_the_slip(fault: Fault, trouble: Trouble) -> None:
    desk = Desk()
    desk.printer.turn(fault, True)
    assert desk.print() == Outcome(Delivery.HELD, trouble, touched=False)
    assert desk.sent == 0
    assert b"A 012" not in desk.printer.received


@pytest.mark.parametrize("fault", [Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER, Fault.OVERHEATED])
@pytest.mark.parametrize("at", range(1, len(TICKET.data), 23))
def test_a_fault_at_any_byte_holds_the_slip_and_nothing_comes_out_later(fault: Fault, at: int) -> None:
    desk = Desk(speed_mm_per_s=200)
    desk.settle()
    desk.printer.fault_after(ONE_READING + at, fault)
    outcome = desk.print()
    assert outcome.delivery is Delivery.HELD
    assert outcome.touched
    assert outcome.trouble is not None
    assert not desk.driver.snapshot.ready
    desk.printer.turn(fault, False)
    desk.clock.advance(seconds=10)
    assert desk.whole_papers() == 0
    assert desk.settle().ready
    assert desk.print(job_id=2) == Outcome(Delivery.CONFIRMED)
    last = desk.printer.papers[-1]
    assert last.whole
    assert last.lines()[0] == "BPJS Ketenagakerjaan"
    assert last.lines()[-1] == WHOLE


@pytest.mark.parametrize("at", range(1, len(TICKET.data), 23))
def test_without_a_clearing_printer_the_slip_is_uncertain_and_comes_out_by_itself(at: int) -> None:
    family = profile("generic-80")
    desk = Desk(family)
    slip = render(a_ticket(), family)
    desk.settle()
    desk.printer.fault_after(ONE_READING + at, Fault.PAPER_OUT)
    outcome = desk.print(slip)
    assert outcome == Outcome(Delivery.UNCERTAIN, Trouble.PAPER_OUT)
    desk.printer.turn(Fault.PAPER_OUT, False)
    assert not desk.printer.unfinished


@pytest.mark.parametrize("at", range(1, len(TICKET.data), 41))
def test_a_cable_pulled_while_sending_leaves_the_slip_uncertain(at: int) -> None:
    desk = Desk()
    desk.settle()
    desk.printer.fault_after(ONE_READING + at, Fault.CABLE_PULLED)
    outcome = desk.print()
    assert outcome.delivery is Delivery.UNCERTAIN
    assert outcome.touched
    assert not desk.settle().ready
    desk.printer.turn(Fault.CABLE_PULLED, False)
    assert desk.settle().ready


def test_a_slip_in_a_printer_that_is_switched_off_is_uncertain() -> None:
    desk = Desk(speed_mm_per_s=20)
    desk.settle()

    def on_sent() -> None:
        desk.printer.switch_off_and_on()

    outcome = desk.driver.print_slip(TICKET.data, 1, TICKET.length_mm, on_sent)
    assert outcome == Outcome(Delivery.UNCERTAIN, Trouble.LINK)
    assert desk.whole_papers() == 0


def test_a_low_roll_is_seen_and_prints() -> None:
    desk = Desk()
    desk.printer.turn(Fault.PAPER_LOW, True)
    assert desk.settle().paper is Paper.LOW
    assert desk.print().delivery is Delivery.CONFIRMED


def test_it_is_configured_again_after_each_reconnect_and_after_each_slip() -> None:
    desk = Desk()
    desk.settle()
    assert desk.printer.received.count(ENABLE_AUTO_STATUS) == 1
    desk.printer.switch_off_and_on()
    desk.settle()
    desk.settle()
    assert desk.printer.received.count(ENABLE_AUTO_STATUS) == 2
    desk.print()
    assert desk.printer.received.endswith(ENABLE_AUTO_STATUS)


def test_after_a_torn_slip_the_next_one_stands_on_a_paper_of_its_own() -> None:
    desk = Desk()
    desk.settle()
    desk.printer.fault_after(200, Fault.COVER_OPEN)
    desk.print()
    desk.printer.turn(Fault.COVER_OPEN, False)
    desk.settle()
    assert desk.print(job_id=2).delivery is Delivery.CONFIRMED
    assert desk.printer.papers[-1].lines()[0] == "BPJS Ketenagakerjaan"
    undisturbed = Desk()
    undisturbed.print()
    assert desk.printer.papers[-1].lines() == undisturbed.printer.papers[0].lines()
