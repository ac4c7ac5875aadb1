"""The parts screens are made of: one piece, a row of equal pieces, a paper to tick, a keypad."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QRect

from kiosk.ui.flow import Laid
from kiosk.ui.kit.key_pad import Key
from kiosk.ui.kit.piece import Piece
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.kit.tick_row import TickButton, TickFrame
from kiosk.ui.look import Look


@dataclass(frozen=True, slots=True)
class Room:
    """What is free for the parts of a screen, in px."""

    width: int
    height: int
    """On a screen of one page."""
    paged: int
    """On each page of several."""
    read: int
    """The same where the actions stay on each page; as `paged` where that would leave too little."""


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces side by side. `weights` share the width; `most` is the height in px it may be stretched to."""

    pieces: Sequence[Piece]
    gap: int = 0
    most: int = 0
    weights: tuple[int, ...] = ()
    least: int = 0
    tall: int = 0
    """When set, the height in px instead of what the pieces ask for."""

    @property
    def choices(self) -> int:
        """One for each control."""
        return sum(isinstance(piece, Pressable) for piece in self.pieces)

    @property
    def key(self) -> bool:
        """True when one of them is a control."""
        return self.choices > 0

    def height_for(self, width: int) -> int:
        """The highest of them."""
        if self.tall:
            return self.tall
        return max(self.least, *(p.height_for(w) for p, w in zip(self.pieces, self._widths(width), strict=True)))

    def most_for(self, width: int) -> int:
        """As given, or its least height."""
        return max(self.most, self.height_for(width))

    def lay(self, rect: QRect) -> Laid:
        """From left to right."""
        laid: Laid = []
        x = rect.x()
        for piece, width in zip(self.pieces, self._widths(rect.width()), strict=True):
            laid.append((piece, QRect(x, rect.y(), width, rect.height())))
            x += width + self.gap
        return laid

    def _widths(self, width: int) -> list[int]:
        weights = self.weights or (1,) * len(self.pieces)
        free = width - self.gap * (len(self.pieces) - 1)
        return [free * weight // sum(weights) for weight in weights]


@dataclass(frozen=True, slots=True)
class TickPart:
    """A paper with its two buttons, `beside` the words or below them; all papers of a list alike."""

    look: Look
    frame: TickFrame
    have: TickButton
    missing: TickButton
    beside: bool = False
    choices: int = 1
    key: bool = True

    def height_for(self, width: int) -> int:
        """What frame and buttons need."""
        self._reserve(width)
        return max(self.frame.height_for(width), self._buttons_px(width) + 2 * self._pad_y())

    def most_for(self, width: int) -> int:
        """A little air."""
        return self.height_for(width) + self.look.px(12)

    def word_fits(self, width: int) -> bool:
        """Whether the words keep at least 60 mm and none is cut."""
        self._reserve(width)
        return self.frame.text_width(width) >= self.look.px(60) and self.frame.word_fits(width)

    def lay(self, rect: QRect) -> Laid:
        """Frame, then the buttons on it."""
        self._reserve(rect.width())
        have, missing = self._lay_beside(rect) if self.beside else self._lay_below(rect)
        return [(self.frame, rect), (self.have, have), (self.missing, missing)]

    def _lay_below(self, rect: QRect) -> tuple[QRect, QRect]:
        pad, gap = self.look.px(5), self.look.grid("gap")
        wide = (rect.width() - 2 * pad - gap) // 2
        high = self._buttons_px(rect.width())
        top = rect.bottom() + 1 - self._pad_y() - high
        left = rect.x() + pad
        return QRect(left, top, wide, high), QRect(left + wide + gap, top, wide, high)

    def _lay_beside(self, rect: QRect) -> tuple[QRect, QRect]:
        pad, gap = self.look.px(5), self.look.grid("gap")
        have_wide, missing_wide = self.have.needed_width(), self.missing.needed_width()
        high = min(rect.height() - 2 * self._pad_y(), self._buttons_px(rect.width()) + self.look.px(10))
        top = rect.y() + (rect.height() - high) // 2
        left = rect.right() + 1 - pad - missing_wide
        return QRect(left - gap - have_wide, top, have_wide, high), QRect(left, top, missing_wide, high)

    def _pad_y(self) -> int:
        return self.look.px(3.5 if self.look.tight else 4.5)

    def _buttons_px(self, width: int) -> int:
        return max(self.have.height_for(width // 2), self.missing.height_for(width // 2))

    def _reserve(self, width: int) -> None:
        if self.beside:
            right = self.have.needed_width() + self.missing.needed_width() + self.look.grid("gap")
            self.frame.reserve(right, 0)
        else:
            self.frame.reserve(0, self._buttons_px(width) + self._pad_y())


_TELEPHONE_KEYS: Final = 11
_TELEPHONE_ROWS: Final = 4


@dataclass(frozen=True, slots=True)
class KeyPadPart:
    """Keys in rows of as many as fit; a key with a word takes what it needs. Digits alone, where there is the height
    for it, stand as on a telephone.
    """

    look: Look
    keys: Sequence[Key] = field(default_factory=list)
    choices: int = 0
    key: bool = True

    def height_for(self, width: int) -> int:
        """All rows at a finger's height."""
        rows = len(self._rows(width))
        return rows * self._key_px() + (rows - 1) * self._gap()

    def most_for(self, width: int) -> int:
        """Somewhat higher keys."""
        rows = _TELEPHONE_ROWS if self._digits_alone() else len(self._rows(width))
        return rows * (self._key_px() + self.look.px(9)) + (rows - 1) * self._gap()

    def lay(self, rect: QRect) -> Laid:
        """Row by row, each centred."""
        gap = self._gap()
        tall = rect.height() >= _TELEPHONE_ROWS * (self._key_px() + gap) - gap
        rows = self._telephone(rect.width()) if tall and self._digits_alone() else self._rows(rect.width())
        high = (rect.height() - gap * (len(rows) - 1)) // len(rows)
        laid: Laid = []
        for at, row in enumerate(rows):
            total = sum(wide for _, wide in row) + gap * (len(row) - 1)
            x = rect.x() + (rect.width() - total) // 2
            y = rect.y() + at * (high + gap)
            for key, wide in row:
                laid.append((key, QRect(x, y, wide, high)))
                x += wide + gap
        return laid

    def _gap(self) -> int:
        return self.look.grid("key_gap")

    def _key_px(self) -> int:
        return self.look.grid("target")

    def _digits_alone(self) -> bool:
        return len(self.keys) == _TELEPHONE_KEYS and all(key.wide() for key in self.keys[10:])

    def _telephone(self, width: int) -> list[list[tuple[Key, int]]]:
        """Rows of three; beside the 0 the key with a word has the room of two."""
        gap = self._gap()
        cell = min((width - 2 * gap) // 3, self.look.px(45))
        rows = [[(key, cell) for key in self.keys[at : at + 3]] for at in range(0, 9, 3)]
        return [*rows, [(self.keys[9], cell), (self.keys[10], 2 * cell + gap)]]

    def _rows(self, width: int) -> list[list[tuple[Key, int]]]:
        """Rows of (key, width): digits first and in one row where ten fit, the rest evenly."""
        gap = self._gap()
        most = max(1, (width + gap) // (self._key_px() + gap))
        columns = min(10, most)
        cell = min((width - gap * (columns - 1)) // columns, self.look.px(30))
        digits = [key for key in self.keys if key.accessibleName().isdigit()]
        others = [key for key in self.keys if not key.accessibleName().isdigit()]
        rows = _even(digits, columns) + _even(others, columns)
        return [[(key, self._width(key, cell)) for key in row] for row in self._settle(rows, cell, width)]

    def _width(self, key: Key, cell: int) -> int:
        return max(cell, key.needed_width()) if key.wide() else cell

    def _settle(self, rows: list[list[Key]], cell: int, width: int) -> list[list[Key]]:
        """A last row that became too wide by a key with a word gives that key its own row."""
        settled: list[list[Key]] = []
        for row in rows:
            total = sum(self._width(key, cell) for key in row) + self._gap() * (len(row) - 1)
            wide = [key for key in row if key.wide()]
            if total > width and wide and len(row) > len(wide):
                settled += [[key for key in row if not key.wide()], wide]
            else:
                settled.append(row)
        return settled


def _even(keys: list[Key], columns: int) -> list[list[Key]]:
    if not keys:
        return []
    count = -(-len(keys) // columns)
    size, longer = divmod(len(keys), count)
    rows, at = [], 0
    for row in range(count):
        many = size + (1 if row < longer else 0)
        rows.append(keys[at : at + many])
        at += many
    return rows
