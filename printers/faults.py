"""What can be wrong with a printer, and what one in that state answers: bits of the status language."""

from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """What can be wrong with a printer; switchable at any moment."""

    PAPER_LOW = "paper-low"
    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    CABLE_PULLED = "cable-pulled"
    """Half open: what is sent vanishes, nothing comes back; what it already has, it prints."""
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    MUTE = "mute"
    """Prints, and answers nothing."""


STOPS: Final = frozenset({Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER, Fault.OVERHEATED})
"""Nothing is printed while one of these stands."""

SILENT: Final = frozenset({Fault.CABLE_PULLED, Fault.MUTE})


def real_time_answer(faults: frozenset[Fault], question: int) -> int:
    """The byte a printer with these faults answers to DLE EOT `question`."""
    stopped = STOPS & faults
    bits = {
        1: 0x08 * bool(stopped),
        2: 0x04 * (Fault.COVER_OPEN in stopped)
        | 0x20 * (Fault.PAPER_OUT in stopped)
        | 0x40 * bool(stopped & {Fault.CUTTER, Fault.OVERHEATED}),
        3: 0x08 * (Fault.CUTTER in stopped) | 0x40 * (Fault.OVERHEATED in stopped),
        4: 0x0C * bool(faults & {Fault.PAPER_LOW, Fault.PAPER_OUT}) | 0x60 * (Fault.PAPER_OUT in stopped),
    }
    return 0x12 | bits[question]


def auto_status_frame(faults: frozenset[Fault]) -> bytes:
    """The four bytes that it pushes at a change."""
    stopped = STOPS & faults
    low = 0x03 * bool(faults & {Fault.PAPER_LOW, Fault.PAPER_OUT})
    frame = (
        0x10 | 0x08 * bool(stopped) | 0x20 * (Fault.COVER_OPEN in stopped),
        0x08 * (Fault.CUTTER in stopped) | 0x40 * (Fault.OVERHEATED in stopped),
        low | 0x0C * (Fault.PAPER_OUT in stopped),
        0x00,
    )
    return bytes(frame)


def sensor_byte(faults: frozenset[Fault]) -> int:
    """The byte that it answers to GS r 1, which it does not while paper is out."""
    return 0x03 if Fault.PAPER_LOW in faults else 0x00
