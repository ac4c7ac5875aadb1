"""The figures of the pages are those of the raw events: counted once more here, in another way, over many days."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from kiosk.domain.branch import Zone
from kiosk.hub import counts, enrolment
from kiosk.hub.period import Period
from kiosk.hub.spans import of_period
from kiosk.hub.store import HubStore
from kiosk.wire.line import encode_line
from tests.hub.centre import Centre, Sender

FIRST = date(2025, 1, 6)
DAYS = 45
ZONES = {"srg": Zone.WIB, "mks": Zone.WITA, "jpr": Zone.WIT}
LANES, LANGUAGES = "AABC", ("id", "id", "id", "en")
PAPERS, CAUSES = ("ktp", "kk", "paklaring", "npwp"), ("paper-out", "cutter", "link")
Told = tuple[str, str, str, int, str]
"""Subject, branch, day, hour, name."""


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Sender, list[Told]]]:
    """Three branches in three zones; each event beside what it should add."""
    draw = random.Random(45)  # noqa: S311 - the same story each time
    made = {}
    for key, (branch, zone) in enumerate(ZONES.items(), 3):
        sender, added = Sender(branch, key=key), []
        for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
            for number in range(draw.randrange(0, 9) if day.weekday() < 5 else 0):
                added += list(_visit(sender, day, number + 1, zone, draw))
        made[branch] = (sender, added)
    return made


def _visit(sender: Sender, day: date, number: int, zone: Zone, draw: random.Random) -> Iterator[Told]:
    branch = sender.stream.branch
    moment = datetime.combine(day, time(draw.randrange(5, 16), 30), zone.tz)
    at_ms, hour = round(moment.timestamp() * 1000), moment.hour
    lane, language = draw.choice(LANES), draw.choice(LANGUAGES)
    ticket = f"{day}/{lane}{number:03d}"
    sender.write(
        "ticket.taken", at_ms, ticket=ticket, day=str(day), lane=lane, number=number, class_="regular", rank_ms=at_ms,
        code="T00000", language=language,
    )  # fmt: skip
    yield "ticket", branch, str(day), hour, lane
    yield "language", branch, str(day), hour, language
    if draw.random() < 0.3:
        cause = draw.choice(CAUSES)
        sender.write("job.moved", at_ms, job=1, event="x", from_="sent", to="held", cause=cause, touched=False)
        yield "fault", branch, str(day), hour, cause
    if draw.random() < 0.5:
        missing = draw.sample(PAPERS, draw.randrange(0, 4))
        line = encode_line(len(sender.lines) + 1, "case.noted", at_ms, 1, {"case": "jht-resign", "missing": missing})
        sender.append(line)
        for paper in missing:
            yield "missing", branch, str(day), hour, paper


@pytest.fixture
def hub(centre: Centre, told: dict[str, tuple[Sender, list[Told]]]) -> HubStore:
    """All of it landed in batches and counted, then counted anew."""
    for branch, (sender, _) in told.items():
        centre.accept(sender)
        zone = ZONES[branch]
        centre.store.write(lambda session, b=branch, z=zone: enrolment.ensure_branch(session, b, zone=z))
        for first in range(1, len(sender.lines) + 1, 97):
            centre.landed(sender.batch(first, min(first + 96, len(sender.lines))))
            centre.projector.catch_up()
    assert centre.count("parked") == 0
    centre.projector.rebuild()
    return centre.store


def test_any_range_of_days_is_what_the_raw_events_say(
    hub: HubStore, told: dict[str, tuple[Sender, list[Told]]]
) -> None:
    for first, last in ((0, 44), (7, 7), (20, 33)):
        for only in (None, "mks"):
            _compare(hub, told, only, Period(FIRST + timedelta(days=first), FIRST + timedelta(days=last)))


def _compare(hub: HubStore, told: dict[str, tuple[Sender, list[Told]]], only: str | None, period: Period) -> None:
    first, last = period.span
    mine = [
        one for branch, (_, added) in told.items() if only in (None, branch) for one in added if first <= one[2] <= last
    ]
    spans = hub.read(lambda session: of_period(session, period, only))
    for subject, table in spans.tables.items():
        by_day = Counter((day, name) for what, _, day, _, name in mine if what == subject)
        shown = {
            (day, one.name): n for one in table.series for day, n in zip(table.labels, one.values, strict=True) if n
        }
        assert shown == by_day, subject
    ranked = Counter(name for what, *_, name in mine if what == "missing")
    assert dict(spans.ranked["missing"]) == ranked
    assert [n for _, n in spans.ranked["missing"]] == sorted(ranked.values(), reverse=True)
    by_hour = Counter((f"{hour:02d}", name) for what, _, _, hour, name in mine if what == "ticket")
    hours = hub.read(lambda session: counts.hours_of_all(session, "ticket", first, last, only))
    assert {(hour, name): n for hour, name, n in hours} == by_hour
    each = Counter(branch for what, branch, *_ in mine if what == "ticket")
    assert hub.read(lambda session: counts.of_each_branch(session, "ticket", first, last, only)) == each
    rows = hub.read(lambda session: counts.by_day_and_hour(session, "ticket", first, last, only))
    finest = Counter((branch, day, hour, name) for what, branch, day, hour, name in mine if what == "ticket")
    assert {row[:4]: row[4] for row in rows} == finest


def test_months_are_the_sum_of_their_days(hub: HubStore, told: dict[str, tuple[Sender, list[Told]]]) -> None:
    months = hub.read(lambda session: counts.months_of_all(session, "fault", "2025-01", "2025-02"))
    raw = Counter((day[:7], name) for _, added in told.values() for what, _, day, _, name in added if what == "fault")
    assert {(month, name): n for month, name, n in months} == raw
