"""Among the questions: whatever was answered before, the way ends, and counts no more questions than there are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.catalogue import UNSURE
from kiosk.domain.interview import Answer, Question
from kiosk.visit.asking import count, follow, interview_ask, shown
from tests.visit.player import CATALOGUE, Player

FACTS = {fact_id: [answer.answer_id for answer in fact.answers] for fact_id, fact in CATALOGUE.facts.items()}
ANSWERS = st.fixed_dictionaries(
    {}, optional={fact: st.sampled_from([*answers, UNSURE, "impossible"]) for fact, answers in FACTS.items()}
)


@settings(max_examples=60, deadline=None)
@given(ANSWERS)
def test_any_answers_kept_lead_to_a_question_or_a_list(kept: dict[str, str]) -> None:
    player = Player().tap("start", "papers", "need:jht")
    ask = interview_ask(player.visit.state, player.visit._lobby())
    way = follow(ask, kept)
    assert all(kept[fact] == answer for fact, answer in way.given)
    here = shown(ask, kept, None)
    if here is None:
        assert not isinstance(way.ahead, Question)
    else:
        assert here.at + 1 <= count(ask, kept, here) <= len(FACTS)
        assert here.question.fact_id not in dict(way.given)


def _three_questions(answers: dict[str, str]) -> Question | str:
    for fact in ("a", "b", "c"):
        if answers.get(fact) in (None, "impossible"):
            return Question(fact, fact, "", "", (Answer("yes", "yes", "", ""),))
        if answers[fact] == "enough":
            return "settled"
    return "settled"


def test_an_answer_that_became_impossible_is_asked_for_again() -> None:
    way = follow(_three_questions, {"a": "yes", "b": "impossible", "c": "yes"})
    assert way.given == (("a", "yes"),)
    assert isinstance(way.ahead, Question)
    assert way.ahead.fact_id == "b"


def test_a_question_met_again_remembers_its_answer() -> None:
    here = shown(_three_questions, {"a": "yes", "b": "yes"}, 0)
    assert here is not None
    assert (here.question.fact_id, here.kept, here.at) == ("a", "yes", 0)
    last = shown(_three_questions, {"a": "yes", "b": "yes"}, None)
    assert last is not None
    assert (last.question.fact_id, last.kept, last.at) == ("c", "", 2)
    assert count(_three_questions, {"a": "yes", "b": "yes"}, last) == 3


def test_an_answer_can_make_the_way_shorter() -> None:
    kept = {"a": "enough"}
    assert shown(_three_questions, kept, None) is None
    first = shown(_three_questions, kept, 0)
    assert first is not None
    assert count(_three_questions, kept, first) == 1
