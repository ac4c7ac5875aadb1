"""A USB printer by the kernel's line printer driver, /dev/usb/lp0: no libusb, no reset at each opening."""

import array
import errno
import fcntl
import os
from pathlib import Path
from typing import Final

from printers.clock import ClockMs
from printers.transport.base import LinkLostError
from printers.transport.descriptor import DescriptorTransport

LPGETSTATUS: Final = 0x060B
"""linux/lp.h: the port's own status byte, which needs no word from the printer."""
PAPER_EMPTY: Final = 0x20
ALL_LINES: Final = 0xFF
"""What a port reads when nobody drives its lines."""


class UsbLineTransport(DescriptorTransport):
    """Written and read without blocking; a printer out of paper would otherwise hold the thread for ever."""

    def __init__(self, path: Path, clock_ms: ClockMs) -> None:
        super().__init__(str(path), clock_ms)
        self._path = path

    def open(self, within_ms: int) -> None:  # noqa: ARG002 - O_NONBLOCK: opening never waits
        self.close()
        try:
            self._fd = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        except OSError as error:
            busy = ": another program holds it" if error.errno == errno.EBUSY else f": {error.strerror}"
            raise LinkLostError(f"cannot open {self._path}{busy}") from error
        self._reads = True

    def read(self, within_ms: int) -> bytes:
        try:
            return super().read(within_ms)
        except LinkLostError as error:
            cause = error.__cause__
            if isinstance(cause, OSError) and cause.errno == errno.EINVAL:  # a printer without a way back
                self._reads = False
                return b""
            raise

    def paper_out(self) -> bool | None:
        """The port's paper line, where there is one. Some printers lie in its other lines, so those are not asked."""
        if self._fd is None:
            return None
        status = array.array("i", [0])
        try:
            fcntl.ioctl(self._fd, LPGETSTATUS, status)
        except OSError:
            return None
        lines = status[0] & ALL_LINES
        return None if lines == ALL_LINES else bool(lines & PAPER_EMPTY)
