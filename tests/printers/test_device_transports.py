"""Serial ports and USB line printers, with pseudo-terminals in their place: deadlines, parameters, a lost end."""

import fcntl
import os
import pty
import termios
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ops.clock import SystemClock
from printers.driver import Driver
from printers.faults import Fault
from printers.profiles import profile
from printers.status import Paper, Trouble
from printers.transport import LinkLostError, WriteStoppedError, name_lookup, open_transport, transport_factory
from printers.transport.usb_line import LPGETSTATUS
from tests.printers.desk import Desk
from tests.printers.terminals import why_none

CLOCK = SystemClock()


@pytest.fixture
def _terminals() -> None:
    if reason := why_none():
        pytest.skip(reason)


@pytest.fixture
def ends(_terminals: None) -> Iterator[tuple[int, str]]:
    """The printer's end of a line, and the device at which the kiosk opens the other."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    for end in (ours, theirs):
        if end >= 0:
            os.close(end)


@pytest.mark.parametrize("scheme", ["usblp", "serial"])
def test_bytes_go_both_ways_unchanged(ends: tuple[int, str], scheme: str) -> None:
    ours, device = ends
    transport = open_transport(f"{scheme}://{device}", CLOCK.monotonic_ms)
    everything = bytes(range(256))
    transport.write(everything, 1000)
    assert os.read(ours, 512) == everything
    os.write(ours, everything)
    assert transport.read(1000) == everything
    assert transport.read(0) == b""
    assert transport.two_way
    assert transport.paper_out() is None
    transport.close()
    transport.close()


@pytest.mark.parametrize("scheme", ["usblp", "serial"])
def test_a_printer_that_takes_nothing_more_does_not_hold_us(ends: tuple[int, str], scheme: str) -> None:
    transport = open_transport(f"{scheme}://{ends[1]}", CLOCK.monotonic_ms)
    before_ms = CLOCK.monotonic_ms()
    with pytest.raises(WriteStoppedError, match="takes no more") as stopped:
        transport.write(bytes(200_000), 100)
    transport.close()  # nor does letting go, though the kernel would wait half a minute for the rest to leave
    assert CLOCK.monotonic_ms() - before_ms < 2000
    assert 0 < stopped.value.written < 200_000


@pytest.mark.usefixtures("_terminals")
@pytest.mark.parametrize("scheme", ["usblp", "serial"])
def test_a_device_that_is_pulled_out_is_a_lost_link(scheme: str) -> None:
    ours, theirs = pty.openpty()
    transport = open_transport(f"{scheme}://{os.ttyname(theirs)}", CLOCK.monotonic_ms)
    os.close(theirs)
    os.close(ours)
    with pytest.raises(LinkLostError):
        transport.read(1000)
    transport.close()


@pytest.mark.parametrize("scheme", ["usblp", "serial"])
def test_a_device_that_is_not_there_is_said_at_once(tmp_path: Path, scheme: str) -> None:
    with pytest.raises(LinkLostError, match="cannot open"):
        open_transport(f"{scheme}://{tmp_path}/none", CLOCK.monotonic_ms)


def test_a_serial_line_is_set_up_as_the_url_says(ends: tuple[int, str]) -> None:
    transport = open_transport(f"serial://{ends[1]}?baud=9600&flow=rtscts&parity=even", CLOCK.monotonic_ms)
    _, _, control, _, _, speed, _ = termios.tcgetattr(ends[0])
    assert speed == termios.B9600
    assert control & termios.CRTSCTS
    transport.close()


def test_a_second_program_on_the_same_serial_port_is_refused(ends: tuple[int, str]) -> None:
    first = open_transport(f"serial://{ends[1]}", CLOCK.monotonic_ms)
    with pytest.raises(LinkLostError, match="cannot open"):
        open_transport(f"serial://{ends[1]}", CLOCK.monotonic_ms)
    first.close()


def test_a_port_that_feels_no_paper_holds_the_slip_of_a_printer_that_says_nothing(
    ends: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = 0x38

    def ioctl(_fd: int, request: int, answer: list[int]) -> int:
        assert request == LPGETSTATUS
        answer[0] = lines
        return 0

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    factory = transport_factory(f"usblp://{ends[1]}", CLOCK.monotonic_ms)
    driver = Driver(factory, profile("generic-58"), CLOCK.monotonic_ms)
    assert driver.ready_status().trouble is Trouble.PAPER_OUT
    lines = 0x18
    driver.status()
    assert driver.ready_status().ready
    assert not driver.snapshot.known_good, "a port's word that all is well is no proof"
    lines = 0xFF  # nobody drives the lines
    assert driver.status().paper is Paper.UNKNOWN
    driver.close()


def test_a_name_that_takes_long_to_look_up_costs_no_more_than_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def getaddrinfo(*_: object, **__: object) -> list[object]:
        released.wait(10)
        return []

    monkeypatch.setattr(name_lookup.socket, "getaddrinfo", getaddrinfo)
    before_ms = CLOCK.monotonic_ms()
    for _ in range(2):
        with pytest.raises(LinkLostError, match="in time"):
            name_lookup.addresses("printer.invalid", 9100, 50)
    assert CLOCK.monotonic_ms() - before_ms < 1000
    asking = [thread for thread in threading.enumerate() if thread.name == "name-look-up"]
    assert len(asking) == 1, "a name is asked for once, however often somebody wants it"
    released.set()
    asking[0].join(5)


def test_a_name_known_before_is_still_good_when_the_network_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[object] = [[(2, 1, 6, "", ("192.0.2.7", 9100))], OSError("no network")]

    def getaddrinfo(*_: object, **__: object) -> object:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(name_lookup.socket, "getaddrinfo", getaddrinfo)
    assert name_lookup.addresses("known.invalid", 9100, 1000) == ["192.0.2.7"]
    assert name_lookup.addresses("known.invalid", 9100, 1000) == ["192.0.2.7"]
    assert name_lookup.addresses("::1", 9100, 0) == ["::1"]


def test_six_bytes_of_custom_lead_to_the_same_words_as_everybodys() -> None:
    for fault, trouble in (
        (Fault.PAPER_OUT, Trouble.PAPER_OUT),
        (Fault.COVER_OPEN, Trouble.COVER_OPEN),
        (Fault.CUTTER, Trouble.CUTTER),
        (Fault.JAM, Trouble.JAM),
        (Fault.OVERHEATED, Trouble.OVERHEATED),
        (Fault.MUTE, Trouble.MUTE),
    ):
        desk = Desk(profile("custom-80"))
        desk.printer.turn(fault, True)
        assert desk.driver.status().trouble is trouble
