"""The real house: real store, real slips; what a visit asks is on disk, and answers come on the visit's thread."""

from collections.abc import Iterator
from pathlib import Path
from threading import get_ident

import pytest

from kiosk.domain.codes import CodeKind, mint, mint_checklist
from kiosk.domain.lifecycle import Handover, JobEvent, JobState, SlipKind, TicketState
from kiosk.queue.lapsing import close_day
from kiosk.store import jobs, notes, tickets
from kiosk.store.errors import StoreFull
from kiosk.visit import house as house_room
from kiosk.visit.desk import Desk
from kiosk.visit.view import ResultDetail, ScreenId, TicketDetail
from tests.visit.kiosk import RealKiosk
from tests.visit.pages import LatePages
from tests.visit.player import CATALOGUE, RESIGNED, SERANG


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RealKiosk]:
    real = RealKiosk(tmp_path)
    yield real
    real.writer.close()


def _ticket_id(kiosk: RealKiosk) -> str:
    number = kiosk.visit.state.number
    assert number is not None
    return number.ticket.ticket_id


def test_a_house_is_a_desk(kiosk: RealKiosk) -> None:
    desk: Desk = kiosk.house
    assert desk is kiosk.house


def test_a_number_taken_is_on_disk_with_its_slip_and_the_press_is_woken(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "take", "need:jht", "take-number")
    detail = kiosk.visit.view().detail
    assert isinstance(detail, TicketDetail)
    assert detail.label == "A 001"
    ticket = kiosk.ask(lambda db: tickets.load_ticket(db, _ticket_id(kiosk)))
    assert isinstance(ticket, tickets.Ticket)
    assert (ticket.state, ticket.handover) == (TicketState.WAITING, Handover.PENDING)
    job = kiosk.job(1)
    assert (job.kind, job.state, job.ticket_id) == (SlipKind.TICKET, JobState.QUEUED, ticket.ticket_id)
    assert kiosk.woken == 1


def test_where_there_is_no_list_the_ticket_says_where_to_ask(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "take", "need:belum-tahu")
    while kiosk.visit.view().screen is ScreenId.FINDER:
        kiosk.tap("answer:unsure")
    while kiosk.visit.view().title != "Petugas akan membantu":
        kiosk.tap("found-no")
    kiosk.tap("found-yes", "take-number")
    assert b"Tanyakan daftar surat" in kiosk.job(1).data


def test_answers_come_on_the_thread_that_delivers(kiosk: RealKiosk) -> None:
    heard: list[int] = []
    kiosk.house.cancel_ticket("nothing", lambda _ok: heard.append(get_ident()))
    assert heard == []
    kiosk.pump()
    assert heard == [get_ident()]


def test_the_end_of_a_visit_without_paper_or_note_reached_nobody(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "take", "need:jht", "take-number")
    ticket_id = _ticket_id(kiosk)
    kiosk.visit.wipe()
    kiosk.pump()
    assert kiosk.ask(lambda db: tickets.load_ticket(db, ticket_id).handover) is Handover.NONE


def test_a_number_written_down_is_handed_over(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "take", "need:jht", "take-number")
    ticket_id = _ticket_id(kiosk)
    kiosk.clock.advance(seconds=16)
    kiosk.visit.tick()
    kiosk.tap("noted")
    assert kiosk.ask(lambda db: tickets.load_ticket(db, ticket_id).handover) is Handover.NOTED
    kiosk.visit.wipe()
    kiosk.pump()
    assert kiosk.ask(lambda db: tickets.load_ticket(db, ticket_id).handover) is Handover.NOTED


def test_the_list_is_printed_and_the_counter_learns_what_is_missing(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "take", "need:jht", "take-number")
    kiosk.clock.advance(seconds=16)
    kiosk.visit.tick()
    kiosk.tap("noted", "see-papers")
    while kiosk.visit.view().screen is ScreenId.QUESTION:
        offered = [choice.choice_id for choice in kiosk.visit.view().choices]
        kiosk.tap(next((f"answer:{a}" for a in RESIGNED.values() if f"answer:{a}" in offered), "answer:unsure"))
    item = kiosk.visit.view().choices[0].choice_id.removeprefix("have:")
    kiosk.tap(f"missing:{item}", "to-result", "print-list")
    note = kiosk.ask(lambda db: notes.load_note(db, _ticket_id(kiosk)))
    assert isinstance(note, notes.TicketNote)
    assert note.missing == (item,)
    job = kiosk.job(2)
    assert (job.kind, job.state) == (SlipKind.CHECKLIST, JobState.QUEUED)
    assert job.data
    detail = kiosk.visit.view().detail
    assert isinstance(detail, ResultDetail)
    assert detail.paper == "Daftar sedang dicetak."


def test_a_number_given_back_by_its_code_frees_its_place(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "take", "need:jht", "take-number")
    code, ticket_id = kiosk.visit.state.number.ticket.code, _ticket_id(kiosk)  # type: ignore[union-attr]
    kiosk.visit.wipe()
    kiosk.clock.advance(seconds=1)
    kiosk.tap("start", "code")
    kiosk.visit.type_text(code)
    kiosk.pump()
    assert kiosk.visit.view().screen is ScreenId.CODE_FOUND
    assert kiosk.ask(lambda db: tickets.load_ticket(db, ticket_id).handover) is Handover.NOTED
    kiosk.tap("give-back")
    kiosk.clock.advance(seconds=5)
    kiosk.visit.tick()
    kiosk.pump()
    assert kiosk.visit.view().title == "Nomor sudah dikembalikan"
    assert kiosk.ask(lambda db: tickets.load_ticket(db, ticket_id).state) is TicketState.CANCELLED


