"""Changing the paper, step by step: what sensors, strips and whoever stands there make of it. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.roll import RollEnd, RollKind
from kiosk.queue.held import HeldPaper

CODE_LENGTH: Final = 3
CODE_DIGITS: Final = "23457"
"""Digits that are none when the strip is held upside down: no 0, 1, 6, 8 or 9."""
IDLE_MS: Final = 180_000
"""Nobody has touched screen or printer for so long: whoever it was has gone."""
DONE_MS: Final = 12_000
PAPER: Final = frozenset({HoldCause.PAPER_OUT, HoldCause.COVER_OPEN})
NO_TROUBLE: Final = frozenset({None, HoldCause.ROLL, HoldCause.RESTART})


class Step(StrEnum):
    """Where in the change one is; one picture and one thing to do each."""

    TROUBLE = "trouble"
    """Something other than the roll keeps it from printing; `Restock.cause` says what."""
    OPEN = "open"
    CHANGE = "change"
    """The cover is open: old roll out, new one in, close."""
    STRIP = "strip"
    """A test strip is on its way."""
    CODE = "code"
    TURN = "turn"
    """The strip was blank, or the code wrong: turn the roll round, or type again."""
    KIND = "kind"
    HELD = "held"
    CHECK = "check"
    """'Tiket A 012 sudah keluar?': only a person can know."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Sensors:
    """The printer as far as it tells. `sees` False: it tells nothing, and the buttons lead."""

    sees: bool
    cover_open: bool
    cause: HoldCause | None
    """What keeps it from printing; None when nothing does."""

    @property
    def clear(self) -> bool:
        """Nothing is in the way."""
        return self.cause in NO_TROUBLE


class Ask(StrEnum):
    """What a step asks of press and store."""

    STRIP = "strip"
    PROVE = "prove"
    """The code was read: the paper lies right."""
    RELEASE = "release"
    """Hands off the printer: slips may come out again, unless nobody has read a strip."""
    LIST = "list"
    LOOK = "look"
    RING = "ring"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Install:
    """Another roll is in the printer."""

    kind: RollKind
    ended: RollEnd


