"""The moves every step is made of: go on, go back, and which screen a number is on."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from kiosk.domain.lifecycle import JobState
from kiosk.visit.asking import finder_ask, finder_question, follow, interview_ask, interview_question
from kiosk.visit.effects import Effect
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import BASE_SCREENS, OVER_SCREENS, PLATE_SCREENS, Number, State
from kiosk.visit.view import ScreenId

Step = tuple[State, tuple[Effect, ...]]


def go(state: State, screen: ScreenId) -> State:
    """To `screen`, with the present one behind it."""
    return replace(state, screen=screen, trail=(*state.trail, state.screen))


def back(state: State, lobby: Lobby) -> State:
    """One question or one screen back; what was answered stays answered."""
    if state.screen is ScreenId.QUESTION:
        question = interview_question(state, lobby)
        if question is not None and _was_raised(state, question.question.fact_id):
            return leave(_as_presumed(state, question.question.fact_id), lobby)
        if question is not None and question.at > 0:
            return replace(state, interview=replace(state.interview, at=question.at - 1))
    if state.screen is ScreenId.FINDER:
        question = finder_question(state, lobby)
        if question is not None and question.at > 0:
            return replace(state, finder_at=question.at - 1)
    if state.screen is ScreenId.FOUND and state.rejected:
        return replace(state, rejected=state.rejected[:-1])
    return leave(state, lobby)


def _was_raised(state: State, fact_id: str) -> bool:
    """Whether this question was asked from the list, by 'Ada yang berbeda?'."""
    return fact_id in state.interview.raised and ScreenId.CHECKLIST in state.trail


def _as_presumed(state: State, fact_id: str) -> State:
    """Take for granted again what was, so that 'Kembali' undoes 'Ada yang berbeda?'."""
    answers = {fact: answer for fact, answer in state.interview.answers.items() if fact != fact_id}
    raised = state.interview.raised - {fact_id}
    trail = state.trail
    while trail[-1] is not ScreenId.CHECKLIST:
        trail = trail[:-1]
    interview = replace(state.interview, answers=MappingProxyType(answers), raised=raised, at=None)
    return replace(state, interview=interview, trail=trail)


def leave(state: State, lobby: Lobby) -> State:
    """Back to the screen before, whichever question is shown here."""
    if not state.trail:
        return state
    return arrive(replace(state, screen=state.trail[-1], trail=state.trail[:-1]), lobby)


def arrive(state: State, lobby: Lobby) -> State:
    """Set right what may have changed since this screen was left."""
    if state.screen in PLATE_SCREENS and state.number is not None:
        return replace(state, screen=plate_screen(state.number))
    if state.screen in BASE_SCREENS and not state.trail:
        return replace(state, screen=lobby.base_screen)
    if state.screen is ScreenId.QUESTION and interview_question(state, lobby) is None:
        given = follow(interview_ask(state, lobby), state.interview.answers).given
        return replace(state, interview=replace(state.interview, at=len(given) - 1))
    if state.screen is ScreenId.FINDER and finder_question(state, lobby) is None:
        return replace(state, finder_at=len(follow(finder_ask(state, lobby), state.finder).given) - 1)
    return state


def on_plate(state: State) -> State:
    """To the number, with no way back to before it."""
    if state.number is None:
        raise ValueError("no number to show")
    screen = plate_screen(state.number)
    if state.screen in OVER_SCREENS:
        return replace(state, trail=(screen,))
    return replace(state, screen=screen, trail=())


def plate_screen(number: Number) -> ScreenId:
    """Where a number is shown, by what is known of its paper."""
    slip = number.slip
    if slip is not None and slip.asks_person and not number.answered:
        return ScreenId.SLIP_CHECK
    if number.got:
        return ScreenId.DONE
    match JobState.QUEUED if slip is None else slip.state:
        case JobState.CONFIRMED:
            return ScreenId.DONE
        case JobState.QUEUED | JobState.SENDING | JobState.SENT | JobState.SUPERSEDED:
            return ScreenId.PRINT_FAILED if number.patience_over else ScreenId.PRINTING
        case JobState.HELD | JobState.UNCERTAIN | JobState.LAPSED | JobState.CANCELLED:
            return ScreenId.PRINT_FAILED
        case unknown:
            assert_never(unknown)
