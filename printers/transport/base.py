"""What every way to a printer must do: nothing may wait longer than it was told to."""

from typing import Protocol


class TransportError(Exception):
    """The way to the printer failed; the text says how. Whatever was sent may or may not have arrived."""


class LinkLostError(TransportError):
    """There is no way to the printer, or there is none any more."""


class WriteStoppedError(TransportError):
    """The printer took only the first `written` bytes before the deadline or the end of the link."""

    def __init__(self, written: int, reason: str) -> None:
        super().__init__(f"{reason} after {written} bytes")
        self.written = written


class Transport(Protocol):
    """One connection. Used by one thread; every call returns within the milliseconds it is given."""

    @property
    def two_way(self) -> bool:
        """False where nothing can ever be read back: a plain file."""
        ...

    def paper_out(self) -> bool | None:
        """What the port itself says, beside the printer's own words; None where it has no say."""
        ...

    def open(self, within_ms: int) -> None:
        """Connect. Raises LinkLostError with a sentence."""
        ...

    def write(self, data: bytes, within_ms: int) -> None:
        """Hand over all of `data`. Raises WriteStoppedError with what was taken."""
        ...

    def read(self, within_ms: int) -> bytes:
        """What has arrived; waits for something at most `within_ms` (0: not at all), then b"".

        Raises LinkLostError once the other side has gone.
        """
        ...

    def close(self) -> None:
        """Let go properly; some printers refuse new connections for a minute otherwise. Never raises."""
        ...
