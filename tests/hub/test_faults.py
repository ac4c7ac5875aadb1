"""Whatever is killed, cut or full on the hub's side: no event is lost, none is there twice, no receipt was a lie."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.hub.ingest import POINTS, Ingest, Landed, Via
from kiosk.hub.opening import open_store
from kiosk.hub.sqlite_store import SqliteStore
from kiosk.hub.store import HubStore, StoreFull, StoreUnavailable
from kiosk.wire.protocol import CURSOR, decode_cursor, path
from kiosk.wire.request import Request, authorization
from tests.clock import SimulatedClock
from tests.hub.centre import Centre, Sender
from tests.postgres import Server, running
from tests.rules import ROOT
from tests.wire.letters import HUB_KEY


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_the_hub_goes_on_where_it_stood(
    store: HubStore, database: str, tmp_path: Path, point: str
) -> None:
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(20)
    centre.accept(kiosk)
    files = []
    for first in range(1, 61, 10):
        files.append(tmp_path / f"{first:03d}")
        files[-1].write_bytes(kiosk.batch(first, first + 9))
    command = [sys.executable, "-m", "tests.hub.victim", database, point, "3", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -9, done.stderr
    receipted = [int(line) for line in done.stdout.split()]
    assert receipted == [10, 20]
    there = centre.lines(kiosk.stream)
    assert len(there) == (30 if point in {"committed", "receipted"} else 20)
    for file in files:  # the kiosk has had no answer to the third, and sends from there
        centre.landed(file.read_bytes())
    assert centre.lines(kiosk.stream) == kiosk.lines


def test_two_workers_at_one_stream_land_each_event_once(store: HubStore, database: str) -> None:
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(40)
    centre.accept(kiosk)
    other_month = SimulatedClock()
    other_month.jump(days=31)  # the worst case for PostgreSQL: the same seq would fit into another partition's key
    stores = [open_store(database) for _ in range(2)]
    workers = [Ingest(s, clock, HUB_KEY) for s, clock in zip(stores, (centre.clock, other_month), strict=True)]
    batches = [kiosk.batch(first, first + 14) for first in range(1, 107, 5)]
    fresh: list[int] = []
    start = threading.Barrier(2)

    def send(worker: Ingest) -> None:
        for batch in batches:
            start.wait(30)
            outcome = worker.take(batch, Via.NET)
            assert isinstance(outcome, Landed)
            fresh.append(outcome.fresh)

    threads = [threading.Thread(target=send, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for opened in stores:
        opened.close()
    assert sum(fresh) == 120
    assert centre.lines(kiosk.stream) == kiosk.lines
    seqs = store.read(lambda session: session.rows("SELECT count(*), count(DISTINCT seq), max(seq) FROM event"))
    assert [tuple(row) for row in seqs] == [(120, 120, 120)]


def test_a_database_put_back_under_a_living_worker_is_counted_anew(store: HubStore) -> None:
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(10)
    centre.accept(kiosk)
    centre.landed(kiosk.batch())
    assert _counted(centre, kiosk) == (30, 30)
    # A standby that was behind takes over: what this worker saw is no more.
    store.write(lambda session: session.run("DELETE FROM event WHERE seq > 21"))
    store.write(
        lambda session: session.run("UPDATE stream_cursor SET last_seq = 21, last_hash = ?", (kiosk.hashes[21],))
    )
    assert _counted(centre, kiosk) == (21, 21)
    centre.landed(kiosk.batch(22))
    assert _counted(centre, kiosk) == (30, 30)


def _counted(centre: Centre, kiosk: Sender) -> tuple[int, int]:
    where = path(CURSOR, kiosk.stream)
    signed = authorization(Request(kiosk.stream.branch, kiosk.stream.kiosk, where, 0), kiosk.key)
    told = decode_cursor(centre.hub.cursor(signed, where, kiosk.stream.branch, kiosk.stream.kiosk, kiosk.stream.epoch))
    return told.last_seq, told.events


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    with running() as server:
        yield server


def test_postgres_killed_and_started_again_in_the_middle(own_server: Server) -> None:
    store = open_store(own_server.database())
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(200)
    centre.accept(kiosk)
    up, receipts, refused = threading.Event(), [0], []
    up.set()

    def send() -> None:
        """As a kiosk does: from the last receipt on, again and again."""
        while receipts[-1] < 600:
            first = receipts[-1] + 1
            up.wait(30)
            try:
                outcome = centre.post(kiosk.batch(first, first + 9))
            except StoreUnavailable as away:
                refused.append(str(away))
                continue
            assert isinstance(outcome, Landed)
            receipts.append(outcome.upto)

    sending = threading.Thread(target=send)
    sending.start()
    for reached in (100, 250, 400):
        while receipts[-1] < reached:
            sending.join(0.01)
        own_server.kill()
        up.clear()
        own_server.start()
        up.set()
    sending.join(60)
    assert centre.lines(kiosk.stream) == kiosk.lines
    assert all(receipts[number] < receipts[number + 1] for number in range(len(receipts) - 1))
    store.close()


def test_a_full_disk_refuses_the_batch_and_keeps_what_is_there(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "hub.db")
    store.make_tables()
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(400)
    centre.accept(kiosk)
    centre.landed(kiosk.batch(1, 300))
    (pages,) = store._writer.execute("PRAGMA page_count").fetchone()
    store._writer.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(StoreFull):
        centre.post(kiosk.batch(301, 1200))
    assert centre.lines(kiosk.stream) == kiosk.lines[:300]
    store._writer.execute("PRAGMA max_page_count=1000000")
    centre.landed(kiosk.batch(301, 1200))
    assert centre.lines(kiosk.stream) == kiosk.lines
    store.close()


@pytest.fixture
def small_disk(own_server: Server) -> Iterator[Path]:
    """A file system of 3 MB that belongs to the server; only root may make one."""
    if os.geteuid():
        pytest.skip("only root can mount a small file system")
    folder = own_server.folder / "small"
    folder.mkdir()
    owner = own_server.folder.stat()
    options = f"size=3m,uid={owner.st_uid},gid={owner.st_gid},mode=700"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"this machine mounts no tmpfs: {mounted.stderr.decode()}")
    yield folder
    own_server.stop()
    subprocess.run(["umount", folder], check=False)


def test_a_full_disk_of_postgres_too(own_server: Server, small_disk: Path) -> None:
    import psycopg

    url = own_server.database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET default_tablespace = small")
    store = open_store(url)
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(10)
    centre.accept(kiosk)
    centre.landed(kiosk.batch())
    kiosk.work(8000)
    landed = [30]

    def fill() -> None:
        while True:
            landed.append(centre.landed(kiosk.batch(landed[-1] + 1, landed[-1] + 3000)).upto)

    with pytest.raises(StoreFull):
        fill()
    assert centre.lines(kiosk.stream) == kiosk.lines[: landed[-1]]
    store.close()


def test_a_database_that_is_away_is_said_so() -> None:
    with pytest.raises(StoreUnavailable):
        open_store("postgresql:///nothing?host=/nonexistent&connect_timeout=1")
