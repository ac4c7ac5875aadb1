"""The visit's state machine: one offered choice on one screen leads to the next state and what to ask of the house."""

from dataclasses import replace
from typing import assert_never

from kiosk.visit import steps_code, steps_number, steps_papers, steps_programmes
from kiosk.visit.effects import CallHelp, Wipe
from kiosk.visit.lobby import Lobby
from kiosk.visit.moves import Step, back, go, leave
from kiosk.visit.state import Purpose, State
from kiosk.visit.view import Presentation, ScreenId


def chosen(state: State, choice: str, lobby: Lobby) -> Step:
    """What an offered choice does."""
    match choice.partition(":"):
        case ("back" | "undo", _, _):
            return _backwards(state, lobby), ()
        case ("mode", _, mode):
            return replace(state, presentation=_toggled(state.presentation, mode)), ()
        case ("language", ":", code):
            return _language(state, code, lobby), ()
        case ("keep-number", _, _) if state.giving is None:
            return steps_papers.kept(state, lobby), ()
        case ("give-back", _, _):
            return steps_number.give_back_asked(state), ()
        case _:
            return _aside(state, choice) or _on_screen(state, choice, lobby)


def _aside(state: State, choice: str) -> Step | None:
    """What leads aside from any screen: help, paper, the way out."""
    match choice:
        case "finish" | "end":
            return go(state, ScreenId.FAREWELL), ()
        case "new-visit":
            return state, (Wipe(),)
        case "help":
            return go(replace(state, help_called=False), ScreenId.HELP), ()
        case "call-officer":
            screen = state.trail[-1] if state.screen is ScreenId.HELP else state.screen
            return replace(state, help_called=True), (CallHelp(screen.value),)
        case "paper-change" | "programmes":
            return go(state, ScreenId(choice)), ()
        case _:
            return None


def _on_screen(state: State, choice: str, lobby: Lobby) -> Step:
    match state.screen:
        case (
            ScreenId.ATTRACT
            | ScreenId.CLOSED
            | ScreenId.OUT_OF_SERVICE
            | ScreenId.FORK
            | ScreenId.LAST_NUMBER
            | ScreenId.COMPLAINT
            | ScreenId.HELP
            | ScreenId.PAPER_CHANGE
        ):
            return _around(state, choice, lobby)
        case ScreenId.NEED | ScreenId.SERVICES | ScreenId.FINDER | ScreenId.FOUND | ScreenId.QUESTION:
            return _asked(state, choice, lobby), ()
        case ScreenId.CHECKLIST | ScreenId.RESULT | ScreenId.CODE | ScreenId.RETURNED:
            return _with_papers(state, choice, lobby)
        case ScreenId.PROGRAMMES | ScreenId.PROGRAMME | ScreenId.COMPARE_WITH | ScreenId.COMPARE:
            return steps_programmes.chosen(state, choice, lobby)
        case ScreenId.PROMISE | ScreenId.DONE | ScreenId.SLIP_CHECK | ScreenId.PRINT_FAILED | ScreenId.GIVE_BACK:
            return _with_number(state, choice, lobby)
        case (
            ScreenId.BOOT
            | ScreenId.LANGUAGE
            | ScreenId.TAKING
            | ScreenId.PRINTING
            | ScreenId.CODE_FOUND
            | ScreenId.FAREWELL
            | ScreenId.TIMEOUT
        ):
            return state, ()  # what they offer is the same on every screen
        case unknown:
            assert_never(unknown)


def _around(state: State, choice: str, lobby: Lobby) -> Step:
    match state.screen:
        case ScreenId.ATTRACT:
            return go(state, ScreenId.FORK), ()
        case ScreenId.LAST_NUMBER:
            return steps_number.offer_answered(state, lobby, mine=choice == "mine")
        case ScreenId.COMPLAINT:
            return steps_number.complaint(state, lobby), ()
        case ScreenId.HELP:
            return go(state, ScreenId.LANGUAGE), ()
        case ScreenId.PAPER_CHANGE:
            return leave(state, lobby), ()
        case _:
            return steps_number.fork(state, choice), ()


def _asked(state: State, choice: str, lobby: Lobby) -> State:
    match state.screen:
        case ScreenId.FINDER:
            return steps_papers.finder_answered(state, choice, lobby)
        case ScreenId.FOUND:
            return steps_papers.found_answered(state, choice, lobby)
        case ScreenId.QUESTION:
            return steps_papers.answered(state, choice, lobby)
        case _:
            return steps_papers.picker(state, choice, lobby)


def _with_papers(state: State, choice: str, lobby: Lobby) -> Step:
    match state.screen, choice:
        case ScreenId.CHECKLIST, _:
            return steps_papers.ticked(state, choice, lobby)
        case ScreenId.RESULT, "print-list":
            return steps_papers.list_printed(state, lobby)
        case ScreenId.RESULT, _:
            return steps_number.to_promise(replace(state, purpose=Purpose.NUMBER), lobby), ()
        case ScreenId.RETURNED, _:
            return steps_papers.to_papers(state, lobby), ()
        case _:
            return steps_code.key_pressed(state, choice, lobby)


def _with_number(state: State, choice: str, lobby: Lobby) -> Step:
    match state.screen, choice:
        case (ScreenId.PROMISE, "papers-first") | (ScreenId.DONE, "see-papers"):
            return steps_papers.to_papers(state, lobby), ()
        case ScreenId.PROMISE, _:
            return steps_number.take(state, lobby)
        case ScreenId.DONE, _:
            return steps_number.reprint(state)
        case ScreenId.SLIP_CHECK, _:
            return steps_number.slip_answered(state, lobby, came_out=choice == "came-out")
        case ScreenId.PRINT_FAILED, _:
            return steps_number.noted(state, lobby)
        case _:
            return steps_number.give_back_dropped(state, lobby), ()


def _backwards(state: State, lobby: Lobby) -> State:
    if state.screen is ScreenId.GIVE_BACK:
        return steps_number.give_back_dropped(state, lobby)
    return back(state, lobby)


def _toggled(shown: Presentation, mode: str) -> Presentation:
    match mode:
        case "large":
            return replace(shown, large=not shown.large)
        case "contrast":
            return replace(shown, contrast=not shown.contrast)
        case _:
            return replace(shown, low=not shown.low)


def _language(state: State, code: str, lobby: Lobby) -> State:
    """The language changes everywhere at once; on the first screen it also begins the visit."""
    state = replace(state, presentation=replace(state.presentation, language=code))
    if state.screen is ScreenId.ATTRACT:
        return go(state, ScreenId.FORK)
    return leave(state, lobby) if state.screen is ScreenId.LANGUAGE else state
