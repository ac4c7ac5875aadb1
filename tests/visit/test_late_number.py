"""A number that is committed when its person has gone: it reached nobody, and disturbs nobody who came meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.lifecycle import Handover, JobState
from kiosk.queue.held import held_papers, not_received
from kiosk.store.tickets import load_ticket
from kiosk.visit.view import ScreenId
from tests.visit.kiosk import RealKiosk
from tests.visit.pages import LatePages
from tests.visit.player import SERANG


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RealKiosk]:
    real = RealKiosk(tmp_path)
    yield real
    real.writer.close()


def _take_and_go(kiosk: RealKiosk) -> None:
    """The answer of the writer is still in the mail when the visit is over."""
    kiosk.tap("start", "take", "need:jht")
    assert kiosk.visit.choose("take-number")
    kiosk.visit.wipe()
    kiosk.clock.advance(seconds=1)


def _the_next_person_takes_a_number(kiosk: RealKiosk) -> None:
    for choice in ("start", "take", "need:jht", "take-number"):
        assert kiosk.visit.choose(choice)


def test_the_ticket_of_whoever_came_meanwhile_goes_on_printing(kiosk: RealKiosk) -> None:
    _take_and_go(kiosk)
    _the_next_person_takes_a_number(kiosk)
    kiosk.pump()
    kiosk.pump()  # what the late answer asked of the store
    number = kiosk.visit.state.number
    assert number is not None
    assert number.ticket.label == "A 002"
    slip = kiosk.job(2)
    assert (slip.ticket_id, slip.state, slip.visit_open) == (number.ticket.ticket_id, JobState.QUEUED, True)
    assert kiosk.ask(lambda db: load_ticket(db, number.ticket.ticket_id).handover) is Handover.PENDING


def test_the_late_number_is_seen_as_received_by_nobody_and_its_slip_waits_for_staff(kiosk: RealKiosk) -> None:
    _take_and_go(kiosk)
    _the_next_person_takes_a_number(kiosk)
    kiosk.pump()
    kiosk.pump()
    nobody = kiosk.ask(lambda db: not_received(db, SERANG, kiosk.clock))
    assert [ticket.label for ticket in nobody] == ["A 001"]  # type: ignore[attr-defined]
    held = kiosk.ask(held_papers)
    assert [paper.label for paper in held] == ["A 001"]  # type: ignore[attr-defined]
    assert not kiosk.job(1).visit_open


def test_the_page_of_whoever_came_meanwhile_is_not_taken_back(tmp_path: Path) -> None:
    pages = LatePages()
    kiosk = RealKiosk(tmp_path, pages)
    try:
        _take_and_go(kiosk)
        assert pages.given_up == 1
        for choice in ("start", "papers", "need:jht"):
            assert kiosk.visit.choose(choice)
        while kiosk.visit.view().screen is ScreenId.QUESTION:
            assert kiosk.visit.choose("answer:unsure")
        assert kiosk.visit.choose("to-result")
        assert kiosk.visit.choose("print-list")
        kiosk.pump()
        assert pages.given_up == 1
        pages.done[0](False)
        kiosk.pump()
        assert kiosk.job(2).visit_open, "a page that failed comes out on the roll, within the same visit"
    finally:
        kiosk.writer.close()
