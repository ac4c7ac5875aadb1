"""Hears the commands that a printer obeys on arrival, wherever they stand in the stream, cut in pieces or not."""

import re
from collections.abc import Iterator
from typing import Final

_COMMANDS: Final = re.compile(rb"\x10\x04[\x01-\x04\x14]|\x10\x05[\x01\x02]|\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
_LONGEST: Final = 10


class RealTimeEar:
    """Remembers the last bytes, so that a command in two pieces is one."""

    def __init__(self) -> None:
        self._tail = b""

    def hear(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """`data` in order, in pieces that end where a command ends, each with that command (the last with none)."""
        seen = self._tail + data
        given = len(self._tail)
        heard_to = 0
        for found in _COMMANDS.finditer(seen):
            heard_to = found.end()
            yield seen[given:heard_to], found.group()
            given = heard_to
        self._tail = seen[max(heard_to, len(seen) - _LONGEST + 1) :]
        yield seen[given:], b""

    def forget(self) -> None:
        """Power has been off."""
        self._tail = b""
