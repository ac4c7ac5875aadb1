"""A printer on the network: one long connection that notices when the cable is pulled."""

import errno
import selectors
import socket
from contextlib import suppress
from typing import Final

from printers.clock import ClockMs
from printers.transport.base import LinkLostError, WriteStoppedError
from printers.transport.name_lookup import addresses

READ_SIZE: Final = 512
KEEPALIVE_IDLE_S: Final = 5
KEEPALIVE_INTERVAL_S: Final = 2
KEEPALIVE_COUNT: Final = 3
USER_TIMEOUT_MS: Final = 3000
"""Sent bytes that nobody acknowledges for so long end the connection (RFC 5482)."""


class TcpTransport:
    """Raw bytes to `host:port`, usually 9100."""

    def __init__(self, host: str, port: int, clock_ms: ClockMs) -> None:
        self._address = (host, port)
        self._clock_ms = clock_ms
        self._socket: socket.socket | None = None
        self._selector: selectors.BaseSelector | None = None

    @property
    def two_way(self) -> bool:
        return True

    def paper_out(self) -> bool | None:
        return None

    def open(self, within_ms: int) -> None:
        self.close()
        until_ms = self._clock_ms() + within_ms
        host, port = self._address
        connection, reason = None, "no address"
        for address in addresses(host, port, within_ms):
            left_ms = max(until_ms - self._clock_ms(), 1)
            try:
                connection = socket.create_connection((address, port), timeout=left_ms / 1000)
                break
            except OSError as error:
                reason = _reason(error)
        if connection is None:
            raise LinkLostError(f"no printer at {host}:{port}: {reason}")
        _configure(connection)
        self._socket = connection
        self._selector = selectors.DefaultSelector()
        self._selector.register(connection, selectors.EVENT_READ)

    def write(self, data: bytes, within_ms: int) -> None:
        connection = self._connected(0)
        until_ms = self._clock_ms() + within_ms
        written = 0
        while written < len(data):
            try:
                written += connection.send(data[written:])
            except (BlockingIOError, InterruptedError):
                left_ms = until_ms - self._clock_ms()
                if left_ms <= 0 or not self._ready(selectors.EVENT_WRITE, left_ms):
                    raise WriteStoppedError(written, "the printer takes no more") from None
            except OSError as error:
                raise WriteStoppedError(written, _reason(error)) from error

    def read(self, within_ms: int) -> bytes:
        connection = self._connected(None)
        if not self._ready(selectors.EVENT_READ, within_ms):
            return b""
        try:
            data = connection.recv(READ_SIZE)
        except (BlockingIOError, InterruptedError):
            return b""
        except OSError as error:
            raise LinkLostError(_reason(error)) from error
        if not data:
            raise LinkLostError("the printer closed the connection")
        return data

    def close(self) -> None:
        connection, self._socket = self._socket, None
        selector, self._selector = self._selector, None
        if selector is not None:
            selector.close()
        if connection is not None:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                connection.close()

    def _connected(self, written: int | None) -> socket.socket:
        if self._socket is None:
            raise LinkLostError("not connected") if written is None else WriteStoppedError(written, "not connected")
        return self._socket

    def _ready(self, event: int, within_ms: int) -> bool:
        if self._selector is None or self._socket is None:
            return False
        self._selector.modify(self._socket, event)
        return bool(self._selector.select(max(within_ms, 0) / 1000))


def _configure(connection: socket.socket) -> None:
    connection.setblocking(False)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    options = {
        "TCP_KEEPIDLE": KEEPALIVE_IDLE_S,
        "TCP_KEEPINTVL": KEEPALIVE_INTERVAL_S,
        "TCP_KEEPCNT": KEEPALIVE_COUNT,
        "TCP_USER_TIMEOUT": USER_TIMEOUT_MS,
    }
    for name, value in options.items():
        option = getattr(socket, name, None)  # not every system has each of them
        if option is not None:
            with suppress(OSError):
                connection.setsockopt(socket.IPPROTO_TCP, option, value)


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError) and error.errno is None:
        return "no answer in time"
    return errno.errorcode.get(error.errno or 0, "") + f" {error.strerror or error}".rstrip()
