"""What each touch does while the paper is changed, and what becomes of the slips that waited. Pure."""

from dataclasses import replace

from kiosk.domain.lifecycle import JobState
from kiosk.domain.roll import RollEnd, RollKind
from kiosk.domain.slip import SlipStatus
from kiosk.queue.held import HeldPaper
from kiosk.staff.restock import (
    CODE_LENGTH,
    PAPER,
    Answer,
    Ask,
    Install,
    Move,
    PrintHeld,
    Restock,
    Step,
    on_strip,
    sensed,
    to_held,
)


def chosen(state: Restock, choice: str) -> Move:
    """A touch on something that the step offers; anything else changes nothing."""
    kind, _, rest = choice.partition(":")
    if kind in ("leave", "done") or not state.offers(choice):
        return state, (Ask.LEAVE,) if state.offers(choice) else ()
    match state.step:
        case Step.CODE:
            return _key(state, rest) if kind == "key" else (replace(state, step=Step.TURN, wrong=False), ())
        case Step.TURN if kind == "retype":
            return replace(state, step=Step.CODE, typed=""), ()
        case Step.KIND:
            return _kind(state, rest)
        case Step.HELD | Step.CHECK:
            return _held(state, kind, rest)
        case _:
            return _next(state)


def _next(state: Restock) -> Move:
    match state.step:
        case Step.OPEN:
            return replace(state, step=Step.CHANGE, unread=False, touched=True), ()
        case Step.CHANGE if state.sensors.cause in PAPER:
            return replace(state, unread=True), (Ask.LOOK,)
        case Step.CHANGE | Step.TURN if not state.sensors.clear:
            return _again(sensed(replace(state, step=Step.TROUBLE), state.sensors))
        case Step.TROUBLE if not state.sensors.clear:
            return replace(state, unread=True), (Ask.LOOK,)
        case Step.TROUBLE:
            return sensed(state, state.sensors)
        case _:
            return on_strip(replace(state, touched=True))


def _again(move: Move) -> Move:
    state, effects = move
    return state, (*effects, Ask.LOOK)


def _key(state: Restock, key: str) -> Move:
    if key == "delete":
        return replace(state, typed=state.typed[:-1]), ()
    if not (len(key) == 1 and key.isdigit()):
        return state, ()
    typed = (state.typed + key)[:CODE_LENGTH]
    if len(typed) < CODE_LENGTH:
        return replace(state, typed=typed), ()
    if typed != state.code:
        return replace(state, step=Step.TURN, typed="", wrong=True), ()
    proven = replace(state, typed=typed, proven=True, step=Step.KIND)
    return proven, (Ask.PROVE, Ask.RING)


def _kind(state: Restock, kind: str) -> Move:
    """Which roll: it decides what the meter begins with. 'same': it was only opened."""
    ended = RollEnd.PAPER_OUT if state.ended else RollEnd.CHANGED
    on, effects = to_held(state)
    match kind:
        case "new" | "part":
            return on, (Install(RollKind(kind), ended), *effects)
        case "same":
            return on, effects
        case _:
            return state, ()


def _held(state: Restock, kind: str, rest: str) -> Move:
    match kind:
        case "print-all":
            return state, (PrintHeld(tuple(paper.job_id for paper in state.held or ())),)
        case "print":
            return state, (PrintHeld((int(rest),)),)
        case "came-out":
            seen = state.asked[0]
            state = replace(state, given=(*state.given, seen), answered=(*state.answered, seen[0]))
            return _answered(state, (Answer(seen[0]),))
        case "not-out":
            return _answered(state, ())
        case _:
            return replace(state, step=Step.DONE), (Ask.RING,)


def _answered(state: Restock, effects: tuple[Answer, ...]) -> Move:
    asked = state.asked[1:]
    return replace(state, asked=asked, step=Step.CHECK if asked else Step.HELD), (*effects, Ask.LIST)


def listed(state: Restock, papers: tuple[HeldPaper, ...]) -> Move:
    """What waits for staff now; nothing waits and nothing is on its way: it is done."""
    given = {job_id for job_id, _ in (*state.given, *state.asked)}
    state = replace(state, held=tuple(paper for paper in papers if paper.job_id not in given))
    if state.step is Step.HELD and not state.held and not state.given and not state.asked:
        return replace(state, step=Step.DONE), (Ask.RING,)
    return state, ()


def given(state: Restock, jobs: tuple[tuple[int, str], ...]) -> Move:
    """These were taken by the press, in the order in which they come out."""
    return replace(state, given=(*state.given, *jobs)), (Ask.LIST,)


def slip_moved(state: Restock, status: SlipStatus) -> Move:
    """News of a slip that was given to the press here; of all others nothing."""
    label = dict(state.given).get(status.job_id)
    if label is None:
        return state, ()
    rest = tuple(job for job in state.given if job[0] != status.job_id)
    if status.asks_person or status.state is JobState.UNCERTAIN:
        if status.job_id in state.answered:
            return state, ()
        asked = (*state.asked, (status.job_id, label))
        step = Step.CHECK if state.step is Step.HELD else state.step
        return replace(state, given=rest, asked=asked, step=step), ()
    match status.state:
        case JobState.CONFIRMED:
            return replace(state, given=rest), (Ask.LIST,)
        case JobState.HELD | JobState.LAPSED | JobState.CANCELLED | JobState.SUPERSEDED:
            return replace(state, given=rest), (Ask.LIST,)
        case _:
            return state, ()
