"""What the worked people's lists show of the interview itself: alternatives, copies, codes, "Tidak yakin", dates."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.domain.catalogue import UNSURE, parse_catalogue
from kiosk.domain.checklist import Checklist, Weight
from kiosk.domain.codes import Code, parse, parse_checklist
from kiosk.domain.interview import Question, Settled, checklist_of_case, next_step
from tests.domain import worked_people
from tests.domain.catalogue_files import CATALOGUE, FILES, edited
from tests.domain.worked_people import story_of

TODAY = CATALOGUE.day
RESIGNED = story_of("a worker who resigned two months ago")
DISMISSED = story_of("a sewer dismissed last month")
WIDOW = story_of("a widow (art. 16")


def ask_until_settled(answers: Mapping[str, str] | None, language: str = "id") -> tuple[list[Question], Checklist]:
    """As worked_people's, for anybody with these answers about the old-age savings."""
    return worked_people.ask_until_settled(CATALOGUE, replace(RESIGNED, answers=answers), language)


def test_the_list_is_complete_in_english_too() -> None:
    _, indonesian = ask_until_settled(RESIGNED.answers)
    asked, english = ask_until_settled(RESIGNED.answers, "en")
    assert english.title == "JHT: resigned"
    assert english.rule_date == "26 April 2022"
    assert [item.item_id for item in english.items] == [item.item_id for item in indonesian.items]
    assert not {item.papers[0].name for item in english.items} & {item.papers[0].name for item in indonesian.items}
    assert asked[0].text == "Why withdraw the old-age savings (JHT)?"


def test_one_of_five_proofs_is_one_line_with_five_papers() -> None:
    _, checklist = ask_until_settled(DISMISSED.answers)
    proof = next(item for item in checklist.items if item.item_id == "bukti-phk")
    assert len(proof.papers) == 5
    assert all(paper.where and paper.icon for paper in proof.papers)


def test_a_death_is_proved_by_the_letter_or_the_civil_certificate() -> None:
    _, checklist = ask_until_settled(WIDOW.answers)
    death = next(item for item in checklist.items if item.item_id == "surat-kematian")
    assert [paper.document_id for paper in death.papers] == ["surat-keterangan-kematian", "akta-kematian"]


def test_a_copy_is_promised_only_where_the_rule_says_so() -> None:
    _, resigned = ask_until_settled(RESIGNED.answers)
    forms = {item.item_id: item.papers[0].form for item in resigned.items}
    assert forms["ktp"] == "Fotokopi boleh"
    assert forms["buku-tabungan"] == ""


def test_the_code_names_case_and_catalogue() -> None:
    _, checklist = ask_until_settled(RESIGNED.answers)
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
    assert checklist.title == "JHT: belum semua pasti"
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
    assert RESIGNED.answers
    plain = next_step(CATALOGUE, "jht", RESIGNED.answers, TODAY, "id")
    noisy = next_step(CATALOGUE, "jht", {**RESIGNED.answers, "pemohon": "wali", "x": "y"}, TODAY, "id")
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
    assert WIDOW.answers
    begins = date(2027, 1, 1)
    for day, asked in ((begins - timedelta(days=1), False), (begins, True)):
        step = next_step(catalogue, "jht", WIDOW.answers, day, "id")
        assert isinstance(step, Settled)
        assert any(item.item_id == "kk" for item in step.checklist.items) is asked


def test_a_clock_set_back_does_not_bring_old_rules_back() -> None:
    assert next_step(CATALOGUE, "jht", {}, date(1970, 1, 1), "id") == next_step(CATALOGUE, "jht", {}, TODAY, "id")
