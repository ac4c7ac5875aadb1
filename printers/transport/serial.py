"""A printer on a serial port: pyserial sets the line up, the deadlines are ours."""

from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

from printers.clock import ClockMs
from printers.transport.base import LinkLostError
from printers.transport.descriptor import DescriptorTransport

DEFAULT_BAUD: Final = 19_200
BAUDS: Final = (1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200)
FLOWS: Final = ("none", "xonxoff", "rtscts")
PARITIES: Final = ("none", "even", "odd")
DRAIN_WITHIN_MS: Final = 1000
"""How long closing waits for what is still in the port; the kernel itself would wait half a minute."""
DRAIN_STEP_MS: Final = 20


@dataclass(frozen=True, slots=True)
class SerialLine:
    """How the two ends of the cable talk; as the printer's own switches or self-test say."""

    baud: int = DEFAULT_BAUD
    flow: str = "none"
    parity: str = "none"


class SerialTransport(DescriptorTransport):
    """A ticket is shorter than every printer's buffer, so that no flow control is needed unless it is asked for."""

    def __init__(self, path: str, line: SerialLine, clock_ms: ClockMs) -> None:
        super().__init__(path, clock_ms)
        self._path = path
        self._line = line
        self._port: Any = None

    def open(self, within_ms: int) -> None:  # noqa: ARG002 - pyserial opens with O_NONBLOCK: it never waits
        self.close()
        import serial  # here: only a kiosk with a serial printer pays for it

        line = self._line
        try:
            self._port = serial.Serial(
                self._path,
                baudrate=line.baud,
                parity=line.parity[0].upper(),
                xonxoff=line.flow == "xonxoff",
                rtscts=line.flow == "rtscts",
                timeout=0,
                write_timeout=0,
                exclusive=True,
            )
        except (OSError, ValueError) as error:  # SerialException is an OSError
            raise LinkLostError(f"cannot open {self._path}: {_reason(error)}") from error
        self._fd = self._port.fileno()
        self._reads = True

    def close(self) -> None:
        port, self._port = self._port, None
        self._fd = None
        if port is None:
            return
        with suppress(OSError):
            self._drain(port)
            port.reset_output_buffer()
        with suppress(OSError):
            port.close()

    def _drain(self, port: Any) -> None:
        until_ms = self._clock_ms() + DRAIN_WITHIN_MS
        pause = Event()
        while port.out_waiting and self._clock_ms() < until_ms:
            pause.wait(DRAIN_STEP_MS / 1000)


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
