"""From state to screen: one pure function a screen."""

from typing import assert_never

from kiosk.visit import views_code, views_lobby, views_number, views_papers, views_plate
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import State
from kiosk.visit.view import ScreenId, View


def shown(state: State, lobby: Lobby) -> View:  # noqa: C901, PLR0911, PLR0912 - one line a screen, none hidden
    """What the screen of this state says and offers."""
    match state.screen:
        case ScreenId.BOOT:
            return views_lobby.boot(lobby.texts, state.presentation.language)
        case ScreenId.ATTRACT:
            return views_lobby.attract(state, lobby)
        case ScreenId.LAST_NUMBER:
            return views_lobby.last_number(state, lobby)
        case ScreenId.LANGUAGE:
            return views_lobby.language(state, lobby)
        case ScreenId.FORK:
            return views_number.fork(state, lobby)
        case ScreenId.NEED:
            return views_number.need(state, lobby)
        case ScreenId.SERVICES:
            return views_number.services(state, lobby)
        case ScreenId.PROMISE:
            return views_number.promise(state, lobby)
        case ScreenId.TAKING:
            return views_number.taking(state, lobby)
        case ScreenId.PRINTING:
            return views_plate.printing(state, lobby)
        case ScreenId.DONE:
            return views_plate.done(state, lobby)
        case ScreenId.SLIP_CHECK:
            return views_plate.slip_check(state, lobby)
        case ScreenId.PRINT_FAILED:
            return views_plate.print_failed(state, lobby)
        case ScreenId.FINDER:
            return views_papers.finder(state, lobby)
        case ScreenId.FOUND:
            return views_papers.found_need(state, lobby)
        case ScreenId.QUESTION:
            return views_papers.question(state, lobby)
        case ScreenId.CHECKLIST:
            return views_papers.checklist(state, lobby)
        case ScreenId.RESULT:
            return views_papers.result(state, lobby)
        case ScreenId.CODE:
            return views_code.code(state, lobby)
        case ScreenId.CODE_FOUND:
            return views_plate.code_found(state, lobby)
        case ScreenId.GIVE_BACK:
            return views_plate.give_back(state, lobby)
        case ScreenId.COMPLAINT:
            return views_number.complaint(state, lobby)
        case ScreenId.FAREWELL:
            return views_lobby.farewell(state, lobby)
        case ScreenId.HELP:
            return views_lobby.help_sheet(state, lobby)
        case ScreenId.PAPER_CHANGE:
            return views_lobby.paper_change(state, lobby)
        case ScreenId.CLOSED:
            return views_lobby.closed(state, lobby)
        case ScreenId.OUT_OF_SERVICE:
            return views_lobby.out_of_service(state, lobby)
        case ScreenId.TIMEOUT:
            raise ValueError("the sheet is laid over a screen by the visit, it is no state")
        case unknown:
            assert_never(unknown)
