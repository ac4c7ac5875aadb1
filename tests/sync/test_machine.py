"""Runs, sticks, kills, restored disks and hubs, poison, tampering, revoked keys, in any order: 0 lost, 0 twice."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.store import journal
from kiosk.store.boot import begin_epoch
from kiosk.store.identity import identity
from kiosk.store.streams import settle_fork, stream_facts
from kiosk.store.transaction import transaction
from kiosk.sync.report import Outcome
from kiosk.sync.shelf import OwnShelf
from kiosk.sync.stick import export_stick, import_stick
from kiosk.sync.stick_drive import StickError
from kiosk.wire.keys import key_ring
from kiosk.wire.line import LineError, decode_line
from kiosk.wire.receipt import open_receipt
from kiosk.wire.refusal import Refused
from tests.clock import SimulatedClock
from tests.hub.centre import digest
from tests.sync.near_hub import NearRealHub, new_key
from tests.sync.office import CONFIG, Office, straight
from tests.sync.small_hub import Reply, SmallHub
from tests.wire.letters import HUB_KEY

HUB = key_ring(HUB_KEY.public_key())
QUICK_DISK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of our own is made in it
"""What is asserted here is order, not durability: no need to wait for a disk."""


class Country(RuleBasedStateMachine):
    """One kiosk, one hub, one stick, and everything that happens to them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=QUICK_DISK))
        for name in ("stick", "centre"):
            (self.folder / name).mkdir()
        self.clock = SimulatedClock()
        self.hub = self.hub_at(self.folder / "centre", self.clock)
        self.office = Office(self.folder, self.clock, self.hub, enrolled=False)
        self.label = self.keys = 0
        self.image: bytes | None = None
        self.backed_up = False
        self.join()

    @staticmethod
    def hub_at(folder: Path, clock: SimulatedClock) -> Any:
        """The hub of this country."""
        del folder
        return SmallHub(HUB_KEY, clock)

    def teardown(self) -> None:
        """In the end all is well again, and then both sides must agree."""
        try:
            self._all_is_well()
        finally:
            self.office.db.close()
            self.hub.close()
            shutil.rmtree(self.folder)

    def _all_is_well(self) -> None:
        self.join()
        self.office.client.way = straight
        self._settle()
        report = self.office.sync()
        if report.outcome is Outcome.FORKED:
            self._settle()
            report = self.office.sync()
        assert report.outcome is Outcome.SYNCED, report
        self._everything_is_there_once()
        assert self.office.status.waiting == 0
        report_of_chain = journal.verify(self.office.db)
        assert report_of_chain.ok or "cannot be read" in report_of_chain.problem  # the poison, and nothing else
        assert self.hub.project() == sum(not _is_event(line) for lines in self.hub.held().values() for line in lines)

    @rule()
    def join(self) -> None:
        """The kiosk makes a new key and is accepted with it; the one before counts no more."""
        self.keys += 1
        self.office.take_key(new_key(self.keys))
        self.hub.admit("srg", "k1", self.office.key.public_key())

    @rule(count=st.integers(1, 30))
    def issue(self, count: int) -> None:
        """Somebody takes numbers; each event has a label of its own in the whole country."""
        with transaction(self.office.db):
            for _ in range(count):
                self.label += 1
                journal.append(self.office.db, self.clock, "help.called", {"screen": f"e{self.label}"})

    @rule(fates=st.lists(st.sampled_from(["good", "lost", "answer-lost", "doubled", "tampered", "torn"]), max_size=6))
    def sync(self, fates: list[str]) -> None:
        """A run over a bad way, good again after `fates`."""
        left = list(fates)

        def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply | str:
            fate = left.pop(0) if left else "good"
            if fate in ("lost", "torn"):
                return "terputus."
            if fate == "tampered" and body:
                body = body[:-40] + bytes([body[-40] ^ 4]) + body[-39:]
                assert hub.handle(method, path, body, headers)[0] in {400, 401, 403}
            reply = hub.handle(method, path, body, headers)
            if fate == "doubled":
                reply = hub.handle(method, path, body, headers)
            return "terputus." if fate == "answer-lost" else reply

        self.office.client.way = way
        report = self.office.sync()
        assert report.outcome is not Outcome.MISMATCH or "lebih sedikit" in report.problem, report

    @rule(point=st.sampled_from(["before-post", "after-post", "after-receipt"]))
    def killed(self, point: str) -> None:
        """The plug is pulled in the middle of a run."""
        self.office.client.way = straight

        def barrier(at: str) -> None:
            if at == point:
                raise KeyboardInterrupt

        self.office.barrier = barrier
        with suppress(KeyboardInterrupt):
            self.office.sync()
        self.office.barrier = lambda _point: None
        self.office.db.close()
        self.office.db = self.office.opened()

    @rule(brought=st.booleans(), home=st.booleans(), again=st.booleans())
    def stick(self, brought: bool, home: bool, again: bool) -> None:
        """A stick goes out; it may reach the hub, twice too, and may come home, later."""
        shelf, stick = OwnShelf(self.office.db), self.folder / "stick"
        with suppress(StickError):  # an alarm: nothing goes out by this way either
            export_stick(shelf, self.office.cutter, CONFIG, stick)
        for _ in range(brought + (brought and again)):
            if (stick / "PASTI/up").exists():
                self.hub.take_stick(stick)
        if home and (stick / "PASTI/down").exists():
            import_stick(shelf, CONFIG, self.clock, self.office.desk, stick)

    @rule()
    def poison(self) -> None:
        """A line that is no event, chained like the others."""
        self.office.poison()

    @rule()
    def photograph(self) -> None:
        """Somebody makes an image of the disk."""
        self.office.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.image = self.office.path.read_bytes()

    @precondition(lambda self: self.image is not None)
    @rule()
    def restore_kiosk(self) -> None:
        """The image is put back; nobody says so."""
        assert self.image is not None
        self.office.db.close()
        for leftover in self.folder.glob("kiosk.db*"):
            leftover.unlink()
        self.office.path.write_bytes(self.image)
        self.office.db = self.office.opened()

    @rule()
    def new_epoch(self) -> None:
        """A restore by the book."""
        begin_epoch(self.office.db, self.clock)
        self.image = None

    @rule()
    def settle(self) -> None:
        """TI settles an alarm, if there is one."""
        self._settle()

    @rule()
    def back_up_hub(self) -> None:
        """The hub's backup."""
        self.hub.back_up()
        self.backed_up = True

    @precondition(lambda self: self.backed_up)
    @rule(living=st.booleans())
    def restore_hub(self, living: bool) -> None:
        """The hub is put back to its backup, the keys it knew then with it."""
        self.hub.restore(living=living)

    @rule()
    def revoke(self) -> None:
        """The key is taken back."""
        self.hub.revoke()

    @rule()
    def project(self) -> None:
        """The hub counts what has landed, and parks what is no event."""
        self.hub.project()

    @rule(seconds=st.integers(-90_000, 90_000))
    def clock_jumps(self, seconds: int) -> None:
        """Somebody sets the clock."""
        self.clock.jump(seconds=seconds)
        self.clock.advance(seconds=1)

    @invariant()
    def nothing_is_there_twice(self) -> None:
        """Each label at most once in the whole hub, and each stream whole and chained."""
        twice = [label for label, count in self._at_the_hub().items() if count > 1]
        assert not twice

    @invariant()
    def receipts_do_not_lie(self) -> None:
        """What is kept as a receipt was signed by the hub, for a chain that was ours."""
        rows = self.office.db.conn.execute("SELECT epoch, upto, hash, data FROM receipt").fetchall()
        for epoch, upto, told, data in rows:
            receipt = open_receipt(data, HUB)
            assert (receipt.stream.epoch, receipt.upto, receipt.hash) == (epoch, upto, told)

    def _settle(self) -> None:
        if any(
            facts.fork_seq and not facts.settled for facts in stream_facts(self.office.db, identity(self.office.db))
        ):
            settle_fork(self.office.db, self.clock)
            self.image = None  # see docs/sync.md: an image from before is not to be put back after
            self.backed_up = False

    def _at_the_hub(self) -> Counter[str]:
        return Counter(label for lines in self.hub.held().values() for label in _labels(lines))

    def _everything_is_there_once(self) -> None:
        ours = self.office.db.conn.execute("SELECT line FROM journal").fetchall()
        at_the_hub = self._at_the_hub()
        missing = [label for label in _labels([row[0] for row in ours]) if at_the_hub[label] != 1]
        assert not missing
        me, held = identity(self.office.db), self.hub.held()
        for facts in stream_facts(self.office.db, me):
            stream = type(self.office.stream)(me.branch_id, me.kiosk_id, facts.epoch)
            until = facts.head if facts.fork_seq is None else facts.fork_seq - 1
            assert digest(held.get(stream, [])[:until]) == digest(self.office.lines(facts.epoch)[:until])


