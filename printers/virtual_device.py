"""The virtual printer at the end of a serial cable or in a USB socket: a pseudo-terminal under a name of its own."""

import os
import pty
import tty
from contextlib import suppress
from pathlib import Path

from printers.virtual import VirtualPrinter
from printers.virtual_line import Connection
from printers.virtual_serving import READ_SIZE, Serving


class VirtualDevice(Serving):
    """`path` leads to the device. USB: it is gone while the printer is; serial: the port stays, and nobody answers."""

    def __init__(self, printer: VirtualPrinter, path: Path, *, usb: bool) -> None:
        """`path` must not exist; it is a link, and removed when all is over. OSError where no terminals are left."""
        super().__init__("virtual-device", printer.due_ms)
        self._printer = printer
        self._path = path
        self._usb = usb
        self._ends: tuple[int, int] | None = None
        self._line: Connection | None = None
        try:
            self._plug_in()
        except OSError:
            self._put_away()
            raise
        printer.on_turn(self._ring)
        self._start()

    def _plug_in(self) -> None:
        line = self._printer.connect(self._ring)
        if line is None and self._usb:
            return
        self._line = line
        if self._ends is None:
            ours, theirs = pty.openpty()
            tty.setraw(theirs)
            os.set_blocking(ours, False)
            self._ends = ours, theirs
            self._watch(ours, self._read)
            fresh = self._path.with_name(self._path.name + ".new")
            fresh.symlink_to(os.ttyname(theirs))
            fresh.rename(self._path)

    def _pull_out(self) -> None:
        ends, self._ends = self._ends, None
        if ends is None:
            return
        self._path.unlink(missing_ok=True)
        self._unwatch(ends[0])
        for end in ends:
            os.close(end)

    def _read(self) -> None:
        if self._ends is None:
            return
        ours = self._ends[0]
        room = self._printer.room()
        if room == 0:
            self._unwatch(ours)
            return
        try:
            data = os.read(ours, min(READ_SIZE, room))
        except OSError:
            return
        if self._line is not None:  # else it is lost in the cable
            self._printer.receive(self._line, data)

    def _tend(self) -> None:
        if self._line is None or (self._line.dead and not self._printer.half_open):
            self._line = None
            if self._usb:
                self._pull_out()
            self._plug_in()
        if self._line is None or self._ends is None:
            return
        answer = self._printer.answers(self._line, 0)
        if answer:
            with suppress(OSError):  # nobody reads
                os.write(self._ends[0], answer)
        if not self._watches(self._ends[0]) and self._printer.room():
            self._watch(self._ends[0], self._read)

    def _let_go(self) -> None:
        self._pull_out()


def serve_device(printer: VirtualPrinter, path: Path, *, usb: bool) -> VirtualDevice:
    """`printer` behind usblp:`path` or serial:`path`; close it when done."""
    return VirtualDevice(printer, path, usb=usb)
