"""Visits as people make them: questions, lists, and what is missing."""

from datetime import UTC, datetime

from kiosk.domain.checklist import Held, Weight
from kiosk.domain.lifecycle import SlipKind
from kiosk.visit.view import (
    ChecklistDetail,
    ResultDetail,
    ScreenId,
    TicketDetail,
)
from tests.visit.player import Player

A_SATURDAY = datetime(2025, 1, 18, 3, 0, tzinfo=UTC)
BEFORE_DAWN = datetime(2025, 1, 13, 20, 0, tzinfo=UTC)
DAWN = datetime(2025, 1, 13, 23, 30, tzinfo=UTC)
"""Tuesday, 06.30 in Serang: numbers are given, the counters open at eight."""


def test_a_worker_who_resigned_takes_a_number_and_prints_the_list() -> None:
    player = Player().take_number()
    assert player.screen is ScreenId.PRINTING
    player.paper_out()
    assert player.screen is ScreenId.DONE
    assert player.view.lead == "Ambil tiket di bawah layar."
    player.tap("see-papers").answer_questions()
    assert player.screen is ScreenId.CHECKLIST
    detail = player.view.detail
    assert isinstance(detail, ChecklistDetail)
    first, second, *rest = [item.item_id for item in detail.checklist.items]
    player.tap(f"have:{first}", f"missing:{second}", *(f"have:{item}" for item in rest))
    assert player.screen is ScreenId.CHECKLIST
    player.tap("to-result")
    result = player.view.detail
    assert isinstance(result, ResultDetail)
    assert len(result.missing) == 1
    assert result.missing[0][1]
    assert player.desk.notes[-1][2] == (second,)
    player.tap("print-list")
    checklist, held, ticket = player.desk.lists[0]
    assert held[second] is Held.MISSING
    assert ticket is not None
    assert "mengundurkan diri" in checklist.title
    player.paper_out(kind=SlipKind.CHECKLIST)
    assert isinstance(player.view.detail, ResultDetail)
    assert player.view.detail.paper == "Ambil daftar di bawah layar."
    player.tap("keep-number")
    assert player.screen is ScreenId.DONE
    player.tap("finish").wait(5)
    assert player.screen is ScreenId.ATTRACT
    assert player.desk.ended == ["2025-01-14/A012"]


def test_what_the_law_asks_for_comes_before_what_is_often_asked_for() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions().tap("to-result")
    detail = player.view.detail
    assert isinstance(detail, ResultDetail)
    papers = player.visit.papers()
    assert papers is not None
    sure = {item.papers[0].name for item in papers.items if item.weight is Weight.REQUIRED and not item.only_if}
    assert {name for name, _, _ in detail.missing} == sure
    assert "Urus ini dulu" in detail.missing[0][2], "what takes longest comes first"
    assert player.view.title == f"Masih kurang {len(sure)} surat"
    assert len(detail.maybe) == len(papers.items) - len(sure) > 0
    assert detail.maybe_title == "Mungkin juga diminta"


def test_a_list_of_which_nothing_is_certain_is_not_called_complete() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions({}).tap("to-result")
    assert player.view.title == "Sebagian surat belum pasti"
    detail = player.view.detail
    assert isinstance(detail, ResultDetail)
    assert not detail.complete
    player.tap("back", "have-all", "to-result")
    assert player.view.title == "Surat sudah lengkap"


def test_who_has_a_list_nobody_vouches_for_is_sent_to_an_officer_not_told_that_all_is_there() -> None:
    another_heir = {"jp-hal": "meninggal", "jp-pemohon": "lain", "beda": "tidak"}
    player = Player().tap("start", "papers", "need:jp").answer_questions(another_heir).tap("to-result")
    assert player.view.title == "Petugas melengkapi daftar"
    assert player.view.lead == "Tanyakan petugas surat mana yang diperlukan."


def test_who_comes_only_for_the_papers_needs_no_number() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions().tap("have-all", "to-result")
    assert player.view.title == "Surat sudah lengkap"
    assert player.desk.requests == []
    player.tap("number-now")
    assert player.screen is ScreenId.PROMISE
    player.tap("take-number").paper_out()
    assert player.screen is ScreenId.DONE
    assert player.desk.notes[-1][2] == ()


