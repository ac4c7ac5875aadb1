"""Parts about papers: the rows to tick, and what is still missing."""

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate, pairwise

from PySide6.QtCore import Qt

from kiosk.domain.checklist import Item
from kiosk.domain.codes import grouped
from kiosk.ui.flow import Part
from kiosk.ui.kit.info_strip import InfoStrip, Tone
from kiosk.ui.kit.piece import Piece
from kiosk.ui.look import Look
from kiosk.ui.parts import Room, Row, TickPart
from kiosk.ui.stock import Stock
from kiosk.ui.theme import Role
from kiosk.visit.view import ChecklistDetail, Choice, ChoiceKind, ResultDetail, ReturnedDetail, View

_MOST_MAYBE_MM = 96.0
Sheets = list[tuple[str, ...]]
"""The sentences of each sheet."""


def checklist_parts(stock: Stock, look: Look, view: View, detail: ChecklistDetail, width: int) -> list[Part]:
    """The counter with 'Semua ada' beside it, then a row for each paper."""
    rows: list[TickPart] = []
    ticks = {choice.choice_id: choice for choice in view.choices if choice.kind is ChoiceKind.TICK}
    for item in detail.checklist.items:
        have, missing = ticks.get(f"have:{item.item_id}"), ticks.get(f"missing:{item.item_id}")
        if have is not None and missing is not None:
            rows.append(_row(stock, look, item, have, missing))
    beside = [replace(row, beside=True) for row in rows]
    fits = all(row.word_fits(width) for row in beside)
    lower = sum(row.height_for(width) for row in beside) < sum(row.height_for(width) for row in rows)
    return [_counter(stock, look, view, detail), *(beside if fits and lower else rows)]


def result_parts(stock: Stock, look: Look, detail: ResultDetail, room: Room) -> list[Part]:
    """What is missing with where to get it; then what else is true of the case."""
    parts: list[Part] = []
    if detail.paper:
        parts.append(_strip(stock, look, "printer", "", (detail.paper,), tone=Tone.INFO))
    if detail.officer:
        parts.append(_strip(stock, look, "officer", "", (detail.officer,), tone=Tone.ATTENTION))
    for name, where, takes in detail.missing:
        lines = tuple(line for line in (where, takes) if line)
        parts.append(_strip(stock, look, "clock", name, lines, tone=Tone.PLAIN))
    parts += _maybe(stock, look, detail, room)
    parts += _coming(stock, look, detail.coming)
    if detail.without_phone:
        steps = tuple(f"{at}. {step}" for at, step in enumerate(detail.without_phone, start=1))
        parts += _sheets(stock, look, "people", detail.without_phone_title, steps, room=room)
    code = stock.say("list-code", code=grouped(detail.code)) if detail.code else ""
    last = tuple(text for text in (code, detail.regulation) if text)
    ending = [_strip(stock, look, "document", "", last, tone=Tone.BARE)] if last else []
    below = sum(row.height_for(room.width) + look.grid("gap") for row in ending)
    parts += _sheets(stock, look, "info", stock.say("notes"), detail.notes, room=room, below=below, alone=not parts)
    return [*parts, *ending]


def returned_parts(stock: Stock, look: Look, detail: ReturnedDetail, room: Room) -> list[Part]:
    """Each change on its sheet: the rule of today, then the old one."""
    parts: list[Part] = []
    for after, lines in detail.changes:
        if lines:
            parts += _sheets(stock, look, "again", after, lines, tone=Tone.ATTENTION, room=room)
        else:
            parts.append(_strip(stock, look, "again", after, (), tone=Tone.ATTENTION))
    return [*parts, *_coming(stock, look, detail.coming)]


def _coming(stock: Stock, look: Look, coming: tuple[str, ...]) -> list[Part]:
    return [_strip(stock, look, "calendar", "", (line,), tone=Tone.ATTENTION) for line in coming]


