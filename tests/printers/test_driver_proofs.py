"""What a driver believes: which readings count, and which proof belongs to which slip."""

from dataclasses import replace

import pytest

from printers.driver import Delivery, Driver, Outcome
from printers.faults import Fault
from printers.layout import render
from printers.profiles import Confirmation, profile
from printers.status import Trouble
from printers.transport.virtual import VirtualTransport
from tests.clock import SimulatedClock
from tests.printers.desk import EPSON, ONE_READING, TICKET, Desk
from tests.printers.simulation import simulated_printer
from tests.printers.slips import a_ticket


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