def test_the_papers_may_be_looked_at_before_the_number() -> None:
    player = Player().tap("start", "take", "need:jht", "papers-first").answer_questions()
    assert player.screen is ScreenId.CHECKLIST
    player.tap("to-result", "number-now", "take-number")
    assert len(player.desk.requests) == 1


def test_who_finds_no_need_is_told_where_to_ask() -> None:
    player = Player().tap("start", "take").find_nothing().tap("take-number").paper_out()
    assert player.desk.requests[0].ask_at_counter
    assert isinstance(player.view.detail, TicketDetail)
    assert player.view.detail.note == "Tanyakan daftar surat di loket."
    assert "see-papers" not in player.offered
    other = Player().tap("start", "papers").find_nothing()
    assert other.screen is ScreenId.RESULT
    assert other.view.lead == "Tanyakan daftar surat di loket."
    assert "number-now" in other.offered


def test_where_no_paper_is_asked_for_nobody_is_asked_to_tick_any() -> None:
    player = Player().tap("start", "papers", "need:lainnya", "need:koreksi-data")
    assert player.screen is ScreenId.RESULT
    result = player.view.detail
    assert isinstance(result, ResultDetail)
    assert "petugas" in result.officer
    assert not result.complete
    assert player.view.lead == "Tanyakan daftar surat di loket."
    player.tap("print-list")
    assert player.desk.lists[0][0].case_ids == ("svc-koreksi-data",)
    aid = Player().tap(
        "start", "papers", "need:jkk", "answer:perusahaan", "answer:cacat", "answer:bantuan", "answer:alat"
    )
    assert aid.screen is ScreenId.RESULT
    assert aid.tap("back").screen is ScreenId.QUESTION


def test_unsure_of_everything_leads_to_a_list_all_the_same() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions({})
    assert player.screen is ScreenId.CHECKLIST
    player.tap("to-result", "print-list")
    assert len(player.desk.lists) == 1


def test_back_never_loses_an_answer() -> None:
    player = Player().tap("start", "papers", "need:jht", "answer:berhenti", "answer:mengundurkan-diri")
    behind = player.view
    player.tap("back")
    assert player.choice("answer:mengundurkan-diri").selected
    player.tap("back")
    assert player.choice("answer:berhenti").selected
    player.tap("answer:berhenti")
    assert player.view == behind


def test_back_from_the_list_shows_the_last_answer_and_the_ticks_stay() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions().tap("have-all")
    player.tap("back")
    assert player.screen is ScreenId.QUESTION
    (kept,) = [choice.choice_id for choice in player.view.choices if choice.selected]
    player.tap(kept)
    assert all(choice.selected for choice in player.view.choices if choice.choice_id.startswith("have:"))


def test_back_to_the_picker_and_again_the_same_need_keeps_the_answers() -> None:
    player = Player().tap("start", "papers", "need:jht", "answer:berhenti")
    behind = player.view
    player.tap("back", "back", "need:jht")
    assert player.view == behind


def test_another_need_begins_afresh() -> None:
    player = Player().tap("start", "take", "need:jht", "back", "need:jp", "take-number")
    assert player.desk.requests[0].service == "jp"


def test_the_language_changes_midway_and_every_answer_stays() -> None:
    player = Player().tap("start", "papers", "need:jht", "answer:berhenti")
    before = player.view
    player.tap("help", "language", "language:en", "back")
    after = player.view
    assert after.screen is before.screen
    assert after.presentation.language == "en"
    assert [choice.choice_id for choice in after.choices] == [choice.choice_id for choice in before.choices]
    assert after.title != before.title
    player.answer_questions().tap("have-all")
    detail = player.view.detail
    assert isinstance(detail, ChecklistDetail)
    assert detail.checklist.language == "en"
    player.tap("help", "language", "language:id", "back")
    assert all(choice.selected for choice in player.view.choices if choice.choice_id.startswith("have:"))


def test_every_question_can_be_answered_with_not_sure() -> None:
    player = Player().tap("start", "papers", "need:jht")
    while player.screen is ScreenId.QUESTION:
        assert player.view.choices[-1].choice_id == "answer:unsure"
        player.tap("answer:unsure")
