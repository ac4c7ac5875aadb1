"""Whatever anybody answers, in every need of the catalogue: it ends, loses nothing unsaid, and asks what matters."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.catalogue import UNSURE
from kiosk.domain.checklist import Checklist
from kiosk.domain.interview import Question, next_step
from kiosk.domain.interview.paths import MOST_TAPS
from tests.domain.catalogue_files import CATALOGUE

TODAY = CATALOGUE.day
NEEDS = st.sampled_from([need.need_id for need in CATALOGUE.needs if need.has_checklist])
PRESUMED = frozenset(fact.fact_id for fact in CATALOGUE.facts.values() if fact.presume)
EVERYWHERE = settings(max_examples=120, deadline=None)


def chosen(data: st.DataObject, need_id: str, raised: frozenset[str]) -> dict[str, str]:
    """Some answers to every question that is asked, 'Tidak yakin' among them."""
    answers: dict[str, str] = {}
    while isinstance(step := next_step(CATALOGUE, need_id, answers, TODAY, "id", raised=raised), Question):
        assert step.fact_id not in answers
        assert 2 <= len(step.answers) <= 4
        answers[step.fact_id] = data.draw(st.sampled_from([*(one.id for one in step.answers), UNSURE]))
    return answers


def listed(need_id: str, answers: Mapping[str, str], raised: frozenset[str]) -> Checklist:
    """The list of somebody who gives these answers and is sure of nothing else."""
    given: dict[str, str] = {}
    while isinstance(step := next_step(CATALOGUE, need_id, given, TODAY, "id", raised=raised), Question):
        said = answers.get(step.fact_id, UNSURE)
        given[step.fact_id] = said if said in {one.id for one in step.answers} else UNSURE
    return step.checklist


def papers(checklist: Checklist) -> set[str]:
    return {paper.document_id for item in checklist.items for paper in item.papers}


@EVERYWHERE
@given(NEEDS, st.sampled_from([frozenset(), PRESUMED]), st.data())
def test_any_answers_end_in_a_list_to_print(need_id: str, raised: frozenset[str], data: st.DataObject) -> None:
    answers = chosen(data, need_id, raised)
    assert len(answers) + len(raised & answers.keys()) <= MOST_TAPS
    checklist = listed(need_id, answers, raised)
    assert checklist.items or checklist.officer or checklist.ask_officer
    assert checklist.regulation
    assert checklist.rule_date
    assert dict(checklist.answers) == answers
    assert all(item.source and item.papers and all(paper.where for paper in item.papers) for item in checklist.items)
    assert all(len(item.only_if.split()) <= 14 and not (item.only_if and item.why) for item in checklist.items)


@EVERYWHERE
@given(NEEDS, st.sampled_from([frozenset(), PRESUMED]), st.data())
def test_not_being_sure_never_prints_fewer_papers(need_id: str, raised: frozenset[str], data: st.DataObject) -> None:
    answers = chosen(data, need_id, raised)
    if not answers:
        return
    unsure_of = data.draw(st.sampled_from(sorted(answers)))
    sure, unsure = listed(need_id, answers, raised), listed(need_id, {**answers, unsure_of: UNSURE}, raised)
    assert papers(unsure) >= papers(sure)
    assert set(unsure.case_ids) >= set(sure.case_ids)


@EVERYWHERE
@given(NEEDS, st.data())
def test_one_answer_more_loses_no_requirement_that_was_not_marked(need_id: str, data: st.DataObject) -> None:
    answers = chosen(data, need_id, PRESUMED)
    known = dict(list(answers.items())[: data.draw(st.integers(0, len(answers)))])
    before = listed(need_id, known, PRESUMED)
    after = listed(need_id, answers, PRESUMED)
    kept = {item.item_id: item for item in after.items}
    for item in before.items:
        if item.item_id not in kept:
            assert item.only_if, f"{item.item_id} is gone and nobody said on what it depends"
        elif not item.only_if:
            assert not kept[item.item_id].only_if, f"{item.item_id} was sure before"


@EVERYWHERE
@given(NEEDS, st.data())
def test_what_is_taken_for_granted_is_said_and_can_be_said_otherwise(need_id: str, data: st.DataObject) -> None:
    answers = chosen(data, need_id, frozenset())
    plain = listed(need_id, answers, frozenset())
    for presumed in plain.presumed:
        assert presumed.question
        assert presumed.answer
        fact = CATALOGUE.facts[presumed.fact_id]
        raised = frozenset({presumed.fact_id})
        asked = next_step(CATALOGUE, need_id, answers, TODAY, "id", raised=raised)
        assert isinstance(asked, Question)
        assert asked.fact_id == presumed.fact_id
        said = listed(need_id, {**answers, presumed.fact_id: fact.presume}, raised)
        assert (said.items, said.told) == (plain.items, plain.told)
        assert papers(listed(need_id, answers, raised)) >= papers(plain), "'Tidak yakin' prints both"
