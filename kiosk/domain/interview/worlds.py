"""Every list the answers can still lead to, in tables that look at few questions each.

Which case it is stands in one table; which of a case's papers apply stands in others, one for each group of papers that
look at the same questions. So ten papers with a question each need ten small tables and not a thousand lists.
Answers to a question are bits of one integer, so that 'can both be true' is one `&`.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kiosk.domain.catalogue.model import Condition, Fact

Domains = tuple[int, ...]
"""For each question, the answers still possible."""

Clause = tuple[tuple[int, int], ...]
Compiled = tuple[Clause, ...]
"""A condition with its questions and answers as numbers."""

Applying = frozenset[int]
"""Details of a branch that hold together."""

MAX_BOXES: Final = 4_000
KEPT_VALUES: Final = 4_096


class TooManyWorldsError(ValueError):
    """Conditions so entangled that no interview could be kept within its time."""


@dataclass(frozen=True, slots=True)
class Branch:
    """What holds when the rule at its head does: a case, and which of its papers and notes apply."""

    key: Hashable
    condition: Condition
    details: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """All answer sets within `domains` lead to the same branches: to one, unless a catalogue is at odds with itself."""

    domains: Domains
    branches: tuple[int, ...]


class Table:
    """Which of some details hold, by the answers to the few questions they look at."""

    def __init__(self, details: Mapping[int, Compiled], everything: Domains) -> None:
        self.details: Final = frozenset(details)
        self.facts: Final = tuple(sorted({at for one in details.values() for clause in one for at, _ in clause}))
        numbers = tuple(details)
        self.boxes: Final = tuple(
            (tuple([domains[fact] for fact in self.facts]), frozenset([numbers[at] for at in held]))
            for domains, held in _split(everything, tuple(details.values()))
        )
        self._known: dict[Domains, frozenset[Applying]] = {}

    def values(self, domains: Domains, within: Domains) -> frozenset[Applying]:
        """What may apply where both hold."""
        key = tuple([domains[fact] & within[fact] for fact in self.facts])
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= KEPT_VALUES:
                self._known.clear()
            known = self._known[key] = frozenset([value for _, value in self.boxes_within(key)])
        return known

    def boxes_within(self, key: Domains) -> list[tuple[Domains, Applying]]:
        """The boxes that share an answer set with `key`, the masks of this table's own questions."""
        return [box for box in self.boxes if all(map(int.__and__, box[0], key))]


class Worlds:
    """The questions of one conversation, and where their answers lead."""

    def __init__(self, facts: Sequence[Fact], branches: Sequence[Branch]) -> None:
        self.facts: Final = tuple(facts)
        self.branches: Final = tuple(branches)
        self._at: Final = {fact.fact_id: at for at, fact in enumerate(self.facts)}
        self.everything: Final[Domains] = tuple((1 << len(fact.answers)) - 1 for fact in self.facts)
        heads = tuple(self._compiled(branch.condition) for branch in self.branches)
        self.boxes: Final = tuple(Box(domains, held) for domains, held in _split(self.everything, heads))
        self.head_facts: Final = frozenset(at for head in heads for clause in head for at, _ in clause)
        self._tables: dict[int, tuple[Table, ...]] = {}
        self.ask_if: Final = tuple(self._compiled(fact.ask_if) for fact in self.facts)
        self.rules_out: Final = tuple(
            tuple(self._masks(answer.rules_out) for answer in fact.answers) for fact in self.facts
        )

    def bit(self, fact: int, answer_id: str) -> int:
        """The bit of an answer; 0 when the question has no such answer."""
        for at, answer in enumerate(self.facts[fact].answers):
            if answer.answer_id == answer_id:
                return 1 << at
        return 0

    def index(self, fact_id: str) -> int:
        """Where a question stands."""
        return self._at[fact_id]

    def tables(self, branch: int) -> tuple[Table, ...]:
        """The details of a branch, those that look at the same questions together; worked out when first needed."""
        known = self._tables.get(branch)
        if known is None:
            details = {at: self._compiled(one) for at, one in enumerate(self.branches[branch].details)}
            known = self._tables[branch] = tuple(Table(group, self.everything) for group in _groups(details))
        return known

    def tables_of(self, box: Box) -> tuple[Table, ...]:
        """The tables of the branch a box leads to."""
        return self.tables(box.branches[0]) if len(box.branches) == 1 else ()

    @cached_property
    def links(self) -> tuple[frozenset[int], ...]:
        """For each question, those whose being asked or answered it bears on."""
        linked: list[set[int]] = [set() for _ in self.facts]
        for at, (ask_if, answers) in enumerate(zip(self.ask_if, self.rules_out, strict=True)):
            others = {other for clause in (*ask_if, *answers) for other, _ in clause}
            linked[at] |= others
            for other in others:
                linked[other].add(at)
        return tuple(frozenset(one) for one in linked)

    def _masks(self, clause: Mapping[str, frozenset[str]]) -> Clause:
        """(question, answers) pairs; questions outside this conversation do not count."""
        found: list[tuple[int, int]] = []
        for fact_id, answers in clause.items():
            if fact_id in self._at:
                at = self._at[fact_id]
                found.append((at, sum(self.bit(at, answer) for answer in answers)))
        return tuple(found)

    def _compiled(self, condition: Condition) -> Compiled:
        return tuple(self._masks(clause) for clause in condition.clauses)


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


def _groups(details: Mapping[int, Compiled]) -> list[dict[int, Compiled]]:
    """The details in groups of which no two look at the same question; those that always hold are one group."""
    always = {at: condition for at, condition in details.items() if not condition}
    groups: list[tuple[set[int], dict[int, Compiled]]] = [(set(), always)] if always else []
    for at, condition in details.items():
        facts = {fact for clause in condition for fact, _ in clause}
        if not condition:
            continue
        joined = {at: condition}
        apart = []
        for others, group in groups:
            if others & facts:
                facts |= others
                joined = {**group, **joined}
            else:
                apart.append((others, group))
        groups = [*apart, (facts, joined)]
    return [group for _, group in groups]


def _split(everything: Domains, conditions: Sequence[Compiled]) -> list[tuple[Domains, tuple[int, ...]]]:
    """Cut all answer sets into boxes within which each condition is decided; with those that hold."""
    found: list[tuple[Domains, tuple[int, ...]]] = []
    waiting = [everything]
    while waiting:
        domains = waiting.pop()
        truths = [truth(one, domains) for one in conditions]
        if None in truths:
            waiting += reversed(list(_cut(domains, conditions[truths.index(None)])))
            continue
        found.append((domains, tuple([at for at, holds in enumerate(truths) if holds])))
        if len(found) > MAX_BOXES:
            raise TooManyWorldsError(f"lebih dari {MAX_BOXES} kumpulan jawaban")
    return found


def _cut(domains: Domains, undecided: Compiled) -> Iterator[Domains]:
    for clause in undecided:
        if any(not domains[fact] & mask for fact, mask in clause):
            continue
        for fact, mask in clause:
            if domains[fact] & ~mask:
                for part in (domains[fact] & mask, domains[fact] & ~mask):
                    yield (*domains[:fact], part, *domains[fact + 1 :])
                return
