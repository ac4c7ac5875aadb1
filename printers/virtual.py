"""A receipt printer without a box: takes the bytes a real one takes, answers as one does, keeps the paper."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from printers.clock import ClockMs
from printers.escpos_commands import (
    AutoStatusMask,
    Character,
    Command,
    Initialize,
    ProcessId,
    SendInfo,
    SendPaperSensor,
)
from printers.escpos_reader import Reader
from printers.faults import SILENT, STOPS, Fault, auto_status_frame, real_time_answer, sensor_byte
from printers.platen import Platen
from printers.profiles import Confirmation, Profile
from printers.real_time import RealTimeEar
from printers.strip import Strip
from printers.tray import Tray
from printers.virtual_paper import VirtualPaper

KEPT_BYTES: Final = 1_000_000

_MAKER: Final = 66
_MODEL: Final = 67

Wait = Callable[[threading.Condition, int], object]
"""Wait on the (held) condition for at most so many milliseconds; a simulation moves its clock instead."""


class Connection:
    """One client's line to the printer; `dead` once the cable was pulled or another client came."""

    def __init__(self, on_output: Callable[[], None] | None = None) -> None:
        self.output = bytearray()
        self.dead = False
        self.on_output = on_output


class VirtualPrinter:
    """Safe to use from any thread. Prints at once, or at `speed_mm_per_s` by the given clock.

    `confirmation` is what this one answers; by default what its family does.
    """

    def __init__(
        self,
        profile: Profile,
        clock_ms: ClockMs | None = None,
        *,
        speed_mm_per_s: float | None = None,
        confirmation: Confirmation | None = None,
        wait: Wait | None = None,
    ) -> None:
        if speed_mm_per_s is not None and clock_ms is None:
            raise ValueError("a printer with a speed needs a clock")
        self.profile = profile
        self.confirmation = confirmation or profile.confirmation
        self._clock_ms = clock_ms or (lambda: 0)
        self._speed_mm_per_s = speed_mm_per_s
        self._wait = wait or (lambda condition, within_ms: condition.wait(within_ms / 1000))
        self._condition = threading.Condition()
        self._reader = Reader()
        self._platen = Platen(profile)
        self._faults: set[Fault] = set()
        self._armed: list[tuple[int, Fault]] = []
        self._executed = 0
        self._busy_until_ms = 0
        self._asb_mask = 0
        self._ear = RealTimeEar()
        self._since_cut = bytearray()
        self._connection: Connection | None = None
        self._listeners: list[Callable[[], None]] = []
        self._came_out = 0
        self._log = bytearray()
        self._tray = Tray(profile)

    @property
    def faults(self) -> frozenset[Fault]:
        """What is wrong now."""
        with self._condition:
            return frozenset(self._faults)

    def turn(self, fault: Fault, on: bool) -> None:
        """Switch a fault on or off, while printing too."""
        with self._acting():
            if on == (fault in self._faults):
                return
            self._faults.symmetric_difference_update({fault})
            self._start_from_now()
            if fault is Fault.PAPER_OUT and not on and not self._platen.blank:
                self._take_off(self._platen.tear())
            if fault is Fault.CABLE_PULLED:
                self._sever()
            self._push_auto_status()

    def fault_after(self, count: int, fault: Fault) -> None:
        """`fault` comes when `count` more bytes have been carried out."""
        with self._acting():
            self._armed.append((self._executed + count, fault))

    def tear(self) -> None:
        """Someone pulls off what hangs out."""
        with self._acting():
            if not self._platen.blank:
                self._take_off(self._platen.tear())

    def switch_off_and_on(self) -> None:
        """Everything received and not printed is gone, and so is the connection."""
        with self._acting():
            self._reader.clear()
            self._platen.forget()
            self._ear.forget()
            self._asb_mask = 0
            self._sever()

    @property
    def papers(self) -> tuple[VirtualPaper, ...]:
        """Every piece that came off, oldest first; all but the last hundred are only remembered by their length."""
        with self._acting():
            return self._tray.papers()

    def papers_png(self) -> tuple[bytes, ...]:
        """The same as pictures; empty for those only remembered. Each is drawn once."""
        with self._acting():
            pass
        return self._tray.pictures()

    def on_paper(self, listener: Callable[[], None]) -> None:
        """`listener` is called, on the thread that printed, each time a piece came off."""
        with self._condition:
            self._listeners.append(listener)

    @property
    def received(self) -> bytes:
        """The bytes that arrived, as far as they are kept: the last million."""
        with self._condition:
            return bytes(self._log)

    @property
    def unfinished(self) -> bool:
        """Something waits to be printed."""
        with self._acting():
            return self._reader.pending > 0 or not self._platen.blank

    def connect(self, on_output: Callable[[], None] | None = None) -> Connection | None:
        """A line of one's own; None while the cable is pulled. A second client ends the first."""
        with self._condition:
            if Fault.CABLE_PULLED in self._faults:
                return None
            if self._connection is not None:
                self._connection.dead = True
            self._connection = Connection(on_output)
            return self._connection

    @property
    def half_open(self) -> bool:
        """The cable is pulled: nobody can tell from outside."""
        with self._condition:
            return Fault.CABLE_PULLED in self._faults

    def receive(self, connection: Connection, data: bytes) -> None:
        """Bytes from a client; they vanish when the cable is pulled."""
        with self._acting():
            if Fault.CABLE_PULLED in self._faults or connection.dead:
                return
            self._log.extend(data)
            del self._log[:-KEPT_BYTES]
            if not self._reader.pending:
                self._start_from_now()
            self._take_in(data)

    def answers(self, connection: Connection, within_ms: int) -> bytes:
        """What it has to say, waiting at most `within_ms` for it."""
        left_ms = within_ms
        while True:
            with self._acting():
                answer = bytes(connection.output)
                connection.output.clear()
                gone = connection.dead and Fault.CABLE_PULLED not in self._faults
                if answer or left_ms <= 0 or gone:
                    return answer
                step_ms = min(left_ms, self._due_ms() or left_ms)
                self._wait(self._condition, step_ms)
            left_ms -= step_ms

    def due_ms(self) -> int | None:
        """Until it has something new to say by itself; None when it waits for bytes or for people."""
        with self._condition:
            return self._due_ms() or None

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """With the lock; whoever listens is told afterwards, without it."""
        with self._condition:
            try:
                self._run()
                yield
                self._run()
            finally:
                news, self._came_out = self._came_out, 0
                listeners = tuple(self._listeners)
                self._condition.notify_all()
        for listener in listeners * bool(news):
            listener()

    def _take_in(self, data: bytes) -> None:
        for piece, command in self._ear.hear(data):
            self._reader.feed(piece)
            self._run()
            if command:
                self._obey_now(command)

    def _obey_now(self, command: bytes) -> None:
        if command[1] == 0x04:
            if self.confirmation is not Confirmation.NONE:
                self._say(bytes((real_time_answer(self._now_wrong(), command[2]),)))
        elif command[1] == 0x14 and self.profile.clears_on_command:
            self._reader.clear()
            self._platen.forget()
            self._say(b"\x37\x25\x00")
        elif command[1] == 0x05:
            self._faults.discard(Fault.CUTTER)

    def _start_from_now(self) -> None:
        """The motor stood still until now."""
        self._busy_until_ms = max(self._busy_until_ms, self._clock_ms())

    def _due_ms(self) -> int:
        """Until the next thing happens by itself; 0 when nothing will."""
        return max(self._busy_until_ms - self._clock_ms(), 0) if self._reader.pending else 0

    def _run(self) -> None:
        """Carry out what is in the buffer, as far as paper, faults and time allow."""
        while not (STOPS & self._faults) and not (self._speed_mm_per_s and self._due_ms()):
            length = self._reader.peek_length()
            if length == 0 or self._strikes(length):
                return
            found = self._reader.next()
            if found is None:
                return
            self._executed += length
            self._since_cut.extend(found[1])
            self._carry_out(found[0])

    def _strikes(self, length: int) -> bool:
        for at, fault in self._armed:
            if self._executed + length > at:
                self._armed.remove((at, fault))
                self._faults.add(fault)
                if fault is Fault.CABLE_PULLED:
                    self._sever()
                self._push_auto_status()
                return bool(fault in STOPS)
        return False

    def _sever(self) -> None:
        if self._connection is not None:
            self._connection.dead = True
            if self._connection.on_output is not None:
                self._connection.on_output()

    def _carry_out(self, command: Command) -> None:
        match command:
            case ProcessId(token) if self.confirmation is Confirmation.PROCESS_ID:
                self._say(b"\x37\x22" + token + b"\x00")
            case SendPaperSensor() if self.confirmation in (Confirmation.PROCESS_ID, Confirmation.FENCE):
                self._say(bytes((sensor_byte(self._now_wrong()),)))
            case AutoStatusMask(mask):
                self._asb_mask = mask if self.profile.pushes_status else 0
                self._push_auto_status()
            case SendInfo(which) if self.confirmation is not Confirmation.NONE:
                self._say({_MAKER: b"_PASTI\x00", _MODEL: b"_Virtual\x00"}.get(which, b""))
            case Initialize():
                self._asb_mask = 0
        self._print(command)

    def _print(self, command: Command) -> None:
        pieces = len(self._platen.strips)
        moved = self._platen.obey(command)
        if self._speed_mm_per_s and moved:
            self._busy_until_ms += round(1000 * self.profile.to_mm(moved) / self._speed_mm_per_s)
        for strip in self._platen.strips[pieces:]:
            self._take_off(strip)
        if not self.profile.cutter and not isinstance(command, Character) and not self._reader.pending:
            self._tear_at_bar()

    def _tear_at_bar(self) -> None:
        """Someone tears the slip off as soon as all of it has passed the bar."""
        if not self._platen.strip.marks or not self._platen.past_bar:
            return
        self._take_off(self._platen.tear())

    def _take_off(self, strip: Strip) -> None:
        self._tray.drop(strip, bytes(self._since_cut))
        self._since_cut.clear()
        self._came_out += 1

    def _push_auto_status(self) -> None:
        if self._asb_mask:
            self._say(auto_status_frame(self._now_wrong()))

    def _now_wrong(self) -> frozenset[Fault]:
        return frozenset(self._faults)

    def _say(self, answer: bytes) -> None:
        connection = self._connection
        if connection is None or connection.dead or SILENT & self._faults:
            return
        connection.output.extend(answer)
        if connection.on_output is not None:
            connection.on_output()
