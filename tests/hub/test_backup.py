"""A drill: the hub is lost, its copy is put back, the kiosks send again what came after, and nothing is missing."""

import os
import subprocess
from pathlib import Path

import pytest

from kiosk.hub.backup import back_up
from kiosk.hub.opening import open_store
from kiosk.hub.store import HubError, HubStore
from tests.clock import SimulatedClock
from tests.hub.centre import Centre, Sender
from tests.postgres import Server, programs


@pytest.fixture(autouse=True)
def _programs_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{programs()}:{os.environ['PATH']}")


def put_back(copy: Path, database: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where the copy lives from now on."""
    if "://" not in database:
        (tmp_path / "new").mkdir()
        return str(copy.rename(tmp_path / "new/hub.db"))
    server: Server = request.getfixturevalue("postgres_server")
    url = server.database()
    command = [programs() / "pg_restore", "--exit-on-error", "--no-owner", f"--dbname={url}", copy]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return url


def test_a_hub_that_was_put_back_gets_again_what_it_lost(
    store: HubStore, database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(20)
    centre.accept(kiosk)
    centre.landed(kiosk.batch(1, 20))
    centre.projector.catch_up()
    back_up(store, tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    centre.landed(kiosk.batch(21, 50))
    again = open_store(put_back(tmp_path / "copy", database, tmp_path, request))
    restored = Centre(again, centre.clock)
    assert restored.gap(kiosk.batch(51, 60)).last_seq == 20
    assert restored.landed(kiosk.batch(21, 60)).upto == 60
    assert restored.lines(kiosk.stream) == kiosk.lines
    restored.projector.catch_up()
    before = restored.read_models()
    restored.projector.rebuild()
    assert restored.read_models() == before
    again.close()


def test_an_older_copy_is_never_overwritten(store: HubStore, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"yesterday's")
    with pytest.raises(HubError, match="tidak ditimpa"):
        back_up(store, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"yesterday's"


def test_a_copy_that_fails_leaves_nothing_behind(postgres_url: str, tmp_path: Path) -> None:
    store = open_store(postgres_url)
    store.url = "postgresql:///nothing?host=/nonexistent"  # type: ignore[attr-defined]
    with pytest.raises(HubError, match="pg_dump gagal"):
        back_up(store, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []
    store.close()
