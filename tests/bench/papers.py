"""From answers to a list of papers, for everybody of every case; and how many taps it takes to get there."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from statistics import median

from kiosk.domain.checklist import Checklist
from kiosk.domain.interview import Settled, next_step, prepare
from kiosk.domain.interview.rules import rules_of
from tests.bench.figure import Effort, Figure, ms, percentile
from tests.domain.catalogue_files import CATALOGUE
from tests.domain.interview_report import Person, asked_in, people_of

AIM_S = 0.001
TRIES = 3
"""The best of three: this is about the work, not about who else is on the machine."""
QUICK_STEP = 8
"""With --quick every eighth person."""
MEDIAN_TAPS, WORST_TAPS = 3, 12


def figures(effort: Effort) -> list[Figure]:
    """Preparing, listing from facts, taps."""
    began = time.perf_counter()
    prepare(CATALOGUE, CATALOGUE.day)
    prepared_s = time.perf_counter() - began
    everybody = list(_everybody())[:: QUICK_STEP if effort is Effort.QUICK else 1]
    for need_id, person in everybody:
        _list_of(need_id, person)
    listed = [_best(need_id, person) for need_id, person in everybody]
    p99 = percentile([took for took, _ in listed], 99)
    floor = percentile([_written(papers) for _, papers in listed], 99)
    return [
        Figure(
            f"checklist from facts, {len(everybody):,} people of every case, p99",
            ms(p99),
            f"{ms(floor)}, the same list written as JSON",
            "≤ 1 ms",
            p99 <= AIM_S,
        ),
        Figure("every interview of a day prepared, once", ms(prepared_s), "–", "≤ 1 s", prepared_s <= 1),
        *_taps(),
    ]


def _taps() -> list[Figure]:
    asked = [asked_in(CATALOGUE, need.need_id) for need in CATALOGUE.needs if need.has_checklist]
    ours = median(median(taps) for one in asked for taps in one.cases.values())
    form = median(stops for one in asked for _, _, stops in one.plain)
    worst = max(one.worst for one in asked)
    form_worst = max(stops for one in asked for _, _, stops in one.everybody)
    cases = sum(len(one.cases) for one in asked)
    return [
        Figure(
            f"taps from number to list, median over {cases} cases, nothing unusual",
            f"{ours:g}",
            f"{form:g}, a fixed order that stops",
            f"≤ {MEDIAN_TAPS}",
            ours <= MEDIAN_TAPS,
        ),
        Figure(
            "the same, worst of all ways, 'Tidak yakin' included",
            f"{worst}",
            f"{form_worst}, a fixed order, sure answers",
            f"≤ {WORST_TAPS}",
            worst <= WORST_TAPS,
        ),
    ]


def _everybody() -> Iterator[tuple[str, Person]]:
    for need in CATALOGUE.needs:
        if need.has_checklist:
            worlds = rules_of(CATALOGUE, need.need_id, CATALOGUE.day).conversation.worlds
            yield from ((need.need_id, person) for _, person in people_of(worlds))


def _list_of(need_id: str, person: Person) -> Checklist:
    step = next_step(CATALOGUE, need_id, person, CATALOGUE.day, "id", raised=person)
    if not isinstance(step, Settled):
        raise RuntimeError(f"{need_id} asks {step.fact_id} although everything is answered")
    return step.checklist


def _best(need_id: str, person: Person) -> tuple[float, Checklist]:
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        papers = _list_of(need_id, person)
        times.append(time.perf_counter() - began)
    return min(times), papers


def _written(papers: Checklist) -> float:
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        json.dumps(asdict(papers), default=str)
        times.append(time.perf_counter() - began)
    return min(times)
