"""The figures are made from the events alone: counted once, counted anew to the very same, kept after the events go."""

import threading

import pytest

from kiosk.domain.branch import Zone
from kiosk.hub import counts, enrolment, reading
from kiosk.hub.opening import open_store
from kiosk.hub.projecting import Projector
from kiosk.hub.retention import months_before, retain
from kiosk.hub.store import HubStore
from kiosk.hub.tallies import COUNTED, FACTS
from kiosk.wire.events import EVENTS
from tests.clock import SimulatedClock
from tests.hub.centre import MORNING_MS, Centre, Sender

DAY = "2025-01-14"


@pytest.fixture
def kiosk(centre: Centre) -> Sender:
    sender = Sender().work(20)
    centre.accept(sender)
    return sender


def tally(centre: Centre, subject: str) -> dict[str, int]:
    """What one day of all branches adds up to."""
    return {name: n for _, name, n in centre.store.read(lambda s: counts.days_of_all(s, subject, DAY, DAY))}


def test_a_day_is_counted_by_lane_language_and_fault(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch())
    assert centre.projector.catch_up() == 60
    assert centre.projector.catch_up() == 0
    assert tally(centre, "ticket") == {"A": 10, "B": 10}
    assert tally(centre, "language") == {"en": 4, "id": 16}
    assert tally(centre, "fault") == {"paper_out": 2}
    assert tally(centre, "slip") == {"confirmed": 18}
    hours = centre.store.read(lambda s: counts.by_hour(s, "srg", "ticket", DAY))
    assert {(one.when, one.name): one.n for one in hours} == {(8, "A"): 10, (8, "B"): 10}
    (a, b) = centre.store.read(lambda s: counts.by_month(s, "ticket", "2025-01", "2025-01", "srg"))
    assert (a.branch_id, a.when, a.name, a.n, b.n) == ("srg", "2025-01", "A", 10, 10)
    months = centre.store.read(lambda s: counts.months_of_all(s, "slip", "2025-01", "2025-12"))
    assert months == [("2025-01", "confirmed", 18)]


def test_what_was_missing_is_counted_by_document(centre: Centre, kiosk: Sender) -> None:
    kiosk.write("case.noted", case="jht-phk", missing=["ktp", "kk"])
    kiosk.write("case.noted", case="jht-phk", missing=["kk"])
    centre.landed(kiosk.batch())
    centre.projector.catch_up()
    assert tally(centre, "missing") == {"kk": 2, "ktp": 1}
    assert tally(centre, "case") == {"jht-phk": 2}


def test_the_service_day_counts_not_the_wrong_clock(centre: Centre) -> None:
    kiosk = Sender()
    centre.accept(kiosk)
    wrong = MORNING_MS - 400 * 86_400_000
    kiosk.write("ticket.taken", wrong, ticket=f"{DAY}/A001", day=DAY, lane="A", language="id", class_="regular")
    kiosk.write("handover.moved", wrong, ticket=f"{DAY}/A001", to="paper")
    centre.landed(kiosk.batch())
    centre.projector.catch_up()
    assert tally(centre, "ticket") == {"A": 1}
    assert tally(centre, "handover") == {"paper": 1}


@pytest.mark.parametrize(("zone", "hour", "day"), [(Zone.WIB, 23, DAY), (Zone.WIT, 1, "2025-01-15")])
def test_hours_are_the_branches_own(centre: Centre, kiosk: Sender, zone: Zone, hour: int, day: str) -> None:
    centre.store.write(lambda session: enrolment.ensure_branch(session, "srg", name="Serang", zone=zone))
    kiosk.write("help.called", MORNING_MS + 15 * 3_600_000, screen="need")
    centre.landed(kiosk.batch())
    centre.projector.catch_up()
    (one,) = centre.store.read(lambda s: counts.by_hour(s, "srg", "help", day))
    assert one.when == hour


def test_a_rebuild_makes_the_very_same(centre: Centre, kiosk: Sender) -> None:
    other = Sender(kiosk="k2", key=8).work(7)
    centre.accept(other)
    kiosk.append(b"parked")
    kiosk.write("kiosk.started", unclean=True)
    for sender in (kiosk, other):
        centre.landed(sender.batch(1, 9))
        centre.projector.catch_up()
        centre.simulated.jump(days=31)
        centre.landed(sender.batch(10))
    centre.projector.catch_up()
    before = centre.read_models()
    centre.store.write(lambda s: s.run("UPDATE day_tally SET n = n + 1"))
    centre.store.write(lambda s: s.run("DELETE FROM kiosk_fact"))
    assert centre.read_models() != before
    assert centre.projector.rebuild() == len(kiosk.lines) + len(other.lines)
    assert centre.read_models() == before


