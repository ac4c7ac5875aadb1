"""Parts that explain programmes: one in four answers, or two beside each other."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt

from kiosk.ui.flow import Laid, Part
from kiosk.ui.kit.info_strip import Tone
from kiosk.ui.kit.piece import Piece
from kiosk.ui.look import Look
from kiosk.ui.parts import Room, Row
from kiosk.ui.stock import Stock
from kiosk.ui.theme import Role
from kiosk.visit.view import ProgrammeDetail, Told


def programme_parts(stock: Stock, look: Look, detail: ProgrammeDetail, room: Room) -> list[Part]:
    """A sheet for each answer; with two programmes, two sheets side by side under one question.

    Where two columns would be higher than a page the two stand under each other.
    """
    parts: list[Part] = []
    if detail.paper:
        parts.append(_strip(stock, look, "printer", "", (detail.paper,), tone=Tone.INFO))
    if detail.difference:
        parts.append(_strip(stock, look, "info", "", (detail.difference,), tone=Tone.INFO))
    for told in detail.told:
        if detail.names:
            parts += _beside(stock, look, told, detail.names, room)
        else:
            parts.append(_strip(stock, look, told.icon, told.heading, told.columns[0], tone=Tone.PLAIN))
    if not detail.sources:
        return parts
    sources = _strip(stock, look, "", "", (detail.sources,), tone=Tone.BARE)
    if isinstance(parts[-1], Row) and len(parts[-1].pieces) == 1:
        both = Under(parts[-1].pieces[0], sources, look.grid("gap"))
        if both.height_for(room.width) <= room.read:
            return [*parts[:-1], both]
    return [*parts, sources]


@dataclass(frozen=True, slots=True)
class Under:
    """A heading, or the last answer, with a row under it that never parts from it at the end of a page."""

    heading: Piece
    row: Row
    gap: int
    choices: int = 0
    key: bool = False

    def height_for(self, width: int) -> int:
        """Both, and the room between."""
        return self.heading.height_for(width) + self.gap + self.row.height_for(width)

    def most_for(self, width: int) -> int:
        """Not stretched."""
        return self.height_for(width)

    def lay(self, rect: QRect) -> Laid:
        """The heading above."""
        high = self.heading.height_for(rect.width())
        below = QRect(rect.x(), rect.y() + high + self.gap, rect.width(), rect.height() - high - self.gap)
        return [(self.heading, QRect(rect.x(), rect.y(), rect.width(), high)), *self.row.lay(below)]


def _beside(stock: Stock, look: Look, told: Told, names: tuple[str, ...], room: Room) -> list[Part]:
    heading = stock.words.take(look)
    heading.say(told.heading, Role.CARD, ink="accent_ink", align=Qt.AlignmentFlag.AlignLeft)
    strips = [stock.strips.take(look) for _ in names]
    for strip, name, sentences in zip(strips, names, told.columns, strict=True):
        strip.say(heading=name, lines=sentences, tone=Tone.PLAIN)
    beside = Under(heading, Row(list[Piece](strips), look.grid("gap")), look.px(2))
    if beside.height_for(room.width) <= room.paged:
        return [beside]
    for strip, name, sentences in zip(strips, names, told.columns, strict=True):
        strip.say(heading=f"{name}: {told.heading}", lines=sentences, tone=Tone.PLAIN)
    heading.forget()
    return [Row([strip]) for strip in strips]


def _strip(stock: Stock, look: Look, icon: str, heading: str, lines: tuple[str, ...], *, tone: Tone) -> Row:
    strip = stock.strips.take(look)
    strip.say(icon=icon, heading=heading, lines=lines, tone=tone)
    return Row([strip])
