"""Draws what a printer would have put on paper, from nothing but the bytes; a glyph set of its own."""

import io
import random
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from printers import qr
from printers.platen import strips_of
from printers.profiles import Profile
from printers.strip import GLYPH_HEIGHT, GLYPH_WIDTH, Code, Dots, Glyph, Strip

SCALE: Final = 2
"""Pixels a dot: enough for the softness of heat on paper."""
MARGIN_MM: Final = 5.0
GAP_MM: Final = 6.0
BACKDROP: Final = (214, 211, 204)
PAPER: Final = (253, 252, 247)
SHADE: Final = (236, 233, 224)
INK: Final = (34, 31, 36)
SHADOW: Final = (96, 90, 82)
BLEED_PX: Final = 0.55
SMOOTHED_FROM: Final = 2
TOOTH_DOTS: Final = 9
BRIDGE_DOTS: Final = 14
"""What a partial cut leaves whole in the middle."""


def draw(data: bytes, profile: Profile) -> Image.Image:
    """The papers that `data` makes on a printer of this family, one below the other, as a photo from above.

    `image.info["dpi"]` holds the scale, so that the picture has the size of the paper.
    """
    return picture_of(strips_of(data, profile), profile)


def picture_of(strips: Sequence[Strip], profile: Profile) -> Image.Image:
    """The given pieces, one below the other."""
    papers = [_paper(strip, profile) for strip in strips]
    margin, gap = (round(length_mm * profile.dots_per_mm * SCALE) for length_mm in (MARGIN_MM, GAP_MM))
    width = max(paper.width for paper in papers) + 2 * margin
    height = sum(paper.height for paper in papers) + gap * (len(papers) - 1) + 2 * margin
    picture = Image.new("RGB", (width, height), BACKDROP)
    y = margin
    for paper in papers:
        _lay(picture, paper, margin, y)
        y += paper.height + gap
    dpi = profile.dots_per_inch * SCALE
    picture.info["dpi"] = (dpi, dpi)
    return picture


