"""What kiosks send, made beforehand: realistic events of many kiosks in signed batches, and the rows they become."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.wire.batch import Origin, encode_batch
from kiosk.wire.enrolment import Enrolment
from kiosk.wire.envelope import Kind, seal
from kiosk.wire.line import Value, chain, encode_line
from kiosk.wire.stream import Stream

EVENTS_A_TICKET = 6
ORIGIN = Origin(app="0.1.0", boot_id="3c1f9a", wall_ms=1_764_000_000_000, mono_ms=5_000)


@dataclass(frozen=True, slots=True)
class Batch:
    """One envelope, and what lies in it."""

    stream: Stream
    first_seq: int
    lines: list[bytes]
    envelope: bytes


class Load:
    """One kiosk's events from the first on, batch after batch."""

    def __init__(self, kiosk: int, branch: int = 0) -> None:
        self.stream = Stream(f"b{branch:03d}", f"k{kiosk}", 1_764_000_000 << 20)
        self.key = Ed25519PrivateKey.from_private_bytes(kiosk.to_bytes(16, "big") + branch.to_bytes(16, "big"))
        self.enrolment = Enrolment(
            self.stream.branch, self.stream.kiosk, self.key.public_key(), bytes(32), "0.1.0", ORIGIN.wall_ms
        )
        self._seq = 0
        self._hash = self.stream.genesis
        self._random = random.Random(kiosk)  # noqa: S311 - the same load in each run
        self._told = self._days()

    def batch(self, size: int) -> Batch:
        """The next `size` events."""
        first, before, lines = self._seq + 1, self._hash, []
        for _ in range(size):
            kind, at_ms, payload = next(self._told)
            self._seq += 1
            lines.append(encode_line(self._seq, kind, at_ms, 1, payload))
            self._hash = chain(self._hash, lines[-1])
        body = encode_batch(self.stream, first, before, lines, ORIGIN)
        return Batch(self.stream, first, lines, seal(Kind.BATCH, body, self.key))

    def _days(self) -> Iterator[tuple[str, int, dict[str, Value]]]:
        draw, job = self._random, 0
        for day in range(400):
            date = f"2026-{day % 360 // 30 + 1:02d}-{day % 30 + 1:02d}"[:10] if day % 30 + 1 <= 28 else "2026-03-28"
            at_ms = 1_767_225_600_000 + day * 86_400_000
            for number in range(1, 301):
                job, at_ms = job + 1, at_ms + draw.randrange(20_000, 90_000)
                lane = draw.choice("AAAB")
                ticket = f"{date}/{lane}{number:03d}"
                taken: dict[str, Value] = {
                    "ticket": ticket, "day": date, "lane": lane, "number": number, "class": "regular",
                    "rank_ms": at_ms, "code": f"T{draw.randrange(32**5):05X}", "language": draw.choice(("id", "jv")),
                }  # fmt: skip
                yield "ticket.taken", at_ms, taken
                yield (
                    "promise.made",
                    at_ms,
                    {"ticket": ticket, "from_ms": at_ms + 3_600_000, "until_ms": at_ms + 5_400_000},
                )
                sha256 = f"{draw.getrandbits(256):064x}"
                yield "job.queued", at_ms, {
                    "job": job, "kind": "ticket", "ticket": ticket, "origin": "taken", "copy_no": 0,
                    "supersedes": None, "sha256": sha256,
                }  # fmt: skip
                for old, new, event in (("queued", "sending", "start"), ("sending", "confirmed", "done")):
                    at_ms += 700
                    yield "job.moved", at_ms, {
                        "job": job, "event": event, "from": old, "to": new, "cause": None, "touched": False
                    }  # fmt: skip
                yield "handover.moved", at_ms, {
                    "ticket": ticket, "event": "confirmed", "from": "pending", "to": "paper", "actor": "kiosk"
                }  # fmt: skip
