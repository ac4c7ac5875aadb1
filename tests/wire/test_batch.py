"""A batch is taken whole or refused with a sentence, whatever a stranger or a torn disk makes of it."""

import gzip
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wire.batch import MAX_EVENTS, MAX_RAW_BYTES, decode_batch, encode_batch
from kiosk.wire.line import chain
from kiosk.wire.refusal import Reason, Refused
from tests.wire.letters import ORIGIN, STREAM, batch_body, lines


def refused(body: bytes) -> Reason:
    with pytest.raises(Refused) as refusal:
        decode_batch(body)
    assert str(refusal.value).endswith(".")
    return refusal.value.reason


def changed(body: bytes, raw: bytes | None = None, **fields: Any) -> bytes:
    """The batch with other fields in its header, or other lines."""
    head, _, packed = body.partition(b"\n")
    header = json.loads(head)
    if raw is not None:
        packed = gzip.compress(raw)
        header["raw_bytes"] = len(raw)
    header.update(fields)
    return json.dumps(header).encode() + b"\n" + packed


@given(st.integers(1, 60), st.integers(1, 2**40))
def test_what_was_encoded_is_read_back(count: int, first: int) -> None:
    prev = STREAM.genesis if first == 1 else bytes(32)
    batch = decode_batch(encode_batch(STREAM, first, prev, lines(count, first=first), ORIGIN))
    header = batch.header
    assert (header.stream, header.first_seq, header.count, header.origin) == (STREAM, first, count, ORIGIN)
    assert batch.lines == lines(count, first=first)
    assert batch.hash_at(first - 1) == prev
    assert batch.hash_at(first) == chain(prev, batch.lines[0])
    assert batch.hash_at(header.last_seq) == header.last_hash


def test_the_same_lines_give_the_same_bytes() -> None:
    assert batch_body() == batch_body()


def test_limits_are_the_maker_s_fault_too() -> None:
    with pytest.raises(ValueError, match="at most"):
        encode_batch(STREAM, 1, STREAM.genesis, [], ORIGIN)
    with pytest.raises(ValueError, match="at most"):
        encode_batch(STREAM, 1, STREAM.genesis, [b"x"] * (MAX_EVENTS + 1), ORIGIN)
    with pytest.raises(ValueError, match="at most"):
        encode_batch(STREAM, 1, STREAM.genesis, [b"x" * MAX_RAW_BYTES], ORIGIN)


def test_the_fullest_batch_passes() -> None:
    line = b"x" * (MAX_RAW_BYTES // MAX_EVENTS - 1)
    assert decode_batch(encode_batch(STREAM, 1, STREAM.genesis, [line] * MAX_EVENTS, ORIGIN)).header.count == MAX_EVENTS


@pytest.mark.parametrize(
    "fields",
    [
        {"count": 10**9},
        {"count": 0},
        {"count": -1},
        {"count": True},
        {"count": "3"},
        {"count": 3.0},
        {"first_seq": 0},
        {"first_seq": 2**63 - 1},
        {"epoch": 2**63},
        {"raw_bytes": 2**31},
        {"branch": "../etc"},
        {"branch": ""},
        {"kiosk": "k" * 33},
        {"kiosk": None},
        {"last_hash": "zz"},
        {"prev_hash": "AB" * 32},
        {"app": "a\nb"},
        {"wall_ms": -1},
    ],
)
def test_a_header_that_lies_or_raves_is_refused(fields: dict[str, Any]) -> None:
    assert refused(changed(batch_body(), **fields)) is Reason.BAD_HEADER


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 4000,
        b'{"a":' * 900,
        b'{"count":NaN}',
        b'{"count":1e999}',
        b'{"count":' + b"9" * 4000 + b"}",
        b'{"count":3,"count":3}',
    ],
)
def test_a_header_that_is_no_plain_object_is_refused(head: bytes) -> None:
    assert refused(head + b"\n" + batch_body().partition(b"\n")[2]) is Reason.BAD_HEADER


def test_a_header_without_end_is_refused() -> None:
    assert refused(b"x" * 100_000) is Reason.BAD_HEADER


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(200_000_000), 1)
    tracemalloc.start()
    try:
        assert refused(changed(batch_body(), raw_bytes=MAX_RAW_BYTES).partition(b"\n")[0] + b"\n" + bomb)
        assert tracemalloc.get_traced_memory()[1] < 8 * MAX_RAW_BYTES
    finally:
        tracemalloc.stop()


def test_lines_more_or_fewer_than_told_are_refused() -> None:
    raw = b"".join(line + b"\n" for line in lines(3))
    assert refused(changed(batch_body(), raw + lines(1)[0] + b"\n")) is Reason.BAD_CONTENTS
    assert refused(changed(batch_body(), raw[:-1])) is Reason.BAD_CONTENTS
    assert refused(changed(batch_body(), raw, count=2)) is Reason.BAD_CONTENTS


def test_a_changed_line_breaks_the_chain() -> None:
    raw = b"".join(line + b"\n" for line in lines(3))
    assert refused(changed(batch_body(), raw.replace(b"2025", b"2026"))) is Reason.BROKEN_CHAIN


def test_a_first_batch_starts_from_its_own_stream() -> None:
    other = encode_batch(STREAM, 1, bytes(32), lines(3), ORIGIN)
    assert refused(other) is Reason.BROKEN_CHAIN


def test_torn_at_any_byte_or_with_something_behind_it_is_refused() -> None:
    body = batch_body()
    for cut in range(len(body)):
        refused(body[:cut])
    assert refused(body + b"\0") is Reason.BAD_CONTENTS
    assert refused(body + gzip.compress(b"more")) is Reason.BAD_CONTENTS


def test_a_line_that_is_no_event_passes_for_the_hub_to_park() -> None:
    poison = [b"\xff\x00", b"[" * 1000, b""]
    assert decode_batch(encode_batch(STREAM, 1, STREAM.genesis, poison, ORIGIN)).lines == poison
