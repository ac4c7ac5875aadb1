"""The on-screen keypad for codes, and the code as it is typed."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing import draw_sheet
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.piece import Painted
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_text
from kiosk.visit.view import Choice

_CELL_MM: Final = 20.0


class Key(Pressable):
    """One key: a character, or an icon with a word."""

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(look, guard, parent)
        self._is_key = True
        self._choice: Choice | None = None

    def offer(self, choice: Choice) -> None:
        """Offer `choice`."""
        if choice != self._choice:
            self._choice = choice
            self.setEnabled(choice.enabled)
            self.identify(choice.choice_id, choice.text)
            self.stale()

    def height_for(self, width: int) -> int:
        """A finger's height."""
        del width
        return self.look.px(self.look.theme.grid["target"])

    def compose(self, body: QRectF) -> list[Placed]:
        """The character, or the word beside its icon."""
        if self._choice is None:
            return []
        block = self._set()
        lead = self._icon_px() + self.look.px(2) if self._choice.icon else 0
        left = body.center().x() - (lead + block.width) / 2 + lead
        ink = "ink" if self.isEnabled() else "line"
        return [Placed(block, QRectF(left, body.y(), block.width + 0.5, body.height()), ink, "paper")]

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Sheet and icon."""
        if self._choice is None:
            return
        edge = "line" if self.isEnabled() else "hair"
        draw_sheet(painter, self.look, body, ground="paper", edge=edge, edge_px=self.look.px(0.5), radius=self.radius())
        if self._choice.icon:
            icon = self._icon_px()
            words = self.compose(body)[0].rect
            rect = QRectF(words.x() - self.look.px(2) - icon, body.center().y() - icon / 2, icon, icon)
            self.look.pictures.icon(painter, self._choice.icon, rect, self.look.hex("ink"))

    def wide(self) -> bool:
        """Whether it needs more than one cell."""
        return self._choice is not None and len(self._choice.text) > 2

    def needed_width(self) -> int:
        """The width in px at which icon and word stand in one line."""
        lead = self._icon_px() + self.look.px(2) if self._choice is not None and self._choice.icon else 0
        return round(self._set().width) + lead + 2 * self.look.px(3)

    def forget(self) -> None:
        """Drop the choice."""
        self._choice = None
        super().forget()

    def radius(self) -> float:
        """Smaller than a card's."""
        return float(self.look.px(3.5))

    def _set(self) -> Block:
        text = self._choice.text if self._choice is not None else ""
        role = Role.BUTTON if len(text) > 2 else Role.CARD
        return set_text(self.look, text, role, 1e6)

    def _icon_px(self) -> int:
        return self.look.px(self.look.em_mm(Role.BUTTON) * 1.15)


class CodeLine(Painted):
    """The code as typed: one cell for each character, so that one sees how many are still to come."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._typed = ""
        self._length = 0

    def say(self, typed: str, length: int) -> None:
        """Show `typed` (spaces only group it) in `length` cells."""
        if (typed, length) != (self._typed, self._length):
            self._typed, self._length = typed, length
            self.setAccessibleName(typed)
            self.stale()

    def height_for(self, width: int) -> int:
        """One cell."""
        del width
        return self.look.px(_CELL_MM + (0 if self.look.tight else 3))

    def compose(self, body: QRectF) -> list[Placed]:
        """A character in the middle of its cell."""
        placed = []
        for cell, character in zip(self._cells(body), self._typed.replace(" ", ""), strict=False):
            block = set_text(self.look, character, Role.CARD, cell.width())
            placed.append(Placed(block, cell, "ink", "paper", Qt.AlignmentFlag.AlignHCenter))
        return placed

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """The cells; the next one to fill has a strong edge."""
        at = len(self._typed.replace(" ", ""))
        for index, cell in enumerate(self._cells(body)):
            following = index == at
            draw_sheet(
                painter,
                self.look,
                cell,
                ground="paper",
                edge="accent" if following else "line",
                edge_px=self.look.px(1.2 if following else 0.5),
                radius=self.look.px(3.5),
            )

    def forget(self) -> None:
        """Drop the code."""
        self._typed, self._length = "", 0
        super().forget()

    def _cells(self, body: QRectF) -> list[QRectF]:
        count = max(self._length, len(self._typed.replace(" ", "")), 1)
        gap = self.look.px(2)
        width = min(body.height() * 0.9, (body.width() - gap * (count - 1)) / count)
        total = width * count + gap * (count - 1)
        left = body.center().x() - total / 2
        return [QRectF(left + index * (width + gap), body.y(), width, body.height()) for index in range(count)]
