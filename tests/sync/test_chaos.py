"""Whatever the way does, every event is at the real hub exactly once in the end, and no lying receipt is believed."""

import os
import signal
import subprocess
import sys

import pytest

from kiosk.sync.report import Outcome
from kiosk.wire.keys import key_text
from tests.rules import ROOT
from tests.sync import chaos as ways
from tests.sync.chaos import Chaos
from tests.sync.country import Country
from tests.wire.letters import HUB_KEY

FATES = sorted({fate.__name__: fate for fate in ways.ALL}.items())


@pytest.mark.parametrize(("name", "fate"), FATES, ids=[name for name, _ in FATES])
def test_one_fate_for_every_request(country: Country, name: str, fate: ways.Fate) -> None:
    country.office.issue(30)
    for _ in range(4):
        country.proxy.fates = [fate]
        report = country.office.sync()
        assert report.outcome is not Outcome.FORKED, report.problem
        country.office.issue(10)
    assert country.proxy.met[name] >= 4
    country.through(country.hub.url)
    country.agree()


def test_all_of_it_in_any_order_with_clocks_that_lie(country: Country) -> None:
    clock, dice = country.office.clock, country.proxy.dice
    country.proxy.fates = ways.ALL
    for _ in range(40):
        country.office.issue(dice.randrange(1, 40))
        clock.jump(hours=dice.randrange(-48, 48))
        report = country.office.sync()
        assert report.outcome is not Outcome.FORKED, report.problem
    assert len(country.proxy.met) == len(FATES), country.proxy.met
    country.through(country.hub.url)
    country.agree()


def test_an_answer_that_drips_in_for_ever_is_not_waited_for(country: Country) -> None:
    def slow(chaos: Chaos, request: bytes) -> bytes:
        country.office.clock.advance(minutes=3)
        return chaos.ask(request)

    country.proxy.fates = [slow]
    report = country.office.sync()
    assert report.outcome is Outcome.UNREACHABLE
    assert "terlalu lambat" in report.problem


@pytest.mark.parametrize("point", ["before-post", "after-post", "after-receipt"])
def test_a_kiosk_killed_while_it_sends_goes_on_from_the_disk(country: Country, point: str) -> None:
    country.office.issue(2500)
    command = [sys.executable, "-m", "tests.sync.victim", str(country.office.path), country.hub.url, point]
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    for _ in range(2):
        ended = subprocess.run(command, cwd=ROOT, env=environment, timeout=60, check=False)
        assert ended.returncode == -signal.SIGKILL
    country.through(country.hub.url)
    country.agree()


def test_keys_of_the_test_are_the_hub_s() -> None:
    assert key_text(HUB_KEY.public_key()).startswith("ed25519:")
