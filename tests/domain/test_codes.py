"""Codes survive human fingers: no single error, no swap of neighbours goes unnoticed."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import (
    ALPHABET,
    BODY_BITS,
    LENGTH,
    Code,
    CodeKind,
    CodeProblem,
    grouped,
    mint,
    mint_checklist,
    parse,
    parse_checklist,
    qr_text,
)

KINDS = st.sampled_from(CodeKind)
BODIES = st.integers(0, 2**BODY_BITS - 1)


@given(KINDS, BODIES)
def test_what_was_minted_is_read_back(kind: CodeKind, body: int) -> None:
    assert parse(mint(kind, body)) == Code(kind, mint(kind, body), body)


@given(KINDS, BODIES)
def test_every_single_error_is_caught(kind: CodeKind, body: int) -> None:
    code = mint(kind, body)
    for place, other in itertools.product(range(LENGTH), ALPHABET):
        typed = code[:place] + other + code[place + 1 :]
        assert isinstance(parse(typed), Code) == (typed == code), typed


@given(KINDS, BODIES)
def test_every_swap_of_neighbours_is_caught(kind: CodeKind, body: int) -> None:
    code = mint(kind, body)
    for place in range(LENGTH - 1):
        typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert isinstance(parse(typed), Code) == (typed == code), typed


def test_every_single_error_and_swap_is_caught_whatever_stands_beside_it() -> None:
    """The check is linear: what it does to one error does not depend on the rest, so these are all there are."""
    values = range(len(ALPHABET))
    alone = ALPHABET.index(mint(CodeKind.TICKET, 0)[-1])
    for place in range(5):
        shift = 5 * place
        effects = {ALPHABET.index(mint(CodeKind.TICKET, value << shift)[-1]) ^ alone for value in values}
        assert len(effects) == len(ALPHABET), "two characters at one place weigh the same"
    for place, one, other in itertools.product(range(4), values, values):
        pair, swapped = one << 5 * place | other << 5 * (place + 1), other << 5 * place | one << 5 * (place + 1)
        same = mint(CodeKind.TICKET, pair)[-1] == mint(CodeKind.TICKET, swapped)[-1]
        assert same == (one == other)


@given(KINDS, BODIES, st.data())
def test_forgiving_of_how_it_is_typed(kind: CodeKind, body: int, data: st.DataObject) -> None:
    code = mint(kind, body)
    lookalikes = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(lookalikes.get(char, char + char.lower())))
        + data.draw(st.sampled_from(["", " ", "-", "  ", ". "]))
        for char in code
    )
    assert parse(typed) == parse(code)
    assert parse(grouped(code)) == parse(code)


@given(KINDS, BODIES)
def test_found_in_the_text_of_a_ticket_s_square(kind: CodeKind, body: int) -> None:
    code = mint(kind, body)
    assert parse(qr_text(code)) == parse(code)
    assert parse(f"A 012\n09.10 - 09.40\n{qr_text(code)}\nSerang") == parse(code)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", CodeProblem.EMPTY),
        (" - ", CodeProblem.EMPTY),
        ("PASTI:", CodeProblem.EMPTY),
        ("A012", CodeProblem.UNKNOWN_KIND),
        ("T12", CodeProblem.WRONG_LENGTH),
        ("T12345678", CodeProblem.WRONG_LENGTH),
        ("TU23456", CodeProblem.WRONG_CHARACTER),
        ("T12é456", CodeProblem.WRONG_CHARACTER),
        ("T234567", CodeProblem.WRONG_CHECK),
    ],
)
def test_what_is_no_code_says_why(typed: str, problem: CodeProblem) -> None:
    assert parse(typed) is problem


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_a_problem(typed: str) -> None:
    assert isinstance(parse(typed), Code | CodeProblem)


@given(st.integers(0, 2047), st.integers(0, 16383))
def test_a_checklist_s_code_carries_case_and_catalogue(case_no: int, catalogue_no: int) -> None:
    code = parse(mint_checklist(case_no, catalogue_no))
    assert isinstance(code, Code)
    assert parse_checklist(code) == (case_no, catalogue_no)


def test_what_does_not_fit_has_no_code() -> None:
    for case_no, catalogue_no in [(2048, 0), (0, 16384), (-1, 0)]:
        with pytest.raises(ValueError, match="has no code"):
            mint_checklist(case_no, catalogue_no)
    with pytest.raises(ValueError, match="does not fit"):
        mint(CodeKind.TICKET, 2**BODY_BITS)
    with pytest.raises(ValueError, match="no checklist"):
        parse_checklist(Code(CodeKind.TICKET, "T", 0))