@dataclass(frozen=True, slots=True)
class PrintHeld:
    """These slips, in this order."""

    job_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person saw of a slip."""

    job_id: int


Effect = Ask | Install | PrintHeld | Answer


@dataclass(frozen=True, slots=True)
class Restock:
    """One change of paper, from the first picture to 'Printer siap'."""

    step: Step
    sensors: Sensors
    cause: HoldCause | None = None
    """What TROUBLE is about."""
    unread: bool = False
    """Closed again, and the printer still sees no paper; or still in trouble."""
    touched: bool = False
    """The printer was opened: until a strip was read, nobody knows how the paper lies."""
    opened: bool = False
    """The cover was seen open since the last strip: closing it says that paper was put in."""
    ended: bool = False
    """The paper had run out, so that the roll before has shown how long it was."""
    code: str = ""
    typed: str = ""
    wrong: bool = False
    """A code was typed that is not on the strip; False on TURN: it was blank."""
    strips: int = 0
    proven: bool = False
    held: tuple[HeldPaper, ...] | None = None
    """What waits for staff; None until it was looked up."""
    given: tuple[tuple[int, str], ...] = ()
    """(job, label) of what was given to the press and is not out yet."""
    asked: tuple[tuple[int, str], ...] = ()
    """Of these only a person knows whether they are out."""
    answered: tuple[int, ...] = ()

    def offers(self, choice: str) -> bool:
        """Whether `choice` means something on this step."""
        kind, _, rest = choice.partition(":")
        if kind == "print":
            return self.step is Step.HELD and any(str(paper.job_id) == rest for paper in self.held or ())
        if kind == "key":
            return self.step is Step.CODE
        return kind == "leave" or kind in _OFFERED[self.step]


Move = tuple[Restock, tuple[Effect, ...]]

_OFFERED: Final = {
    Step.TROUBLE: {"next"},
    Step.OPEN: {"next"},
    Step.CHANGE: {"next"},
    Step.STRIP: set[str](),
    Step.CODE: {"blank"},
    Step.TURN: {"next", "retype"},
    Step.KIND: {"kind"},
    Step.HELD: {"print-all", "later"},
    Step.CHECK: {"came-out", "not-out"},
    Step.DONE: {"done"},
}


def begin(sensors: Sensors, *, unproven: bool = False, ended: bool = False) -> Move:
    """The first step, by what the printer tells. `unproven`: the roll was touched and no strip was read since;
    `ended`: the paper had run out before anybody came.
    """
    ended = ended or sensors.cause is HoldCause.PAPER_OUT
    opened = sensors.cover_open
    start = Restock(Step.OPEN, sensors, touched=unproven or opened, opened=opened, ended=ended)
    if sensors.cover_open:
        return replace(start, step=Step.CHANGE), ()
    if sensors.cause is HoldCause.PAPER_OUT or (sensors.clear and not unproven):
        return start, ()
    return on_strip(start) if sensors.clear else (_trouble(start), ())


def sensed(state: Restock, sensors: Sensors) -> Move:
    """The printer tells something new; the cover leads back to the roll from wherever one is."""
    opened = sensors.cover_open
    ended = state.ended or sensors.cause is HoldCause.PAPER_OUT
    state = replace(state, sensors=sensors, touched=state.touched or opened, ended=ended)
    state = replace(state, opened=state.opened or opened)
    if opened:
        at_roll = replace(state, step=Step.CHANGE, unread=False, typed="", wrong=False, proven=False)
        return (state, ()) if state.step is Step.CHANGE else (at_roll, ())
    match state.step:
        case Step.CHANGE if not (state.opened or state.ended) and state.sensors.cause in NO_TROUBLE:
            return state, ()  # led by buttons: nothing tells when the paper is in
        case Step.CHANGE | Step.TROUBLE:
            return _closed(state)
        case Step.OPEN:
            back_without_opening = sensors.clear and state.ended and sensors.sees
            return on_strip(replace(state, touched=True)) if back_without_opening else _elsewhere(state)
        case Step.STRIP | Step.HELD | Step.CHECK:
            return _elsewhere(state)
        case _:
            return state, ()


def strip_out(state: Restock, cause: HoldCause | None) -> Move:
    """A test strip has left the printer, or `cause` kept it."""
    if state.step is not Step.STRIP:
        return state, ()
    if cause is None:
        return replace(state, step=Step.CODE, strips=state.strips + 1, typed=""), (Ask.RING,)
    return _elsewhere(replace(state, sensors=replace(state.sensors, cause=cause)))


def on_strip(state: Restock) -> Move:
    """Print a test strip, with a new code."""
    return replace(state, step=Step.STRIP, unread=False, opened=False, typed="", wrong=False), (Ask.STRIP,)


def to_held(state: Restock) -> Move:
    """The printer prints again: on to what waited."""
    return replace(state, step=Step.CHECK if state.asked else Step.HELD, held=None), (Ask.RELEASE, Ask.LIST)


def _closed(state: Restock) -> Move:
    """The cover is shut, or was never open."""
    if state.sensors.clear:
        return on_strip(state) if state.touched else to_held(state)
    if state.sensors.cause in PAPER:
        step = Step.CHANGE if state.step is Step.CHANGE else Step.OPEN
        return replace(state, step=step, unread=step is Step.CHANGE), ()
    if state.sensors.cause is HoldCause.NOT_READY and state.step is Step.CHANGE:
        return state, ()  # it is still waking up
    return _trouble(state), ()


def _elsewhere(state: Restock) -> Move:
    """Something came between."""
    if state.sensors.clear or state.sensors.cause is HoldCause.NOT_READY:
        return state, ()
    if state.sensors.cause in PAPER:
        step = Step.OPEN if state.step in (Step.OPEN, Step.HELD, Step.CHECK) else Step.CHANGE
        return replace(state, step=step, unread=step is Step.CHANGE), ()
    return _trouble(state), ()


def _trouble(state: Restock) -> Restock:
    same = state.step is Step.TROUBLE and state.cause is state.sensors.cause
    return state if same else replace(state, step=Step.TROUBLE, cause=state.sensors.cause, unread=False)
