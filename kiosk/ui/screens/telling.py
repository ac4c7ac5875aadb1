"""Parts that tell: notices, pictured steps, countdowns, a code being typed."""

from kiosk.ui.flow import Part
from kiosk.ui.kit.info_strip import Tone
from kiosk.ui.kit.piece import Piece
from kiosk.ui.look import Look
from kiosk.ui.parts import KeyPadPart, Row
from kiosk.ui.stock import Stock
from kiosk.ui.theme import Role
from kiosk.visit.view import ChoiceKind, CodeDetail, NoticeDetail, SheetDetail, StepsDetail, View

_HINT_MM = 32.0
"""Two lines: as high as the longest sentence about a code, in normal letters."""


def notice_parts(stock: Stock, look: Look, detail: NoticeDetail) -> list[Part]:
    """One sheet with all lines."""
    if not detail.lines:
        return []
    strip = stock.strips.take(look)
    strip.say(icon="info", lines=detail.lines, tone=Tone.PLAIN)
    return [Row([strip])]


def step_parts(stock: Stock, look: Look, detail: StepsDetail, width: int) -> list[Part]:
    """Numbered pictures, two beside each other where their words fit."""
    plates = []
    for number, (picture, words) in enumerate(detail.steps, start=1):
        plate = stock.steps.take(look)
        plate.say(number, picture, words)
        plates.append(plate)
    gap = look.grid("gap")
    columns = 2
    while columns > 1 and not all(p.word_fits((width - gap * (columns - 1)) // columns) for p in plates):
        columns -= 1
    most = look.px(130)
    return [Row(list(plates[at : at + columns]), gap, most) for at in range(0, len(plates), columns)]


def countdown_parts(stock: Stock, look: Look, detail: SheetDetail) -> list[Part]:
    """The number it is about, and the ring."""
    parts: list[Part] = []
    ring = stock.rings.take(look)
    ring.say(detail.left_s, detail.total_s)
    if detail.label:
        plate = stock.plates.take(look)
        plate.say(detail.label, "", "", ())
        parts.append(Row([plate], most=min(plate.wish_for(look.width // 2), look.px(110))))
    parts.append(Row([ring]))
    return parts


def code_parts(stock: Stock, look: Look, view: View, detail: CodeDetail) -> list[Part]:
    """What is typed, a kind sentence where it was wrong, the keys."""
    line = stock.codes.take(look)
    line.say(detail.typed, detail.length)
    parts: list[Part] = [Row([line])]
    if not look.tight:  # always there, so that no key moves away under a finger; a tight panel says it in its rail
        strip = stock.strips.take(look)
        strip.say(icon="info", lines=(view.lead,), tone=Tone.ATTENTION if detail.problem else Tone.INFO)
        parts.append(Row([strip], least=look.px(_HINT_MM)))
    keys = []
    for choice in view.choices:
        if choice.kind is ChoiceKind.KEY:
            key = stock.keys.take(look)
            key.offer(choice)
            keys.append(key)
    if keys:
        parts.append(KeyPadPart(look, keys))
    return parts


def paragraph(stock: Stock, look: Look, text: str, *, quiet: bool = True) -> Row:
    """A sentence on the ground of the screen."""
    words = stock.words.take(look)
    words.say(text, Role.BODY, ink="ink2" if quiet else "ink")
    pieces: list[Piece] = [words]
    return Row(pieces)
