"""A large card to choose: a drawing or icon, what it is, a hint."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing import draw_shadow, draw_sheet, draw_tile
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_text
from kiosk.visit.view import Choice

_PAD_MM: Final = 5.0
_TILE_GAP_MM: Final = 5.0
_LEAST_TILE_MM: Final = 18.0
_MOST_TILE_MM: Final = 46.0
_MARK_MM: Final = 9.0
"""The chevron, or the check of a chosen card."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where things are in a card, in px relative to its body."""

    tile: QRectF
    title: Block
    hint: Block | None
    words: QRectF
    above: bool
    """The tile is above the words."""


class ChoiceCard(Pressable):
    """Tile at the left with words beside it, or above them where the card is narrow."""

    least_mm = 30.0
    chevron = True

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(look, guard, parent)
        self._choice: Choice | None = None

    def offer(self, choice: Choice) -> None:
        """Offer `choice`."""
        if choice != self._choice:
            self._choice = choice
            self.setEnabled(choice.enabled)
            self.identify(choice.choice_id, choice.text, choice.hint)
            self.stale()

    def height_for(self, width: int) -> int:
        """High enough for its words and its drawing."""
        arranged = self._arrange(QRectF(0, 0, width, 0))
        pad = self._pad()
        words = arranged.title.height + (arranged.hint.height + self._hint_gap() if arranged.hint else 0)
        tile = self._least_tile()
        high = tile + self.look.px(3) + words if arranged.above else max(tile, words)
        return max(self.look.px(self.least_mm), round(high) + 2 * pad)

    def word_fits(self, width: int) -> bool:
        """Whether no word is wider than its place."""
        arranged = self._arrange(QRectF(0, 0, width, 0))
        blocks = [arranged.title, *([arranged.hint] if arranged.hint else [])]
        return all(block.width <= arranged.words.width() for block in blocks)

    def compose(self, body: QRectF) -> list[Placed]:
        """Title and hint."""
        if self._choice is None:
            return []
        arranged = self._arrange(body)
        ground = self._ground()
        ink = "ink"
        hint = arranged.hint
        total = arranged.title.height + (hint.height + self._hint_gap() if hint else 0)
        top = arranged.words.y() + (arranged.words.height() - total) / 2
        left, width = arranged.words.x(), arranged.words.width()
        align = Qt.AlignmentFlag.AlignLeft
        placed = [Placed(arranged.title, QRectF(left, top, width, arranged.title.height), ink, ground, align)]
        if hint is not None:
            under = top + arranged.title.height + self._hint_gap()
            placed.append(Placed(hint, QRectF(left, under, width, hint.height), "ink2", ground, align))
        return placed

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Sheet, tile, mark."""
        if self._choice is None:
            return
        chosen = self._choice.selected
        draw_shadow(painter, self.look, body, self.radius(), self.look.px(2.0))
        draw_sheet(
            painter,
            self.look,
            body,
            ground=self._ground(),
            edge="accent" if chosen else "line",
            edge_px=self.look.px(1.4 if chosen else 0.5),
            radius=self.radius(),
        )
        if self._choice.icon:
            tile = self._arrange(body).tile
            draw_tile(painter, self.look, tile, self._choice.icon, ink="accent_ink", ground="tile")
        self._draw_mark(painter, body)

    def forget(self) -> None:
        """Drop the choice."""
        self._choice = None
        super().forget()

    def _ground(self) -> str:
        return "chosen" if self._choice is not None and self._choice.selected else "paper"

    def _pad(self) -> int:
        return self.look.px(3.5 if self.look.tight else _PAD_MM)

    def _hint_gap(self) -> int:
        return self.look.px(1.0)

    def _least_tile(self) -> int:
        return self.look.px(_LEAST_TILE_MM) if self._choice is not None and self._choice.icon else 0

    def _marked(self) -> bool:
        return self.chevron or (self._choice is not None and self._choice.selected)

    def _arrange(self, body: QRectF) -> Arrangement:
        """Beside when the words fit there; otherwise above. A body of no height gives the least arrangement."""
        beside = self._beside(body)
        words = [beside.title, *([beside.hint] if beside.hint else [])]
        if all(block.width <= beside.words.width() for block in words):
            return beside
        return self._above(body)

    def _beside(self, body: QRectF) -> Arrangement:
        pad = self._pad()
        inner = body.height() - 2 * pad
        share = min(inner, body.width() * 0.3, self.look.px(_MOST_TILE_MM))
        tile = max(self._least_tile(), share) if self._least_tile() else 0
        gap = self.look.px(_TILE_GAP_MM) if tile else 0
        left = body.x() + pad + tile + gap
        right = body.right() - pad - (self.look.px(_MARK_MM + 1) if self._marked() else 0)
        title, hint = self._texts(right - left)
        box = QRectF(body.x() + pad, body.center().y() - tile / 2, tile, tile)
        return Arrangement(box, title, hint, QRectF(left, body.y(), right - left, body.height()), above=False)

    def _above(self, body: QRectF) -> Arrangement:
        pad = self._pad()
        width = body.width() - 2 * pad
        title, hint = self._texts(width)
        words = title.height + (hint.height + self._hint_gap() if hint else 0)
        room = body.height() - 2 * pad - self.look.px(3) - words
        tile = max(self._least_tile(), min(room, self.look.px(_MOST_TILE_MM))) if self._least_tile() else 0
        box = QRectF(body.x() + pad, body.y() + pad, tile, tile)
        top = body.y() + pad + tile + self.look.px(3)
        words_rect = QRectF(body.x() + pad, top, width, max(words, body.bottom() - pad - top))
        return Arrangement(box, title, hint, words_rect, above=True)

    def _texts(self, width: float) -> tuple[Block, Block | None]:
        text = self._choice.text if self._choice is not None else ""
        hint = self._choice.hint if self._choice is not None else ""
        title = set_text(self.look, text, Role.CARD, width)
        return title, set_text(self.look, hint, Role.BODY, width) if hint else None

    def _draw_mark(self, painter: QPainter, body: QRectF) -> None:
        if self._choice is None or not self._marked():
            return
        size = self.look.px(_MARK_MM)
        name = "check-filled" if self._choice.selected else "forward"
        above = self._arrange(body).above
        centre = body.y() + self._pad() + size / 2 if above else body.center().y()
        rect = QRectF(body.right() - self._pad() - size, centre - size / 2, size, size)
        self.look.pictures.icon(painter, name, rect, self.look.hex("accent_ink"))
