"""How parts flow down a screen and onto further pages: nothing is clipped, nothing scrolls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QMargins, QRect

from kiosk.ui.kit.piece import Piece

MOST_CHOICES: Final = 7
"""On one screen (R-SEE-6)."""

Laid = list[tuple[Piece, QRect]]


class Part(Protocol):
    """A strip of a screen, as wide as its column."""

    @property
    def choices(self) -> int:
        """How many decisions it asks for; 0 where it is only looked at."""
        ...

    @property
    def key(self) -> bool:
        """Whether it must be in reach of a hand."""
        ...

    def height_for(self, width: int) -> int:
        """The least height in px at `width` px."""
        ...

    def most_for(self, width: int) -> int:
        """The height in px up to which it may be stretched."""
        ...

    def lay(self, rect: QRect) -> Laid:
        """Its pieces and their places when it fills `rect`."""
        ...


@dataclass(frozen=True, slots=True)
class Area:
    """Where a flow may go, in px. Controls start at `reach_top` or below."""

    rect: QRect
    reach_top: int
    gap: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """The parts of one page."""

    parts: tuple[Part, ...]
    with_foot: bool


def used(parts: Sequence[Part], area: Area) -> int:
    """The lower edge of the parts in px when they have their least heights; the area's top when there is none."""
    y = area.rect.top()
    for at, part in enumerate(parts):
        y = _start(part, y + (area.gap if at else 0), area) + part.height_for(area.rect.width())
    return y


def paginate(parts: Sequence[Part], area: Area, foot_px: int, last_foot_px: int, pager_px: int) -> list[Leaf]:
    """Cut the parts into pages, in px.

    A single page has the foot of `foot_px`; of several, the last has that of `last_foot_px` (with the way back) and
    the others leave `pager_px` for turning.
    """
    if _fits(parts, area, _with_gap(foot_px, area)):
        return [Leaf(tuple(parts), with_foot=True)]
    turning = pager_px + area.gap
    last = _with_gap(max(last_foot_px, pager_px), area)
    pages = _greedy(parts, area, turning)
    pages = _balanced(pages, parts, area, turning)
    leaves = [Leaf(tuple(page), with_foot=False) for page in pages]
    if _fits(pages[-1], area, last):
        leaves[-1] = Leaf(tuple(pages[-1]), with_foot=True)
    elif len(pages[-1]) > 1 and _fits(pages[-1][-1:], area, last):
        leaves[-1:] = [Leaf(tuple(pages[-1][:-1]), with_foot=False), Leaf(tuple(pages[-1][-1:]), with_foot=True)]
    else:
        leaves.append(Leaf((), with_foot=True))
    return leaves


def _with_gap(foot_px: int, area: Area) -> int:
    return foot_px + area.gap if foot_px else 0


def spread(parts: Sequence[Part], area: Area, bottom: int, *, alone: bool) -> list[QRect]:
    """The places of the parts: room that is left stretches those that may be stretched.

    `alone`: on the only page of a screen; the pages of a list all begin at the same height.
    """
    width = area.rect.width()
    heights = [part.height_for(width) for part in parts]
    spare = bottom - used(parts, area)
    while spare > 0:
        growing = [at for at, part in enumerate(parts) if heights[at] < part.most_for(width)]
        if not growing:
            break
        share = max(1, spare // len(growing))
        for at in growing:
            more = min(share, parts[at].most_for(width) - heights[at], spare)
            heights[at] += more
            spare -= more
    between = area.gap + (min(area.gap, spare // len(parts)) if spare > 0 and parts else 0)
    rects = []
    y = area.rect.top()
    if alone:
        y += _lowered(parts, spare - (between - area.gap) * (len(parts) - 1))
    for at, part in enumerate(parts):
        y = _start(part, y + (between if at else 0), area)
        rects.append(QRect(area.rect.x(), y, width, heights[at]))
        y += heights[at]
    return rects


def _lowered(parts: Sequence[Part], spare: int) -> int:
    """Where nothing is to be chosen, what is shown stands a little above the middle."""
    return max(0, spare * 2 // 5) if parts and not any(part.key for part in parts) else 0


def hit_margins(rect: QRect, others: Sequence[QRect], reach: int, dead: int) -> QMargins:
    """How far beyond `rect` a finger may land: `reach` px, less where a neighbour is, with `dead` px between both."""
    margins = [reach, reach, reach, reach]
    wide = rect.adjusted(-reach, -reach, reach, reach)
    for other in others:
        if other == rect or not wide.intersects(other.adjusted(-reach, -reach, reach, reach)):
            continue
        side, gap = _side_of(rect, other)
        margins[side] = max(0, min(margins[side], (gap - dead) // 2))
    return QMargins(*margins)


def _side_of(rect: QRect, other: QRect) -> tuple[int, int]:
    """On which side of `rect` `other` is (0 left, 1 top, 2 right, 3 bottom), and how many px away."""
    left, right = rect.left() - other.right() - 1, other.left() - rect.right() - 1
    top, bottom = rect.top() - other.bottom() - 1, other.top() - rect.bottom() - 1
    if max(left, right) >= max(top, bottom):  # both neighbours of a diagonal pair must agree on the axis
        return (0, left) if left >= right else (2, right)
    return (1, top) if top >= bottom else (3, bottom)


def _start(part: Part, y: int, area: Area) -> int:
    return max(y, area.reach_top) if part.key else y


def _fits(parts: Sequence[Part], area: Area, foot: int) -> bool:
    bottom = area.rect.y() + area.rect.height()
    return used(parts, area) + foot <= bottom and sum(part.choices for part in parts) <= MOST_CHOICES


def _greedy(parts: Sequence[Part], area: Area, foot: int) -> list[list[Part]]:
    pages: list[list[Part]] = [[]]
    for part in parts:
        if pages[-1] and not _fits([*pages[-1], part], area, foot):
            pages.append([])
        pages[-1].append(part)
    return pages


def _balanced(pages: list[list[Part]], parts: Sequence[Part], area: Area, foot: int) -> list[list[Part]]:
    """The same number of pages, as evenly filled as fits."""
    count = len(pages)
    if count < 2:
        return pages
    lines = sum(part.choices > 0 for part in parts) or len(parts)
    size, longer = divmod(lines, count)
    even: list[list[Part]] = []
    at = 0
    for page in range(count):
        many = size + (1 if page < longer else 0)
        start = at
        while at < len(parts) and many > 0:
            many -= 1 if lines == len(parts) or parts[at].choices > 0 else 0
            at += 1
        even.append(list(parts[start:at]))
    return even if all(page and _fits(page, area, foot) for page in even) else pages
