"""Somebody comes back with a list: no question is asked twice, what changed is told, what was missing comes first."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.checklist import Checklist, Held
from kiosk.domain.codes import mint_checklist
from kiosk.domain.list_code import list_qr_text, read_list
from kiosk.slips import checklist_blocks
from kiosk.visit.view import ChecklistDetail, PromiseDetail, ResultDetail, ReturnedDetail, ScreenId
from printers.blocks import Qr
from tests.clock import A_TUESDAY_MORNING
from tests.visit.player import CATALOGUE, RESIGNED, SERANG, TEXTS, Player
from tests.visit.returning import BUILDERS_FAMILY, FIRST_LIST, LAID_OFF, SINCE_2025, square

MARCH = datetime(2027, 3, 3, 1, 0, tzinfo=UTC)
LATER = datetime(2027, 3, 17, 1, 0, tzinfo=UTC)
RESIGNATION = mint_checklist(CATALOGUE.case("jht-mengundurkan-diri").number, CATALOGUE.number)


def papers_of(player: Player) -> Checklist:
    detail = player.view.detail
    assert isinstance(detail, ChecklistDetail)
    return detail.checklist


def printed_square(player: Player) -> str:
    """What the scanner reads off the list that this visit printed last."""
    papers, held, _ticket = player.desk.lists[-1]
    blocks = checklist_blocks(papers, held, SERANG, TEXTS, printed_ms=player.clock.now_ms())
    return next(block.text for block in blocks if isinstance(block, Qr))


def gone_home_with_a_list(missing: str = "surat-pengunduran-diri") -> str:
    player = Player(start=MARCH).tap("start", "papers", "need:jht")
    player.answer_questions({**RESIGNED, "saldo": "sampai-50"}).tap("have-all", f"missing:{missing}", "to-result")
    return printed_square(player.tap("print-list"))


def test_a_scan_skips_the_interview_and_goes_on_with_what_was_missing() -> None:
    scanned = gone_home_with_a_list()
    player = Player(start=LATER).come_back(scanned)
    assert player.screen is ScreenId.CHECKLIST
    assert "Tidak berubah sejak 3 Maret 2027." in player.view.lead
    papers = papers_of(player)
    assert papers.items[0].item_id == "surat-pengunduran-diri"
    assert not player.choice("have:surat-pengunduran-diri").selected
    assert player.choice("missing:surat-pengunduran-diri").selected
    assert player.choice("have:ktp").selected
    assert all(not item.only_if for item in papers.items), "the answers came along"
    player.tap("have:surat-pengunduran-diri", "to-result")
    detail = player.view.detail
    assert isinstance(detail, ResultDetail)
    assert detail.complete
    player.tap("number-now", "take-number")
    assert player.desk.requests[0].service == "jht"


def test_a_list_printed_again_after_coming_back_carries_the_same_answers() -> None:
    player = Player(start=LATER).come_back(gone_home_with_a_list()).tap("to-result", "print-list")
    first, second = read_list(gone_home_with_a_list()), read_list(printed_square(player))
    assert replace(first, printed=None) == replace(second, printed=None)  # type: ignore[type-var]
    assert "Tidak berubah" in str(checklist_blocks(*player.desk.lists[-1][:2], SERANG, TEXTS, printed_ms=0))


def test_the_typed_code_alone_lists_the_whole_case_marked() -> None:
    player = Player().tap("start", "code")
    player.tap(*(f"key:{character}" for character in RESIGNATION), "open-code")
    papers = papers_of(player)
    assert papers.case_ids == ("jht-mengundurkan-diri",)
    assert any(item.only_if for item in papers.items)
    assert player.desk.looked_up == [], "nothing about a list is kept anywhere"


def test_the_death_papers_that_changed_are_told_to_the_builder_s_widow() -> None:
    player = Player(catalogue=SINCE_2025).come_back(BUILDERS_FAMILY)
    assert player.screen is ScreenId.RETURNED
    assert (player.view.title, player.view.lead) == ("Ada yang berubah", "Sejak daftar 14 Januari 2025.")
    detail = player.view.detail
    assert isinstance(detail, ReturnedDetail)
    after, lines = detail.changes[0]
    assert after == "Sekarang harus akta kematian dari Disdukcapil."
    assert lines == (
        "Dulu: Surat keterangan kematian sudah cukup.",
        "Sejak 24 Februari 2025, Permenaker 1/2025 pasal 79 ayat 2.",
    )
    assert not any("asiat" in change for change, _ in detail.changes), "no will is hers to bring"
    player.tap("go-on")
    assert player.screen is ScreenId.CHECKLIST
    assert papers_of(player).items[0].item_id == "kk"
    assert not player.choice("have:akta-kematian").selected, "nobody has said so yet"
    assert player.choice("have:kartu-peserta").selected
    said = str(checklist_blocks(papers_of(player), {}, SERANG, TEXTS, printed_ms=player.clock.now_ms()))
    assert "Berubah sejak 14 Januari 2025:" in said
    assert "Dulu: Surat keterangan kematian sudah cukup." in said


def test_the_sums_that_changed_are_told_to_who_lost_her_work() -> None:
    player = Player(catalogue=SINCE_2025).come_back(LAID_OFF)
    detail = player.view.detail
    assert isinstance(detail, ReturnedDetail)
    told = dict(detail.changes)
    assert told["Sekarang 60% upah setiap bulan, paling lama 6 bulan."] == (
        "Dulu: 45% upah pada bulan 1-3, 25% pada bulan 4-6.",
        "Sejak 7 Februari 2025, PP 6/2025 pasal 21.",
    )
    assert told["Sekarang setelah 6 bulan, atau bila bekerja lagi."] == (
        "Dulu: Haknya hilang setelah 3 bulan sejak PHK.",
        "Sejak 7 Februari 2025, PP 6/2025 pasal 40.",
    )
    papers = papers_of(player.tap("go-on"))
    assert papers.case_ids == ("jkp-bulan1",)
    assert papers.items[0].item_id == "phk-tanda-terima"


def test_who_lost_their_work_is_told_before_a_number_that_none_is_needed() -> None:
    player = Player().tap("start", "take", "need:jkp")
    detail = player.view.detail
    assert isinstance(detail, PromiseDetail)
    assert "SIAPkerja" in detail.before[0]
    assert detail.before[1], "and on what that rests"
    assert player.desk.requests == []
    player.tap("papers-first").answer_questions({}).tap("to-result")
    result = player.view.detail
    assert isinstance(result, ResultDetail)
    assert result.without_phone
    player.tap("print-list")
    papers, held, _ = player.desk.lists[-1]
    said = str(checklist_blocks(papers, held, SERANG, TEXTS, printed_ms=player.clock.now_ms()))
    assert "tanpa antre" in said
    assert "Tanpa HP" in said


@pytest.mark.parametrize(
    ("scanned", "sentence"),
    [
        (mint_checklist(101, CATALOGUE.number + 1), "Daftar ini lebih baru dari kiosk. Pilih keperluan lagi."),
        (mint_checklist(2000, CATALOGUE.number), "Daftar ini sudah berubah. Pilih keperluan lagi."),
        (mint_checklist(101, 0), "Daftar ini sudah berubah. Pilih keperluan lagi."),
        (RESIGNATION[:-1] + ("0" if RESIGNATION[-1] != "0" else "1") + "  ", None),
        (list_qr_text(RESIGNATION, FIRST_LIST) + "0", "Kode belum cocok. Periksa huruf dan angkanya."),
        ("PASTI:" + "9" * 500, "Kode belum cocok. Periksa huruf dan angkanya."),
        ("WIFI:S:Tamu;T:WPA;P:rahasia;;", None),
    ],
)
def test_a_code_that_leads_nowhere_gets_a_kind_sentence_and_the_normal_way(scanned: str, sentence: str | None) -> None:
    player = Player().come_back(scanned)
    assert player.screen is ScreenId.CODE
    assert sentence is None or player.view.lead == sentence
    assert player.tap("back", "papers").screen is ScreenId.NEED


def test_answers_that_do_not_lead_to_the_case_are_left_behind() -> None:
    """A forged square, or rules that moved: the case is listed whole, never somebody else's list."""
    forged = list_qr_text(RESIGNATION, FIRST_LIST, [("alasan", "meninggal"), ("pemohon", "anak")])
    papers = papers_of(Player().come_back(forged))
    assert papers.case_ids == ("jht-mengundurkan-diri",)
    assert papers.answers == ()