def _sheets(
    stock: Stock,
    look: Look,
    icon: str,
    heading: str,
    lines: tuple[str, ...],
    *,
    room: Room,
    tone: Tone = Tone.INFO,
    below: int = 0,
    alone: bool = False,
) -> list[Part]:
    """Sentences on as few sheets as keep each within a page, about equally many on each; the first has the heading.

    `below`: px for what follows, left free on the page of the last where that costs no page more. `alone`: nothing
    stands above, so that one sheet may fill the only page of a screen.
    """
    if not lines:
        return []
    strip = stock.strips.take(look)

    def high(at: int, sheet: tuple[str, ...]) -> int:
        strip.say(icon=icon, heading="" if at else heading, lines=sheet, tone=tone)
        return strip.height_for(room.width)

    def fits(sheets: Sheets, last_px: int) -> bool:
        return all(high(at, sheet) <= room.read for at, sheet in enumerate(sheets)) and (
            high(len(sheets) - 1, sheets[-1]) + last_px <= (room.height if alone and len(sheets) == 1 else room.read)
        )

    full = _packed(lines, lambda at, sheet: high(at, sheet) <= room.read)
    ways = ((_split(lines, len(full)), below), (_split(lines, len(full) + 1), below), (_split(lines, len(full)), 0))
    sheets = next((way for way, last_px in ways if fits(way, last_px)), full)
    parts: list[Part] = []
    for at, sheet in enumerate(sheets):
        one = stock.strips.take(look) if at else strip
        one.say(icon=icon, heading="" if at else heading, lines=sheet, tone=tone)
        parts.append(Row([one]))
    return parts


def _packed(lines: tuple[str, ...], fits: Callable[[int, tuple[str, ...]], bool]) -> Sheets:
    """As many lines on each sheet as fit there, at least one."""
    sheets: Sheets = []
    for line in lines:
        if sheets and fits(len(sheets) - 1, (*sheets[-1], line)):
            sheets[-1] = (*sheets[-1], line)
        else:
            sheets.append((line,))
    return sheets


def _split(lines: tuple[str, ...], count: int) -> Sheets:
    """`lines` in `count` groups of about the same size, the larger ones first; fewer where there are fewer lines."""
    size, longer = divmod(len(lines), min(count, len(lines)))
    ends = [0, *accumulate(size + (at < longer) for at in range(min(count, len(lines))))]
    return [lines[start:end] for start, end in pairwise(ends)]


def _maybe(stock: Stock, look: Look, detail: ResultDetail, room: Room) -> list[Part]:
    """What may be asked for: several to a sheet, so that they do not bury what is missing."""
    most = room.paged if look.tight else min(look.px(_MOST_MAYBE_MM), room.paged)
    parts: list[Part] = []
    strip: InfoStrip | None = None
    some: tuple[str, ...] = ()
    heading = detail.maybe_title
    for name, where in detail.maybe:
        line = stock.say("maybe", name=name, where=where) if where else name
        if strip is not None:
            _say_maybe(strip, heading, (*some, line))
            if strip.height_for(room.width) <= most:
                some = (*some, line)
                continue
            _say_maybe(strip, heading, some)
        strip, some = stock.strips.take(look), (line,)
        for heading, words in ((detail.maybe_title, line), ("", line), ("", name)):  # as much as one page holds
            _say_maybe(strip, heading, (words,))
            some = (words,)
            if strip.height_for(room.width) <= room.paged:
                break
        parts.append(Row([strip]))
    return parts


def _say_maybe(strip: InfoStrip, heading: str, lines: tuple[str, ...]) -> None:
    strip.say(icon="unsure", heading=heading, lines=lines, tone=Tone.PLAIN)


def _counter(stock: Stock, look: Look, view: View, detail: ChecklistDetail) -> Row:
    words = stock.words.take(look)
    words.say(detail.counter, Role.CARD, ink="accent_ink", align=Qt.AlignmentFlag.AlignLeft)
    pieces: list[Piece] = [words]
    for choice in view.choices:
        if choice.kind is ChoiceKind.SECONDARY:
            button = stock.buttons.take(look)
            button.offer(choice, least_mm=look.theme.grid["target"])
            pieces.append(button)
    return Row(pieces, look.grid("gap"))


def _row(stock: Stock, look: Look, item: Item, have: Choice, missing: Choice) -> TickPart:
    frame, yes, no = stock.frames.take(look), stock.ticks.take(look), stock.ticks.take(look)
    first = item.papers[0]
    name = f" {stock.say('or')} ".join(paper.name for paper in item.papers)
    notes = tuple(note for note in (first.form, _reason(stock, item)) if note)
    icon = first.icon if look.pictures.has(first.icon) else "document"
    frame.say(name, notes, "" if look.tight else icon)
    yes.offer(have, name)
    no.offer(missing, name)
    return TickPart(look, frame, yes, no)


def _reason(stock: Stock, item: Item) -> str:
    """When or why it is asked for; empty where it needs no word."""
    if item.mostly:
        return stock.say("mostly")
    if item.only_if:
        return stock.say("only-if", condition=item.only_if)
    return stock.say("why", reason=item.why) if item.why else ""


def _strip(stock: Stock, look: Look, icon: str, heading: str, lines: tuple[str, ...], *, tone: Tone) -> Row:
    strip = stock.strips.take(look)
    strip.say(icon=icon, heading=heading, lines=lines, tone=tone)
    return Row([strip])
