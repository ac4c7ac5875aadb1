"""Whatever is written, only ASCII that fits reaches the paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.text import to_ascii, wrap


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Jum’at", "Jum'at"),
        ("“asli” – fotokopi…", '"asli" - fotokopi...'),
        ("Rp\u00a050.000", "Rp 50.000"),
        ("café, Émile, naïve", "cafe, Emile, naive"),
        ("☐ KTP ✓", "[ ] KTP v"),
        ("½ hari, 5 × 3", "1/2 hari, 5 x 3"),
        ("sila\u00adkan", "silakan"),
        ("中", "?"),
        ("ﬁle", "file"),
    ],
)
def test_marks_become_what_every_printer_knows(written: str, printed: str) -> None:
    assert to_ascii(written) == printed


def test_a_text_cannot_speak_to_the_printer() -> None:
    assert to_ascii("a\x1b@b\x10\x04\x01c\x1dV\x00d\x7f\x9b") == "a@bcVd"


def test_words_stay_whole_and_later_lines_hang() -> None:
    assert wrap("[ ] Kartu Keluarga, asli dan fotokopi", 20, hanging=4) == [
        "[ ] Kartu Keluarga,",
        "    asli dan",
        "    fotokopi",
    ]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_an_empty_text_is_an_empty_line() -> None:
    assert wrap("", 10) == [""]
    assert wrap("a\n\nb", 10) == ["a", "", "b"]


def test_an_indent_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        wrap("a", 4, indent=2, hanging=2)


@given(st.text(), st.integers(4, 48), st.integers(0, 2), st.integers(0, 1))
def test_no_line_is_too_long_and_no_byte_too_high(text: str, columns: int, indent: int, hanging: int) -> None:
    lines = wrap(text, columns, indent=indent, hanging=hanging)
    assert lines
    for line in lines:
        assert len(line) <= columns
        assert all(0x20 <= ord(character) <= 0x7E for character in line)


@given(st.text(alphabet="abc \n", max_size=80), st.integers(4, 30))
def test_wrapping_loses_no_letter(text: str, columns: int) -> None:
    assert "".join(wrap(text, columns)).replace(" ", "") == text.replace(" ", "").replace("\n", "")
