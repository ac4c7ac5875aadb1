"""The way to a virtual printer in the same process."""

from printers.transport.base import LinkLostError, WriteStoppedError
from printers.virtual import VirtualPrinter
from printers.virtual_line import Connection


class VirtualTransport:
    """Bytes go straight into the printer; a pulled cable swallows them without a word, as a real one does."""

    def __init__(self, printer: VirtualPrinter) -> None:
        self._printer = printer
        self._connection: Connection | None = None

    @property
    def two_way(self) -> bool:
        return True

    def paper_out(self) -> bool | None:
        return None

    def open(self, within_ms: int) -> None:  # noqa: ARG002 - it answers at once
        self._connection = self._printer.connect()
        if self._connection is None:
            raise LinkLostError("the virtual printer's cable is pulled")

    def write(self, data: bytes, within_ms: int) -> None:
        if self._connection is None or self._gone(self._connection):
            raise WriteStoppedError(0, "the virtual printer's line is gone")
        until_ms = self._printer.now_ms() + within_ms
        written = 0
        while (written := written + self._printer.receive(self._connection, data[written:])) < len(data):
            left_ms = until_ms - self._printer.now_ms()
            if left_ms <= 0 or self._gone(self._connection):
                raise WriteStoppedError(written, "the virtual printer takes no more")
            self._printer.wait_for_room(left_ms)

    def read(self, within_ms: int) -> bytes:
        if self._connection is None or self._gone(self._connection):
            raise LinkLostError("the virtual printer's line is gone")
        return self._printer.answers(self._connection, within_ms)

    def close(self) -> None:
        self._connection = None

    def _gone(self, connection: Connection) -> bool:
        """A half open line is noticed only when the cable is back: until then it looks alive."""
        return connection.dead and not self._printer.half_open
