"""The virtual printer on a TCP port, for tests and for trying the kiosk without a device."""

import selectors
import socket
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Final, Self

from printers.virtual import VirtualPrinter
from printers.virtual_line import Connection

READ_SIZE: Final = 4096


class VirtualPrinterServer:
    """Listens on the loopback address; one client at a time, a new one ends the one before."""

    def __init__(self, printer: VirtualPrinter, port: int = 0) -> None:
        """Port 0 takes a free one; see `port`."""
        self._printer = printer
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.setblocking(False)
        self.port = int(self._listener.getsockname()[1])
        self._bell, self._ringer = socket.socketpair()
        self._bell.setblocking(False)
        self._ringer.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._client: socket.socket | None = None
        self._line: Connection | None = None
        self._closing = False
        self._thread = Thread(target=self._run, name="virtual-printer")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection, the port and the thread."""
        self._closing = True
        self._ring()
        self._thread.join()

    def _ring(self) -> None:
        with suppress(OSError):  # full: it is rung already
            self._ringer.send(b"!")

    def _run(self) -> None:
        while not self._closing:
            due_ms = self._printer.due_ms()
            for key, _ in self._selector.select(None if due_ms is None else due_ms / 1000):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._bell:
                    self._bell.recv(READ_SIZE)
                else:
                    self._read()
            self._answer()
        self._hang_up()
        self._selector.close()
        for end in (self._listener, self._bell, self._ringer):
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            client, _ = self._listener.accept()
            self._hang_up()
            line = self._printer.connect(self._ring)
            if line is None:
                client.close()
                return
            client.setblocking(False)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._client, self._line = client, line
            self._selector.register(client, selectors.EVENT_READ)

    def _read(self) -> None:
        if self._client is None or self._line is None:
            return
        try:
            data = self._client.recv(READ_SIZE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._hang_up()
            return
        self._printer.receive(self._line, data)

    def _answer(self) -> None:
        if self._client is None or self._line is None:
            return
        if self._line.dead and not self._printer.half_open:
            self._hang_up()
            return
        answer = self._printer.answers(self._line, 0)
        if answer:
            with suppress(OSError):  # the client has gone; the next read says so
                self._client.sendall(answer)

    def _hang_up(self) -> None:
        client, self._client, self._line = self._client, None, None
        if client is not None:
            self._selector.unregister(client)
            client.close()


def serve_tcp(printer: VirtualPrinter, port: int = 0) -> VirtualPrinterServer:
    """`printer` behind tcp://127.0.0.1:port; close it when done."""
    return VirtualPrinterServer(printer, port)
