import dataclasses

import pytest
from pyzbar.pyzbar import decode

from kiosk.domain.branch import Lane
from kiosk.domain.codes import Code, CodeKind, mint, parse
from kiosk.domain.promise import Promise
from kiosk.domain.ticket import TicketClass
from kiosk.slips import no_list_line, ticket_blocks, ticket_qr_text
from printers.blocks import Block, Cut, Qr, Text
from printers.layout import render
from printers.paper_picture import draw
from printers.profiles import names, profile
from tests.slips.samples import WINDOW, at_ms, branch, texts, ticket

TEXTS = texts()
BRANCH = branch()

MAX_BYTES = 700
"""0.3 s on the slowest serial line in use."""


def words(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Text))


def test_a_ticket_says_number_window_moment_branch_and_code() -> None:
    said = words(ticket_blocks(ticket(promise=WINDOW), BRANCH, TEXTS))
    for needed in (
        "A 012",
        "09.10 – 09.40",
        "Senin, 23 November 2026, pukul 07.42",
        "Kantor Cabang Serang",
        "T7K 3QXM",
        "Simpan kertas ini. Tunggu nomor dipanggil.",
    ):
        assert needed in said


def test_no_window_is_said_in_words_and_no_figure_is_made_up() -> None:
    said = words(ticket_blocks(ticket(), BRANCH, TEXTS))
    assert "belum dapat diperkirakan" in said
    assert "09." not in said


def test_the_number_comes_first_and_the_code_square_last() -> None:
    blocks = ticket_blocks(ticket(), BRANCH, TEXTS)
    largest = max((block for block in blocks if isinstance(block, Text)), key=lambda text: text.width * text.height)
    assert largest.text == "A 012"
    assert blocks.index(largest) < 4
    assert isinstance(blocks[-1], Cut)
    assert [type(block) for block in blocks].index(Qr) > len(blocks) - 4


def test_the_ticket_depends_on_nothing_that_tells_why_the_person_came() -> None:
    plain = ticket_blocks(ticket(), BRANCH, TEXTS)
    priority = dataclasses.replace(ticket(), ticket_class=TicketClass.PRIORITY)
    other_lane = dataclasses.replace(BRANCH, lanes=(Lane("A", "Kematian", ("claim-jkm",)),))
    assert ticket_blocks(priority, BRANCH, TEXTS) == plain
    assert ticket_blocks(ticket(), other_lane, TEXTS) == plain


def test_a_copy_is_marked_with_both_times_and_repeats_the_first_promise() -> None:
    said = words(ticket_blocks(ticket(promise=WINDOW), BRANCH, TEXTS, copy_of_ms=at_ms(7, 42), printed_ms=at_ms(8, 1)))
    assert "SALINAN" in said
    assert "07.42" in said
    assert "08.01" in said
    assert "09.10 – 09.40" in said
    assert "SALINAN" not in words(ticket_blocks(ticket(promise=WINDOW), BRANCH, TEXTS))


def test_a_copy_in_another_language_is_still_marked_for_the_counter() -> None:
    said = words(ticket_blocks(ticket(language="en"), BRANCH, TEXTS, copy_of_ms=at_ms(7, 42)))
    assert "SALINAN" in said


def test_without_a_list_the_ticket_says_where_to_ask() -> None:
    line = no_list_line(TEXTS, "id")
    assert line == "Tanyakan daftar surat di loket."
    assert line in words(ticket_blocks(ticket(), BRANCH, TEXTS, ask_at_counter=True))
    assert line not in words(ticket_blocks(ticket(), BRANCH, TEXTS))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("promise", [None, WINDOW])
def test_the_square_carries_the_same_text_in_ascii_and_a_kiosk_finds_the_code_in_it(
    language: str, promise: Promise | None
) -> None:
    code = mint(CodeKind.TICKET, 12_345)
    held = dataclasses.replace(ticket(promise=promise, language=language), code=code)
    text = ticket_qr_text(held, BRANCH, TEXTS)
    assert text.isascii()
    assert "A 012" in text
    assert "2026" in text
    assert parse(text) == Code(CodeKind.TICKET, code, 12_345)


def test_a_branch_with_accents_still_has_a_printable_square() -> None:
    text = ticket_qr_text(ticket(), branch(name="Kantor Café"), TEXTS)
    assert text.isascii()


@pytest.mark.parametrize("number", [1, 999, 1012])
@pytest.mark.parametrize("family", names())
def test_the_number_is_one_large_line_on_every_paper(family: str, number: int) -> None:
    printer = profile(family)
    for columns in {32, printer.columns}:
        blocks = ticket_blocks(ticket(number=number), BRANCH, TEXTS, columns=columns)
        large = next(block for block in blocks if isinstance(block, Text) and block.text.startswith("A "))
        assert large.width >= 5
        assert large.height >= 6
        assert len(large.text) * large.width <= printer.columns


@pytest.mark.parametrize("family", [name for name in names() if profile(name).native_qr])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_ticket_is_small_and_short_even_as_a_copy(family: str, language: str) -> None:
    printer = profile(family)
    held = ticket(number=1012, language=language)
    first = render(ticket_blocks(held, BRANCH, TEXTS, columns=printer.columns), printer)
    copy = render(
        ticket_blocks(
            held,
            BRANCH,
            TEXTS,
            copy_of_ms=at_ms(7, 42),
            printed_ms=at_ms(8, 1),
            ask_at_counter=True,
            columns=printer.columns,
        ),
        printer,
    )
    assert len(first.data) <= MAX_BYTES
    assert len(copy.data) <= MAX_BYTES
    assert first.length_mm <= 135
    assert b"A 1012" in first.data


@pytest.mark.parametrize("family", names())
def test_a_phone_reads_from_the_paper_what_the_ticket_says(family: str) -> None:
    printer = profile(family)
    held = ticket(promise=WINDOW)
    picture = draw(render(ticket_blocks(held, BRANCH, TEXTS, columns=printer.columns), printer).data, printer)
    assert [code.data.decode() for code in decode(picture)] == [ticket_qr_text(held, BRANCH, TEXTS)]
