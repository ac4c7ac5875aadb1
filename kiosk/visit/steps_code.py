"""Steps of 'Punya kode': keys, a scanner, and what a code leads to."""

from dataclasses import replace

from kiosk.domain.codes import ALPHABET, LENGTH, QR_PREFIX, Code, CodeProblem, parse
from kiosk.domain.lifecycle import Handover, TicketState
from kiosk.domain.ticket import Ticket
from kiosk.visit.desk import CodeAnswer
from kiosk.visit.effects import Effect, HandOver, LookUp
from kiosk.visit.lobby import Lobby
from kiosk.visit.moves import Step, go
from kiosk.visit.state import CodeEntry, Interview, Purpose, State
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


def key_pressed(state: State, choice: str) -> Step:
    """One key of the code's keypad, or 'Buka'."""
    typed = state.code.typed
    match choice:
        case "key:delete":
            return replace(state, code=CodeEntry(typed[:-1])), ()
        case "open-code":
            return code_opened(state)
        case _:
            return replace(state, code=CodeEntry((typed + choice.removeprefix("key:"))[:LENGTH])), ()


def code_opened(state: State) -> Step:
    """A code that holds together is looked up; one that does not gets a kind sentence."""
    match parse(state.code.typed):
        case Code(text=text):
            return replace(state, code=CodeEntry(text, looking=True)), (LookUp(text),)
        case problem:
            return replace(state, code=CodeEntry(state.code.typed, PROBLEM_KEYS[problem])), ()


def scanned(state: State, text: str) -> Step:
    """What a scanner or a keyboard typed: a whole code is opened at once, anything else waits on the screen."""
    parsed = parse(text)
    if QR_PREFIX not in text and not isinstance(parsed, Code):
        text = _typeable(state.code.typed + text)
        return replace(state, code=CodeEntry(text)), ()
    if isinstance(parsed, Code):
        return replace(state, code=CodeEntry(parsed.text, looking=True)), (LookUp(parsed.text),)
    return replace(state, code=CodeEntry("", PROBLEM_KEYS[parsed])), ()


def found(state: State, answer: CodeAnswer, lobby: Lobby) -> Step:
    """What the house knows of the code: a ticket, a list, or a kind sentence."""
    if not state.code.looking:
        return state, ()
    if answer.ticket is not None:
        entry = replace(state.code, looking=False, found=answer.ticket)
        return _to_found(replace(state, code=entry)), _checked_in(answer.ticket, lobby)
    need_id = answer.need_id
    if answer.case_id is not None:
        need_id = lobby.catalogue.case(answer.case_id).need_id
    if need_id is None:
        problem = answer.problem or "code.unknown"
        return replace(state, code=CodeEntry(state.code.typed, problem)), ()
    opened = replace(
        state,
        code=CodeEntry(),
        purpose=Purpose.PAPERS,
        service=lobby.catalogue.need(need_id).service,
        interview=Interview(need_id, case_id=answer.case_id or ""),
    )
    return (opened, ()) if state.screen is not ScreenId.CODE else (to_papers(opened, lobby), ())


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
