"""A hub and the kiosks that send to it, as the tests of the hub use them; all of it invented."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.clock import Clock
from kiosk.hub import enrolment
from kiosk.hub.hub import Hub
from kiosk.hub.ingest import Fork, Gap, Ingest, Landed, Outcome, Via
from kiosk.hub.keys import HubKeys
from kiosk.hub.projecting import Projector
from kiosk.hub.schema import READ_MODELS
from kiosk.hub.store import HubStore
from kiosk.hub.streams import events
from kiosk.wire.batch import Origin, encode_batch
from kiosk.wire.enrolment import Enrolment
from kiosk.wire.envelope import Kind, seal
from kiosk.wire.keys import key_ring
from kiosk.wire.line import Value, chain, encode_line
from kiosk.wire.receipt import Receipt, open_receipt
from kiosk.wire.stream import Stream
from tests.clock import SimulatedClock
from tests.wire.letters import HUB_KEY, STICK_KEY

EPOCH = 1_735_600_000 << 20
MORNING_MS = 1_736_816_400_000
"""Tuesday, 14 January 2025, 08.00 in Serang."""


class Sender:
    """A kiosk as the hub sees it: a key, a journal, batches of it."""

    def __init__(self, branch: str = "srg", kiosk: str = "k1", *, epoch: int = EPOCH, key: int = 7) -> None:
        self.stream = Stream(branch, kiosk, epoch)
        self.key = Ed25519PrivateKey.from_private_bytes(bytes([key]) * 32)
        self.lines: list[bytes] = []
        self.hashes: list[bytes] = [self.stream.genesis]
        self.wall_ms = MORNING_MS

    def write(self, type: str, at_ms: int = MORNING_MS, **payload: Value) -> None:  # noqa: A002 - the wire calls it type
        """One event."""
        self.append(encode_line(len(self.lines) + 1, type, at_ms, 1, {k.rstrip("_"): v for k, v in payload.items()}))

    def append(self, line: bytes) -> None:
        """One line, whatever it is."""
        self.lines.append(line)
        self.hashes.append(chain(self.hashes[-1], line))

    def work(self, count: int) -> "Sender":
        """`count` tickets, three events each."""
        for _ in range(count):
            number = len(self.lines) // 3 + 1
            ticket, at_ms = f"2025-01-14/A{number:03d}", MORNING_MS + number * 60_000
            self.write(
                "ticket.taken", at_ms, ticket=ticket, day="2025-01-14", lane="AB"[number % 2], number=number,
                class_="regular", rank_ms=at_ms, code=f"T{number:05d}", language=("id", "en")[number % 5 == 0],
            )  # fmt: skip
            self.write("job.queued", at_ms, job=number, kind="ticket", ticket=ticket, origin="taken", copy_no=0)
            self.write(
                "job.moved", at_ms, job=number, event="x", from_="sent", to="confirmed" if number % 7 else "held",
                cause=None if number % 7 else "paper_out", touched=False,
            )  # fmt: skip
        return self

    def batch(self, first: int = 1, last: int | None = None) -> bytes:
        """The envelope of the events `first` to `last`."""
        until = len(self.lines) if last is None else last
        origin = Origin(app="0.1.0", boot_id="3c1f", wall_ms=self.wall_ms, mono_ms=5_000)
        body = encode_batch(self.stream, first, self.hashes[first - 1], self.lines[first - 1 : until], origin)
        return seal(Kind.BATCH, body, self.key)

    def copy(self) -> "Sender":
        """The same disk in another computer."""
        other = Sender(self.stream.branch, self.stream.kiosk, epoch=self.stream.epoch)
        other.key, other.lines, other.hashes = self.key, [*self.lines], [*self.hashes]
        return other


class Centre:
    """One worker of a hub over `store`."""

    def __init__(self, store: HubStore, clock: Clock, *, barrier: Callable[[str], None] = lambda _point: None) -> None:
        self.store = store
        self.clock = clock
        self.hub = Hub(store, clock, HubKeys(HUB_KEY, STICK_KEY))
        self.hub.ingest = self.ingest = Ingest(store, clock, HUB_KEY, barrier=barrier)
        self.projector = Projector(store)

    @property
    def simulated(self) -> SimulatedClock:
        """The clock, to be moved."""
        assert isinstance(self.clock, SimulatedClock)
        return self.clock

    def accept(self, sender: Sender, *, replace: bool = False) -> None:
        """The whole of joining."""
        told = Enrolment(
            sender.stream.branch, sender.stream.kiosk, sender.key.public_key(), bytes(32), "0.1.0", MORNING_MS
        )
        self.store.write(lambda session: enrolment.ask(session, told, self.clock.now_ms()))
        self.store.write(
            lambda session: enrolment.accept(session, told.code, by="uji", at_ms=self.clock.now_ms(), replace=replace)
        )

    def post(self, data: bytes, via: Via = Via.NET) -> Outcome:
        """One envelope."""
        return self.ingest.take(data, via)

    def landed(self, data: bytes) -> Receipt:
        """One envelope that is taken; its receipt, read as a kiosk does."""
        outcome = self.post(data)
        assert isinstance(outcome, Landed), outcome
        return open_receipt(outcome.receipt, key_ring(HUB_KEY.public_key()))

    def gap(self, data: bytes) -> Gap:
        """One envelope before which something is missing."""
        outcome = self.post(data)
        assert isinstance(outcome, Gap), outcome
        return outcome

    def fork(self, data: bytes) -> Fork:
        """One envelope that tells something else."""
        outcome = self.post(data)
        assert isinstance(outcome, Fork), outcome
        return outcome

    def lines(self, stream: Stream) -> list[bytes]:
        """What lies in the hub, in order of seq."""
        found = self.store.read(lambda session: events(session, stream, 0, 2**62, 10**9))
        assert [event.seq for event in found] == list(range(1, len(found) + 1)), "a gap, or an event twice"
        return [event.line for event in found]

    def count(self, table: str) -> int:
        """Rows of a table."""
        return int(self.store.read(lambda session: session.rows(f"SELECT count(*) FROM {table}"))[0][0])

    def read_models(self) -> dict[str, list[Any]]:
        """Everything that was made from events."""
        return {
            table: sorted(tuple(row) for row in self.store.read(lambda s, t=table: s.rows(f"SELECT * FROM {t}")))
            for table in READ_MODELS
        }


def digest(lines: Sequence[bytes]) -> str:
    """By which a journal and what lies in the hub are compared."""
    return hashlib.sha256(b"".join(lines)).hexdigest()
