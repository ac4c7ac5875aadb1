"""Steps on the way to a number and around the number that is held."""

from dataclasses import replace

from kiosk.domain.checklist import Held
from kiosk.domain.lifecycle import Handover
from kiosk.domain.ticket import TakeRequest, TicketClass
from kiosk.visit.asking import list_of
from kiosk.visit.effects import AnswerSlip, Effect, EndOffer, HandOver, NoteMissing, Reprint, Take
from kiosk.visit.lobby import Lobby
from kiosk.visit.moves import Step, arrive, go, leave, on_plate
from kiosk.visit.state import COMPLAINT_SERVICE, GiveBack, Interview, Number, Purpose, State
from kiosk.visit.view import ScreenId


def fork(state: State, choice: str) -> State:
    """From 'Mau apa hari ini?'; the priority tile asks for no reason and records none."""
    match choice:
        case "take" | "priority":
            ticket_class = TicketClass.PRIORITY if choice == "priority" else TicketClass.REGULAR
            return go(replace(state, purpose=Purpose.NUMBER, ticket_class=ticket_class), ScreenId.NEED)
        case "papers":
            return go(replace(state, purpose=Purpose.PAPERS, ticket_class=TicketClass.REGULAR), ScreenId.NEED)
        case "code":
            return go(state, ScreenId.CODE)
        case _:
            return go(replace(state, ticket_class=TicketClass.REGULAR), ScreenId.COMPLAINT)


def complaint(state: State, lobby: Lobby) -> State:
    """A number for the lane that hears complaints."""
    asked = replace(state, purpose=Purpose.NUMBER, service=COMPLAINT_SERVICE, interview=Interview())
    return to_promise(asked, lobby)


def to_promise(state: State, lobby: Lobby) -> State:
    """What can be promised now, shown before it is taken."""
    return go(replace(state, promise=lobby.estimate(state.service, state.ticket_class)), ScreenId.PROMISE)


def take(state: State, lobby: Lobby) -> Step:
    """Commit to a number: at most once a visit, and for what was on the screen."""
    if state.took:
        return state, ()
    if not lobby.gives_numbers:
        return go(state, ScreenId.CLOSED), ()
    need_id = state.interview.need_id
    request = TakeRequest(
        service=state.service,
        ticket_class=state.ticket_class,
        language=state.presentation.language,
        promise=state.promise,
        ask_at_counter=bool(need_id) and not lobby.catalogue.need(need_id).has_checklist,
    )
    return replace(go(state, ScreenId.TAKING), took=True), (Take(request),)


def need_chosen(state: State, need_id: str, lobby: Lobby) -> State:
    """A need was picked; what was answered for this very need before is kept, for another it is not."""
    need = lobby.catalogue.need(need_id)
    if state.interview.need_id != need_id or state.interview.case_id:
        state = replace(state, interview=Interview(need_id), list_seen=False)
    return replace(state, service=need.service)


def slip_answered(state: State, lobby: Lobby, *, came_out: bool) -> Step:
    """'Tiket sudah keluar?' answered; 'Belum' means that a marked copy is on its way."""
    number = state.number
    if number is None or number.slip is None:
        return state, ()
    effect = AnswerSlip(number.slip.job_id, came_out)
    slip = number.slip if came_out else None
    number = replace(number, answered=True, got=number.got or came_out, slip=slip, patience_over=False)
    return _off_the_plate(replace(state, number=number), lobby), (effect,)


def noted(state: State, lobby: Lobby) -> Step:
    """The number was written down or photographed: a full handover."""
    if state.number is None:
        return state, ()
    number = replace(state.number, got=True)
    effect = HandOver(number.ticket.ticket_id, Handover.NOTED)
    return _off_the_plate(replace(state, number=number), lobby), (effect,)


def reprint(state: State) -> Step:
    """One marked copy a visit."""
    if state.number is None or state.number.reprinted:
        return state, ()
    number = replace(state.number, reprinted=True, slip=None, answered=False)
    return replace(state, number=number), (Reprint(number.ticket.ticket_id),)


def offer_answered(state: State, lobby: Lobby, *, mine: bool) -> Step:
    """'Ini nomor Bapak/Ibu?' after an unclean stop; no answer is no."""
    ticket = state.offered
    if ticket is None:
        return state, ()
    state = replace(state, offered=None)
    if not mine:
        return replace(state, screen=lobby.base_screen), (EndOffer(ticket.ticket_id),)
    state = replace(state, number=Number(ticket, got=True), took=True)
    return on_plate(state), (HandOver(ticket.ticket_id, Handover.NOTED),)


def give_back_asked(state: State) -> State:
    """The number goes back in five seconds, unless the person says otherwise."""
    ticket = state.code.found if state.screen is ScreenId.CODE_FOUND else None
    if ticket is None and state.number is not None:
        ticket = state.number.ticket
    if ticket is None:
        return state
    pending = replace(state, giving=GiveBack.PENDING, giving_code=ticket.code, giving_label=ticket.label)
    return go(pending, ScreenId.GIVE_BACK)


def give_back_dropped(state: State, lobby: Lobby) -> State:
    """Keep the number after all."""
    return leave(replace(state, giving=None, giving_code="", giving_label=""), lobby)


def missing_noted(state: State, lobby: Lobby) -> tuple[Effect, ...]:
    """What the counter should know, once there are both a number and a list."""
    if state.number is None or not state.list_seen:
        return ()
    papers = list_of(state, lobby)
    if papers is None:
        return ()
    held = state.interview.held
    missing = tuple(item.item_id for item in papers.items if held.get(item.item_id) is Held.MISSING)
    return (NoteMissing(state.number.ticket.ticket_id, papers.case_ids[0], missing),)


def _off_the_plate(state: State, lobby: Lobby) -> State:
    """On to what was interrupted, or to the number."""
    return leave(state, lobby) if state.trail else arrive(state, lobby)
