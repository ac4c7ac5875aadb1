"""The way to a number: what for, what is promised, and that it is being written down."""

from collections.abc import Mapping

from kiosk.domain.catalogue import Need
from kiosk.domain.lifecycle import HoldCause
from kiosk.domain.promise import NotEstimable, Window
from kiosk.slips.words import window_text
from kiosk.visit.frame import bar, card, primary, screen, secondary, speaker
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import COMPLAINT_SERVICE, Purpose, State
from kiosk.visit.view import Choice, NoticeDetail, PromiseDetail, ScreenId, View

NEEDS_PAGE = 1
SERVICES_PAGE = 2
STEPS_TO_NUMBER = 3


def fork(state: State, lobby: Lobby) -> View:
    """'Mau apa hari ini?'"""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.FORK,
        say("fork.title"),
        say("fork.lead"),
        choices=(
            card("take", say("card.take"), say("card.take-hint"), "ticket"),
            card("papers", say("card.papers"), say("card.papers-hint"), "list"),
            card("code", say("card.code"), say("card.code-hint"), "code"),
            card("complaint", say("card.complaint"), say("card.complaint-hint"), "complaint"),
            card("priority", say("card.priority"), say("card.priority-hint"), "priority"),
        ),
        scans=lobby.scanner,
    )


def need(state: State, lobby: Lobby) -> View:
    """'Apa keperluan Bapak/Ibu?': the programmes, the other services, and 'Belum tahu'."""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.NEED,
        say("need.title"),
        say("need.lead"),
        choices=_need_cards(state, lobby, NEEDS_PAGE),
        step=_step(state, 1),
    )


def services(state: State, lobby: Lobby) -> View:
    """The second page of the picker."""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.SERVICES,
        say("need.services-title"),
        say("need.lead"),
        choices=_need_cards(state, lobby, SERVICES_PAGE),
        step=_step(state, 1),
    )


def promise(state: State, lobby: Lobby) -> View:
    """What is promised, seen before the number is taken."""
    say = speaker(state, lobby)
    offered = state.promise
    chosen = chosen_need(state, lobby)
    notes = []
    if isinstance(offered, NotEstimable):
        notes.append(say("promise.unknown"))
    if lobby.printer_problem is not None:
        notes.append(say("promise.printer"))
    before = _before_number(chosen, lobby, state.presentation.language)
    has_list = chosen is not None and chosen.has_checklist and not state.list_seen
    choices: tuple[Choice, ...]
    if before and has_list:  # most of these people need no number: the way on is to see how it goes without
        how, take = say("choice.how"), say("choice.take-number")
        choices = (primary("papers-first", how, icon="list"), secondary("take-number", take, icon="ticket"))
    else:
        choices = (primary("take-number", say("choice.take-number"), icon="ticket"),)
        if has_list:
            choices = (*choices, secondary("papers-first", say("choice.papers-first"), icon="list"))
    language = state.presentation.language
    return screen(
        state,
        say,
        ScreenId.PROMISE,
        say("promise.title"),
        say("promise.lead"),
        choices=choices,
        detail=PromiseDetail(
            need=_need_name(state, lobby),
            lane=lobby.branch.lane_of(state.service).letter,
            window=window_text(offered, lobby.branch.zone, lobby.texts, language),
            estimable=isinstance(offered, Window),
            note=" ".join(notes),
            before=before,
        ),
        step=_step(state, 2),
    )


def taking(state: State, lobby: Lobby) -> View:
    """While the number is being committed; nothing can be chosen, so nothing can be taken twice."""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.TAKING,
        say("plate.taking"),
        say("plate.taking-lead"),
        bar_choices=bar(say, back=False, finish=False),
        step=_step(state, 3),
    )


def complaint(state: State, lobby: Lobby) -> View:
    """A complaint is heard by a person: the way there is a number."""
    say = speaker(state, lobby)
    return screen(
        state,
        say,
        ScreenId.COMPLAINT,
        say("complaint.title"),
        say("complaint.lead"),
        choices=(primary("complaint-number", say("choice.take-number"), icon="ticket"),),
        detail=NoticeDetail((say("complaint.also", phone=lobby.branch.phone),), picture="help"),
    )


def _before_number(need: Need | None, lobby: Lobby, language: str) -> tuple[str, ...]:
    """What must be known before a number is used up, and what it rests on."""
    if need is None or need.before_number is None:
        return ()
    note = need.before_number
    source = said(lobby.catalogue.sources[note.source_id].short, language) if note.source_id else ""
    rests_on = " ".join(part for part in (source, note.article) if part)
    return tuple(line for line in (said(note.text, language), rests_on) if line)


def chosen_need(state: State, lobby: Lobby) -> Need | None:
    """The need chosen in this visit, if it came by the picker."""
    return next((row for row in lobby.catalogue.needs if row.need_id == state.interview.need_id), None)


def said(text: Mapping[str, str], language: str) -> str:
    """A sentence of the catalogue; in Indonesian where it has no other."""
    return text.get(language) or text["id"]


def picture_of(need: Need) -> str:
    """The illustration of a need; those of the second page have only an icon."""
    folder, _, stem = need.icon.rpartition("/")
    return stem if folder else "services"


def printer_words(cause: HoldCause | None) -> str:
    """The key of the sentence for what keeps the paper; only an empty roll is the public's to know."""
    return "print-failed.paper-out" if cause is HoldCause.PAPER_OUT else "print-failed.lead"


def _need_cards(state: State, lobby: Lobby, page: int) -> tuple[Choice, ...]:
    language = state.presentation.language
    return tuple(
        card(f"need:{row.need_id}", said(row.name, language), said(row.hint, language), row.icon)
        for row in lobby.catalogue.needs
        if row.page == page
    )


def _need_name(state: State, lobby: Lobby) -> str:
    chosen = chosen_need(state, lobby)
    if chosen is not None:
        return said(chosen.name, state.presentation.language)
    if state.service == COMPLAINT_SERVICE:
        return speaker(state, lobby)("promise.complaint")
    return ""


def _step(state: State, at: int) -> tuple[int, int] | None:
    return (at, STEPS_TO_NUMBER) if state.purpose is Purpose.NUMBER else None
