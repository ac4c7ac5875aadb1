"""An envelope opens whole, for its kind, with the right key, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wire.envelope import Kind, open_envelope, peek, seal
from kiosk.wire.keys import (
    key_id,
    key_ring,
    key_text,
    parse_opening_pem,
    parse_sealing_key,
    parse_signing_key,
    parse_signing_pem,
    private_pem,
)
from kiosk.wire.refusal import Reason, Refused
from tests.wire.letters import HUB_KEY, KIOSK_KEY, STICK_KEY, STRANGER

KEYS = key_ring(HUB_KEY.public_key(), KIOSK_KEY.public_key())
SEALED = seal(Kind.RECEIPT, b"what was said", HUB_KEY)


def reason_of(data: bytes, kind: Kind = Kind.RECEIPT) -> Reason:
    with pytest.raises(Refused) as refused:
        open_envelope(data, kind, KEYS)
    assert str(refused.value).endswith(".")
    return refused.value.reason


@given(st.sampled_from(Kind), st.binary(max_size=200))
def test_what_was_sealed_is_read_back(kind: Kind, body: bytes) -> None:
    opened = open_envelope(seal(kind, body, KIOSK_KEY), kind, KEYS)
    assert (opened.kind, opened.body, opened.key_id) == (kind, body, key_id(KIOSK_KEY.public_key()))


def test_no_bit_can_be_changed_and_no_byte_left_out_or_added() -> None:
    for place in range(len(SEALED)):
        for bit in range(8):
            reason_of(SEALED[:place] + bytes([SEALED[place] ^ 1 << bit]) + SEALED[place + 1 :])
        reason_of(SEALED[:place])
    assert reason_of(SEALED + b"\0") is Reason.NO_ENVELOPE


def test_a_receipt_never_passes_for_a_batch() -> None:
    assert reason_of(SEALED, Kind.BATCH) is Reason.WRONG_KIND


def test_a_signature_by_somebody_else_is_refused() -> None:
    assert reason_of(seal(Kind.RECEIPT, b"x", STRANGER)) is Reason.UNKNOWN_KEY
    forged = bytearray(seal(Kind.RECEIPT, b"x", STRANGER))
    forged[16:24] = key_id(HUB_KEY.public_key())
    assert reason_of(bytes(forged)) is Reason.BAD_SIGNATURE


def test_a_body_above_the_limit_is_refused_before_anything_is_read() -> None:
    with pytest.raises(Refused) as refused:
        open_envelope(SEALED, Kind.RECEIPT, KEYS, longest=4)
    assert refused.value.reason is Reason.TOO_LARGE


@given(st.binary(max_size=120))
def test_no_bytes_upset_the_reader(data: bytes) -> None:
    for candidate in (data, b"PASTI\x00E1" + data):
        with pytest.raises(Refused):
            open_envelope(candidate, Kind.BATCH, KEYS)


def test_the_layout_is_as_written_down() -> None:
    assert SEALED[:16] == b"PASTI\x00E1\x07receipt"
    assert SEALED[16:24] == key_id(HUB_KEY.public_key())
    assert SEALED[24:28] == (13).to_bytes(4, "big")
    assert SEALED[28:-64] == b"what was said"
    HUB_KEY.public_key().verify(SEALED[-64:], b"pasti envelope 1\n" + SEALED[:-64])
    assert peek(SEALED).body == b"what was said"


def test_keys_go_through_text_and_file() -> None:
    assert parse_signing_key(key_text(HUB_KEY.public_key())) == HUB_KEY.public_key()
    assert parse_sealing_key(key_text(STICK_KEY.public_key())) == STICK_KEY.public_key()
    assert key_id(parse_signing_pem(private_pem(HUB_KEY)).public_key()) == key_id(HUB_KEY.public_key())
    assert parse_opening_pem(private_pem(STICK_KEY)).public_key() == STICK_KEY.public_key()


@pytest.mark.parametrize("text", ["", "ed25519:", "ed25519:abc", "x25519:" + "A" * 43, "ed25519:" + "é" * 43, "A" * 43])
def test_a_key_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="ed25519:…"):
        parse_signing_key(text)


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN", private_pem(STICK_KEY)])
def test_a_file_that_is_no_signing_key_is_refused(pem: bytes) -> None:
    with pytest.raises(Refused) as refused:
        parse_signing_pem(pem)
    assert refused.value.reason is Reason.BAD_KEY
