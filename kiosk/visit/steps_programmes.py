"""Steps through 'Kenali program': read about one, put another beside it, take a sheet, or go on to its papers."""

from dataclasses import replace

from kiosk.domain.leaflet import programme_of
from kiosk.domain.ticket import TicketClass
from kiosk.visit.effects import PrintLeaflet
from kiosk.visit.lobby import Lobby
from kiosk.visit.moves import Step, go
from kiosk.visit.state import ListPrint, Printing, Purpose, State
from kiosk.visit.steps_papers import picker
from kiosk.visit.view import ScreenId


def chosen(state: State, choice: str, lobby: Lobby) -> Step:
    """What a choice on one of these screens does."""
    verb, _, programme_id = choice.partition(":")
    match verb:
        case "programme":
            return go(replace(state, programme=programme_id, compared=""), ScreenId.PROGRAMME), ()
        case "compare-with":
            return go(state, ScreenId.COMPARE_WITH), ()
        case "compare":
            return go(replace(state, compared=programme_id), ScreenId.COMPARE), ()
        case "leaflet":
            printing = Printing(None, ListPrint.ON_ITS_WAY, state.printing.times + 1)
            leaflet = PrintLeaflet(state.programme, state.presentation.language)
            return replace(state, printing=printing), (leaflet,)
        case _:
            need_id = programme_of(lobby.catalogue, state.programme).need_id
            asked = replace(state, purpose=Purpose.PAPERS, ticket_class=TicketClass.REGULAR)
            return picker(asked, f"need:{need_id}", lobby), ()
