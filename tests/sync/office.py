"""A kiosk's store, a hub, and runs between them, as the tests of synchronisation use them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store.boot import boot
from kiosk.store.identity import identity
from kiosk.store.journal import append
from kiosk.store.opening import Role, open_db
from kiosk.store.transaction import transaction
from kiosk.sync.answers import Unreachable
from kiosk.sync.batches import Cutter
from kiosk.sync.client import HubClient, _Reply
from kiosk.sync.config import SyncConfig
from kiosk.sync.packs import ContentsError, PackDesk
from kiosk.sync.report import RunReport
from kiosk.sync.run import SyncRun
from kiosk.sync.shelf import OwnShelf
from kiosk.sync.status import SyncStatus, sync_status
from kiosk.wire.keys import key_ring
from kiosk.wire.pack import PackKind
from kiosk.wire.stream import Stream
from tests.clock import SimulatedClock
from tests.sync.small_hub import Reply, SmallHub
from tests.wire.letters import HUB_KEY, KIOSK_KEY, STICK_KEY

CONFIG = SyncConfig(
    program="0.1.0",
    hub_url="http://hub.test",
    hub_keys=key_ring(HUB_KEY.public_key()),
    pack_keys=key_ring(HUB_KEY.public_key()),
    stick_key=STICK_KEY.public_key(),
)
Way = Callable[[SmallHub, str, str, bytes, Mapping[str, str]], Reply | str | Unreachable]
"""How a request goes; a sentence, or how it failed, where no answer comes."""


def straight(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply | str:
    """An ordinary day."""
    return hub.handle(method, path, body, headers)


class NearHub(HubClient):
    """The client with its questions and answers as they are, and the network left out."""

    def __init__(self, hub: SmallHub, clock: Clock, config: SyncConfig = CONFIG, key: Any = KIOSK_KEY) -> None:
        super().__init__(config, key, clock)
        self.hub = hub
        self.way: Way = straight
        self.asked: list[str] = []

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], longest: int) -> Any:
        del longest
        self.asked.append(f"{method} {path.rpartition('/')[2]}")
        reply = self.way(self.hub, method, path, body or b"", headers)
        if isinstance(reply, str | Unreachable):
            return Unreachable(reply) if isinstance(reply, str) else reply
        status, answered, data = reply
        return _Reply(status, data, answered)


def always(*answer: Any) -> Way:
    """Whatever is asked, this is the answer."""
    return lambda _hub, *_asked: (answer[0], answer[1], answer[2])


def check_catalogue(contents: bytes) -> None:
    """Everything but "bad" passes."""
    if contents == b"bad":
        raise ContentsError("baris 3 keliru")


class Office:
    """One kiosk on one disk."""

    def __init__(self, folder: Path, clock: SimulatedClock, hub: SmallHub, *, enrolled: bool = True) -> None:
        self.path = folder / "kiosk.db"
        self.clock = clock
        self.hub = hub
        self.key = KIOSK_KEY
        self.client = NearHub(hub, clock)
        self.db = self.opened()
        self.barrier: Callable[[str], None] = lambda _point: None
        self.pauses: list[float] = []
        self.wait = self._waited
        self.desk = PackDesk(CONFIG, clock, {PackKind.CATALOGUE: check_catalogue})
        if enrolled:
            hub.accept("srg", "k1", KIOSK_KEY.public_key())

    def opened(self) -> Database:
        """The store, booted."""
        db = open_db(self.path, Role.WRITER)
        boot(db, "srg", "k1", self.clock)
        return db

    def issue(self, count: int = 1) -> None:
        """That many events."""
        with transaction(self.db):
            for number in range(count):
                append(self.db, self.clock, "help.called", {"screen": f"s{number}"})

    def poison(self) -> None:
        """An event that is none, chained like the others: a disk or a program that has gone wrong."""
        from kiosk.store import journal
        from kiosk.wire.line import chain

        epoch, seq, last = journal._end(self.db)
        with transaction(self.db):
            line = b'\xff{"deep":' + b"[" * 100
            row = (epoch, seq + 1, line, chain(last, line))
            self.db.conn.execute("INSERT INTO journal (epoch, seq, line, hash) VALUES (?, ?, ?, ?)", row)

    def sync(self, cause: str = "ti") -> RunReport:
        """One run."""
        shelf = OwnShelf(self.db)
        run = SyncRun(
            shelf, self.client, self.cutter, CONFIG, self.clock, packs=self.desk, pause=self.wait, barrier=self.barrier
        )
        return run.run(cause)

    def _waited(self, seconds: float) -> bool:
        if seconds:  # 0 asks only whether to stop
            self.pauses.append(seconds)
            self.clock.advance(seconds=seconds)
        return False

    @property
    def cutter(self) -> Cutter:
        """Batches under the present key."""
        return Cutter(self.key, self.clock, "0.1.0", "boot")

    def take_key(self, key: Ed25519PrivateKey) -> None:
        """`kiosk enroll` with a new key."""
        self.key = self.client._key = key

    @property
    def stream(self) -> Stream:
        """The present epoch."""
        me = identity(self.db)
        return Stream(me.branch_id, me.kiosk_id, me.epoch)

    @property
    def status(self) -> SyncStatus:
        """What TI would be told."""
        return sync_status(self.db)

    def lines(self, epoch: int | None = None) -> list[bytes]:
        """Every line of one epoch."""
        rows = self.db.conn.execute(
            "SELECT line FROM journal WHERE epoch = ? ORDER BY seq", (epoch or self.stream.epoch,)
        )
        return [row[0] for row in rows.fetchall()]

    def held(self) -> list[bytes]:
        """What the hub holds of the present epoch."""
        return self.hub.streams[self.stream].lines if self.stream in self.hub.streams else []
