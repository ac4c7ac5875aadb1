"""Visits as people make them: codes, languages, closed doors, full disks, help."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.codes import CodeKind, mint
from kiosk.domain.lifecycle import Handover, TicketState
from kiosk.domain.ticket import TakeRefusal
from kiosk.visit.desk import CodeAnswer
from kiosk.visit.view import (
    CodeDetail,
    ScreenId,
    TicketDetail,
)
from tests.visit.desk import a_ticket
from tests.visit.player import Player

A_SATURDAY = datetime(2025, 1, 18, 3, 0, tzinfo=UTC)
BEFORE_DAWN = datetime(2025, 1, 13, 20, 0, tzinfo=UTC)
DAWN = datetime(2025, 1, 13, 23, 30, tzinfo=UTC)
"""Tuesday, 06.30 in Serang: numbers are given, the counters open at eight."""


def test_who_does_not_know_is_helped_to_a_number() -> None:
    player = Player().tap("start", "take", "need:belum-tahu")
    assert player.screen is ScreenId.FINDER
    player.tap("answer:tidak", "answer:santunan", "answer:tidak")
    assert player.screen is ScreenId.FOUND
    player.tap("found-yes", "take-number")
    assert player.desk.requests[0].service == "jkm"


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


@pytest.mark.parametrize("state", [s for s in TicketState if s is not TicketState.CARRIED])
def test_yesterdays_number_is_never_called_valid_or_sent_to_a_counter(state: TicketState) -> None:
    player = Player()
    ticket = a_ticket(7, state=state)
    player.clock.jump(hours=24)
    player.desk.codes[ticket.code] = CodeAnswer(ticket=ticket)
    player.tap("start", "code")
    player.visit.type_text(ticket.code)
    ended = {TicketState.SERVED: "Nomor ini sudah dilayani.", TicketState.CANCELLED: "Nomor ini sudah dikembalikan."}
    assert player.view.lead == ended.get(state, "Nomor ini tidak berlaku lagi. Ambil nomor baru.")
    detail = player.view.detail
    assert isinstance(detail, TicketDetail)
    assert detail.window == detail.qr_text == detail.keep == "", "nothing to wait for, nothing worth a photo"
    assert "give-back" not in player.offered
    assert player.desk.handovers == []


def test_a_called_human_is_said_to_be_called_in_the_same_place() -> None:
    player = Player().tap("start", "help", "call-officer")
    assert player.choice("call-officer").text == "Sudah dipanggil"
    assert "call-officer" not in player.offered
    player.tap("back", "help")
    assert "call-officer" in player.offered, "who still waits may call again"


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
    player.tap("finish").wait(5).settle().tap("code", "back")
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
    assert player.desk.unclaimed == [a_ticket(31).ticket_id]
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
