"""A receipt: the hub's signed word that it holds every event of one stream up to a seq; only it allows deletion.

The body of an envelope of kind `receipt`, signed by the hub's key: one JSON object, the fields of `Receipt`.
A receipt is given only after the commit of what it tells, and to a stick as well as over HTTPS.
"""

from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.wire.envelope import Kind, open_envelope, seal
from kiosk.wire.fields import encode_object, read_fields
from kiosk.wire.keys import KeyRing
from kiosk.wire.stream import Stream, read_stream

MAX_BODY_BYTES: Final = 1024


@dataclass(frozen=True, slots=True)
class Receipt:
    """`hash` is the chain after `upto`; `parked` how many events of the stream the hub keeps but could not read."""

    stream: Stream
    upto: int
    hash: bytes
    hub_ms: int
    parked: int = 0


def seal_receipt(receipt: Receipt, key: Ed25519PrivateKey) -> bytes:
    """`receipt` signed by the hub."""
    told = receipt.stream.told() | {
        "upto": receipt.upto,
        "hash": receipt.hash.hex(),
        "hub_ms": receipt.hub_ms,
        "parked": receipt.parked,
    }
    return seal(Kind.RECEIPT, encode_object(told), key)


def open_receipt(data: bytes, keys: KeyRing) -> Receipt:
    """The receipt in `data`, signed by one of `keys`; Refused with the reason otherwise.

    Whether `hash` lies on one's own chain is for the kiosk to see: a receipt for another chain is a fork.
    """
    fields = read_fields(open_envelope(data, Kind.RECEIPT, keys, longest=MAX_BODY_BYTES).body)
    return Receipt(
        stream=read_stream(fields),
        upto=fields.whole("upto", least=1),
        hash=fields.digest("hash"),
        hub_ms=fields.whole("hub_ms"),
        parked=fields.whole("parked"),
    )
