"""Ways to a printer, by URL: virtual:, tcp://host:port, usblp:///dev/usb/lp0, serial:///dev/ttyUSB0, file:/path."""

from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from printers.clock import ClockMs
from printers.transport.base import LinkLostError, Transport, TransportError, WriteStoppedError
from printers.transport.file import FileTransport
from printers.transport.serial import BAUDS, DEFAULT_BAUD, FLOWS, PARITIES, SerialLine, SerialTransport
from printers.transport.tcp import TcpTransport
from printers.transport.usb_line import UsbLineTransport
from printers.transport.virtual import VirtualTransport
from printers.virtual import VirtualPrinter

__all__ = [
    "LinkLostError",
    "PrinterUrlError",
    "Transport",
    "TransportError",
    "WriteStoppedError",
    "check_url",
    "default_profile_name",
    "open_transport",
    "schemes",
    "transport_factory",
]

OPEN_WITHIN_MS: Final = 1000
DEFAULT_PORT: Final = 9100
"""Raw printing, as every network printer offers it."""

FAULTS: Final = "faults"
"""`virtual:faults`: the virtual printer in bad weather, for the soak."""

Factory = Callable[[], Transport]
Maker = Callable[[SplitResult, ClockMs, VirtualPrinter | None], Factory]


class PrinterUrlError(ValueError):
    """A printer URL that leads nowhere, with the sentence that says why."""


def transport_factory(url: str, clock_ms: ClockMs, virtual: VirtualPrinter | None = None) -> Factory:
    """A maker of fresh connections to `url`, none opened yet.

    `virtual` is the printer behind `virtual:`. Raises PrinterUrlError at once when the URL cannot work.
    """
    parts = check_url(url)
    return _MAKERS[parts.scheme](parts, clock_ms, virtual)


def open_transport(url: str, clock_ms: ClockMs, virtual: VirtualPrinter | None = None) -> Transport:
    """A connection to `url`, open. Raises PrinterUrlError, or LinkLostError when nobody is there."""
    transport = transport_factory(url, clock_ms, virtual)()
    transport.open(OPEN_WITHIN_MS)
    return transport


def check_url(url: str) -> SplitResult:
    """The parts of a printer URL; PrinterUrlError says what is wrong with it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise PrinterUrlError(f"printer URL '{url}': {error}") from error
    if not parts.scheme:
        raise PrinterUrlError(f"printer URL '{url}' needs a scheme: {_known()}")
    if parts.scheme not in _MAKERS:
        raise PrinterUrlError(f"printer URL '{url}': '{parts.scheme}' is not a way to a printer; known: {_known()}")
    if (parts.query and parts.scheme not in _WITH_PARAMETERS) or parts.fragment:
        raise PrinterUrlError(f"printer URL '{url}': {parts.scheme} takes nothing after '?' or '#'")
    _CHECKS[parts.scheme](url, parts, port)
    return parts


def schemes() -> tuple[str, ...]:
    """What a printer URL may begin with."""
    return tuple(_MAKERS)


def default_profile_name(url: str) -> str:
    """The family to assume for a URL without a profile: ours for `virtual:`, else the most careful one."""
    return "epson-80" if check_url(url).scheme == "virtual" else "generic-80"


def _known() -> str:
    return "virtual:, tcp://host:port, usblp:///dev/usb/lp0, serial:///dev/ttyUSB0?baud=19200, file:/path"


def _check_virtual(url: str, parts: SplitResult, port: int | None) -> None:
    if parts.netloc or parts.path not in ("", FAULTS) or port:
        raise PrinterUrlError(f"printer URL '{url}': nothing follows 'virtual:', or '{FAULTS}' for the soak")


def _check_tcp(url: str, parts: SplitResult, port: int | None) -> None:
    if not parts.hostname:
        raise PrinterUrlError(f"printer URL '{url}' needs a host: tcp://host:port")
    if parts.path not in ("", "/") or parts.username or port == 0:
        raise PrinterUrlError(f"printer URL '{url}' must be tcp://host:port and nothing else")


def _check_file(url: str, parts: SplitResult, port: int | None) -> None:
    if parts.netloc or port or not parts.path.startswith("/") or parts.path.endswith("/"):
        raise PrinterUrlError(f"printer URL '{url}' needs a whole path: file:/path")


def _check_usb_line(url: str, parts: SplitResult, port: int | None) -> None:
    if parts.netloc or port or not parts.path.startswith("/") or parts.path.endswith("/"):
        raise PrinterUrlError(f"printer URL '{url}' needs a device: usblp:///dev/usb/lp0")


def _check_serial(url: str, parts: SplitResult, port: int | None) -> None:
    if parts.netloc or port or not parts.path.startswith("/") or parts.path.endswith("/"):
        raise PrinterUrlError(f"printer URL '{url}' needs a device: serial:///dev/ttyUSB0?baud=19200")
    _serial_line(parts)


def _serial_line(parts: SplitResult) -> SerialLine:
    allowed = {"baud": [str(baud) for baud in BAUDS], "flow": list(FLOWS), "parity": list(PARITIES)}
    told: dict[str, str] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in allowed or name in told:
            raise PrinterUrlError(f"a serial printer knows {', '.join(allowed)}, each once, not '{name}'")
        if value not in allowed[name]:
            raise PrinterUrlError(f"'{name}' of a serial printer is one of {', '.join(allowed[name])}, not '{value}'")
        told[name] = value
    return SerialLine(int(told.get("baud", DEFAULT_BAUD)), told.get("flow", "none"), told.get("parity", "none"))


# One signature for all makers; none needs everything.
def _make_virtual(parts: SplitResult, clock_ms: ClockMs, virtual: VirtualPrinter | None) -> Factory:  # noqa: ARG001
    if virtual is None:
        raise PrinterUrlError("'virtual:' needs the virtual printer that is to print")
    return lambda: VirtualTransport(virtual)


def _make_tcp(parts: SplitResult, clock_ms: ClockMs, virtual: VirtualPrinter | None) -> Factory:  # noqa: ARG001
    return lambda: TcpTransport(parts.hostname or "", parts.port or DEFAULT_PORT, clock_ms)


def _make_file(parts: SplitResult, clock_ms: ClockMs, virtual: VirtualPrinter | None) -> Factory:  # noqa: ARG001
    return lambda: FileTransport(Path(unquote(parts.path)), clock_ms)


def _make_usb_line(parts: SplitResult, clock_ms: ClockMs, virtual: VirtualPrinter | None) -> Factory:  # noqa: ARG001
    return lambda: UsbLineTransport(Path(unquote(parts.path)), clock_ms)


def _make_serial(parts: SplitResult, clock_ms: ClockMs, virtual: VirtualPrinter | None) -> Factory:  # noqa: ARG001
    line = _serial_line(parts)
    return lambda: SerialTransport(unquote(parts.path), line, clock_ms)


_MAKERS: Final[dict[str, Maker]] = {
    "virtual": _make_virtual,
    "tcp": _make_tcp,
    "usblp": _make_usb_line,
    "serial": _make_serial,
    "file": _make_file,
}
_CHECKS: Final[dict[str, Callable[[str, SplitResult, int | None], None]]] = {
    "virtual": _check_virtual,
    "tcp": _check_tcp,
    "usblp": _check_usb_line,
    "serial": _check_serial,
    "file": _check_file,
}
_WITH_PARAMETERS: Final = frozenset({"serial"})
