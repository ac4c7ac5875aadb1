"""Answers are told apart by their bits, in any pieces, with anything between them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.protocol import (
    AutoStatus,
    Cleared,
    Event,
    FenceAnswer,
    FullStatus,
    Garbage,
    Info,
    KeyList,
    OfflineAnswer,
    Printed,
    Question,
    RealTimeAnswer,
    ask,
    ask_printed,
    token_of,
)
from printers.status_stream import StatusStream

ANSWERS: list[tuple[bytes, Event]] = [
    (b"\x12", RealTimeAnswer(0x12)),
    (b"\x72", RealTimeAnswer(0x72)),
    (b"\x1e", RealTimeAnswer(0x1E)),
    (b"\x14\x00\x00\x0f", AutoStatus(0x14, 0, 0, 0x0F)),
    (b"\x38\x00\x0c\x00", AutoStatus(0x38, 0, 0x0C, 0)),
    (b"\x10\x08\x03\x00", AutoStatus(0x10, 8, 3, 0)),
    (b"\x00", FenceAnswer(0)),
    (b"\x03", FenceAnswer(3)),
    (b"\x0c", FenceAnswer(12)),
    (b"\x37\x22A047\x00", Printed(b"A047")),
    (b"\x37\x23\x00", OfflineAnswer(b"")),
    (b"\x37\x23\x40\x62\x00", OfflineAnswer(b"\x40\x62")),
    (b"\x37\x72\x40\x00", KeyList(frozenset(), more=False)),
    (b"\x37\x72\x41PSAB\x00", KeyList(frozenset({b"PS", b"AB"}), more=True)),
    (b"\x37\x25\x00", Cleared()),
    (b"_EPSON\x00", Info("EPSON")),
]

EVENTS = st.lists(st.sampled_from(ANSWERS), max_size=12)


def pieces_of(data: bytes, cuts: list[int]) -> list[bytes]:
    """`data` in pieces, cut at the given places."""
    places = sorted({cut % (len(data) + 1) for cut in cuts})
    edges = [0, *places, len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@given(EVENTS, st.lists(st.integers(0, 200), max_size=8))
def test_answers_in_any_pieces_are_the_same_answers(answers: list[tuple[bytes, Event]], cuts: list[int]) -> None:
    data = b"".join(raw for raw, _ in answers)
    stream = StatusStream()
    heard = [event for piece in pieces_of(data, cuts) for event in stream.feed(piece)]
    assert heard == [event for _, event in answers]


@given(EVENTS, st.lists(st.tuples(st.integers(0, 200), st.sampled_from([0x11, 0x13])), max_size=10))
def test_flow_control_may_stand_anywhere(answers: list[tuple[bytes, Event]], flow: list[tuple[int, int]]) -> None:
    data = bytearray(b"".join(raw for raw, _ in answers))
    for place, byte in flow:
        data.insert(place % (len(data) + 1), byte)
    assert StatusStream().feed(bytes(data)) == [event for _, event in answers]


@given(st.binary(max_size=200), st.lists(st.integers(0, 400), max_size=8))
def test_anything_at_all_is_read_without_a_fault_and_the_pieces_change_nothing_that_is_said(
    data: bytes, cuts: list[int]
) -> None:
    def said(pieces: list[bytes]) -> list[Event]:
        stream = StatusStream()
        events = [event for piece in pieces for event in stream.feed(piece)]
        return [event for event in events if not isinstance(event, Garbage)]

    assert said(pieces_of(data, cuts)) == said([data])


@given(st.binary(max_size=60))
def test_after_any_noise_a_whole_answer_is_heard_again(noise: bytes) -> None:
    stream = StatusStream()
    stream.feed(noise)
    stream.forget()
    assert stream.feed(b"\x37\x22A047\x00") == [Printed(b"A047")]


def test_noise_is_told_so_that_nobody_trusts_what_stands_beside_it() -> None:
    assert StatusStream().feed(b"\xff\xfe\x12") == [Garbage(b"\xff\xfe"), RealTimeAnswer(0x12)]


def test_a_broken_frame_does_not_swallow_the_answer_after_it() -> None:
    assert StatusStream().feed(b"\x10\x00\x12") == [Garbage(b"\x10"), FenceAnswer(0), RealTimeAnswer(0x12)]


@given(st.integers(0, 10**9))
def test_a_job_is_named_by_four_characters_that_can_be_sent(job_id: int) -> None:
    token = token_of(job_id)
    assert len(token) == 4
    assert ask_printed(token).endswith(token)


@given(st.integers(0, 81_000_000), st.integers(0, 81_000_000))
def test_two_jobs_have_two_names(one: int, other: int) -> None:
    assert (token_of(one) == token_of(other)) == (one == other)


def test_a_name_that_cannot_be_sent_is_refused() -> None:
    with pytest.raises(ValueError, match="4 printable"):
        ask_printed(b"\x00abc")


def test_questions_are_the_bytes_of_the_book() -> None:
    assert ask(Question.PAPER) == b"\x10\x04\x04"
    assert ask_printed(b"A047") == b"\x1d(H\x06\x0000A047"


def test_custom_tells_everything_in_six_bytes() -> None:
    stream = StatusStream(full_status=True)
    assert stream.feed(b"\x10\x0f\x24") == []
    (full,) = stream.feed(b"\x08\x00\x00")
    assert full == FullStatus(0x24, 0x08, 0, 0)
    assert isinstance(full, FullStatus)
    assert (full.slip_in_mouth, full.paper_low, full.paper_out, full.working) == (True, True, False, True)


def test_a_pushed_state_of_others_is_not_taken_for_six_bytes() -> None:
    assert StatusStream().feed(b"\x10\x0f\x00\x00") == [AutoStatus(0x10, 0x0F, 0, 0)]
    assert StatusStream(full_status=True).feed(b"\x10\x00\x00\x00") == [AutoStatus(0x10, 0, 0, 0)]
