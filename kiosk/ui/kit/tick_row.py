"""One paper of the checklist: what it is, and 'Ada' or 'Belum ada' as shape, icon and word."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing import draw_shadow, draw_sheet, draw_tile
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.piece import Painted
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_text
from kiosk.visit.view import Choice

_ICON_GAP_MM: Final = 3.0
_TILE_MM: Final = 22.0
HAVE: Final = "have:"


class TickButton(Pressable):
    """Half of a two-way switch. Chosen: filled, with a check or a clock; not chosen: an outline."""

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(look, guard, parent)
        self._choice: Choice | None = None

    def offer(self, choice: Choice, item: str) -> None:
        """Offer `choice` for the paper named `item`."""
        if choice != self._choice:
            self._choice = choice
            self.setEnabled(choice.enabled)
            self.identify(choice.choice_id, f"{item}: {choice.text}")
            self.stale()

    def height_for(self, width: int) -> int:
        """A finger's height, or what the words need."""
        return max(self.look.px(self.look.theme.grid["target"]), round(self._set(width).height) + self.look.px(5))

    def needed_width(self) -> int:
        """The width in px at which icon and words stand in one line."""
        line = set_text(self.look, self._choice.text if self._choice else "", Role.BUTTON, 1e6)
        return round(line.width) + self._icon_px() + self.look.px(_ICON_GAP_MM) + 2 * self.look.px(5) + 1

    def compose(self, body: QRectF) -> list[Placed]:
        """The word right of its icon, both centred."""
        if self._choice is None:
            return []
        block = self._set(round(body.width()))
        lead = self._icon_px() + self.look.px(_ICON_GAP_MM)
        left = body.center().x() - (lead + block.width) / 2 + lead
        ground, ink, _ = self._tokens()
        return [Placed(block, QRectF(left, body.y(), block.width + 0.5, body.height()), ink, ground)]

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Ground, edge, icon."""
        if self._choice is None:
            return
        ground, ink, edge = self._tokens()
        width = self.look.px(1.0 if self._choice.selected else 0.6)
        draw_sheet(painter, self.look, body, ground=ground, edge=edge, edge_px=width, radius=self.radius())
        words = self.compose(body)[0].rect
        icon = self._icon_px()
        left = words.x() - self.look.px(_ICON_GAP_MM) - icon
        rect = QRectF(left, body.center().y() - icon / 2, icon, icon)
        self.look.pictures.icon(painter, self._icon(), rect, self.look.hex(ink))

    def forget(self) -> None:
        """Drop the choice."""
        self._choice = None
        super().forget()

    def radius(self) -> float:
        """A little rounder than the row it lies in."""
        return float(self.look.px(5))

    def _have(self) -> bool:
        return self._choice is not None and self._choice.choice_id.startswith(HAVE)

    def _icon(self) -> str:
        chosen = self._choice is not None and self._choice.selected
        if self._have():
            return "check-filled" if chosen else "check-circle"
        return "clock-filled" if chosen else "clock"

    def _tokens(self) -> tuple[str, str, str]:
        """(ground, ink, edge)."""
        if self._choice is None or not self._choice.selected:
            return "paper", "ink", "line"
        return ("accent", "on_accent", "accent") if self._have() else ("attention", "on_attention", "ink")

    def _icon_px(self) -> int:
        return self.look.px(self.look.em_mm(Role.BUTTON) * 1.2)

    def _set(self, width: int) -> Block:
        room = width - self._icon_px() - self.look.px(_ICON_GAP_MM) - 2 * self.look.px(3)
        return set_text(self.look, self._choice.text if self._choice else "", Role.BUTTON, room)


class TickFrame(Painted):
    """The card of one paper. `reserve` px at the right or below are left for the two buttons."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._name = ""
        self._notes: tuple[str, ...] = ()
        self._icon = ""
        self._reserve_right = 0
        self._reserve_below = 0

    def say(self, name: str, notes: tuple[str, ...], icon: str) -> None:
        """Show `name` with `notes` (kind of copy, where from, only if) in smaller words."""
        if (name, notes, icon) != (self._name, self._notes, self._icon):
            self._name, self._notes, self._icon = name, notes, icon
            self.setAccessibleName(". ".join((name, *notes)))
            self.stale()

    def reserve(self, right: int, below: int) -> None:
        """Leave room for the buttons, in px."""
        if (right, below) != (self._reserve_right, self._reserve_below):
            self._reserve_right, self._reserve_below = right, below
            self.stale()

    def text_width(self, width: int) -> int:
        """What is left for words at `width` px of card, in px."""
        pad = self.look.px(5)
        tile = self.look.px(_TILE_MM) + self.look.px(4) if self._icon else 0
        return width - 2 * pad - tile - (self._reserve_right + self.look.px(5) if self._reserve_right else 0)

    def word_fits(self, width: int) -> bool:
        """Whether no word is wider than its place."""
        return all(block.width <= self.text_width(width) for block in self._blocks(width))

    def height_for(self, width: int) -> int:
        """Words or tile, and the reserve."""
        words = sum(block.height for block in self._blocks(width))
        tile = self.look.px(_TILE_MM) if self._icon else 0
        pad = self.look.px(3.5 if self.look.tight else 4.5)
        return max(round(words), tile) + 2 * pad + self._reserve_below

    def compose(self, body: QRectF) -> list[Placed]:
        """Name, then notes."""
        blocks = self._blocks(round(body.width()))
        words = sum(block.height for block in blocks)
        left = body.x() + self.look.px(5) + (self.look.px(_TILE_MM) + self.look.px(4) if self._icon else 0)
        y = body.y() + (body.height() - self._reserve_below - words) / 2
        placed = []
        for at, block in enumerate(blocks):
            rect = QRectF(left, y, self.text_width(round(body.width())), block.height)
            placed.append(Placed(block, rect, "ink" if at == 0 else "ink2", "paper", Qt.AlignmentFlag.AlignLeft))
            y += block.height
        return placed

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Sheet and tile."""
        draw_shadow(painter, self.look, body, self.look.grid("radius"), self.look.px(1.5))
        draw_sheet(
            painter,
            self.look,
            body,
            ground="paper",
            edge="line",
            edge_px=self.look.px(0.5),
            radius=self.look.grid("radius"),
        )
        if self._icon:
            tile = self.look.px(_TILE_MM)
            middle = body.y() + (body.height() - self._reserve_below) / 2
            rect = QRectF(body.x() + self.look.px(5), middle - tile / 2, tile, tile)
            draw_tile(painter, self.look, rect, self._icon, ink="accent_ink", ground="tile")

    def forget(self) -> None:
        """Drop the words."""
        self._name, self._notes, self._icon = "", (), ""
        super().forget()

    def _blocks(self, width: int) -> list[Block]:
        room = self.text_width(width)
        name = set_text(self.look, self._name, Role.CARD, room)
        return [name, *(set_text(self.look, note, Role.BODY, room) for note in self._notes)]
