"""The order in which a list is read: what is missing first, then what is still open, then what is at hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.checklist import Checklist, Effort, Held, Item, Weight
from kiosk.domain.texts import Texts
from kiosk.slips.telling import effort_of, first_of


class SectionKind(StrEnum):
    """Why some items stand together; each value names its heading in the texts."""

    MISSING = "list-missing"
    NEEDED = "list-needed"
    """Nothing was ticked at all: simply everything to bring."""
    OPEN = "list-open"
    HAVE = "list-have"
    OFTEN_ASKED = "list-often"


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and its items; never empty. What is missing stands in the order in which to get it."""

    kind: SectionKind
    items: tuple[Item, ...]

    @property
    def first(self) -> Item | None:
        """What to get first, where that matters."""
        return first_of(self.items) if self.kind in (SectionKind.MISSING, SectionKind.NEEDED) else None

    def heading(self, texts: Texts, language: str) -> str:
        """The heading in words, with the count where it says something."""
        return texts.say(f"slip.{self.kind.value}", language, count=len(self.items))


def sections(checklist: Checklist, held: Mapping[str, Held]) -> tuple[Section, ...]:
    """The items of `checklist` by what the participant said (`held`, by item id), as they are printed.

    Papers that are only often asked for stand apart unless the person has them: they are no reason to send anyone home.
    """
    required = [item for item in checklist.items if item.weight is Weight.REQUIRED]
    often = [item for item in checklist.items if item.weight is Weight.OFTEN_ASKED]
    ticked = any(item.item_id in held for item in checklist.items)
    found = (
        (SectionKind.MISSING, slowest_first(item for item in required if held.get(item.item_id) is Held.MISSING)),
        (
            SectionKind.OPEN if ticked else SectionKind.NEEDED,
            [item for item in required if item.item_id not in held],
        ),
        (SectionKind.OFTEN_ASKED, [item for item in often if held.get(item.item_id) is not Held.HAVE]),
        (SectionKind.HAVE, [item for item in checklist.items if held.get(item.item_id) is Held.HAVE]),
    )
    return tuple(Section(kind, tuple(items)) for kind, items in found if items)


def slowest_first(items: Iterable[Item]) -> list[Item]:
    """Items in a realistic order of getting them: what takes weeks is begun first, what is at hand comes last."""
    return sorted(items, key=lambda item: -_rank(effort_of(item)))


def _rank(effort: Effort | None) -> int:
    """What nobody knows stands with what takes a day."""
    return Effort.SAME_DAY.rank if effort is None else effort.rank
