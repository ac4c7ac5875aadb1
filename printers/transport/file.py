"""A file or a device node as printer: bytes go in, and nothing that is a plain file ever answers."""

import os
import stat
from pathlib import Path

from printers.clock import ClockMs
from printers.transport.base import LinkLostError
from printers.transport.descriptor import DescriptorTransport


class FileTransport(DescriptorTransport):
    """Appends to a regular file; speaks with a character device or FIFO without ever blocking in the kernel."""

    def __init__(self, path: Path, clock_ms: ClockMs) -> None:
        super().__init__(str(path), clock_ms)
        self._path = path

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

    def _nothing_read(self) -> bytes:
        self._reads = False  # the null device: always readable, never a word
        return b""
