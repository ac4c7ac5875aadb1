"""What a ruler says about a screen: sizes and gaps in millimetres, words that do not fit, controls out of reach."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import QWidget

from kiosk.ui.kit.answer_card import AnswerCard
from kiosk.ui.kit.button import Button
from kiosk.ui.kit.choice_card import ChoiceCard
from kiosk.ui.kit.hand import Hand
from kiosk.ui.kit.key_pad import Key
from kiosk.ui.kit.pager import NEXT, PREVIOUS
from kiosk.ui.kit.piece import Piece
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.kit.tick_row import TickButton, TickFrame
from kiosk.ui.stage import Stage
from kiosk.ui.theme import Role
from kiosk.visit.view import ChoiceKind, View
from tests.ui.test_theme import CAP_HEIGHT

HAIR_MM = 0.35
"""A pixel or two of rounding."""
MODES = ("mode:", "language:")


def shown(stage: Stage) -> list[tuple[Piece, QRect]]:
    """Every piece on the screen with its drawn rectangle in px of the window."""
    found = []
    for widget in stage.findChildren(QWidget):
        if isinstance(widget, Piece) and _visible(widget, stage):
            origin = widget.mapTo(stage, QPoint(0, 0)) - widget.geometry().topLeft()
            found.append((widget, widget.drawn_rect().translated(origin)))
    return found


def faults(stage: Stage, view: View) -> list[str]:
    """Everything wrong on the page that is shown, in words."""
    pieces = shown(stage)
    controls = [(piece, rect) for piece, rect in pieces if isinstance(piece, Pressable)]
    return [
        *_sizes(stage, controls),
        *_gaps(stage, controls, view),
        *_reach(stage, controls),
        *_inside(stage, pieces),
        *_overlaps(pieces),
        *_words(stage, pieces),
        *_number_of_choices(controls),
    ]


def names(stage: Stage) -> set[str]:
    """The choice ids on the page that is shown, enabled or not."""
    return {piece.objectName() for piece, _ in shown(stage) if isinstance(piece, Pressable)} - {NEXT, PREVIOUS}


def _visible(widget: QWidget, stage: Stage) -> bool:
    return widget.isVisibleTo(stage)


def _mm(stage: Stage, px: float) -> float:
    return px * stage.look.mm_per_px


def _sizes(stage: Stage, controls: list[tuple[Pressable, QRect]]) -> Iterator[str]:
    for control, rect in controls:
        wide, high = _mm(stage, rect.width()), _mm(stage, rect.height())
        if min(wide, high) < 20 - 0.01:
            yield f"{control.objectName()} is {wide:.1f} x {high:.1f} mm"
        forward = isinstance(control, Button) and _kind(control) in (ChoiceKind.PRIMARY, ChoiceKind.SECONDARY)
        in_bar = control.objectName() in ("back", "finish", "help") and not forward
        large = (forward or isinstance(control, ChoiceCard | AnswerCard)) and not in_bar
        if large and control.objectName() != "have-all" and high < 25 - 0.01:
            yield f"{control.objectName()} is only {high:.1f} mm high"


def _kind(control: Button) -> ChoiceKind | None:
    return control._choice.kind if control._choice is not None else None


def _gaps(stage: Stage, controls: list[tuple[Pressable, QRect]], view: View) -> Iterator[str]:
    danger = {choice.choice_id for choice in view.choices if choice.kind is ChoiceKind.DANGER}
    forward = {choice.choice_id for choice in view.choices if choice.kind is ChoiceKind.PRIMARY}
    for (one, first), (other, second) in combinations(controls, 2):
        gap = _mm(stage, _distance(first, second))
        least = 3.0 if isinstance(one, Key) and isinstance(other, Key) else 5.0
        ids = {one.objectName(), other.objectName()}
        if ids & danger and ids & forward:
            least = 20.0
        if gap < least - HAIR_MM:
            yield f"{one.objectName()} and {other.objectName()} are {gap:.1f} mm apart"
        if (
            one.geometry()
            .translated(_origin(one, stage))
            .intersects(other.geometry().translated(_origin(other, stage)))
        ):
            yield f"a finger between {one.objectName()} and {other.objectName()} means both"


def _origin(control: Pressable, stage: Stage) -> QPoint:
    return control.mapTo(stage, QPoint(0, 0)) - control.geometry().topLeft()


def _distance(first: QRect, second: QRect) -> int:
    across = max(first.left() - second.right(), second.left() - first.right()) - 1
    down = max(first.top() - second.bottom(), second.top() - first.bottom()) - 1
    return max(across, down)


def _reach(stage: Stage, controls: list[tuple[Pressable, QRect]]) -> Iterator[str]:
    for control, rect in controls:
        if rect.top() < stage.look.reach_top():
            yield f"{control.objectName()} is {_mm(stage, stage.look.reach_top() - rect.top()):.0f} mm out of reach"


def _inside(stage: Stage, pieces: list[tuple[Piece, QRect]]) -> Iterator[str]:
    for piece, rect in pieces:
        if not stage.rect().contains(rect):
            yield f"{_name(piece)} is outside the window: {rect}"


def _overlaps(pieces: list[tuple[Piece, QRect]]) -> Iterator[str]:
    for (one, first), (other, second) in combinations(pieces, 2):
        if isinstance(one, Hand) or isinstance(other, Hand):
            continue
        if {type(one), type(other)} == {TickFrame, TickButton}:
            continue
        if first.adjusted(1, 1, -1, -1).intersects(second.adjusted(1, 1, -1, -1)):
            yield f"{_name(one)} lies over {_name(other)}"


def _words(stage: Stage, pieces: list[tuple[Piece, QRect]]) -> Iterator[str]:
    theme = stage.look.theme
    least_mm = 7.33 if stage.look.presentation.large else 4.8
    for piece, _ in pieces:
        for words in piece.placed():
            block = words.block
            if not words.fits():
                yield f"'{block.text}' does not fit in {_name(piece)}"
            if not QRectF(piece.body()).adjusted(-1, -1, 1, 1).contains(words.rect):
                yield f"'{block.text}' leaves {_name(piece)}"
            font = stage.look.font(block.role, block.em_mm)
            cap_mm = font.pixelSize() * CAP_HEIGHT[font.family()] * stage.look.mm_per_px
            least = max(least_mm, 5.3) if block.role is Role.BODY else least_mm
            if cap_mm < least:
                yield f"'{block.text}' has capitals of {cap_mm:.2f} mm"
            if any(len(line) > 40 and " " in line for line in block.lines):
                yield f"'{block.text}' has a line of more than 40 characters"
            resting = isinstance(piece, Pressable) and not piece.isEnabled()
            if (words.ink, words.ground) not in theme.text_pairs and not resting:
                yield f"'{block.text}': {words.ink} on {words.ground} is not a checked pair"


def _number_of_choices(controls: list[tuple[Pressable, QRect]]) -> Iterator[str]:
    decisions = {
        control.objectName().split(":", 1)[-1] if isinstance(control, TickButton) else control.objectName()
        for control, _ in controls
        if not isinstance(control, Key)
    }
    content = {
        name
        for name in decisions
        if not name.startswith(MODES) and name not in ("back", "finish", "help", NEXT, PREVIOUS)
    }
    if len(content) > 7:
        yield f"{len(content)} choices at once: {sorted(content)}"


def _name(piece: Piece) -> str:
    return f"{type(piece).__name__} {piece.objectName() or piece.accessibleName()[:30]!r}"
