"""A line on which a batch takes longer than a request may is found out, and everything gets across in smaller ones."""

from collections.abc import Mapping

import pytest

from kiosk.store.sync_runs import noted_pace
from kiosk.sync import client
from kiosk.sync.answers import Unreachable
from kiosk.sync.pace import LEAST, MOST, QUICK_MS, SLOW_MS, Pace
from kiosk.sync.report import Outcome
from tests.sync import chaos as ways
from tests.sync.country import Country
from tests.sync.office import Office
from tests.sync.small_hub import Reply, SmallHub

PATIENCE_S = 30.0
SLOW_LINE = 60
"""Bytes a second: 1,800 within a request's patience, which a batch of 500 small events is above."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SILENCE_S", 2.0)  # of real time; the simulated line has the 30 s of life


def test_a_slow_line_carries_everything_and_the_next_run_begins_with_what_worked(country: Country) -> None:
    office, proxy = country.office, country.proxy
    proxy.fates = [ways.over(SLOW_LINE, office.clock, PATIENCE_S)]
    office.issue(700)
    assert office.sync().outcome is Outcome.SYNCED
    assert country.hub.lines(office.stream) == office.lines()
    assert proxy.silences, "the first batch was too much for this line"
    found_out, silences = noted_pace(office.db), proxy.silences
    assert found_out is not None
    assert LEAST <= found_out < MOST
    office.issue(300)
    assert office.sync().outcome is Outcome.SYNCED
    assert proxy.silences == silences, "and is not tried again"
    proxy.fates = [ways.straight]
    office.issue(1500)
    assert office.sync().outcome is Outcome.SYNCED
    assert noted_pace(office.db) == MOST, "a line that is quick again is used again"
    country.agree()


def test_a_line_that_carries_not_even_a_little_ends_the_run_and_loses_nothing(office: Office) -> None:
    def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply | Unreachable:
        if method == "POST":
            return Unreachable("Pusat tidak terjangkau (tidak ada jawaban pada waktunya).", slow=True)
        return hub.handle(method, path, body, headers)

    office.client.way = way
    office.issue(1000)
    report = office.sync()
    assert report.outcome is Outcome.UNREACHABLE
    assert "pada waktunya" in report.problem
    assert office.client.asked.count("POST batches") < 10
    assert office.status.waiting == len(office.lines())
    assert noted_pace(office.db) == LEAST
    office.client.way = lambda hub, *ask: hub.handle(*ask)
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()


def test_whoever_ends_the_program_does_not_wait_for_the_whole_backlog(office: Office) -> None:
    office.issue(3 * MOST)
    office.wait = lambda _seconds: bool(office.client.asked.count("POST batches"))
    report = office.sync()
    assert report.outcome is Outcome.STOPPED
    assert office.client.asked.count("POST batches") == 1
    assert len(office.held()) == MOST
    office.wait = office._waited
    assert office.sync().outcome is Outcome.SYNCED


def test_the_hub_that_says_it_took_too_long_is_sent_less(office: Office) -> None:
    def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        return (408, {}, b"") if len(body) > 1500 else hub.handle(method, path, body, headers)

    office.client.way = way
    office.issue(600)
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()


def test_it_goes_down_before_it_fails_and_up_again_only_where_it_was_quick() -> None:
    pace = Pace(MOST)
    pace.arrived(MOST, SLOW_MS + 1)
    assert pace.limit == MOST // 2
    pace.arrived(MOST // 2, QUICK_MS)
    assert pace.limit == MOST // 2
    pace.arrived(3, 1)
    assert pace.limit == MOST // 2, "a small rest proves nothing"
    pace.arrived(MOST // 2, 1)
    assert pace.limit == MOST
    assert Pace(3).limit == LEAST
    assert Pace(10**9).limit == MOST


def test_what_the_hub_refuses_as_too_large_is_not_tried_again_in_the_same_run() -> None:
    pace = Pace(MOST)
    assert pace.too_large()
    pace.arrived(MOST // 2, 1)
    assert pace.limit == MOST // 2
    while pace.too_large():
        assert pace.limit >= 1
    assert pace.limit == 1
    pace.arrived(1, SLOW_MS + 1)
    assert pace.limit == 1
