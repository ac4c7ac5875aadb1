"""Reads ESC/POS as a device does: bytes in any pieces become commands. Shares nothing with what writes them."""

from collections.abc import Callable
from typing import Final

from printers.escpos_commands import (
    AutoStatusMask,
    Character,
    Command,
    CutPaper,
    Feed,
    Ignored,
    Initialize,
    KeyListRequest,
    LineFeed,
    PictureDefinition,
    PicturePrint,
    ProcessId,
    QrPrint,
    QrSetting,
    QrStore,
    Raster,
    RealTime,
    SendInfo,
    SendPaperSensor,
    SetStyle,
    Style,
)

_ESC_WITH_ONE: Final = {
    ord("a"): Style.ALIGN,
    ord("E"): Style.BOLD,
    ord("G"): Style.BOLD,
    ord("-"): Style.UNDERLINE,
    ord("3"): Style.LINE_UNITS,
    ord("!"): Style.MODE,
}
_GS_WITH_ONE: Final = {ord("!"): Style.SIZE, ord("B"): Style.INVERTED, ord("b"): Style.SMOOTH}
_LENGTHS: Final = {  # commands without effect here, by their first two bytes: whole length
    b"\x1bt": 3, b"\x1bM": 3, b"\x1bR": 3, b"\x1b ": 3, b"\x1b{": 3, b"\x1bV": 3, b"\x1br": 3, b"\x1b=": 3,
    b"\x1bp": 5, b"\x1c.": 2, b"\x1c&": 2, b"\x1cC": 3, b"\x1dL": 4, b"\x1dW": 4, b"\x1dP": 4, b"\x1dh": 3,
    b"\x1dw": 3, b"\x1df": 3, b"\x1dH": 3, b"\x1b$": 4, b"\x1b\\": 4, b"\x1bc": 4,
}  # fmt: skip
_REAL_TIME_LENGTHS: Final = {b"\x10\x04": 3, b"\x10\x05": 3}
_QR: Final = 0x31
_HEAD: Final = 16
"""Enough of a command to know how long it is."""


