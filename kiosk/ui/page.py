"""A page: head, flowing parts, foot and pager, laid out for any panel and mode; used again for every screen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.flow import Area, Laid, Leaf, Part, hit_margins, paginate, spread, used
from kiosk.ui.frame import Frame, rail_width
from kiosk.ui.head import Head
from kiosk.ui.kit.action_bar import slot_rects
from kiosk.ui.kit.button import Button
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.pager import NEXT, PREVIOUS, Pager
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.look import Look
from kiosk.ui.parts import Room, Row
from kiosk.ui.screens.content import actions_of, lead_of, parts_of, picture_of
from kiosk.ui.screens.foot import Foot, Group, actions, foot_of
from kiosk.ui.screens.telling import paragraph
from kiosk.ui.stock import Say, Stock
from kiosk.visit.view import ChoiceKind, ResultDetail, View

_LEAST_READ_MM = 100.0
"""What must be left of a page for reading where the actions stay on each."""
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class Page(QWidget):
    """One screen at a time. `chosen` carries the choice, `busy` tells that somebody is there."""

    chosen = Signal(str)
    busy = Signal()

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._head = Head(look, self)
        self._stock = Stock(look, guard, self, self._wire)
        self._pager = Pager(look, guard, self)
        for button in (self._pager.previous, self._pager.next):
            self._wire(button)
        self._guard = guard
        self._leaf = 0
        self._leaves = 1
        self._shown: tuple[View, Frame, Say, bool] | None = None
        self._ground = QRect()
        self._bar_slots: list[QRect] = []

    @property
    def ground(self) -> QRect:
        """The tinted ground under the head, in px."""
        return self._ground

    @property
    def leaves(self) -> int:
        """How many pages this screen has."""
        return self._leaves

    def show_view(self, view: View, look: Look, frame: Frame, say: Say, *, fresh: bool, motion: bool) -> None:
        """Show `view`; a `fresh` screen begins at its first page."""
        self._look = look
        self._leaf = 0 if fresh else self._leaf
        self._shown = (view, frame, say, motion)
        self._fill(view, frame, say, motion)

    def turn(self, by: int) -> None:
        """Show the page `by` further."""
        if self._shown is None:
            return
        self._leaf = max(0, min(self._leaves - 1, self._leaf + by))
        self._guard.screen_changed()
        self._fill(*self._shown)
        self.busy.emit()

    def controls(self) -> list[Pressable]:
        """The controls that are shown, in reading order."""
        shown = [p for p in self.findChildren(Pressable) if not p.isHidden() and p.isEnabled()]
        return sorted(shown, key=lambda p: (p.drawn_rect().y(), p.drawn_rect().x()))

    def forget(self) -> None:
        """Drop everything that was shown."""
        self._shown = None
        self._leaf, self._leaves = 0, 1
        self._head.forget()
        self._stock.rewind()
        self._stock.trim()
        self._pager.previous.forget()
        self._pager.next.forget()
        self._pager.place.forget()

    def event(self, event: QEvent) -> bool:
        """Keys belong to the stage."""
        if event.type() in _KEYS:
            event.ignore()
            return False
        return super().event(event)

    def _wire(self, control: Pressable) -> None:
        control.chosen.connect(self._choose)
        control.let_go.connect(self.busy)

    def _choose(self, choice_id: str) -> None:
        if choice_id == NEXT:
            self.turn(1)
        elif choice_id == PREVIOUS:
            self.turn(-1)
        else:
            self.chosen.emit(choice_id)

    def _fill(self, view: View, frame: Frame, say: Say, motion: bool) -> None:
        look = self._look
        self._stock.rewind()
        self._stock.say = say
        self._head.say(look, view, lead_of(look, view), picture_of(view))
        area = self._area(frame)
        width = area.rect.width()
        self._pager.say(look, say("previous"), say("next"), "")
        group = actions(self._stock, look, actions_of(view))
        foot = foot_of(look, group, width)
        last = foot_of(look, [(ChoiceKind.QUIET, self._pager.previous), *group], width)
        rider = self._rider(view, group, width)
        pager_px = self._turning(say, 9, 99, rider).height_for(width)
        room = self._room(area, foot.height_for(width), pager_px)
        parts = parts_of(self._stock, look, view, room, motion=motion)
        lead = self._head.give_up_lead(frame.head)
        if lead:
            parts.insert(0, paragraph(self._stock, look, lead))
        parts = self._with_drawing(parts, area, room)
        always = self._stays(view, parts, area, foot.height_for(width) + pager_px + 2 * area.gap)
        turning = pager_px + (foot.height_for(width) + area.gap if always else 0)
        ending = turning if always else last.height_for(width)
        leaves = paginate(parts, area, foot.height_for(width), ending, turning)
        self._leaves = len(leaves)
        self._leaf = min(self._leaf, self._leaves - 1)
        leaf = leaves[self._leaf]
        if self._leaves > 1 and always:
            foot = _over(self._turning(say, self._leaf, self._leaves), foot, area.gap)
        elif self._leaves > 1:
            foot = last if leaf.with_foot and group else self._turning(say, self._leaf, self._leaves, rider)
        self._stock.trim()
        self._lay(frame, area, leaves, foot)

    def _room(self, area: Area, foot_px: int, pager_px: int) -> Room:
        paged = self._free(area, pager_px)
        read = paged - foot_px - area.gap
        if self._look.tight or read < self._look.px(_LEAST_READ_MM):
            read = paged
        return Room(area.rect.width(), self._free(area, foot_px), paged, read)

    def _area(self, frame: Frame) -> Area:
        look = self._look
        body = QRect(frame.body)
        if not look.landscape:
            body.setTop(frame.head.top() + self._head.height_for(frame.head.width()) + self._head_room())
        return Area(body, frame.reach_top, look.px(5) if look.landscape else look.grid("gap"))

    def _with_drawing(self, parts: list[Part], area: Area, room: Room) -> list[Part]:
        """A screen with little to say gets its drawing large, in the middle."""
        sparse = used(parts, area) - area.rect.top() < room.height * 0.42
        if not self._head.picture or not sparse or any(part.key for part in parts):
            return parts
        drawing = self._stock.drawings.take(self._look)
        drawing.show_drawing(self._head.picture)
        self._head.without_picture()
        least = min(self._look.px(90), room.height // 2)
        return [Row([drawing], least=least, most=max(least, self._look.px(150)), tall=least), *parts]

    def _head_room(self) -> int:
        """From the words of the head to the first part: the tinted ground ends between them."""
        return self._look.px(12)

    def _free(self, area: Area, foot_px: int) -> int:
        top = max(area.rect.top(), area.reach_top)
        return area.rect.y() + area.rect.height() - top - (foot_px + area.gap if foot_px else 0)

    def _stays(self, view: View, parts: Sequence[Part], area: Area, taken_px: int) -> bool:
        """Whether the actions stay on every page: where one reads, not where each row wants an answer."""
        if self._look.tight or any(choice.kind is ChoiceKind.TICK for choice in view.choices):
            return False
        highest = max((part.height_for(area.rect.width()) for part in parts), default=0)
        return area.rect.height() - taken_px >= max(highest, self._look.px(_LEAST_READ_MM))

    def _rider(self, view: View, group: Group, width: int) -> Button | None:
        """On a low panel with many pages to read the forward action is on each of them, beside the turning."""
        if not self._look.tight or not isinstance(view.detail, ResultDetail):
            return None
        rider = next((button for kind, button in group if kind is ChoiceKind.PRIMARY), None)
        share = (width - 2 * self._look.grid("gap")) * 5 // 16
        fits = rider is not None and all(b.word_fits(share) for b in (self._pager.previous, self._pager.next, rider))
        return rider if fits else None

    def _turning(self, say: Say, at: int, of: int, rider: Button | None = None) -> Foot:
        look, pager, gap = self._look, self._pager, self._look.grid("gap")
        pager.say(look, say("previous"), say("next"), say("page", at=at + 1, of=of))
        if rider is not None:
            turning = [pager.place, pager.next] if at == 0 else [pager.previous, pager.next]
            return Foot((Row([*turning, rider], gap, weights=(3, 5, 6) if at == 0 else (5, 5, 6)),), (gap,))
        if at == 0:
            return Foot((Row([pager.place, pager.next], gap),), (gap,))
        if at == of - 1:
            return Foot((Row([pager.previous, pager.place], gap),), (gap,))
        return Foot((Row([pager.previous, pager.place, pager.next], gap, weights=(2, 1, 2)),), (gap,))

    def _lay(self, frame: Frame, area: Area, leaves: Sequence[Leaf], foot: Foot) -> None:
        width = area.rect.width()
        bottom = area.rect.y() + area.rect.height()
        foot_top = bottom - foot.height_for(width)
        parts_bottom = foot_top - (area.gap if foot.rows else 0)
        self._bar_slots = [slot.translated(frame.bar.topLeft()) for slot in slot_rects(self._look, frame.bar)]
        leaf = leaves[self._leaf]
        area = self._lay_head(frame, area, leaves, parts_bottom)
        laid: Laid = []
        rects = spread(leaf.parts, area, parts_bottom, alone=self._leaves == 1)
        for part, rect in zip(leaf.parts, rects, strict=True):
            laid += part.lay(rect)
        y = foot_top
        for at, row in enumerate(foot.rows):
            y += foot.rooms[at] if at else 0
            high = row.height_for(width)
            laid += row.lay(QRect(area.rect.x(), y, width, high))
            y += high
        self._place(laid)

    def _lay_head(self, frame: Frame, area: Area, leaves: Sequence[Leaf], parts_bottom: int) -> Area:
        """The head as high as a drawing wishes, where every page of the screen leaves room for it."""
        if self._look.landscape:
            self._head.lay(frame.head)
            self._ground = QRect(0, 0, rail_width(self._look), self._look.height)
            return area
        top = area.rect.top()
        if leaves[0].parts and leaves[0].parts[0].key:
            top = max(top, area.reach_top)
        wish = self._head.wish_for(frame.head.width()) + self._head_room() + frame.head.top()
        below = QRect(area.rect)
        below.setTop(wish)
        lower = Area(below, area.reach_top, area.gap)
        if wish > top and all(used(leaf.parts, lower) <= parts_bottom for leaf in leaves):
            top = wish
        rect = QRect(frame.head)
        rect.setBottom(top - self._head_room() - 1)
        self._head.lay(rect)
        self._ground = QRect(0, 0, self._look.width, top - self._head_room() // 2)
        body = QRect(area.rect)
        body.setTop(top)
        return Area(body, area.reach_top, area.gap)

    def _place(self, laid: Laid) -> None:
        look = self._look
        reach, dead = look.true_px(look.theme.touch["reach"]), look.true_px(look.theme.touch["dead"])
        controls = [*(rect for piece, rect in laid if isinstance(piece, Pressable)), *self._bar_slots]
        shown = {id(piece) for piece, _ in laid}
        for piece in (*self._stock.taken(), self._pager.previous, self._pager.next, self._pager.place):
            if id(piece) not in shown:
                piece.hide()
        for piece, rect in laid:
            if isinstance(piece, Pressable):
                piece.place(rect, hit_margins(rect, controls, reach, dead))
            else:
                piece.place(rect)


def _over(above: Foot, below: Foot, room: int) -> Foot:
    """Two feet, one over the other."""
    return Foot((*above.rows, *below.rows), (*above.rooms, room, *below.rooms[1:]))
