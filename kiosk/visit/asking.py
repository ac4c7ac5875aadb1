"""Where a participant stands among the questions: found afresh from the answers, in any language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.domain.catalogue import UNSURE
from kiosk.domain.checklist import Changed, Checklist
from kiosk.domain.interview import Proposed, Question, Settled, checklist_of_case, finder_step, next_step
from kiosk.visit.lobby import Lobby
from kiosk.visit.returning import changes_for, told_changes, with_changes
from kiosk.visit.state import UNKNOWN_NEED, State

End = TypeVar("End")
Ask = Callable[[Mapping[str, str]], "Question | End"]


@dataclass(frozen=True, slots=True)
class Shown:
    """The question on the screen."""

    question: Question
    before: tuple[tuple[str, str], ...]
    """The questions that lie before it, with their answers."""
    kept: str
    """The answer given before, when this question is met again; empty otherwise."""

    @property
    def at(self) -> int:
        """How many questions lie before it."""
        return len(self.before)


@dataclass(frozen=True, slots=True)
class Way(Generic[End]):
    """The questions that these answers lead through, and what comes after them."""

    given: tuple[tuple[str, str], ...]
    ahead: "Question | End"


def follow(ask: "Ask[End]", kept: Mapping[str, str]) -> Way[End]:
    """Follow the kept answers as far as they lead; one that has become impossible is asked for again."""
    given: dict[str, str] = {}
    while isinstance(ahead := ask(given), Question) and ahead.fact_id in kept:
        if ahead.fact_id in given:
            del given[ahead.fact_id]
            break
        given[ahead.fact_id] = kept[ahead.fact_id]
    return Way(tuple(given.items()), ahead)


def shown(ask: "Ask[End]", kept: Mapping[str, str], at: int | None) -> Shown | None:
    """The question to show: number `at`, or the first without an answer; None when there is none."""
    way = follow(ask, kept)
    if at is None or at >= len(way.given):
        question, before = way.ahead, way.given
    else:
        before = way.given[:at]
        question = ask(dict(before))
    if not isinstance(question, Question):
        return None
    return Shown(question, before, kept.get(question.fact_id, ""))


def count(ask: "Ask[End]", kept: Mapping[str, str], here: Shown) -> int:
    """How many questions there are if the rest stays open; answers can only make it fewer."""
    way = follow(ask, _Unsure(follow(ask, kept).given))
    return max(len(way.given), here.at + 1)


class _Unsure(dict[str, str]):
    """The answers given, and 'Tidak yakin' to whatever else is asked: the longest way that is still likely."""

    def __contains__(self, _key: object) -> bool:
        return True

    def __missing__(self, _key: str) -> str:
        return UNSURE


def interview_ask(state: State, lobby: Lobby) -> "Ask[Settled]":
    """The questions of the chosen need."""

    def ask(answers: Mapping[str, str]) -> Question | Settled:
        interview, language = state.interview, state.presentation.language
        return next_step(lobby.catalogue, interview.need_id, answers, lobby.today, language, raised=interview.raised)

    return ask


def finder_ask(state: State, lobby: Lobby) -> "Ask[Proposed]":
    """The questions behind 'Belum tahu'."""

    def ask(answers: Mapping[str, str]) -> Question | Proposed:
        refused = frozenset(state.rejected)
        step = finder_step(lobby.catalogue, answers, state.presentation.language, refused=refused)
        return Proposed(UNKNOWN_NEED) if step is None else step

    return ask


def interview_question(state: State, lobby: Lobby) -> Shown | None:
    """The interview's question to show; None when all is answered."""
    return shown(interview_ask(state, lobby), state.interview.answers, state.interview.at)


def interview_count(state: State, lobby: Lobby, here: Shown) -> int:
    """How many questions the interview has, as far as can be known."""
    return count(interview_ask(state, lobby), state.interview.answers, here)


def finder_count(state: State, lobby: Lobby, here: Shown) -> int:
    """How many questions the finder has, as far as can be known."""
    return count(finder_ask(state, lobby), state.finder, here)


def finder_question(state: State, lobby: Lobby) -> Shown | None:
    """The finder's question to show; None when it can propose."""
    return shown(finder_ask(state, lobby), state.finder, state.finder_at)


def proposed_need(state: State, lobby: Lobby) -> str:
    """What the finder proposes; when all was refused, the officer who helps. ValueError while it is still asking."""
    ahead = follow(finder_ask(state, lobby), state.finder).ahead
    if isinstance(ahead, Question):
        raise ValueError("the finder is still asking")
    return ahead.need_id


def list_of(state: State, lobby: Lobby) -> Checklist | None:
    """The list that the answers, or a code, lead to; None while questions are open or where no list exists yet."""
    interview = state.interview
    if interview.case_id:
        whole = checklist_of_case(lobby.catalogue, interview.case_id, lobby.today, state.presentation.language)
        return with_changes(whole, interview, lobby)
    if not interview.need_id or not lobby.catalogue.need(interview.need_id).has_checklist:
        return None
    ahead = follow(interview_ask(state, lobby), interview.answers).ahead
    return None if isinstance(ahead, Question) else with_changes(ahead.checklist, interview, lobby)


def news(state: State, lobby: Lobby) -> tuple[Changed, ...]:
    """What changed since the list that somebody came back with, before its questions are all answered again too."""
    papers = list_of(state, lobby)
    if papers is not None:
        return papers.changed
    changes = changes_for(state.interview, lobby)
    if changes is None:
        return ()
    return tuple(told_changes(changes, None, state.interview, lobby, state.presentation.language))