def test_a_list_from_the_future_counts_from_today() -> None:
    ahead = list_qr_text(RESIGNATION, date(2090, 1, 1))
    assert papers_of(Player().come_back(ahead)).changed_since == CATALOGUE.day


def test_a_list_whose_case_was_open_asks_only_what_is_open() -> None:
    number = CATALOGUE.need("jht").number
    scanned = list_qr_text(mint_checklist(number, CATALOGUE.number), FIRST_LIST, [("alasan", "berhenti")])
    player = Player().come_back(scanned)
    assert player.screen is ScreenId.QUESTION
    assert "answer:mengundurkan-diri" in player.offered


def test_a_case_that_has_ended_is_asked_anew_and_says_why() -> None:
    old = square("jkm-jakon-2015", {}, {"kk": Held.MISSING})
    player = Player(catalogue=SINCE_2025).come_back(old)
    assert player.screen is ScreenId.RETURNED
    assert player.view.title == "Aturan daftar ini sudah diganti"
    assert player.choice("go-on").text == "Jawab lagi"
    assert player.tap("go-on").screen is ScreenId.QUESTION


def test_what_somebody_came_back_with_is_forgotten_with_the_visit() -> None:
    player = Player(start=LATER).come_back(gone_home_with_a_list()).tap("finish").wait(6)
    assert player.visit.state.interview.returned is None
    assert player.settle().tap("start", "papers", "need:jht").screen is ScreenId.QUESTION


def test_what_differs_is_said_from_the_list_and_back_takes_it_back() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions({**RESIGNED, "saldo": "sampai-50"})
    plain = papers_of(player)
    assert player.choice("differs:beda").text == "Ada yang berbeda?"
    assert player.tap("differs:beda").screen is ScreenId.QUESTION
    assert papers_of(player.tap("back")) == plain
    player.tap("differs:beda", "answer:kartu", "answer:hilang")
    lost = papers_of(player)
    assert "surat-kehilangan" in {item.item_id for item in lost.items}
    assert lost.presumed == ()
    assert papers_of(player.tap("back", "back", "back")) == plain


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_scan_breaks_a_visit(text: str) -> None:
    player = Player(start=A_TUESDAY_MORNING)
    player.come_back(f"PASTI:{RESIGNATION}/{text}")
    assert player.screen in (ScreenId.CODE, ScreenId.CHECKLIST)
