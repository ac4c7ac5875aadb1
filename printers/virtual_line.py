"""One client's line to the virtual printer: what it says on it, at once, late, or among noise."""

from collections.abc import Callable
from itertools import cycle
from typing import Final

LATE_MS: Final = 700
"""Longer than anybody waits for an answer: it comes when the next question has been asked."""
NOISE: Final = (b"\x00", b"\xff", b"\x9d\x00", b"\x80\x11")
"""What a bad line adds to an answer; some of it looks like one."""


class Connection:
    """`dead` once the cable was pulled, the link broken, or another client came."""

    def __init__(self, on_output: Callable[[], None] | None = None) -> None:
        self.dead = False
        self.broken = False
        """Ended by a reset, not by a goodbye."""
        self.on_output = on_output
        self._output = bytearray()
        self._late: list[tuple[int, bytes]] = []
        self._noise = cycle(NOISE)

    def say(self, answer: bytes, *, due_ms: int | None = None, noisy: bool = False) -> None:
        """An answer goes out; at `due_ms` of the printer's clock, when it is late."""
        if noisy:
            answer = next(self._noise) + answer
        if due_ms is None:
            self._output.extend(answer)
        else:
            self._late.append((due_ms, answer))
        self.ring()

    def ring(self) -> None:
        """Whoever serves this line is told to look."""
        if self.on_output is not None:
            self.on_output()

    def take(self, now_ms: int) -> bytes:
        """Everything that has gone out by now, once."""
        while self._late and self._late[0][0] <= now_ms:
            self._output.extend(self._late.pop(0)[1])
        answer = bytes(self._output)
        self._output.clear()
        return answer

    def due_ms(self, now_ms: int) -> int:
        """Until the next late answer; 0 when none is under way."""
        return max(self._late[0][0] - now_ms, 1) if self._late else 0

    def end(self, *, broken: bool = False) -> None:
        """Nobody is at the printer's end any more."""
        self.dead, self.broken = True, broken
        self.ring()
