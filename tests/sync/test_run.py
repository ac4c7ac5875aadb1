"""A run brings every event to the hub exactly once, whatever the way does to it, and says plainly how it ended."""

from collections.abc import Mapping
from contextlib import suppress

import pytest

from kiosk.store import journal, sync_runs
from kiosk.store.errors import StoreFull
from kiosk.sync.pace import MOST
from kiosk.sync.report import Outcome
from kiosk.sync.status import SyncState
from kiosk.wire import protocol
from tests.clock import SimulatedClock
from tests.sync.office import Office, always, straight
from tests.sync.small_hub import Reply, SmallHub


def test_everything_arrives_and_both_sides_agree(office: Office) -> None:
    office.issue(3000)
    assert office.status.state is SyncState.WAITING
    report = office.sync()
    assert report.outcome is Outcome.SYNCED
    assert office.held() == office.lines()
    assert report.progress.batches == -(-len(office.lines()) // MOST)
    status = office.status
    assert (status.state, status.waiting, status.parked) == (SyncState.SYNCED, 0, 0)


def test_a_second_run_sends_nothing_twice_and_tells_nothing_new(office: Office) -> None:
    office.issue(3)
    office.sync()
    before = office.lines()
    report = office.sync()
    assert (report.outcome, report.progress.events) == (Outcome.SYNCED, 0)
    assert office.lines() == before == office.held()


@pytest.mark.parametrize("lost", ["before", "after"])
def test_an_answer_that_never_came_is_harmless(office: Office, lost: str) -> None:
    office.issue(2500)

    def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply | str:
        if method == "POST" and len(office.client.asked) > 3:
            if lost == "after":
                hub.handle(method, path, body, headers)
            return "Pusat tidak terjangkau (sambungan terputus)."
        return hub.handle(method, path, body, headers)

    office.client.way = way
    report = office.sync()
    assert report.outcome is Outcome.UNREACHABLE
    assert office.status.state is SyncState.FAILED
    assert "terputus" in office.status.why
    office.client.way = straight
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()
    assert office.status.state is SyncState.SYNCED


@pytest.mark.parametrize("point", ["before-post", "after-post", "after-receipt"])
def test_a_run_killed_at_any_point_goes_on_where_it_was(office: Office, point: str) -> None:
    office.issue(2500)

    def barrier(at: str) -> None:
        if at == point:
            raise KeyboardInterrupt  # nothing of the run catches it, as nothing catches SIGKILL

    office.barrier = barrier
    with pytest.raises(KeyboardInterrupt):
        office.sync()
    assert office.status.state is SyncState.FAILED
    assert "terputus" in office.status.why
    office.barrier = lambda _point: None
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()


def test_a_hub_that_takes_only_little_gets_little(office: Office, hub: SmallHub) -> None:
    hub.max_events = 100
    office.issue(500)
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()


def test_a_hub_that_takes_nothing_is_told(office: Office, hub: SmallHub) -> None:
    hub.max_events = 0
    office.issue(5)
    report = office.sync()
    assert report.outcome is Outcome.DENIED
    assert "terlalu besar" in report.problem


def test_a_busy_hub_is_waited_for_as_long_as_it_asks(office: Office) -> None:
    office.issue(5)
    refusals = iter([(503, {"Retry-After": "7"}, b""), (429, {"Retry-After": "20"}, b"")])
    office.client.way = lambda hub, *ask: next(refusals, None) or hub.handle(*ask)
    assert office.sync().outcome is Outcome.SYNCED
    assert office.pauses == [7, 20]


def test_a_hub_that_stays_busy_ends_the_run_with_when_to_come_back(office: Office) -> None:
    office.client.way = always(503, {"Retry-After": "900"}, b"")
    report = office.sync()
    assert (report.outcome, report.retry_after_s) == (Outcome.BUSY, 900)
    office.client.way = always(503, {}, b"<html>")
    assert office.sync().outcome is Outcome.BUSY


def test_a_kiosk_that_is_not_enrolled_or_revoked_is_told_what_to_do(office: Office, hub: SmallHub) -> None:
    hub.revoked += hub.kiosks["srg", "k1"]
    assert "dicabut" in office.sync().problem
    hub.kiosks.clear()
    report = office.sync()
    assert report.outcome is Outcome.DENIED
    assert "kiosk enroll" in report.problem
    assert office.status.state is SyncState.FAILED


def test_an_answer_of_some_other_server_changes_nothing(office: Office) -> None:
    office.issue(2)
    for answer in ((200, {}, b"<html>login</html>"), (404, {}, b""), (500, {}, b"[" * 5000), (302, {}, b"")):
        office.client.way = always(*answer)
        report = office.sync()
        assert report.outcome is Outcome.UNREACHABLE
        assert report.problem.endswith(".")
        assert office.status.waiting == len(office.lines())


def test_the_clock_s_distance_from_the_hub_is_measured_and_told_once(office: Office, hub: SmallHub) -> None:
    hub.clock = SimulatedClock()
    hub.clock.jump(seconds=-90)
    assert office.sync().progress.offset_ms == 90_000
    office.sync()
    told = [entry.event for entry in journal.tail(office.db, 0, 100) if entry.event.type == "clock.compared"]
    assert [event.payload["offset_ms"] for event in told] == [90_000]
    run = sync_runs.newest_run(office.db)
    assert run is not None
    assert run.offset_ms == 90_000
    hub.clock.jump(seconds=60)
    office.sync()
    assert office.held()[-1].endswith(b'{"offset_ms":30000}]')


def test_a_full_disk_ends_the_run_in_a_sentence_and_loses_nothing(office: Office) -> None:
    office.issue(50)
    full = office.db.conn.execute("PRAGMA page_count").fetchone()[0]
    office.db.conn.execute(f"PRAGMA max_page_count={full}").fetchall()
    with suppress(StoreFull):
        while True:
            office.issue()
    outcomes = (office.sync() for _ in range(300))  # until the last room in the file is used up by the runs' own rows
    report = next(report for report in outcomes if report.outcome is not Outcome.SYNCED)
    assert report.outcome is Outcome.STORE
    assert "penuh" in report.problem
    office.db.conn.execute("PRAGMA max_page_count=1000000").fetchall()
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()


def test_the_cursor_itself_is_read_strictly(office: Office) -> None:
    with pytest.raises(ValueError, match="last_seq"):
        protocol.decode_cursor(b'{"last_seq":"1"}')
