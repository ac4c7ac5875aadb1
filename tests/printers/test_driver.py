"""The driver never guesses: confirmed, held, or uncertain; and it never waits for long."""

from dataclasses import replace

import pytest

from printers.driver import Delivery, Driver, Outcome
from printers.faults import Fault
from printers.layout import render
from printers.profiles import Confirmation, profile
from printers.protocol import ENABLE_AUTO_STATUS
from printers.status import Paper, Trouble
from printers.transport.virtual import VirtualTransport
from tests.clock import SimulatedClock
from tests.printers.desk import EPSON, TICKET, WHOLE, Desk
from tests.printers.simulation import simulated_printer
from tests.printers.slips import a_ticket

ONE_READING = 6
"""Bytes of questions between two looks and the slip: faults are counted from after them."""


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


def test_a_proof_that_comes_late_is_still_told_once() -> None:
    desk = Desk(speed_mm_per_s=5)  # so slow that the driver gives up first
    assert desk.print(job_id=77) == Outcome(Delivery.UNCERTAIN, Trouble.MUTE)
    desk.clock.advance(seconds=60)
    desk.driver.status()
    assert desk.driver.late_confirmations() == (77,)
    assert desk.driver.late_confirmations() == ()


def test_it_waits_for_the_paper_and_no_longer_than_twice_its_time() -> None:
    desk = Desk(speed_mm_per_s=200)
    desk.settle()
    before_ms = desk.clock.monotonic_ms()
    assert desk.print().delivery is Delivery.CONFIRMED
    took_ms = desk.clock.monotonic_ms() - before_ms
    paper_ms = 1000 * TICKET.length_mm / 200
    assert 0.8 * paper_ms <= took_ms <= 1.3 * paper_ms

    desk.printer.turn(Fault.MUTE, False)
    before_ms = desk.clock.monotonic_ms()
    desk.driver.print_slip(TICKET.data, 2, TICKET.length_mm, lambda: desk.printer.turn(Fault.MUTE, True))
    assert desk.clock.monotonic_ms() - before_ms <= 2 * paper_ms + 1500 + 1000


def test_one_good_reading_after_trouble_is_not_enough() -> None:
    desk = Desk()
    desk.settle()
    desk.printer.turn(Fault.PAPER_OUT, True)
    assert not desk.driver.status().ready
    desk.printer.turn(Fault.PAPER_OUT, False)
    assert not desk.driver.status().ready
    desk.clock.advance(500)
    assert desk.driver.status().ready


def test_the_first_reading_after_connecting_is_not_enough() -> None:
    desk = Desk()
    assert not desk.driver.status().ready
    assert desk.driver.status().ready


class Flickering(VirtualTransport):
    """Tells a lie once: 'paper out' where the printer said 'all well'."""

    lie = False

    def read(self, within_ms: int) -> bytes:
        answer = super().read(within_ms)
        if self.lie and answer == b"\x12":
            self.lie = False
            return b"\x72"
        return answer


def test_a_single_wrong_reading_while_printing_does_not_stop_the_slip() -> None:
    """A status that flickers once printed many copies elsewhere; here it is looked at twice."""
    clock = SimulatedClock()
    printer = simulated_printer(clock, EPSON, speed_mm_per_s=60)
    transport = Flickering(printer)
    driver = Driver(lambda: transport, EPSON, clock.monotonic_ms)

    def lie() -> None:
        transport.lie = True

    outcome = driver.print_slip(TICKET.data, 1, TICKET.length_mm, lie)
    assert outcome == Outcome(Delivery.CONFIRMED)
    assert not transport.lie
    assert len(printer.papers) == 1


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


def test_a_printer_nobody_knows_shows_how_it_confirms() -> None:
    family = profile("generic-80")
    for confirmation in (Confirmation.FENCE, Confirmation.STATUS_ONLY, Confirmation.NONE):
        desk = Desk(family, confirmation=confirmation)
        desk.settle()
        assert desk.driver.confirmation is confirmation
        delivery = Delivery.CONFIRMED if confirmation is Confirmation.FENCE else Delivery.SENT
        assert desk.print(render(a_ticket(), family)).delivery is delivery
        assert desk.whole_papers() == 1


