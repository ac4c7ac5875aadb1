import pytest

from kiosk.domain.checklist import Held
from kiosk.slips import checklist_blocks
from kiosk.slips.sections import SectionKind, sections
from printers.blocks import Block, Cut, Text
from printers.layout import render
from printers.profiles import names, profile
from tests.slips.samples import ITEMS, at_ms, branch, checklist, item, paper, texts

TEXTS = texts()
BRANCH = branch()
PRINTED = at_ms(7, 50)

MAX_BYTES = 1500

SOME: dict[str, Held] = {
    "member-card": Held.HAVE,
    "identity": Held.HAVE,
    "family-card": Held.MISSING,
    "stopped": Held.MISSING,
    "bank-book": Held.HAVE,
}


def lines(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Text)]


def printed(held: dict[str, Held], language: str = "id") -> list[str]:
    return lines(checklist_blocks(checklist(language), held, BRANCH, TEXTS, printed_ms=PRINTED))


def test_what_is_missing_comes_first_then_what_is_open_then_what_is_at_hand() -> None:
    kinds = [section.kind for section in sections(checklist(), SOME)]
    assert kinds == [SectionKind.MISSING, SectionKind.OPEN, SectionKind.OFTEN_ASKED, SectionKind.HAVE]


def test_with_nothing_ticked_the_whole_list_is_simply_to_be_brought() -> None:
    first, often = sections(checklist(), {})
    assert first.kind is SectionKind.NEEDED
    assert [entry.item_id for entry in first.items] == [entry.item_id for entry in ITEMS[:-1]]
    assert often.kind is SectionKind.OFTEN_ASKED


def test_every_item_is_on_the_paper_exactly_once_whatever_was_said() -> None:
    for held in ({}, SOME, dict.fromkeys([entry.item_id for entry in ITEMS], Held.HAVE), {"photo": Held.MISSING}):
        found = [entry.item_id for section in sections(checklist(), held) for entry in section.items]
        assert sorted(found) == sorted(entry.item_id for entry in ITEMS)


def test_a_paper_only_often_asked_for_is_never_called_missing() -> None:
    kinds = {
        entry.item_id: section.kind
        for section in sections(checklist(), {"photo": Held.MISSING})
        for entry in section.items
    }
    assert kinds["photo"] is SectionKind.OFTEN_ASKED
    assert "Sering diminta, tanyakan petugas" in printed({})


def test_a_missing_paper_says_form_and_where_to_get_it() -> None:
    said = printed(SOME)
    at = said.index("[ ] Kartu Keluarga (KK): asli + 1 fotokopi")
    assert said[at + 1] == "Dari: Kantor Disdukcapil"
    assert said.index("Belum ada: 2") < at < said.index("Sudah ada: 3")


def test_alternatives_are_offered_as_one_of_several_with_their_common_place_once() -> None:
    said = printed(SOME)
    at = next(at for at, line in enumerate(said) if line.startswith("[ ] Salah satu dari:"))
    assert said[at + 1].startswith("- Surat pengunduran diri")
    assert said[at + 2].startswith("- Surat pengalaman kerja")
    assert said[at + 3] == "Dari: Bagian personalia perusahaan"


def test_alternatives_from_different_places_each_name_theirs() -> None:
    either = item("either", paper("a", "Akta", where="Disdukcapil"), paper("b", "Surat", where="Kelurahan"))
    said = lines(checklist_blocks(checklist(items=(either,)), {}, BRANCH, TEXTS, printed_ms=PRINTED))
    assert "- Akta (Disdukcapil)" in said
    assert "- Surat (Kelurahan)" in said


def test_what_an_unsure_answer_left_open_is_marked_with_its_condition() -> None:
    assert "(?) Hanya bila saldo lebih dari Rp50 juta." in printed({})


def test_a_list_that_no_source_completes_sends_the_reader_to_the_officer() -> None:
    blocks = checklist_blocks(checklist(ask_officer=True), {}, BRANCH, TEXTS, printed_ms=PRINTED)
    assert "- Mungkin ada surat lain. Tanyakan petugas." in lines(blocks)
    assert not any("surat lain" in line for line in printed({}))


def test_the_foot_says_rule_date_code_and_when_it_was_printed() -> None:
    said = printed({})
    assert "Dasar: Permenaker 4/2022. Aturan per 22 November 2026." in said
    assert "Kode daftar: S2M 8R4WKX" in said
    assert "Kantor Cabang Serang, Senin, 23 November 2026, pukul 07.50" in said


def test_an_empty_list_still_prints_and_ends_in_a_cut() -> None:
    blocks = checklist_blocks(checklist(items=()), {}, BRANCH, TEXTS, printed_ms=PRINTED)
    assert isinstance(blocks[-1], Cut)


@pytest.mark.parametrize("family", names())
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("held", [{}, SOME, dict.fromkeys([entry.item_id for entry in ITEMS], Held.MISSING)])
def test_a_typical_list_is_small_and_plain_ascii_on_every_paper(
    family: str, language: str, held: dict[str, Held]
) -> None:
    blocks = checklist_blocks(checklist(language, ask_officer=True), held, BRANCH, TEXTS, printed_ms=PRINTED)
    rendered = render(blocks, profile(family))
    assert len(rendered.data) <= MAX_BYTES
    assert max(rendered.data) < 0x80
    assert rendered.length_mm <= 250
