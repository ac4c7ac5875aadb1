"""A change of paper under way: carries out what its steps ask of press and store, and lets time end it."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, assert_never

from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.roll import Outlook, RollEnd, RollKind
from kiosk.domain.slip import SlipStatus
from kiosk.press.state import UNSEEN, PrinterState
from kiosk.queue.held import HeldPaper
from kiosk.staff import restock, restock_steps
from kiosk.staff.restock import CODE_DIGITS, CODE_LENGTH, Answer, Ask, Effect, Install, Move, PrintHeld, Restock

Jobs = tuple[tuple[int, str], ...]


class Bench(Protocol):
    """Press and store as a change of paper needs them; every answer comes on the thread of the screen."""

    def hold(self, on: bool) -> None:
        """Let nothing but test strips come out, or let slips come out again."""
        ...

    def unproven(self) -> bool:
        """The printer was opened or a strip printed, and none was read since; known over a restart."""
        ...

    def prove(self) -> None:
        """A test strip was read: slips may come out again."""
        ...

    def print_strip(self, code: str, done: Callable[[HoldCause | None], None]) -> None:
        """A test strip, unproven until it is read; `done` hears what kept it, None when it is out."""
        ...

    def install(self, kind: RollKind, ended: RollEnd) -> None:
        """Another roll is in the printer."""
        ...

    def list_held(self, done: Callable[[tuple[HeldPaper, ...], tuple[str, ...]], None]) -> None:
        """What waits for staff, and the numbers that reached nobody."""
        ...

    def print_held(self, job_ids: tuple[int, ...], done: Callable[[Jobs], None]) -> None:
        """Give these to the press; `done` gets (job, label) of those it took."""
        ...

    def came_out(self, job_id: int) -> None:
        """A person saw it."""
        ...

    def look(self) -> None:
        """Ask the printer now."""
        ...

    def ring(self) -> None:
        """A tone, where there is a loudspeaker."""
        ...

    def record(self, *, proven: bool, seconds: int, strips: int) -> None:
        """How it went."""
        ...


def draw_code(before: str) -> str:
    """Three digits that cannot be read upside down, never the same twice running."""
    while True:
        code = "".join(secrets.choice(CODE_DIGITS) for _ in range(CODE_LENGTH))
        if code != before:
            return code


class Restocking:
    """Lives on the thread of the screen. `on_change` is called after every change, `on_end` when it is over."""

    def __init__(self, bench: Bench, clock: Clock, *, draw: Callable[[str], str] = draw_code) -> None:
        """Nothing is under way. `draw` makes the code of the next strip, given the one before."""
        self.on_change: Callable[[], None] = _nothing
        self.on_end: Callable[[], None] = _nothing
        self.outlook: Outlook | None = None
        """How long the roll lasts, as it was worked out last."""
        self.not_received: tuple[str, ...] = ()
        """Numbers that reached nobody."""
        self._bench = bench
        self._clock = clock
        self._draw = draw
        self._state: Restock | None = None
        self._printer = UNSEEN
        self._ended = False
        """The paper has run out, and no other roll is in yet."""
        self._cut_off = True
        """Nobody has looked yet whether a restart cut a change off."""
        self._began_ms = 0
        self._moved_ms = 0

    @property
    def state(self) -> Restock | None:
        """Where it is; None while the paper is left alone."""
        return self._state

    @property
    def active(self) -> bool:
        """Whether somebody changes the paper now."""
        return self._state is not None

    def begin(self) -> None:
        """Somebody asked for it, or opened the printer."""
        if self._state is not None:
            return
        self._cut_off = False
        self._bench.hold(True)
        self._began_ms = self._moved_ms = self._clock.monotonic_ms()
        self._apply(restock.begin(_sensors(self._printer), unproven=self._bench.unproven(), ended=self._ended))

    def choose(self, choice: str) -> bool:
        """A touch; False, and nothing happens, for what is not offered now."""
        if self._state is None or not self._state.offers(choice):
            return False
        self._moved_ms = self._clock.monotonic_ms()
        self._apply(restock_steps.chosen(self._state, choice))
        return True

    def printer_changed(self, printer: PrinterState) -> None:
        """What the printer tells; an open cover, or paper after there was none, begins a change by itself."""
        self._printer = printer
        self._ended = self._ended or printer.cause is HoldCause.PAPER_OUT
        if self._state is not None:
            self._moved_ms = self._clock.monotonic_ms()
            self._apply(restock.sensed(self._state, _sensors(printer)))
        elif printer.cover_open or (printer.ready and self._ended):
            self._begin_by_itself(printer)

    def _begin_by_itself(self, printer: PrinterState) -> None:
        """Paper that is back without anybody having been at it (the sensor had flickered) is no change."""
        if printer.cover_open or self._bench.unproven():
            self.begin()
        else:
            self._ended = False

    def slip_changed(self, status: SlipStatus) -> None:
        """News of a slip; only those that were given to the press here matter."""
        if self._state is not None:
            self._apply(restock_steps.slip_moved(self._state, status))

    def roll_changed(self, outlook: Outlook) -> None:
        """How long the roll lasts."""
        if outlook != self.outlook:
            self.outlook = outlook
            if self._state is not None:
                self.on_change()

    def tick(self, *, free: bool) -> None:
        """Call a few times a second: whoever has gone is not waited for.

        `free`: nobody's visit is open. Then a change that a restart has cut off goes on.
        """
        if self._state is None:
            if free and self._cut_off and self._printer is not UNSEEN:
                self._cut_off = False
                if self._bench.unproven():
                    self.begin()
            return
        limit_ms = restock.DONE_MS if self._state.step is restock.Step.DONE else restock.IDLE_MS
        if self._clock.monotonic_ms() - self._moved_ms >= limit_ms:
            self._leave()

    def _apply(self, move: Move) -> None:
        state, effects = move
        changed = state is not self._state
        if self._state is not None and state.step is not self._state.step:
            self._moved_ms = self._clock.monotonic_ms()
        self._state = state
        for effect in effects:
            self._carry_out(effect)
        if changed or effects:
            self.on_change()

    def _carry_out(self, effect: Effect) -> None:  # noqa: C901 - one case an effect, checked for completeness
        match effect:
            case Install(kind, ended):
                self._bench.install(kind, ended)
            case PrintHeld(job_ids):
                self._bench.print_held(job_ids, lambda jobs: self._hear(lambda s: restock_steps.given(s, jobs)))
            case Answer(job_id):
                self._bench.came_out(job_id)
            case Ask.STRIP:
                self._print_strip()
            case Ask.PROVE:
                self._bench.prove()
            case Ask.RELEASE:
                self._bench.hold(False)
            case Ask.LIST:
                self._bench.list_held(self._listed)
            case Ask.LOOK:
                self._bench.look()
            case Ask.RING:
                self._bench.ring()
            case Ask.LEAVE:
                self._leave()
            case _:
                assert_never(effect)

    def _print_strip(self) -> None:
        if self._state is None:
            return
        code = self._draw(self._state.code)
        self._state = replace(self._state, code=code)
        self._bench.print_strip(code, lambda cause: self._strip_out(code, cause))

    def _strip_out(self, code: str, cause: HoldCause | None) -> None:
        """Of a strip that somebody has given up meanwhile nothing is heard."""
        self._hear(lambda state: restock.strip_out(state, cause) if state.code == code else (state, ()))

    def _listed(self, papers: tuple[HeldPaper, ...], not_received: tuple[str, ...]) -> None:
        self.not_received = not_received
        self._hear(lambda state: restock_steps.listed(state, papers))

    def _hear(self, move: Callable[[Restock], Move]) -> None:
        if self._state is not None:
            self._apply(move(self._state))

    def _leave(self) -> None:
        """Over. What nobody has proved stays on hold: rather no paper than blank paper that counts as given."""
        state = self._state
        if state is None:
            return
        self._state = None
        self._bench.hold(False)
        if state.proven and not self._bench.unproven():
            self._ended = False
        if state.touched:
            seconds = (self._clock.monotonic_ms() - self._began_ms) // 1000
            proven = state.proven and not self._bench.unproven()
            self._bench.record(proven=proven, seconds=seconds, strips=state.strips)
        self.on_end()


def _sensors(printer: PrinterState) -> restock.Sensors:
    return restock.Sensors(printer.sees, printer.cover_open, printer.cause)


def _nothing() -> None:
    """Nobody looks yet."""
