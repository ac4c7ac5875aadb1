"""The way to a virtual printer in the same process."""

from printers.transport.base import LinkLostError, WriteStoppedError
from printers.virtual import Connection, VirtualPrinter


class VirtualTransport:
    """Bytes go straight into the printer; a pulled cable swallows them without a word, as a real one does."""

    def __init__(self, printer: VirtualPrinter) -> None:
        self._printer = printer
        self._connection: Connection | None = None

    @property
    def two_way(self) -> bool:
        return True

    def open(self, within_ms: int) -> None:  # noqa: ARG002 - it answers at once
        self._connection = self._printer.connect()
        if self._connection is None:
            raise LinkLostError("the virtual printer's cable is pulled")

    def write(self, data: bytes, within_ms: int) -> None:  # noqa: ARG002 - it takes everything
        if self._connection is None or self._gone(self._connection):
            raise WriteStoppedError(0, "the virtual printer's line is gone")
        self._printer.receive(self._connection, data)

    def read(self, within_ms: int) -> bytes:
        if self._connection is None or self._gone(self._connection):
            raise LinkLostError("the virtual printer's line is gone")
        return self._printer.answers(self._connection, within_ms)

    def close(self) -> None:
        self._connection = None

    def _gone(self, connection: Connection) -> bool:
        """A half open line is noticed only when the cable is back: until then it looks alive."""
        return connection.dead and not self._printer.half_open
