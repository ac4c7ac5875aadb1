"""The line that is hashed is the line that travels: one spelling, one chain."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wire.line import LineError, chain, decode_line, encode_line, genesis

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.one_of(WORDS, st.integers(-(2**53), 2**53), st.booleans(), st.none(), st.lists(WORDS, max_size=3))
PAYLOADS = st.dictionaries(WORDS, VALUES, max_size=5)


@given(st.integers(1, 2**53), st.integers(0, 2**45), PAYLOADS)
def test_what_was_encoded_is_read_back(seq: int, at_ms: int, payload: dict[str, object]) -> None:
    line = encode_line(seq, "ticket.taken", at_ms, 1, payload)  # type: ignore[arg-type]
    read = decode_line(line)
    assert (read.seq, read.type, read.at_ms, read.v, read.payload) == (seq, "ticket.taken", at_ms, 1, payload)
    assert b"\n" not in line
    assert encode_line(read.seq, read.type, read.at_ms, read.v, dict(read.payload)) == line


def test_the_spelling_of_a_line_is_fixed() -> None:
    line = encode_line(7, "day.opened", 1736816400000, 1, {"z": "é", "a": [], "b": None, "c": True})
    assert line == '[7,"day.opened",1736816400000,1,{"a":[],"b":null,"c":true,"z":"é"}]'.encode()


def test_the_order_in_which_a_payload_was_filled_does_not_show() -> None:
    assert encode_line(1, "t", 0, 1, {"a": 1, "b": 2}) == encode_line(1, "t", 0, 1, {"b": 2, "a": 1})


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"[1,2,3,4,{}]",
        b'[1,"t",0,1,[]]',
        b'[true,"t",0,1,{}]',
        b'[1,"t",0,1,' * 30_000,
        b"[" + b"1" * 5000 + b',"t",0,1,{}]',
        json.dumps([1, "t", 0, 1]).encode(),
    ],
)
def test_bytes_that_are_no_event_are_refused_with_a_sentence(line: bytes) -> None:
    with pytest.raises(LineError, match="the line is not"):
        decode_line(line)


def test_the_chain_is_the_hash_that_others_can_compute() -> None:
    # sha256(b"\x00" * 32 + b"[]"), computed with coreutils' sha256sum
    assert chain(bytes(32), b"[]").hex() == "11066a7cd1cd81d890388c29c923c2e87817c887beff571550a653c9a574afb3"


@given(st.tuples(WORDS, st.integers(0, 2**60)), st.tuples(WORDS, st.integers(0, 2**60)))
def test_every_stream_starts_from_its_own_hash(one: tuple[str, int], other: tuple[str, int]) -> None:
    assert (genesis(*one) == genesis(*other)) == (one == other)
