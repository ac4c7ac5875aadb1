"""Each worked person leaves with the papers the rules ask of them; no required paper can be lost unnoticed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.domain.catalogue import Case
from kiosk.domain.checklist import Weight
from tests.domain.catalogue_files import CATALOGUE
from tests.domain.worked_people import NOBODY, Story, ask_until_settled, faults, stories


@pytest.mark.parametrize("story", stories(), ids=[f"{story.case[0]}: {story.who}" for story in stories()])
def test_story(story: Story) -> None:
    assert faults(CATALOGUE, story) == []


def test_every_case_has_a_story() -> None:
    told = {case_id for story in stories() for case_id in story.case}
    assert told == {case.case_id for case in CATALOGUE.cases}


def test_stories_name_answers_that_exist_and_sentences_they_rest_on() -> None:
    for story in stories():
        for fact_id, answer in (story.answers or {}).items():
            known = {one.answer_id for one in CATALOGUE.facts[fact_id].answers}
            assert answer in known | {"unsure"}, (story.who, fact_id, answer)
        assert set(story.absent) <= CATALOGUE.documents.keys(), story.who
        for item, ground in story.required.items():
            assert ground.source in CATALOGUE.sources, (story.who, item)
            assert len(ground.sentence.split()) > 3, (story.who, item, ground)
        for ground in (*story.often.values(), *story.says.values()):
            assert not ground.source or ground.source in CATALOGUE.sources, (story.who, ground, NOBODY)


def test_the_lists_are_the_same_in_every_language() -> None:
    for story in stories():
        _, indonesian = ask_until_settled(CATALOGUE, story)
        for language in CATALOGUE.languages:
            _, other = ask_until_settled(CATALOGUE, story, language)
            weights = [(item.item_id, item.weight) for item in other.items]
            assert sorted(weights) == sorted((item.item_id, item.weight) for item in indonesian.items), story.who
            assert len(other.notes) == len(indonesian.notes), story.who


def test_no_required_paper_can_be_dropped_without_a_story_turning_red() -> None:
    unnoticed = [
        f"{case.case_id}: {lost}"
        for case in CATALOGUE.cases
        for lost, damaged in _without_one_required_paper(case)
        if not any(_red(damaged, story) for story in stories() if story.case == (case.case_id,))
    ]
    assert unnoticed == []


def _without_one_required_paper(case: Case) -> Iterator[tuple[str, Case]]:
    """The case without one required row, or with one alternative fewer, in every way there is."""
    for at, row in enumerate(case.rows):
        if row.confidence.weight is not Weight.REQUIRED:
            continue
        before, after = case.rows[:at], case.rows[at + 1 :]
        yield row.item_id, replace(case, rows=(*before, *after))
        for document_id in row.document_ids if len(row.document_ids) > 1 else ():
            fewer = tuple(one for one in row.document_ids if one != document_id)
            yield (
                f"{row.item_id}: {document_id}",
                replace(case, rows=(*before, replace(row, document_ids=fewer), *after)),
            )


def _red(case: Case, story: Story) -> bool:
    """Whether the story notices; the other cases are left out, their questions change nothing in this list."""
    return bool(faults(replace(CATALOGUE, cases=(case,)), story))
