"""The A4 page, with stand-ins for CUPS's programs: printed, or taken back and the reason is said."""

from pathlib import Path

import pytest

from printers import a4
from printers.a4 import A4Error, A4Trouble, OfficePrinter, reasons_of, trouble_of
from tests.clock import SimulatedClock
from tests.printers.cups import OUT, Cups


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cups:
    return Cups(tmp_path, monkeypatch)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def office(clock: SimulatedClock) -> OfficePrinter:
    return OfficePrinter("office", clock.monotonic_ms, clock.advance)


def refused(office: OfficePrinter) -> A4Error:
    with pytest.raises(A4Error) as caught:
        office.print_page(b"%PDF", "Daftar")
    return caught.value


def test_a_page_is_handed_over_and_followed_to_its_end(cups: Cups, office: OfficePrinter) -> None:
    office.print_page(b"%PDF-1.7 x", "Daftar; $(surat)")
    assert cups.given() == [b"%PDF-1.7 x"]
    assert (cups.folder / "lp.told").read_text() == "-d office -o media=A4 -t Daftar; $(surat) -- -\n"
    assert "office-12" in cups.came_out()
    assert cups.cancelled() == []


@pytest.mark.parametrize(
    ("alerts", "trouble"),
    [
        ("media-empty-error", A4Trouble.PAPER_OUT),
        ("media-jam", A4Trouble.JAM),
        ("toner-low-warning cover-open-error", A4Trouble.COVER_OPEN),
        ("offline-report", None),
        ("media-low-warning toner-low-report", None),
        ("none", None),
    ],
)
def test_reasons_of_ipp_are_told_as_they_are(
    cups: Cups, office: OfficePrinter, alerts: str, trouble: A4Trouble | None
) -> None:
    cups.alerts(alerts)
    assert office.trouble() is trouble
    assert trouble_of("") is None


def test_paper_that_runs_out_meanwhile_takes_the_page_back(cups: Cups, clock: SimulatedClock) -> None:
    cups.prints(None)

    def a_moment(ms: int) -> None:
        clock.advance(ms)
        cups.alerts("media-empty-error")

    error = refused(OfficePrinter("office", clock.monotonic_ms, a_moment))
    assert (error.trouble, error.left_behind) == (A4Trouble.PAPER_OUT, False)
    assert cups.cancelled() == ["office-12"]
    assert cups.waiting() == []


def test_a_page_that_never_comes_is_taken_back_in_time(
    cups: Cups, office: OfficePrinter, clock: SimulatedClock
) -> None:
    cups.prints(None)
    before_ms = clock.monotonic_ms()
    assert refused(office).trouble is A4Trouble.LATE
    assert clock.monotonic_ms() - before_ms <= a4.PAGE_WITHIN_MS + 1000
    assert cups.cancelled() == ["office-12"]


@pytest.mark.parametrize("reason", ["job-aborted-by-system", "job-canceled-at-device"])
def test_a_page_that_left_the_queue_without_paper_did_not_come_out(
    cups: Cups, office: OfficePrinter, reason: str
) -> None:
    cups.prints(reason)
    assert refused(office).trouble is A4Trouble.ABORTED
    assert cups.cancelled() == [], "there is nothing to take back any more"


def test_a_page_that_comes_out_at_the_last_moment_is_out(cups: Cups, office: OfficePrinter) -> None:
    cups.prints(None)
    cups.program("cancel", f'"{cups.folder}/end" {OUT}; echo "already completed" >&2; exit 1')
    office.print_page(b"%PDF", "Daftar")
    assert "office-12" in cups.came_out()


def test_a_page_that_cannot_be_taken_back_is_said_to_be_there_still(cups: Cups, office: OfficePrinter) -> None:
    cups.prints(None)
    cups.program("cancel", "exit 1")
    assert refused(office).left_behind
    assert not office.clear()


def test_without_cups_or_its_queue_the_page_is_refused_at_once(
    cups: Cups, office: OfficePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    cups.program("lpstat", 'echo "lpstat: Invalid destination name" >&2; exit 1')
    assert refused(office).trouble is A4Trouble.ABSENT
    monkeypatch.setenv("PATH", str(cups.folder / "nothing"))
    assert refused(office).trouble is A4Trouble.ABSENT


def test_a_queue_that_is_switched_off_is_not_used(cups: Cups, office: OfficePrinter) -> None:
    (cups.folder / "accepting").write_text("office not accepting requests since Mon -\n")
    assert office.trouble() is A4Trouble.STOPPED


def test_a_program_that_hangs_is_given_up(cups: Cups, office: OfficePrinter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(a4, "CALL_WITHIN_S", 0.2)
    cups.program("lpstat", "exec sleep 30")
    assert office.trouble() is A4Trouble.MUTE


def test_a_page_that_may_have_been_taken_before_lp_hung_is_taken_back(
    cups: Cups, office: OfficePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(a4, "CALL_WITHIN_S", 0.5)
    cups.program("lp", f'echo office-12 >> "{cups.folder}/queue"; exec sleep 30')
    error = refused(office)
    assert (error.trouble, error.left_behind) == (A4Trouble.MUTE, False)
    assert cups.waiting() == []


def test_only_this_pages_reasons_count() -> None:
    told = f"office-1 k 9 Mon\n\tAlerts: {OUT}\noffice-12 k\n\tqueued for office\noffice-13 k\n\tAlerts: {OUT} x\n"
    assert reasons_of("office-12", told) == frozenset()
    assert reasons_of("office-13", told) == {OUT, "x"}
    assert reasons_of("office-3", told) == frozenset()
