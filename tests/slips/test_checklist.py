from dataclasses import replace
from datetime import date

import pytest
from pyzbar.pyzbar import decode

from kiosk.domain.checklist import Changed, Effort, Held, Item, Presumed, Told, Who
from kiosk.domain.list_code import ListCode, answer_mark, item_mark, read_list
from kiosk.slips import checklist_blocks
from kiosk.slips.sections import SectionKind, sections
from kiosk.slips.telling import effort_of
from printers.blocks import Block, Cut, Qr, Text
from printers.layout import render
from printers.paper_picture import draw
from printers.profiles import names, profile
from tests.slips.people import TEN, Somebody, held_by, list_of
from tests.slips.samples import ITEMS, at_ms, branch, checklist, item, paper, texts

TEXTS = texts()
BRANCH = branch()
PRINTED = at_ms(7, 50)

MAX_BYTES = 1900

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
    last = [SectionKind.DEPENDS, SectionKind.OFTEN_ASKED, SectionKind.HAVE]
    assert kinds == [SectionKind.MISSING, *last], "what is not ticked hangs on an open answer, all of it"
    less = {item_id: held for item_id, held in SOME.items() if item_id != "bank-book"}
    kinds = [section.kind for section in sections(checklist(), less)]
    assert kinds == [SectionKind.MISSING, SectionKind.OPEN, *last]


def test_with_nothing_ticked_the_whole_list_is_simply_to_be_brought() -> None:
    first, depends, often = sections(checklist(), {})
    assert first.kind is SectionKind.NEEDED
    assert [entry.item_id for entry in first.items] == [entry.item_id for entry in ITEMS[:-2]]
    assert (depends.kind, [entry.item_id for entry in depends.items]) == (SectionKind.DEPENDS, ["tax"])
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
    said = printed({})
    at = said.index("(?) Hanya bila saldo lebih dari Rp50 juta:")
    assert said[at + 1] == "[ ] NPWP: 1 fotokopi"
    assert said.index("Siapkan surat ini: 5") < said.index("Tergantung keadaan") < at, "counted is only what is sure"


def test_a_condition_of_several_papers_is_told_once_and_what_most_cases_ask_for_says_so() -> None:
    bought = [item(name, paper(name, f"Surat {name}"), only_if="rumah dibeli tunai") for name in ("a", "c")]
    other = item("b", paper("b", "Surat b"), only_if="pindah warga negara")
    mostly = replace(item("d", paper("d", "KTP")), only_if="pindah warga negara", mostly=True)
    said = lines(
        checklist_blocks(checklist(items=(bought[0], other, bought[1], mostly)), {}, BRANCH, TEXTS, printed_ms=PRINTED)
    )
    at = said.index("(?) Diminta dalam kebanyakan keadaan:")
    assert said[at : at + 7] == [
        "(?) Diminta dalam kebanyakan keadaan:",
        "[ ] KTP: asli + 1 fotokopi",
        "(?) Hanya bila rumah dibeli tunai:",
        "[ ] Surat a: asli + 1 fotokopi",
        "[ ] Surat c: asli + 1 fotokopi",
        "(?) Hanya bila pindah warga negara:",
        "[ ] Surat b: asli + 1 fotokopi",
    ]
    assert not any(line.startswith("Siapkan surat") for line in said), "nothing of it is sure"


def test_what_may_not_be_asked_for_is_never_to_be_got_first() -> None:
    doubtful = replace(slow("akta", Effort.WEEKS), only_if="pindah warga negara")
    items = (slow("kk", Effort.AT_HAND), slow("visum", Effort.DAYS), doubtful)
    held = dict.fromkeys(["kk", "akta", "visum"], Held.MISSING)
    said = lines(checklist_blocks(checklist(items=items), held, BRANCH, TEXTS, printed_ms=PRINTED))
    assert "Urus ini dulu: biasanya beberapa hari." in said
    assert said.index("[ ] Surat visum: asli + 1 fotokopi") < said.index("[ ] Surat akta: asli + 1 fotokopi")


