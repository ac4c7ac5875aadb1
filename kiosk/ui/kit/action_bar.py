"""The bar at the bottom, at the same place and drawn the same on every screen: back, finish, help."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.flow import hit_margins
from kiosk.ui.kit.button import Button
from kiosk.ui.kit.guard import Guard
from kiosk.ui.look import Look
from kiosk.visit.view import Choice

SLOTS: Final = ("back", "finish", "help")


class ActionBar(QWidget):
    """Three slots of equal width. What leads nowhere here is drawn resting, so that nothing jumps."""

    chosen = Signal(str)

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._buttons = [Button(look, guard, self) for _ in SLOTS]
        self._connect(self.chosen.emit)

    def offer(self, look: Look, choices: Sequence[Choice]) -> None:
        """Show `choices`; each known one in its slot, others in the slots that are left."""
        self._look = look
        placed = self._in_slots(choices)
        rects = slot_rects(look, self.rect())
        above = QRect(0, -page_gap(look) - 1, self.width(), 1)
        reach, dead = look.true_px(look.theme.touch["reach"]), look.true_px(look.theme.touch["dead"])
        for slot, (button, choice) in enumerate(zip(self._buttons, placed, strict=True)):
            button.set_look(look)
            if choice is None:
                button.forget()
                continue
            button.offer(choice, least_mm=look.theme.grid["target"])
            button.place(rects[slot], hit_margins(rects[slot], [*rects, above], reach, dead))
        self.update()

    def buttons(self) -> tuple[Button, ...]:
        """Those that are shown, from left to right."""
        return tuple(button for button in self._buttons if not button.isHidden())

    def forget(self) -> None:
        """Drop the choices."""
        for button in self._buttons:
            button.forget()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The ground and a fine upper edge."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._look.colour("paper"))
            edge = max(1, self._look.px(0.4))
            painter.fillRect(0, 0, self.width(), edge, self._look.colour("hair"))

    def _connect(self, slot: Callable[[str], None]) -> None:
        for button in self._buttons:
            button.chosen.connect(slot)

    @staticmethod
    def _in_slots(choices: Sequence[Choice]) -> list[Choice | None]:
        known = {choice.choice_id: choice for choice in choices}
        slots = [known.pop(name, None) for name in SLOTS]
        for choice in known.values():
            if None in slots:
                slots[slots.index(None)] = choice
        return slots


def bar_height(look: Look) -> int:
    """Height of the bar in px."""
    return bar_button_height(look) + 2 * bar_pad(look)


def bar_pad(look: Look) -> int:
    """Room above and below the buttons in px."""
    return look.px(3.0) if look.tight else look.grid("bar_pad")


def bar_button_height(look: Look) -> int:
    """Height of a button of the bar in px."""
    return look.px(20.5) if look.tight else look.grid("bar_button")


def page_gap(look: Look) -> int:
    """Room between a page's last control and the bar, in px."""
    return look.px(3 if look.tight else 6)


def slot_rects(look: Look, bar: QRect) -> list[QRect]:
    """The slots in the bar, in its px."""
    margin, gap = look.grid("margin"), look.grid("gap")
    wide = (bar.width() - 2 * margin - gap * (len(SLOTS) - 1)) // len(SLOTS)
    high = bar_button_height(look)
    return [QRect(margin + slot * (wide + gap), bar_pad(look), wide, high) for slot in range(len(SLOTS))]
