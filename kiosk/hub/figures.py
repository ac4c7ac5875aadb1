"""Tallies shaped for a page: which columns, which order, what stands under 'others'."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kiosk.hub.counts import Tally
from kiosk.slips.charts import Series

OTHERS: Final = "lainnya"
NAMED_AT_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by `label` (rows) and name (columns), with sums."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def total(self) -> int:
        """Everything together."""
        return sum(sum(one.values) for one in self.series)

    @property
    def rows(self) -> list[tuple[str, tuple[int, ...], int]]:
        """Label, count of each column, sum."""
        columns = zip(*(one.values for one in self.series), strict=True) if self.series else ((),) * len(self.labels)
        return [(label, tuple(row), sum(row)) for label, row in zip(self.labels, columns, strict=True)]


def table(counts: Iterable[tuple[str, str, int]], labels: Sequence[str], *, by_name: bool = False) -> Table:
    """Counts of (label, name, n) under these labels; the names with most first (`by_name`: in their own order, as
    letters have one), the smallest together."""
    at = {label: number for number, label in enumerate(labels)}
    cells: dict[str, list[int]] = defaultdict(lambda: [0] * len(labels))
    totals: Counter[str] = Counter()
    for label, name, n in counts:
        if label in at:
            cells[name][at[label]] += n
            totals[name] += n
    named = sorted(sorted(totals), key=lambda name: -totals[name])
    shown, rest = named, named[:0]
    if len(named) > NAMED_AT_MOST:
        shown, rest = named[: NAMED_AT_MOST - 1], named[NAMED_AT_MOST - 1 :]
    series = [Series(name, tuple(cells[name])) for name in (sorted(shown) if by_name else shown)]
    if rest:
        series.append(Series(OTHERS, tuple(sum(cells[name][i] for name in rest) for i in range(len(labels)))))
    return Table(tuple(labels), tuple(series))


def of_tallies(tallies: Iterable[Tally]) -> list[tuple[str, str, int]]:
    """Tallies of one branch or of all together as (when, name, n)."""
    return [(str(one.when), one.name, one.n) for one in tallies]


def most(counts: Iterable[tuple[str, str, int]], limit: int = 10) -> list[tuple[str, int]]:
    """The names counted most, over the whole time."""
    totals: Counter[str] = Counter()
    for _, name, n in counts:
        totals[name] += n
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:limit]


def days_until(last: date, count: int) -> list[str]:
    """`count` days up to `last`, which is among them."""
    return [(last - timedelta(days=back)).isoformat() for back in range(count - 1, -1, -1)]


def months_until(last: date, count: int) -> list[str]:
    """`count` months up to that of `last`: '2026-11'."""
    ordinals = range(last.year * 12 + last.month - count, last.year * 12 + last.month)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in ordinals]
