"""The order in which a list is read: what is missing first, then what is still open, then what is at hand."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from kiosk.domain.checklist import Checklist, Effort, Held, Item, Weight
from kiosk.domain.texts import Texts
from kiosk.slips.telling import effort_of, first_of


class SectionKind(StrEnum):
    """Why some items stand together; each value names its heading in the texts."""

    MISSING = "list-missing"
    NEEDED = "list-needed"
    """Nothing was ticked at all: simply everything to bring."""
    OPEN = "list-open"
    DEPENDS = "list-depends"
    """A rule asks for it in some cases, and a 'Tidak yakin' left open whether this is one."""
    HAVE = "list-have"
    OFTEN_ASKED = "list-often"


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and its items; never empty. What is missing stands in the order in which to get it."""

    kind: SectionKind
    items: tuple[Item, ...]

    @property
    def first(self) -> Item | None:
        """What to get first, where that matters: never what may not be asked for at all."""
        if self.kind not in (SectionKind.MISSING, SectionKind.NEEDED):
            return None
        return first_of(tuple(item for item in self.items if not item.only_if))

    def heading(self, texts: Texts, language: str) -> str:
        """The heading in words, with the count where it says something."""
        return texts.say(f"slip.{self.kind.value}", language, count=len(self.items))


def sections(checklist: Checklist, held: Mapping[str, Held]) -> tuple[Section, ...]:
    """The items of `checklist` by what the participant said (`held`, by item id), as they are printed.

    Papers that are only often asked for stand apart unless the person has them: they are no reason to send anyone home.
    So does what depends on an open answer, unless the person said that it is missing.
    """
    required = [item for item in checklist.items if item.weight is Weight.REQUIRED]
    often = [item for item in checklist.items if item.weight is Weight.OFTEN_ASKED]
    unsaid = [item for item in required if item.item_id not in held]
    ticked = any(item.item_id in held for item in checklist.items)
    found = (
        (
            SectionKind.MISSING,
            _sure_first(slowest_first(item for item in required if held.get(item.item_id) is Held.MISSING)),
        ),
        (
            SectionKind.OPEN if ticked else SectionKind.NEEDED,
            slowest_first(item for item in unsaid if not item.only_if),
        ),
        (SectionKind.DEPENDS, _sure_first(_by_place(item for item in unsaid if item.only_if))),
        (
            SectionKind.OFTEN_ASKED,
            _sure_first(_by_place(item for item in often if held.get(item.item_id) is not Held.HAVE)),
        ),
        (SectionKind.HAVE, [item for item in checklist.items if held.get(item.item_id) is Held.HAVE]),
    )
    return tuple(Section(kind, tuple(items)) for kind, items in found if items)


@dataclass(frozen=True, slots=True)
class Run:
    """Items that follow each other and share what is said about them once."""

    items: tuple[Item, ...]
    condition: tuple[str, bool] = ("", False)
    """`only_if` and `mostly` of all of them."""
    place: str = ""
    """Where all of them come from; empty where each says its own."""


def runs(items: Iterable[Item]) -> Iterator[Run]:
    """`items` in their order, those together that hang on one condition and come from one place in the same time."""
    for (condition, place, _), together in groupby(items, key=_shared):
        found = tuple(together)
        yield Run(found, condition, place) if len(found) > 1 else Run(found, condition)


def slowest_first(items: Iterable[Item]) -> list[Item]:
    """Items in a realistic order of getting them: what takes weeks is begun first, what is at hand comes last.

    Of what takes equally long, papers of one place stand together: that is one errand.
    """
    return sorted(_by_place(items), key=lambda item: -_rank(effort_of(item)))


def place_of(item: Item) -> str:
    """The one place from which the item comes; empty where there are several, or nobody knows."""
    places = {paper.where for paper in item.papers}
    return places.pop() if len(places) == 1 else ""


def _by_place(items: Iterable[Item]) -> list[Item]:
    """In their order, but what comes from one place, in the same time, behind the first that does."""
    return _gathered(items, lambda item: (place_of(item) or item.item_id, _rank(effort_of(item))))


def _sure_first(items: Iterable[Item]) -> list[Item]:
    """What is asked for in any case, then in most, then condition by condition."""
    listed = list(items)
    return [
        *(item for item in listed if not item.only_if),
        *(item for item in listed if item.only_if and item.mostly),
        *_gathered((item for item in listed if item.only_if and not item.mostly), lambda item: item.only_if),
    ]


def _gathered(items: Iterable[Item], mark: Callable[[Item], Hashable]) -> list[Item]:
    """In their order, but those with one mark behind the first that has it."""
    found: dict[Hashable, list[Item]] = {}
    for item in items:
        found.setdefault(mark(item), []).append(item)
    return [item for together in found.values() for item in together]


def _shared(item: Item) -> tuple[tuple[str, bool], str, int]:
    place = place_of(item)
    return (item.only_if, item.mostly), place or item.item_id, _rank(effort_of(item)) if place else -1


def _rank(effort: Effort | None) -> int:
    """What nobody knows stands with what takes a day."""
    return Effort.SAME_DAY.rank if effort is None else effort.rank
