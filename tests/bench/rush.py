"""A dawn at one kiosk: sixty people, and how long each of them stands there."""

import random

PEOPLE = 60
SPAN_S = 120 * 60
"""The harder end of the simulation behind the design: visits of two minutes let 42 of 58 stand over ten minutes there,
and 43 of 60 here."""
DAWNS = 200
SECONDS_A_TAP = 5


def standing_s(visit_s: float, seed: int) -> list[float]:
    """Seconds from arrival to leaving, person by person: a swelling and ebbing crowd, in families and ride-shares."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    arrivals: list[float] = []
    while len(arrivals) < PEOPLE:
        at_s = chance.triangular(0, SPAN_S, SPAN_S / 2)
        arrivals += [at_s] * chance.choice((1, 1, 1, 2))
    free_at_s, stood = 0.0, []
    for at_s in sorted(arrivals[:PEOPLE]):
        free_at_s = max(free_at_s, at_s) + visit_s
        stood.append(free_at_s - at_s)
    return stood


def longest_s(visit_s: float) -> float:
    """The longest anybody stands at the kiosk, over all dawns."""
    return max(max(standing_s(visit_s, seed)) for seed in range(DAWNS))


def standing_longer(visit_s: float, limit_s: float) -> float:
    """How many people a dawn stand longer than `limit_s`, on average."""
    return sum(stood > limit_s for seed in range(DAWNS) for stood in standing_s(visit_s, seed)) / DAWNS
