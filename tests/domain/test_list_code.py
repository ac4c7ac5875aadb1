"""A list comes back by its square as it went home, or not at all."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.catalogue import UNSURE
from kiosk.domain.checklist import Held
from kiosk.domain.codes import ALPHABET, CodeKind, CodeProblem, mint, mint_checklist, parse
from kiosk.domain.list_code import (
    FIRST_DAY,
    ListCode,
    answer_mark,
    item_mark,
    known_by_mark,
    list_qr_text,
    read_list,
)
from tests.domain.catalogue_files import CATALOGUE

WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=30)
ANSWERS = st.dictionaries(WORDS, WORDS, max_size=31)
HELD = st.dictionaries(WORDS, st.sampled_from(Held), max_size=20)
DAYS = st.dates(FIRST_DAY, date(2100, 1, 1))
A_CODE = mint_checklist(101, 1)
A_DAY = date(2026, 3, 3)


@given(st.integers(0, 2047), st.integers(0, 16383), DAYS, ANSWERS, HELD)
def test_a_square_brings_everything_back(
    case_no: int, catalogue_no: int, day: date, answers: dict[str, str], held: dict[str, Held]
) -> None:
    code = mint_checklist(case_no, catalogue_no)
    scanned = read_list(list_qr_text(code, day, answers.items(), held))
    assert isinstance(scanned, ListCode)
    assert (scanned.code, scanned.case_no, scanned.catalogue_no, scanned.printed) == (code, case_no, catalogue_no, day)
    assert scanned.answers == {answer_mark(*answer) for answer in answers.items()}
    marks = [item_mark(item) for item in held]
    assert scanned.held == {item_mark(item): now for item, now in held.items()} or len(set(marks)) < len(marks)


@settings(max_examples=30)
@given(ANSWERS, HELD, st.data())
def test_no_single_wrong_character_is_taken_for_a_list(
    answers: dict[str, str], held: dict[str, Held], data: st.DataObject
) -> None:
    text = list_qr_text(A_CODE, A_DAY, answers.items(), held)
    body = len("PASTI:")
    place = data.draw(st.integers(body, len(text) - 1))
    for other in ALPHABET:
        wrong = text[:place] + other + text[place + 1 :]
        found = read_list(wrong)
        same = wrong == text or (text[place] == "/" and found == read_list(A_CODE + other))
        assert same or not isinstance(found, ListCode), (place, other)


@given(st.text(max_size=200))
def test_any_scan_is_a_list_a_code_or_a_problem(text: str) -> None:
    read_list(text)
    read_list(f"PASTI:{A_CODE}/{text}")


def test_a_typed_code_is_the_case_alone() -> None:
    assert read_list(f"{A_CODE[:3].lower()} {A_CODE[3:]}") == ListCode(A_CODE, 101, 1)
    assert parse(list_qr_text(A_CODE, A_DAY, [("alasan", "usia")])) == parse(A_CODE)


def test_another_code_of_the_family_stays_what_it_is() -> None:
    ticket = mint(CodeKind.TICKET, 7)
    assert read_list(ticket) == parse(ticket)
    assert read_list("PASTI:") is CodeProblem.EMPTY


def test_a_square_of_a_later_kiosk_still_opens_by_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.domain.list_code.FORMAT", 2)
    later = list_qr_text(A_CODE, A_DAY, [("alasan", "usia")])
    monkeypatch.undo()
    assert read_list(later) == ListCode(A_CODE, 101, 1)


def test_the_square_is_in_the_compact_set_and_small() -> None:
    answers = [(f"pertanyaan-{at}", "ya") for at in range(8)]
    held = {f"surat-{at}": Held.MISSING for at in range(12)}
    text = list_qr_text(A_CODE, A_DAY, answers, held)
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert len(text) <= 122, "37 modules: QR version 5 with correction M"


def test_more_than_fits_is_asked_again_rather_than_refused() -> None:
    many = [(f"tanya-{at}", "ya") for at in range(40)]
    scanned = read_list(list_qr_text(A_CODE, A_DAY, many, {f"surat-{at}": Held.HAVE for at in range(80)}))
    assert isinstance(scanned, ListCode)
    assert (len(scanned.answers), len(scanned.held)) == (31, 63)


def test_the_marks_of_the_real_catalogue_tell_its_answers_and_papers_apart() -> None:
    answers = [(fact.fact_id, one) for fact in CATALOGUE.facts.values() for one in (*_ids(fact.fact_id), UNSURE)]
    assert len({answer_mark(*answer) for answer in answers}) == len(answers)
    for case in CATALOGUE.cases:
        items = {row.item_id for row in case.rows}
        assert len({item_mark(item) for item in items}) == len(items), case.case_id


def _ids(fact_id: str) -> list[str]:
    return [answer.answer_id for answer in CATALOGUE.facts[fact_id].answers]


def test_what_two_share_is_nobodys() -> None:
    assert known_by_mark([1, 2], {"a": 1, "b": 1, "c": 2, "d": 3}) == ["c"]
