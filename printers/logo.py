"""The mark at the head of a paper: a ticket with a tick, kept in the printer so that it costs eleven bytes a slip."""

from functools import cache
from typing import Final

KEY: Final = b"PS"
"""Under which the printer keeps it."""
SCALE: Final = 4
"""Dots each square of the drawing is wide and high."""
ROWS: Final = (
    "..######################################..",
    ".#......................................#.",
    "#........................................#",
    "#...........................##...........#",
    "#..........................###...........#",
    "##........................###...........##",
    "..#......................###...........#..",
    "..#............##.......###............#..",
    "..#............###.....###.............#..",
    "##..............###...###...............##",
    "#................###.###.................#",
    "#.................#####..................#",
    "#..................###...................#",
    ".#......................................#.",
    "..######################################..",
)
WIDTH: Final = len(ROWS[0]) * SCALE
HEIGHT: Final = len(ROWS) * SCALE
WIDTH_BYTES: Final = (WIDTH + 7) // 8

LIST_KEYS: Final = b"\x1d(L\x04\x000@KC"
"""GS ( L fn 64: answered with `KeyList`, which is to be acknowledged."""
ACKNOWLEDGE: Final = b"\x06"
PRINT: Final = b"\x1d(L\x06\x000E" + KEY + b"\x01\x01"
"""GS ( L fn 69: nothing is printed where nothing is kept under the key."""


@cache
def bits() -> bytes:
    """The drawing, one bit a dot, rows filled up to whole bytes."""
    rows = []
    for row in ROWS:
        dots = "".join("1" * SCALE if square == "#" else "0" * SCALE for square in row).ljust(WIDTH_BYTES * 8, "0")
        rows.append(int(dots, 2).to_bytes(WIDTH_BYTES, "big") * SCALE)
    return b"".join(rows)


def definition() -> bytes:
    """GS ( L fn 67: keep it, once; the printer's memory wears out by writing."""
    head = b"0C0" + KEY + b"\x01" + WIDTH.to_bytes(2, "little") + HEIGHT.to_bytes(2, "little") + b"1"
    body = head + bits()
    return b"\x1d(L" + len(body).to_bytes(2, "little") + body
