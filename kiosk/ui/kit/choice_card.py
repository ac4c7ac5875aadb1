"""A large card to choose: a drawing or icon, what it is, a hint."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QRectF
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
_MARK_MM: Final = 9.0
"""The arrow, or the check of a chosen card."""


class Form(Enum):
    """Where the tile is. All cards of one grid have the same form."""

    BESIDE = "left of title and hint"
    CORNER = "left of the title, the hint under both"
    ABOVE = "above the words"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where things are in a card."""

    tile: QRectF
    title: Block
    title_at: QRectF
    hint: Block | None
    hint_at: QRectF
    height: float
    """What all of it needs without paddings, in px."""


class ChoiceCard(Pressable):
    """Tile and words in the form that the grid chose."""

    least_mm = 30.0

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(look, guard, parent)
        self._choice: Choice | None = None
        self._form = Form.BESIDE

    def offer(self, choice: Choice) -> None:
        """Offer `choice`."""
        if choice != self._choice:
            self._choice = choice
            self.setEnabled(choice.enabled)
            self.identify(choice.choice_id, choice.text, choice.hint)
            self.stale()

    def shape(self, form: Form) -> None:
        """Take the form of the grid."""
        if form is not self._form:
            self._form = form
            self.stale()

    def height_for(self, width: int) -> int:
        """High enough for its words and its drawing."""
        inner = self._arrange(QRectF(0, 0, width, 0)).height
        return max(self.look.px(self.least_mm), round(inner) + 2 * self._pad_y())

    def word_fits(self, width: int) -> bool:
        """Whether no word is wider than its place."""
        arranged = self._arrange(QRectF(0, 0, width, 0))
        fits = arranged.title.width <= arranged.title_at.width()
        return fits and (arranged.hint is None or arranged.hint.width <= arranged.hint_at.width())

    def compose(self, body: QRectF) -> list[Placed]:
        """Title and hint."""
        if self._choice is None:
            return []
        arranged = self._arrange(body)
        placed = [Placed(arranged.title, arranged.title_at, "ink", self._ground())]
        if arranged.hint is not None:
            placed.append(Placed(arranged.hint, arranged.hint_at, "ink2", self._ground()))
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
        mark = self._mark()
        if mark:
            name, ink = mark
            self.look.pictures.icon(painter, name, self._mark_rect(body), self.look.hex(ink))

    def forget(self) -> None:
        """Drop the choice."""
        self._choice = None
        super().forget()

    def _mark(self) -> tuple[str, str] | None:
        """(icon, colour) at the right; none in a small card that is not chosen."""
        if self._choice is not None and self._choice.selected:
            return "check-filled", "accent_ink"
        return ("next", "accent_ink") if self._form is Form.BESIDE else None

    def _ground(self) -> str:
        return "chosen" if self._choice is not None and self._choice.selected else "paper"

    def _pad(self) -> int:
        return self.look.px(4 if self.look.tight else _PAD_MM)

    def _pad_y(self) -> int:
        return self.look.px(2.5 if self.look.tight else 3 if self.look.landscape else 4)

    def _tile_px(self, width: float) -> float:
        if self._choice is None or not self._choice.icon:
            return 0.0
        drawn = self._choice.icon.startswith("illustrations/")
        least, most, share = (22.0, 44.0, 0.2) if drawn else (20.0, 32.0, 0.16)
        if self._form is not Form.BESIDE:
            least, share = (28.0, 0.26) if drawn else (20.0, 0.2)
            if self.look.landscape:
                least, share = (24.0, 0.22) if drawn else (18.0, 0.16)
        if self.look.tight:
            most = 30.0 if drawn else 22.0
        return float(min(self.look.px(most), max(self.look.px(min(least, most)), round(width * share))))

    def _arrange(self, body: QRectF) -> Arrangement:
        """For a body of no height: what is needed."""
        match self._form:
            case Form.BESIDE:
                return self._beside(body)
            case Form.CORNER:
                return self._corner(body)
            case Form.ABOVE:
                return self._above(body)

    def _beside(self, body: QRectF) -> Arrangement:
        tile = self._tile_px(body.width())
        left = body.x() + self._pad() + (tile + self.look.px(_TILE_GAP_MM) if tile else 0)
        width = body.right() - self._pad() - self._mark_room() - left
        title, hint = self._text(width), self._hint(width)
        words = title.height + (hint.height + self._hint_gap() if hint else 0)
        top = body.center().y() - words / 2
        return Arrangement(
            QRectF(body.x() + self._pad(), body.center().y() - tile / 2, tile, tile),
            title,
            QRectF(left, top, width, title.height),
            hint,
            QRectF(left, top + title.height + self._hint_gap(), width, hint.height if hint else 0),
            max(tile, words),
        )

    def _corner(self, body: QRectF) -> Arrangement:
        tile = self._tile_px(body.width())
        left = body.x() + self._pad() + (tile + self.look.px(4) if tile else 0)
        width = body.right() - self._pad() - self._mark_room() - left
        full = body.width() - 2 * self._pad()
        title, hint = self._text(width), self._hint(full)
        head = max(tile, title.height)
        room = self.look.px(1.5 if self.look.landscape else 2.5)
        total = head + (hint.height + room if hint else 0)
        top = body.center().y() - total / 2
        return Arrangement(
            QRectF(body.x() + self._pad(), top + (head - tile) / 2, tile, tile),
            title,
            QRectF(left, top, width, head),
            hint,
            QRectF(body.x() + self._pad(), top + head + room, full, hint.height if hint else 0),
            total,
        )

    def _above(self, body: QRectF) -> Arrangement:
        tile = self._tile_px(body.width())
        width = body.width() - 2 * self._pad()
        title, hint = self._text(width), self._hint(width)
        lead = tile + self.look.px(3) if tile else 0
        total = lead + title.height + (hint.height + self._hint_gap() if hint else 0)
        top = body.center().y() - total / 2
        left = body.x() + self._pad()
        return Arrangement(
            QRectF(left, top, tile, tile),
            title,
            QRectF(left, top + lead, width, title.height),
            hint,
            QRectF(left, top + lead + title.height + self._hint_gap(), width, hint.height if hint else 0),
            total,
        )

    def _text(self, width: float) -> Block:
        return set_text(self.look, self._choice.text if self._choice else "", Role.CARD, width)

    def _hint(self, width: float) -> Block | None:
        hint = self._choice.hint if self._choice is not None else ""
        return set_text(self.look, hint, Role.BODY, width) if hint else None

    def _hint_gap(self) -> int:
        return self.look.px(1.0)

    def _mark_room(self) -> int:
        return self.look.px(_MARK_MM + 2) if self._mark() else 0

    def _mark_rect(self, body: QRectF) -> QRectF:
        size = self.look.px(_MARK_MM)
        top = body.center().y() - size / 2 if self._form is Form.BESIDE else body.y() + self._pad()
        return QRectF(body.right() - self._pad() - size, top, size, size)
