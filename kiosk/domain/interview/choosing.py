"""Which question comes next: the one that leaves the fewest cases open, then the fewest lists; never an idle one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.catalogue.model import UNSURE
from kiosk.domain.interview.worlds import Box, Domains, Worlds, truth

KEPT_POSITIONS: Final = 512


@dataclass(frozen=True, slots=True)
class Position:
    """Where a conversation stands. Depends on what was answered, never on the order of the answers."""

    domains: Domains
    asked: int
    """Bits of the questions answered so far, 'Tidak yakin' included."""
    alive: tuple[Box, ...]
    ask: int | None
    """The next question; None when no question changes anything any more."""
    options: int
    """Bits of its answers that are still possible."""

    @property
    def outcomes(self) -> frozenset[int]:
        """Every list still possible."""
        return frozenset(box.outcome for box in self.alive)


@dataclass(frozen=True, slots=True)
class _Candidate:
    fact: int
    options: int
    cases_left: float
    lists_left: float


class Conversation:
    """One interview over one set of worlds; remembers the positions it met last."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds: Final = worlds
        self._kept: dict[tuple[Domains, int], Position] = {}
        self.start: Final = self._work_out(worlds.everything, 0, worlds.boxes)

    def follow(self, answers: Mapping[str, str]) -> Position:
        """Where these answers lead; those that are not asked for on the way do not count."""
        position = self.start
        while position.ask is not None:
            given = answers.get(self.worlds.facts[position.ask].fact_id)
            if given is None:
                return position
            bit = 0 if given == UNSURE else self.worlds.bit(position.ask, given) & position.options
            if not bit and given != UNSURE:
                return position
            position = self.after(position, bit)
        return position

    def after(self, position: Position, bit: int) -> Position:
        """The position after the answer `bit` to the question of `position`; 0 is 'Tidak yakin'."""
        if position.ask is None:
            raise ValueError("nothing is asked here")
        asked = position.asked | 1 << position.ask
        domains = self.narrowed(position.domains, position.ask, bit) if bit else position.domains
        kept = self._kept.get((domains, asked))
        if kept is None:
            if len(self._kept) >= KEPT_POSITIONS:
                self._kept.clear()
            changed = [(fact, left) for fact, left in enumerate(domains) if left != position.domains[fact]]
            alive = within(position.alive, changed)
            kept = self._kept[domains, asked] = self._work_out(domains, asked, alive)
        return kept

    def narrowed(self, domains: Domains, fact: int, bit: int) -> Domains:
        """What stays possible once the answer is known."""
        left = list(domains)
        left[fact] &= bit
        for other, mask in self.worlds.rules_out[fact][bit.bit_length() - 1]:
            left[other] &= ~mask
        return tuple(left)

    def _work_out(self, domains: Domains, asked: int, alive: tuple[Box, ...]) -> Position:
        if len({box.outcome for box in alive}) <= 1:
            return Position(domains, asked, alive, None, 0)
        separating: list[_Candidate] = []
        others: list[_Candidate] = []
        for fact in self.askable(domains, asked):
            candidate, separates = self._weigh(domains, alive, fact)
            if candidate is not None:
                (separating if separates else others).append(candidate)
        if not separating:
            separating = [one for one in others if self._entangled(domains, alive, one.fact)]
        best = min(separating, key=lambda one: (one.cases_left, one.lists_left, one.fact), default=None)
        if best is None:
            return Position(domains, asked, alive, None, 0)
        return Position(domains, asked, alive, best.fact, best.options)

    def askable(self, domains: Domains, asked: int) -> Iterator[int]:
        """Questions not asked yet whose presumption surely holds."""
        for fact, condition in enumerate(self.worlds.ask_if):
            if not asked >> fact & 1 and truth(condition, domains):
                yield fact

    def branches(self, domains: Domains, alive: tuple[Box, ...], fact: int) -> dict[int, tuple[Box, ...]]:
        """For each answer still possible to a question, the boxes it leaves."""
        found: dict[int, tuple[Box, ...]] = {}
        for at in range(domains[fact].bit_length()):
            bit = domains[fact] & 1 << at
            left = self.narrowed(domains, fact, bit) if bit else ()
            if left and all(left):
                boxes = within(alive, [(other, mask) for other, mask in enumerate(left) if mask != domains[other]])
                if boxes:
                    found[bit] = boxes
        return found

    def _weigh(self, domains: Domains, alive: tuple[Box, ...], fact: int) -> tuple[_Candidate | None, bool]:
        branches = self.branches(domains, alive, fact)
        if len(branches) < 2:
            return None, False
        lists = {bit: frozenset([box.outcome for box in boxes]) for bit, boxes in branches.items()}
        cases_left = sum(len({box.branch for box in boxes}) for boxes in branches.values()) / len(branches)
        lists_left = sum(map(len, lists.values())) / len(branches)
        return _Candidate(fact, sum(branches), cases_left, lists_left), len(set(lists.values())) > 1

    def _entangled(self, domains: Domains, alive: tuple[Box, ...], fact: int) -> bool:
        """Whether the answer matters together with another one, though each alone leaves the same lists."""
        inside = domains[fact]
        telling = [box for box in alive if box.domains[fact] & inside != inside]
        return any(
            one.outcome != other.outcome
            and not one.domains[fact] & other.domains[fact] & inside
            and all(at == fact or one.domains[at] & other.domains[at] & left for at, left in enumerate(domains))
            for number, one in enumerate(telling)
            for other in telling[:number]
        )


def within(boxes: tuple[Box, ...], limits: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
    """The boxes that share an answer set with these limits."""
    for fact, mask in limits:
        boxes = tuple([box for box in boxes if box.domains[fact] & mask])
    return boxes
