"""The attract screen: a drawing, a welcome, one large button; languages and modes at the bottom."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from kiosk.ui.flow import Laid, Part, hit_margins
from kiosk.ui.frame import Frame
from kiosk.ui.kit.drawing_plate import DrawingPlate
from kiosk.ui.kit.guard import Guard
from kiosk.ui.kit.hand import Hand
from kiosk.ui.kit.info_strip import Tone
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.parts import Row
from kiosk.ui.screens.choosing import mode_parts
from kiosk.ui.stock import Say
from kiosk.ui.theme import Role
from kiosk.visit.view import AttractDetail, ChoiceKind, View

_LEAST_HERO_MM = 25.0
"""A smaller drawing tells nothing."""


class Welcome(Page):
    """Has its own composition; everything else is a page's."""

    def __init__(self, look: Look, guard: Guard, parent: QWidget) -> None:
        super().__init__(look, guard, parent)
        self._hero = DrawingPlate(look, self)
        self._hand = Hand(look, self)
        self._shift = QPoint(0, 0)

    def shift(self, by: QPoint) -> None:
        """Move the drawing by some px against image retention (R-OPS-2)."""
        self._hero.move(self._hero.pos() - self._shift + by)
        self._shift = by

    def forget(self) -> None:
        """Drop drawing and hand too."""
        super().forget()
        self._hero.forget()
        self._hand.rest()

    def _fill(self, view: View, frame: Frame, say: Say, motion: bool) -> None:
        look = self._look
        self._stock.rewind()
        self._stock.say = say
        for piece in (self._hero, self._hand):
            piece.set_look(look)
        self._hero.show_drawing("attract")
        body = self._body(frame)
        greeting, below = self._greeting(view), self._below(view, body.width())
        told = [*self._told(view), *self._asides(view)]
        below = below if look.landscape else [*told, *below]
        laid_below, y = self._upwards(below, body, body.bottom() + 1)
        room = self._height(greeting, body.width())
        bottom = y
        if look.landscape:
            bottom = body.y() + room + max(0, (y - body.y() - room) // 2)
        laid, top = self._upwards(greeting, body, bottom)
        self._stock.trim()
        self._place([*laid, *laid_below])
        if look.landscape:
            left = QRect(frame.header.x(), 0, self._split() - 2 * frame.header.x(), look.height)
            laid_told, y = self._upwards(told, left, look.height - frame.header.x())
            self._place(laid_told)
            hero = QRect(left.x(), frame.head.top(), left.width(), y - frame.head.top())
            self._ground = QRect(0, 0, self._split(), look.height)
        else:
            hero = QRect(body.x(), frame.head.top(), body.width(), top - frame.head.top())
            self._ground = QRect(0, 0, look.width, laid[-1][1].center().y())
        if hero.height() >= look.px(_LEAST_HERO_MM):
            self._hero.place(hero.translated(self._shift))
        else:
            self._hero.hide()
        self._point(next((rect for piece, rect in laid if isinstance(piece, Pressable)), None), motion)

    def _body(self, frame: Frame) -> QRect:
        body = QRect(frame.body)
        if self._look.landscape:
            body.setLeft(self._split() + self._look.px(12))
        return body

    def _split(self) -> int:
        """Where the drawing ends and the words begin on a wide panel, in px."""
        return round(self._look.width * 0.45)

    def _greeting(self, view: View) -> list[Part]:
        look, stock = self._look, self._stock
        ground = "page" if look.landscape else "head"
        title, lead = stock.words.take(look), stock.words.take(look)
        title.say(view.title, Role.DISPLAY, ground=ground, align=self._align())
        lead.say(view.lead, Role.CARD, ink="ink2", ground=ground, align=self._align())
        parts: list[Part] = [Row([title]), Row([lead])]
        for choice in view.choices:
            if choice.kind is ChoiceKind.PRIMARY:
                start = stock.buttons.take(look)
                start.offer(choice, least_mm=26.0 if look.tight else 40.0, role=Role.TITLE)
                parts.append(Row([start]))
        return parts

    def _below(self, view: View, width: int) -> list[Part]:
        return mode_parts(self._stock, self._look, view.choices, width)

    def _asides(self, view: View) -> list[Part]:
        """What else may be done before a visit begins; on a wide panel under the drawing."""
        buttons = []
        for choice in view.choices:
            if choice.kind in (ChoiceKind.SECONDARY, ChoiceKind.QUIET):
                button = self._stock.buttons.take(self._look)
                button.offer(choice, least_mm=25.0)
                buttons.append(button)
        return [Row(buttons, self._look.grid("gap"))] if buttons else []

    def _told(self, view: View) -> list[Part]:
        if not isinstance(view.detail, AttractDetail):
            return []
        parts: list[Part] = []
        if view.detail.facts and not self._look.tight:  # there the drawing needs the room
            strip = self._stock.strips.take(self._look)
            strip.say(icon="info", lines=view.detail.facts, tone=Tone.PLAIN)
            parts.append(Row([strip]))
        if view.detail.notice:
            words = self._stock.words.take(self._look)
            ground = "head" if self._look.landscape else "page"
            words.say(view.detail.notice, Role.BODY, ink="ink2", ground=ground, align=self._align())
            parts.append(Row([words]))
        return parts

    def _align(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignLeft if self._look.landscape else Qt.AlignmentFlag.AlignHCenter

    def _gap(self) -> int:
        return self._look.px(5) if self._look.tight else self._look.grid("gap")

    def _height(self, parts: list[Part], width: int) -> int:
        return sum(part.height_for(width) for part in parts) + self._gap() * len(parts)

    def _upwards(self, parts: list[Part], body: QRect, bottom: int) -> tuple[Laid, int]:
        """Lay the parts upwards from `bottom`; (what is laid in reading order, the lower edge for what is above)."""
        laid: Laid = []
        y = bottom
        for part in reversed(parts):
            high = part.height_for(body.width())
            y -= high
            laid = [*part.lay(QRect(body.x(), y, body.width(), high)), *laid]
            y -= self._gap()
        return laid, y

    def _point(self, start: QRect | None, motion: bool) -> None:
        if motion and start is not None:
            self._hand.point_at(start)
        else:
            self._hand.rest()

    def _place(self, laid: Laid) -> None:
        look = self._look
        reach, dead = look.true_px(look.theme.touch["reach"]), look.true_px(look.theme.touch["dead"])
        rects = [rect for piece, rect in laid if isinstance(piece, Pressable)]
        for piece, rect in laid:
            margins = hit_margins(rect, rects, reach, dead) if isinstance(piece, Pressable) else None
            piece.place(rect, margins)
