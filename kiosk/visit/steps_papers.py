"""Steps on the way to the list of papers: picking, finding, answering, ticking."""

from dataclasses import replace
from types import MappingProxyType

from kiosk.domain.checklist import Held
from kiosk.domain.interview import Question
from kiosk.visit.asking import (
    finder_ask,
    finder_question,
    follow,
    interview_ask,
    interview_question,
    list_of,
    proposed_need,
)
from kiosk.visit.effects import PrintList
from kiosk.visit.lobby import Lobby
from kiosk.visit.moves import Step, go, leave
from kiosk.visit.state import UNKNOWN_NEED, ListPrint, Printing, Purpose, State
from kiosk.visit.steps_number import missing_noted, need_chosen, to_promise
from kiosk.visit.view import ScreenId


def picker(state: State, choice: str, lobby: Lobby) -> State:
    """A card of the need picker."""
    need = lobby.catalogue.need(choice.removeprefix("need:"))
    if need.need_id == UNKNOWN_NEED:
        return go(replace(state, finder_at=0, rejected=()), ScreenId.FINDER)
    if need.opens_page is not None:
        return go(state, ScreenId.SERVICES)
    return after_need(need_chosen(state, need.need_id, lobby), lobby)


def after_need(state: State, lobby: Lobby) -> State:
    """On to the promise, or straight to the papers where only they were asked for."""
    return to_promise(state, lobby) if state.purpose is Purpose.NUMBER else to_papers(state, lobby)


def to_papers(state: State, lobby: Lobby) -> State:
    """To the first open question, the list, or the word that the list is at the counter."""
    interview = state.interview
    if interview.case_id:
        return _to_list(state, lobby)
    if not interview.need_id or not lobby.catalogue.need(interview.need_id).has_checklist:
        return go(state, ScreenId.RESULT)
    state = replace(state, interview=replace(interview, at=None))
    if interview_question(state, lobby) is None:
        return _to_list(state, lobby)
    return go(state, ScreenId.QUESTION)


def _to_list(state: State, lobby: Lobby) -> State:
    """To the list to tick; where no paper is asked for, straight on to what is told."""
    papers = list_of(state, lobby)
    if papers is not None and not papers.items:
        return replace(go(state, ScreenId.RESULT), list_seen=True)
    return go(state, ScreenId.CHECKLIST)


def finder_answered(state: State, choice: str, lobby: Lobby) -> State:
    """One answer nearer to a need."""
    question = finder_question(state, lobby)
    if question is None:
        return state
    answers = {**state.finder, question.question.fact_id: choice.removeprefix("answer:")}
    state = replace(state, finder=MappingProxyType(answers), finder_at=None)
    ahead = follow(finder_ask(state, lobby), state.finder).ahead
    return state if isinstance(ahead, Question) else go(state, ScreenId.FOUND)


def found_answered(state: State, choice: str, lobby: Lobby) -> State:
    """'Ya, benar', or the next proposal; after the last one the picker again."""
    if choice == "found-yes":
        return after_need(need_chosen(state, proposed_need(state, lobby), lobby), lobby)
    proposed = proposed_need(state, lobby)
    if proposed != UNKNOWN_NEED:
        return replace(state, rejected=(*state.rejected, proposed))
    while state.trail and state.screen is not ScreenId.NEED:
        state = replace(state, screen=state.trail[-1], trail=state.trail[:-1])
    return replace(state, rejected=())


def answered(state: State, choice: str, lobby: Lobby) -> State:
    """An answer advances to the next open question, or to the list."""
    question = interview_question(state, lobby)
    if question is None:
        return state
    answers = {**state.interview.answers, question.question.fact_id: choice.removeprefix("answer:")}
    state = replace(state, interview=replace(state.interview, answers=MappingProxyType(answers), at=None))
    ahead = follow(interview_ask(state, lobby), state.interview.answers).ahead
    return state if isinstance(ahead, Question) else _to_list(state, lobby)


def ticked(state: State, choice: str, lobby: Lobby) -> Step:
    """'Ada', 'Belum ada', 'Semua ada', or on to the result."""
    held = dict(state.interview.held)
    verb, _, item_id = choice.partition(":")
    match verb:
        case "have":
            held[item_id] = Held.HAVE
        case "missing":
            held[item_id] = Held.MISSING
        case "differs":
            return differing(state, item_id, lobby), ()
        case "have-all":
            papers = list_of(state, lobby)
            held = {item.item_id: Held.HAVE for item in papers.items} if papers is not None else held
        case _:
            state = replace(go(state, ScreenId.RESULT), list_seen=True)
            return state, missing_noted(state, lobby)
    return replace(state, interview=replace(state.interview, held=MappingProxyType(held))), ()


def differing(state: State, fact_id: str, lobby: Lobby) -> State:
    """'Ada yang berbeda?': what was taken for granted is asked now."""
    raised = state.interview.raised | {fact_id}
    interview = replace(state.interview, raised=raised, at=None)
    if interview_question(replace(state, interview=interview), lobby) is None:
        return state
    return go(replace(state, interview=interview), ScreenId.QUESTION)


def list_printed(state: State, lobby: Lobby) -> Step:
    """Ask for the list on paper."""
    papers = list_of(state, lobby)
    if papers is None:
        return state, ()
    printing = Printing(None, ListPrint.ON_ITS_WAY, state.printing.times + 1)
    ticket = None if state.number is None else state.number.ticket
    effect = PrintList(papers, tuple(state.interview.held.items()), ticket)
    return replace(state, printing=printing), (effect,)


def kept(state: State, lobby: Lobby) -> State:
    """Keep the number and return to it, past the whole interview."""
    while state.trail:
        state = leave(state, lobby)
    return state