def _labels(lines: list[bytes]) -> list[str]:
    found = []
    for line in lines:
        try:
            event = decode_line(line)
        except (LineError, Refused):
            continue
        if event.type == "help.called":
            found.append(str(event.payload["screen"]))
    return found


def _is_event(line: bytes) -> bool:
    try:
        decode_line(line)
    except LineError:
        return False
    return True


class RealCountry(Country):
    """The same with the hub as it is: what it answers is held against its file, too."""

    @staticmethod
    def hub_at(folder: Path, clock: SimulatedClock) -> Any:
        """The hub over SQLite, in process."""
        return NearRealHub(folder, clock)


_QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
_SHORT = settings(max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=_QUIET)
_LONG = settings(_SHORT, max_examples=400, stateful_step_count=50)
TestCountry, TestRealCountry = Country.TestCase, RealCountry.TestCase
TestCountry.settings = TestRealCountry.settings = _SHORT


class LongCountry(Country):
    """The same, much longer."""


class LongRealCountry(RealCountry):
    """And with the hub as it is."""


@pytest.mark.soak
class TestLongCountry(LongCountry.TestCase):  # type: ignore[misc,name-defined]
    """For `make soak`."""

    settings = _LONG


@pytest.mark.soak
class TestLongRealCountry(LongRealCountry.TestCase):  # type: ignore[misc,name-defined]
    """For `make soak`."""

    settings = _LONG
