"""Quotas that come as a pack: how many numbers a lane gives on a day of the week."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.packed import read_packed

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_NUMBERS: Final = 999
_LANES: Final = 26


@dataclass(frozen=True, slots=True)
class Quota:
    """Numbers of one lane by weekday (0 = Monday); None: as many as come."""

    by_weekday: tuple[int | None, ...]


def read_quotas(contents: bytes, lanes: Collection[str]) -> Mapping[str, Quota]:
    """Lane letter → quota, for a branch with `lanes`. Raises PackedError."""
    found: dict[str, Quota] = {}
    packed = read_packed(contents)
    for entry in packed.objects("lanes", most=_LANES):
        letter = entry.text("lane", 1)
        if letter not in lanes:
            raise entry.problem(f'loket "{letter}" tidak ada di cabang ini; yang ada {", ".join(sorted(lanes))}')
        if letter in found:
            raise entry.problem(f'loket "{letter}" disebut dua kali')
        told = [entry.whole(day, least=0, most=MOST_NUMBERS) if entry.has(day) else None for day in WEEKDAYS]
        entry.close()
        if all(number is None for number in told):
            raise entry.problem("tidak menyebut satu hari pun, misalnya monday")
        found[letter] = Quota(tuple(told))
    packed.close()
    return found
