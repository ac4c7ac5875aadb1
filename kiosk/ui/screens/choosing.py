"""Cards, answers and modes: as many columns as the words bear, as few pages as possible."""

from collections.abc import Sequence

from kiosk.ui.flow import MOST_CHOICES, Part
from kiosk.ui.kit.choice_card import ChoiceCard, Form
from kiosk.ui.kit.piece import Piece
from kiosk.ui.look import Look
from kiosk.ui.parts import Room, Row
from kiosk.ui.stock import Stock
from kiosk.ui.theme import Role
from kiosk.ui.typeset import fits_width
from kiosk.visit.view import Choice, ChoiceKind

_MOST_CARD_MM = 66.0
_MOST_ANSWER_MM = 62.0
_MOST_MODE_MM = 44.0
_LEAST_COLUMN_MM = 62.0

_FORMS = (Form.BESIDE, Form.CORNER, Form.ABOVE)
_SMALL_FORMS = (Form.CORNER, Form.BESIDE, Form.ABOVE)


def card_parts(stock: Stock, look: Look, choices: Sequence[Choice], room: Room) -> list[Part]:
    """Rows of cards for the CARD and ANSWER choices of a screen."""
    shown = [choice for choice in choices if choice.kind in (ChoiceKind.CARD, ChoiceKind.ANSWER)]
    if not shown:
        return []
    named = _pictured(look, shown)
    pieces: list[ChoiceCard] = []
    for choice in named:
        pool = stock.cards if choice.kind is ChoiceKind.CARD else stock.answers
        piece = pool.take(look)
        piece.offer(choice)
        pieces.append(piece)
    most = look.px(_MOST_CARD_MM if shown[0].kind is ChoiceKind.CARD else _MOST_ANSWER_MM)
    columns, form = _grid(look, pieces, room)
    for piece in pieces:
        piece.shape(form)
    if columns > 1 and len(pieces) % columns == 1:
        pieces[-1].shape(Form.BESIDE)  # alone in its row it has the whole width
    return list(_rows(pieces, columns, card_gap(look), most))


def mode_parts(stock: Stock, look: Look, choices: Sequence[Choice], width: int) -> list[Part]:
    """Languages in one row, the ways to see the screen in another; the low screen at the left (R-ERG-10)."""
    modes = [choice for choice in choices if choice.kind is ChoiceKind.MODE]
    languages = [choice for choice in modes if choice.choice_id.startswith("language:")]
    ways = sorted((c for c in modes if c not in languages), key=lambda c: c.choice_id != "mode:low")
    parts: list[Part] = []
    together = [*ways, *languages]
    if look.landscape and together and _fit(look, stock, together, width):
        return [_mode_row(look, stock, together)]
    for group in (languages, ways):
        for chunk in _chunks(look, group, width):
            parts.append(_mode_row(look, stock, chunk))
    return parts


def _mode_row(look: Look, stock: Stock, choices: Sequence[Choice]) -> Row:
    pieces: list[Piece] = []
    for choice in choices:
        button = stock.buttons.take(look)
        button.offer(choice, least_mm=22.0 if look.tight else 25.0)
        pieces.append(button)
    return Row(pieces, look.grid("gap"), look.px(_MOST_MODE_MM))


def _fit(look: Look, stock: Stock, choices: Sequence[Choice], width: int) -> bool:
    return len(_chunks(look, choices, width)) == 1 and len(choices) <= MOST_CHOICES and bool(stock)


def _chunks(look: Look, choices: Sequence[Choice], width: int) -> list[list[Choice]]:
    """Rows of choices of which each word fits its share of the width."""
    if not choices:
        return []
    for columns in range(len(choices), 0, -1):
        share = (width - look.grid("gap") * (columns - 1)) // columns
        if columns == 1 or _words_fit(look, choices, share):
            break
    return [list(choices[at : at + columns]) for at in range(0, len(choices), columns)]


def _words_fit(look: Look, choices: Sequence[Choice], share: int) -> bool:
    texts = [(choice.text, Role.BODY) for choice in choices]
    return fits_width(look, texts, share - 2 * look.px(3))


def _pictured(look: Look, choices: Sequence[Choice]) -> list[Choice]:
    """Choices with drawings where each of them has one, else with icons: never a mixture."""
    drawn = [_drawing(look, choice.icon) for choice in choices]
    if not all(drawn):
        return list(choices)
    return [_with_icon(choice, f"illustrations/{name}") for choice, name in zip(choices, drawn, strict=True)]


def _drawing(look: Look, icon: str) -> str:
    stem = icon.removeprefix("illustrations/")
    for name in (f"need-{stem}", f"q-{stem}", stem):
        if stem and look.pictures.has(f"illustrations/{name}"):
            return name
    return ""


def _with_icon(choice: Choice, icon: str) -> Choice:
    return Choice(choice.choice_id, choice.text, choice.kind, choice.hint, icon, choice.selected, choice.enabled)


def _grid(look: Look, pieces: Sequence[ChoiceCard], room: Room) -> tuple[int, Form]:
    """Columns and form: the first liked whose rows fit; else those with the fewest pages."""
    gap = card_gap(look)
    best, best_pages = (1, Form.BESIDE), 1000
    for columns in _liked(look, len(pieces)):
        share = (room.width - gap * (columns - 1)) // columns
        if columns > 1 and share < look.px(_LEAST_COLUMN_MM):
            continue
        for form in _FORMS if columns == 1 else _SMALL_FORMS:
            needed = _needed(pieces, form, columns, share, gap)
            if needed is None:
                continue
            pages = _pages(needed, room, gap)
            if pages < best_pages:
                best, best_pages = (columns, form), pages
    return best


def card_gap(look: Look) -> int:
    """Between cards, in px."""
    return look.px(5) if look.landscape else look.grid("gap")


def _needed(pieces: Sequence[ChoiceCard], form: Form, columns: int, share: int, gap: int) -> list[int] | None:
    """The height of each row in px with its gap; None where a word does not fit."""
    for piece in pieces:
        piece.shape(form)
    if not all(piece.word_fits(share) for piece in pieces):
        return None
    rows = [pieces[at : at + columns] for at in range(0, len(pieces), columns)]
    return [max(piece.height_for(share) for piece in row) + gap for row in rows]


def _pages(rows: Sequence[int], room: Room, gap: int) -> int:
    """How many pages the rows take; very many when one is too high for any page."""
    if sum(rows) - gap <= room.height:
        return 1
    if max(rows) - gap > room.paged:
        return 100
    pages, left = 1, room.paged + gap
    for row in rows:
        if row > left:
            pages, left = pages + 1, room.paged + gap
        left -= row
    return pages


def _liked(look: Look, count: int) -> tuple[int, ...]:
    if look.landscape:
        return (2, 1, 3) if count <= 4 else (3, 2, 1)
    if look.presentation.low:
        return (2, 1)
    return (1, 2) if count <= 5 else (2, 1)


def _rows(pieces: Sequence[ChoiceCard], columns: int, gap: int, most: int) -> list[Row]:
    """Rows of cards; a last row that is not full is as wide as the others."""
    return [Row(list(pieces[at : at + columns]), gap, most) for at in range(0, len(pieces), columns)]