def to_png(picture: Image.Image) -> bytes:
    """The picture as a PNG file that knows its size on paper."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", dpi=picture.info["dpi"])
    return buffer.getvalue()


def print_mask(strip: Strip, profile: Profile) -> Image.Image:
    """Only the burnt dots of one strip: mode L, 255 where black, one pixel a dot, printable width."""
    mask = Image.new("L", (profile.dots, max(strip.dots, 1)), 0)
    for mark in strip.marks:
        match mark:
            case Glyph():
                _stamp(mask, _glyph_picture(mark), mark.x, mark.y)
            case Dots():
                bits = Image.frombytes("1", (mark.width_bytes * 8, mark.rows), mark.data).convert("L")
                size = (bits.width * mark.across, bits.height * mark.down)
                _stamp(mask, bits.resize(size, Image.Resampling.NEAREST), mark.x, mark.y)
            case Code():
                _stamp(mask, _code_picture(mark), mark.x, mark.y)
    return mask


def to_scan(strip: Strip, profile: Profile) -> Image.Image:
    """One strip as a flat scanner sees it: black on white, one pixel a dot, with the paper's own margins."""
    mask = print_mask(strip, profile)
    width = round(profile.paper_mm * profile.dots_per_mm)
    page = Image.new("L", (width, mask.height), 255)
    page.paste(ImageChops.invert(mask), ((width - profile.dots) // 2, 0))
    return page


def _stamp(mask: Image.Image, picture: Image.Image, x: int, y: int) -> None:
    box = (x, y, x + picture.width, y + picture.height)
    mask.paste(ImageChops.lighter(mask.crop(box), picture), box)


def _code_picture(code: Code) -> Image.Image:
    matrix = qr.matrix(code.text)
    side = len(matrix)
    squares = Image.new("L", (side, side))
    squares.putdata([255 if module else 0 for row in matrix for module in row])
    return squares.resize((side * code.module_dots, side * code.module_dots), Image.Resampling.NEAREST)


def _glyph_picture(glyph: Glyph) -> Image.Image:
    return _shaped(
        glyph.value,
        glyph.width,
        glyph.height,
        bold=glyph.bold,
        smooth=glyph.smooth,
        inverted=glyph.inverted,
        underline=glyph.underline,
    )


@cache
def _shaped(
    value: int, width: int, height: int, *, bold: bool, smooth: bool, inverted: bool, underline: int
) -> Image.Image:
    shape = _font().get(value) or _font()[ord("?")]
    if bold:
        shape = shape.copy()
        _stamp(shape, shape.crop((0, 0, GLYPH_WIDTH - 1, GLYPH_HEIGHT)), 1, 0)
    size = (GLYPH_WIDTH * width, GLYPH_HEIGHT * height)
    if smooth and min(width, height) >= SMOOTHED_FROM:
        shape = _rounded(shape, size)
    else:
        shape = shape.resize(size, Image.Resampling.NEAREST)
    if underline:
        ImageDraw.Draw(shape).rectangle((0, size[1] - underline, size[0], size[1]), fill=255)
    return ImageChops.invert(shape) if inverted else shape


def _rounded(shape: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Large characters without stairs, as printers that smooth make them."""
    framed = Image.new("L", (GLYPH_WIDTH + 4, GLYPH_HEIGHT + 4))
    framed.paste(shape, (2, 2))
    factor = (size[0] // GLYPH_WIDTH, size[1] // GLYPH_HEIGHT)
    grown = framed.resize((framed.width * factor[0], framed.height * factor[1]), Image.Resampling.BICUBIC)
    grown = grown.filter(ImageFilter.GaussianBlur(min(factor) * 0.55))
    box = (2 * factor[0], 2 * factor[1], 2 * factor[0] + size[0], 2 * factor[1] + size[1])
    return grown.crop(box).point(lambda level: 255 if level > 120 else 0)


@cache
def _font() -> dict[int, Image.Image]:
    source = (resources.files(__package__) / "fonts" / "receipt12x24.hex").read_text(encoding="ascii")
    font = {}
    for line in source.splitlines():
        if line.startswith("#"):
            continue
        code, rows = line.split(":")
        bits = b"".join((int(rows[at : at + 3], 16) << 4).to_bytes(2, "big") for at in range(0, len(rows), 3))
        font[int(code, 16)] = Image.frombytes("1", (GLYPH_WIDTH, GLYPH_HEIGHT), bits).convert("L")
    return font


def _paper(strip: Strip, profile: Profile) -> Image.Image:
    """One piece of paper, RGBA: transparent beyond its edges."""
    width = round(profile.paper_mm * profile.dots_per_mm)
    mask = print_mask(strip, profile)
    ink = Image.new("L", (width, mask.height), 0)
    ink.paste(mask, ((width - profile.dots) // 2, 0))
    size = (width * SCALE, mask.height * SCALE)
    ink = ink.resize(size, Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(BLEED_PX))
    paper = _surface(size)
    paper.paste(Image.new("RGB", size, INK), (0, 0), ink)
    paper.putalpha(_outline(size, cut=strip.cut))
    return paper


def _surface(size: tuple[int, int]) -> Image.Image:
    """Off-white, a little darker where the paper still remembers the roll: at its two long edges."""
    strength = [0] * size[0]
    reach = size[0] // 14
    for x in range(reach):
        level = round(200 * (1 - x / reach) ** 2)
        strength[x] = strength[-1 - x] = level
    row = Image.new("L", (size[0], 1))
    row.putdata(strength)
    surface = Image.new("RGB", size, PAPER)
    surface.paste(Image.new("RGB", size, SHADE), (0, 0), row.resize(size))
    return surface


def _outline(size: tuple[int, int], *, cut: bool) -> Image.Image:
    """The lower end: straight with the bridge of a partial cut, or torn. The upper end was made by the slip before."""
    outline = Image.new("L", size, 255)
    pen = ImageDraw.Draw(outline)
    width, height = size
    if cut:
        bridge = BRIDGE_DOTS * SCALE
        for left, right in ((0, (width - bridge) // 2), ((width + bridge) // 2, width)):
            pen.rectangle((left, height - SCALE, right, height), fill=0)
        return outline
    teeth = random.Random(height)  # noqa: S311 - the same paper is always torn the same way
    points = [(0, height)]
    x = 0
    while x < width:
        points.append((x, height - teeth.randint(0, TOOTH_DOTS * SCALE)))
        x += teeth.randint(3, 2 * TOOTH_DOTS) * SCALE
    points += [(width, height - teeth.randint(0, TOOTH_DOTS * SCALE)), (width, height)]
    pen.polygon(points, fill=0)
    return outline


def _lay(picture: Image.Image, paper: Image.Image, x: int, y: int) -> None:
    alpha = paper.getchannel("A")
    shadow = Image.new("L", picture.size, 0)
    shadow.paste(alpha.point(lambda level: level * 2 // 5), (x + 3 * SCALE, y + 4 * SCALE))
    shadow = shadow.filter(ImageFilter.GaussianBlur(5 * SCALE))
    picture.paste(Image.new("RGB", picture.size, SHADOW), (0, 0), shadow)
    picture.paste(paper, (x, y), alpha)
