"""Turns blocks into the bytes one printer family understands, and says how much paper they take."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, assert_never

from printers import logo, qr
from printers.blocks import Align, Block, Cut, Logo, Qr, Rule, Space, Text
from printers.escpos_library import new_builder
from printers.profiles import Profile
from printers.text import wrap

GLYPH_WIDTH: Final = 12
GLYPH_HEIGHT: Final = 24
"""Dots of one character of font A."""

START: Final = b"\x1b@" + b"\x1c." + b"\x1bt\x00"
"""Everything as after switching on, no two-byte characters, code page 0: sent before anything else.

In this order: some families wake up, and so come out of `ESC @`, reading pairs of bytes as Chinese.
"""

REAL_TIME: Final = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
"""A printer obeys these wherever they stand, inside pictures too."""

FOOT_MM: Final = 3.0
"""Paper left below the last line, so that the blade does not touch it."""

MAX_FEED: Final = 255
MAX_MODULE_DOTS: Final = 16
RASTER_MODULE_DOTS: Final = 4
"""Half a millimetre: a code sent dot by dot stays below two kilobytes."""
QR_LEVEL_M: Final = 1
SMOOTHED_FROM: Final = 4
"""Size from which smoothing shows."""


class LayoutError(ValueError):
    """Blocks that cannot be put on this paper, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One paper, ready to send."""

    data: bytes
    length_mm: float
    """Paper used, the blank between head and cutter included."""


def render(blocks: Sequence[Block], profile: Profile) -> Rendered:
    """The bytes for `blocks`, one buffer, ASCII in all its text. Raises LayoutError when a block does not fit."""
    page = _Page(profile)
    for block in blocks:
        page.put(block)
    return Rendered(bytes(page.builder.output), profile.to_mm(page.dots) + page.cuts * profile.dead_mm)


def with_heading(blocks: Sequence[Block], data: bytes, profile: Profile) -> bytes:
    """A slip that was rendered before, with `blocks` printed above it on the same paper."""
    return render(blocks, profile).data + data


def warm(profile: Profile) -> None:
    """Pay the price of the first slip (imports, tables) before anybody waits for it; on the thread that prints."""
    sample: list[Block] = [
        Text("0", width=8, height=8, bold=True, align=Align.CENTER),
        Rule(),
        Qr("WARM"),
        Space(1),
        Cut(),
    ]
    render(sample, profile)


class _Page:
    """Writes blocks; sends a change of style only where the style changes."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.builder: Any = new_builder()
        self.dots = 0.0
        self.cuts = 0
        self._size = (1, 1)
        self._bold = False
        self._inverted = False
        self._align = Align.LEFT
        self._smooth = False
        self._ends_in_print = False
        self.builder._raw(START)  # noqa: SLF001 - the library's own door for bytes it has no word for

    def put(self, block: Block) -> None:
        """Write one block below the last."""
        if isinstance(block, Cut) and self._ends_in_print:
            self._feed(FOOT_MM)
        self._ends_in_print = isinstance(block, Text | Rule)
        match block:
            case Text():
                self._text(block)
            case Rule():
                self._rule(block)
            case Space():
                self._feed(block.height_mm)
            case Qr():
                self._qr(block)
            case Logo():
                self._logo()
            case Cut():
                self._cut()
            case _:
                assert_never(block)

    def _text(self, block: Text) -> None:
        for size in (block.width, block.height):
            if not 1 <= size <= 8:
                raise LayoutError(f"size {block.width} x {block.height}: printers know 1 to 8")
        columns = self.profile.columns // block.width
        indent, hanging = (math.ceil(columns_1 / block.width) for columns_1 in (block.indent, block.hanging))
        try:
            lines = wrap(block.text, columns, indent=indent, hanging=hanging)
        except ValueError as error:
            raise LayoutError(str(error)) from error
        self._style(block.width, block.height, bold=block.bold, inverted=block.inverted, align=block.align)
        for line in lines:
            self._line(_framed(line, columns) if block.inverted and line else line, block.height)

    def _line(self, line: str, height: int) -> None:
        self.builder.text(line + "\n")
        self.dots += max(self.profile.line_dots, GLYPH_HEIGHT * height if line else 0)

    def _rule(self, block: Rule) -> None:
        """As few, wide characters as fill the paper exactly: a seventh of the bytes of a line of hyphens."""
        width = next(width for width in range(8, 0, -1) if self.profile.columns % width == 0)
        self._style(width, 1, bold=block.heavy, inverted=False, align=Align.LEFT)
        self._line(("=" if block.heavy else "-") * (self.profile.columns // width), 1)

    def _feed(self, length_mm: float) -> None:
        units = self.profile.feed_units(length_mm)
        while units > 0:
            step = min(units, MAX_FEED)
            self.builder._raw(b"\x1bJ" + bytes((step,)))  # noqa: SLF001 - the same door
            self.dots += self.profile.feed_dots(step)
            units -= step

    def _logo(self) -> None:
        if self.profile.nv_logo:
            self._set_align(Align.CENTER)
            self.builder._raw(logo.PRINT)  # noqa: SLF001 - the same door
            self.dots += logo.HEIGHT

    def _qr(self, block: Qr) -> None:
        if not (block.text.isascii() and block.text.isprintable() and block.text):
            raise LayoutError("a QR code takes printable ASCII only")
        if not 1 <= block.module_dots <= MAX_MODULE_DOTS:
            raise LayoutError(f"QR modules of {block.module_dots} dots: printers know 1 to {MAX_MODULE_DOTS}")
        across = qr.modules_across(block.text)
        largest = block.module_dots if self.profile.native_qr else min(block.module_dots, RASTER_MODULE_DOTS)
        module_dots = min(largest, self.profile.dots // (across + 2 * qr.QUIET_MODULES))
        if module_dots < 1:
            raise LayoutError(f"a QR code of {across} modules is wider than the paper")
        quiet_mm = self.profile.to_mm(qr.QUIET_MODULES * module_dots)
        self._feed(quiet_mm)
        self._set_align(Align.CENTER)  # before, because the library's own centring refuses native codes
        if self.profile.native_qr:
            self.builder.qr(block.text, ec=QR_LEVEL_M, size=module_dots, native=True)
        else:
            self._qr_as_raster(block.text, module_dots)
        self.dots += across * module_dots
        self._feed(quiet_mm)

    def _qr_as_raster(self, text: str, module_dots: int) -> None:
        fine = module_dots % 2 == 1  # else the printer doubles what it gets: a quarter of the bytes
        for mask in range(qr.MASKS):
            picture = new_builder()
            squares = _squares(qr.matrix(text, mask), module_dots if fine else module_dots // 2)
            picture.image(squares, high_density_horizontal=fine, high_density_vertical=fine, impl="bitImageRaster")
            raster = bytes(picture.output)
            if not any(command in raster for command in REAL_TIME):
                self.builder._raw(raster)  # noqa: SLF001 - the same door
                return
        raise LayoutError("every form of this QR code holds a printer command")

    def _cut(self) -> None:
        if self.profile.cutter:
            self.builder.cut(feed=False)  # feeds just to the blade; with feed=True six blank lines more
        else:
            self._feed(self.profile.dead_mm)
            self.dots -= self.profile.dead_mm * self.profile.dots_per_mm
        self.cuts += 1

    def _style(self, width: int, height: int, *, bold: bool, inverted: bool, align: Align) -> None:
        if min(width, height) >= SMOOTHED_FROM and self.profile.smooths and not self._smooth:
            self.builder.set(smooth=True)
            self._smooth = True
        if (width, height) != self._size:
            self.builder.set(custom_size=True, width=width, height=height)
            self._size = (width, height)
        if bold != self._bold:
            self.builder.set(bold=bold)
            self._bold = bold
        if inverted != self._inverted:
            self.builder.set(invert=inverted)
            self._inverted = inverted
        self._set_align(align)

    def _set_align(self, align: Align) -> None:
        if align != self._align:
            self.builder.set(align=align.value)
            self._align = align


def _framed(line: str, columns: int) -> str:
    """White letters need black on both sides to be read."""
    return f" {line} " if len(line) + 2 <= columns else line


def _squares(matrix: list[list[bool]], module_dots: int) -> Any:
    from PIL import Image  # here: only printers that cannot draw a code themselves pay for it

    side = len(matrix)
    picture = Image.new("L", (side, side), 255)
    picture.putdata([0 if module else 255 for row in matrix for module in row])
    return picture.resize((side * module_dots, side * module_dots), Image.Resampling.NEAREST)
