"""The picture of the paper is the paper: readable, as long as foretold, drawn from bytes alone."""

import io

import pytest
from PIL import Image
from pyzbar.pyzbar import decode

from printers.blocks import Align, Cut, Qr, Text
from printers.layout import render
from printers.paper_picture import BACKDROP, SCALE, draw, picture_of, print_mask, to_png
from printers.platen import strips_of
from printers.profiles import Profile, names, profile
from printers.strip import Strip
from tests.printers.slips import QR_TEXT, a_ticket

EPSON = profile("epson-80")


def paper_rows(picture: Image.Image) -> int:
    """Rows of the picture, left of the middle, that are paper and not what it lies on."""
    x = picture.width // 4
    column = [picture.getpixel((x, y)) for y in range(picture.height)]
    return sum(isinstance(pixel, tuple) and min(pixel) > max(BACKDROP) for pixel in column)


@pytest.mark.parametrize("name", names())
def test_the_code_on_the_picture_can_be_scanned(name: str) -> None:
    family = profile(name)
    picture = draw(render(a_ticket(columns=family.columns), family).data, family)
    assert [found.data.decode() for found in decode(picture)] == [QR_TEXT]


@pytest.mark.parametrize("name", names())
def test_the_picture_is_as_long_as_the_paper_within_a_millimetre(name: str) -> None:
    family = profile(name)
    rendered = render([Text("a"), Qr(QR_TEXT), Cut()], family)
    drawn_mm = paper_rows(draw(rendered.data, family)) / SCALE / family.dots_per_mm
    ink_mm = 0 if family.cutter else 1.2  # torn teeth
    assert drawn_mm == pytest.approx(rendered.length_mm, abs=1 + ink_mm)


def test_two_slips_are_two_papers() -> None:
    one = render([Text("a"), Cut()], EPSON).data
    assert draw(one + one, EPSON).height > 1.8 * draw(one, EPSON).height - 100


def test_the_file_knows_how_large_the_paper_is() -> None:
    png = Image.open(io.BytesIO(to_png(draw(render(a_ticket(), EPSON).data, EPSON))))
    assert png.info["dpi"][0] == pytest.approx(EPSON.dots_per_inch * SCALE, abs=1)


def test_the_same_bytes_make_the_same_picture() -> None:
    data = render(a_ticket(), EPSON).data[:200]
    assert draw(data, EPSON).tobytes() == draw(data, EPSON).tobytes()


def mask_of(*texts: Text, family: Profile = EPSON) -> Image.Image:
    """The burnt dots of a few lines."""
    (strip,) = strips_of(render([*texts], family).data, family)
    return print_mask(strip, family)


def ink(mask: Image.Image) -> int:
    """How many dots are black."""
    return mask.histogram()[255]


def test_bold_is_blacker_and_twice_as_large_is_four_times_the_ink() -> None:
    generic = profile("generic-80")  # no smoothing: dots stay dots
    plain = ink(mask_of(Text("Nomor"), family=generic))
    assert plain < ink(mask_of(Text("Nomor", bold=True), family=generic))
    assert ink(mask_of(Text("Nomor", width=2, height=2), family=generic)) == 4 * plain


def test_inverted_is_white_on_black() -> None:
    assert ink(mask_of(Text("A", inverted=True))) > 3 * 12 * 24 * 0.6


def test_centred_is_in_the_middle() -> None:
    box = mask_of(Text("M", align=Align.CENTER)).getbbox()
    assert box is not None
    assert abs((box[0] + box[2]) / 2 - EPSON.dots / 2) < 12


def test_every_printable_character_has_a_shape_of_its_own() -> None:
    shapes = {chr(code): mask_of(Text(chr(code))).tobytes() for code in range(0x21, 0x7F)}
    assert len(set(shapes.values())) == len(shapes)


def test_blank_paper_can_be_looked_at() -> None:
    assert picture_of([Strip(dots=100, cut=True)], EPSON).height > 100
