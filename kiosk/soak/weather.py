"""What goes wrong with which slip: drawn by chance from a seed, so that the same weather can come again."""

from dataclasses import dataclass
from random import Random
from typing import Final

from printers.faults import INCIDENTS, Fault

HIT_SHARE: Final = 0.4
"""Of all slips."""
BYTES_AT_MOST: Final = 800
"""A slip and the talk around it: a fault may come at any of them, or just after."""
LONGEST_MS: Final = 8000
AGAIN_SHARE: Final = 0.2
"""Of the slips that are hit: by a second fault while the first stands."""
AFTERWARDS_SHARE: Final = 0.25
"""Put right only after the person has gone."""
KINDS: Final = tuple(fault for fault in Fault if fault is not Fault.PAPER_LOW)


@dataclass(frozen=True, slots=True)
class Squall:
    """Faults that come after so many bytes, and how long they stand."""

    faults: tuple[tuple[int, Fault], ...]
    lasts_ms: int
    outlasts_visit: bool

    @property
    def stands(self) -> bool:
        """Something must be put right."""
        return any(fault not in INCIDENTS for _, fault in self.faults)


class Weather:
    """One squall or none for each slip."""

    def __init__(self, seed: int, *, share: float = HIT_SHARE) -> None:
        """`share` of the slips is hit."""
        self._chance = Random(seed)  # noqa: S311 - weather that can be had again
        self._share = share

    def next(self) -> Squall | None:
        """What hits the next slip."""
        chance = self._chance
        if chance.random() >= self._share:
            return None
        count = 2 if chance.random() < AGAIN_SHARE else 1
        faults = tuple((chance.randrange(BYTES_AT_MOST), chance.choice(KINDS)) for _ in range(count))
        return Squall(faults, chance.randrange(LONGEST_MS), chance.random() < AFTERWARDS_SHARE)

    def says_nothing(self) -> bool:
        """The person who is asked whether the slip came out has looked away."""
        return self._chance.random() < 0.2