def test_a_rebuild_overtakes_nothing_that_is_still_to_be_counted(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch(1, 30))
    centre.projector.rebuild()
    centre.landed(kiosk.batch(31, 60))
    centre.projector.catch_up()
    assert tally(centre, "ticket") == {"A": 10, "B": 10}


def test_two_projectors_count_each_event_once(store: HubStore, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.hub.projecting.PIECE", 7)
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(60)
    centre.accept(kiosk)
    centre.landed(kiosk.batch())
    others = [open_store(database) for _ in range(2)]
    threads = [threading.Thread(target=Projector(other).catch_up) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    centre.projector.catch_up()
    assert sum(tally(centre, "ticket").values()) == 60


def test_after_thirteen_months_the_events_go_and_the_figures_stay(centre: Centre, kiosk: Sender) -> None:
    kiosk.write("kiosk.started", unclean=False)
    centre.landed(kiosk.batch(1, 30))
    centre.simulated.jump(days=40)
    centre.landed(kiosk.batch(31, 61))
    centre.simulated.jump(days=360)
    before = None
    for _ in range(2):
        dropped = retain(centre.store, centre.clock.now_ms())
        assert bool(dropped) is (before is None)
        now = centre.read_models()
        assert before in (None, now)
        before = now
    left = centre.store.read(lambda s: s.rows("SELECT min(seq), count(*) FROM event"))
    assert tuple(left[0]) == (31, 31)
    assert tally(centre, "ticket") == {"A": 10, "B": 10}
    centre.projector.rebuild()
    assert centre.read_models() == before
    kiosk.work(1)
    assert centre.landed(kiosk.batch(31)).upto == 64


def test_nothing_goes_before_it_was_counted(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch())
    centre.simulated.jump(days=500)
    retain(centre.store, centre.clock.now_ms())
    assert centre.count("event") == 0
    assert sum(tally(centre, "ticket").values()) == 20
    assert centre.landed(kiosk.batch()).upto == 60
    assert centre.projector.rebuild() == 0
    assert sum(tally(centre, "ticket").values()) == 20


def test_months_are_counted_back_over_the_years() -> None:
    assert [months_before(202611, n) for n in (0, 10, 11, 12, 23)] == [202611, 202601, 202512, 202511, 202412]


def test_what_is_counted_is_in_the_catalogue_of_events() -> None:
    assert set(COUNTED) | set(FACTS) <= set(EVENTS)


def test_a_kiosk_tells_its_own_state(centre: Centre, kiosk: Sender) -> None:
    kiosk.write("kiosk.started", MORNING_MS, unclean=False)
    kiosk.write("kiosk.stopped", MORNING_MS + 5)
    centre.landed(kiosk.batch())
    (status,) = centre.store.read(reading.kiosks)
    assert (status.behind, status.facts) == (62, {})
    centre.projector.catch_up()
    (status,) = centre.store.read(lambda s: reading.kiosks(s, "srg"))
    assert (status.behind, status.facts["running"], status.fact_ms["running"]) == (0, "no", MORNING_MS + 5)
    assert centre.store.read(lambda s: reading.kiosks(s, "pdg")) == []
    assert [one.branch_id for one in centre.store.read(reading.branches)] == ["srg"]


def test_roll_printer_and_packs_are_known_by_their_last_word(centre: Centre) -> None:
    kiosk = Sender()
    centre.accept(kiosk)
    kiosk.write("roll.ended", roll=1, reason="paper-out", used_mm=79_000)
    kiosk.write("roll.installed", roll=2, kind="new", by="satpam-no-pin")
    kiosk.write("roll.metered", roll=2, used_mm=1_000, numbers=8)
    kiosk.write("roll.metered", roll=2, used_mm=2_000, numbers=17)
    kiosk.write("roll.low", roll=2, used_mm=2_000)
    kiosk.write("job.moved", to="held", cause="cover_open")
    kiosk.write("job.moved", to="sending", cause=None)
    kiosk.write("pack.in_force", kind="catalogue", version=7, sha256="ab", previous=6)
    kiosk.write("pack.refused", kind="calendar", version=2, sha256="ab", reason="old")
    centre.landed(kiosk.batch())
    centre.projector.catch_up()
    (status,) = centre.store.read(reading.kiosks)
    assert status.facts == {
        "pack:catalogue": "7",
        "pack_refused:calendar": "2 old",
        "printer": "cover_open",
        "roll": "2",
        "roll_kind": "new",
        "roll_low": "yes",
        "roll_numbers": "17",
        "roll_used_mm": "2000",
        "roll_whole_mm": "79000",
    }
    assert {name.partition(":")[0] for name in status.facts} <= {n.partition(":")[0] for n in reading.FACT_NAMES}
