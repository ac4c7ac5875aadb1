"""Which question comes next: the one that leaves the fewest cases open, then the fewest lists; never an idle one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
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
        self._position = lru_cache(maxsize=KEPT_POSITIONS)(self._work_out)
        self.start: Final = self._work_out(worlds.everything, 0)

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
        if not bit:
            return self._position(position.domains, asked)
        return self._position(self.narrowed(position.domains, position.ask, bit), asked)

    def narrowed(self, domains: Domains, fact: int, bit: int) -> Domains:
        """What stays possible once the answer is known."""
        left = list(domains)
        left[fact] &= bit
        for other, mask in self.worlds.rules_out[fact][bit.bit_length() - 1]:
            left[other] &= ~mask
        return tuple(left)

    def _work_out(self, domains: Domains, asked: int) -> Position:
        limits = [(fact, left) for fact, left in enumerate(domains) if left != self.worlds.everything[fact]]
        alive = tuple(box for box in self.worlds.boxes if all(box.domains[fact] & left for fact, left in limits))
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

    def _weigh(self, domains: Domains, alive: tuple[Box, ...], fact: int) -> tuple[_Candidate | None, bool]:
        options = cases_left = lists_left = 0
        seen: set[frozenset[int]] = set()
        for at in range(domains[fact].bit_length()):
            bit = domains[fact] & 1 << at
            if not bit:
                continue
            left = self.narrowed(domains, fact, bit)
            if not all(left):
                continue
            changed = [(other, mask) for other, mask in enumerate(left) if mask != domains[other]]
            boxes = [box for box in alive if all(box.domains[other] & mask for other, mask in changed)]
            if not boxes:
                continue
            options |= bit
            outcomes = frozenset(box.outcome for box in boxes)
            seen.add(outcomes)
            lists_left += len(outcomes)
            cases_left += len({box.branch for box in boxes})
        count = options.bit_count()
        if count < 2:
            return None, False
        return _Candidate(fact, options, cases_left / count, lists_left / count), len(seen) > 1

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