def test_papers_of_one_place_are_one_errand() -> None:
    bill, card, report = (
        slow(name, effort)
        for name, effort in (("kuitansi", Effort.DAYS), ("kartu", Effort.AT_HAND), ("resume", Effort.DAYS))
    )
    letter = item("izin", replace(paper("izin", "Surat izin", where="Bank"), effort=Effort.DAYS))
    said = lines(checklist_blocks(checklist(items=(bill, letter, card, report)), {}, BRANCH, TEXTS, printed_ms=PRINTED))
    at = said.index("Urus ini dulu: biasanya beberapa hari.")
    assert said[at + 1 : at + 8] == [
        "Semua ini dari: Kantor",
        "[ ] Surat kuitansi: asli + 1 fotokopi",
        "[ ] Surat resume: asli + 1 fotokopi",
        "[ ] Surat izin: asli + 1 fotokopi",
        "Dari: Bank (beberapa hari)",
        "[ ] Surat kartu: asli + 1 fotokopi",
        "Dari: Kantor",
    ]


def test_what_sentences_rest_on_is_numbered_and_told_once_in_the_foot() -> None:
    made = replace(
        checklist(),
        told=(
            Told("Dibayar 7 hari kerja.", "payment", "PP 44/2015 pasal 37 ayat 2"),
            Told("Sudah 56 tahun?", "info", "Permenaker 4/2022 pasal 6 ayat 1"),
            Told("Bawa surat asli.", "info", "Berita 2025"),
            Told("Bila terlambat, 1% sehari.", "payment", "PP 44/2015 pasal 37 ayat 3"),
        ),
    )
    said = lines(checklist_blocks(made, {}, BRANCH, TEXTS, printed_ms=PRINTED))
    for line in (
        "- Dibayar 7 hari kerja. [1]",
        "- Sudah 56 tahun?",
        "- Bawa surat asli. [2]",
        "- Bila terlambat, 1% sehari. [1]",
        "Sumber: [1] PP 44/2015, [2] Berita 2025",
    ):
        assert line in said


def test_a_list_that_no_source_completes_sends_the_reader_to_the_officer() -> None:
    blocks = checklist_blocks(checklist(ask_officer=True), {}, BRANCH, TEXTS, printed_ms=PRINTED)
    assert "- Mungkin ada surat lain. Tanyakan petugas." in lines(blocks)
    assert not any("surat lain" in line for line in printed({}))


def test_the_foot_says_rule_date_code_and_when_it_was_printed() -> None:
    said = printed({})
    assert "Dasar: Permenaker 4/2022. Aturan per 22 November 2026." in said
    assert "Kode daftar: S1J G01T" in said
    assert "Kantor Cabang Serang, Senin, 23 November 2026, pukul 07.50" in said


@pytest.mark.parametrize("family", names())
def test_the_kiosk_s_scanner_reads_the_whole_list_back_from_any_paper(family: str) -> None:
    made = replace(checklist(), answers=(("alasan", "berhenti"), ("saldo", "unsure")))
    rendered = render(checklist_blocks(made, SOME, BRANCH, TEXTS, printed_ms=PRINTED), profile(family))
    (read,) = [code.data.decode() for code in decode(draw(rendered.data, profile(family)))]
    back = read_list(read)
    assert isinstance(back, ListCode)
    assert (back.code, back.printed) == (made.code, date(2026, 11, 23))
    assert back.answers == {answer_mark("alasan", "berhenti"), answer_mark("saldo", "unsure")}
    assert back.held == {item_mark(item_id): now for item_id, now in SOME.items()}


def slow(item_id: str, effort: Effort | None) -> Item:
    return item(item_id, replace(paper(item_id, f"Surat {item_id}", where="Kantor"), effort=effort))


