"""A proxy between kiosk and hub that does to requests what networks do: it cuts, drops, doubles, delays, distorts."""

import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

from tests.clock import SimulatedClock

PATIENCE_S: Final = 10.0
Fate = Callable[["Chaos", bytes], bytes | None]
"""Takes the request, gives the answer's bytes as they are to arrive; None: nothing arrives."""


class Silence(Exception):  # noqa: N818 - a fate, not an error
    """Nothing is said, and the connection stays open."""


class Chaos:
    """One connection after the other, one request each; `fates` are drawn by `dice`."""

    def __init__(self, upstream: str, dice: random.Random) -> None:
        self._upstream = (urlsplit(upstream).hostname, urlsplit(upstream).port)
        self.dice = dice
        self.fates: list[Fate] = [straight]
        self.met: dict[str, int] = {}
        self.earlier: list[bytes] = []
        self.silences = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = Thread(target=self._run, name="chaos")

    def ask(self, request: bytes, *, torn: bool = False) -> bytes:
        """The hub's whole answer to `request`; nothing is waited for when it is only a piece of one."""
        with socket.create_connection(self._upstream, timeout=PATIENCE_S) as link:
            link.sendall(request)
            return b"" if torn else b"".join(iter(lambda: _received(link), b""))

    def _run(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            with link:
                link.settimeout(PATIENCE_S)
                with suppress(OSError):
                    self._meet(link)

    def _meet(self, link: socket.socket) -> None:
        request = _whole_request(link)
        if not request:
            return
        fate = self.dice.choice(self.fates)
        self.met[fate.__name__] = self.met.get(fate.__name__, 0) + 1
        try:
            answer = fate(self, request)
        except Silence:
            self.silences += 1
            _received(link)  # until the other side has had enough
            return
        if request.startswith(b"POST"):
            self.earlier.append(request)
        if answer:
            link.sendall(answer)

    @contextmanager
    def running(self) -> "Iterator[Chaos]":
        """Until the block ends."""
        self._thread.start()
        try:
            yield self
        finally:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._thread.join()


def straight(chaos: Chaos, request: bytes) -> bytes:
    """As it should be."""
    return chaos.ask(request)


def cut_on_the_way_up(chaos: Chaos, request: bytes) -> None:
    """The hub gets some bytes and then no more."""
    chaos.ask(request[: chaos.dice.randrange(len(request))], torn=True)


def answer_dropped(chaos: Chaos, request: bytes) -> None:
    """The hub has committed; nobody learns of it."""
    chaos.ask(request)


def answer_cut(chaos: Chaos, request: bytes) -> bytes:
    """Some bytes of the answer."""
    answer = chaos.ask(request)
    return answer[: chaos.dice.randrange(len(answer) + 1)]


def answer_distorted(chaos: Chaos, request: bytes) -> bytes:
    """One byte of the answer is another one."""
    answer = bytearray(chaos.ask(request))
    answer[chaos.dice.randrange(len(answer))] ^= 1 << chaos.dice.randrange(8)
    return bytes(answer)


def request_distorted(chaos: Chaos, request: bytes) -> bytes:
    """One byte of the body is another one."""
    at = request.index(b"\r\n\r\n") + 4
    if at == len(request):
        return chaos.ask(request)
    place = chaos.dice.randrange(at, len(request))
    return chaos.ask(request[:place] + bytes([request[place] ^ 1 << chaos.dice.randrange(8)]) + request[place + 1 :])


def doubled(chaos: Chaos, request: bytes) -> bytes:
    """The hub gets it twice."""
    chaos.ask(request)
    return chaos.ask(request)


def overtaken(chaos: Chaos, request: bytes) -> bytes:
    """An older request arrives now, before this one."""
    if chaos.earlier:
        chaos.ask(chaos.dice.choice(chaos.earlier))
    return chaos.ask(request)


def refused(chaos: Chaos, request: bytes) -> bytes:
    """Something between the two says no."""
    del request
    status = chaos.dice.choice(
        ("500 Oops", "502 Bad", "404 Not Found", "400 Bad", "200 OK", "302 Found\r\nLocation: /x")
    )
    return f"HTTP/1.1 {status}\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>".encode()


def over(bytes_a_second: int, clock: SimulatedClock, patience_s: float) -> Fate:
    """A line that takes its time for each request, simulated; whoever has less patience than that hears nothing."""

    def slow_line(chaos: Chaos, request: bytes) -> bytes:
        takes_s = len(request) / bytes_a_second
        clock.advance(seconds=min(takes_s, patience_s))
        if takes_s > patience_s:
            raise Silence
        return chaos.ask(request)

    return slow_line


def busy(chaos: Chaos, request: bytes) -> bytes:
    """Come back in a moment."""
    del request
    status = chaos.dice.choice(("429 Too Many", "503 Busy"))
    return f"HTTP/1.1 {status}\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


ALL: Final[list[Fate]] = [
    straight,
    straight,
    cut_on_the_way_up,
    answer_dropped,
    answer_cut,
    answer_distorted,
    request_distorted,
    doubled,
    overtaken,
    refused,
    busy,
]


def _received(link: socket.socket) -> bytes:
    try:
        return link.recv(65536)
    except OSError:
        return b""


def _whole_request(link: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = link.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"content-length:"))]
    told = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(told[0].partition(b":")[2]) if told else 0
    while len(body) < length:
        body += link.recv(65536)
    size = [b"Content-Length: %d" % length] if told else []
    return b"\r\n".join([*lines, *size, b"Connection: close"]) + b"\r\n\r\n" + body
