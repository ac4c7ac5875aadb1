"""Where the tests of synchronisation begin: one kiosk beside a small hub, or beside the hub as it is."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.clock import SimulatedClock
from tests.sync.chaos import Chaos
from tests.sync.country import Country
from tests.sync.office import Office
from tests.sync.real_hub import serving
from tests.sync.small_hub import SmallHub
from tests.wire.letters import HUB_KEY


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def hub(clock: SimulatedClock) -> SmallHub:
    return SmallHub(HUB_KEY, clock)


@pytest.fixture
def office(tmp_path: Path, clock: SimulatedClock, hub: SmallHub) -> Office:
    return Office(tmp_path, clock, hub)


@pytest.fixture
def country(tmp_path: Path, clock: SimulatedClock) -> Iterator[Country]:
    """Over HTTP, with a proxy between the two."""
    (tmp_path / "hub").mkdir()
    with ExitStack() as stack:
        hub = stack.enter_context(serving(tmp_path / "hub", clock))
        proxy = stack.enter_context(Chaos(hub.url, random.Random(7)).running())  # noqa: S311 - a test's dice
        country = Country(tmp_path, hub, clock, proxy)
        yield country
        country.office.client.close()
