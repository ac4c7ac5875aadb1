"""Keys, lines and batches as the tests of what travels use them."""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.wire.batch import Origin, encode_batch
from kiosk.wire.line import encode_line
from kiosk.wire.stream import Stream

KIOSK_KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HUB_KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
STRANGER: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
STICK_KEY: Final = X25519PrivateKey.from_private_bytes(bytes(range(3, 35)))
STREAM: Final = Stream("srg", "k1", 1_750_000_000 << 20)
ORIGIN: Final = Origin(app="0.1.0", boot_id="3c1f", wall_ms=1_736_816_400_000, mono_ms=5_000)


def lines(count: int, *, first: int = 1) -> list[bytes]:
    """`count` plain events from `first` on."""
    return [
        encode_line(seq, "day.opened", 1_736_816_400_000 + seq, 1, {"day": "2025-01-14"})
        for seq in range(first, first + count)
    ]


def batch_body(count: int = 3) -> bytes:
    """The first `count` events of the stream as the body of a batch."""
    return encode_batch(STREAM, 1, STREAM.genesis, lines(count), ORIGIN)