class Reader:
    """Holds back what is not yet whole."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> None:
        """More bytes have come."""
        self._pending.extend(data)

    def next(self) -> tuple[Command, bytes] | None:
        """The next whole command and its bytes; None while there is none."""
        if not self._pending:
            return None
        found = _command(bytes(self._pending[:_HEAD]), self._pending)
        if found is None:
            return None
        command, length = found
        raw = bytes(self._pending[:length])
        del self._pending[:length]
        return command, raw

    def peek_length(self) -> int:
        """Bytes of the next whole command; 0 while there is none."""
        found = _command(bytes(self._pending[:_HEAD]), self._pending) if self._pending else None
        return 0 if found is None else found[1]

    @property
    def pending(self) -> int:
        """Bytes that wait for the rest of their command."""
        return len(self._pending)

    def clear(self) -> None:
        """Forget what was received."""
        self._pending.clear()


def read_all(data: bytes) -> list[Command]:
    """Every whole command in `data`; a torn last one is left out."""
    reader = Reader()
    reader.feed(data)
    commands: list[Command] = []
    while (found := reader.next()) is not None:
        commands.append(found[0])
    return commands


def _command(head: bytes, pending: bytearray) -> tuple[Command, int] | None:
    first = head[0]
    match first:
        case 0x1B:
            return _escape(head)
        case 0x1D:
            return _group(head, pending)
        case 0x10:
            return real_time(head)
        case 0x1C:
            return _plain(head)
    if first == 0x0A:
        return LineFeed(), 1
    return (Character(first) if first >= 0x20 and first != 0x7F else Ignored(head[:1])), 1


def real_time(head: bytes) -> tuple[Command, int] | None:
    """A DLE sequence at the start of `head`."""
    if len(head) < 2:
        return None
    length = _REAL_TIME_LENGTHS.get(head[:2])
    if head[:2] == b"\x10\x14":
        if len(head) < 3:
            return None
        length = 10 if head[2] == 8 else 5
    if length is None:
        return Ignored(head[:1]), 1
    return (RealTime(head[:length]), length) if len(head) >= length else None


def _escape(head: bytes) -> tuple[Command, int] | None:
    if len(head) < 2:
        return None
    code = head[1]
    if code in b"@2":
        return (Initialize() if code == ord("@") else SetStyle(Style.LINE_UNITS, None)), 2
    if code not in _ESC_WITH_ONE and code not in b"Jd":
        return _plain(head)
    if len(head) < 3:
        return None
    value = head[2]
    if code in _ESC_WITH_ONE:
        return SetStyle(_ESC_WITH_ONE[code], value), 3
    return (Feed(value) if code == ord("J") else LineFeed(value)), 3


_GS_SIMPLE: Final[dict[int, Callable[[int], Command]]] = {
    ord("r"): lambda value: SendPaperSensor() if value in (1, 49) else Ignored(bytes((value,))),
    ord("a"): AutoStatusMask,
    ord("I"): SendInfo,
}


def _group(head: bytes, pending: bytearray) -> tuple[Command, int] | None:
    if len(head) < 3:
        return None
    code, value = head[1], head[2]
    if code in _GS_WITH_ONE:
        return SetStyle(_GS_WITH_ONE[code], value), 3
    if code in _GS_SIMPLE:
        return _GS_SIMPLE[code](value), 3
    if code == ord("V"):
        return _cut(head)
    longer = {ord("v"): _raster, ord("("): _extended}.get(code)
    return longer(head, pending) if longer else _plain(head)


def _cut(head: bytes) -> tuple[Command, int] | None:
    mode = head[2]
    if mode in (0, 48, 1, 49):
        return CutPaper(partial=mode in (1, 49), feed_units=None), 3
    if len(head) < 4:
        return None
    return CutPaper(partial=mode == 66, feed_units=head[3]), 4


def _raster(head: bytes, pending: bytearray) -> tuple[Command, int] | None:
    if len(head) < 8:
        return None
    width = head[4] + 256 * head[5]
    rows = head[6] + 256 * head[7]
    length = 8 + width * rows
    if len(pending) < length:
        return None
    mode = head[3]
    return Raster(width, rows, bytes(pending[8:length]), 1 + (mode & 1), 1 + (mode >> 1 & 1)), length


def _extended(head: bytes, pending: bytearray) -> tuple[Command, int] | None:
    if len(head) < 5:
        return None
    length = 5 + head[3] + 256 * head[4]
    if len(pending) < length:
        return None
    body = bytes(pending[5:length])
    if head[2] == ord("k") and len(body) >= 2 and body[0] == _QR:
        return _qr(body), length
    if head[2] == ord("H") and len(body) == 6 and body[:2] == b"00":
        return ProcessId(body[2:]), length
    kept = _kept_picture(body) if head[2] == ord("L") else None
    return kept or Ignored(bytes(pending[:length])), length


def _kept_picture(body: bytes) -> Command | None:
    """One of the three functions of GS ( L that are about pictures kept by key; their body begins with m = 48."""
    match body[:2]:
        case b"0@" if body[2:] == b"KC":
            return KeyListRequest()
        case b"0E" if len(body) == 6:
            return PicturePrint(body[2:4])
        case b"0C" if len(body) > 11:
            width_bytes, rows = (body[6] + 256 * body[7] + 7) // 8, body[8] + 256 * body[9]
            if len(body) == 11 + width_bytes * rows:
                return PictureDefinition(body[3:5], width_bytes, rows, body[11:])
    return None


def _qr(body: bytes) -> Command:
    function = body[1]
    if function == 80 and len(body) >= 3:
        return QrStore(body[3:])
    if function == 81:
        return QrPrint()
    return QrSetting(function, body[2] if len(body) > 2 else 0)


def _plain(head: bytes) -> tuple[Command, int] | None:
    if len(head) < 2:
        return None
    length = _LENGTHS.get(head[:2], 2)
    return (Ignored(head[:length]), length) if len(head) >= length else None
