"""One measured figure, and the table they make together."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Effort(Enum):
    """How much time the bench may take."""

    QUICK = "half a minute"
    USUAL = "two minutes"
    LONG = "as long as two thousand visits take"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, the floor measured in the same run, and what is aimed at."""

    what: str
    measured: str
    floor: str
    aim: str
    met: bool


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def ms(seconds: float) -> str:
    """Seconds as readable milliseconds."""
    value = seconds * 1000
    return f"{value:.0f} ms" if value >= 100 else f"{value:.3g} ms"


def table(figures: Iterable[Figure]) -> str:
    """A Markdown table, aligned so that it reads well in a terminal, too."""
    rows = [("what", "measured", "floor, same run", "aim", "")]
    rows += [(f.what, f.measured, f.floor, f.aim, "met" if f.met else "MISSED") for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)
