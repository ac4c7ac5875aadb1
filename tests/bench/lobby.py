"""A long day and a hard dawn: memory, processor, and how long people stand at the kiosk."""

from tests.bench import rush
from tests.bench.figure import Effort, Figure
from tests.bench.process import result, started

VISITS, QUICK_VISITS = 2000, 120
LIMIT_S = {Effort.QUICK: 30.0, Effort.USUAL: 85.0, Effort.LONG: 3600.0}
"""For the visits; together with the rest the usual bench stays below two minutes, and says how many there were."""
REST_S = {Effort.QUICK: 3.0, Effort.USUAL: 6.0, Effort.LONG: 10.0}
TAPS = 6
"""Of the shortest visit (tests/bench/house.py): four to the number, one for the way out, one to begin anew."""


def figures(effort: Effort) -> list[Figure]:
    """Memory at rest and after many visits, processor at rest, the dawn rush."""
    visits = QUICK_VISITS if effort is Effort.QUICK else VISITS
    life = result(started("life", str(visits), str(LIMIT_S[effort]), str(REST_S[effort])))
    return [*_memory(life), _idle(life["idle_core"]), _dawn()]


def _memory(life: dict[str, float]) -> list[Figure]:
    rest, warm, after = life["at_rest_mib"], life["warm_mib"], life["after_mib"]
    growth = after / warm - 1
    return [
        Figure("memory at rest", f"{rest:.0f} MiB", "itself", "≤ 150 MiB", rest <= 150),
        Figure(
            f"memory after {life['visits']:,} visits",
            f"{after:.0f} MiB, {growth:+.1%} ({after / rest - 1:+.1%} since rest)",
            f"{warm:.0f} MiB after 100 visits",
            "≤ 150 MiB, growth ≤ 5 %",
            after <= 150 and growth <= 0.05,
        ),
    ]


def _idle(core: float) -> Figure:
    return Figure("processor on the first screen", f"{core:.2%} of a core", "", "≤ 1 %", core <= 0.01)


def _dawn() -> Figure:
    visit_s = TAPS * rush.SECONDS_A_TAP
    longest_s = rush.longest_s(visit_s)
    slow = rush.standing_longer(120, 600)
    return Figure(
        f"dawn rush of {rush.PEOPLE}, {TAPS} taps × {rush.SECONDS_A_TAP} s, longest stand of {rush.DAWNS} dawns",
        f"{longest_s / 60:.1f} min",
        f"visits of 2 min: {slow:.0f} stand > 10 min",
        "nobody > 5 min",
        longest_s <= 300,
    )
