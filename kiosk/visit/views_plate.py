"""The screens with a number on them: it is there at once, whatever the paper does."""

from dataclasses import replace

from kiosk.domain.codes import grouped
from kiosk.domain.dates import date_time_text
from kiosk.domain.lifecycle import JobState, TicketState
from kiosk.domain.ticket import Ticket
from kiosk.slips.ticket import ticket_qr_text
from kiosk.slips.words import window_text
from kiosk.visit.frame import Say, bar, primary, quiet, screen, secondary, speaker
from kiosk.visit.idle import SLIP_ANSWER_MS, UNDO_MS
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import GiveBack, Number, State
from kiosk.visit.view import Choice, ChoiceKind, NoticeDetail, ScreenId, SheetDetail, TicketDetail, View
from kiosk.visit.views_lobby import left_s
from kiosk.visit.views_number import chosen_need, printer_words

ENDED = frozenset({TicketState.SERVED, TicketState.CANCELLED, TicketState.NO_SHOW, TicketState.LAPSED})
TICKET_SENTENCES = {
    TicketState.WAITING: "ticket.waiting",
    TicketState.CALLED: "ticket.called",
    TicketState.SERVING: "ticket.serving",
    TicketState.SERVED: "ticket.served",
    TicketState.MISSED: "ticket.missed",
    TicketState.PARKED: "ticket.parked",
    TicketState.CANCELLED: "ticket.cancelled",
    TicketState.NO_SHOW: "ticket.over",
    TicketState.LAPSED: "ticket.over",
    TicketState.CARRIED: "ticket.carried",
}


def printing(state: State, lobby: Lobby) -> View:
    """The slip is on its way; the number is already here."""
    say = speaker(state, lobby)
    number = held_number(state)
    return screen(
        state,
        say,
        ScreenId.PRINTING,
        say("plate.title"),
        say("plate.printing"),
        detail=plate(number.ticket, lobby, say, paper=say("plate.printing"), rush=number.rush),
        bar_choices=bar(say, back=False, finish=False),
    )


def done(state: State, lobby: Lobby) -> View:
    """The number, the window, and what may follow; in a rush the large button is 'Selesai'."""
    say = speaker(state, lobby)
    number = held_number(state)
    need = chosen_need(state, lobby)
    has_list = need is not None and need.has_checklist
    note = ""
    if need is not None and not has_list:
        note = say("plate.ask-counter")
    elif has_list and not state.list_seen:
        note = say("plate.offer")
    paper = _paper_sentence(number, say)
    return screen(
        state,
        say,
        ScreenId.DONE,
        say("plate.title"),
        paper,
        choices=_done_choices(state, number, say, has_list=has_list),
        detail=plate(number.ticket, lobby, say, paper=paper, rush=number.rush, note=note),
    )


