"""Every way to a printer: what goes in comes out there, and no call ever waits for longer than it was told."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ops.clock import SystemClock
from printers.driver import Delivery, Driver
from printers.faults import Fault
from printers.layout import render
from printers.profiles import profile
from printers.transport import (
    LinkLostError,
    PrinterUrlError,
    Transport,
    WriteStoppedError,
    check_url,
    default_profile_name,
    open_transport,
    transport_factory,
)
from printers.virtual import VirtualPrinter
from printers.virtual_tcp import serve_tcp
from tests.printers.slips import a_ticket

EPSON = profile("epson-80")
TICKET = render(a_ticket(), EPSON)
CLOCK = SystemClock()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("printer", "needs a scheme"),
        ("", "needs a scheme"),
        ("ftp://x", "'ftp' is not a way to a printer; known: virtual:, tcp://host:port, usblp:///dev/usb/lp0"),
        ("usblp:", "needs a device"),
        ("usblp://lp0", "needs a device"),
        ("serial:/", "needs a device"),
        ("serial:///dev/ttyUSB0?speed=9600", "knows baud, flow, parity, each once, not 'speed'"),
        ("serial:///dev/ttyUSB0?baud=9600&baud=9600", "each once"),
        ("serial:///dev/ttyUSB0?baud=fast", "'baud' of a serial printer is one of 1200"),
        ("serial:///dev/ttyUSB0?flow=", "one of none, xonxoff, rtscts"),
        ("serial:///dev/ttyUSB0#1", "nothing after"),
        ("tcp://", "needs a host"),
        ("tcp://host:port", "Port could not be cast"),
        ("tcp://host:99999", "out of range"),
        ("tcp://host:9100/queue", "and nothing else"),
        ("tcp://host:9100?fast=1", "nothing after"),
        ("file:here", "whole path"),
        ("file:/", "whole path"),
        ("file://host/x", "whole path"),
        ("virtual:kiosk", "nothing follows"),
    ],
)
def test_a_url_that_leads_nowhere_says_why(url: str, said: str) -> None:
    with pytest.raises(PrinterUrlError, match=said):
        check_url(url)


def test_urls_that_lead_somewhere() -> None:
    assert check_url("tcp://192.168.1.20").hostname == "192.168.1.20"
    assert check_url("file:/dev/usb/lp0").path == "/dev/usb/lp0"
    assert check_url("usblp:///dev/usb/lp0").path == "/dev/usb/lp0"
    assert check_url("serial:///dev/ttyUSB0?baud=115200&flow=rtscts&parity=even").path == "/dev/ttyUSB0"
    assert check_url("virtual:faults").path == "faults"
    assert default_profile_name("virtual:") == "epson-80"
    assert default_profile_name("tcp://10.0.0.9:9100") == "generic-80"


def test_a_virtual_url_needs_its_printer() -> None:
    with pytest.raises(PrinterUrlError, match="needs the virtual printer"):
        transport_factory("virtual:", CLOCK.monotonic_ms)


def test_bytes_on_tcp_are_the_slip_and_its_fence() -> None:
    printer = VirtualPrinter(EPSON)
    with serve_tcp(printer) as server:
        factory = transport_factory(f"tcp://127.0.0.1:{server.port}", CLOCK.monotonic_ms)
        driver = Driver(factory, EPSON, CLOCK.monotonic_ms)
        assert driver.print_slip(TICKET.data, 5, TICKET.length_mm).delivery is Delivery.CONFIRMED
        driver.close()
    slip = printer.received.partition(TICKET.data)
    assert slip[1] == TICKET.data
    assert slip[2].startswith(b"\x1d(H\x06\x0000")


def test_a_tcp_printer_that_hangs_up_is_found_again() -> None:
    printer = VirtualPrinter(EPSON)
    with serve_tcp(printer) as server:
        factory = transport_factory(f"tcp://127.0.0.1:{server.port}", CLOCK.monotonic_ms)
        driver = Driver(factory, EPSON, CLOCK.monotonic_ms)
        assert driver.print_slip(TICKET.data, 1, TICKET.length_mm).delivery is Delivery.CONFIRMED
        printer.switch_off_and_on()
        outcome = driver.print_slip(TICKET.data, 2, TICKET.length_mm)
        if outcome.delivery is Delivery.HELD:  # noticed before the first byte, as it should be
            assert not outcome.touched
            outcome = driver.print_slip(TICKET.data, 2, TICKET.length_mm)
        assert outcome.delivery is Delivery.CONFIRMED
        driver.close()
    assert len(printer.papers) == 2


def test_paper_out_on_tcp_is_told_as_it_is() -> None:
    printer = VirtualPrinter(EPSON)
    with serve_tcp(printer) as server:
        factory = transport_factory(f"tcp://127.0.0.1:{server.port}", CLOCK.monotonic_ms)
        driver = Driver(factory, EPSON, CLOCK.monotonic_ms)
        printer.turn(Fault.PAPER_OUT, True)
        outcome = driver.print_slip(TICKET.data, 1, TICKET.length_mm)
        driver.close()
    assert (outcome.delivery, outcome.touched) == (Delivery.HELD, False)


def test_nobody_at_the_address_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(LinkLostError, match=f"no printer at 127.0.0.1:{port}"):
        open_transport(f"tcp://127.0.0.1:{port}", CLOCK.monotonic_ms)


@pytest.fixture
def silent_peer() -> Iterator[tuple[Transport, socket.socket]]:
    """A TCP connection whose other end takes nothing and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        transport = open_transport(f"tcp://127.0.0.1:{listener.getsockname()[1]}", CLOCK.monotonic_ms)
        peer, _ = listener.accept()
        yield transport, peer
        transport.close()
        peer.close()


