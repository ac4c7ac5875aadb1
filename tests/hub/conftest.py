"""The hub on both of its databases: a file, and a PostgreSQL that the tests start themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.hub.opening import open_store
from kiosk.hub.store import HubStore
from tests.clock import SimulatedClock
from tests.hub.centre import Centre


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What `--database` is given: once a file, once a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "hub.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(database: str) -> Iterator[HubStore]:
    opened = open_store(database)
    yield opened
    opened.close()


@pytest.fixture
def centre(store: HubStore) -> Centre:
    """A hub on each database, at eight on a Tuesday."""
    return Centre(store, SimulatedClock())
