"""Cutting the journal into batches: the next unbroken run of one epoch, signed."""

import re
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import journal
from kiosk.store.identity import Identity
from kiosk.store.streams import lines_after, stream_of
from kiosk.sync.pace import MOST
from kiosk.wire.batch import MAX_RAW_BYTES, Origin, encode_batch
from kiosk.wire.envelope import Kind, seal

_VERSION: Final = re.compile(rb'\[\d+,"[^"]*",-?\d+,(\d+),')


@dataclass(frozen=True, slots=True)
class Cutter:
    """Makes batches as this kiosk, under its key. `boot_id`: which start of the machine the monotonic clock counts."""

    key: Ed25519PrivateKey
    clock: Clock
    program: str
    boot_id: str

    def next_batch(
        self, db: Database, me: Identity, epoch: int, after: int, *, events: int = MOST
    ) -> tuple[bytes, int] | None:
        """The batch envelope after `after` and how many events are in it; None when there are none."""
        if events <= 0:
            return None
        lines = lines_after(db, epoch, after, events=events, size=MAX_RAW_BYTES)
        prev = journal.hash_at(db, me, epoch, after)
        if not lines or prev is None:
            return None
        origin = Origin(self.program, self.boot_id, self.clock.now_ms(), self.clock.monotonic_ms())
        body = encode_batch(stream_of(me, epoch), after + 1, prev, lines, origin, schema=_versions(lines))
        return seal(Kind.BATCH, body, self.key), len(lines)


def _versions(lines: list[bytes]) -> tuple[int, int]:
    found = {int(match[1]) for line in lines if (match := _VERSION.match(line))} or {1}
    return min(found), max(found)
