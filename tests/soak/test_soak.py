"""Bad days on every kind of printer, judged by the paper: nothing lost, nothing twice unmarked, nothing in the dark."""

import json

import pytest

from kiosk.app import furnish
from kiosk.cli.printer_soak import LEVELS
from kiosk.ops.settings import load_settings
from kiosk.soak.judging import Verdict, judge
from kiosk.soak.reading import Seen
from kiosk.soak.report import Report
from kiosk.soak.soak import soak_virtual
from printers.profiles import Confirmation, profile
from tests.rules import ROOT
from tests.talk import run_kiosk

PRINTERS = [*LEVELS.values(), ("custom-80", None), ("generic-58", None), ("xprinter-80", None), ("epson-t88", None)]


def a_soak(name: str, confirmation: Confirmation | None, jobs: int, seed: int) -> Report:
    branch = load_settings(ROOT / "kiosk.toml").branch
    report = soak_virtual(profile(name), branch, furnish().texts, jobs=jobs, seed=seed, confirmation=confirmation)
    assert report.good, f"seed {seed}: {report.facts()}"
    assert report.verdict is not None
    assert report.verdict.on_paper + report.not_received >= jobs, f"seed {seed}: {report.facts()}"
    assert report.slowest_settle_ms <= 10_000
    return report


@pytest.mark.parametrize(("name", "confirmation"), PRINTERS[:6])
def test_a_bad_hour(name: str, confirmation: Confirmation | None) -> None:
    report = a_soak(name, confirmation, jobs=30, seed=5)
    assert report.hit >= 8
    assert report.copies > 0, "weather that tears nothing proves nothing"


@pytest.mark.soak
@pytest.mark.parametrize(("name", "confirmation"), PRINTERS)
@pytest.mark.parametrize("seed", [11, 12])
def test_a_thousand_tickets_in_bad_weather(name: str, confirmation: Confirmation | None, seed: int) -> None:
    a_soak(name, confirmation, jobs=1000, seed=seed)


def seen(number: str, code: str = "", *, marked: bool = False) -> Seen:
    return Seen(frozenset({number}), marked, frozenset({f"Tiket {number} {code}"} if code else ()), 100.0)


WHOLE, COPY, TORN = seen("A 001", "K1"), seen("A 001", "K1", marked=True), seen("A 001")


@pytest.mark.parametrize(
    ("papers", "listed", "verdict"),
    [
        ([WHOLE], set(), Verdict((), (), (), 1)),
        ([TORN, COPY], set(), Verdict((), (), (), 1)),
        ([WHOLE, COPY, COPY], set(), Verdict((), (), (), 1)),
        ([], {"A 001"}, Verdict((), (), (), 0)),
        ([TORN], {"A 001"}, Verdict((), (), (), 0)),
        ([], set(), Verdict(("A 001",), (), (), 0)),
        ([TORN], set(), Verdict(("A 001",), (), (), 0)),
        ([seen("A 001", "OTHER")], set(), Verdict(("A 001",), (), (), 0)),
        ([WHOLE, WHOLE], set(), Verdict((), ("A 001",), (), 1)),
        ([TORN, WHOLE], set(), Verdict((), ("A 001",), (), 1)),
        ([WHOLE, seen("A 999", "K9")], set(), Verdict((), (), ("A 999",), 1)),
    ],
)
def test_the_judge_knows_every_defect(papers: list[Seen], listed: set[str], verdict: Verdict) -> None:
    assert judge({"A 001": "K1"}, papers, listed) == verdict


def test_the_command_gives_its_account_and_its_seed() -> None:
    told = run_kiosk("printer", "soak", "--printer", "virtual:faults", "--jobs", "5", "--seed", "3", "--json")
    assert told.returncode == 0, told.stderr
    facts = json.loads(told.stdout)
    assert (facts["jobs"], facts["seed"], facts["level"]) == (5, 3, 1)
    assert (facts["lost"], facts["unmarked_doubles"]) == ([], [])


def test_on_a_printer_whose_paper_is_somebody_elses_nothing_is_claimed_about_it() -> None:
    told = run_kiosk("printer", "soak", "--printer", "virtual:", "--jobs", "2")
    assert told.returncode == 0, told.stderr
    assert "2/2: confirmed" in told.stdout
    assert "Hitung sendiri kertasnya" in told.stdout
    asked = run_kiosk("printer", "soak", "--printer", "tcp://nowhere", "--jobs", "2")
    assert asked.returncode == 2
