"""A file or a device node as printer: bytes go in, and nothing that is a plain file ever answers."""

import os
import select
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from printers.clock import ClockMs
from printers.transport.base import LinkLostError, WriteStoppedError

READ_SIZE: Final = 512


class FileTransport:
    """Appends to a regular file; speaks with a character device or FIFO without ever blocking in the kernel."""

    def __init__(self, path: Path, clock_ms: ClockMs) -> None:
        self._path = path
        self._clock_ms = clock_ms
        self._fd: int | None = None
        self._reads = False

    @property
    def two_way(self) -> bool:
        return self._reads

    def open(self, within_ms: int) -> None:  # noqa: ARG002 - O_NONBLOCK: opening never waits
        self.close()
        try:
            device = self._path.exists() and not stat.S_ISREG(self._path.stat().st_mode)
            mode = os.O_NONBLOCK | os.O_CLOEXEC
            character = device and stat.S_ISCHR(self._path.stat().st_mode)
            mode |= os.O_RDWR | os.O_NOCTTY if character else os.O_WRONLY
            self._fd = os.open(self._path, mode if device else mode | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise LinkLostError(f"cannot open {self._path}: {error.strerror}") from error
        self._reads = character

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
                    raise WriteStoppedError(written, f"{self._path} takes no more") from None
            except OSError as error:
                raise WriteStoppedError(written, str(error.strerror)) from error

    def read(self, within_ms: int) -> bytes:
        if self._fd is None:
            raise LinkLostError("not open")
        if not self._reads:
            return b""
        if not self._ready(select.POLLIN, within_ms):
            return b""
        try:
            data = os.read(self._fd, READ_SIZE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLostError(str(error.strerror)) from error
        if not data:  # the null device: always readable, never a word
            self._reads = False
        return data

    def close(self) -> None:
        fd, self._fd = self._fd, None
        if fd is not None:
            with suppress(OSError):
                os.close(fd)

    def _ready(self, event: int, within_ms: int) -> bool:
        poll = select.poll()
        poll.register(self._fd if self._fd is not None else -1, event)
        return bool(poll.poll(max(within_ms, 0)))
