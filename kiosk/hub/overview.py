"""All branches at a glance: one line each, what to look at first, narrowed and sorted as somebody asks."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from kiosk.hub import counts, reading
from kiosk.hub.period import Period
from kiosk.hub.reading import Branch, KioskStatus
from kiosk.hub.store import Session
from kiosk.hub.watching import Grade, last_word_ms, warnings
from kiosk.hub.watching import Warning as Watch

ADDED_UP: Final = frozenset({"parked", "behind"})
"""Concerns whose values are counts; of the others the farthest from well stands for all."""
PACK: Final = "pack:"
Of = TypeVar("Of", KioskStatus, Watch)


@dataclass(frozen=True, slots=True)
class Concern:
    """The same thing at one or several kiosks of a branch; `value` of all or of the worst, `since_ms` of the first."""

    branch: Branch
    kind: str
    grade: Grade
    kiosks: tuple[str, ...]
    value: int
    since_ms: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch as one line of the list. `numbers`: taken in the last 30 days; `last_word_ms`: of its quietest kiosk."""

    branch: Branch
    kiosks: tuple[KioskStatus, ...]
    concerns: tuple[Concern, ...]
    last_word_ms: int | None
    numbers: int

    @property
    def grade(self) -> int:
        """How soon somebody should look; 0: all is well."""
        return max((one.grade for one in self.concerns), default=0)


@dataclass(frozen=True, slots=True)
class Overview:
    """Every branch somebody may see. `looks`: kiosks by kind of concern."""

    lines: tuple[BranchLine, ...]
    concerns: tuple[Concern, ...]
    looks: Mapping[str, int]

    @property
    def kiosks(self) -> int:
        """How many there are in service."""
        return len(self._in_service)

    @property
    def programs(self) -> list[tuple[str, int]]:
        """Kiosks by version of the program, the most first; those that never sent have none."""
        return Counter(one.app_version for one in self._in_service if one.app_version).most_common()

    @property
    def packs(self) -> list[tuple[str, str, int]]:
        """Kind, version in force, kiosks: what the centre has published is not yet what counts everywhere."""
        found = Counter(
            (name.removeprefix(PACK), value)
            for one in self._in_service
            for name, value in one.facts.items()
            if name.startswith(PACK)
        )
        return [
            (kind, version, n) for (kind, version), n in sorted(found.items(), key=lambda each: (each[0][0], -each[1]))
        ]

    @property
    def _in_service(self) -> list[KioskStatus]:
        return [one for line in self.lines for one in line.kiosks if not one.revoked]


class Order(StrEnum):
    """By what the list is sorted."""

    NAME = "nama"
    STATE = "keadaan"
    WORD = "kabar"
    NUMBERS = "nomor"


_KEYS: Final[Mapping[Order, Callable[[BranchLine], Any]]] = {
    Order.NAME: lambda line: line.branch.name.casefold(),
    Order.STATE: lambda line: (-line.grade, line.branch.name.casefold()),
    Order.WORD: lambda line: (line.last_word_ms or 0, line.branch.name.casefold()),
    Order.NUMBERS: lambda line: (-line.numbers, line.branch.name.casefold()),
}


def look_at(session: Session, only: str | None, month: Period, now_ms: int) -> Overview:
    """Every branch, or only that one, as it stands."""
    kiosks = reading.kiosks(session, only)
    branches = {one.branch_id: one for one in reading.branches(session, only)}
    watches = warnings(kiosks, reading.alarms(session, only), now_ms)
    counted = counts.of_each_branch(session, "ticket", *month.span, only)
    own, concerns = _by_branch(kiosks), _together(watches, branches)
    about: dict[str, list[Concern]] = defaultdict(list)
    for one in concerns:
        about[one.branch.branch_id].append(one)
    lines = [_line(branch, own.get(key, ()), about[key], counted.get(key, 0)) for key, branch in branches.items()]
    looks: Counter[str] = Counter()
    for one in concerns:
        looks[one.kind] += len(one.kiosks)
    return Overview(tuple(lines), tuple(concerns), looks)


def narrowed(lines: Iterable[BranchLine], words: str, kind: str) -> list[BranchLine]:
    """Lines whose branch or kiosk is named by `words`, and that have a concern of `kind` ("perlu": any; "": all)."""
    sought = words.casefold().split()
    return [line for line in lines if _is_named(line, sought) and _has(line, kind)]


def in_order(lines: Iterable[BranchLine], order: Order) -> list[BranchLine]:
    """The lines sorted."""
    return sorted(lines, key=_KEYS[order])


def _is_named(line: BranchLine, sought: Sequence[str]) -> bool:
    told = " ".join((line.branch.name, line.branch.branch_id, *(one.kiosk_id for one in line.kiosks))).casefold()
    return all(word in told for word in sought)


def _has(line: BranchLine, kind: str) -> bool:
    return not kind or any(kind in ("perlu", one.kind) for one in line.concerns)


def _line(branch: Branch, kiosks: Sequence[KioskStatus], concerns: Sequence[Concern], numbers: int) -> BranchLine:
    heard = [at_ms for one in kiosks if not one.revoked and (at_ms := last_word_ms(one)) is not None]
    return BranchLine(branch, tuple(kiosks), tuple(concerns), min(heard, default=None), numbers)


def _together(watches: Iterable[Watch], branches: Mapping[str, Branch]) -> list[Concern]:
    """One line for the same thing at several kiosks of a branch, in the order of the watches."""
    found: dict[tuple[str, str, int, str], list[Watch]] = {}
    for one in watches:
        found.setdefault((one.branch_id, one.kind, one.grade, one.sentence), []).append(one)
    return [
        Concern(
            branches[branch_id],
            kind,
            Grade(grade),
            tuple(one.kiosk_id for one in same),
            _worst(kind, [one.value for one in same]),
            min((one.since_ms for one in same if one.since_ms is not None), default=None),
            sentence,
        )
        for (branch_id, kind, grade, sentence), same in found.items()
        if branch_id in branches
    ]


def _worst(kind: str, values: Sequence[int]) -> int:
    return sum(values) if kind in ADDED_UP else max(values, key=abs)


def _by_branch(things: Iterable[Of]) -> dict[str, list[Of]]:
    found: dict[str, list[Of]] = {}
    for thing in things:
        found.setdefault(thing.branch_id, []).append(thing)
    return found
