"""docs/interview.md says what is measured now, and the interview beats an order written by hand."""

from statistics import median

from kiosk.domain.interview.rules import rules_of
from tests.domain.catalogue_files import CATALOGUE
from tests.domain.interview_report import FORM_ORDER, PAGE, form_taps_of, interview_report, people_of, taps_of

CONVERSATION = rules_of(CATALOGUE, "jht", CATALOGUE.day).conversation


def test_the_page_is_up_to_date() -> None:
    page = interview_report(CATALOGUE, "jht", CATALOGUE.day)
    assert PAGE.read_text(encoding="utf-8") == page, "run python -m tests.domain.interview_report"


def test_nobody_is_asked_more_than_by_the_form_and_most_are_asked_less() -> None:
    people = list(people_of(CONVERSATION.worlds))
    asked = [taps_of(CONVERSATION, person) for person in people]
    form = [form_taps_of(CONVERSATION, person, FORM_ORDER, stops=True) for person in people]
    assert all(ours <= theirs for ours, theirs in zip(asked, form, strict=True))
    assert median(asked) < median(form)


def test_the_form_knows_every_question() -> None:
    assert set(FORM_ORDER) == {fact.fact_id for fact in CONVERSATION.worlds.facts}
