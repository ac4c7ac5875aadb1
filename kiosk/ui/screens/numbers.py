"""Parts with a number or its promise: the plate one is glad to see, its code, the paper on its way."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

from kiosk.ui.flow import Laid, Part
from kiosk.ui.kit.info_strip import InfoStrip, Tone
from kiosk.ui.kit.qr_plate import QrPlate
from kiosk.ui.kit.slip_animation import SlipStage
from kiosk.ui.kit.ticket_plate import TicketPlate
from kiosk.ui.look import Look
from kiosk.ui.parts import Room, Row
from kiosk.ui.stock import Stock
from kiosk.visit.view import PromiseDetail, ScreenId, TicketDetail, View

_MOST_PLATE_MM = 170.0
_SLIP_STAGES = {
    ScreenId.TAKING: SlipStage.WAITING,
    ScreenId.PRINTING: SlipStage.PRINTING,
    ScreenId.DONE: SlipStage.OUT,
}
"""Only screens that the press's own news lead to; on all others no paper is drawn."""


@dataclass(frozen=True, slots=True)
class BesidePart:
    """The QR code with words beside it."""

    look: Look
    left: QrPlate
    right: InfoStrip
    choices: int = 0
    key: bool = False

    def height_for(self, width: int) -> int:
        """The higher of the two."""
        side = self._side()
        return max(side, self.right.height_for(width - side - self.look.px(5)))

    def most_for(self, width: int) -> int:
        """As it is."""
        return self.height_for(width)

    def lay(self, rect: QRect) -> Laid:
        """Left piece square, words centred beside it."""
        side = self._side()
        gap = self.look.px(5)
        left = QRect(rect.x(), rect.y() + (rect.height() - side) // 2, side, side)
        right = QRect(rect.x() + side + gap, rect.y(), rect.width() - side - gap, rect.height())
        return [(self.left, left), (self.right, right)]

    def fits(self, width: int) -> bool:
        """Whether the words keep at least 80 mm."""
        room = width - self._side() - self.look.px(5)
        return room >= self.look.px(72) and self.right.word_fits(room)

    def _side(self) -> int:
        return self.left.side_px()


@dataclass(frozen=True, slots=True)
class PlateAndCode:
    """In landscape: the plate with its words under it at the left, the QR code at the right."""

    look: Look
    plate: TicketPlate
    code: QrPlate
    words: InfoStrip
    most: int
    choices: int = 0
    key: bool = False

    def height_for(self, width: int) -> int:
        """The higher of the two columns."""
        left = width - self._side() - self.look.px(5)
        plate = max(self.plate.height_for(left), self.look.px(50))
        return max(plate + self.words.height_for(left), self._side())

    def most_for(self, width: int) -> int:
        """As high as the plate wishes."""
        left = width - self._side() - self.look.px(5)
        return max(self.height_for(width), min(self.most, self.plate.wish_for(left)) + self.words.height_for(left))

    def lay(self, rect: QRect) -> Laid:
        """Two columns."""
        side, gap = self._side(), self.look.px(5)
        wide = rect.width() - side - gap
        high = self.words.height_for(wide)
        plate = QRect(rect.x(), rect.y(), wide, rect.height() - high)
        words = QRect(rect.x() + self.look.px(5), plate.bottom() + 1, wide - self.look.px(5), high)
        code = QRect(rect.right() + 1 - side, rect.y() + (rect.height() - side) // 2, side, side)
        return [(self.plate, plate), (self.words, words), (self.code, code)]

    def fits(self, width: int) -> bool:
        """Whether the plate keeps at least 110 mm."""
        left = width - self._side() - self.look.px(5)
        return left >= self.look.px(110) and self.words.word_fits(left - self.look.px(5))

    def _side(self) -> int:
        return self.code.side_px()


def promise_parts(stock: Stock, look: Look, view: View, detail: PromiseDetail) -> list[Part]:
    """The window as a ticket that is not torn off yet: need above, window below."""
    del view
    parts: list[Part] = []
    if detail.before:
        strip = stock.strips.take(look)
        heading, *lines = detail.before
        strip.say(icon="info", heading=heading, lines=tuple(lines), tone=Tone.ATTENTION)
        parts.append(Row([strip]))
    plate = stock.plates.take(look)
    plate.say(_sentence(detail.window), "", "", (detail.need,) if detail.need else (), one_line=True)
    parts.append(Row([plate], most=look.px(88), least=look.px(56 if look.tight else 66)))
    if detail.note:
        note = stock.strips.take(look)
        note.say(icon="clock" if detail.estimable else "hourglass", lines=(detail.note,), tone=Tone.INFO)
        parts.append(Row([note]))
    return parts


def ticket_parts(stock: Stock, look: Look, view: View, detail: TicketDetail, room: Room, *, motion: bool) -> list[Part]:
    """The plate, the code to photograph, and what is true of the paper."""
    plate = stock.plates.take(look)
    code = stock.say("code", code=detail.code) if detail.code else ""
    issued = "" if look.tight and detail.caption else detail.issued  # the header of the same photo has day and time
    lines = tuple(line for line in (issued, code) if line)
    plate.say(detail.label, detail.caption, _sentence(detail.window), lines)
    most = min(plate.wish_for(room.width), look.px(_MOST_PLATE_MM))
    plate_row = Row([plate], most=most, least=min(most, look.px(64 if look.tight else 78)))
    strip = stock.strips.take(look)
    paper = () if detail.paper == view.lead else (detail.paper,)
    strip.say(lines=(*paper, *(text for text in (detail.keep, detail.note) if text)), tone=Tone.BARE)
    parts: list[Part] = []
    if detail.qr_text:
        parts += _with_code(stock, look, detail, plate, row=plate_row, strip=strip, room=room)
    else:
        parts += [plate_row, Row([strip])] if strip.accessibleName() else [plate_row]
    stage = _SLIP_STAGES.get(view.screen)
    if stage is SlipStage.PRINTING:
        slip = _slip_part(stock, look, stage, motion=motion)
        heights = [part.height_for(room.width) + look.grid("gap") for part in (*parts, slip)]
        if sum(heights) <= room.height:  # where there is no room for the drawing the lead says the same
            parts.append(slip)
    return parts


def _with_code(
    stock: Stock, look: Look, detail: TicketDetail, plate: TicketPlate, *, row: Row, strip: InfoStrip, room: Room
) -> list[Part]:
    code = stock.qr.take(look)
    code.say(detail.qr_text, detail.keep)
    both = PlateAndCode(look, plate, code, strip, row.most)
    if look.landscape and both.fits(room.width) and both.height_for(room.width) <= room.height:
        return [both]
    beside = BesidePart(look, code, strip)
    if beside.fits(room.width):
        return [row, beside]
    return [row, Row([code]), Row([strip])]


def _slip_part(stock: Stock, look: Look, stage: SlipStage, *, motion: bool) -> Row:
    """The paper that comes out, without words: the lead has said it."""
    slip = stock.slips.take(look)
    slip.show_stage(stage, motion=motion)
    return Row([slip])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
