"""The rooms joined: what a branch sees when the disk, the printer or the process gives out."""

import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.lifecycle import Handover, JobState
from kiosk.ops.owner import AlreadyOwned, ask_owner
from kiosk.store import journal, tickets
from kiosk.store.errors import StoreFull
from kiosk.store.jobs import load_job
from kiosk.visit.view import ScreenId, TicketDetail
from printers.faults import Fault
from tests.app.kiosk import LivingClock, Opened, opened
from tests.faults.sqlite_vfs import SQLITE_IOERR_FSYNC, SQLITE_OK, Kind, RecordingVfs

TO_A_NUMBER = ("start", "take", "need:jht", "take-number")


def _pages(place: Opened, limit: int) -> None:
    def limited(db: Database) -> None:
        used = db.conn.execute("PRAGMA page_count").fetchone()[0]
        db.conn.execute(f"PRAGMA max_page_count = {used + limit}")

    place.kiosk.writer.submit(limited).result()


def _label(place: Opened) -> str:
    detail = place.kiosk.visit.view().detail
    assert isinstance(detail, TicketDetail)
    return detail.label


def test_a_full_disk_gives_no_half_ticket_and_service_comes_back_by_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        _pages(place, 0)
        taken = 0
        place.choose(*TO_A_NUMBER)
        place.until(lambda: place.screen is not ScreenId.TAKING)
        while place.screen is not ScreenId.OUT_OF_SERVICE:  # free pages inside the file are used up first
            taken += 1
            place.kiosk.visit.wipe()
            place.clock.advance(seconds=2)
            place.choose(*TO_A_NUMBER)
            place.until(lambda: place.screen is not ScreenId.TAKING)
            assert taken < 500
        known = place.kiosk.writer.submit(lambda db: len(tickets.newest_takes_ms(db, 1000))).result()
        assert known == taken
        _pages(place, 10_000)
        place.kiosk.visit.wipe()
        place.kiosk.chores()
        place.until_screen(ScreenId.ATTRACT)
        place.clock.advance(seconds=2)
        place.choose(*TO_A_NUMBER)
        place.until(lambda: place.screen in (ScreenId.PRINTING, ScreenId.DONE))
        assert _label(place) == f"A {taken + 1:03d}"
        assert place.kiosk.writer.submit(journal.verify).result().ok


