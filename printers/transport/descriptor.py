"""What files, USB line printers and serial ports share: a descriptor that never blocks, and deadlines around it."""

import os
import select
from contextlib import suppress
from typing import Final

from printers.clock import ClockMs
from printers.transport.base import LinkLostError, WriteStoppedError

READ_SIZE: Final = 512


class DescriptorTransport:
    """Whoever inherits opens `_fd` with O_NONBLOCK and says in `_reads` whether anything can come back."""

    def __init__(self, name: str, clock_ms: ClockMs) -> None:
        """`name` stands in the sentences."""
        self._name = name
        self._clock_ms = clock_ms
        self._fd: int | None = None
        self._reads = False

    @property
    def two_way(self) -> bool:
        return self._reads

    def paper_out(self) -> bool | None:
        return None

    def write(self, data: bytes, within_ms: int) -> None:
        if self._fd is None:
            raise WriteStoppedError(0, "not open")
        until_ms = self._clock_ms() + within_ms
        written = 0
        while written < len(data):
            try:
                written += os.write(self._fd, data[written:])
            except BlockingIOError:
                left_ms = until_ms - self._clock_ms()
                if left_ms <= 0 or not self._ready(select.POLLOUT, left_ms):
                    raise WriteStoppedError(written, f"{self._name} takes no more") from None
            except OSError as error:
                raise WriteStoppedError(written, str(error.strerror)) from error

    def read(self, within_ms: int) -> bytes:
        if self._fd is None:
            raise LinkLostError("not open")
        if not self._reads or not self._ready(select.POLLIN, within_ms):
            return b""
        try:
            data = os.read(self._fd, READ_SIZE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLostError(str(error.strerror)) from error
        return data or self._nothing_read()

    def close(self) -> None:
        fd, self._fd = self._fd, None
        if fd is not None:
            with suppress(OSError):
                os.close(fd)

    def _nothing_read(self) -> bytes:
        """It was ready and gave nothing: for a device, the other end has gone."""
        raise LinkLostError(f"{self._name} has gone")

    def _ready(self, event: int, within_ms: int) -> bool:
        poll = select.poll()
        poll.register(self._fd if self._fd is not None else -1, event)
        return bool(poll.poll(max(within_ms, 0)))
