"""The A4 page, with stand-ins for CUPS's programs: printed, or taken back and put on the roll with its reason."""

from pathlib import Path

import pytest

from printers import a4
from printers.a4 import A4Error, A4Trouble, OfficePrinter, print_or_roll, trouble_of
from tests.clock import SimulatedClock

LP = """
cat > "{folder}/page.pdf"
echo "$@" > "{folder}/lp.told"
echo office-12 >> "{folder}/queue"
echo "request id is office-12 (1 file(s))"
"""
LPSTAT = """
case "$1" in
  -l) cat "{folder}/printer" ;;
  -a) cat "{folder}/accepting" ;;
  -W) cat "{folder}/queue"; if [ -e "{folder}/prints" ]; then : > "{folder}/queue"; fi ;;
esac
"""
CANCEL = """
echo "$1" >> "{folder}/cancelled"
: > "{folder}/queue"
"""
IDLE = "printer office is idle.  enabled since Mon\n\tDescription: x\n\tAlerts: {alerts}\n"


class Cups:
    """Programs of the same names, in a folder of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.clock = SimulatedClock()
        self.office = OfficePrinter("office", self.clock.monotonic_ms, self.clock.advance)
        for name, script in (("lp", LP), ("lpstat", LPSTAT), ("cancel", CANCEL)):
            self.program(name, script.format(folder=folder))
        (folder / "accepting").write_text("office accepting requests since Mon\n")
        (folder / "queue").write_text("")
        (folder / "prints").write_text("")
        self.alerts("none")
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def program(self, name: str, script: str) -> None:
        (self.folder / name).write_text(f"#!/bin/sh\n{script}")
        (self.folder / name).chmod(0o755)

    def alerts(self, reasons: str) -> None:
        (self.folder / "printer").write_text(IDLE.format(alerts=reasons))

    def cancelled(self) -> list[str]:
        told = self.folder / "cancelled"
        return told.read_text().split() if told.exists() else []


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cups:
    return Cups(tmp_path, monkeypatch)


def test_a_page_is_handed_over_and_followed_to_its_end(cups: Cups) -> None:
    cups.office.print_page(b"%PDF-1.7 x", "Daftar; $(surat)")
    assert (cups.folder / "page.pdf").read_bytes() == b"%PDF-1.7 x"
    assert (cups.folder / "lp.told").read_text() == "-d office -o media=A4 -t Daftar; $(surat) -- -\n"
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
def test_reasons_of_ipp_are_told_as_they_are(cups: Cups, alerts: str, trouble: A4Trouble | None) -> None:
    cups.alerts(alerts)
    assert cups.office.trouble() is trouble


def test_paper_that_runs_out_meanwhile_takes_the_page_back_and_the_roll_prints_it(
    cups: Cups, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cups.folder / "prints").unlink()
    real = cups.clock.advance

    def a_moment(ms: int) -> None:
        real(ms)
        cups.alerts("media-empty-error")

    office = OfficePrinter("office", cups.clock.monotonic_ms, a_moment)
    heard: list[A4Trouble] = []
    assert not print_or_roll(office, lambda: b"%PDF", "Daftar", heard.append)
    assert heard == [A4Trouble.PAPER_OUT]
    assert cups.cancelled() == ["office-12"]


def test_a_page_that_never_comes_is_taken_back_in_time(cups: Cups) -> None:
    (cups.folder / "prints").unlink()
    before_ms = cups.clock.monotonic_ms()
    with pytest.raises(A4Error, match="late"):
        cups.office.print_page(b"%PDF", "Daftar")
    assert cups.clock.monotonic_ms() - before_ms <= a4.PAGE_WITHIN_MS + 1000
    assert cups.cancelled() == ["office-12"]


def test_without_cups_or_its_queue_the_roll_prints_at_once(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[A4Trouble] = []
    cups.program("lpstat", 'echo "lpstat: Invalid destination name" >&2; exit 1')
    assert not print_or_roll(cups.office, lambda: b"%PDF", "Daftar", heard.append)
    monkeypatch.setenv("PATH", str(cups.folder / "nothing"))
    assert not print_or_roll(cups.office, lambda: b"%PDF", "Daftar", heard.append)
    assert not print_or_roll(None, lambda: b"%PDF", "Daftar", heard.append)
    assert heard == [A4Trouble.ABSENT] * 3


def test_a_queue_that_is_switched_off_is_not_used(cups: Cups) -> None:
    (cups.folder / "accepting").write_text("office not accepting requests since Mon -\n")
    assert cups.office.trouble() is A4Trouble.STOPPED


def test_a_program_that_hangs_is_given_up(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(a4, "CALL_WITHIN_S", 0.2)
    cups.program("lpstat", "exec sleep 30")
    assert cups.office.trouble() is A4Trouble.ABSENT


def test_a_page_on_a4_is_not_on_the_roll_as_well(cups: Cups) -> None:
    assert print_or_roll(cups.office, lambda: b"%PDF", "Daftar", lambda _: pytest.fail("it is on A4"))
    assert trouble_of("") is None
