"""What can be wrong with a printer, and what one in that state answers: bits of the status language."""

from collections.abc import Set
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
    JAM = "jam"
    MUTE = "mute"
    """Prints, and answers nothing."""
    LATE = "late"
    """Answers after everybody has stopped waiting."""
    GARBAGE = "garbage"
    """Noise among the answers."""
    SLOW = "slow"
    """Prints at a tenth of its speed."""
    LINK_RESET = "link-reset"
    """The connection breaks (RST), at once and once."""
    LINK_CLOSED = "link-closed"
    """It says goodbye (FIN), at once and once, and prints what it has."""
    POWER_CYCLE = "power-cycle"
    """Off and on, at once and once: what it has not printed is gone."""


INCIDENTS: Final = frozenset({Fault.LINK_RESET, Fault.LINK_CLOSED, Fault.POWER_CYCLE})
"""They happen and are over."""

STOPS: Final = frozenset({Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER, Fault.OVERHEATED, Fault.JAM})
"""Nothing is printed while one of these stands."""

SILENT: Final = frozenset({Fault.CABLE_PULLED, Fault.MUTE})


def real_time_answer(faults: Set[Fault], question: int) -> int:
    """The byte a printer with these faults answers to DLE EOT `question`."""
    stopped = STOPS & faults
    bits = {
        1: 0x08 * bool(stopped),
        2: 0x04 * (Fault.COVER_OPEN in stopped)
        | 0x20 * (Fault.PAPER_OUT in stopped)
        | 0x40 * bool(stopped & {Fault.CUTTER, Fault.OVERHEATED, Fault.JAM}),
        3: 0x08 * (Fault.CUTTER in stopped) | 0x40 * (Fault.OVERHEATED in stopped) | 0x04 * (Fault.JAM in stopped),
        4: 0x0C * bool(faults & {Fault.PAPER_LOW, Fault.PAPER_OUT}) | 0x60 * (Fault.PAPER_OUT in stopped),
    }
    return 0x12 | bits[question]


def auto_status_frame(faults: Set[Fault]) -> bytes:
    """The four bytes that it pushes at a change."""
    stopped = STOPS & faults
    low = 0x03 * bool(faults & {Fault.PAPER_LOW, Fault.PAPER_OUT})
    frame = (
        0x10 | 0x08 * bool(stopped) | 0x20 * (Fault.COVER_OPEN in stopped),
        0x08 * (Fault.CUTTER in stopped) | 0x40 * (Fault.OVERHEATED in stopped) | 0x04 * (Fault.JAM in stopped),
        low | 0x0C * (Fault.PAPER_OUT in stopped),
        0x00,
    )
    return bytes(frame)


def sensor_byte(faults: Set[Fault]) -> int:
    """The byte that it answers to GS r 1, which it does not while paper is out."""
    return 0x03 if Fault.PAPER_LOW in faults else 0x00


def full_status(faults: Set[Fault], *, slip_in_mouth: bool, working: bool) -> bytes:
    """Custom's six bytes."""
    frame = (
        0x10,
        0x0F,
        (Fault.PAPER_OUT in faults) | 0x04 * bool(faults & {Fault.PAPER_LOW, Fault.PAPER_OUT}) | 0x20 * slip_in_mouth,
        0x02 * (Fault.COVER_OPEN in faults) | 0x0C * working,
        (Fault.OVERHEATED in faults) | 0x40 * (Fault.JAM in faults),
        0x01 * (Fault.CUTTER in faults),
    )
    return bytes(frame)
