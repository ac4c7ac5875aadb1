"""Steps that nobody touched: the house answers, the paper moves."""

from dataclasses import replace

from kiosk.domain.lifecycle import JobState, SlipKind
from kiosk.domain.slip import SlipStatus
from kiosk.domain.ticket import Taken, TakeRefusal
from kiosk.visit.desk import Elsewhere, ListAnswer
from kiosk.visit.effects import CallHelp
from kiosk.visit.lobby import Lobby
from kiosk.visit.moves import Step, arrive, leave, on_plate, plate_screen
from kiosk.visit.state import OVER_SCREENS, PLATE_SCREENS, GiveBack, ListPrint, Number, Printing, State
from kiosk.visit.steps_number import missing_noted
from kiosk.visit.view import ScreenId

URGENT = frozenset({ScreenId.SLIP_CHECK, ScreenId.PRINT_FAILED})
UNTOUCHED = frozenset({ScreenId.GIVE_BACK, ScreenId.PAPER_CHANGE, ScreenId.HELP, ScreenId.LANGUAGE})
"""Screens that are not interrupted: what came up is met on the way back."""


def taken(state: State, answer: Taken | TakeRefusal, lobby: Lobby) -> Step:
    """The number is safe on disk, or there is none and the reason is said."""
    match answer:
        case Taken(ticket=ticket, job_id=job_id, rush=rush):
            state = replace(state, number=Number(ticket, rush, job_id), refusal=None)
            return on_plate(state), missing_noted(state, lobby)
        case TakeRefusal.DAY_CLOSED:
            return _refused(state, answer, ScreenId.CLOSED), ()
        case TakeRefusal.DISK_FULL | TakeRefusal.DISK_FAILED:
            return _refused(state, answer, ScreenId.OUT_OF_SERVICE), ()


def reprint_queued(state: State, job_id: int | None) -> State:
    """A copy is on its way, or there will be none."""
    if state.number is None:
        return state
    if job_id is None:
        return replace(state, number=replace(state.number, reprint_refused=True))
    return replace(state, number=replace(state.number, job_id=job_id, slip=None, answered=False))


def list_queued(state: State, answer: ListAnswer) -> State:
    """The list is on its way, came out on A4, or cannot be printed."""
    if isinstance(answer, Elsewhere):
        return replace(state, printing=Printing(None, ListPrint.ON_A4, state.printing.times))
    progress = ListPrint.HELD if answer is None else ListPrint.ON_ITS_WAY
    return replace(state, printing=Printing(answer, progress, state.printing.times))


def cancelled(state: State, *, ok: bool) -> State:
    """The number is back with the branch, or it still counts."""
    if state.giving is not GiveBack.ASKED:
        return state
    if not ok:
        return replace(state, giving=GiveBack.FAILED)
    own = state.number is not None and state.number.ticket.code == state.giving_code
    return replace(
        state,
        giving=GiveBack.DONE,
        number=None if own else state.number,
        code=replace(state.code, found=None),
        trail=(ScreenId.GIVE_BACK,) if state.screen in OVER_SCREENS else (),
    )


def slip_moved(state: State, status: SlipStatus, lobby: Lobby) -> Step:
    """News of a paper; only of this visit's own."""
    if status.kind is SlipKind.CHECKLIST:
        return _list_moved(state, status), ()
    number = state.number
    if number is None or not _is_ours(number, status):
        return state, ()
    before = plate_screen(number)
    state = _logged(replace(state, number=_with_news(number, status)), status)
    return _staff_told(_shown(state, before, lobby))


def patience_over(state: State, lobby: Lobby) -> Step:
    """No news of the paper: the number matters more."""
    if state.number is None:
        return state, ()
    return _staff_told(arrive(replace(state, number=replace(state.number, patience_over=True)), lobby))


def _staff_told(state: State) -> Step:
    """A paper that fails calls a human, once a visit."""
    if state.screen is not ScreenId.PRINT_FAILED or state.staff_told:
        return state, ()
    return replace(state, staff_told=True), (CallHelp(state.screen.value),)


def _refused(state: State, answer: TakeRefusal, screen: ScreenId) -> State:
    """Nothing was written, so the number may be asked for again."""
    state = leave_taking(replace(state, refusal=answer, took=False))
    return replace(state, screen=screen, trail=(*state.trail, state.screen))


def leave_taking(state: State) -> State:
    """Without TAKING on the screen or behind it."""
    trail = tuple(screen for screen in state.trail if screen is not ScreenId.TAKING)
    screen = state.screen
    if screen is ScreenId.TAKING:
        screen, trail = trail[-1], trail[:-1]
    return replace(state, screen=screen, trail=trail)


def _is_ours(number: Number, status: SlipStatus) -> bool:
    """The job we were told of, or the marked copy of the same ticket that follows it."""
    if status.ticket_id != number.ticket.ticket_id:
        return False
    if number.job_id is None or status.job_id == number.job_id:
        return number.job_id is not None
    waits = number.slip is None or number.slip.state in (JobState.SUPERSEDED, JobState.UNCERTAIN, JobState.HELD)
    return waits and status.job_id > number.job_id


def _with_news(number: Number, status: SlipStatus) -> Number:
    answered = number.answered and status.job_id == number.job_id
    got = number.got or status.state is JobState.CONFIRMED
    return replace(number, job_id=status.job_id, slip=status, answered=answered, got=got, patience_over=False)


def _shown(state: State, before: ScreenId, lobby: Lobby) -> State:
    if state.number is None:
        return state
    now = plate_screen(state.number)
    if state.screen in PLATE_SCREENS:
        if state.trail and now not in URGENT:
            return leave(state, lobby)
        return replace(state, screen=now)
    if now not in URGENT or now is before or state.screen in UNTOUCHED:
        return state
    if state.screen is ScreenId.FAREWELL:
        return arrive(replace(state, screen=now, trail=state.trail[:-1]), lobby)
    return replace(state, screen=now, trail=(*state.trail, state.screen))


def _list_moved(state: State, status: SlipStatus) -> State:
    if status.job_id != state.printing.job_id:
        return state
    match status.state:
        case JobState.CONFIRMED:
            progress = ListPrint.OUT
        case JobState.QUEUED | JobState.SENDING | JobState.SENT:
            progress = ListPrint.OUT if status.asks_person else ListPrint.ON_ITS_WAY
        case JobState.HELD | JobState.UNCERTAIN | JobState.SUPERSEDED | JobState.LAPSED | JobState.CANCELLED:
            progress = ListPrint.HELD
    return _logged(replace(state, printing=replace(state.printing, progress=progress)), status)


def _logged(state: State, status: SlipStatus) -> State:
    others = tuple(slip for slip in state.slips if slip[0] != status.job_id)
    return replace(state, slips=(*others, (status.job_id, status.kind, status.state)))
