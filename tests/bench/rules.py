"""The catalogue at start: compiled, and read and checked anew, beside a bare load of the same files."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from kiosk.domain.catalogue import parse_catalogue
from kiosk.domain.interview import check_catalogue
from kiosk.ops.assets import read_catalogue
from kiosk.ops.rules import RulesShelf
from tests.bench.figure import Effort, Figure, ms, percentile

ROUNDS, QUICK_ROUNDS = 40, 8
AIM_S = 0.150


def figures(effort: Effort) -> list[Figure]:
    """Start with the shelf filled; reading the YAML; the whole check, once, as after an update."""
    rounds = QUICK_ROUNDS if effort is Effort.QUICK else ROUNDS
    files = read_catalogue()
    with tempfile.TemporaryDirectory() as folder:
        shelf = RulesShelf(Path(folder))
        shelf.open(files)
        runs: dict[str, Callable[[], object]] = {
            "start": lambda: shelf.open(files),
            "read": lambda: parse_catalogue(files),
            "floor": lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in files.values()],
        }
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(rounds):  # in turns, so that a noisy moment meets all three
            for name, run in runs.items():
                times[name].append(_timed(run))
    start, read, floor = (percentile(times[name], 50) for name in ("start", "read", "floor"))
    rules = parse_catalogue(files)
    check = _timed(lambda: check_catalogue(rules))
    floor_told = f"{ms(floor)}, bare YAML load"
    size = f"{len(rules.cases)} cases"
    return [
        Figure(f"catalogue at start, compiled, {size}, p50", ms(start), floor_told, "≤ 150 ms", start <= AIM_S),
        Figure("catalogue read from its files, p50", ms(read), floor_told, "≤ 6 × floor", read <= 6 * floor),
        Figure("the whole check, once after an update", ms(check), floor_told, "≤ 10 s", check <= 10),
    ]


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
