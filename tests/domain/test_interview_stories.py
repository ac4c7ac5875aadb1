"""Worked people: each leaves with the papers the rules ask of them, and no requirement without a ground."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from kiosk.domain.catalogue import UNSURE, parse_catalogue
from kiosk.domain.checklist import Checklist, Weight
from kiosk.domain.codes import Code, parse, parse_checklist
from kiosk.domain.interview import Question, Settled, checklist_of_case, next_step
from tests.domain.catalogue_files import CATALOGUE, FILES, edited
from tests.domain.jht_stories import STORIES, Story

TODAY = CATALOGUE.day


def ask_until_settled(answers: Mapping[str, str], language: str = "id") -> tuple[list[Question], Checklist]:
    """Every question put to somebody with these answers, and the list at the end; an unexpected question fails."""
    asked: list[Question] = []
    given: dict[str, str] = {}
    while True:
        step = next_step(CATALOGUE, "jht", given, TODAY, language)
        if isinstance(step, Settled):
            return asked, step.checklist
        assert step.fact_id in answers, f"asked about {step.fact_id} after {given}"
        answer = answers[step.fact_id]
        assert answer == UNSURE or answer in {one.id for one in step.answers}
        given[step.fact_id] = answer
        asked.append(step)


def items(checklist: Checklist, weight: Weight) -> set[str]:
    return {item.item_id for item in checklist.items if item.weight is weight}


@pytest.mark.parametrize("story", STORIES, ids=[story.who.split(" (")[0] for story in STORIES])
def test_story(story: Story) -> None:
    asked, checklist = ask_until_settled(story.answers)
    assert checklist.case_ids == (story.case,)
    assert items(checklist, Weight.REQUIRED) == story.required
    assert items(checklist, Weight.OFTEN_ASKED) == story.often
    assert {item.item_id: item.only_if for item in checklist.items if item.only_if} == story.marked
    for part in story.says:
        assert any(part in note for note in checklist.notes), (part, checklist.notes)
    assert checklist.ask_officer is story.ask_officer
    assert checklist.regulation.startswith(story.regulation)
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ 20\d\d", checklist.rule_date)
    assert {question.fact_id for question in asked} == set(story.answers), "asked exactly what the story answers"


def test_every_case_has_a_story() -> None:
    assert {story.case for story in STORIES} == {case.case_id for case in CATALOGUE.cases}


def test_every_required_paper_of_every_case_is_expected_by_a_story() -> None:
    told = {story.case: set[str]() for story in STORIES}
    for story in STORIES:
        told[story.case] |= story.required
    printed = {
        case.case_id: {row.item_id for row in case.rows if row.confidence.weight is Weight.REQUIRED}
        for case in CATALOGUE.cases
    }
    untold = {case: sorted(rows - told[case]) for case, rows in printed.items() if rows - told[case]}
    assert {case: [row for row in rows if row != "npwp"] for case, rows in untold.items() if rows != ["npwp"]} == {}
    assert any("npwp" in story.required for story in STORIES)


@pytest.mark.parametrize("story", STORIES[:1], ids=["resigned"])
def test_the_list_is_complete_in_english_too(story: Story) -> None:
    _, indonesian = ask_until_settled(story.answers)
    asked, english = ask_until_settled(story.answers, "en")
    assert english.title == "JHT: resigned"
    assert english.rule_date == "26 April 2022"
    assert [item.item_id for item in english.items] == [item.item_id for item in indonesian.items]
    assert not {item.papers[0].name for item in english.items} & {item.papers[0].name for item in indonesian.items}
    assert asked[0].text == "Why withdraw the old-age savings (JHT)?"


def test_one_of_five_proofs_is_one_line_with_five_papers() -> None:
    _, checklist = ask_until_settled(next(story.answers for story in STORIES if story.case == "jht-phk"))
    proof = next(item for item in checklist.items if item.item_id == "bukti-phk")
    assert len(proof.papers) == 5
    assert all(paper.where and paper.icon for paper in proof.papers)


def test_a_death_is_proved_by_the_letter_or_the_civil_certificate() -> None:
    _, checklist = ask_until_settled(next(story.answers for story in STORIES if story.case == "jht-meninggal"))
    death = next(item for item in checklist.items if item.item_id == "surat-kematian")
    assert [paper.document_id for paper in death.papers] == ["surat-keterangan-kematian", "akta-kematian"]


def test_a_copy_is_promised_only_where_the_rule_says_so() -> None:
    _, resigned = ask_until_settled(STORIES[0].answers)
    forms = {item.item_id: item.papers[0].form for item in resigned.items}
    assert forms["ktp"] == "Fotokopi boleh"
    assert forms["buku-tabungan"] == ""


def test_the_code_names_case_and_catalogue() -> None:
    _, checklist = ask_until_settled(STORIES[0].answers)
    code = parse(checklist.code)
    assert isinstance(code, Code)
    number, catalogue_number = parse_checklist(code)
    case = CATALOGUE.case_numbered(number)
    assert case is not None
    assert (case.case_id, catalogue_number) == ("jht-mengundurkan-diri", CATALOGUE.number)


def test_not_sure_how_the_work_ended_prints_all_four_ways_marked() -> None:
    answers = {"alasan": "berhenti", "cara-berhenti": UNSURE, "saldo": "sampai-50", "beda": "tidak"}
    _, checklist = ask_until_settled(answers)
    assert len(checklist.case_ids) == 4
    assert checklist.ask_officer
    assert checklist.title == "JHT: alasan belum pasti"
    marked = {item.item_id: item.only_if for item in checklist.items if item.only_if}
    assert marked == {
        "surat-pengunduran-diri": "mengundurkan diri",
        "bukti-phk": "kena PHK",
        "bukti-kontrak": "kontrak habis",
    }
    card = next(item for item in checklist.items if item.item_id == "kartu-peserta")
    assert card.weight is Weight.OFTEN_ASKED, "for an ended contract nobody vouches for more"
    code = parse(checklist.code)
    assert isinstance(code, Code)
    assert parse_checklist(code)[0] == CATALOGUE.need("jht").number


def test_not_sure_of_the_reason_is_helped_by_simple_questions() -> None:
    answers = {"alasan": UNSURE, "hidup": "ya", "usia-56": "belum", "masih-kerja": "tidak", "cara-berhenti": "phk"}
    asked, checklist = ask_until_settled({**answers, "saldo": "sampai-50", "beda": "tidak"})
    assert checklist.case_ids == ("jht-phk",)
    assert [question.fact_id for question in asked][:2] == ["alasan", "hidup"]


def test_not_sure_of_anything_still_ends_in_a_list_that_sends_to_an_officer() -> None:
    asked, checklist = ask_until_settled(dict.fromkeys(CATALOGUE.facts, UNSURE))
    assert len(asked) <= 12
    assert len(checklist.case_ids) == 16
    assert checklist.ask_officer


def test_an_answer_kept_behind_back_is_used_again_and_a_changed_one_changes_the_list() -> None:
    kept = {"alasan": "berhenti", "cara-berhenti": "phk", "saldo": "sampai-50", "beda": "tidak"}
    changed = {**kept, "alasan": "meninggal"}
    step = next_step(CATALOGUE, "jht", changed, TODAY, "id")
    assert isinstance(step, Question)
    assert step.fact_id == "almarhum"
    back = next_step(CATALOGUE, "jht", {**changed, "alasan": "berhenti"}, TODAY, "id")
    assert isinstance(back, Settled)
    assert back.checklist.case_ids == ("jht-phk",)


def test_answers_nobody_asks_for_and_unknown_ones_do_not_count() -> None:
    plain = next_step(CATALOGUE, "jht", STORIES[0].answers, TODAY, "id")
    noisy = next_step(CATALOGUE, "jht", {**STORIES[0].answers, "pemohon": "wali", "x": "y"}, TODAY, "id")
    assert plain == noisy
    step = next_step(CATALOGUE, "jht", {"alasan": "bulan"}, TODAY, "id")
    assert isinstance(step, Question)
    assert step.fact_id == "alasan"


def test_a_case_known_from_its_code_prints_every_condition_marked() -> None:
    checklist = checklist_of_case(CATALOGUE, "jht-meninggal", TODAY, "id")
    marked = {item.item_id for item in checklist.items if item.only_if}
    assert {"akta-kelahiran-anak", "perwalian-anak", "surat-wasiat", "npwp", "surat-kehilangan"} <= marked
    assert not marked & {"kartu-peserta", "surat-kematian", "ktp-ahli-waris"}
    with pytest.raises(KeyError):
        checklist_of_case(CATALOGUE, "jht-mars", TODAY, "id")


def test_a_row_announced_for_a_later_day_is_asked_from_that_day() -> None:
    old = "- {paper: kk, source: permenaker2-2022, article: pasal 11, confidence: analogous}"
    assert old in FILES["jht.yaml"]
    new = old.replace("confidence", "from: 2027-01-01, confidence")
    catalogue = parse_catalogue(edited("jht.yaml", old, new))
    answers = next(story.answers for story in STORIES if story.case == "jht-meninggal")
    begins = date(2027, 1, 1)
    for day, asked in ((begins - timedelta(days=1), False), (begins, True)):
        step = next_step(catalogue, "jht", answers, day, "id")
        assert isinstance(step, Settled)
        assert any(item.item_id == "kk" for item in step.checklist.items) is asked


def test_a_clock_set_back_does_not_bring_old_rules_back() -> None:
    assert next_step(CATALOGUE, "jht", {}, date(1970, 1, 1), "id") == next_step(CATALOGUE, "jht", {}, TODAY, "id")
