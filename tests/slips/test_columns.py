"""Blocks in two columns: nothing is lost, headings go with what they head, the last columns are even."""

from kiosk.slips import a4_pen as pen
from kiosk.slips.a4_pen import Pen, Style
from kiosk.slips.columns import Block, Row, Setting, balanced, placed
from tests.slips.samples import FONTS

LINE = Style(pen.TEXT, 10)
TALL = Block((Row("satu", LINE), Row("dua", LINE)))
HEAD = Block((Row("judul", LINE),), with_next=True)


def setting() -> Setting:
    return Setting(Pen(FONTS, title="", author="", language="id-ID"), 80, 1.0)


def test_a_heading_goes_to_the_next_column_with_what_it_heads() -> None:
    made = setting()
    room = made.height_mm(TALL) + made.gap_mm + made.height_mm(HEAD) + 1
    spots = placed(made, [TALL, HEAD, TALL], [room, room])
    assert spots is not None
    assert [spot.column for spot in spots] == [0, 1, 1]


def test_what_does_not_fit_is_not_squeezed_in() -> None:
    made = setting()
    room = made.height_mm(TALL) + 1
    assert placed(made, [TALL] * 3, [room, room]) is None
    assert placed(made, [TALL] * 3, [room] * 4) is not None
    assert placed(made, [TALL], [made.height_mm(TALL) - 1] * 2) is None


def test_the_last_two_columns_are_even() -> None:
    spots = balanced(setting(), [TALL] * 6, [200, 200])
    assert spots is not None
    assert [spot.column for spot in spots] == [0, 0, 0, 1, 1, 1]


def test_long_words_make_a_taller_block() -> None:
    made = setting()
    assert made.height_mm(Block((Row("kata " * 60, LINE),))) > 3 * made.height_mm(Block((Row("kata", LINE),)))
