"""While a kiosk syncs, the centre's database dies or a disk fills on either side: nothing lost, nothing twice."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.hub.ingest import POINTS, Ingest
from kiosk.hub.sqlite_store import SqliteStore
from kiosk.store.errors import StoreFull
from kiosk.sync.pace import MOST
from kiosk.sync.report import Outcome
from kiosk.sync.status import SyncState
from tests.clock import SimulatedClock
from tests.postgres import running
from tests.sync.country import Country
from tests.sync.real_hub import serving
from tests.wire.letters import HUB_KEY


@pytest.fixture
def country(tmp_path: Path) -> Iterator[Country]:
    clock = SimulatedClock()
    (tmp_path / "hub").mkdir()
    with serving(tmp_path / "hub", clock) as hub:
        country = Country(tmp_path, hub, clock)
        yield country
        country.office.client.close()


def test_postgres_dies_at_every_point_of_one_run_and_comes_back(tmp_path: Path) -> None:
    clock, left = SimulatedClock(), list(POINTS)
    (tmp_path / "hub").mkdir()
    with running() as server, serving(tmp_path / "hub", clock, server.database()) as hub:
        country = Country(tmp_path, hub, clock)
        office = country.office
        office.issue(5500)

        def dies(point: str) -> None:
            """At each batch one point further, from before anything is written to the receipt that is made."""
            if left and point == left[0]:
                left.pop(0)
                server.kill()
                if point not in {"verified", "landed"}:
                    server.start()  # it is there again before anybody asks: only the hub's connections are dead

        hub.hub.ingest = Ingest(hub.hub.store, clock, HUB_KEY, barrier=dies)

        def waits(seconds: float) -> bool:
            """The hub has said that it is busy; while the kiosk waits, somebody starts the server again."""
            if not seconds:
                return False
            office.pauses.append(seconds)
            server.start()
            return False

        office.wait = waits
        report = office.sync()
        assert (report.outcome, left) == (Outcome.SYNCED, []), report.problem
        assert len(office.pauses) == 2
        assert all(5 <= seconds <= 30 for seconds in office.pauses)  # what the hub asked for, apart by chance
        country.agree()
        office.client.close()


def test_a_full_disk_at_the_centre_is_waited_out(country: Country) -> None:
    office, store = country.office, country.hub.hub.store
    assert isinstance(store, SqliteStore)
    office.issue(500)
    assert office.sync().outcome is Outcome.SYNCED
    before = office.lines()
    office.issue(3000)
    (pages,) = store._writer.execute("PRAGMA page_count").fetchone()
    store._writer.execute(f"PRAGMA max_page_count={pages + 4}")
    report = office.sync()
    assert report.outcome is Outcome.BUSY
    assert report.retry_after_s is not None
    assert report.retry_after_s >= 600  # a disk does not empty itself in a minute
    held = country.hub.lines(office.stream)
    assert held == office.lines()[: len(held)]
    assert len(held) >= len(before)
    assert office.status.state is SyncState.FAILED
    assert office.status.waiting == len(office.lines()) - len(held)
    office.issue(1)  # numbers go on
    store._writer.execute("PRAGMA max_page_count=1000000")
    country.agree()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB; only root may make one."""
    if os.geteuid():
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "small"
    folder.mkdir()
    told = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "none", str(folder)]
    mounted = subprocess.run(told, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"this machine mounts no tmpfs: {mounted.stderr}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_of_the_kiosk_in_the_middle_of_a_run(tmp_path: Path, small_disk: Path) -> None:
    clock, ballast = SimulatedClock(), small_disk / "somebody-else's"
    (tmp_path / "hub").mkdir()
    with serving(tmp_path / "hub", clock) as hub:
        country = Country(small_disk, hub, clock)
        office = country.office
        office.issue(3500)

        def fills(point: str) -> None:
            """The receipt is on its way, and there is no room to keep it."""
            if point == "after-post":
                with suppress(OSError), ballast.open("wb", buffering=0) as file:
                    while True:
                        file.write(bytes(4096))
                with suppress(StoreFull):
                    while True:
                        office.issue()

        office.barrier = fills
        report = office.sync()
        office.barrier = lambda _point: None
        assert report.outcome is Outcome.STORE
        assert "penuh" in report.problem
        held = hub.lines(office.stream)
        assert len(held) == MOST  # the hub holds the batch whose receipt found no room here
        assert held == office.lines()[:MOST]
        assert office.status.waiting == len(office.lines())  # without its receipt nothing counts as sent
        ballast.unlink()
        country.agree()
        assert office.status.state is SyncState.SYNCED
        office.client.close()
        office.db.close()
