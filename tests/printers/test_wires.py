"""Every fault on every wire: each slip ends in time, nothing untrue is said of it, and the next one comes out."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.ops.clock import SystemClock
from printers import conversation, virtual
from printers import driver as driving
from printers.driver import Delivery, Driver, Outcome
from printers.faults import INCIDENTS, Fault
from printers.layout import Rendered, render
from printers.profiles import Profile, profile
from printers.status import Trouble
from printers.transport import transport_factory
from printers.virtual import VirtualPrinter
from printers.virtual_control import serve_control
from printers.virtual_device import serve_device
from printers.virtual_tcp import serve_tcp
from tests.printers.desk import WHOLE
from tests.printers.slips import a_ticket
from tests.printers.terminals import why_none

CLOCK = SystemClock()
WIRES = ("tcp", "usblp", "serial")
FAMILIES = ("epson-80", "bixolon-80", "custom-80")
PATIENCE_MS = 5000
MIDDLE = 120
"""Bytes into the slip, and so past its number."""


@contextmanager
def a_bench(printer: VirtualPrinter, wire: str, folder: Path) -> Iterator["Bench"]:
    """A driver on a wire to `printer`; let go at the end, whatever happens."""
    with wired(printer, wire, folder) as url:
        bench = Bench(url, printer)
        try:
            bench.ready()
            yield bench
        finally:
            bench.driver.close()


@contextmanager
def wired(printer: VirtualPrinter, wire: str, folder: Path) -> Iterator[str]:
    """The URL at which `printer` is found."""
    match wire:
        case "tcp":
            with serve_tcp(printer) as server:
                yield f"tcp://127.0.0.1:{server.port}"
        case _:
            if reason := why_none():
                pytest.skip(reason)
            with serve_device(printer, folder / "printer", usb=wire == "usblp"):
                yield f"{wire}://{folder}/printer"


class Bench:
    """A printer in real time, quick as no real one is, and a driver on a wire to it."""

    def __init__(self, url: str, printer: VirtualPrinter) -> None:
        self.printer = printer
        self.family: Profile = printer.profile
        self.driver = Driver(transport_factory(url, CLOCK.monotonic_ms, printer), self.family, CLOCK.monotonic_ms)

    def slip(self, label: str) -> Rendered:
        """A ticket with this number."""
        return render(a_ticket(label, columns=self.family.columns), self.family)

    def print(self, label: str, job_id: int) -> Outcome:
        """Print it; the driver's word."""
        slip = self.slip(label)
        return self.driver.print_slip(slip.data, job_id, slip.length_mm)

    def comes_out(self, label: str, job_id: int) -> bool:
        """It is confirmed in the end; on a machine with much else to do, a proof may come too late for one try."""
        return any(self.print(label, job_id + attempt).delivery is Delivery.CONFIRMED for attempt in range(3))

    def ready(self) -> None:
        """Wait, as the press does, until the printer is ready."""
        until_ms, a_moment = CLOCK.monotonic_ms() + PATIENCE_MS, threading.Event()
        while CLOCK.monotonic_ms() < until_ms:
            if self.driver.ready_status().ready:
                return
            a_moment.wait(0.02)
        raise AssertionError(f"never ready: {self.driver.snapshot} {self.driver.reason}")

    def whole(self, label: str) -> int:
        """Papers on which this number can be read to the end."""
        papers = [paper.lines() for paper in self.printer.papers if paper.whole]
        return sum(label in lines and lines[-1].endswith(WHOLE) for lines in papers)

    def mend(self) -> None:
        """Put everything right."""
        for fault in self.printer.faults:
            self.printer.turn(fault, False)


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver's waits, shortened: what is tested is what it concludes, not that it waits."""
    monkeypatch.setattr(driving, "PROOF_MARGIN_MS", 700)
    monkeypatch.setattr(driving, "CLEARED_WITHIN_MS", 600)
    monkeypatch.setattr(conversation, "ANSWER_WITHIN_MS", 400)
    monkeypatch.setattr(virtual, "LATE_MS", 500)


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.PAPER_LOW])
@pytest.mark.parametrize("wire", WIRES)
def test_a_fault_in_the_middle_of_a_slip_is_never_silent(wire: str, fault: Fault, tmp_path: Path) -> None:
    family = profile(FAMILIES[list(Fault).index(fault) % 2])
    printer = VirtualPrinter(family, CLOCK.monotonic_ms, speed_mm_per_s=1500)
    with a_bench(printer, wire, tmp_path) as bench:
        assert bench.comes_out("A 001", 10)
        printer.fault_after(6 + MIDDLE, fault)
        outcome = bench.print("A 002", 2)
        if outcome.delivery is Delivery.CONFIRMED:
            assert bench.whole("A 002") == 1
        if outcome.delivery is Delivery.HELD:
            assert bench.whole("A 002") == 0
        bench.mend()
        bench.ready()
        assert bench.comes_out("A 003", 30)
        assert bench.whole("A 003") >= 1
        assert bench.whole("A 002") <= 1


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("fault", [fault for fault in Fault if fault not in INCIDENTS | {Fault.PAPER_LOW, Fault.SLOW}])
@pytest.mark.parametrize("wire", WIRES)
def test_a_fault_that_stands_before_a_slip_lets_not_a_byte_of_it_out(wire: str, fault: Fault, tmp_path: Path) -> None:
    family = profile(FAMILIES[list(Fault).index(fault) % 3])
    printer = VirtualPrinter(family, CLOCK.monotonic_ms, taken_after_ms=0)
    with a_bench(printer, wire, tmp_path) as bench:
        printer.turn(fault, True)
        outcome = bench.print("A 001", 1)
        assert outcome.delivery is Delivery.HELD
        assert not outcome.touched
        assert b"A 001" not in printer.received
        bench.mend()
        bench.ready()


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("wire", WIRES)
def test_the_slip_in_the_mouth_is_the_proof_where_there_is_a_mouth(wire: str, tmp_path: Path) -> None:
    printer = VirtualPrinter(profile("custom-80"), CLOCK.monotonic_ms, speed_mm_per_s=300)
    with a_bench(printer, wire, tmp_path) as bench:
        assert bench.print("A 001", 1).delivery is Delivery.CONFIRMED
        assert bench.driver.ready_status().slip_in_mouth is True
        assert bench.print("A 002", 2).delivery is Delivery.CONFIRMED, "the old slip in the mouth is not the new one"
        printer.take_slip()
        assert bench.driver.ready_status().slip_in_mouth is False
        assert [bench.whole(label) for label in ("A 001", "A 002")] == [1, 1]


