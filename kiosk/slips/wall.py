"""An A4 sheet for a wall: a head that is read from afar, words in two columns, a foot that says what it rests on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.texts import Texts
from kiosk.slips import a4_pen as pen
from kiosk.slips.a4_pen import HEIGHT_MM, MARGIN_MM, WIDTH_MM, Pen, Style
from kiosk.slips.columns import Block, Setting, Spot, balanced
from kiosk.slips.svg import Drawing

INNER_MM: Final = WIDTH_MM - 2 * MARGIN_MM
GUTTER_MM: Final = 8.0
COLUMN_MM: Final = (INNER_MM - GUTTER_MM) / 2
CELL_GUTTER_MM: Final = 3.0
CELL_MM: Final = (INNER_MM - CELL_GUTTER_MM) / 2
PICTURE_MM: Final = 38.0
QR_MM: Final = 31.0
TITLE_MM: Final = INNER_MM - PICTURE_MM - QR_MM - 12
"""Room for the name, between drawing and square."""
TITLE_SIZES: Final = (32, 29, 26, 23, 21)
TOP_MM: Final = 20.0
"""Where the words of a second page begin."""
FOOT: Final = Style(pen.TEXT, 8.5, pen.INK2)
SCALES: Final = (1.3, 1.2, 1.1, 1.04, 0.98, 0.92, 0.87, 0.83, 0.81)
"""Tried from large to small, on one page first."""
SEVERAL: Final = 1.1
"""The largest on several pages: what is larger than it need be leaves gaps, for a block is never torn apart."""


@dataclass(frozen=True, slots=True)
class Wall:
    """What such a sheet says."""

    title: str
    motto: str
    asides: tuple[str, ...]
    """Small lines under the motto."""
    picture: Drawing
    code: str
    """As people type it."""
    square: str
    """What the square carries."""
    cells: tuple[Block, ...]
    """In pairs under the head."""
    blocks: tuple[Block, ...]
    foot: tuple[str, ...]
    document: str
    """Title of the document."""
    language: str
    least: float = SCALES[-1]
    """The smallest scale at which its words are still read where it hangs or lies."""
    most_pages: int = 1


def wall_pdf(wall: Wall, branch: Branch, texts: Texts, fonts: Path) -> bytes:
    """The sheet as a PDF of as few A4 pages as hold it in letters one can read; the same bytes for the same input."""
    return _Sheet(wall, branch, texts, fonts).write()


class _Sheet:
    def __init__(self, wall: Wall, branch: Branch, texts: Texts, fonts: Path) -> None:
        self.wall = wall
        self.branch = branch
        self.texts = texts
        tag = texts.say("slip.language-tag", wall.language)
        self.pen = Pen(fonts, title=wall.document, author=branch.name, language=tag)
        self.foot = [line for part in wall.foot for line in self.pen.wrapped(part, FOOT, INNER_MM)]
        self.foot_mm = HEIGHT_MM - 9 - (len(self.foot) + 1) * FOOT.leading_mm

    def write(self) -> bytes:
        """Head, cells, columns, foot, page by page."""
        top = self._head() + 4.5
        top = self._cells(top)
        setting, spots = self._fitted(top)
        pages = spots[-1].column // 2 + 1 if spots else 1
        for page in range(pages):
            if page:
                self.pen.next_page()
                self._later_head()
            self._foot(page + 1, pages)
            for block, spot in zip(self.wall.blocks, spots, strict=True):
                if spot.column // 2 == page:
                    left = MARGIN_MM + spot.column % 2 * (COLUMN_MM + GUTTER_MM)
                    setting.draw(block, left, (TOP_MM if page else top) + spot.down_mm, first=not spot.down_mm)
        return self.pen.finish()

    def _fitted(self, top_mm: float) -> tuple[Setting, list[Spot]]:
        for pages in range(1, self.wall.most_pages + 1):
            room = [*[self.foot_mm - 2 - top_mm] * 2, *[self.foot_mm - 2 - TOP_MM] * 2 * (pages - 1)]
            most = SCALES[0] if pages == 1 else SEVERAL
            for scale in (scale for scale in SCALES if self.wall.least <= scale <= most):
                setting = Setting(self.pen, COLUMN_MM, scale)
                spots = balanced(setting, self.wall.blocks, room)
                if spots is not None:
                    return setting, spots
        raise ValueError(f"{self.wall.document}: more than {self.wall.most_pages} pages")

    def _head(self) -> float:
        """Draws the head; returns where it ends."""
        left = MARGIN_MM + PICTURE_MM + 5
        title = self._title_style()
        motto, small = Style(pen.TITLE, 14, pen.AMBER5), Style(pen.TEXT, 10.5, pen.GREEN1)
        lines = [(line, title) for line in self.pen.wrapped(self.wall.title, title, TITLE_MM)]
        for part, style in ((self.wall.motto, motto), *((aside, small) for aside in self.wall.asides)):
            lines += [(line, style) for line in self.pen.wrapped(part, style, TITLE_MM)]
        words = sum(style.leading_mm for _, style in lines)
        height = max(words + 20, QR_MM + 26, PICTURE_MM + 19)
        self.pen.box(0, 0, WIDTH_MM, height, fill=pen.GREEN9)
        self.pen.box(0, height, WIDTH_MM, 1.6, fill=pen.AMBER5)
        self.pen.text(MARGIN_MM, 8, self.branch.name, Style(pen.TITLE, 11, pen.GREEN1))
        top = 15 + (height - 19 - words) / 2
        self.pen.drawing(MARGIN_MM - 1, 15 + (height - 19 - PICTURE_MM) / 2, PICTURE_MM, self.wall.picture)
        for line, style in lines:
            self.pen.text(left, top, line, style)
            top += style.leading_mm
        self._square()
        return height + 1.6

    def _title_style(self) -> Style:
        """As large as the name lets it be in two lines."""
        styles = [Style(pen.DISPLAY, size, pen.PAPER) for size in TITLE_SIZES]
        fit = (style for style in styles if len(self.pen.wrapped(self.wall.title, style, TITLE_MM)) <= 2)
        return next(fit, styles[-1])

    def _square(self) -> None:
        right = WIDTH_MM - MARGIN_MM
        self.pen.box(right - QR_MM, 8, QR_MM, QR_MM, radius_mm=2.5)
        self.pen.qr(right - QR_MM, 8, QR_MM, self.wall.square)
        self.pen.text(right, 8 + QR_MM + 1.5, self.wall.code, Style(pen.STRONG, 13, pen.PAPER), right=True)
        style = Style(pen.TEXT, 8.5, pen.GREEN1)
        words = self.texts.say("wall.code-use", self.wall.language)
        for at, line in enumerate(self.pen.wrapped(words, style, QR_MM + 4)):
            self.pen.text(right, 8 + QR_MM + 7.5 + at * style.leading_mm, line, style, right=True)

    def _later_head(self) -> None:
        self.pen.box(0, 0, WIDTH_MM, 4.5, fill=pen.GREEN9)
        self.pen.box(MARGIN_MM, 0, 24, 4.5, fill=pen.AMBER5)
        self.pen.text(MARGIN_MM, 10, self.wall.title, Style(pen.TITLE, 12, pen.GREEN8))
        self.pen.text(WIDTH_MM - MARGIN_MM, 10, self.wall.code, Style(pen.STRONG, 12, pen.GREEN8), right=True)

    def _cells(self, top_mm: float) -> float:
        """Draws the cells in pairs, both as tall as the taller; returns where the columns begin."""
        setting = Setting(self.pen, CELL_MM, 1.0)
        for at in range(0, len(self.wall.cells), 2):
            pair = self.wall.cells[at : at + 2]
            height = max(setting.height_mm(cell) for cell in pair)
            for left, cell in zip((MARGIN_MM, MARGIN_MM + CELL_MM + CELL_GUTTER_MM), pair, strict=False):
                self.pen.box(left, top_mm, CELL_MM, height, fill=cell.ground, radius_mm=2)
                setting.draw(cell, left, top_mm, first=True)
            top_mm += height + CELL_GUTTER_MM
        return top_mm + (2 if self.wall.cells else 0)

    def _foot(self, page: int, pages: int) -> None:
        right = WIDTH_MM - MARGIN_MM
        self.pen.path([(MARGIN_MM, self.foot_mm), (right, self.foot_mm)], stroke=pen.GREEN8, stroke_mm=0.4)
        top = self.foot_mm + 1.5
        for line in self.foot:
            self.pen.text(MARGIN_MM, top, line, FOOT)
            top += FOOT.leading_mm
        words = self.texts.say("slip.page", self.wall.language, page=page, pages=pages)
        self.pen.text(right, top, words, Style(pen.STRONG, 8.5, pen.INK2), right=True)
        place = " · ".join(part for part in (self.branch.name, self.branch.address) if part)
        fits = self.pen.wrapped(place, Style(pen.STRONG, 8.5, pen.GREEN8), INNER_MM - 30)
        self.pen.text(MARGIN_MM, top, fits[0] if fits else "", Style(pen.STRONG, 8.5, pen.GREEN8))
