"""Which question comes next: the one that leaves the fewest cases open, then the fewest lists; never an idle one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from kiosk.domain.catalogue.model import UNSURE
from kiosk.domain.interview.worlds import Applying, Box, Domains, Worlds, truth

KEPT_POSITIONS: Final = 2_048

_OneWay = tuple[tuple[int, ...], tuple[frozenset[Applying], ...]]
Lists = frozenset[_OneWay]
"""Every list still possible: of each way to a case, the case and what may apply of each of its tables."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a conversation stands. Depends on what was answered, never on the order of the answers."""

    domains: Domains
    asked: int
    """Bits of the questions answered so far, 'Tidak yakin' included."""
    alive: tuple[Box, ...]
    lists: Lists
    ask: int | None
    """The next question; None when no question changes anything any more."""
    options: int
    """Bits of its answers that are still possible."""
    presumed: int = 0
    """The bit of the answer that is taken for granted; 0 where the person is asked."""

    @property
    def settled(self) -> bool:
        """True when one list is left."""
        return is_one(self.lists)


@dataclass(frozen=True, slots=True)
class _Candidate:
    fact: int
    options: int
    presumed: int
    cases_left: float
    bits_left: float


class Conversation:
    """One interview over one set of worlds; remembers the positions it met last."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds: Final = worlds
        self._kept: dict[tuple[Domains, int], Position] = {}
        self.start: Final = self.position(worlds.everything, 0, worlds.boxes)

    def follow(self, answers: Mapping[str, str], raised: Collection[str] = ()) -> Position:
        """Where these answers lead; those that are not asked for on the way do not count.

        What is taken for granted is so, unless it was answered or its question is among `raised`.
        """
        position = self.start
        while position.ask is not None:
            fact_id = self.worlds.facts[position.ask].fact_id
            given = answers.get(fact_id)
            if given is None and position.presumed and fact_id not in raised:
                bit = position.presumed
            elif given is None:
                return position
            else:
                bit = 0 if given == UNSURE else self.worlds.bit(position.ask, given) & position.options
                if not bit and given != UNSURE:
                    return position
            position = self.after(position, bit)
        return position

    def after(self, position: Position, bit: int) -> Position:
        """The position after the answer `bit` to the question of `position`; 0 is 'Tidak yakin'."""
        domains, asked = self.answered(position, bit)
        kept = self._kept.get((domains, asked))
        if kept is None:
            if len(self._kept) >= KEPT_POSITIONS:
                self._kept.clear()
            alive = within(position.alive, position.domains, domains)
            kept = self._kept[domains, asked] = self.position(domains, asked, alive)
        return kept

    def answered(self, position: Position, bit: int) -> tuple[Domains, int]:
        """What stays possible, and what was asked, after the answer `bit`."""
        if position.ask is None:
            raise ValueError("nothing is asked here")
        domains = self.narrowed(position.domains, position.ask, bit) if bit else position.domains
        return domains, position.asked | 1 << position.ask

    def narrowed(self, domains: Domains, fact: int, bit: int) -> Domains:
        """What stays possible once the answer is known."""
        left = list(domains)
        left[fact] &= bit
        for other, mask in self.worlds.rules_out[fact][bit.bit_length() - 1]:
            left[other] &= ~mask
        return tuple(left)

    def position(self, domains: Domains, asked: int, alive: tuple[Box, ...], only: int = -1) -> Position:
        """Where these answers stand, and what is asked next; `only`: bits of the questions that may be."""
        lists = self.lists(domains, alive)
        if is_one(lists):
            return Position(domains, asked, alive, lists, None, 0)
        separating: list[_Candidate] = []
        others: list[_Candidate] = []
        for fact in self.askable(domains, asked):
            if only >> fact & 1:
                candidate, separates = self._weigh(domains, alive, fact)
                if candidate is not None:
                    (separating if separates else others).append(candidate)
        if not separating:
            separating = [one for one in others if self._entangled(domains, alive, one.fact)]
        best = min(separating, key=_rank, default=None)
        if best is None:
            return Position(domains, asked, alive, lists, None, 0)
        return Position(domains, asked, alive, lists, best.fact, best.options, best.presumed)

    def lists(self, domains: Domains, alive: tuple[Box, ...]) -> Lists:
        """Every list that these answers can still lead to."""
        return frozenset(self._listed(domains, alive))

    def askable(self, domains: Domains, asked: int) -> Iterator[int]:
        """Questions not asked yet whose presumption surely holds."""
        for fact, condition in enumerate(self.worlds.ask_if):
            if not asked >> fact & 1 and truth(condition, domains):
                yield fact

    def branches(
        self, domains: Domains, alive: tuple[Box, ...], fact: int
    ) -> dict[int, tuple[Domains, tuple[Box, ...]]]:
        """For each answer still possible to a question, what it leaves."""
        found: dict[int, tuple[Domains, tuple[Box, ...]]] = {}
        for at in range(domains[fact].bit_length()):
            bit = domains[fact] & 1 << at
            left = self.narrowed(domains, fact, bit) if bit else ()
            if left and all(left):
                boxes = within(alive, domains, left)
                if boxes:
                    found[bit] = (left, boxes)
        return found

    def _listed(self, domains: Domains, alive: tuple[Box, ...]) -> list[_OneWay]:
        tables_of = self.worlds.tables_of
        return [
            (box.branches, tuple([table.values(domains, box.domains) for table in tables_of(box)])) for box in alive
        ]

    def _weigh(self, domains: Domains, alive: tuple[Box, ...], fact: int) -> tuple[_Candidate | None, bool]:
        branches = self.branches(domains, alive, fact)
        if len(branches) < 2:
            return None, False
        listed = [self._listed(left, boxes) for left, boxes in branches.values()]
        cases_left = sum([len({case for case, _ in one}) for one in listed]) / len(listed)
        bits_left = round(sum([_bits(one) for one in listed]) / len(listed), 6)
        presumed = self.worlds.bit(fact, self.worlds.facts[fact].presume) & sum(branches)
        return _Candidate(fact, sum(branches), presumed, cases_left, bits_left), len(set(map(frozenset, listed))) > 1

    def _entangled(self, domains: Domains, alive: tuple[Box, ...], fact: int) -> bool:
        """Whether the answer matters together with another one, though each alone leaves the same lists."""
        if fact in self.worlds.head_facts and _tells([(box.domains, box.branches) for box in alive], domains, fact):
            return True
        for box in alive:
            for table in self.worlds.tables_of(box):
                if fact in table.facts:
                    here = tuple([domains[at] & box.domains[at] for at in table.facts])
                    if _tells(table.boxes_within(here), here, table.facts.index(fact)):
                        return True
        return False


def _rank(candidate: _Candidate) -> tuple[bool, float, float, int]:
    """What is taken for granted comes last, so that everything that is asked is asked before."""
    return bool(candidate.presumed), candidate.cases_left, candidate.bits_left, candidate.fact


def is_one(lists: Lists) -> bool:
    """True when no answer could change the list any more."""
    if len(lists) != 1:
        return False
    ((_, values),) = lists
    return all(len(value) == 1 for value in values)


def _bits(listed: Sequence[_OneWay]) -> float:
    """How much is still open: a sum over tables, so that what is open apart is counted apart."""
    return sum([log2(len(value)) for _, values in listed for value in values])


def within(boxes: tuple[Box, ...], before: Domains, after: Domains) -> tuple[Box, ...]:
    """The boxes that still share an answer set with `after`, which is `before` and some answer more."""
    for fact, mask in enumerate(after):
        if mask != before[fact]:
            boxes = tuple([box for box in boxes if box.domains[fact] & mask])
    return boxes


def _tells(boxes: Sequence[tuple[Domains, object]], domains: Domains, fact: int) -> bool:
    """Whether two of these boxes differ in nothing but the answer to `fact`, and lead apart."""
    inside = domains[fact]
    telling = [box for box in boxes if box[0][fact] & inside != inside]
    return any(
        one_leads != other_leads
        and not one[fact] & other[fact] & inside
        and all(at == fact or one[at] & other[at] & left for at, left in enumerate(domains))
        for number, (one, one_leads) in enumerate(telling)
        for other, other_leads in telling[:number]
    )
