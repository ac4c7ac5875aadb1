"""A sheet that tells something: an icon, a heading, a few lines, in the tone that fits."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing import draw_sheet, draw_tile
from kiosk.ui.kit.piece import Painted
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_text

_GAP_MM: Final = 4.0


class Tone(StrEnum):
    """What the words are like; the icon says it too."""

    PLAIN = "plain"
    INFO = "info"
    GOOD = "good"
    ATTENTION = "attention"
    BARE = "bare"
    """No sheet at all: words on the ground of the screen."""


_TOKENS: Final = {
    Tone.PLAIN: ("paper", "ink", "ink2", "line"),
    Tone.INFO: ("info_tint", "info_ink", "info_ink", None),
    Tone.GOOD: ("good_tint", "good_ink", "good_ink", None),
    Tone.ATTENTION: ("attention_tint", "attention_ink", "attention_ink", None),
    Tone.BARE: ("page", "ink", "ink2", None),
}
"""Ground, heading, lines, edge."""


class InfoStrip(Painted):
    """Icon at the left, heading and lines beside it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._icon = ""
        self._heading = ""
        self._lines: tuple[str, ...] = ()
        self._tone = Tone.PLAIN

    def say(self, *, icon: str = "", heading: str = "", lines: tuple[str, ...] = (), tone: Tone = Tone.PLAIN) -> None:
        """Show these words in `tone`."""
        if (icon, heading, lines, tone) != (self._icon, self._heading, self._lines, self._tone):
            self._icon, self._heading, self._lines, self._tone = icon, heading, lines, tone
            self.setAccessibleName(". ".join(part for part in (heading, *lines) if part))
            self.stale()

    def height_for(self, width: int) -> int:
        """Words or icon, and the paddings."""
        words = self._words_px(width)
        return max(round(words), self._icon_px()) + 2 * self._pad_y()

    def word_fits(self, width: int) -> bool:
        """Whether no word is wider than its place."""
        return all(block.width <= self._room(width) for block, _ in self._blocks(width))

    def compose(self, body: QRectF) -> list[Placed]:
        """Heading, then lines, vertically centred."""
        blocks = self._blocks(round(body.width()))
        words = self._words_px(round(body.width()))
        y = body.y() + (body.height() - words) / 2
        left = body.x() + self._pad_x() + (self._icon_px() + self.look.px(_GAP_MM) if self._icon else 0)
        placed = []
        for block, ink in blocks:
            rect = QRectF(left, y, self._room(round(body.width())), block.height)
            placed.append(Placed(block, rect, ink, _TOKENS[self._tone][0]))
            y += block.height + self._between()
        return placed

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Sheet and icon."""
        ground, ink, _, edge = _TOKENS[self._tone]
        if self.look.presentation.contrast and self._tone is not Tone.BARE:
            edge = "line"
        if self._tone is not Tone.BARE:
            width, radius = self.look.px(0.5), self.look.grid("radius")
            draw_sheet(painter, self.look, body, ground=ground, edge=edge, edge_px=width, radius=radius)
        if self._icon:
            size = self._icon_px()
            rect = QRectF(body.x() + self._pad_x(), body.center().y() - size / 2, size, size)
            tile = "tile" if self._tone is Tone.PLAIN else None
            token = "accent_ink" if self._tone in (Tone.PLAIN, Tone.BARE) else ink
            draw_tile(painter, self.look, rect, self._icon, ink=token, ground=tile)

    def forget(self) -> None:
        """Drop the words."""
        self._icon, self._heading, self._lines = "", "", ()
        super().forget()

    def _pad_x(self) -> int:
        return 0 if self._tone is Tone.BARE else self.look.px(5)

    def _pad_y(self) -> int:
        return self.look.px(1.5 if self._tone is Tone.BARE else (3 if self.look.tight else 4.5))

    def _icon_px(self) -> int:
        if not self._icon:
            return 0
        if self._icon.startswith("illustrations/"):
            return self.look.px(34)
        return self.look.px(18 if self._tone is Tone.PLAIN else 11)

    def _room(self, width: int) -> int:
        return width - 2 * self._pad_x() - (self._icon_px() + self.look.px(_GAP_MM) if self._icon else 0)

    def _between(self) -> int:
        """Room between two sentences in px."""
        return self.look.px(1.5)

    def _words_px(self, width: int) -> float:
        blocks = self._blocks(width)
        return sum(block.height for block, _ in blocks) + self._between() * max(0, len(blocks) - 1)

    def _blocks(self, width: int) -> list[tuple[Block, str]]:
        _, heading_ink, line_ink, _ = _TOKENS[self._tone]
        room = self._room(width)
        blocks = [(set_text(self.look, self._heading, Role.CARD, room), heading_ink)] if self._heading else []
        return blocks + [(set_text(self.look, line, Role.BODY, room, balanced=True), line_ink) for line in self._lines]
