"""`kiosk printer` tells TI in their own words what is wrong and what to do."""

from kiosk.cli.printer import PAPERS, TROUBLES
from printers.status import Paper, Trouble
from tests.talk import run_kiosk

NOBODY_LISTENS = "tcp://127.0.0.1:1"


def test_every_trouble_and_every_paper_has_its_words() -> None:
    assert set(TROUBLES) == set(Trouble)
    assert set(PAPERS) == set(Paper)


def test_a_printer_that_is_ready_says_so() -> None:
    asked = run_kiosk("printer", "status", "--printer", "virtual:")
    assert asked.returncode == 0, asked.stderr
    assert "siap, kertas cukup" in asked.stdout


def test_a_printer_that_cannot_be_reached_is_told_with_what_to_do() -> None:
    for task in ("status", "test"):
        asked = run_kiosk("printer", task, "--printer", NOBODY_LISTENS)
        assert asked.returncode == 1
        assert "tidak terhubung: periksa listrik dan kabelnya" in asked.stderr
