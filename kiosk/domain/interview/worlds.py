"""Every list the answers can still lead to, as boxes: each box is a set of answers to each question, and one outcome.

The boxes of one need are worked out once for each rule period; a step of the interview only intersects them.
Answers to a question are bits of one integer, so that 'can both be true' is one `&`.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.catalogue.model import Condition, Fact

Domains = tuple[int, ...]
"""For each question, the answers still possible."""

MAX_BOXES: Final = 50_000


class TooManyWorldsError(ValueError):
    """Conditions so entangled that no interview could be kept within its time."""


@dataclass(frozen=True, slots=True)
class Branch:
    """What holds when the rule at its head does: an outcome is its key and which of `details` apply."""

    key: Hashable
    condition: Condition
    details: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One list: which branch, and which of its details apply. Several branches mean a catalogue at odds with itself."""

    keys: tuple[Hashable, ...]
    details: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """All answer sets within `domains` lead to the same outcome."""

    domains: Domains
    outcome: int
    branch: int
    """Index of the branch; -1 for none or several."""


class Worlds:
    """The questions of one conversation, and where their answers lead."""

    def __init__(self, facts: Sequence[Fact], branches: Sequence[Branch]) -> None:
        self.facts: Final = tuple(facts)
        self.branches: Final = tuple(branches)
        self._at: Final = {fact.fact_id: at for at, fact in enumerate(self.facts)}
        self.everything: Final[Domains] = tuple((1 << len(fact.answers)) - 1 for fact in self.facts)
        self._heads = [self._compiled(branch.condition) for branch in self.branches]
        self._details = [[self._compiled(one) for one in branch.details] for branch in self.branches]
        self.ask_if: Final = tuple(self._compiled(fact.ask_if) for fact in self.facts)
        self.rules_out: Final = tuple(
            tuple(self._masks(answer.rules_out) for answer in fact.answers) for fact in self.facts
        )
        numbers: dict[Outcome, int] = {}
        boxes: list[Box] = []
        for domains, outcome, branch in self._split(self.everything):
            boxes.append(Box(domains, numbers.setdefault(outcome, len(numbers)), branch))
            if len(boxes) > MAX_BOXES:
                raise TooManyWorldsError(f"more than {MAX_BOXES} different answer sets")
        self.outcomes: Final = tuple(numbers)
        self.boxes: Final = tuple(boxes)

    def bit(self, fact: int, answer_id: str) -> int:
        """The bit of an answer; 0 when the question has no such answer."""
        for at, answer in enumerate(self.facts[fact].answers):
            if answer.answer_id == answer_id:
                return 1 << at
        return 0

    def index(self, fact_id: str) -> int:
        """Where a question stands."""
        return self._at[fact_id]

    def _masks(self, clause: Mapping[str, frozenset[str]]) -> tuple[tuple[int, int], ...]:
        """(question, answers) pairs; questions outside this conversation do not count."""
        found: list[tuple[int, int]] = []
        for fact_id, answers in clause.items():
            if fact_id in self._at:
                at = self._at[fact_id]
                found.append((at, sum(self.bit(at, answer) for answer in answers)))
        return tuple(found)

    def _compiled(self, condition: Condition) -> "Compiled":
        return tuple(self._masks(clause) for clause in condition.clauses)

    def _split(self, domains: Domains) -> Iterator[tuple[Domains, Outcome, int]]:
        truths = [truth(head, domains) for head in self._heads]
        if None in truths:
            yield from self._cut(domains, self._heads[truths.index(None)])
            return
        held = [at for at, holds in enumerate(truths) if holds]
        keys = tuple(self.branches[at].key for at in held)
        if len(held) != 1:
            yield domains, Outcome(keys, ()), -1
            return
        details = [truth(detail, domains) for detail in self._details[held[0]]]
        if None in details:
            yield from self._cut(domains, self._details[held[0]][details.index(None)])
            return
        yield domains, Outcome(keys, tuple(at for at, holds in enumerate(details) if holds)), held[0]

    def _cut(self, domains: Domains, undecided: "Compiled") -> Iterator[tuple[Domains, Outcome, int]]:
        for clause in undecided:
            if any(not domains[fact] & mask for fact, mask in clause):
                continue
            for fact, mask in clause:
                if domains[fact] & ~mask:
                    for part in (domains[fact] & mask, domains[fact] & ~mask):
                        yield from self._split((*domains[:fact], part, *domains[fact + 1 :]))
                    return


Compiled = tuple[tuple[tuple[int, int], ...], ...]
"""A condition with its questions and answers as numbers."""


def truth(condition: Compiled, domains: Domains) -> bool | None:
    """Whether the condition holds for all answers within `domains`, for none, or (None) that depends."""
    if not condition:
        return True
    open_clauses = False
    for clause in condition:
        if all(not domains[fact] & ~mask for fact, mask in clause):
            return True
        if all(domains[fact] & mask for fact, mask in clause):
            open_clauses = True
    return None if open_clauses else False
