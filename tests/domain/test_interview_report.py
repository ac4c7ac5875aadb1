"""docs/interview.md says what is measured now, keeps its goals, and beats an order written by hand."""

from statistics import median

import pytest

from kiosk.domain.interview.paths import MOST_TAPS
from kiosk.domain.interview.rules import rules_of
from tests.domain.catalogue_files import CATALOGUE
from tests.domain.interview_report import PAGE, Asked, asked_in, form_order, interview_report

NEEDS = [need.need_id for need in CATALOGUE.needs if need.has_checklist]
MOST_MEDIAN_TAPS = 3


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    return [asked_in(CATALOGUE, need_id) for need_id in NEEDS]


def test_the_page_is_up_to_date() -> None:
    page = interview_report(CATALOGUE)
    assert PAGE.read_text(encoding="utf-8") == page, "run python -m tests.domain.interview_report"


def test_the_interview_keeps_its_goals_over_all_cases(asked: list[Asked]) -> None:
    assert median(median(taps) for one in asked for taps in one.cases.values()) <= MOST_MEDIAN_TAPS
    assert max(one.worst for one in asked) <= MOST_TAPS


def test_nobody_with_nothing_unusual_is_asked_more_than_by_a_form(asked: list[Asked]) -> None:
    plain = [three for one in asked for three in one.plain]
    assert all(ours <= stops <= form for ours, form, stops in plain)
    assert sum(ours for ours, _, _ in plain) < sum(stops for _, _, stops in plain)


def test_to_say_that_something_differs_costs_one_tap_more_than_a_form_at_most(asked: list[Asked]) -> None:
    everybody = [three for one in asked for three in one.everybody]
    assert all(ours <= stops + 1 for ours, _, stops in everybody)
    assert sum(ours for ours, _, _ in everybody) < sum(stops for _, _, stops in everybody)


@pytest.mark.parametrize("need_id", NEEDS)
def test_the_form_knows_every_question(need_id: str) -> None:
    worlds = rules_of(CATALOGUE, need_id, CATALOGUE.day).conversation.worlds
    assert set(form_order(worlds, need_id)) == {fact.fact_id for fact in worlds.facts}
