"""Packs on their way into a whole kiosk without a face, and what its journal says of them."""

import json
from collections.abc import Mapping
from datetime import datetime
from threading import Event
from typing import Any, Final

from kiosk.store import journal
from kiosk.store.identity import identity
from kiosk.store.packs import PackRow, PackState, pack_rows
from kiosk.sync.shelf import OwnShelf
from kiosk.wire.keys import key_text
from kiosk.wire.pack import PackKind, seal_pack
from tests.app.kiosk import Opened
from tests.wire.letters import HUB_KEY

PACK_KEY: Final = key_text(HUB_KEY.public_key())
TOMORROW_AT_SIX: Final = datetime(2025, 1, 15, 6, 0)  # noqa: DTZ001 - local to each branch


def sealed(kind: PackKind, version: int, contents: bytes | Mapping[str, Any], **more: Any) -> bytes:
    """A pack of head office, from tomorrow at six on unless said otherwise."""
    told = {"effective_from": TOMORROW_AT_SIX} | more
    data = contents if isinstance(contents, bytes) else json.dumps(contents).encode()
    return seal_pack(kind, version, data, HUB_KEY, **told)


def tampered(data: bytes) -> bytes:
    """One bit of the signature is another one."""
    return data[:-1] + bytes([data[-1] ^ 1])


def take(place: Opened, data: bytes) -> str:
    """The pack comes down; the sentence for TI."""

    def task(db: object) -> str:
        shelf = OwnShelf(db)  # type: ignore[arg-type]
        return place.kiosk._rules._packs.take(shelf, shelf.read(identity), data)

    return place.kiosk.writer.submit(task).result()


def settle(place: Opened) -> None:
    """Let the thread of synchronisation look, and whatever it found come in."""
    place.kiosk.chores()
    looked = place.kiosk.syncer.submit("nothing", lambda _desk: {"ok": True, "sentence": ""})
    while "done" not in place.kiosk.syncer.look(looked):
        Event().wait(0.01)
    while not place.post.empty():
        place.post.get()()
    place.kiosk.writer.submit(lambda _db: None).result()


def rows(place: Opened, kind: PackKind | None = None) -> list[PackRow]:
    """The packs known (of `kind`), the newest version first."""
    return place.kiosk.writer.submit(lambda db: pack_rows(db, kind and kind.value)).result()


def told(place: Opened, event: str) -> list[dict[str, Any]]:
    """What the journal says under `event`."""
    entries = place.kiosk.writer.submit(lambda db: journal.tail(db, 0, 1000)).result()
    return [dict(entry.event.payload) for entry in entries if entry.event.type == event]


def states(place: Opened, kind: PackKind) -> dict[int, PackState]:
    """Version to where it is, of one kind."""
    return {row.version: row.state for row in rows(place, kind)}


def bend(place: Opened, kind: PackKind, version: int) -> None:
    """The disk changes a pack that is kept."""
    sql = "UPDATE pack SET data = x'00' WHERE kind = ? AND version = ?"
    place.kiosk.writer.submit(lambda db: db.conn.execute(sql, (kind.value, version))).result()


def assert_refused(place: Opened, data: bytes, reason: str, sentence: str) -> None:
    """What is wrong is told to TI in a sentence, to the journal once by its reason, and changes nothing."""
    before = rows(place)
    assert sentence in take(place, data)
    settle(place)
    take(place, data)
    assert [event["reason"] for event in told(place, "pack.refused")] == [reason]
    assert rows(place) == before