def test_what_takes_longest_is_to_be_got_first_and_says_so() -> None:
    items = tuple(
        slow(name, effort)
        for name, effort in (("kk", Effort.AT_HAND), ("akta", Effort.WEEKS), ("x", None), ("visum", Effort.DAYS))
    )
    held = dict.fromkeys(["kk", "akta", "x", "visum"], Held.MISSING)
    said = lines(checklist_blocks(checklist(items=items), held, BRANCH, TEXTS, printed_ms=PRINTED))
    order = [line[10:] for line in said if line.startswith("[ ] Surat")]
    assert order == [
        "akta: asli + 1 fotokopi",
        "visum: asli + 1 fotokopi",
        "x: asli + 1 fotokopi",
        "kk: asli + 1 fotokopi",
    ]
    assert "Urus ini dulu: biasanya beberapa minggu." in said
    assert "Dari: Kantor (beberapa hari)" in said


def test_of_papers_of_which_one_is_enough_the_quickest_counts() -> None:
    either = item(
        "either",
        replace(paper("a", "Akta", where="Disdukcapil"), effort=Effort.WEEKS),
        replace(paper("b", "Surat", where="Kelurahan"), effort=Effort.SAME_DAY),
    )
    assert effort_of(either) is Effort.SAME_DAY


def test_one_paper_alone_is_not_first_of_anything() -> None:
    said = lines(
        checklist_blocks(checklist(items=(slow("akta", Effort.WEEKS),)), {}, BRANCH, TEXTS, printed_ms=PRINTED)
    )
    assert "Dari: Kantor (beberapa minggu)" in said
    assert not any("Urus ini dulu" in line for line in said)


def test_the_roll_says_for_whom_what_changed_and_what_comes() -> None:
    made = replace(
        checklist(),
        who=Who.HEIR,
        told=(Told("Lapor dalam 2 x 24 jam.", "deadline", "Permenaker 1/2025 pasal 8"),),
        changed_since=date(2025, 1, 14),
        changed=(Changed(date(2025, 2, 24), "Surat cukup.", "Harus akta.", "Permenaker 1/2025"),),
        coming=(Changed(date(2027, 1, 1), "", "Iuran kembali penuh.", "PP 50/2025"),),
        presumed=(Presumed("beda", "Ada yang berbeda?", "Satu kartu, data sama"),),
    )
    said = lines(checklist_blocks(made, {}, BRANCH, TEXTS, printed_ms=PRINTED))
    for line in (
        "Untuk ahli waris",
        "Berubah sejak 14 Januari 2025:",
        "- Dulu: Surat cukup.",
        "Sekarang: Harus akta.",
        "Sejak 24 Februari 2025, Permenaker 1/2025.",
        "- Mulai 1 Januari 2027: Iuran kembali penuh.",
        "- Lapor dalam 2 x 24 jam. [1]",
        "Sumber: [1] Permenaker 1/2025",
        "- Daftar ini bila satu kartu, data sama. Selain itu, tanyakan petugas.",
    ):
        assert line in said
    unchanged = replace(made, changed=())
    assert "Tidak berubah sejak 14 Januari 2025." in lines(
        checklist_blocks(unchanged, {}, BRANCH, TEXTS, printed_ms=PRINTED)
    )


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
    words = render([block for block in blocks if not isinstance(block, Qr)], profile(family))
    assert max(words.data) < 0x80, "the square alone may be a raster"
    assert rendered.length_mm <= 250


@pytest.mark.parametrize("person", TEN, ids=lambda person: person.name)
def test_every_paper_of_real_people_has_one_box_on_the_roll(person: Somebody) -> None:
    papers = list_of(person)
    said = lines(checklist_blocks(papers, held_by(person, papers), BRANCH, TEXTS, printed_ms=PRINTED))
    assert sum(line.startswith(("[ ] ", "[x] ")) for line in said) == len(papers.items)
    for entry in papers.items:
        for one in entry.papers:
            assert any(one.name in line for line in said), one.name
