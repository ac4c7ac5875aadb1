"""Every way through an interview, counted: how many taps, where it ends, what no way reaches.

There can be millions of ways, so they are not walked one by one: once no question bears on the case any more, questions
that have nothing to do with each other are counted apart, and their taps added.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from kiosk.domain.interview.choosing import Conversation, Position, within
from kiosk.domain.interview.worlds import Domains

MOST_TAPS: Final = 12
"""Of the longest interview, 'Tidak yakin' included; the number comes before it (R-COG-1)."""

Choices = Callable[[Position], tuple[int, ...]]
_End = tuple[tuple[int, ...], bool]
"""The cases still possible at an end, and whether it is one list."""
_Ends = dict[_End, Counter[int]]
_ALL: Final = -1
MOST_EXAMPLES: Final = 3


@dataclass(slots=True)
class Ways:
    """What all ways of sure answers come to."""

    taps: Counter[int] = field(default_factory=Counter)
    """How many ways end after so many taps."""
    by_case: dict[str, Counter[int]] = field(default_factory=dict)
    open_ends: list[Position] = field(default_factory=list)
    """Ends of sure answers that leave more than one list; a few examples."""


def walk(conversation: Conversation) -> Ways:
    """Every way of sure answers through a conversation."""
    counting = _Counting(conversation, sure)
    ways = Ways(open_ends=counting.open_ends)
    for (branches, _), taps in counting.ends(conversation.start, _ALL).items():
        ways.taps += taps
        for branch in branches:
            ways.by_case.setdefault(str(conversation.worlds.branches[branch].key), Counter()).update(taps)
    return ways


def longest(conversation: Conversation) -> int:
    """The most taps any answers can need, 'Tidak yakin' included."""
    return max(counted(conversation, sure_or_not))


def counted(conversation: Conversation, choices: Choices) -> Counter[int]:
    """How many ways need so many taps, over all `choices` at each position."""
    found: Counter[int] = Counter()
    for taps in _Counting(conversation, choices).ends(conversation.start, _ALL).values():
        found += taps
    return found


def sure(position: Position) -> tuple[int, ...]:
    """Each answer that is possible."""
    return bits_of(position.options)


def sure_or_not(position: Position) -> tuple[int, ...]:
    """Each answer that is possible, and 'Tidak yakin'."""
    return (*bits_of(position.options), 0)


def taps_for(position: Position, bit: int) -> int:
    """One for an answer; none for what is taken for granted, and one more to say that it is not so."""
    if not position.presumed:
        return 1
    return 0 if bit == position.presumed else 2


def bits_of(mask: int) -> tuple[int, ...]:
    """Each bit of a mask."""
    return tuple(1 << at for at in range(mask.bit_length()) if mask >> at & 1)


class _Counting:
    """Counts each position once, and independent questions apart."""

    def __init__(self, conversation: Conversation, choices: Choices) -> None:
        self._conversation = conversation
        self._choices = choices
        self._known: dict[tuple[Domains, int, int], _Ends] = {}
        self.open_ends: list[Position] = []

    def ends(self, position: Position, only: int) -> _Ends:
        """Where the ways from here end, by taps; `only`: bits of the questions counted."""
        key = (position.domains, position.asked, only)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._ends(position, only)
        return known

    def _ends(self, position: Position, only: int) -> _Ends:
        if position.ask is None:
            return {self._end(position, only): Counter({0: 1})}
        clusters = self._clusters(position) if only == _ALL else ()
        if len(clusters) > 1:
            return self._together(position, clusters)
        found: _Ends = {}
        for bit in self._choices(position):
            for end, taps in self.ends(self._after(position, bit, only), only).items():
                later = found.setdefault(end, Counter())
                for count, ways in taps.items():
                    later[count + taps_for(position, bit)] += ways
        return found

    def _after(self, position: Position, bit: int, only: int) -> Position:
        if only == _ALL:
            return self._conversation.after(position, bit)
        domains, asked = self._conversation.answered(position, bit)
        alive = within(position.alive, position.domains, domains)
        return self._conversation.position(domains, asked, alive, only)

    def _end(self, position: Position, only: int) -> _End:
        settled = len({box.branches for box in position.alive}) == 1 and all(
            len(table.values(position.domains, box.domains)) == 1
            for box in position.alive
            for table in self._conversation.worlds.tables_of(box)
            if only == _ALL or any(only >> fact & 1 for fact in table.facts)
        )
        if not settled and len(self.open_ends) < MOST_EXAMPLES:
            self.open_ends.append(position)
        return _branches(position), settled

    def _together(self, position: Position, clusters: Iterable[int]) -> _Ends:
        """The ways of each cluster beside those of every other: their taps add up."""
        total: Counter[int] = Counter({0: 1})
        settled = True
        for only in clusters:
            own: Counter[int] = Counter()
            for (_, is_one), taps in self.ends(self._apart(position, only), only).items():
                own += taps
                settled = settled and is_one
            total = _added(total, own)
        return {(_branches(position), settled): total}

    def _apart(self, position: Position, only: int) -> Position:
        return self._conversation.position(position.domains, position.asked, position.alive, only)

    def _clusters(self, position: Position) -> tuple[int, ...]:
        """Bits of the questions that bear on each other; none while a question may still bear on the case."""
        worlds = self._conversation.worlds
        open_facts = {at for at, left in enumerate(position.domains) if left & left - 1}
        head = worlds.head_facts & open_facts if len({box.branches for box in position.alive}) > 1 else set()
        groups = [{at} | worlds.links[at] & open_facts for at in sorted(open_facts)]
        tables = {table for box in position.alive for table in worlds.tables_of(box)}
        groups += [open_facts.intersection(table.facts) for table in tables]
        clusters = [(group, sum(1 << at for at in group)) for group in _joined([*groups, set(head)])]
        if any(group & head and self._apart(position, only).ask is not None for group, only in clusters):
            return ()
        return tuple(only for _, only in clusters)


def _branches(position: Position) -> tuple[int, ...]:
    return tuple(sorted({branch for box in position.alive for branch in box.branches}))


def _joined(groups: Iterable[set[int]]) -> list[set[int]]:
    apart: list[set[int]] = []
    for group in groups:
        if not group:
            continue
        touching = [other for other in apart if other & group]
        apart = [*(other for other in apart if not other & group), group.union(*touching)]
    return apart


def _added(one: Counter[int], other: Counter[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for taps, ways in one.items():
        for more, others in other.items():
            found[taps + more] += ways * others
    return found
