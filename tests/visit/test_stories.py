"""Visits as people make them, told in their order: to a number and its paper."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.lifecycle import Handover, HoldCause, JobState, SlipKind
from kiosk.domain.slip import SlipStatus
from kiosk.domain.ticket import TicketClass
from kiosk.visit.view import (
    ChoiceKind,
    PromiseDetail,
    ScreenId,
    TicketDetail,
)
from tests.visit.desk import a_ticket
from tests.visit.player import Player

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
    assert [choice for choice in player.offered if choice in ("end", "finish")] == ["finish"], "one way out is enough"


def test_the_ticket_is_printed_again_once() -> None:
    player = Player().take_number().paper_out()
    player.tap("reprint").paper_out(job=2)
    assert player.desk.reprints == ["2025-01-14/A012"]
    assert player.view.lead == "Ambil salinan tiket di bawah layar."
    assert "reprint" not in player.offered


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


def test_back_from_the_promise_shows_the_same_proposal_again() -> None:
    player = Player().tap("start", "take", "need:belum-tahu", "answer:tidak", "answer:santunan", "answer:tidak")
    proposal = player.view
    assert player.tap("found-yes", "back").view == proposal


def test_who_is_sure_of_nothing_still_gets_a_number() -> None:
    player = Player().tap("start", "take", "need:belum-tahu")
    while player.screen is ScreenId.FINDER:
        player.tap("answer:unsure")
    proposals = []
    while player.view.title != "Petugas akan membantu":
        proposals.append(player.view.title)
        player.tap("found-no")
    assert len(proposals) == len(set(proposals)) > 1
    player.tap("back")
    assert player.view.title == proposals[-1]
    player.tap("found-no", "found-yes", "take-number")
    assert player.desk.requests[0].service == "belum-tahu"


def test_the_finder_can_be_asked_again_with_its_answers_kept() -> None:
    player = Player().tap("start", "take", "need:belum-tahu", "answer:tidak", "answer:santunan", "answer:tidak")
    while player.view.title != "Petugas akan membantu":
        player.tap("found-no")
    player.tap("found-no", "need:belum-tahu")
    assert player.screen is ScreenId.FINDER
    assert player.choice("answer:tidak").selected
    assert player.tap("answer:tidak").screen is ScreenId.FOUND


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


def test_whoever_asks_for_help_while_the_number_is_given_back_finds_the_way_back_and_an_officer() -> None:
    player = Player().take_number().paper_out().tap("see-papers").answer_questions().tap("to-result", "give-back")
    player.desk.prompt = False
    player.wait(6).tap("help")
    player.desk.answer()
    player.tap("call-officer", "back")
    assert player.screen is ScreenId.GIVE_BACK
    assert "finish" in player.offered


def test_a_printer_in_trouble_is_told_before_the_number_is_taken() -> None:
    player = Player().tap("start", "take", "need:jht")
    player.visit.printer_changed(HoldCause.COVER_OPEN)
    assert isinstance(player.view.detail, PromiseDetail)
    assert "Printer sedang terganggu" in player.view.detail.note


def test_what_satpam_print_of_somebody_elses_held_ticket_is_no_news_for_who_stands_here() -> None:
    player = Player().take_number().paper(JobState.HELD, cause=HoldCause.PAPER_OUT)
    assert player.screen is ScreenId.PRINT_FAILED
    another = SlipStatus(9, SlipKind.TICKET, JobState.CONFIRMED, ticket_id="2025-01-14/A003")
    player.visit.slip_changed(another)
    assert player.screen is ScreenId.PRINT_FAILED, "this ticket is not out"
    player.paper_out()
    assert player.screen is ScreenId.DONE
