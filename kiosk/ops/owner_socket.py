"""Answering one-line commands on a Unix socket, where no client, slow or hostile, can hold up another."""

import contextlib
import json
import logging
import selectors
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.domain.clock import Clock

Command = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Takes the request's fields, returns the answer's; runs on the socket's thread. Raises CommandRefused to say no."""

MAX_LINE_BYTES: Final = 64 * 1024
MAX_CLIENTS: Final = 16
PATIENCE_MS: Final = 5_000
"""How long a client may take to send its line, or to read the answer."""

_log = logging.getLogger(__name__)


class CommandRefused(Exception):  # noqa: N818 - the name is the fact
    """A command says no; its sentence goes to the client."""


@dataclass(slots=True)
class _Client:
    link: socket.socket
    until_ms: int
    heard: bytearray = field(default_factory=bytearray)
    to_say: bytes = b""


class CommandServer:
    """One thread, one selector, until `close()`. One line in, one line out, goodbye."""

    def __init__(self, listener: socket.socket, commands: Mapping[str, Command], clock: Clock) -> None:
        self._listener = listener
        self._commands = commands
        self._clock = clock
        self._clients: dict[int, _Client] = {}
        self._selector = selectors.DefaultSelector()
        self._bell, self._ear = socket.socketpair()
        listener.setblocking(False)
        self._selector.register(listener, selectors.EVENT_READ)
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="owner-socket")
        self._thread.start()

    def close(self) -> None:
        """Ring the bell, wait for the thread, drop everybody."""
        self._bell.send(b"x")
        self._thread.join()
        for client in list(self._clients.values()):
            self._drop(client)
        self._selector.close()
        for end in (self._bell, self._ear, self._listener):
            end.close()

    def _run(self) -> None:
        while True:
            ready = self._selector.select(timeout=1.0 if self._clients else None)
            if any(key.fileobj is self._ear for key, _ in ready):
                return
            for key, _ in ready:
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fd in self._clients:
                    self._attend(self._clients[key.fd])
            self._drop_the_slow()

    def _accept(self) -> None:
        try:
            link, _ = self._listener.accept()
        except OSError:
            return
        if len(self._clients) >= MAX_CLIENTS:
            self._drop(min(self._clients.values(), key=lambda client: client.until_ms))
        link.setblocking(False)
        self._clients[link.fileno()] = _Client(link, self._clock.monotonic_ms() + PATIENCE_MS)
        self._selector.register(link, selectors.EVENT_READ)

    def _attend(self, client: _Client) -> None:
        try:
            if client.to_say:
                self._say(client)
            else:
                self._hear(client)
        except BlockingIOError:
            return
        except OSError:
            self._drop(client)

    def _hear(self, client: _Client) -> None:
        piece = client.link.recv(8192)
        client.heard += piece
        if b"\n" in client.heard:
            line = bytes(client.heard).partition(b"\n")[0]
            client.to_say = self._reply(line)
        elif len(client.heard) > MAX_LINE_BYTES:
            client.to_say = _said({"error": "Perintah terlalu panjang."})
        elif not piece:
            self._drop(client)
            return
        if client.to_say:
            self._selector.modify(client.link, selectors.EVENT_WRITE)

    def _say(self, client: _Client) -> None:
        sent = client.link.send(client.to_say)
        client.to_say = client.to_say[sent:]
        if not client.to_say:
            self._drop(client)

    def _reply(self, line: bytes) -> bytes:
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            return _said({"error": "Perintah harus satu baris JSON."})
        if not isinstance(request, dict) or not isinstance(request.get("command"), str):
            return _said({"error": 'Perintah harus seperti {"command": "ping"}.'})
        name = request.pop("command")
        command = self._commands.get(name)
        if command is None:
            return _said({"error": f"Perintah tidak dikenal. Yang ada: {', '.join(sorted(self._commands))}."})
        try:
            return _said({"answer": dict(command(request))})
        except CommandRefused as refusal:
            return _said({"error": str(refusal)})
        except Exception:  # a fault in one command must not end the socket for all
            _log.exception("command-failed", extra={"fields": {"command": name}})
            return _said({"error": "Perintah gagal; lihat catatan kiosk."})

    def _drop_the_slow(self) -> None:
        now_ms = self._clock.monotonic_ms()
        for client in [client for client in self._clients.values() if client.until_ms <= now_ms]:
            self._drop(client)

    def _drop(self, client: _Client) -> None:
        self._clients.pop(client.link.fileno(), None)
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(client.link)
        client.link.close()


def _said(reply: Mapping[str, Any]) -> bytes:
    return json.dumps(reply, ensure_ascii=False).encode() + b"\n"
