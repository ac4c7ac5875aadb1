"""Runs, sticks, kills, restored disks and hubs, poison, tampering, revoked keys, in any order: 0 lost, 0 twice."""

import copy
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.store import journal
from kiosk.store.boot import begin_epoch
from kiosk.store.identity import identity
from kiosk.store.streams import settle_fork, stream_facts
from kiosk.store.transaction import transaction
from kiosk.sync.batches import Cutter
from kiosk.sync.report import Outcome
from kiosk.sync.shelf import OwnShelf
from kiosk.sync.stick import export_stick, import_stick
from kiosk.sync.stick_drive import StickError
from kiosk.wire.keys import key_ring
from kiosk.wire.line import LineError, chain, decode_line
from kiosk.wire.receipt import open_receipt
from kiosk.wire.refusal import Refused
from kiosk.wire.stick import unseal_batch
from tests.clock import SimulatedClock
from tests.sync.office import CONFIG, Office, straight
from tests.sync.small_hub import Held, Reply, SmallHub
from tests.wire.letters import HUB_KEY, KIOSK_KEY, STICK_KEY

HUB = key_ring(HUB_KEY.public_key())


class Country(RuleBasedStateMachine):
    """One kiosk, one hub, one stick, and everything that happens to them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "stick").mkdir()
        self.clock = SimulatedClock()
        self.hub = SmallHub(HUB_KEY, self.clock)
        self.office = Office(self.folder, self.clock, self.hub)
        self.label = 0
        self.image: bytes | None = None
        self.backup: dict[object, Held] | None = None

    def teardown(self) -> None:
        """In the end all is well again, and then both sides must agree."""
        self.hub.revoked.clear()
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
        self.office.db.close()
        shutil.rmtree(self.folder)

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
            export_stick(shelf, Cutter(KIOSK_KEY, self.clock, "0.1.0", "boot"), CONFIG, stick)
        (stick / "PASTI/down").mkdir(parents=True, exist_ok=True)
        for file in sorted((stick / "PASTI/up").glob("*.ktb")) * (brought + (brought and again)):
            status, _, body = self.hub.batch("srg", "k1", unseal_batch(file.read_bytes(), STICK_KEY))
            if status == 200:
                (stick / f"PASTI/down/{file.stem}.ktr").write_bytes(body)
        if home:
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
        self.backup = copy.deepcopy(self.hub.streams)

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore_hub(self) -> None:
        """The hub is put back to its backup."""
        self.hub.streams = copy.deepcopy(self.backup)  # type: ignore[assignment]

    @rule(revoked=st.booleans())
    def revoke(self, revoked: bool) -> None:
        """The key is taken back, or given again."""
        self.hub.revoked = list(self.hub.kiosks["srg", "k1"]) if revoked else []

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
        for stream, held in self.hub.streams.items():
            last = stream.genesis
            for line, told in zip(held.lines, held.hashes, strict=True):
                last = chain(last, line)
                assert last == told

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
            self.backup = None

    def _at_the_hub(self) -> Counter[str]:
        return Counter(label for held in self.hub.streams.values() for label in _labels(held.lines))

    def _everything_is_there_once(self) -> None:
        ours = self.office.db.conn.execute("SELECT line FROM journal").fetchall()
        at_the_hub = self._at_the_hub()
        missing = [label for label in _labels([row[0] for row in ours]) if at_the_hub[label] != 1]
        assert not missing
        me = identity(self.office.db)
        for facts in stream_facts(self.office.db, me):
            stream = type(self.office.stream)(me.branch_id, me.kiosk_id, facts.epoch)
            until = facts.head if facts.fork_seq is None else facts.fork_seq - 1
            held = self.hub.streams.get(stream, Held())
            assert held.lines[:until] == self.office.lines(facts.epoch)[:until]


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


_QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
TestCountry = Country.TestCase
TestCountry.settings = settings(max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=_QUIET)


class LongCountry(Country):
    """The same, much longer."""


@pytest.mark.soak
class TestLongCountry(LongCountry.TestCase):  # type: ignore[misc,name-defined]
    """For `make soak`."""

    settings = settings(max_examples=400, stateful_step_count=50, deadline=None, suppress_health_check=_QUIET)
