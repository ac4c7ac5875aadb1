"""The virtual printer on a TCP port, for tests and for trying the kiosk without a device."""

import socket
import struct
from contextlib import suppress
from typing import Final

from printers.virtual import VirtualPrinter
from printers.virtual_line import Connection
from printers.virtual_serving import READ_SIZE, Serving

RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER with no time to linger: closing sends RST."""


class VirtualPrinterServer(Serving):
    """Listens on the loopback address; one client at a time, a new one ends the one before."""

    def __init__(self, printer: VirtualPrinter, port: int = 0) -> None:
        """Port 0 takes a free one; see `port`. OSError when another program has it."""
        super().__init__("virtual-printer", printer.due_ms)
        self._printer = printer
        try:
            self._listener = socket.create_server(("127.0.0.1", port))
        except OSError:
            self._put_away()
            raise
        self._listener.setblocking(False)
        self.port = int(self._listener.getsockname()[1])
        self._watch(self._listener, self._accept)
        self._client: socket.socket | None = None
        self._line: Connection | None = None
        printer.on_turn(self._ring)
        self._start()

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
            self._watch(client, self._read)

    def _read(self) -> None:
        if self._client is None or self._line is None:
            return
        room = self._printer.room()
        if room == 0:  # what the client sends now waits in the network
            self._unwatch(self._client)
            return
        try:
            data = self._client.recv(min(READ_SIZE, room))
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._hang_up()
            return
        self._printer.receive(self._line, data)

    def _tend(self) -> None:
        if self._client is None or self._line is None:
            return
        if self._line.dead and not self._printer.half_open:
            self._hang_up(broken=self._line.broken)
            return
        answer = self._printer.answers(self._line, 0)
        if answer:
            with suppress(OSError):  # the client has gone; the next read says so
                self._client.sendall(answer)
        if not self._watches(self._client) and self._printer.room():
            self._watch(self._client, self._read)

    def _hang_up(self, *, broken: bool = False) -> None:
        client, self._client, self._line = self._client, None, None
        if client is not None:
            self._unwatch(client)
            if broken:
                with suppress(OSError):
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            client.close()

    def _let_go(self) -> None:
        self._hang_up()
        self._listener.close()


def serve_tcp(printer: VirtualPrinter, port: int = 0) -> VirtualPrinterServer:
    """`printer` behind tcp://127.0.0.1:port; close it when done."""
    return VirtualPrinterServer(printer, port)
