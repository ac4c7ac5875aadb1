"""Does the hub still hold what it gave receipts for? Walks every stream's chain through the rows themselves."""

import hashlib
from dataclasses import dataclass
from typing import Final

from kiosk.hub.store import HubStore
from kiosk.hub.streams import all_streams, end_of, events, first_kept
from kiosk.wire.line import chain
from kiosk.wire.stream import Stream

PIECE: Final = 5000


@dataclass(frozen=True, slots=True)
class Report:
    """What a walk along one stream found. `problem` empty: whole. `sha256` over its lines, to compare two hubs by."""

    stream: Stream
    first_seq: int
    events: int
    sha256: str
    problem: str

    def found(self) -> dict[str, int | str]:
        """What was found, for scripts."""
        return {"first_seq": self.first_seq, "events": self.events, "sha256": self.sha256, "problem": self.problem}


def verify_all(store: HubStore) -> list[Report]:
    """Every stream, walked. Raises StoreUnavailable."""
    return [_walk(store, stream) for stream, _ in store.read(all_streams)]


def _walk(store: HubStore, stream: Stream) -> Report:
    end, first = store.read(lambda session: (end_of(session, stream), first_kept(session, stream)))
    lines = hashlib.sha256()
    seq, last = first - 1, stream.genesis
    while seq < end.last_seq:
        run = store.read(lambda session, after=seq: events(session, stream, after, end.last_seq, PIECE))  # type: ignore[misc]
        if not run:
            break
        for event in run:
            if event.seq != seq + 1:
                return Report(stream, first, seq - first + 1, "", f"kejadian {seq + 1} tidak ada")
            seq, last = event.seq, chain(last, event.line)
            lines.update(event.line)
    problem = ""
    if first and seq != end.last_seq:
        problem = f"kejadian {seq + 1} sampai {end.last_seq} tidak ada"
    elif (
        first == 1 and last != end.last_hash
    ):  # once its beginning has passed its retention there is nothing to start from
        problem = "hash kejadian terakhir bukan yang tercatat"
    return Report(stream, first, max(0, seq - first + 1), lines.hexdigest(), problem)
