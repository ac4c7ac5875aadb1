"""The status language of ESC/POS printers: questions as bytes, answers as events. Pure; knows no device.

Bit tables: Epson TM-T81, TM-T88III, TM-L90 specifications; Citizen iDP-3221 and Bixolon SRP-350plusII agree.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

XON: Final = 0x11
XOFF: Final = 0x13

ENABLE_AUTO_STATUS: Final = b"\x1d\x61\xff"
"""GS a: push four bytes at each change. Undone by `ESC @`."""
ASK_FENCE: Final = b"\x1d\x72\x01"
"""GS r 1: paper sensor, answered in order with the text and not while paper is out."""
CLEAR_BUFFERS: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: throw away what was received and not printed; answered with `Cleared`."""
ASK_MAKER: Final = b"\x1d\x49\x42"

TOKEN_FIRST: Final = 0x20
TOKEN_LAST: Final = 0x7E
TOKEN_LENGTH: Final = 4
_TOKEN_BASE: Final = TOKEN_LAST - TOKEN_FIRST + 1

_REPLY_HEADER: Final = 0x37
_INFO_HEADER: Final = 0x5F
_MAX_INFO: Final = 80
_FRAME_LENGTH: Final = 4


class Question(IntEnum):
    """The `n` of DLE EOT n: answered at once, by a printer that is offline too."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4


@dataclass(frozen=True, slots=True)
class RealTimeAnswer:
    """One byte back from DLE EOT n; which n, only the order of the questions tells."""

    value: int


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """Four bytes pushed at a change (ASB); the fourth differs between makers and says nothing."""

    first: int
    second: int
    third: int
    fourth: int

    @property
    def cover_open(self) -> bool:
        return bool(self.first & 0x20)

    @property
    def offline(self) -> bool:
        return bool(self.first & 0x08)

    @property
    def cutter_error(self) -> bool:
        return bool(self.second & 0x08)

    @property
    def overheated(self) -> bool:
        """Recovers by itself: in practice the head is hot."""
        return bool(self.second & 0x40)

    @property
    def other_error(self) -> bool:
        """Mechanical or not recoverable."""
        return bool(self.second & 0x24)

    @property
    def paper_low(self) -> bool:
        return bool(self.third & 0x03)

    @property
    def paper_out(self) -> bool:
        return bool(self.third & 0x0C)


@dataclass(frozen=True, slots=True)
class FenceAnswer:
    """One byte back from GS r 1: everything before it has been executed."""

    value: int

    @property
    def paper_out(self) -> bool:
        return bool(self.value & 0x0C)

    @property
    def paper_low(self) -> bool:
        return bool(self.value & 0x03)


@dataclass(frozen=True, slots=True)
class Printed:
    """GS ( H: everything before the request with this token is on paper."""

    token: bytes


@dataclass(frozen=True, slots=True)
class Cleared:
    """The buffers are empty: nothing of what was sent comes out any more."""


@dataclass(frozen=True, slots=True)
class OfflineAnswer:
    """GS ( H fn 49: the printer says that it is offline; the job waits in it."""

    value: int


@dataclass(frozen=True, slots=True)
class Info:
    """GS I: maker or model."""

    text: str


@dataclass(frozen=True, slots=True)
class Garbage:
    """Bytes that fit no answer: a state that includes them is unknown."""

    data: bytes


Event = RealTimeAnswer | AutoStatus | FenceAnswer | Printed | Cleared | OfflineAnswer | Info | Garbage


def ask(question: Question) -> bytes:
    """DLE EOT n."""
    return b"\x10\x04" + bytes((question,))


def token_of(job_id: int) -> bytes:
    """Four printable characters that name a job on the wire; repeats after 81 million jobs."""
    digits = []
    rest = job_id % _TOKEN_BASE**TOKEN_LENGTH
    for _ in range(TOKEN_LENGTH):
        rest, digit = divmod(rest, _TOKEN_BASE)
        digits.append(TOKEN_FIRST + digit)
    return bytes(reversed(digits))


def ask_printed(token: bytes) -> bytes:
    """GS ( H fn 48: answer with `token` once everything sent before is on paper."""
    if len(token) != TOKEN_LENGTH or not all(TOKEN_FIRST <= byte <= TOKEN_LAST for byte in token):
        raise ValueError(f"a process id is {TOKEN_LENGTH} printable characters, not {token!r}")
    return b"\x1d\x28\x48\x06\x00\x30\x30" + token


class StatusStream:
    """Turns what a printer sends, in any pieces, into events; never fails, whatever comes."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._garbage = bytearray()

    def feed(self, data: bytes) -> list[Event]:
        """The events that `data` completes. Flow control bytes are dropped wherever they stand."""
        self._pending.extend(byte for byte in data if byte not in (XON, XOFF))
        events: list[Event] = []
        while self._pending:
            taken = _first(bytes(self._pending))
            if taken is None:
                break
            event, length = taken
            del self._pending[:length]
            if isinstance(event, Garbage):
                self._garbage.extend(event.data)
                continue
            self._flush_garbage(events)
            events.append(event)
        self._flush_garbage(events)
        return events

    def forget(self) -> None:
        """Drop an answer that has only half arrived: a new conversation begins."""
        self._pending.clear()

    def _flush_garbage(self, events: list[Event]) -> None:
        if self._garbage:
            events.append(Garbage(bytes(self._garbage)))
            self._garbage.clear()


def _first(data: bytes) -> tuple[Event, int] | None:
    """The first event in `data` and its length; None while it is not whole."""
    first = data[0]
    if first & 0x93 == 0x12:
        return RealTimeAnswer(first), 1
    if first & 0x93 == 0x10:
        return _frame(data)
    if first == _REPLY_HEADER:
        return _reply(data)
    if first == _INFO_HEADER:
        return _info(data)
    if first & 0x90 == 0x00:
        return FenceAnswer(first), 1
    return Garbage(data[:1]), 1


def _frame(data: bytes) -> tuple[Event, int] | None:
    for byte in data[1:_FRAME_LENGTH]:
        if byte & 0x90:
            return Garbage(data[:1]), 1
    if len(data) < _FRAME_LENGTH:
        return None
    return AutoStatus(*data[:_FRAME_LENGTH]), _FRAME_LENGTH


_REPLIES: Final[dict[int, int]] = {0x22: TOKEN_LENGTH, 0x23: 1, 0x25: 0}
"""Length of the body of each answer that begins 37h; a zero ends it."""


def _reply(data: bytes) -> tuple[Event, int] | None:
    if len(data) < 2:
        return None
    body_length = _REPLIES.get(data[1])
    if body_length is None:
        return Garbage(data[:1]), 1
    end = 2 + body_length
    body = data[2:end]
    if not all(TOKEN_FIRST <= byte <= TOKEN_LAST for byte in body) or (len(data) > end and data[end] != 0):
        return Garbage(data[:1]), 1
    if len(data) <= end:
        return None
    answers: dict[int, Event] = {0: Cleared(), 1: OfflineAnswer(body[0] if body else 0), TOKEN_LENGTH: Printed(body)}
    return answers[body_length], end + 1


def _info(data: bytes) -> tuple[Event, int] | None:
    end = data.find(b"\x00", 0, _MAX_INFO)
    body = data[1:end] if end >= 0 else data[1:_MAX_INFO]
    if not all(TOKEN_FIRST <= byte <= TOKEN_LAST for byte in body) or (end < 0 and len(data) >= _MAX_INFO):
        return Garbage(data[:1]), 1
    if end < 0:
        return None
    return Info(body.decode("ascii")), end + 1
