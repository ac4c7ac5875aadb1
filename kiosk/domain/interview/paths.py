"""Every way through an interview, counted: how many taps, where it ends, what no way reaches."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kiosk.domain.interview.choosing import Conversation, Position

MOST_TAPS: Final = 12
"""Of the longest interview, 'Tidak yakin' included; the number comes before it (R-COG-1)."""


@dataclass(slots=True)
class Ways:
    """What a walk over all answers found."""

    taps: Counter[int] = field(default_factory=Counter)
    """How many answer sets end after so many taps; 'Tidak yakin' apart."""
    by_case: dict[str, Counter[int]] = field(default_factory=dict)
    open_ends: list[Position] = field(default_factory=list)
    """Ends of sure answers that leave more than one list."""


def walk(conversation: Conversation) -> Ways:
    """Every way of sure answers through a conversation."""
    ways = Ways()
    for position, taps in _ends(conversation, conversation.start, 0):
        ways.taps[taps] += 1
        if len(position.outcomes) != 1:
            ways.open_ends.append(position)
        for branch in {box.branch for box in position.alive} - {-1}:
            case_id = str(conversation.worlds.branches[branch].key)
            ways.by_case.setdefault(case_id, Counter())[taps] += 1
    return ways


def longest(conversation: Conversation) -> int:
    """The most taps any answers can need, 'Tidak yakin' included."""
    return max(counted(conversation, lambda position: (*bits_of(position.options), 0)))


def counted(conversation: Conversation, choices: Callable[[Position], tuple[int, ...]]) -> Counter[int]:
    """How many ways need so many taps, over all `choices` at each position; positions are worked out once."""
    known: dict[tuple[tuple[int, ...], int], Counter[int]] = {}

    def count(position: Position) -> Counter[int]:
        key = (position.domains, position.asked)
        if key not in known:
            found: Counter[int] = Counter()
            for bit in choices(position) if position.ask is not None else ():
                for taps, ways in count(conversation.after(position, bit)).items():
                    found[taps + 1] += ways
            known[key] = found if position.ask is not None else Counter({0: 1})
        return known[key]

    return count(conversation.start)


def bits_of(mask: int) -> tuple[int, ...]:
    """Each bit of a mask."""
    return tuple(1 << at for at in range(mask.bit_length()) if mask >> at & 1)


def _ends(conversation: Conversation, position: Position, taps: int) -> Iterator[tuple[Position, int]]:
    if position.ask is None:
        yield position, taps
        return
    for bit in bits_of(position.options):
        yield from _ends(conversation, conversation.after(position, bit), taps + 1)
