"""Steps of 'Punya kode': keys, a scanner, and what a code leads to."""

from dataclasses import replace

from kiosk.domain.codes import ALPHABET, LENGTH, QR_PREFIX, Code, CodeProblem
from kiosk.domain.lifecycle import Handover, TicketState
from kiosk.domain.list_code import ListCode, read_list
from kiosk.domain.ticket import Ticket
from kiosk.visit.asking import news
from kiosk.visit.desk import CodeAnswer
from kiosk.visit.effects import Effect, HandOver, LookUp
from kiosk.visit.lobby import Lobby
from kiosk.visit.moves import Step, go
from kiosk.visit.returning import list_ended, recall
from kiosk.visit.state import CodeEntry, Purpose, State
from kiosk.visit.steps_papers import to_papers
from kiosk.visit.view import ScreenId

PROBLEM_KEYS = {
    CodeProblem.EMPTY: "code.short",
    CodeProblem.WRONG_LENGTH: "code.short",
    CodeProblem.UNKNOWN_KIND: "code.wrong",
    CodeProblem.WRONG_CHARACTER: "code.wrong",
    CodeProblem.WRONG_CHECK: "code.wrong",
}


LOOKALIKES = str.maketrans("OIL", "011")


def key_pressed(state: State, choice: str, lobby: Lobby) -> Step:
    """One key of the code's keypad, or 'Buka'."""
    typed = state.code.typed
    match choice:
        case "key:delete":
            return replace(state, code=CodeEntry(typed[:-1])), ()
        case "open-code":
            return code_opened(state, lobby)
        case _:
            return replace(state, code=CodeEntry((typed + choice.removeprefix("key:"))[:LENGTH])), ()


def code_opened(state: State, lobby: Lobby) -> Step:
    """A code that holds together is opened; one that does not gets a kind sentence."""
    return _opened(state, read_list(state.code.typed), lobby, typed=state.code.typed)


def scanned(state: State, text: str, lobby: Lobby) -> Step:
    """What a scanner or a keyboard typed: a whole code is opened at once, anything else waits on the screen.

    Before 'Punya kode' only what is long enough for a scan counts; the screen of the code says what was wrong with it.
    """
    read = read_list(text)
    if state.screen is not ScreenId.CODE:
        if len(text) < LENGTH:
            return state, ()
        state = _to_code(state)
        if QR_PREFIX not in text and isinstance(read, CodeProblem):
            return replace(state, code=CodeEntry(problem="code.not-ours")), ()
        return _opened(state, read, lobby, typed="")
    if QR_PREFIX not in text and isinstance(read, CodeProblem):
        text = _typeable(state.code.typed + text)
        return replace(state, code=CodeEntry(text)), ()
    return _opened(state, read, lobby, typed="")


def found(state: State, answer: CodeAnswer, lobby: Lobby) -> Step:
    """What the house knows of the code: a ticket, or a kind sentence."""
    if not state.code.looking:
        return state, ()
    if answer.ticket is None:
        return replace(state, code=CodeEntry(state.code.typed, answer.problem or "code.unknown")), ()
    entry = replace(state.code, looking=False, found=answer.ticket)
    return _to_found(replace(state, code=entry)), _checked_in(answer.ticket, lobby)


def _opened(state: State, read: ListCode | Code | CodeProblem, lobby: Lobby, *, typed: str) -> Step:
    match read:
        case ListCode():
            return _list_opened(state, read, lobby, typed=typed), ()
        case Code(text=text):
            return replace(state, code=CodeEntry(text, looking=True)), (LookUp(text),)
        case problem:
            return replace(state, code=CodeEntry(typed, PROBLEM_KEYS[problem])), ()


def _list_opened(state: State, scan: ListCode, lobby: Lobby, *, typed: str) -> State:
    """A list tells everything itself: its case, and with the square its answers and what was missing."""
    recalled = recall(scan, lobby)
    if isinstance(recalled, str):
        return replace(state, code=CodeEntry(typed, recalled))
    opened = replace(
        state,
        code=CodeEntry(),
        purpose=Purpose.PAPERS,
        service=recalled.service,
        interview=recalled.interview,
        list_seen=False,
    )
    if list_ended(recalled.interview, lobby) or news(opened, lobby):
        return go(opened, ScreenId.RETURNED)
    return to_papers(opened, lobby)


def _to_code(state: State) -> State:
    """As if 'Punya kode' had been touched; from an untouched kiosk by way of 'Mau apa hari ini?'."""
    first = go(state, ScreenId.FORK) if state.screen is ScreenId.ATTRACT else state
    return go(replace(first, code=CodeEntry()), ScreenId.CODE)


def _to_found(state: State) -> State:
    return go(state, ScreenId.CODE_FOUND) if state.screen is ScreenId.CODE else state


def _checked_in(ticket: Ticket, lobby: Lobby) -> tuple[Effect, ...]:
    """Who shows the code is here: a number that had reached nobody is called again from now on."""
    here = ticket.state is TicketState.WAITING and ticket.service_day == lobby.today
    if here and ticket.handover in (Handover.PENDING, Handover.NONE):
        return (HandOver(ticket.ticket_id, Handover.NOTED),)
    return ()


def _typeable(text: str) -> str:
    """Only what a code is made of, and no more than one code."""
    return "".join(char for char in text.upper().translate(LOOKALIKES) if char in ALPHABET)[:LENGTH]