def test_without_paper_the_number_is_on_the_screen_and_comes_out_when_there_is_paper(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        assert place.kiosk.virtual is not None
        place.kiosk.virtual.turn(Fault.PAPER_OUT, True)
        place.choose(*TO_A_NUMBER)
        place.until_screen(ScreenId.PRINT_FAILED)
        assert _label(place) == "A 001"
        assert not place.kiosk.virtual.papers
        place.kiosk.virtual.turn(Fault.PAPER_OUT, False)
        place.kiosk.press.wake()
        place.until_screen(ScreenId.DONE)
        (paper,) = place.kiosk.virtual.papers
        assert paper.whole
        assert not any("SALINAN" in line for line in paper.lines()), "nothing of it had been printed before"


def test_a_double_tap_takes_one_number_and_prints_one_paper(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        place.choose(*TO_A_NUMBER)
        assert not place.kiosk.visit.choose("take-number")
        place.until_screen(ScreenId.DONE)
        assert place.kiosk.virtual is not None
        assert len(place.kiosk.virtual.papers) == 1
        assert len(place.kiosk.writer.submit(lambda db: tickets.newest_takes_ms(db, 10)).result()) == 1


def test_a_number_that_reached_nobody_is_called_so(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        assert place.kiosk.virtual is not None
        place.kiosk.virtual.turn(Fault.COVER_OPEN, True)
        place.choose(*TO_A_NUMBER)
        place.until_screen(ScreenId.PRINT_FAILED)
        place.kiosk.visit.wipe()
        ticket = place.kiosk.writer.submit(lambda db: tickets.load_ticket(db, "2025-01-14/A001")).result()
        assert ticket.handover is Handover.NONE


def test_the_days_numbers_begin_anew_and_a_clock_set_back_repeats_none(tmp_path: Path) -> None:
    clock = LivingClock()
    labels = []
    with opened(tmp_path, clock) as place:
        for step_hours in (24, -24, 48):
            place.choose(*TO_A_NUMBER)
            place.until_screen(ScreenId.DONE)
            day = place.kiosk.visit.state.number
            assert day is not None
            labels.append(day.ticket.ticket_id)
            place.kiosk.visit.wipe()
            clock.jump(hours=step_hours)
            clock.advance(seconds=2)
            place.kiosk.visit.tick()
    assert labels == ["2025-01-14/A001", "2025-01-15/A001", "2025-01-15/A002"]


def test_after_closing_there_are_no_numbers_and_what_still_works_is_offered(tmp_path: Path) -> None:
    clock = LivingClock()
    with opened(tmp_path, clock) as place:
        clock.advance(hours=9)
        place.kiosk.chores()
        place.kiosk.visit.tick()
        assert place.screen is ScreenId.CLOSED
        offered = {choice.choice_id for choice in place.kiosk.visit.view().choices}
        assert {"papers", "code"} <= offered


def test_the_holder_answers_on_its_socket_and_nobody_else_gets_in(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        status = ask_owner(tmp_path, "status")
        assert status["kiosk"] == "serang-1"
        assert status["screen"] == "attract"
        with pytest.raises(AlreadyOwned), opened(tmp_path):
            pass
        assert place.screen is ScreenId.ATTRACT


def test_a_number_refused_by_a_failing_disk_gets_no_paper_afterwards(tmp_path: Path) -> None:
    """A commit whose sync failed may stand in the log all the same, and be found there when the store is reopened."""
    with RecordingVfs() as vfs, opened(tmp_path) as place:
        assert place.kiosk.virtual is not None
        place.choose(*TO_A_NUMBER)
        place.until_screen(ScreenId.DONE)
        place.kiosk.visit.wipe()
        place.clock.advance(seconds=2)
        place.kiosk.writer.submit(lambda _db: None).result()
        vfs.fault = lambda op: SQLITE_IOERR_FSYNC if op.kind is Kind.SYNC else SQLITE_OK
        place.choose(*TO_A_NUMBER)
        place.until_screen(ScreenId.OUT_OF_SERVICE)
        vfs.fault = lambda _op: SQLITE_OK
        place.kiosk.press.wake()
        place.kiosk.visit.wipe()
        place.kiosk.chores()
        place.until_screen(ScreenId.ATTRACT)
        place.clock.advance(seconds=2)
        place.choose(*TO_A_NUMBER)
        place.until_screen(ScreenId.DONE)
        number = place.kiosk.visit.state.number
        assert number is not None
        papers = ["\n".join(paper.lines()) for paper in place.kiosk.virtual.papers]
        assert len(papers) == 2, "one for each number that somebody was given"
        assert number.ticket.code in papers[1].replace(" ", "")
        stored = place.kiosk.writer.submit(lambda db: tickets.load_ticket(db, "2025-01-14/A002")).result()
        assert stored.code == number.ticket.code or stored.handover is Handover.NONE


def test_a_clock_a_year_ahead_for_a_moment_costs_no_day_of_service(tmp_path: Path) -> None:
    clock = LivingClock()
    taken = []
    with opened(tmp_path, clock) as place:
        for hours in (364 * 24, -364 * 24, 9, 15):
            place.choose(*TO_A_NUMBER)
            place.until_screen(ScreenId.DONE)
            number = place.kiosk.visit.state.number
            assert number is not None
            taken.append(number.ticket.ticket_id)
            place.kiosk.visit.wipe()
            clock.jump(hours=hours)
            clock.advance(seconds=2)
            place.kiosk.chores()
            place.kiosk.writer.submit(lambda _db: None).result()
            if hours == 9:
                clock.jump(hours=15)
            place.kiosk.visit.tick()
    assert taken == ["2025-01-14/A001", "2026-01-13/A001", "2026-01-13/A002", "2025-01-15/A001"]


def test_a_slip_that_waited_for_a_stuck_printer_never_prints_once_its_visit_is_over(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        writer, virtual = place.kiosk.writer, place.kiosk.virtual
        assert virtual is not None
        at_work, go_on = threading.Event(), threading.Event()
        place.kiosk.press.person_answered(0, False)  # no such slip: the press asks the store, and is kept waiting there

        def stuck(_db: Database) -> bool:
            at_work.set()
            return go_on.wait(10)

        writer.submit(stuck)
        at_work.wait(10)
        place.choose(*TO_A_NUMBER)
        place.kiosk.visit.wipe()
        go_on.set()
        writer.submit(lambda _db: None).result()
        place.kiosk.press.wake()
        job = writer.submit(lambda db: load_job(db, 1)).result()
        assert (job.state, job.visit_open) == (JobState.HELD, False)
        assert not virtual.papers


def test_after_a_fault_the_number_is_offered_to_whoever_stands_there(tmp_path: Path) -> None:
    place = Opened(tmp_path, LivingClock())
    place.kiosk.start()
    assert place.kiosk.virtual is not None
    place.kiosk.virtual.turn(Fault.PAPER_OUT, True)
    place.choose(*TO_A_NUMBER)
    place.until_screen(ScreenId.PRINT_FAILED)
    place.kiosk.close(fallen=True)
    with opened(tmp_path) as again:
        assert again.screen is ScreenId.LAST_NUMBER
        assert again.kiosk.virtual is not None
        assert not again.kiosk.virtual.papers, "nothing prints by itself after a restart"


def test_the_reserve_is_given_up_before_anybody_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        full = [True, False]

        def once(db: Database) -> str:
            if full.pop(0):
                raise StoreFull("no room")
            return "written"

        assert place.kiosk.reserve.kept
        assert place.kiosk.writer.submit(once).result() == "written"
        assert not place.kiosk.reserve.kept
        place.clock.advance(hours=2)
        place.kiosk.chores()
        place.kiosk.writer.submit(lambda _db: None).result()
        assert place.kiosk.reserve.kept, "taken again once there is plenty"
