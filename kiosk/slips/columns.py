"""Two columns of blocks on a sheet: how tall each is, in which column it stands, and how it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kiosk.slips import a4_pen as pen
from kiosk.slips.a4_pen import Pen, Style
from kiosk.slips.svg import Drawing

MARK_MM: Final = 4.0
"""Side of a box to tick, for words of full size."""
ICON_MM: Final = 6.0
ASIDE: Final = Style(pen.STRONG, 9, pen.GREEN8)
PAD_MM: Final = 2.4
"""Between the edge of a coloured ground and its words."""


class Mark(StrEnum):
    """What stands before a row."""

    NONE = "none"
    DOT = "dot"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph; `aside` stands at the right end of its first line."""

    text: str
    style: Style
    mark: Mark = Mark.NONE
    icon: Drawing | None = None
    aside: str = ""
    indent_mm: float = 0.0
    above_mm: float = 0.0
    """Room before it, unless it is the first."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stay together. `with_next`: a heading, which never ends a column."""

    rows: tuple[Row, ...]
    ground: str = ""
    stripe: str = ""
    rule: str = ""
    """A thin line above it, in this colour."""
    with_next: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block stands: column (counted over all pages, two a page) and millimetres below the column's top."""

    column: int
    down_mm: float


class Setting:
    """Blocks set at one size in columns of one width."""

    def __init__(self, on: Pen, width_mm: float, scale: float) -> None:
        self._pen = on
        self._width_mm = width_mm
        self._scale = scale
        self.gap_mm = 2.6 * scale

    def height_mm(self, block: Block) -> float:
        """How tall the block is."""
        rows = sum(self._row_mm(row, block, first=not at) for at, row in enumerate(block.rows))
        return rows + 2 * self._pad_mm(block)

    def draw(self, block: Block, x_mm: float, top_mm: float, *, first: bool) -> None:
        """The block with its top left corner there; `first` of its column, it needs no line above."""
        height, pad = self.height_mm(block), self._pad_mm(block)
        if block.ground:
            self._pen.box(x_mm, top_mm, self._width_mm, height, fill=block.ground, radius_mm=2)
        if block.stripe:
            self._pen.box(x_mm, top_mm, 1.2, height, fill=block.stripe, radius_mm=0.6)
        if block.rule and not first:
            line_mm = top_mm - self.gap_mm / 2
            self._pen.path([(x_mm, line_mm), (x_mm + self._width_mm, line_mm)], stroke=block.rule, stroke_mm=0.25)
        down = top_mm + pad
        for at, row in enumerate(block.rows):
            self._draw_row(row, block, x_mm, down + (row.above_mm * self._scale if at else 0))
            down += self._row_mm(row, block, first=not at)

    def _draw_row(self, row: Row, block: Block, x_mm: float, top_mm: float) -> None:
        style, left = self._style(row.style), x_mm + self._side_mm(block) + row.indent_mm * self._scale
        middle = top_mm + style.leading_mm * 0.5
        if row.mark is Mark.BOX:
            side = MARK_MM * self._scale
            self._pen.box(left, middle - side / 2, side, side, stroke=pen.INK, radius_mm=0.8, stroke_mm=0.4)
        elif row.mark is Mark.DOT:
            side = 1.3 * self._scale
            self._pen.box(left + 0.4, middle - side / 2, side, side, fill=pen.GREEN8, radius_mm=side / 2)
        if row.icon is not None:
            side = ICON_MM * self._scale
            self._pen.drawing(left + self._mark_mm(row), middle - side / 2, side, row.icon, colour=pen.GREEN8)
        words = left + self._mark_mm(row) + self._icon_mm(row)
        for at, line in enumerate(self._lines(row, block)):
            self._pen.text(words, top_mm + at * style.leading_mm, line, style)
        if row.aside:
            right = x_mm + self._width_mm - self._pad_mm(block)
            self._pen.text(right, top_mm + 0.4 * self._scale, row.aside, self._style(ASIDE), right=True)

    def _row_mm(self, row: Row, block: Block, *, first: bool) -> float:
        above = 0.0 if first else row.above_mm * self._scale
        return above + len(self._lines(row, block)) * self._style(row.style).leading_mm

    def _lines(self, row: Row, block: Block) -> list[str]:
        taken = self._side_mm(block) + self._pad_mm(block) + row.indent_mm * self._scale
        taken += self._mark_mm(row) + self._icon_mm(row)
        if row.aside:
            taken += self._pen.width_mm(row.aside, self._style(ASIDE)) + 3
        return self._pen.wrapped(row.text, self._style(row.style), self._width_mm - taken)

    def _style(self, style: Style) -> Style:
        return replace(style, size=style.size * self._scale)

    def _pad_mm(self, block: Block) -> float:
        return PAD_MM * self._scale if block.ground else 0.0

    def _side_mm(self, block: Block) -> float:
        return max(self._pad_mm(block), 3.4 if block.stripe else 0.0)

    def _mark_mm(self, row: Row) -> float:
        widths = {Mark.NONE: 0.0, Mark.DOT: 3.2, Mark.BOX: MARK_MM + 2.2}
        return widths[row.mark] * self._scale

    def _icon_mm(self, row: Row) -> float:
        return 0.0 if row.icon is None else (ICON_MM + 2) * self._scale


def placed(setting: Setting, blocks: Sequence[Block], room_mm: Sequence[float]) -> list[Spot] | None:
    """Where the blocks stand in columns of these heights, filled one after the other; None where they do not fit."""
    spots: list[Spot] = []
    heights = [setting.height_mm(block) for block in blocks]
    column, down = 0, 0.0
    for at, height in enumerate(heights):
        needed, follower = height, at
        while blocks[follower].with_next and follower + 1 < len(blocks):
            follower += 1
            needed += setting.gap_mm + heights[follower]
        while (down + needed > room_mm[column] and down > 0) or height > room_mm[column]:
            column, down = column + 1, 0.0
            if column == len(room_mm):
                return None
        spots.append(Spot(column, down))
        down += height + setting.gap_mm
    return spots


def balanced(setting: Setting, blocks: Sequence[Block], room_mm: Sequence[float]) -> list[Spot] | None:
    """As `placed`, with the last page's two columns as even as they can be."""
    best = placed(setting, blocks, room_mm)
    if best is None:
        return None
    low, high = 0.0, room_mm[-1]
    for _ in range(10):
        middle = (low + high) / 2
        tried = placed(setting, blocks, (*room_mm[:-2], middle, middle))
        if tried is None:
            low = middle
        else:
            best, high = tried, middle
    return best
