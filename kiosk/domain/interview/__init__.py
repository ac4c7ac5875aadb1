"""The interview: asks the fewest questions that still change the list, and ends in the list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from kiosk.domain.catalogue.model import UNSURE, Catalogue, Fact, Text
from kiosk.domain.checklist import Checklist, Presumed
from kiosk.domain.interview.checking import check_catalogue
from kiosk.domain.interview.choosing import Conversation, Position
from kiosk.domain.interview.listing import write_checklist
from kiosk.domain.interview.rules import NoChecklistError, finder_of, prepare, rules_of
from kiosk.domain.interview.worlds import TooManyWorldsError, Worlds

__all__ = [
    "UNSURE",
    "Answer",
    "NoChecklistError",
    "Proposed",
    "Question",
    "Settled",
    "TooManyWorldsError",
    "check_catalogue",
    "checklist_of_case",
    "find_need",
    "finder_step",
    "next_step",
    "possible_cases",
    "prepare",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose; 'Tidak yakin' (id UNSURE) is legal beside them and worded by the interface."""

    id: str
    text: str
    hint: str
    icon: str


@dataclass(frozen=True, slots=True)
class Question:
    """The next question, in one language; only answers that are still possible."""

    fact_id: str
    text: str
    hint: str
    picture: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing more would change the list."""

    checklist: Checklist


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the finder proposes."""

    need_id: str


def next_step(
    catalogue: Catalogue,
    need_id: str,
    answers: Mapping[str, str],
    today: date,
    language: str,
    *,
    raised: Collection[str] = (),
) -> Question | Settled:
    """The next question for this need, or the list.

    `answers` maps question to answer id (or UNSURE). Answers nobody asks for on this way are left alone, so a visit may
    keep all it ever got. `raised`: questions whose usual answer the person does not want to be taken for granted.
    Raises NoChecklistError for a need without rules, KeyError for an unknown need.
    """
    rules = rules_of(catalogue, need_id, max(today, catalogue.day))  # a clock set back must not bring old rules back
    position = rules.conversation.follow(answers, raised)
    if position.ask is None:
        written = write_checklist(catalogue, rules, position.lists, language, today=today)
        return Settled(replace(written, **_given(rules.conversation, position, answers, language)))
    return _question(rules.conversation.worlds, position, language)


def possible_cases(
    catalogue: Catalogue, need_id: str, answers: Mapping[str, str], today: date, *, raised: Collection[str] = ()
) -> frozenset[str]:
    """The cases that these answers can still lead to. Raises as `next_step` does."""
    rules = rules_of(catalogue, need_id, max(today, catalogue.day))
    alive = rules.conversation.follow(answers, raised).alive
    return frozenset(rules.cases[branch].case_id for box in alive for branch in box.branches)


def checklist_of_case(catalogue: Catalogue, case_id: str, today: date, language: str) -> Checklist:
    """The whole list of a case known from a code: every conditional paper is on it, marked.

    A case that is no longer in force is listed as it was on its last day. Raises KeyError for an unknown case.
    """
    case = catalogue.case(case_id)
    since, until = case.period.since, case.period.until
    day = min(today, until) if until is not None else today
    rules = rules_of(catalogue, case.need_id, max(day, since) if since is not None else day)
    conversation = rules.conversation
    at = rules.cases.index(next(one for one in rules.cases if one.case_id == case_id))
    boxes = tuple(box for box in conversation.worlds.boxes if box.branches == (at,))
    lists = conversation.lists(conversation.worlds.everything, boxes)
    return write_checklist(catalogue, rules, lists, language, today=today)


def finder_step(
    catalogue: Catalogue, answers: Mapping[str, str], language: str, *, refused: frozenset[str] = frozenset()
) -> Question | Proposed | None:
    """The finder's next question, or the first need still possible and not refused by 'Bukan ini'; None: no more."""
    finder = finder_of(catalogue)
    position = finder.follow(answers)
    if position.ask is not None:
        return _question(finder.worlds, position, language)
    possible = {branch for box in position.alive for branch in box.branches}
    for at, branch in enumerate(finder.worlds.branches):
        if at in possible and branch.key not in refused:
            return Proposed(str(branch.key))
    return None


def find_need(catalogue: Catalogue, answers: Mapping[str, str], language: str) -> Question | Proposed:
    """The finder without refusals: always leads somewhere."""
    step = finder_step(catalogue, answers, language)
    return step if step is not None else Proposed(catalogue.needs[0].need_id)


def _question(worlds: Worlds, position: Position, language: str) -> Question:
    if position.ask is None:
        raise ValueError("nothing is asked here")
    fact = worlds.facts[position.ask]
    return Question(
        fact.fact_id,
        _say(fact.text, language),
        _say(fact.hint, language),
        fact.picture,
        tuple(
            Answer(answer.answer_id, _say(answer.text, language), _say(answer.hint, language), answer.icon)
            for at, answer in enumerate(fact.answers)
            if position.options >> at & 1
        ),
    )


class _Given(TypedDict):
    answers: tuple[tuple[str, str], ...]
    presumed: tuple[Presumed, ...]


def _given(conversation: Conversation, position: Position, answers: Mapping[str, str], language: str) -> _Given:
    """What was answered on the way, and what was taken for granted."""
    asked = [fact for at, fact in enumerate(conversation.worlds.facts) if position.asked >> at & 1]
    return _Given(
        answers=tuple((fact.fact_id, answers[fact.fact_id]) for fact in asked if fact.fact_id in answers),
        presumed=tuple(_presumed(fact, language) for fact in asked if fact.fact_id not in answers),
    )


def _presumed(fact: Fact, language: str) -> Presumed:
    answer = next(one for one in fact.answers if one.answer_id == fact.presume)
    return Presumed(fact.fact_id, _say(fact.text, language), _say(answer.hint or answer.text, language))


def _say(text: Text | None, language: str) -> str:
    return "" if text is None else text.get(language) or text["id"]
