"""A page: head, flowing parts, foot and pager, laid out for any panel and mode; used again for every screen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.flow import Area, Laid, Leaf, Part, hit_margins, paginate, spread, used
from kiosk.ui.frame import Frame, rail_width
from kiosk.ui.head import Head
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.pager import NEXT, PREVIOUS, Pager
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.look import Look
from kiosk.ui.parts import Room, Row
from kiosk.ui.screens.content import actions_of, parts_of, picture_of
from kiosk.ui.screens.foot import Foot, actions, foot_of
from kiosk.ui.stock import Say, Stock
from kiosk.visit.view import ChoiceKind, View

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
        self._head.say(look, view, picture_of(view))
        area = self._area(frame)
        width = area.rect.width()
        self._pager.say(look, say("previous"), say("next"), "")
        group = actions(self._stock, look, actions_of(view))
        foot = foot_of(look, group, width)
        last = foot_of(look, [(ChoiceKind.QUIET, self._pager.previous), *group], width)
        room = Room(width, self._free(area, foot.height_for(width)))
        parts = parts_of(self._stock, look, view, room, motion=motion)
        leaves = paginate(parts, area, foot.height_for(width), last.height_for(width), look.grid("answer"))
        self._leaves = len(leaves)
        self._leaf = min(self._leaf, self._leaves - 1)
        leaf = leaves[self._leaf]
        if self._leaves > 1:
            foot = last if leaf.with_foot else self._turning(say)
        self._stock.trim()
        self._lay(frame, area, leaf, foot)

    def _area(self, frame: Frame) -> Area:
        look = self._look
        body = QRect(frame.body)
        if not look.landscape:
            body.setTop(frame.head.top() + self._head.height_for(frame.head.width()) + self._head_room())
        return Area(body, frame.reach_top, look.px(5) if look.tight else look.grid("gap"))

    def _head_room(self) -> int:
        """From the words of the head to the first part: the tinted ground ends between them."""
        return self._look.px(12)

    def _free(self, area: Area, foot_px: int) -> int:
        top = max(area.rect.top(), area.reach_top)
        return area.rect.y() + area.rect.height() - top - (foot_px + area.gap if foot_px else 0)

    def _turning(self, say: Say) -> Foot:
        look, pager, gap = self._look, self._pager, self._look.grid("gap")
        place = say("page", at=self._leaf + 1, of=self._leaves)
        pager.say(look, say("previous"), say("next"), place)
        if self._leaf == 0:
            return Foot((Row([pager.place, pager.next], gap),), (gap,))
        return Foot((Row([pager.previous, pager.place, pager.next], gap, weights=(5, 2, 5)),), (gap,))

    def _lay(self, frame: Frame, area: Area, leaf: Leaf, foot: Foot) -> None:
        width = area.rect.width()
        bottom = area.rect.y() + area.rect.height()
        foot_top = bottom - foot.height_for(width)
        parts_bottom = foot_top - (area.gap if foot.rows else 0)
        area = self._lay_head(frame, area, leaf.parts, parts_bottom)
        laid: Laid = []
        for part, rect in zip(leaf.parts, spread(leaf.parts, area, parts_bottom), strict=True):
            laid += part.lay(rect)
        y = foot_top
        for at, row in enumerate(foot.rows):
            y += foot.rooms[at] if at else 0
            high = row.height_for(width)
            laid += row.lay(QRect(area.rect.x(), y, width, high))
            y += high
        self._place(laid)

    def _lay_head(self, frame: Frame, area: Area, parts: Sequence[Part], parts_bottom: int) -> Area:
        if self._look.landscape:
            self._head.lay(frame.head)
            self._ground = QRect(0, 0, rail_width(self._look), self._look.height)
            return area
        top = area.rect.top()
        if parts and parts[0].key:
            top = max(top, area.reach_top)
        wish = self._head.wish_for(frame.head.width()) + self._head_room() + frame.head.top()
        below = QRect(area.rect)
        below.setTop(wish)
        if wish > top and used(parts, Area(below, area.reach_top, area.gap)) <= parts_bottom:
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
        controls = [rect for piece, rect in laid if isinstance(piece, Pressable)]
        shown = {id(piece) for piece, _ in laid}
        for piece in (*self._stock.taken(), self._pager.previous, self._pager.next, self._pager.place):
            if id(piece) not in shown:
                piece.hide()
        for piece, rect in laid:
            if isinstance(piece, Pressable):
                piece.place(rect, hit_margins(rect, controls, reach, dead))
            else:
                piece.place(rect)
