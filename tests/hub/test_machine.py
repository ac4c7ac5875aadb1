"""Batches doubled, mixed up, changed, lost, from copied disks, to a hub that is put back: hub = journal, always."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.hub import enrolment
from kiosk.hub.enrolment import Denied
from kiosk.hub.ingest import Fork, Gap, Landed, Via
from kiosk.hub.opening import open_store
from kiosk.wire.keys import key_ring
from kiosk.wire.receipt import open_receipt
from kiosk.wire.refusal import Refused
from tests.clock import SimulatedClock
from tests.hub.centre import EPOCH, Centre, Sender
from tests.wire.letters import HUB_KEY


class HubMachine(RuleBasedStateMachine):
    """One kiosk number, its lives, and everything that can happen to what it sends."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pasti-hub-"))
        self.clock = SimulatedClock()
        self.open()
        self.lives = [Sender()]
        self.sent: list[bytes] = []
        self.saved: tuple[int, ...] | None = None
        self.revoked = False
        self.clones = 0
        self.centre.accept(self.kiosk)

    def open(self) -> None:
        self.store = open_store(str(self.folder / "hub.db"))
        self.centre = Centre(self.store, self.clock)

    @property
    def kiosk(self) -> Sender:
        """The present life."""
        return self.lives[-1]

    def deliver(self, data: bytes) -> None:
        """One envelope; whatever is answered must be true."""
        try:
            outcome = self.centre.post(data, Via.NET)
        except (Refused, Denied):
            return
        life = next(life for life in self.lives if life.stream == outcome.stream)
        if isinstance(outcome, Landed):
            told = open_receipt(outcome.receipt, key_ring(HUB_KEY.public_key()))
            assert told.hash == life.hashes[told.upto]
            assert len(self.centre.lines(life.stream)) == told.upto
        elif isinstance(outcome, Gap) and outcome.last_hash is not None:
            assert outcome.last_hash == life.hashes[outcome.last_seq]

    @rule(count=st.integers(1, 4), poison=st.booleans())
    def serve(self, count: int, poison: bool) -> None:
        """Visitors come."""
        self.kiosk.work(count)
        if poison:
            self.kiosk.append(b"\xff no event")

    @precondition(lambda self: self.kiosk.lines)
    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        """Any run of the journal, from anywhere; the answer may get lost."""
        life = data.draw(st.sampled_from([life for life in self.lives if life.lines]))
        first = data.draw(st.integers(1, len(life.lines)))
        last = data.draw(st.integers(first, len(life.lines)))
        self.sent.append(life.batch(first, last))
        self.deliver(self.sent[-1])

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        """An old envelope, once more, at any time."""
        self.deliver(data.draw(st.sampled_from(self.sent)))

    @precondition(lambda self: self.kiosk.lines)
    @rule()
    def sync(self) -> None:
        """What a kiosk does: from where the hub stands, to the end."""
        there = len(self.centre.lines(self.kiosk.stream))
        if there < len(self.kiosk.lines):
            self.deliver(self.kiosk.batch(there + 1))
            assert self.revoked or len(self.centre.lines(self.kiosk.stream)) == len(self.kiosk.lines)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def tamper(self, data: st.DataObject) -> None:
        """One bit, anywhere."""
        envelope = bytearray(data.draw(st.sampled_from(self.sent)))
        at = data.draw(st.integers(0, len(envelope) - 1))
        envelope[at] ^= 1 << data.draw(st.integers(0, 7))
        try:
            self.centre.post(bytes(envelope))
        except (Refused, Denied):
            return
        raise AssertionError("a changed envelope was taken")

    @precondition(lambda self: len(self.kiosk.lines) > 1)
    @rule(data=st.data())
    def clone(self, data: st.DataObject) -> None:
        """A copied disk serves somebody else and sends."""
        upto = data.draw(st.integers(0, len(self.kiosk.lines) - 1))
        copied = self.kiosk.copy()
        copied.lines, copied.hashes = self.kiosk.lines[:upto], self.kiosk.hashes[: upto + 1]
        self.clones += 1  # no two disks ever write the same line: that would be no other chain
        for number in range(data.draw(st.integers(1, 8))):
            copied.write("help.called", screen=f"clone-{self.clones}-{number}")
        first = data.draw(st.integers(1, len(copied.lines)))
        there = len(self.centre.lines(self.kiosk.stream))
        try:
            outcome = self.centre.post(copied.batch(first))
        except Denied:
            return
        if first > there + 1:
            assert isinstance(outcome, Gap)
        elif upto < there:
            assert isinstance(outcome, Fork)
            assert outcome.seq == max(first, upto + 1)
        else:
            assert isinstance(outcome, Landed)
            self.lives[-1] = copied  # it was first: the other one is the clone now
            self.sent = []

    @rule()
    def new_life(self) -> None:
        """The kiosk's store is made anew."""
        self.lives.append(Sender(epoch=EPOCH + len(self.lives)))

    @rule()
    def restart(self) -> None:
        """The hub's process ends and begins."""
        self.store.close()
        self.open()

    @rule()
    def save(self) -> None:
        """The hub is backed up."""
        assert hasattr(self.store, "backup")
        self.store.backup(self.folder / "saved.db")

    @precondition(lambda self: (self.folder / "saved.db").exists())
    @rule()
    def restore(self) -> None:
        """The hub is put back: its cursors are behind, or the stream is unknown to it."""
        self.store.close()
        for file in self.folder.glob("hub.db*"):
            file.unlink()
        shutil.copy(self.folder / "saved.db", self.folder / "hub.db")
        self.open()
        self.revoked = not any(one.revoked_ms is None for one in self.store.read(enrolment.enrolled))

    @rule()
    def project(self) -> None:
        """The read models catch up."""
        self.centre.projector.catch_up()

    @rule()
    def revoke(self) -> None:
        """The key is taken back; somebody gives it again at once in another run."""
        self.store.write(lambda session: enrolment.revoke(session, "srg", "k1", why="uji", at_ms=1))
        self.revoked = True

    @invariant()
    def hub_is_a_beginning_of_the_journal(self) -> None:
        if not hasattr(self, "lives"):
            return
        for life in self.lives:
            there = self.centre.lines(life.stream)
            assert there == life.lines[: len(there)]

    def teardown(self) -> None:
        if not hasattr(self, "lives"):
            return
        if not self.revoked:
            self.sync() if self.kiosk.lines else None
            self.centre.projector.catch_up()
            before = self.centre.read_models()
            self.centre.projector.rebuild()
            assert self.centre.read_models() == before
        self.store.close()
        shutil.rmtree(self.folder)


TestHubMachine = HubMachine.TestCase
TestHubMachine.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