def slip_check(state: State, lobby: Lobby) -> View:
    """'Tiket sudah keluar?': only a person can know."""
    say = speaker(state, lobby)
    number = held_number(state)
    return screen(
        state,
        say,
        ScreenId.SLIP_CHECK,
        say("slip-check.title"),
        say("slip-check.lead"),
        choices=(
            primary("came-out", say("choice.came-out"), icon="yes"),
            secondary("not-out", say("choice.not-out"), icon="no"),
        ),
        detail=SheetDetail(left_s(state, lobby, SLIP_ANSWER_MS), SLIP_ANSWER_MS // 1000, label=number.ticket.label),
        bar_choices=bar(say, back=False, finish=False),
    )


def print_failed(state: State, lobby: Lobby) -> View:
    """The number huge, to write down or photograph; it is as good as the paper."""
    say = speaker(state, lobby)
    number = held_number(state)
    cause = number.slip.cause if number.slip is not None else None
    waiting = say("print-failed.waiting")
    return screen(
        state,
        say,
        ScreenId.PRINT_FAILED,
        say("print-failed.title"),
        say(printer_words(cause)),
        choices=(
            primary("noted", say("choice.noted"), icon="photo"),
            quiet("paper-change", say("choice.paper-change"), icon="paper"),
        ),
        detail=plate(number.ticket, lobby, say, paper=waiting, rush=number.rush),
    )


def code_found(state: State, lobby: Lobby) -> View:
    """The ticket behind a code: whether it still counts, and the way to give it back."""
    say = speaker(state, lobby)
    ticket = found_ticket(state)
    over = is_over(ticket, lobby)
    sentence = _ticket_sentence(ticket, lobby, say)
    choices: tuple[Choice, ...] = (primary("end", say("choice.end"), icon="finish"),)
    if can_give_back(ticket, lobby):
        choices = (*choices, _give_back(say))
    detail = plate(ticket, lobby, say, paper=sentence, rush=False)
    if over:  # nothing to wait for and nothing worth a photo
        detail = replace(detail, window="", caption="", qr_text="", keep="")
    return screen(state, say, ScreenId.CODE_FOUND, say("plate.title"), sentence, choices=choices, detail=detail)


def give_back(state: State, lobby: Lobby) -> View:
    """Five seconds to change one's mind, then what became of the number."""
    say = speaker(state, lobby)
    match state.giving:
        case GiveBack.PENDING | None:
            left = left_s(state, lobby, UNDO_MS)
            return screen(
                state,
                say,
                ScreenId.GIVE_BACK,
                say("give-back.title", label=state.giving_label),
                say("give-back.lead", left=left),
                choices=(primary("keep-after-all", say("choice.keep-after-all"), icon="back"),),
                detail=SheetDetail(left, UNDO_MS // 1000, label=state.giving_label),
                bar_choices=bar(say, finish=False, help_=False),
            )
        case GiveBack.ASKED:
            title = say("give-back.title", label=state.giving_label)
            shut = bar(say, back=False, finish=False)
            return screen(
                state, say, ScreenId.GIVE_BACK, title, say("give-back.asked"), detail=NoticeDetail(()), bar_choices=shut
            )
        case GiveBack.DONE:
            end = (primary("end", say("choice.end"), icon="finish"),)
            return _give_back_result(state, say, "give-back.done", "give-back.done-lead", end)
        case GiveBack.FAILED:
            keep = (primary("keep-number", say("choice.keep-number"), icon="ticket"),)
            return _give_back_result(state, say, "give-back.failed", "give-back.failed-lead", keep)


def _give_back_result(state: State, say: Say, title: str, lead: str, choices: tuple[Choice, ...]) -> View:
    return screen(
        state,
        say,
        ScreenId.GIVE_BACK,
        say(title),
        say(lead),
        choices=choices,
        detail=NoticeDetail((), picture="farewell"),
        bar_choices=bar(say, back=False),
    )


def held_number(state: State) -> Number:
    """The number this visit holds; a plate screen without one is a programming error."""
    if state.number is None:
        raise ValueError(f"{state.screen} without a number")
    return state.number


def found_ticket(state: State) -> Ticket:
    """The ticket a code led to."""
    if state.code.found is None:
        raise ValueError("no ticket was found")
    return state.code.found


def can_give_back(ticket: Ticket, lobby: Lobby) -> bool:
    """True while giving it back frees a place: it waits, and its day is not over."""
    return ticket.state is TicketState.WAITING and ticket.service_day >= lobby.today


def is_over(ticket: Ticket, lobby: Lobby) -> bool:
    """True when nobody waits for this number any more: it has ended, or its day has."""
    if ticket.state in ENDED:
        return True
    return ticket.service_day < lobby.today and ticket.state is not TicketState.CARRIED


def plate(ticket: Ticket, lobby: Lobby, say: Say, *, paper: str, rush: bool, note: str = "") -> TicketDetail:
    """Everything that is on the ticket, on the screen too."""
    zone = lobby.branch.zone
    return TicketDetail(
        label=ticket.label,
        window=window_text(ticket.promise, zone, lobby.texts, say.language),
        issued=date_time_text(ticket.issued_at_ms, zone, lobby.texts, say.language),
        code=grouped(ticket.code),
        qr_text=ticket_qr_text(ticket, lobby.branch, lobby.texts),
        paper=paper,
        rush=rush,
        keep=say("plate.keep"),
        note=note,
        caption=say("promise.title"),
    )


def _done_choices(state: State, number: Number, say: Say, *, has_list: bool) -> tuple[Choice, ...]:
    offers_list = has_list and not state.list_seen
    finish_first = number.rush or not offers_list
    choices: tuple[Choice, ...] = ()
    if finish_first:  # otherwise the bar's 'Selesai' is enough, and nobody wonders which of two to press
        choices = (primary("end", say("choice.end"), icon="finish"),)
    if has_list:
        see = (secondary if finish_first else primary)("see-papers", say("choice.see-papers"), icon="list")
        choices = (*choices, see)
    if can_reprint(number):
        choices = (*choices, quiet("reprint", say("choice.reprint"), icon="printer"))
    return choices


def can_reprint(number: Number) -> bool:
    """Once a visit, and only after a first paper came out."""
    out = number.slip is not None and number.slip.state is JobState.CONFIRMED
    return out and not number.reprinted


def _paper_sentence(number: Number, say: Say) -> str:
    state = number.slip.state if number.slip is not None else JobState.QUEUED
    match state:
        case JobState.CONFIRMED:
            return say("plate.copy-below" if number.reprinted else "plate.take-below")
        case JobState.QUEUED | JobState.SENDING | JobState.SENT | JobState.SUPERSEDED if number.job_id is not None:
            if not number.reprint_refused and not number.answered:
                return say("plate.printing")
    if number.reprinted:
        return say("plate.reprint-refused")
    return say("plate.noted" if number.got else "plate.write-down")


def _give_back(say: Say) -> Choice:
    return Choice("give-back", say("choice.give-back"), ChoiceKind.DANGER, icon="give-back")


def _ticket_sentence(ticket: Ticket, lobby: Lobby, say: Say) -> str:
    if is_over(ticket, lobby) and ticket.state not in ENDED:
        return say("ticket.over")
    if ticket.service_day > lobby.today and ticket.state is TicketState.WAITING:
        return say("ticket.other-day", day=say.day(ticket.service_day))
    return say(TICKET_SENTENCES[ticket.state])
