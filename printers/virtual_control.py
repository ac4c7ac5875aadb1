"""How a test, a script or a curious person breaks the virtual printer and reads its paper: JSON, one object a line."""

import base64
import json
import socket
from contextlib import suppress
from typing import Any, Final

from printers.faults import Fault
from printers.virtual import VirtualPrinter
from printers.virtual_serving import READ_SIZE, Serving

LONGEST_LINE: Final = 10_000


class ControlError(ValueError):
    """A request that makes no sense, with the sentence that says why."""


def obey(printer: VirtualPrinter, line: str) -> dict[str, Any]:
    """Do what one line asks for; the answer, with `ok`.

    `{"do": "turn", "fault": "paper-out", "on": true}`, `{"do": "arm", "fault": "cutter", "after": 120}` (bytes),
    `{"do": "tear"}`, `{"do": "take"}`, `{"do": "state"}`, `{"do": "paper", "number": 1}` (with its picture).
    """
    try:
        return {"ok": True} | _done(printer, _request(line))
    except ControlError as error:
        return {"ok": False, "error": str(error)}


def _request(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ControlError("a request is one JSON object a line") from error
    if not isinstance(request, dict):
        raise ControlError("a request is one JSON object a line")
    return request


def _done(printer: VirtualPrinter, request: dict[str, Any]) -> dict[str, Any]:
    match request:
        case {"do": "turn", "fault": str(name), "on": bool(on)}:
            printer.turn(_fault(name), on)
        case {"do": "arm", "fault": str(name), "after": int(after)} if after >= 0:
            printer.fault_after(after, _fault(name))
        case {"do": "tear"}:
            printer.tear()
        case {"do": "take"}:
            printer.take_slip()
        case {"do": "state"}:
            pass
        case {"do": "paper", "number": int(number)}:
            return _paper(printer, number)
        case _:
            raise ControlError("known: turn (fault, on), arm (fault, after), tear, take, state, paper (number)")
    faults = sorted(fault.value for fault in printer.faults)
    return {"faults": faults, "papers": len(printer.papers), "unfinished": printer.unfinished}


def _paper(printer: VirtualPrinter, number: int) -> dict[str, Any]:
    papers = printer.papers
    if not 1 <= number <= len(papers):
        raise ControlError(f"there are papers 1 to {len(papers)}, no {number}")
    paper = papers[number - 1]
    png = base64.b64encode(printer.papers_png()[number - 1]).decode("ascii")
    return {"whole": paper.whole, "length_mm": round(paper.length_mm, 1), "lines": paper.lines(), "png": png}


def _fault(name: str) -> Fault:
    try:
        return Fault(name)
    except ValueError:
        raise ControlError(f"there is no fault '{name}'; known: {', '.join(Fault)}") from None


class ControlServer(Serving):
    """Listens on the loopback address, to any number of people at once."""

    def __init__(self, printer: VirtualPrinter, port: int = 0) -> None:
        """Port 0 takes a free one; see `port`."""
        super().__init__("virtual-control", lambda: None)
        self._printer = printer
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.setblocking(False)
        self.port = int(self._listener.getsockname()[1])
        self._watch(self._listener, self._accept)
        self._clients: dict[socket.socket, bytearray] = {}
        self._start()

    def _accept(self) -> None:
        with suppress(OSError):
            client, _ = self._listener.accept()
            self._clients[client] = bytearray()
            self._watch(client, lambda: self._read(client))

    def _read(self, client: socket.socket) -> None:
        try:
            data = client.recv(READ_SIZE)
        except OSError:
            data = b""
        pending = self._clients[client]
        pending.extend(data)
        while (end := pending.find(b"\n")) >= 0:
            line = bytes(pending[:end]).decode("utf-8", "replace")
            del pending[: end + 1]
            with suppress(OSError):
                client.sendall(json.dumps(obey(self._printer, line)).encode("ascii") + b"\n")
        if not data or len(pending) > LONGEST_LINE:
            self._hang_up(client)

    def _tend(self) -> None:
        pass

    def _hang_up(self, client: socket.socket) -> None:
        del self._clients[client]
        self._unwatch(client)
        client.close()

    def _let_go(self) -> None:
        for client in list(self._clients):
            self._hang_up(client)
        self._listener.close()


def serve_control(printer: VirtualPrinter, port: int = 0) -> ControlServer:
    """The switches of `printer` behind 127.0.0.1:port; close it when done."""
    return ControlServer(printer, port)
