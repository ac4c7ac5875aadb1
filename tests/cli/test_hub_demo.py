"""Made data comes in by the hub's own ways, says that it is made, and never mixes with real data."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk as command
from kiosk.cli.told import Ended
from kiosk.hub import counts, reading
from kiosk.hub.opening import open_store
from kiosk.hub.projecting import Projector
from kiosk.hub.verifying import verify_all


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub of five branches, three of which have lived four days."""
    made = tmp_path_factory.mktemp("hub")
    told = ["hub", "--data-dir", str(made), "demo", "--branches", "5", "--days", "4"]
    result = CliRunner().invoke(command, told, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return made


def test_every_stream_is_whole_and_most_of_it_counted(folder: Path) -> None:
    store = open_store(str(folder / "hub.db"))
    assert [one.problem for one in verify_all(store)] == [""] * 8
    statuses = store.read(reading.kiosks)
    assert sum(one.lives for one in statuses) == 8
    assert all(one.behind == 0 for one in statuses)
    assert store.read(reading.made_on)
    months = store.read(lambda session: counts.months_of_all(session, "ticket", "2000-01", "2999-12"))
    assert len({month for month, _, _ in months}) >= 12
    store.close()


def test_counting_anew_what_was_lived_changes_nothing(folder: Path) -> None:
    store = open_store(str(folder / "hub.db"))
    before = store.read(lambda session: counts.by_day(session, "ticket", "2000-01-01", "2999-12-31"))
    assert Projector(store).rebuild() > 100
    assert store.read(lambda session: counts.by_day(session, "ticket", "2000-01-01", "2999-12-31")) == before
    store.close()


def test_a_hub_that_holds_something_is_left_alone(folder: Path) -> None:
    result = CliRunner().invoke(command, ["hub", "--data-dir", str(folder), "demo"])
    assert isinstance(result.exception, Ended)
    assert "hanya dibuat di hub kosong" in str(result.exception)
