"""A receipt printer without a box: takes the bytes a real one takes, answers as one does, keeps the paper."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from printers import virtual_answers as answers
from printers.clock import ClockMs
from printers.escpos_commands import AutoStatusMask, Command, Initialize, KeyListRequest
from printers.faults import INCIDENTS, SILENT, STOPS, Fault, auto_status_frame
from printers.mechanism import Mechanism
from printers.profiles import Confirmation, Profile
from printers.real_time import RealTimeEar
from printers.virtual_line import LATE_MS, Connection
from printers.virtual_paper import VirtualPaper

KEPT_BYTES: Final = 1_000_000


Wait = Callable[[threading.Condition, int], object]
"""Wait on the (held) condition for at most so many milliseconds; a simulation moves its clock instead."""


class VirtualPrinter:
    """Safe to use from any thread. Prints at once, or at `speed_mm_per_s` by the given clock.

    `confirmation` is what this one answers; by default what its family does. It is deaf for `waking_ms` after it was
    switched off and on, and people take a slip from its mouth after `taken_after_ms`; None: only when told to.
    """

    def __init__(
        self,
        profile: Profile,
        clock_ms: ClockMs | None = None,
        *,
        speed_mm_per_s: float | None = None,
        confirmation: Confirmation | None = None,
        wait: Wait | None = None,
        waking_ms: int = 0,
        taken_after_ms: int | None = None,
    ) -> None:
        if speed_mm_per_s is not None and clock_ms is None:
            raise ValueError("a printer with a speed needs a clock")
        self.profile = profile
        self.confirmation = confirmation or profile.confirmation
        self.now_ms = clock_ms or (lambda: 0)
        self._wait = wait or (lambda condition, within_ms: condition.wait(within_ms / 1000))
        self._condition = threading.Condition()
        self._mechanism = Mechanism(
            profile,
            self.now_ms,
            speed_mm_per_s=speed_mm_per_s,
            own_mm_per_s=speed_mm_per_s or (profile.speed_mm_per_s if clock_ms else None),
            taken_after_ms=taken_after_ms,
        )
        self._ear = RealTimeEar()
        self._faults: set[Fault] = set()
        self._armed: list[tuple[int, Fault]] = []
        self._waking_ms, self._deaf_until_ms = waking_ms, 0
        self._asb_mask = 0
        self._connection: Connection | None = None
        self._listeners: list[Callable[[], None]] = []
        self._turn_listeners: list[Callable[[], None]] = []
        self._log = bytearray()

    @property
    def faults(self) -> frozenset[Fault]:
        """What is wrong now."""
        with self._condition:
            return frozenset(self._faults)

    def turn(self, fault: Fault, on: bool) -> None:
        """Switch a fault on or off, while printing too; what is over at once can only be switched on."""
        with self._acting():
            if on and fault in INCIDENTS:
                self._happen(fault)
            elif on != (fault in self._faults) and fault not in INCIDENTS:
                self._turn(fault, on=on)
        for listener in self._turn_listeners:
            listener()

    def on_turn(self, listener: Callable[[], None]) -> None:
        """`listener` is called after each fault that somebody switched."""
        self._turn_listeners.append(listener)

    def fault_after(self, count: int, fault: Fault) -> None:
        """`fault` comes when `count` more bytes have been carried out."""
        with self._acting():
            self._armed.append((self._mechanism.executed + count, fault))

    def disarm(self) -> None:
        """What was to come with a later byte does not come."""
        with self._acting():
            self._armed.clear()

    def tear(self) -> None:
        """Someone pulls off what hangs out."""
        with self._acting():
            self._mechanism.tear()

    def switch_off_and_on(self) -> None:
        """Everything received and not printed is gone, and so is the connection."""
        self.turn(Fault.POWER_CYCLE, True)

    def take_slip(self) -> None:
        """Someone takes what lies in the mouth."""
        with self._acting():
            self._mechanism.take_slip()

    @property
    def papers(self) -> tuple[VirtualPaper, ...]:
        """Every piece that came off, oldest first; all but the last hundred are only remembered by their length."""
        with self._acting():
            return self._mechanism.tray.papers()

    def papers_png(self) -> tuple[bytes, ...]:
        """The same as pictures; empty for those only remembered. Each is drawn once."""
        with self._acting():
            pass
        return self._mechanism.tray.pictures()

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
            return self._mechanism.unfinished

    def connect(self, on_output: Callable[[], None] | None = None) -> Connection | None:
        """A line of one's own; None while the cable is pulled. A second client ends the first."""
        with self._condition:
            if Fault.CABLE_PULLED in self._faults or self._deaf:
                return None
            if self._connection is not None:
                self._connection.end()
            self._connection = Connection(on_output)
            return self._connection

    @property
    def half_open(self) -> bool:
        """The cable is pulled: nobody can tell from outside."""
        with self._condition:
            return Fault.CABLE_PULLED in self._faults

    def receive(self, connection: Connection, data: bytes) -> int:
        """Bytes from a client, as many as there is room for; how many. They vanish when the cable is pulled."""
        with self._acting():
            if Fault.CABLE_PULLED in self._faults or connection.dead or self._deaf:
                return len(data)
            taken = data[: self._mechanism.room]
            self._log.extend(taken)
            del self._log[:-KEPT_BYTES]
            self._take_in(taken)
            return len(taken)

    def room(self) -> int:
        """How many bytes it would take now."""
        with self._acting():
            return self._mechanism.room

    def wait_for_room(self, within_ms: int) -> None:
        """Until it may take more, at most so long."""
        with self._acting():
            if self._mechanism.room == 0:
                self._wait(self._condition, min(within_ms, self._mechanism.due_ms() or within_ms))

    def answers(self, connection: Connection, within_ms: int) -> bytes:
        """What it has to say, waiting at most `within_ms` for it."""
        left_ms = within_ms
        while True:
            with self._acting():
                answer = connection.take(self.now_ms())
                gone = connection.dead and Fault.CABLE_PULLED not in self._faults
                if answer or left_ms <= 0 or gone:
                    return answer
                step_ms = min(left_ms, self._next_ms(connection) or left_ms)
                self._wait(self._condition, step_ms)
            left_ms -= step_ms

    def due_ms(self) -> int | None:
        """Until it has something new to say by itself; None when it waits for bytes or for people."""
        with self._condition:
            return self._next_ms(self._connection) or None

    def _next_ms(self, connection: Connection | None) -> int:
        now_ms = self.now_ms()
        due = (
            self._mechanism.due_ms(),
            connection.due_ms(now_ms) if connection else 0,
            max(self._deaf_until_ms - now_ms, 0),
        )
        return min((ms for ms in due if ms), default=0)

    @property
    def _deaf(self) -> bool:
        return self.now_ms() < self._deaf_until_ms

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """With the lock; whoever listens is told afterwards, without it."""
        with self._condition:
            try:
                self._run()
                yield
                self._run()
            finally:
                news, self._mechanism.came_out = self._mechanism.came_out, 0
                listeners = tuple(self._listeners)
                self._condition.notify_all()
        for listener in listeners * bool(news):
            listener()

    def _turn(self, fault: Fault, *, on: bool) -> None:
        self._faults.symmetric_difference_update({fault})
        self._mechanism.start_from_now()
        self._mechanism.slow = Fault.SLOW in self._faults
        if fault is Fault.PAPER_OUT and not on:
            self._mechanism.tear()
        if fault is Fault.CABLE_PULLED:
            self._sever()
        self._push_auto_status()

    def _take_in(self, data: bytes) -> None:
        for piece, command in self._ear.hear(data):
            self._mechanism.feed(piece)
            self._run()
            if command:
                self._obey_now(command)

    def _obey_now(self, command: bytes) -> None:
        if command[1] == 0x04:
            paper = self._mechanism
            state = {"slip_in_mouth": paper.slip_in_mouth, "working": paper.working}
            self._say(answers.at_once(command[2], self.profile, self.confirmation, self._faults, **state))
        elif command[1] == 0x14 and self.profile.clears_on_command:
            self._mechanism.clear()
            self._say(b"\x37\x25\x00")
        elif command[1] == 0x05:
            self._faults.discard(Fault.CUTTER)

    def _run(self) -> None:
        """Carry out what is in the buffer, as far as paper, faults and time allow."""
        while not (STOPS & self._faults):
            length = self._mechanism.next_length()
            if length == 0 or self._strikes(length):
                return
            command = self._mechanism.carry_out()
            if command is not None:
                self._answer_in_order(command)

    def _strikes(self, length: int) -> bool:
        for at, fault in self._armed:
            if self._mechanism.executed + length > at:
                self._armed.remove((at, fault))
                if fault in INCIDENTS:
                    self._happen(fault)
                    return fault is Fault.POWER_CYCLE
                self._faults.add(fault)
                if fault is Fault.CABLE_PULLED:
                    self._sever()
                self._push_auto_status()
                return bool(fault in STOPS)
        return False

    def _happen(self, incident: Fault) -> None:
        if incident is Fault.POWER_CYCLE:
            self._mechanism.clear()
            self._ear.forget()
            self._asb_mask = 0
            self._deaf_until_ms = self.now_ms() + self._waking_ms
        self._sever(broken=incident is Fault.LINK_RESET)

    def _sever(self, *, broken: bool = False) -> None:
        if self._connection is not None:
            self._connection.end(broken=broken)

    def _answer_in_order(self, command: Command) -> None:
        match command:
            case AutoStatusMask(mask):
                self._asb_mask = mask if self.profile.pushes_status else 0
                self._push_auto_status()
            case Initialize():
                self._asb_mask = 0
            case KeyListRequest() if self.profile.nv_logo:
                self._say(b"\x37\x72\x40" + b"".join(self._mechanism.kept_keys()) + b"\x00")
            case _:
                self._say(answers.in_order(command, self.profile, self.confirmation, self._faults))

    def _push_auto_status(self) -> None:
        if self._asb_mask:
            self._say(auto_status_frame(self._faults))

    def _say(self, answer: bytes) -> None:
        connection = self._connection
        if not answer or connection is None or connection.dead or SILENT & self._faults or self._deaf:
            return
        due_ms = self.now_ms() + LATE_MS if Fault.LATE in self._faults else None
        connection.say(answer, due_ms=due_ms, noisy=Fault.GARBAGE in self._faults)