def test_an_old_slip_in_the_mouth_never_proves_a_new_one() -> None:
    """The printer is switched off with the new slip in its buffer; what lies in its mouth is of before."""
    printer = VirtualPrinter(profile("custom-80"), CLOCK.monotonic_ms)
    bench = Bench("virtual:", printer)
    bench.ready()
    bench.print("A 001", 1)
    printer.turn(Fault.COVER_OPEN, True)
    printer.turn(Fault.COVER_OPEN, False)
    bench.ready()
    printer.fault_after(7, Fault.OVERHEATED)
    assert bench.print("A 002", 2) == Outcome(Delivery.UNCERTAIN, Trouble.OVERHEATED)
    bench.driver.close()


@pytest.mark.parametrize("wire", ["tcp", "usblp", "serial"])
def test_what_the_buffer_cannot_take_waits_on_the_wire(wire: str, tmp_path: Path) -> None:
    printer = VirtualPrinter(profile("epson-80"), CLOCK.monotonic_ms)
    with a_bench(printer, wire, tmp_path) as bench:
        printer.turn(Fault.COVER_OPEN, True)
        transport = bench.driver._wire._transport
        assert transport is not None
        many, before = bench.slip("A 007").data * 20, len(printer.received)
        with contextlib.suppress(Exception):
            transport.write(many, 200)
        assert len(printer.received) - before < len(many)
        printer.turn(Fault.COVER_OPEN, False)
        transport.read(500)


def test_the_switches_can_be_reached_from_outside() -> None:
    printer = VirtualPrinter(profile("epson-80"))
    with serve_control(printer) as server, socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        lines = line.makefile("rw", encoding="utf-8")

        def told(request: object) -> dict[str, object]:
            lines.write((request if isinstance(request, str) else json.dumps(request)) + "\n")
            lines.flush()
            answer: dict[str, object] = json.loads(lines.readline())
            return answer

        assert told({"do": "turn", "fault": "paper-out", "on": True})["faults"] == ["paper-out"]
        assert printer.faults == {Fault.PAPER_OUT}
        assert told({"do": "turn", "fault": "paper-out", "on": False})["faults"] == []
        assert told({"do": "arm", "fault": "cutter", "after": 120})["ok"]
        connection = printer.connect()
        assert connection is not None
        printer.receive(connection, render(a_ticket(), printer.profile).data)
        assert told({"do": "state"}) == {"ok": True, "faults": ["cutter"], "papers": 0, "unfinished": True}
        assert told({"do": "tear"})["papers"] == 1
        paper = told({"do": "paper", "number": 1})
        assert (paper["whole"], str(paper["png"])[:6]) == (False, "iVBORw")
        for wrong in (
            "",
            "[]",
            "{",
            {"do": "dance"},
            {"do": "turn", "fault": "ink", "on": True},
            {"do": "paper", "number": 9},
        ):
            assert told(wrong)["ok"] is False
            assert told(wrong)["error"]
