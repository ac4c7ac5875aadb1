"""The actions at the foot of a screen: forward large, others beside each other, giving back well apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.kit.button import Button
from kiosk.ui.look import Look
from kiosk.ui.parts import Row
from kiosk.ui.stock import Stock
from kiosk.visit.view import Choice, ChoiceKind

APART_MM = 20.0
"""Between an action that gives something back and one that goes on (R-ERG-3)."""
ACTIONS = (ChoiceKind.PRIMARY, ChoiceKind.SECONDARY, ChoiceKind.QUIET, ChoiceKind.DANGER)


Group = list[tuple[ChoiceKind, Button]]


@dataclass(frozen=True, slots=True)
class Foot:
    """Rows from top to bottom with the room above each, in px."""

    rows: tuple[Row, ...]
    rooms: tuple[int, ...]

    def height_for(self, width: int) -> int:
        """Height of all rows in px; 0 when there is none."""
        if not self.rows:
            return 0
        return sum(row.height_for(width) for row in self.rows) + sum(self.rooms[1:])


def actions(stock: Stock, look: Look, choices: Sequence[Choice]) -> Group:
    """Buttons for the actions among `choices`, in their order."""
    return [(choice.kind, _button(stock, look, choice)) for choice in choices if choice.kind in ACTIONS]


def foot_of(look: Look, group: Group, width: int) -> Foot:
    """The rows for `group` at `width` px."""
    if not group:
        return Foot((), ())
    rows, rooms = [], []
    above: list[ChoiceKind] = []
    for row in _rows(look, group, width):
        kinds = [kind for kind, _ in row]
        danger = ChoiceKind.DANGER in kinds
        apart = look.px(APART_MM)
        rows.append(Row([button for _, button in row], apart if danger and len(row) > 1 else look.grid("gap")))
        rooms.append(apart if above and (danger or ChoiceKind.DANGER in above) else look.grid("gap"))
        above = kinds
    return Foot(tuple(rows), tuple(rooms))


def _button(stock: Stock, look: Look, choice: Choice) -> Button:
    button = stock.buttons.take(look)
    large = choice.kind is ChoiceKind.PRIMARY and not look.tight
    button.offer(choice, least_mm=30.0 if large else look.theme.grid["answer"])
    return button


def _rows(look: Look, kinds: Group, width: int) -> list[Group]:
    """Of the ways to break the actions into rows, the lowest; fewer in a row only where that is lower."""
    most = 3 if look.landscape else 2
    ways = [_broken(look, kinds, width, count) for count in range(most, 0, -1)]
    return min(ways, key=lambda way: _height(look, way, width))


def _broken(look: Look, kinds: Group, width: int, most: int) -> list[Group]:
    """Rows of up to `most`; in portrait, with three actions or more, the forward one has its own row."""
    if len(kinds) <= most and _fits(look, kinds, width):
        return [kinds]
    groups: list[Group] = []
    waiting: Group = []
    for item in kinds:
        if item[0] is ChoiceKind.PRIMARY and not look.landscape:
            groups.append([item])
        elif waiting and (len(waiting) == most or not _fits(look, [*waiting, item], width)):
            groups.append(waiting)
            waiting = [item]
        else:
            waiting.append(item)
    return [*groups, waiting] if waiting else groups


def _fits(look: Look, group: Group, width: int) -> bool:
    share = _share(look, group, width)
    return all(button.word_fits(share) and share >= look.px(44) for _, button in group)


def _share(look: Look, group: Group, width: int) -> int:
    apart = look.px(APART_MM) if any(kind is ChoiceKind.DANGER for kind, _ in group) else look.grid("gap")
    return (width - apart * (len(group) - 1)) // len(group)


def _height(look: Look, rows: list[Group], width: int) -> int:
    high = [max(button.height_for(_share(look, row, width)) for _, button in row) for row in rows]
    return sum(high) + look.grid("gap") * (len(rows) - 1)
