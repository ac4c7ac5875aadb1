"""A full or failing disk: a refusal that says so, no half ticket, and service again by itself."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from kiosk.domain.ticket import Taken, TakeRefusal
from kiosk.ops.room import RESERVE_BYTES, Reserve
from kiosk.queue.taking import refusal_of
from kiosk.store.opening import Role, open_db
from kiosk.store.writer import Writer
from tests.clock import SimulatedClock
from tests.faults.office import STORE, assert_sound, open_office, take
from tests.faults.sqlite_vfs import (
    SQLITE_FULL,
    SQLITE_IOERR_FSYNC,
    SQLITE_IOERR_READ,
    SQLITE_IOERR_WRITE,
    SQLITE_OK,
    Kind,
    Op,
    RecordingVfs,
)

PATIENCE_S = 30


class Office:
    """The real writer thread over a store in `folder`, and what was told to people."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / STORE
        self.clock = SimulatedClock()
        self.acknowledged: dict[str, str] = {}
        open_office(folder, self.clock).conn.close()
        self.writer = Writer(self.path)

    def take(self) -> Taken | TakeRefusal:
        """A number, or why there is none, as a visit gets it."""
        self.clock.advance(seconds=20)
        answer: Future[Taken] = self.writer.submit(lambda db: take(db, self.clock))
        error = answer.exception(PATIENCE_S)
        if error is not None:
            refusal = refusal_of(error) if isinstance(error, Exception) else None
            assert refusal is not None, f"the visit would not know what to say about {error!r}"
            return refusal
        taken = answer.result()
        self.acknowledged[taken.ticket.ticket_id] = taken.ticket.code
        return taken

    def run(self, pragma: str) -> int:
        """A pragma on the writer's own connection; its answer."""
        self.writer.submit(lambda db: db.execute(pragma).fetchall()).result(PATIENCE_S)
        name = pragma.partition(" =")[0]
        return int(self.writer.submit(lambda db: db.execute(name).fetchone()[0]).result(PATIENCE_S))

    def take_until_refused(self) -> TakeRefusal:
        """Numbers until there is no more room."""
        for _ in range(5000):
            answer = self.take()
            if isinstance(answer, TakeRefusal):
                return answer
        raise AssertionError("the disk never filled")

    def assert_serves(self) -> None:
        """The next person gets a number."""
        answer = self.take()
        assert isinstance(answer, Taken), answer

    def assert_sound(self) -> None:
        """Nothing half in the store, nothing in it that was refused."""
        assert self.untold() == []

    def untold(self) -> list[str]:
        """Whole tickets that nobody was told of, in a store that is otherwise sound."""
        db = open_db(self.path, Role.READER)
        assert_sound(db, self.acknowledged)
        stored = [row[0] for row in db.execute("SELECT ticket_id FROM ticket ORDER BY ticket_seq").fetchall()]
        db.conn.close()
        return [ticket for ticket in stored if ticket not in self.acknowledged]


@pytest.fixture
def vfs() -> Iterator[RecordingVfs]:
    with RecordingVfs() as vfs:
        yield vfs


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.writer.close()


def test_a_store_without_room_refuses_and_serves_again_when_there_is_room(office: Office) -> None:
    office.assert_serves()
    office.run(f"PRAGMA max_page_count = {office.run('PRAGMA page_count') + 3}")
    assert office.take_until_refused() is TakeRefusal.DISK_FULL
    assert office.take() is TakeRefusal.DISK_FULL
    office.assert_sound()
    office.run("PRAGMA max_page_count = 1000000")
    office.assert_serves()
    office.assert_sound()


class FaultAt:
    """Refuses the `place`-th operation of one kind of it, and every one after it until healed."""

    def __init__(self, place: int, kind: Kind, code: int, *, lasting: bool) -> None:
        self.left = place
        self.kind = kind
        self.code = code
        self.lasting = lasting
        self.hits = 0

    def __call__(self, op: Op) -> int:
        if op.kind is not self.kind or op.file.endswith("-shm"):
            return SQLITE_OK
        self.left -= 1
        if self.left == -1 or (self.lasting and self.left < 0):
            self.hits += 1
            return self.code
        return SQLITE_OK


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize(
    ("code", "refusal"),
    [(SQLITE_FULL, TakeRefusal.DISK_FULL), (SQLITE_IOERR_WRITE, TakeRefusal.DISK_FAILED)],
    ids=["full", "ioerr"],
)
def test_a_write_that_fails_anywhere_in_a_take_leaves_nothing(
    vfs: RecordingVfs, office: Office, code: int, refusal: TakeRefusal, lasting: bool
) -> None:
    office.assert_serves()
    for place in range(100):
        vfs.fault = fault = FaultAt(place, Kind.WRITE, code, lasting=lasting)
        answer = office.take()
        vfs.fault = lambda _: SQLITE_OK
        if fault.hits == 0:
            break
        assert answer is refusal
        office.assert_serves()
        office.assert_sound()
    assert place > 5, "too few writes failed to prove anything"
    assert fault.hits == 0, "a take has more writes than were tried"


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_after_a_failed_sync_a_number_is_whole_or_not_there_and_never_used_again(
    vfs: RecordingVfs, office: Office, lasting: bool
) -> None:
    """What was written before a sync failed may be on the disk or not: no program can know. It must not do harm."""
    office.assert_serves()
    vfs.fault = FaultAt(0, Kind.SYNC, SQLITE_IOERR_FSYNC, lasting=lasting)
    assert office.take() is TakeRefusal.DISK_FAILED
    vfs.fault = lambda _: SQLITE_OK
    office.assert_serves()
    assert office.untold() in ([], ["2025-01-14/A002"])


def test_a_disk_that_cannot_be_read_refuses_and_serves_again(vfs: RecordingVfs, office: Office) -> None:
    for _ in range(30):
        office.assert_serves()
    office.run("PRAGMA cache_size = 1")
    vfs.fault = FaultAt(0, Kind.READ, SQLITE_IOERR_READ, lasting=True)
    assert office.take() is TakeRefusal.DISK_FAILED
    assert office.take() is TakeRefusal.DISK_FAILED
    vfs.fault = lambda _: SQLITE_OK
    office.assert_serves()
    office.assert_sound()


def test_a_failing_checkpoint_costs_nobody_a_number(vfs: RecordingVfs, office: Office) -> None:
    office.run("PRAGMA wal_autocheckpoint = 20")
    failed = []

    def no_database_write(op: Op) -> int:
        if op.file == STORE and op.kind is Kind.WRITE:
            failed.append(op)
            return SQLITE_FULL
        return SQLITE_OK

    vfs.fault = no_database_write
    for _ in range(10):
        office.assert_serves()
    assert failed, "no checkpoint came into the run"
    vfs.fault = lambda _: SQLITE_OK
    office.assert_serves()
    office.assert_sound()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 8 MB; needs root."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no tiny disk here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_disk_that_is_really_full_the_reserve_lets_staff_go_on(tiny_disk: Path) -> None:
    reserve = Reserve(tiny_disk, RESERVE_BYTES // 4)
    assert reserve.keep()
    office = Office(tiny_disk)
    try:
        assert office.take_until_refused() is TakeRefusal.DISK_FULL
        assert office.take() is TakeRefusal.DISK_FULL
        office.assert_sound()
        assert len(office.acknowledged) > 20
        assert reserve.release()
        for _ in range(200):  # far more than the room itself would log: the log is worked off on the way
            office.assert_serves()
        office.assert_sound()
    finally:
        office.writer.close()