def test_a_printer_that_has_spoken_once_is_never_taken_for_one_that_cannot() -> None:
    family = profile("generic-80")
    desk = Desk(family)
    assert desk.settle().ready
    desk.printer.turn(Fault.MUTE, True)
    for _ in range(4):
        assert desk.settle().trouble in (Trouble.MUTE, Trouble.LINK)
    assert desk.print(render(a_ticket(), family)).delivery is Delivery.HELD


def test_a_printer_that_never_spoke_does_not_cost_each_slip_half_a_second() -> None:
    family = profile("generic-80")
    desk = Desk(family, confirmation=Confirmation.NONE)
    desk.settle()
    before_ms = desk.clock.monotonic_ms()
    assert desk.print(render(a_ticket(), family)).delivery is Delivery.SENT
    assert desk.clock.monotonic_ms() - before_ms <= 50


def test_an_old_fence_never_proves_a_new_slip() -> None:
    """Fences have no names: the answer to a slip given up must not pass for that of the next one."""
    family = profile("generic-80")
    desk = Desk(family, speed_mm_per_s=20)
    desk.settle()
    first, second = (render(a_ticket(label), family) for label in ("A 001", "A 002"))

    def pull_and_put_back() -> None:
        desk.printer.turn(Fault.CABLE_PULLED, True)
        desk.printer.turn(Fault.CABLE_PULLED, False)

    given_up = desk.driver.print_slip(first.data, 1, first.length_mm, pull_and_put_back)
    assert given_up == Outcome(Delivery.UNCERTAIN, Trouble.LINK)
    desk.settle()
    held = desk.print(second, job_id=2)  # the first one is still coming out
    assert (held.delivery, held.touched) == (Delivery.HELD, False)
    desk.clock.advance(seconds=20)
    desk.settle()
    desk.print(second, job_id=2)
    desk.clock.advance(seconds=20)
    assert [paper.lines()[1] for paper in desk.printer.papers] == ["A 001", "A 002"]


def test_a_link_lost_while_it_prints_is_no_delivery_even_when_it_comes_back_at_once() -> None:
    family = profile("generic-80")
    desk = Desk(family, confirmation=Confirmation.STATUS_ONLY)
    desk.settle()
    slip = render(a_ticket(), family)
    outcome = desk.driver.print_slip(slip.data, 1, slip.length_mm, desk.printer.switch_off_and_on)
    assert outcome == Outcome(Delivery.UNCERTAIN, Trouble.LINK)


@pytest.mark.parametrize("with_cable", [True, False])
def test_a_proof_that_comes_late_after_the_paper_was_changed_proves_nothing(with_cable: bool) -> None:
    """The printer prints the rest on the new roll and means it well; the slip lies there in two pieces."""
    family = EPSON if with_cable else replace(EPSON, clears_on_command=False)
    desk = Desk(family, speed_mm_per_s=200)
    desk.settle()
    desk.printer.fault_after(ONE_READING + 150, Fault.PAPER_OUT)
    if with_cable:

        def pull() -> None:
            desk.printer.turn(Fault.CABLE_PULLED, True)

        outcome = desk.driver.print_slip(TICKET.data, 7, TICKET.length_mm, pull)
    else:
        outcome = desk.print(job_id=7)
    assert outcome.delivery is Delivery.UNCERTAIN
    desk.settle()
    desk.printer.turn(Fault.PAPER_OUT, False)
    desk.printer.turn(Fault.CABLE_PULLED, False)
    desk.clock.advance(seconds=5)
    for _ in range(3):
        desk.settle()
    assert [paper.whole for paper in desk.printer.papers] == [False, True]
    assert desk.driver.late_confirmations() == ()
