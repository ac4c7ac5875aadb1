"""Sorts the bytes that a printer sends into answers; never fails, whatever comes. Pure."""

from typing import Final

from printers.protocol import (
    TOKEN_FIRST,
    TOKEN_LAST,
    TOKEN_LENGTH,
    AutoStatus,
    Cleared,
    Event,
    FenceAnswer,
    FullStatus,
    Garbage,
    Info,
    KeyList,
    OfflineAnswer,
    Printed,
    RealTimeAnswer,
)

XON: Final = 0x11
XOFF: Final = 0x13
_REPLY_HEADER: Final = 0x37
_INFO_HEADER: Final = 0x5F
_MAX_INFO: Final = 80
_FRAME_LENGTH: Final = 4
_FULL_HEADER: Final = b"\x10\x0f"
_FULL_LENGTH: Final = 6


class StatusStream:
    """Turns what a printer sends, in any pieces, into events; never fails, whatever comes."""

    def __init__(self, *, full_status: bool = False) -> None:
        """`full_status`: the printer is one of those whose six bytes begin like pushed ones."""
        self._full_status = full_status
        self._pending = bytearray()
        self._garbage = bytearray()

    def feed(self, data: bytes) -> list[Event]:
        """The events that `data` completes. Flow control bytes are dropped wherever they stand."""
        self._pending.extend(byte for byte in data if byte not in (XON, XOFF))
        events: list[Event] = []
        while self._pending:
            taken = _first(bytes(self._pending), full_status=self._full_status)
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


def _first(data: bytes, *, full_status: bool) -> tuple[Event, int] | None:
    """The first event in `data` and its length; None while it is not whole."""
    first = data[0]
    if full_status and first == _FULL_HEADER[0] and data[1:2] in (b"", _FULL_HEADER[1:]):
        return None if len(data) < _FULL_LENGTH else (FullStatus(*data[2:_FULL_LENGTH]), _FULL_LENGTH)
    longer = {_REPLY_HEADER: _reply, _INFO_HEADER: _info}.get(first, _frame if first & 0x93 == 0x10 else None)
    if longer is not None:
        return longer(data)
    if first & 0x93 == 0x12:
        return RealTimeAnswer(first), 1
    return (FenceAnswer(first) if first & 0x90 == 0x00 else Garbage(data[:1])), 1


def _frame(data: bytes) -> tuple[Event, int] | None:
    for byte in data[1:_FRAME_LENGTH]:
        if byte & 0x90:
            return Garbage(data[:1]), 1
    if len(data) < _FRAME_LENGTH:
        return None
    return AutoStatus(*data[:_FRAME_LENGTH]), _FRAME_LENGTH


_BODIES: Final[dict[int, tuple[int, int]]] = {
    0x22: (TOKEN_LENGTH, TOKEN_LENGTH),
    0x23: (0, 10),
    0x25: (0, 0),
    0x72: (1, 81),
}
"""Least and greatest length of the body of each answer that begins 37h; a zero ends it."""


def _reply(data: bytes) -> tuple[Event, int] | None:
    if len(data) < 2:
        return None
    least, most = _BODIES.get(data[1], (0, -1))
    end = data.find(b"\x00", 2, 3 + most)
    body = data[2:end] if end >= 0 else data[2 : 2 + most]
    if not all(TOKEN_FIRST <= byte <= TOKEN_LAST for byte in body) or (end >= 0 and len(body) < least):
        return Garbage(data[:1]), 1
    if end < 0:
        return None if len(data) < 3 + most else (Garbage(data[:1]), 1)
    return _answer(data[1], body), end + 1


def _answer(kind: int, body: bytes) -> Event:
    match kind:
        case 0x22:
            return Printed(body)
        case 0x23:
            return OfflineAnswer(body)
        case 0x25:
            return Cleared()
        case _:
            keys = frozenset(body[at : at + 2] for at in range(1, len(body) - 1, 2))
            return KeyList(keys, more=body[:1] == b"A")


def _info(data: bytes) -> tuple[Event, int] | None:
    end = data.find(b"\x00", 0, _MAX_INFO)
    body = data[1:end] if end >= 0 else data[1:_MAX_INFO]
    if not all(TOKEN_FIRST <= byte <= TOKEN_LAST for byte in body) or (end < 0 and len(data) >= _MAX_INFO):
        return Garbage(data[:1]), 1
    if end < 0:
        return None
    return Info(body.decode("ascii")), end + 1
