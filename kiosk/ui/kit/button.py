"""The buttons that move a visit: forward, another way, a way for few, giving something back; and the modes."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.drawing import draw_shadow, draw_sheet
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.look import Look
from kiosk.ui.theme import Role
from kiosk.ui.typeset import Block, Placed, set_text
from kiosk.visit.view import Choice, ChoiceKind

_PAD_MM: Final = 5.0
_ICON_GAP_MM: Final = 3.5
_ICON_EM: Final = 1.25


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of button is painted, in tokens."""

    ground: str
    ink: str
    edge: str | None
    edge_mm: float
    shadow: bool


_MANNERS: Final = {
    ChoiceKind.PRIMARY: Manner("accent", "on_accent", None, 0.0, shadow=True),
    ChoiceKind.SECONDARY: Manner("paper", "accent_ink", "accent", 0.9, shadow=True),
    ChoiceKind.QUIET: Manner("paper", "ink", "line", 0.6, shadow=False),
    ChoiceKind.DANGER: Manner("paper", "danger_ink", "danger_ink", 0.8, shadow=False),
    ChoiceKind.MODE: Manner("paper", "ink", "line", 0.6, shadow=False),
}
_CHOSEN: Final = Manner("chosen", "accent_ink", "accent", 1.2, shadow=False)
_RESTING: Final = Manner("paper", "line", None, 0.0, shadow=False)


class Button(Pressable):
    """Icon and words in one line, or the icon above the words where it is narrow."""

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(look, guard, parent)
        self._choice: Choice | None = None
        self._wanted: Role | None = None
        self._least_mm = look.theme.grid["answer"]

    def offer(self, choice: Choice, *, least_mm: float | None = None, role: Role | None = None) -> None:
        """Offer `choice`; `least_mm` is the least height, `role` that of its words where it is not a button's."""
        least = self.look.theme.grid["answer"] if least_mm is None else least_mm
        if (choice, least, role) == (self._choice, self._least_mm, self._wanted):
            return
        self._wanted = role
        self._choice = choice
        self._least_mm = least
        self.setEnabled(choice.enabled)
        self.identify(choice.choice_id, choice.text, choice.hint)
        self.stale()

    def height_for(self, width: int) -> int:
        """High enough for its words, a finger and its kind."""
        stacked, block = self._set(width)
        icon = self._icon_px() + self.look.px(1.5) if stacked else 0
        return max(self.look.px(self._least_mm), round(block.height) + icon + 2 * self.look.px(2.5))

    def word_fits(self, width: int) -> bool:
        """Whether its longest word fits at `width` px."""
        return self._set(width)[1].width <= width - 2 * self.look.px(2.5)

    def compose(self, body: QRectF) -> list[Placed]:
        """The words beside or under the icon, centred as one group."""
        if self._choice is None:
            return []
        stacked, block = self._set(round(body.width()))
        manner = self._manner()
        rect = self._words_rect(body, stacked, block)
        centre = stacked or not self._choice.icon
        align = Qt.AlignmentFlag.AlignHCenter if centre else Qt.AlignmentFlag.AlignLeft
        return [Placed(block, rect, manner.ink, manner.ground, align)]

    def draw(self, painter: QPainter, body: QRectF) -> None:
        """Ground, border, icon."""
        if self._choice is None:
            return
        manner = self._manner()
        if manner.shadow and self.isEnabled():
            draw_shadow(painter, self.look, body, self.radius(), self.look.px(1.8))
        draw_sheet(
            painter,
            self.look,
            body,
            ground=manner.ground,
            edge=manner.edge,
            edge_px=self.look.px(manner.edge_mm),
            radius=self.radius(),
        )
        stacked, block = self._set(round(body.width()))
        self._draw_icon(painter, body, stacked, block, manner)

    def forget(self) -> None:
        """Drop the choice."""
        self._choice = None
        super().forget()

    def _manner(self) -> Manner:
        if self._choice is None or not self._choice.enabled:
            return _RESTING
        return _CHOSEN if self._choice.selected else _MANNERS[self._choice.kind]

    def _role(self) -> Role:
        if self._wanted is not None:
            return self._wanted
        return Role.BODY if self._choice is not None and self._choice.kind is ChoiceKind.MODE else Role.BUTTON

    def _icon_px(self) -> int:
        if self._choice is None or not self._choice.icon:
            return 0
        return self.look.px(self.look.em_mm(self._role()) * _ICON_EM)

    def _set(self, width: int) -> tuple[bool, Block]:
        """(icon above the words, the words)."""
        text = self._choice.text if self._choice is not None else ""
        pad = self.look.px(_PAD_MM)
        icon = self._icon_px()
        beside = width - 2 * pad - (icon + self.look.px(_ICON_GAP_MM) if icon else 0)
        block = set_text(self.look, text, self._role(), beside, balanced=True)
        if icon and (block.width > beside or len(block.lines) > 1):
            under = width - 2 * self.look.px(2.5)
            below = set_text(self.look, text, self._role(), under, balanced=True)
            if len(below.lines) < len(block.lines) or block.width > beside:
                return True, below
        return False, block

    def _words_rect(self, body: QRectF, stacked: bool, block: Block) -> QRectF:
        if stacked:
            total = self._icon_px() + self.look.px(1.5) + block.height
            top = body.center().y() - total / 2 + self._icon_px() + self.look.px(1.5)
            pad = self.look.px(2.5)
            return QRectF(body.x() + pad, top, body.width() - 2 * pad, block.height)
        icon = self._icon_px()
        lead = icon + self.look.px(_ICON_GAP_MM) if icon else 0
        left = body.center().x() - (lead + block.width) / 2 + lead
        return QRectF(left, body.y(), block.width + 0.5, body.height())

    def _draw_icon(self, painter: QPainter, body: QRectF, stacked: bool, block: Block, manner: Manner) -> None:
        icon = self._icon_px()
        if not icon or self._choice is None:
            return
        words = self._words_rect(body, stacked, block)
        rect = QRectF(words.topLeft(), QSizeF(icon, icon))
        if stacked:
            rect.moveLeft(body.center().x() - icon / 2)
            rect.moveTop(words.y() - self.look.px(1.5) - icon)
        else:
            rect.moveLeft(words.x() - self.look.px(_ICON_GAP_MM) - icon)
            rect.moveTop(body.center().y() - icon / 2)
        self.look.pictures.icon(painter, self._choice.icon, rect, self.look.hex(manner.ink))
