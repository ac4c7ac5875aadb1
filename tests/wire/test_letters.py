"""Receipt, pack, enrolment, request, stick: each is read back, and each refuses what is not it."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wire.batch import decode_batch
from kiosk.wire.enrolment import Enrolment, open_enrolment, plain_code, seal_enrolment
from kiosk.wire.envelope import Kind, open_envelope, seal
from kiosk.wire.keys import key_ring
from kiosk.wire.pack import MAX_CONTENTS_BYTES, PackKind, open_pack, program_version, seal_pack
from kiosk.wire.protocol import (
    CURSOR,
    Cursor,
    PackEntry,
    decode_cursor,
    decode_pack_list,
    encode_cursor,
    encode_pack_list,
    path,
)
from kiosk.wire.receipt import Receipt, open_receipt, seal_receipt
from kiosk.wire.refusal import Reason, Refused
from kiosk.wire.request import Request, authorization, claimed, open_request
from kiosk.wire.stick import batch_name, pack_name, receipt_name, seal_batch, unseal_batch
from tests.wire.letters import HUB_KEY, KIOSK_KEY, STICK_KEY, STRANGER, STREAM, batch_body

HUB = key_ring(HUB_KEY.public_key())
MORNING = datetime(2026, 12, 1, 0, 0)  # noqa: DTZ001 - local to each branch
RECEIPT = Receipt(STREAM, 7, bytes(range(32)), 1_736_816_400_000, parked=2)
ENROLMENT = Enrolment("srg", "k1", KIOSK_KEY.public_key(), bytes(32), "0.1.0", 1_736_816_400_000)


def test_a_receipt_is_read_back() -> None:
    assert open_receipt(seal_receipt(RECEIPT, HUB_KEY), HUB) == RECEIPT


def test_a_receipt_by_a_stranger_or_for_no_seq_is_refused() -> None:
    with pytest.raises(Refused):
        open_receipt(seal_receipt(RECEIPT, STRANGER), HUB)
    with pytest.raises(Refused, match="upto"):
        open_receipt(seal_receipt(Receipt(STREAM, 0, bytes(32), 0), HUB_KEY), HUB)


@given(st.binary(max_size=500), st.sampled_from(PackKind), st.integers(1, 2**40))
def test_a_pack_is_read_back(contents: bytes, kind: PackKind, version: int) -> None:
    pack = open_pack(seal_pack(kind, version, contents, HUB_KEY, effective_from=MORNING, branch="srg"), HUB)
    assert (pack.contents, pack.header.kind, pack.header.version) == (contents, kind, version)
    assert pack.header.effective_from == MORNING
    assert pack.header.is_for("srg")
    assert not pack.header.is_for("cilegon")


def test_a_pack_for_all_is_for_everybody_and_asks_for_a_program() -> None:
    header = open_pack(
        seal_pack(PackKind.CATALOGUE, 2, b"x", HUB_KEY, effective_from=MORNING, min_program="0.10"), HUB
    ).header
    assert header.is_for("anywhere")
    assert not header.runs_on("0.9.9")
    assert header.runs_on("0.10.0")
    assert program_version("1.0") > program_version("0.99.1")


def test_a_pack_with_other_contents_or_too_much_of_them_is_refused() -> None:
    good = seal_pack(PackKind.CATALOGUE, 2, b"x", HUB_KEY, effective_from=MORNING)
    body = open_envelope(good, Kind.PACK, HUB).body
    other = open_envelope(seal_pack(PackKind.CATALOGUE, 2, b"y", HUB_KEY, effective_from=MORNING), Kind.PACK, HUB).body
    swapped = body.partition(b"\n")[0] + b"\n" + other.partition(b"\n")[2]
    for wrong in (swapped, body[:-1], body + b"\0", b"x" * 9000, body.replace(b"catalogue", b"catalogues")):
        with pytest.raises(Refused):
            open_pack(seal(Kind.PACK, wrong, HUB_KEY), HUB)
    with pytest.raises(ValueError, match="8 MiB"):
        seal_pack(PackKind.CATALOGUE, 2, bytes(MAX_CONTENTS_BYTES + 1), HUB_KEY, effective_from=MORNING)
    with pytest.raises(ValueError, match="zone"):
        seal_pack(PackKind.CATALOGUE, 2, b"", HUB_KEY, effective_from=datetime(2026, 1, 1, tzinfo=UTC))


def test_an_enrolment_proves_its_own_key_and_both_ends_compute_one_code() -> None:
    sealed = seal_enrolment(ENROLMENT, KIOSK_KEY)
    assert open_enrolment(sealed) == ENROLMENT
    assert open_enrolment(sealed).code == ENROLMENT.code
    assert plain_code(ENROLMENT.code.lower().replace("-", " ")) == plain_code(ENROLMENT.code)
    assert plain_code("o1l-i") == "0111"


def test_another_kiosk_key_or_try_has_another_code() -> None:
    others = [
        Enrolment("srg", "k2", ENROLMENT.key, ENROLMENT.nonce, "0.1.0", 0),
        Enrolment("srg", "k1", STRANGER.public_key(), ENROLMENT.nonce, "0.1.0", 0),
        Enrolment("srg", "k1", ENROLMENT.key, bytes([1] * 32), "0.1.0", 0),
    ]
    assert len({ENROLMENT.code, *[other.code for other in others]}) == 4


def test_nobody_enrols_a_key_they_do_not_hold() -> None:
    with pytest.raises(Refused):
        open_enrolment(seal_enrolment(ENROLMENT, STRANGER))


def test_a_request_tells_who_asks_for_what() -> None:
    request = Request("srg", "k1", "/v1/packs/srg", 5)
    value = authorization(request, KIOSK_KEY)
    assert claimed(value) == request
    assert open_request(value, key_ring(KIOSK_KEY.public_key())) == request
    with pytest.raises(Refused):
        open_request(value, HUB)


@pytest.mark.parametrize("value", ["", "Bearer x", "Pasti", "Pasti é", "Pasti " + "A" * 9000, "Pasti AAAA"])
def test_a_request_without_a_signed_word_is_refused(value: str) -> None:
    with pytest.raises(Refused) as refused:
        claimed(value)
    assert refused.value.reason is Reason.NO_ENVELOPE


def test_a_sealed_batch_opens_at_the_centre_only_and_comes_out_as_it_went_in() -> None:
    envelope = seal(Kind.BATCH, batch_body(), KIOSK_KEY)
    sealed = seal_batch(envelope, STICK_KEY.public_key())
    assert unseal_batch(sealed, STICK_KEY) == envelope
    assert envelope not in sealed
    with pytest.raises(Refused) as refused:
        unseal_batch(sealed, X25519PrivateKey.from_private_bytes(bytes(range(9, 41))))
    assert refused.value.reason is Reason.UNKNOWN_KEY


def test_a_sealed_batch_torn_or_changed_anywhere_is_refused() -> None:
    sealed = seal_batch(seal(Kind.BATCH, batch_body(), KIOSK_KEY), STICK_KEY.public_key())
    for place in range(len(sealed)):
        with pytest.raises(Refused):
            unseal_batch(sealed[:place], STICK_KEY)
        with pytest.raises(Refused):
            unseal_batch(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :], STICK_KEY)


def test_names_on_a_stick_sort_in_the_order_of_the_events() -> None:
    header = decode_batch(batch_body()).header
    assert batch_name(header) == f"srg-k1-{STREAM.epoch}-000000001-000000003.ktb"
    assert receipt_name(RECEIPT) == f"srg-k1-{STREAM.epoch}-000000007.ktr"
    pack = open_pack(seal_pack(PackKind.CATALOGUE, 2, b"", HUB_KEY, effective_from=MORNING), HUB).header
    assert pack_name(pack) == "catalogue-2.ktp"


def test_the_cursor_and_the_list_of_packs_are_read_back() -> None:
    cursor = Cursor(7, bytes(range(32)), 1, 7, 2, 5, seal_receipt(RECEIPT, HUB_KEY))
    assert decode_cursor(encode_cursor(cursor)) == cursor
    nothing = Cursor(0, None, 0, 0, 0, 5, None)
    assert decode_cursor(encode_cursor(nothing)) == nothing
    packs = [PackEntry("catalogue", 2, bytes(32), 99), PackEntry("calendar", 5, bytes(range(32)), 7)]
    assert decode_pack_list(encode_pack_list(packs)) == packs
    assert path(CURSOR, STREAM) == f"/v1/streams/srg/k1/{STREAM.epoch}/cursor"


@pytest.mark.parametrize("answer", [b"", b"[]", b"<html>", b'{"last_seq":-1}', b'{"packs":3}', b"[" * 90_000])
def test_an_answer_of_some_other_server_is_refused(answer: bytes) -> None:
    with pytest.raises(Refused):
        decode_cursor(answer)
