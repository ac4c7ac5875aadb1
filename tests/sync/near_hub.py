"""The hub as it is, over SQLite, asked in process through its application: every layer of it but the socket."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pysqlite3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.domain.clock import Clock
from kiosk.hub import enrolment
from kiosk.hub.alarms import AlarmKind
from kiosk.hub.enrolment import Standing
from kiosk.hub.hub import Hub
from kiosk.hub.keys import HubKeys
from kiosk.hub.projecting import Projector
from kiosk.hub.server import create_app
from kiosk.hub.sqlite_store import SqliteStore
from kiosk.hub.stick import import_stick
from kiosk.hub.streams import all_streams, end_of, events
from kiosk.wire.enrolment import Enrolment
from kiosk.wire.keys import key_ring
from kiosk.wire.line import chain
from kiosk.wire.protocol import decode_cursor
from kiosk.wire.receipt import open_receipt
from kiosk.wire.stream import Stream
from tests.sync.small_hub import Reply
from tests.wire.letters import HUB_KEY, STICK_KEY


class NearRealHub:
    """One worker at a time; whatever it signs is held against what its file really holds at that moment."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock
        self._loop = asyncio.Runner()
        self._asked = 0
        self._begin()

    def _begin(self) -> None:
        self.store = SqliteStore(self.folder / "hub.db")
        self.store.make_tables()
        self.hub = Hub(self.store, self.clock, HubKeys(HUB_KEY, STICK_KEY))
        self._app = create_app(self.hub)

    def close(self) -> None:
        """The worker ends."""
        self.store.close()
        self._loop.close()

    def handle(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One request."""
        status, told, data = self._loop.run(self._ask(method, path, body, headers))
        if status == 200 and method == "POST" and path.endswith("/batches"):
            self.assert_true(data)
        elif status == 200 and path.endswith("/cursor"):
            receipt = decode_cursor(data).receipt
            if receipt is not None:
                self.assert_true(receipt)
        return status, told, data

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        said = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": said,
            "client": ("127.0.0.1", 1), "server": ("hub.test", 80),
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        told = {name.decode().title(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])

    def take_stick(self, stick: Path) -> None:
        """Everything on it, as `kiosk hub import` does; receipts are written back."""
        import_stick(self.hub, stick)
        for file in (stick / "PASTI/down").glob("*.ktr"):
            self._read_signed(file.read_bytes())

    def assert_true(self, receipt: bytes) -> None:
        """What was signed lies on the disk, event by event."""
        told = open_receipt(receipt, key_ring(HUB_KEY.public_key()))
        last, lines = told.stream.genesis, self.lines(told.stream)
        assert len(lines) >= told.upto, "a receipt for what is not there"
        for line in lines[: told.upto]:
            last = chain(last, line)
        assert last == told.hash

    def _read_signed(self, receipt: bytes) -> None:
        open_receipt(receipt, key_ring(HUB_KEY.public_key()))  # from an earlier visit perhaps: the hub may be older now

    def admit(self, branch: str, kiosk: str, key: Ed25519PublicKey) -> None:
        """The whole of joining: the key asks, the operator says yes; a former key is taken back."""
        self._asked += 1
        asked = Enrolment(branch, kiosk, key, self._asked.to_bytes(32, "big"), "0.1.0", 0)
        if self.store.write(lambda session: enrolment.ask(session, asked, self.clock.now_ms())) is Standing.WAITING:
            self.store.write(
                lambda session: enrolment.accept(session, asked.code, by="uji", at_ms=self.clock.now_ms(), replace=True)
            )

    def revoke(self) -> None:
        """No key of the kiosk is in force any more."""
        self.store.write(lambda session: enrolment.revoke(session, "srg", "k1", why="uji", at_ms=self.clock.now_ms()))

    def held(self) -> dict[Stream, list[bytes]]:
        """Every stream, whole; its end is the chain of what lies there."""
        found = {}
        for stream, last_seq in self.store.read(all_streams):
            found[stream] = self.lines(stream)
            end, last = self.store.read(lambda session, of=stream: end_of(session, of)), stream.genesis
            for line in found[stream]:
                last = chain(last, line)
            assert (len(found[stream]), last) == (last_seq, end.last_hash)
        return found

    def lines(self, stream: Stream) -> list[bytes]:
        """What lies in it, without gap."""
        found = self.store.read(lambda session: events(session, stream, 0, 2**62, 10**9))
        assert [event.seq for event in found] == list(range(1, len(found) + 1)), "a gap, or an event twice"
        return [event.line for event in found]

    def alarms(self, stream: Stream) -> set[AlarmKind]:
        """What somebody has to look at."""
        rows = self.store.read(lambda session: session.rows("SELECT epoch, kind FROM alarm WHERE closed_ms IS NULL"))
        return {AlarmKind(kind) for epoch, kind in rows if epoch == stream.epoch}

    def project(self) -> int:
        """The figures catch up; how many events are parked now."""
        Projector(self.store).catch_up()
        return int(self.store.read(lambda session: session.rows("SELECT count(*) FROM parked"))[0][0])

    def back_up(self) -> None:
        """As `kiosk hub backup` does, while it serves."""
        (self.folder / "saved.db").unlink(missing_ok=True)
        self.store.backup(self.folder / "saved.db")

    def restore(self, *, living: bool) -> None:
        """Put back to the backup; `living`: under a worker that goes on, as when a standby takes over."""
        saved = pysqlite3.connect(str(self.folder / "saved.db"))
        if living:
            saved.backup(self.store._writer)
        else:
            self.store.close()
            for file in self.folder.glob("hub.db*"):
                file.unlink()
            with pysqlite3.connect(str(self.folder / "hub.db")) as put_back:
                saved.backup(put_back)
            put_back.close()
            self._begin()
        saved.close()


def new_key(number: int) -> Ed25519PrivateKey:
    """Another pair for each number, the same in each run."""
    return Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big"))