def test_a_printer_that_takes_nothing_more_does_not_hold_us(
    silent_peer: tuple[Transport, socket.socket],
) -> None:
    transport, _ = silent_peer
    before_ms = CLOCK.monotonic_ms()
    with pytest.raises(WriteStoppedError) as stopped:
        transport.write(bytes(20_000_000), 200)
    assert CLOCK.monotonic_ms() - before_ms < 1500
    assert 0 < stopped.value.written < 20_000_000


def test_reading_waits_as_long_as_told_and_ends_with_the_link(
    silent_peer: tuple[Transport, socket.socket],
) -> None:
    transport, peer = silent_peer
    before_ms = CLOCK.monotonic_ms()
    assert transport.read(100) == b""
    assert 80 <= CLOCK.monotonic_ms() - before_ms < 1000
    peer.sendall(b"\x12")
    assert transport.read(1000) == b"\x12"
    peer.close()
    with pytest.raises(LinkLostError):
        transport.read(1000)


def test_the_connection_notices_a_dead_cable_and_sends_at_once(
    silent_peer: tuple[Transport, socket.socket],
) -> None:
    connection = silent_peer[0]._socket  # type: ignore[attr-defined]
    assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 3000


def test_closed_means_closed_and_may_be_said_twice(silent_peer: tuple[Transport, socket.socket]) -> None:
    transport, _ = silent_peer
    transport.close()
    transport.close()
    with pytest.raises(LinkLostError):
        transport.read(0)
    with pytest.raises(WriteStoppedError):
        transport.write(b"a", 0)


def test_a_file_holds_the_slips_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "slips.bin"
    driver = Driver(transport_factory(f"file:{path}", CLOCK.monotonic_ms), EPSON, CLOCK.monotonic_ms)
    for job_id in (1, 2):
        assert driver.print_slip(TICKET.data, job_id, TICKET.length_mm).delivery is Delivery.SENT
    driver.close()
    assert path.read_bytes() == TICKET.data * 2
    assert not driver.snapshot.known_good


def test_a_file_that_cannot_be_written_is_a_printer_that_is_not_there(tmp_path: Path) -> None:
    driver = Driver(transport_factory(f"file:{tmp_path}/none/slips.bin", CLOCK.monotonic_ms), EPSON, CLOCK.monotonic_ms)
    outcome = driver.print_slip(TICKET.data, 1, TICKET.length_mm)
    assert (outcome.delivery, outcome.touched) == (Delivery.HELD, False)
    assert "No such file" in driver.reason


def test_a_full_disk_is_told_and_not_waited_for() -> None:
    transport = open_transport("file:/dev/full", CLOCK.monotonic_ms)
    with pytest.raises(WriteStoppedError, match="No space left"):
        transport.write(b"a", 1000)
    transport.close()


def test_a_device_that_takes_nothing_more_does_not_hold_us(tmp_path: Path) -> None:
    """A FIFO that nobody reads stands in for a printer device that is out of paper."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        transport = open_transport(f"file:{path}", CLOCK.monotonic_ms)
        before_ms = CLOCK.monotonic_ms()
        with pytest.raises(WriteStoppedError, match="takes no more"):
            transport.write(bytes(1_000_000), 100)
        assert CLOCK.monotonic_ms() - before_ms < 1000
        transport.close()
    finally:
        os.close(reader)


def test_a_device_that_is_not_open_at_the_other_end_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    with pytest.raises(LinkLostError, match="cannot open"):
        open_transport(f"file:{path}", CLOCK.monotonic_ms)


def test_the_null_device_takes_everything_and_says_nothing() -> None:
    family = profile("generic-80")
    driver = Driver(transport_factory("file:/dev/null", CLOCK.monotonic_ms), family, CLOCK.monotonic_ms)
    assert driver.print_slip(TICKET.data, 1, TICKET.length_mm).delivery is Delivery.SENT
    assert not driver.snapshot.known_good
    driver.close()


def test_a_plain_listener_gets_the_slip_although_it_never_answers() -> None:
    """Netcat in place of a printer: with a family that nobody knows the slip is sent, and a person is asked."""
    generic = profile("generic-80")
    got = bytearray()

    def listen(listener: socket.socket) -> None:
        peer, _ = listener.accept()
        with peer:
            while data := peer.recv(4096):
                got.extend(data)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=listen, args=(listener,))
        thread.start()
        factory = transport_factory(f"tcp://127.0.0.1:{listener.getsockname()[1]}", CLOCK.monotonic_ms)
        driver = Driver(factory, generic, CLOCK.monotonic_ms)
        outcome = driver.print_slip(TICKET.data, 1, TICKET.length_mm)
        driver.close()
        thread.join(5)
    assert outcome.delivery is Delivery.SENT
    assert bytes(got).endswith(TICKET.data)
