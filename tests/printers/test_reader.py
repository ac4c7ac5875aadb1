"""The virtual printer's own reading of ESC/POS: pieces, unknown commands, cuts through the paper."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from printers.escpos_commands import Character, Ignored, LineFeed, ProcessId, QrPrint, QrStore, Raster
from printers.escpos_reader import Reader, read_all
from printers.layout import render
from printers.platen import Platen, strips_of
from printers.profiles import profile
from printers.strip import read_text
from tests.printers.slips import a_ticket

EPSON = profile("epson-80")


@given(st.lists(st.integers(0, 600), max_size=10))
def test_a_slip_in_any_pieces_is_the_same_slip(cuts: list[int]) -> None:
    data = render(a_ticket(), EPSON).data
    edges = [0, *sorted(cut % len(data) for cut in cuts), len(data)]
    reader, commands = Reader(), []
    for start, end in pairwise(edges):
        reader.feed(data[start:end])
        while (found := reader.next()) is not None:
            commands.append(found[0])
    assert commands == read_all(data)
    assert reader.pending == 0


@given(st.binary(max_size=300))
def test_any_bytes_at_all_can_be_printed(data: bytes) -> None:
    platen = Platen(EPSON)
    for command in read_all(data):
        platen.obey(command)
    assert platen.strip.dots >= 0


@given(st.binary(max_size=300))
def test_commands_account_for_every_byte(data: bytes) -> None:
    reader = Reader()
    reader.feed(data)
    taken = b""
    while (found := reader.next()) is not None:
        taken += found[1]
    assert len(taken) + reader.pending == len(data)
    assert data.startswith(taken)


def test_commands_are_what_the_book_says() -> None:
    assert read_all(b"\x1d(k\x05\x001P0AB\x1d(k\x03\x001Q0") == [QrStore(b"AB"), QrPrint()]
    assert read_all(b"\x1d(H\x06\x0000A047a\n") == [ProcessId(b"A047"), Character(97), LineFeed()]
    assert read_all(b"\x1dv0\x00\x01\x00\x02\x00\xaa\x55") == [Raster(1, 2, b"\xaa\x55")]
    assert read_all(b"\x1c.\x1bt\x00") == [Ignored(b"\x1c."), Ignored(b"\x1bt\x00")]


def test_a_line_too_long_for_the_paper_goes_on_below() -> None:
    (strip,) = strips_of(b"x" * 50 + b"\n", EPSON)
    assert read_text(strip) == ["x" * 48, "xx"]


def test_a_cut_without_feed_goes_through_what_was_printed_last() -> None:
    data = b"\n" * 10 + b"last\n\x1dV\x00"
    above, below = strips_of(data, EPSON)
    assert above.cut
    assert read_text(above) == []
    assert read_text(below) == ["last"]
