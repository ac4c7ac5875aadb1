"""Visits as people make them, told in their order."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.checklist import Held, Weight
from kiosk.domain.codes import CodeKind, mint
from kiosk.domain.lifecycle import Handover, HoldCause, JobState, SlipKind, TicketState
from kiosk.domain.ticket import TakeRefusal, TicketClass
from kiosk.visit.desk import CodeAnswer
from kiosk.visit.view import (
    ChecklistDetail,
    ChoiceKind,
    CodeDetail,
    PromiseDetail,
    ResultDetail,
    ScreenId,
    TicketDetail,
)
from tests.visit.desk import a_ticket
from tests.visit.player import CATALOGUE, Player

A_SATURDAY = datetime(2025, 1, 18, 3, 0, tzinfo=UTC)
BEFORE_DAWN = datetime(2025, 1, 13, 20, 0, tzinfo=UTC)
DAWN = datetime(2025, 1, 13, 23, 30, tzinfo=UTC)
"""Tuesday, 06.30 in Serang: numbers are given, the counters open at eight."""


def test_four_taps_lead_to_a_number() -> None:
    player = Player()
    player.tap("start", "take", "need:jht")
    assert player.screen is ScreenId.PROMISE
    assert player.desk.requests == []
    player.tap("take-number")
    assert [request.service for request in player.desk.requests] == ["jht"]
    assert isinstance(player.view.detail, TicketDetail)
    assert player.view.detail.label == "A 012"


def test_nothing_is_promised_that_nobody_can_know() -> None:
    detail = Player().tap("start", "take", "need:jht").view.detail
    assert isinstance(detail, PromiseDetail)
    assert (detail.lane, detail.window, detail.estimable) == ("A", "belum dapat diperkirakan", False)


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
    player.tap("end").wait(5)
    assert player.screen is ScreenId.ATTRACT
    assert player.desk.ended == ["2025-01-14/A012"]


def test_the_number_is_on_the_screen_before_the_paper_and_without_it() -> None:
    player = Player(prompt=False)
    player.take_number()
    assert player.screen is ScreenId.TAKING
    player.desk.answer()
    assert player.screen is ScreenId.PRINTING
    assert isinstance(player.view.detail, TicketDetail)
    player.paper(JobState.HELD, cause=HoldCause.PAPER_OUT)
    assert player.screen is ScreenId.PRINT_FAILED
    assert isinstance(player.view.detail, TicketDetail)
    assert player.view.detail.label == "A 012"
    assert player.view.lead.startswith("Kertas habis.")


def test_a_number_written_down_is_as_good_as_one_on_paper() -> None:
    player = Player().take_number().paper(JobState.HELD, cause=HoldCause.PAPER_OUT)
    player.tap("noted")
    assert player.desk.handovers == [("2025-01-14/A012", Handover.NOTED)]
    assert player.screen is ScreenId.DONE
    assert player.view.lead == "Nomor sudah dicatat. Tunggu dipanggil."
    assert "see-papers" in player.offered
    assert player.desk.calls == ["print-failed"]


def test_paper_that_is_changed_in_time_brings_the_ticket_after_all() -> None:
    player = Player().take_number().paper(JobState.HELD, cause=HoldCause.PAPER_OUT)
    player.tap("paper-change")
    assert player.screen is ScreenId.PAPER_CHANGE
    player.wait(90)
    assert player.screen is ScreenId.PAPER_CHANGE
    player.paper(JobState.SENDING).tap("paper-done")
    assert player.screen is ScreenId.PRINTING
    assert player.paper_out().screen is ScreenId.DONE


def test_no_news_of_the_paper_is_no_reason_to_keep_the_number_waiting() -> None:
    player = Player().take_number().wait(16)
    assert player.screen is ScreenId.PRINT_FAILED
    assert player.paper_out().screen is ScreenId.DONE


def test_only_a_person_can_see_that_the_ticket_came_out() -> None:
    player = Player().take_number().paper(JobState.UNCERTAIN, asks=True)
    assert player.screen is ScreenId.SLIP_CHECK
    player.tap("came-out")
    assert player.desk.slip_answers == [(1, True)]
    assert player.screen is ScreenId.DONE


@pytest.mark.parametrize("tapped", [True, False])
def test_a_ticket_that_did_not_come_out_comes_as_a_copy(tapped: bool) -> None:
    player = Player().take_number().paper(JobState.UNCERTAIN, asks=True)
    if tapped:
        player.tap("not-out")
    else:
        player.wait(20)
    assert player.desk.slip_answers == [(1, False)]
    assert player.screen is ScreenId.PRINTING
    player.paper(JobState.SUPERSEDED, job=1).paper(JobState.SENDING, job=2).paper_out(job=2)
    assert player.screen is ScreenId.DONE


def test_a_paper_that_fails_later_interrupts_and_gives_way_again() -> None:
    player = Player().take_number().paper_out().tap("see-papers")
    before = player.view
    player.tap("back").tap("reprint").paper(JobState.HELD, job=2, cause=HoldCause.PAPER_OUT)
    assert player.screen is ScreenId.DONE
    assert player.view.lead == "Tiket tidak bisa dicetak ulang. Foto layar ini."
    assert player.tap("see-papers").view == before


def test_in_a_rush_the_large_button_is_the_way_out() -> None:
    player = Player(start=DAWN)
    player.desk.rush = True
    player.take_number().paper_out()
    assert player.choice("end").kind is ChoiceKind.PRIMARY
    assert player.choice("see-papers").kind is ChoiceKind.SECONDARY


def test_in_calm_hours_the_large_button_is_the_list() -> None:
    player = Player().take_number().paper_out()
    assert player.choice("see-papers").kind is ChoiceKind.PRIMARY
    assert player.choice("end").kind is ChoiceKind.SECONDARY


def test_what_the_law_asks_for_comes_before_what_is_often_asked_for() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions().tap("to-result")
    detail = player.view.detail
    assert isinstance(detail, ResultDetail)
    papers = player.visit.papers()
    assert papers is not None
    sure = [item.papers[0].where for item in papers.items if item.weight is Weight.REQUIRED and not item.only_if]
    assert [where for _, where in detail.missing[: len(sure)]] == sure
    assert player.view.title == f"Masih kurang {len(sure)} surat"
    assert any(where.startswith("Sering diminta.") for _, where in detail.missing[len(sure) :])


def test_a_list_of_which_nothing_is_certain_is_not_called_complete() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions({}).tap("to-result")
    assert player.view.title == "Sebagian surat belum pasti"
    detail = player.view.detail
    assert isinstance(detail, ResultDetail)
    assert not detail.complete
    player.tap("back", "have-all", "to-result")
    assert player.view.title == "Surat sudah lengkap"


def test_the_ticket_is_printed_again_once() -> None:
    player = Player().take_number().paper_out()
    player.tap("reprint").paper_out(job=2)
    assert player.desk.reprints == ["2025-01-14/A012"]
    assert player.view.lead == "Ambil salinan tiket di bawah layar."
    assert "reprint" not in player.offered


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


def test_a_need_without_a_list_says_where_to_ask() -> None:
    player = Player().take_number("need:jkk").paper_out()
    assert player.desk.requests[0].ask_at_counter
    assert isinstance(player.view.detail, TicketDetail)
    assert player.view.detail.note == "Tanyakan daftar surat di loket."
    assert "see-papers" not in player.offered
    other = Player().tap("start", "papers", "need:jkk")
    assert other.screen is ScreenId.RESULT
    assert other.view.lead == "Tanyakan daftar surat di loket."
    assert "number-now" in other.offered


def test_the_second_page_of_the_picker_leads_to_a_number_too() -> None:
    player = Player().tap("start", "take", "need:lainnya")
    assert player.screen is ScreenId.SERVICES
    player.tap("need:koreksi-data", "take-number")
    assert player.desk.requests[0].service == "data"


def test_a_person_of_sixty_takes_a_priority_number_in_four_taps() -> None:
    player = Player().tap("start", "priority", "need:jp", "take-number")
    assert player.desk.requests[0].ticket_class is TicketClass.PRIORITY


def test_a_changed_mind_about_priority_is_heard() -> None:
    player = Player().tap("start", "priority", "back", "take", "need:jp", "take-number")
    assert player.desk.requests[0].ticket_class is TicketClass.REGULAR


def test_a_complaint_reaches_an_officer_in_four_taps() -> None:
    player = Player().tap("start", "complaint", "complaint-number", "take-number")
    assert player.desk.requests[0].service == "pengaduan"
    assert player.paper_out().screen is ScreenId.DONE


def test_who_does_not_know_is_helped_to_a_number() -> None:
    player = Player().tap("start", "take", "need:belum-tahu")
    assert player.screen is ScreenId.FINDER
    player.tap("answer:tidak", "answer:tidak")
    assert player.screen is ScreenId.FOUND
    player.tap("found-yes", "take-number")
    assert player.desk.requests[0].service == "jkm"


def test_back_from_the_promise_shows_the_same_proposal_again() -> None:
    player = Player().tap("start", "take", "need:belum-tahu", "answer:tidak", "answer:tidak")
    proposal = player.view
    assert player.tap("found-yes", "back").view == proposal


def test_who_is_sure_of_nothing_still_gets_a_number() -> None:
    player = Player().tap("start", "take", "need:belum-tahu")
    while player.screen is ScreenId.FINDER:
        player.tap("answer:unsure")
    proposals = []
    while player.view.title != "Petugas akan membantu":
        proposals.append(player.view.lead)
        player.tap("found-no")
    assert len(proposals) == len(set(proposals)) > 1
    player.tap("back")
    assert player.view.lead == proposals[-1]
    player.tap("found-no", "found-yes", "take-number")
    assert player.desk.requests[0].service == "belum-tahu"


def test_the_finder_can_be_asked_again_with_its_answers_kept() -> None:
    player = Player().tap("start", "take", "need:belum-tahu", "answer:tidak", "answer:tidak")
    while player.view.title != "Petugas akan membantu":
        player.tap("found-no")
    player.tap("found-no", "need:belum-tahu")
    assert player.screen is ScreenId.FINDER
    assert player.choice("answer:tidak").selected
    assert player.tap("answer:tidak").screen is ScreenId.FOUND


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


def test_a_foreign_worker_starts_in_english() -> None:
    player = Player().tap("language:en")
    assert player.screen is ScreenId.FORK
    assert player.view.title == "What brings you here today?"
    player.tap("take", "need:jht", "take-number")
    assert player.desk.requests[0].language == "en"


def test_no_draft_language_is_offered() -> None:
    player = Player()
    assert [c for c in player.offered if c.startswith("language:")] == ["language:id", "language:en"]


def test_large_text_high_contrast_and_low_screen_are_one_tap_each_and_end_with_the_visit() -> None:
    player = Player().tap("mode:large", "mode:contrast", "mode:low")
    shown = player.view.presentation
    assert (shown.large, shown.contrast, shown.low) == (True, True, True)
    player.tap("start", "help", "mode:contrast")
    assert not player.view.presentation.contrast
    player.tap("finish").wait(5)
    assert player.view.presentation == Player().view.presentation


def test_somebody_who_only_changed_the_look_and_left_is_forgotten() -> None:
    player = Player().tap("mode:large").wait(2 * 60 + 1)
    assert not player.view.presentation.large
    assert player.screen is ScreenId.ATTRACT


def test_giving_the_number_back_takes_five_seconds_in_which_it_can_be_undone() -> None:
    player = Player().take_number().paper_out().tap("see-papers").answer_questions().tap("to-result", "give-back")
    assert player.screen is ScreenId.GIVE_BACK
    player.wait(3).tap("keep-after-all")
    assert player.screen is ScreenId.RESULT
    assert player.wait(10).desk.cancelled == []
    player.tap("give-back").wait(5)
    assert player.desk.cancelled == [a_ticket(12).code]
    assert player.view.title == "Nomor sudah dikembalikan"
    player.tap("end").wait(5)
    assert player.screen is ScreenId.ATTRACT
    assert player.desk.ended == [None]


def test_a_number_that_cannot_be_given_back_stays_valid_and_says_so() -> None:
    player = Player().take_number().paper_out().tap("see-papers").answer_questions().tap("to-result", "give-back")
    player.desk.cancels = False
    player.wait(5)
    assert player.view.lead == "Nomor tetap berlaku. Tanyakan petugas."
    player.tap("keep-number")
    assert player.screen is ScreenId.RESULT


def test_the_code_of_a_ticket_shows_it_and_checks_its_holder_in() -> None:
    player = Player()
    ticket = a_ticket(7, handover=Handover.NONE)
    player.desk.codes[ticket.code] = CodeAnswer(ticket=ticket)
    player.tap("start", "code", *(f"key:{char}" for char in ticket.code), "open-code")
    assert player.screen is ScreenId.CODE_FOUND
    assert player.view.lead == "Nomor ini berlaku. Tunggu dipanggil."
    assert player.desk.handovers == [(ticket.ticket_id, Handover.NOTED)]
    player.tap("give-back").wait(5)
    assert player.desk.cancelled == [ticket.code]


def test_the_code_of_a_ticket_that_is_over_offers_nothing_to_give_back() -> None:
    player = Player()
    for number, state in enumerate(TicketState, start=1):
        ticket = a_ticket(number, state=state, handover=Handover.PAPER)
        player.desk.codes[ticket.code] = CodeAnswer(ticket=ticket)
        player.tap("start", "code")
        player.visit.type_text(ticket.code)
        assert player.screen is ScreenId.CODE_FOUND
        assert ("give-back" in player.offered) is (state is TicketState.WAITING)
        player.tap("end").wait(5).settle()
    assert player.desk.handovers == []


def test_a_code_with_a_slip_of_the_finger_gets_a_kind_sentence() -> None:
    code = mint(CodeKind.TICKET, 1234)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    player = Player().tap("start", "code", *(f"key:{char}" for char in wrong), "open-code")
    assert player.screen is ScreenId.CODE
    assert isinstance(player.view.detail, CodeDetail)
    assert player.view.detail.problem == "Kode belum cocok. Periksa huruf dan angkanya."
    assert player.desk.looked_up == []
    player.tap("key:delete", f"key:{code[-1]}")
    assert player.view.detail == CodeDetail(f"{code[:3]} {code[3:]}", 7)


def test_an_unknown_code_is_said_to_be_unknown_and_can_be_typed_again() -> None:
    player = Player().tap("start", "code")
    player.visit.type_text(mint(CodeKind.TICKET, 99))
    assert player.view.lead == "Kode tidak ditemukan. Tanyakan petugas."
    assert player.tap("back").screen is ScreenId.FORK


def test_the_code_on_a_list_brings_the_list_back() -> None:
    player = Player()
    case = next(case for case in CATALOGUE.cases if case.need_id == "jht")
    code = mint(CodeKind.CHECKLIST, 5)
    player.desk.codes[code] = CodeAnswer(case_id=case.case_id)
    player.tap("start", "code")
    player.visit.type_text(f"https://contoh/PASTI:{code} dan seterusnya")
    assert player.screen is ScreenId.CHECKLIST
    detail = player.view.detail
    assert isinstance(detail, ChecklistDetail)
    assert detail.checklist.case_ids == (case.case_id,)
    player.tap("have-all", "to-result", "number-now", "take-number")
    assert player.desk.requests[0].service == "jht"


def test_text_from_a_scanner_is_heard_nowhere_else() -> None:
    player = Player().tap("start")
    before = player.view
    player.visit.type_text(mint(CodeKind.TICKET, 1))
    assert player.view == before
    assert player.desk.looked_up == []


def test_on_a_closed_day_papers_and_codes_still_work() -> None:
    player = Player(start=A_SATURDAY)
    assert player.screen is ScreenId.CLOSED
    assert "Senin, 20 Januari 2025" in str(player.view.detail)
    assert "take" not in player.offered
    player.tap("papers", "need:jht").answer_questions().tap("to-result")
    assert "number-now" not in player.offered
    assert "print-list" in player.offered
    player.tap("end").wait(5).settle().tap("code", "back")
    assert player.screen is ScreenId.CLOSED


def test_the_kiosk_gives_numbers_before_the_counters_open() -> None:
    player = Player(start=BEFORE_DAWN)
    assert player.screen is ScreenId.CLOSED
    player.clock.advance(hours=3)
    player.visit.tick()
    assert player.screen is ScreenId.ATTRACT
    player.take_number()
    assert len(player.desk.requests) == 1


def test_closing_time_that_passes_during_a_visit_is_said_kindly() -> None:
    player = Player().tap("start", "take", "need:jht")
    player.clock.jump(hours=8)
    player.tap("take-number")
    assert player.screen is ScreenId.CLOSED
    assert player.desk.requests == []
    assert player.tap("back").screen is ScreenId.PROMISE


def test_a_day_closed_by_staff_refuses_and_offers_what_still_works() -> None:
    player = Player()
    player.desk.refusal = TakeRefusal.DAY_CLOSED
    player.take_number()
    assert player.screen is ScreenId.CLOSED
    assert "Hari ini nomor tidak bisa diambil lagi." in str(player.view.detail)
    assert "papers" in player.offered


def test_a_full_disk_gives_no_half_ticket_and_service_comes_back_by_itself() -> None:
    player = Player()
    player.desk.refusal = TakeRefusal.DISK_FULL
    player.take_number()
    assert player.screen is ScreenId.OUT_OF_SERVICE
    player.visit.store_full(True)
    player.tap("finish").wait(5)
    assert player.screen is ScreenId.OUT_OF_SERVICE
    player.settle().tap("call-officer")
    assert player.desk.calls == ["out-of-service"]
    player.desk.refusal = None
    player.visit.store_full(False)
    assert player.screen is ScreenId.ATTRACT
    player.take_number()
    assert player.screen is ScreenId.PRINTING


def test_after_a_refusal_the_number_can_be_asked_for_again() -> None:
    player = Player()
    player.desk.refusal = TakeRefusal.DISK_FULL
    player.take_number().tap("back")
    assert player.screen is ScreenId.PROMISE
    player.desk.refusal = None
    player.tap("take-number")
    assert player.screen is ScreenId.PRINTING


def test_help_calls_a_human_to_the_screen_where_help_is_needed() -> None:
    player = Player().tap("start", "take", "help", "call-officer")
    assert player.desk.calls == ["need"]
    assert player.view.title == "Petugas sudah dipanggil"
    assert player.tap("back").screen is ScreenId.NEED


def test_a_printer_in_trouble_is_told_before_the_number_is_taken() -> None:
    player = Player().tap("start", "take", "need:jht")
    player.visit.printer_changed(HoldCause.COVER_OPEN)
    assert isinstance(player.view.detail, PromiseDetail)
    assert "Printer sedang terganggu" in player.view.detail.note


def test_after_a_power_cut_the_last_number_finds_its_holder() -> None:
    player = Player()
    ticket = a_ticket(31)
    player.visit.start_offer(ticket)
    assert player.screen is ScreenId.LAST_NUMBER
    assert "A 031" in player.view.lead
    assert "07.42" in player.view.lead
    player.tap("mine")
    assert player.desk.handovers == [(ticket.ticket_id, Handover.NOTED)]
    assert isinstance(player.view.detail, TicketDetail)
    assert player.view.detail.label == "A 031"


@pytest.mark.parametrize("tapped", [True, False])
def test_a_last_number_nobody_claims_reached_nobody(tapped: bool) -> None:
    player = Player()
    player.visit.start_offer(a_ticket(31))
    if tapped:
        player.tap("not-mine")
    else:
        player.wait(60)
    assert player.screen is ScreenId.ATTRACT
    assert player.desk.ended == [a_ticket(31).ticket_id]
    assert player.desk.handovers == []


def test_every_screen_after_the_first_has_the_same_three_slots_in_its_bar() -> None:
    player = Player()
    for tap in ("start", "take", "need:jht", "take-number"):
        player.tap(tap)
        assert [choice.choice_id for choice in player.view.bar] == ["back", "finish", "help"]


def test_steps_are_counted_in_words() -> None:
    player = Player().tap("start", "take")
    assert (player.view.step, player.view.step_text) == ((1, 3), "Langkah 1 dari 3")
    player.tap("need:jht")
    assert player.view.step_text == "Langkah 2 dari 3"
    player.tap("papers-first")
    assert player.view.step is not None
    assert player.view.step_text.startswith("Pertanyaan 1 dari ")


def test_every_question_can_be_answered_with_not_sure() -> None:
    player = Player().tap("start", "papers", "need:jht")
    while player.screen is ScreenId.QUESTION:
        assert player.view.choices[-1].choice_id == "answer:unsure"
        player.tap("answer:unsure")
