"""From state to screen: one pure function a screen."""

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.visit import views_code, views_lobby, views_number, views_papers, views_plate, views_programmes
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import State
from kiosk.visit.view import ScreenId, View

DRAWN: Final[Mapping[ScreenId, Callable[[State, Lobby], View]]] = {
    ScreenId.BOOT: lambda state, lobby: views_lobby.boot(lobby.texts, state.presentation.language),
    ScreenId.ATTRACT: views_lobby.attract,
    ScreenId.CLOSED: views_lobby.closed,
    ScreenId.OUT_OF_SERVICE: views_lobby.out_of_service,
    ScreenId.LAST_NUMBER: views_lobby.last_number,
    ScreenId.LANGUAGE: views_lobby.language,
    ScreenId.HELP: views_lobby.help_sheet,
    ScreenId.PAPER_CHANGE: views_lobby.paper_change,
    ScreenId.PROGRAMMES: views_programmes.programmes,
    ScreenId.PROGRAMME: views_programmes.programme,
    ScreenId.COMPARE_WITH: views_programmes.compare_with,
    ScreenId.COMPARE: views_programmes.compare,
    ScreenId.FAREWELL: views_lobby.farewell,
    ScreenId.FORK: views_number.fork,
    ScreenId.NEED: views_number.need,
    ScreenId.SERVICES: views_number.services,
    ScreenId.PROMISE: views_number.promise,
    ScreenId.TAKING: views_number.taking,
    ScreenId.COMPLAINT: views_number.complaint,
    ScreenId.PRINTING: views_plate.printing,
    ScreenId.DONE: views_plate.done,
    ScreenId.SLIP_CHECK: views_plate.slip_check,
    ScreenId.PRINT_FAILED: views_plate.print_failed,
    ScreenId.CODE_FOUND: views_plate.code_found,
    ScreenId.GIVE_BACK: views_plate.give_back,
    ScreenId.FINDER: views_papers.finder,
    ScreenId.FOUND: views_papers.found_need,
    ScreenId.QUESTION: views_papers.question,
    ScreenId.CHECKLIST: views_papers.checklist,
    ScreenId.RESULT: views_papers.result,
    ScreenId.CODE: views_code.code,
    ScreenId.RETURNED: views_code.returned,
}
"""Every screen that a state can have; the timeout sheet is laid over one of them and is none itself."""


def shown(state: State, lobby: Lobby) -> View:
    """What the screen of this state says and offers."""
    return DRAWN[state.screen](state, lobby)