def test_a_copy_is_marked_and_made_once(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "take", "need:jht", "take-number")
    ticket_id = _ticket_id(kiosk)
    jobs_heard: list[int | None] = []
    kiosk.house.reprint(ticket_id, jobs_heard.append)
    kiosk.pump()
    assert jobs_heard == [None]
    for event in (JobEvent.PRINTER_READY, JobEvent.BYTES_SENT, JobEvent.ACKNOWLEDGED):
        kiosk.ask(lambda db, event=event: jobs.apply_job_event(db, kiosk.clock, 1, event))
    kiosk.house.reprint(ticket_id, jobs_heard.append)
    kiosk.house.reprint(ticket_id, jobs_heard.append)
    kiosk.pump()
    assert jobs_heard[1:] == [2, None]
    assert b"SALINAN" in kiosk.job(2).data


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (mint(CodeKind.TICKET, 77), "Kode tidak ditemukan. Tanyakan petugas."),
        (mint(CodeKind.SLOT, 77), "Kode ini untuk layanan lain. Tunjukkan kepada petugas."),
        (mint_checklist(2000, 1), "Daftar ini sudah berubah. Pilih keperluan lagi."),
    ],
)
def test_a_code_that_leads_nowhere_gets_its_sentence(kiosk: RealKiosk, code: str, sentence: str) -> None:
    kiosk.tap("start", "code")
    kiosk.visit.type_text(code)
    kiosk.pump()
    assert kiosk.visit.view().lead == sentence


def test_a_lists_code_leads_to_its_case_and_an_open_ones_to_its_questions(kiosk: RealKiosk) -> None:
    case = CATALOGUE.cases[0]
    kiosk.tap("start", "code")
    kiosk.visit.type_text(mint_checklist(case.number, CATALOGUE.number))
    kiosk.pump()
    assert kiosk.visit.view().screen is ScreenId.CHECKLIST
    kiosk.visit.wipe()
    kiosk.clock.advance(seconds=1)
    need = CATALOGUE.need("jht")
    kiosk.tap("start", "code")
    kiosk.visit.type_text(mint_checklist(need.number, CATALOGUE.number))
    kiosk.pump()
    assert kiosk.visit.view().screen is ScreenId.QUESTION


def test_a_day_that_staff_closed_gives_no_number_and_no_alarm(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "take", "need:jht")
    kiosk.ask(lambda db: close_day(db, SERANG, kiosk.clock))
    kiosk.tap("take-number")
    assert kiosk.visit.view().screen is ScreenId.CLOSED


def test_a_full_disk_closes_the_kiosk_until_there_is_room(kiosk: RealKiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise StoreFull("no room")

    kiosk.tap("start", "take", "need:jht")
    with monkeypatch.context() as patched:
        patched.setattr(house_room, "take_ticket", full)
        kiosk.tap("take-number")
    assert kiosk.visit.view().screen is ScreenId.OUT_OF_SERVICE
    kiosk.visit.wipe()
    kiosk.pump()
    assert kiosk.visit.view().screen is ScreenId.OUT_OF_SERVICE
    kiosk.house.look_after()
    kiosk.pump()
    assert kiosk.visit.view().screen is ScreenId.ATTRACT


def test_a_fault_of_the_program_leaves_nobody_waiting(
    kiosk: RealKiosk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise ValueError("a mistake of ours")

    kiosk.tap("start", "take", "need:jht")
    monkeypatch.setattr(house_room, "take_ticket", broken)
    kiosk.tap("take-number")
    assert kiosk.visit.view().screen is ScreenId.OUT_OF_SERVICE
    assert "house-failed" in caplog.text
    assert kiosk.tap("back").visit.view().screen is ScreenId.PROMISE


def test_help_rings_and_paper_answers_reach_the_press(kiosk: RealKiosk) -> None:
    kiosk.tap("start", "help", "call-officer")
    kiosk.house.answer_slip(4, True)
    assert kiosk.rung == ["fork"]
    assert kiosk.answers == [(4, True)]


def test_an_a4_printer_that_fails_after_the_visit_prints_nothing_on_the_roll(tmp_path: Path) -> None:
    pages = LatePages()
    kiosk = RealKiosk(tmp_path, pages)
    try:
        kiosk.tap("start", "papers", "need:jht")
        while kiosk.visit.view().screen is ScreenId.QUESTION:
            kiosk.tap("answer:unsure")
        kiosk.tap("to-result", "print-list")
        kiosk.visit.wipe()
        kiosk.pump()
        assert pages.given_up == 1
        kiosk.visit.tick()
        pages.done[0](False)
        kiosk.pump()
        assert kiosk.ask(lambda db: jobs.newest_jobs(db, 5)) == []
    finally:
        kiosk.writer.close()
