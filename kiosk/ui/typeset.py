"""Text set in lines: the same measure decides where it fits, how it is painted and what the tests check."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from kiosk.ui.look import Look
from kiosk.ui.theme import Role

LINE_CHARACTERS: Final = 40
"""The most characters in a line that are easily read (R-SEE-6)."""
_STAYS_TOGETHER = re.compile(
    r"(?<=\d) (?=[–-] \d)|(?<=[–-]) (?=\d)|(?<=\b[Pp]ukul) (?=\d)|(?<=\b[A-Z]) (?=\d{3}\b)|(?<=\d) (?=cm\b)"
)
_MAY_BREAK = re.compile(r"(?<=[A-Za-z][/-])(?=[A-Za-z])(?<!Bapak/)")
_NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one text in one font. Sizes in px; `width` is that of the widest line."""

    text: str
    role: Role
    em_mm: float
    lines: tuple[str, ...]
    width: float
    height: float
    leading: float
    baseline: float
    """From the top of the block to the first baseline."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block at its place in a control, in the tokens that colour words and ground."""

    block: Block
    rect: QRectF
    ink: str
    ground: str
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft

    def paint(self, painter: QPainter, look: Look) -> None:
        """Draw the lines, vertically centred in `rect`."""
        painter.setFont(look.font(self.block.role, self.block.em_mm))
        painter.setPen(look.colour(self.ink))
        metrics = look.metrics(self.block.role, self.block.em_mm)
        y = self.rect.y() + (self.rect.height() - self.block.height) / 2 + self.block.baseline
        for line in self.block.lines:
            spare = self.rect.width() - metrics.horizontalAdvance(line)
            share = {Qt.AlignmentFlag.AlignHCenter: 0.5, Qt.AlignmentFlag.AlignRight: 1.0}.get(self.align, 0.0)
            painter.drawText(QPointF(self.rect.x() + spare * share, y), line)
            y += self.block.leading

    def fits(self) -> bool:
        """Whether every line is inside `rect` (to half a pixel)."""
        return self.block.width <= self.rect.width() + 0.5 and self.block.height <= self.rect.height() + 0.5


def set_text(
    look: Look,
    text: str,
    role: Role,
    width: float,
    *,
    em_mm: float | None = None,
    balanced: bool = False,
    characters: int = LINE_CHARACTERS,
) -> Block:
    """Break `text` into lines no wider than `width` px; a single word that is wider stays whole and overflows.

    `balanced` makes the lines of a short text about equally long, as in titles. The block is kept in the look's memo
    while its screen is shown: a layout asks for the same text many times.
    """
    font = (role, em_mm if em_mm is not None else look.em_mm(role))
    key = (text, font, round(width, 1), balanced, characters)
    found = look.memo.get(key)
    if isinstance(found, Block):
        return found
    block = _set(look, text, font, width, balanced=balanced, characters=characters)
    look.memo[key] = block
    return block


def _set(look: Look, text: str, font: tuple[Role, float], width: float, *, balanced: bool, characters: int) -> Block:
    lines = _break(look, text, font, width, characters)
    if balanced and 1 < len(lines) <= 4:
        lines = _balance(look, text, font, width, count=len(lines), characters=characters)
    role, em = font
    metrics = look.metrics(role, em)
    leading = look.px(em) * look.theme.type.line(role)
    natural = metrics.ascent() + metrics.descent()
    widest = max((metrics.horizontalAdvance(line) for line in lines), default=0.0)
    line = max(leading, natural)  # the last line keeps its descenders where lines stand closer than the font is high
    height = leading * (len(lines) - 1) + line if lines else 0.0
    return Block(text, role, em, tuple(lines), widest, height, leading, (line - natural) / 2 + metrics.ascent())


def set_fitting(look: Look, text: str, role: Role, width: float, height: float, *, least_mm: float) -> Block:
    """The largest setting of `text` between the em of `role` and `least_mm` that fits `width` by `height` px."""
    em = look.em_mm(role)
    while True:
        block = set_text(look, text, role, width, em_mm=em, balanced=True)
        if em <= least_mm or (block.width <= width and block.height <= height):
            return block
        em = max(least_mm, em * 0.94)


def fits_width(look: Look, texts: Sequence[tuple[str, Role]], width: float) -> bool:
    """Whether no single word of the texts is wider than `width` px."""
    return all(set_text(look, text, role, width).width <= width for text, role in texts)


def _words(text: str) -> list[list[str]]:
    """Paragraphs of words; each word keeps the space or joint that follows it."""
    bound = _STAYS_TOGETHER.sub(_NO_BREAK_SPACE, text)
    paragraphs = []
    for paragraph in bound.split("\n"):
        words: list[str] = []
        for word in paragraph.split(" "):
            pieces = _MAY_BREAK.split(word)
            words += [*pieces[:-1], pieces[-1] + " "]
        paragraphs.append([word for word in words if word.strip()])
    return paragraphs


def _break(look: Look, text: str, font: tuple[Role, float], width: float, characters: int) -> list[str]:
    if not text:
        return []
    metrics = look.metrics(*font)
    lines: list[str] = []
    for words in _words(text):
        line = ""
        for word in words:
            longer = (line + word).rstrip(" ")
            if line and (len(longer) > characters or metrics.horizontalAdvance(longer) > width):
                lines.append(line.rstrip(" "))
                line = word
            else:
                line += word
        lines.append(line.rstrip(" "))
    return lines


def _balance(
    look: Look, text: str, font: tuple[Role, float], width: float, *, count: int, characters: int
) -> list[str]:
    low, high = width / count, width
    best = _break(look, text, font, width, characters)
    for _ in range(7):
        middle = (low + high) / 2
        lines = _break(look, text, font, middle, characters)
        metrics = look.metrics(*font)
        if len(lines) <= count and all(metrics.horizontalAdvance(line) <= middle for line in lines):
            best, high = lines, middle
        else:
            low = middle
    return best
