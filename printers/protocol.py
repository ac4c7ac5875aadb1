"""The status language of ESC/POS printers: questions as bytes, answers as events. Pure; knows no device.

Bit tables: Epson TM-T81, TM-T88III, TM-L90 specifications; Citizen iDP-3221 and Bixolon SRP-350plusII agree.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

ENABLE_AUTO_STATUS: Final = b"\x1d\x61\xff"
"""GS a: push four bytes at each change. Undone by `ESC @`."""
ASK_FENCE: Final = b"\x1d\x72\x01"
"""GS r 1: paper sensor, answered in order with the text and not while paper is out."""
CLEAR_BUFFERS: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: throw away what was received and not printed; answered with `Cleared`."""
ASK_MAKER: Final = b"\x1d\x49\x42"
ASK_MODEL: Final = b"\x1d\x49\x43"
"""GS I 66 and 67: who made it, what it is called. In order with the text."""
ASK_FULL_STATUS: Final = b"\x10\x04\x14"
"""DLE EOT 20: Custom's own, six bytes with everything in them (KPM150 manual)."""

TOKEN_FIRST: Final = 0x20
TOKEN_LAST: Final = 0x7E
TOKEN_LENGTH: Final = 4
_TOKEN_BASE: Final = TOKEN_LAST - TOKEN_FIRST + 1


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
class FullStatus:
    """Four bytes of everything, after their header: paper, user, recoverable and other errors."""

    paper: int
    user: int
    recoverable: int
    lasting: int

    @property
    def paper_out(self) -> bool:
        return bool(self.paper & 0x01)

    @property
    def paper_low(self) -> bool:
        return bool(self.paper & 0x44)

    @property
    def slip_in_mouth(self) -> bool:
        """Printed, cut, and not yet taken."""
        return bool(self.paper & 0x20)

    @property
    def cover_open(self) -> bool:
        """Or the head is lifted: either way somebody is inside."""
        return bool(self.user & 0x03)

    @property
    def working(self) -> bool:
        """Something waits in its buffer, or the motor turns."""
        return bool(self.user & 0x0C)

    @property
    def overheated(self) -> bool:
        return bool(self.recoverable & 0x01)

    @property
    def jammed(self) -> bool:
        return bool(self.recoverable & 0x40)

    @property
    def cutter_error(self) -> bool:
        return bool(self.lasting & 0x01)

    @property
    def other_error(self) -> bool:
        """Supply voltage, or its memory."""
        return bool(self.recoverable & 0x08 or self.lasting & 0xFE)


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
    """GS ( H fn 49: the printer says that it is offline, some also why; the job waits in it."""

    causes: bytes


@dataclass(frozen=True, slots=True)
class Info:
    """GS I: maker or model."""

    text: str


@dataclass(frozen=True, slots=True)
class Garbage:
    """Bytes that fit no answer: a state that includes them is unknown."""

    data: bytes


@dataclass(frozen=True, slots=True)
class KeyList:
    """GS ( L fn 64: the keys of the pictures that the printer keeps, two characters each; `more` follow."""

    keys: frozenset[bytes]
    more: bool


Event = (
    RealTimeAnswer
    | AutoStatus
    | FullStatus
    | FenceAnswer
    | Printed
    | Cleared
    | OfflineAnswer
    | KeyList
    | Info
    | Garbage
)


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
