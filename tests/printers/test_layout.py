"""Blocks become bytes that every printer of a family understands, of the length that is foretold."""

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers.blocks import Align, Block, Cut, Qr, Rule, Space, Text
from printers.escpos_commands import Character, Raster
from printers.escpos_reader import read_all
from printers.layout import REAL_TIME, START, LayoutError, render, with_heading
from printers.platen import paper_mm, strips_of
from printers.profiles import names, profile
from printers.strip import read_text
from printers.text import wrap
from tests.printers.slips import a_ticket

EPSON = profile("epson-80")
ROOT = Path(__file__).parents[2]

TEXTS = st.builds(
    Text,
    st.text(max_size=60),
    width=st.integers(1, 8),
    height=st.integers(1, 8),
    bold=st.booleans(),
    align=st.sampled_from(Align),
    inverted=st.booleans(),
    indent=st.integers(0, 2),
    hanging=st.integers(0, 1),
)
BLOCKS = st.one_of(
    TEXTS,
    st.builds(Rule, st.booleans()),
    st.builds(Space, st.floats(0, 80)),
    st.builds(Qr, st.text(alphabet="ABC 019:-xyz", min_size=1, max_size=60), st.integers(1, 12)),
)


def text_bytes_of(data: bytes) -> bytes:
    """What is left of a slip when its commands are taken out."""
    return bytes(command.value for command in read_all(data) if isinstance(command, Character))


@pytest.mark.parametrize("name", names())
def test_a_slip_reads_as_it_was_written_on_every_family(name: str) -> None:
    family = profile(name)
    (strip,) = strips_of(render(a_ticket(columns=family.columns), family).data, family)
    lines = read_text(strip)
    assert lines[:2] == ["BPJS Ketenagakerjaan", "A 012"]
    words = " ".join(lines)
    assert "Kira-kira pukul 09.10 - 09.40" in words
    assert "sampai nomor Bapak/Ibu dipanggil." in words


def test_every_slip_begins_by_putting_the_printer_in_order() -> None:
    data = render([Text("a"), Cut()], EPSON).data
    assert data.startswith(b"\x1b@\x1c.\x1bt\x00")
    assert data.endswith(b"\x1dVB\x00")


def test_styles_are_sent_only_where_they_change() -> None:
    data = render([Text("a", bold=True), Text("b", bold=True), Text("c"), Text("d")], EPSON).data
    assert data == START + b"\x1bE\x01a\nb\n\x1bE\x00c\nd\n"


def test_a_rule_spans_the_paper_in_a_few_bytes() -> None:
    for name in names():
        family = profile(name)
        data = render([Rule()], family).data
        assert len(data) - len(START) <= 16
        glyphs = strips_of(data, family)[0].marks
        assert sum(glyph.width for glyph in glyphs) == family.columns  # type: ignore[union-attr]


def test_a_ticket_stays_below_its_size() -> None:
    assert len(render(a_ticket(), EPSON).data) <= 400


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCKS, max_size=6), st.sampled_from(names()))
def test_whatever_is_printed_fits_is_ascii_and_has_the_length_foretold(blocks: list[Block], name: str) -> None:
    family = profile(name)
    rendered = render([*blocks, Cut()], family)
    assert all(0x20 <= byte <= 0x7E for byte in text_bytes_of(rendered.data))
    assert rendered.length_mm == pytest.approx(paper_mm(rendered.data, family), abs=1)
    for strip in strips_of(rendered.data, family):
        for mark in strip.marks:
            assert 0 <= mark.x < family.dots


def test_text_never_wraps_by_the_printer_but_by_us() -> None:
    sentence = "Siapkan kartu tanda penduduk, kartu keluarga, buku tabungan"
    for width in range(1, 9):
        rendered = render([Text(sentence, width=width)], EPSON)
        expected = wrap(sentence, 48 // width)
        assert read_text(strips_of(rendered.data, EPSON)[0]) == [line.strip() for line in expected]


def test_inverted_text_has_black_on_both_sides() -> None:
    assert b" SALINAN \n" in render([Text("SALINAN", inverted=True)], EPSON).data


def test_the_blade_does_not_touch_the_last_line() -> None:
    bare = render([Text("a")], EPSON).length_mm
    cut = render([Text("a"), Cut()], EPSON).length_mm
    assert cut - bare == pytest.approx(EPSON.dead_mm + 3, abs=0.2)


def test_printers_that_cannot_draw_a_code_get_it_dot_by_dot_without_a_command_in_it() -> None:
    small = profile("generic-58")
    data = render([Qr("PASTI T 2025-01-14 A012 T7K2M9Q")], small).data
    assert b"\x1dv0\x03" in data
    assert b"\x1d(k" not in data
    assert len(data) < 600
    raster = data[data.index(b"\x1dv0\x03") :]
    assert not any(command in raster for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Text("a", width=9), "1 to 8"),
        (Text("a", indent=48), "no room"),
        (Qr("é"), "ASCII"),
        (Qr("\x1b@"), "ASCII"),
        (Qr(""), "ASCII"),
        (Qr("a", module_dots=17), "1 to 16"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_a_sentence(block: Block, said: str) -> None:
    with pytest.raises(LayoutError, match=said):
        render([block], EPSON)


def test_a_heading_goes_above_a_slip_on_the_same_paper() -> None:
    data = with_heading([Text("SALINAN", inverted=True)], render(a_ticket(), EPSON).data, EPSON)
    (strip,) = strips_of(data, EPSON)
    assert read_text(strip)[:2] == ["SALINAN", "BPJS Ketenagakerjaan"]


LOADING = """
import logging, os, sys, tempfile
before = set(os.listdir(tempfile.gettempdir()))
environment = dict(os.environ)
from printers.layout import warm
from printers.profiles import profile
assert not any(name.partition(".")[0] == "escpos" for name in sys.modules), "python-escpos is loaded too early"
warm(profile("generic-58"))
assert "escpos" in sys.modules
assert logging.root.handlers == [], logging.root.handlers
assert dict(os.environ) == environment
assert set(os.listdir(tempfile.gettempdir())) == before
assert "cups" not in sys.modules
"""


def test_the_librarys_import_leaves_no_trace_and_survives_a_folder_named_cups(tmp_path: Path) -> None:
    (tmp_path / "cups").mkdir()
    (tmp_path / "temp").mkdir()
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "TMPDIR": str(tmp_path / "temp")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOADING],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_a_logging_handler_that_was_there_stays() -> None:
    before = list(logging.root.handlers)
    render(a_ticket(), EPSON)
    assert logging.root.handlers == before
    assert tempfile.mkdtemp.__module__ == "tempfile"


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_code_drawn_dot_by_dot_holds_what_a_printer_obeys_on_arrival(text: str) -> None:
    for command in read_all(render([Qr(text)], profile("generic-58")).data):
        if isinstance(command, Raster):
            assert not any(real_time in command.data for real_time in REAL_TIME)
