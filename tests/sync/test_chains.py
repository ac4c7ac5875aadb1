"""Two sides that hold different things: what the hub lost is sent again, another chain is an alarm, none is merged."""

from collections.abc import Mapping
from pathlib import Path

from kiosk.store import journal
from kiosk.store.identity import identity
from kiosk.store.streams import settle_fork, stream_facts
from kiosk.sync.report import Outcome
from kiosk.sync.status import SyncState
from kiosk.wire.receipt import Receipt, seal_receipt
from tests.clock import SimulatedClock
from tests.sync.office import Office, straight
from tests.sync.small_hub import Reply, SmallHub
from tests.wire.letters import HUB_KEY, STRANGER


def test_an_event_that_nobody_can_read_holds_up_nothing(office: Office) -> None:
    office.issue(3)
    office.poison()
    office.issue(3)
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()
    status = office.status
    assert (status.state, status.parked, status.waiting) == (SyncState.PARKED, 1, 0)


def test_a_hub_restored_from_a_backup_gets_again_what_it_lost(office: Office, hub: SmallHub) -> None:
    office.issue(50)
    office.sync()
    held = hub.streams[office.stream]
    del held.lines[20:], held.hashes[20:]
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()


def test_a_gap_is_filled_from_where_the_hub_is(office: Office, hub: SmallHub) -> None:
    office.issue(50)
    office.sync()
    office.issue(5)
    lost = []

    def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        if method == "POST" and not lost:
            held = hub.streams[office.stream]
            lost.append(len(held.lines))
            del held.lines[10:], held.hashes[10:]
        return hub.handle(method, path, body, headers)

    office.client.way = way
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()


def test_the_hub_s_count_is_held_against_our_own(office: Office, hub: SmallHub) -> None:
    office.issue(5)

    def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        status, told, data = hub.handle(method, path, body, headers)
        return status, told, data.replace(b'"events":7', b'"events":6').replace(b'"events":8', b'"events":6')

    office.client.way = way
    before = office.lines()
    report = office.sync()
    assert report.outcome is Outcome.MISMATCH
    assert "hanya menyimpan 6" in report.problem
    assert office.status.state is SyncState.MISMATCH
    assert office.lines()[: len(before)] == before


def test_a_receipt_by_somebody_else_is_not_believed(office: Office, hub: SmallHub) -> None:
    office.issue(5)
    hub.key = STRANGER
    report = office.sync()
    assert report.outcome is Outcome.UNREACHABLE
    assert "tidak dikenal" in report.problem
    assert office.status.waiting == len(office.lines())


def test_a_signed_receipt_for_another_chain_is_an_alarm_not_a_receipt(office: Office, hub: SmallHub) -> None:
    office.issue(5)
    other = seal_receipt(Receipt(office.stream, 3, bytes(32), 1), HUB_KEY)

    def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        return (200, {}, other) if method == "POST" else hub.handle(method, path, body, headers)

    office.client.way = way
    assert office.sync().outcome is Outcome.FORKED
    assert office.status.state is SyncState.MISMATCH


def test_a_hub_that_forgets_while_a_fork_is_looked_for_raises_no_alarm(office: Office, hub: SmallHub) -> None:
    office.issue(20)
    office.sync()
    office.issue(5)
    other = seal_receipt(Receipt(office.stream, 24, bytes(32), 1), HUB_KEY)
    posts = []

    def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        if method != "POST":
            return hub.handle(method, path, body, headers)
        posts.append(path)
        hub.streams.clear()
        return (200, {}, other) if len(posts) == 1 else hub.handle(method, path, body, headers)

    office.client.way = way
    assert office.sync().outcome is Outcome.MISMATCH
    office.client.way = straight
    assert office.sync().outcome is Outcome.SYNCED
    assert office.held() == office.lines()


def test_a_restored_disk_is_noticed_and_nothing_more_is_sent_until_it_is_settled(
    tmp_path: Path, clock: SimulatedClock, hub: SmallHub
) -> None:
    office = Office(tmp_path, clock, hub)
    office.issue(20)
    office.sync()
    office.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    image = office.path.read_bytes()
    office.issue(10)
    office.sync()
    at_the_hub = list(office.held())
    office.db.close()
    for leftover in tmp_path.glob("kiosk.db*"):
        leftover.unlink()
    office.path.write_bytes(image)
    office.db = office.opened()
    office.issue(4)
    report = office.sync()
    assert report.outcome is Outcome.FORKED
    assert "--new-epoch" in report.problem
    assert office.status.state is SyncState.MISMATCH
    assert office.sync().outcome is Outcome.FORKED
    assert office.held() == at_the_hub, "the hub keeps what it has"
    old = office.stream
    mine = office.lines()
    fork_seq = next(facts.fork_seq for facts in stream_facts(office.db, identity(office.db)))
    assert fork_seq is not None
    settle_fork(office.db, clock)
    assert office.sync().outcome is Outcome.SYNCED
    assert office.status.state is SyncState.SYNCED
    assert hub.streams[old].lines == at_the_hub
    retold = [line.partition(b",")[2] for line in office.held()[2:]]
    assert retold[: len(mine) - fork_seq + 1] == [line.partition(b",")[2] for line in mine[fork_seq - 1 :]]
    assert journal.verify(office.db).ok


def test_an_older_epoch_is_sent_again_when_the_hub_lost_some_of_it(office: Office, hub: SmallHub) -> None:
    from kiosk.store.boot import begin_epoch

    office.issue(20)
    office.sync()
    old = office.stream
    begin_epoch(office.db, office.clock)
    office.sync()
    del hub.streams[old].lines[9:], hub.streams[old].hashes[9:]
    assert office.sync().outcome is Outcome.SYNCED
    assert hub.streams[old].lines == office.lines(old.epoch)


def test_what_waited_in_an_older_epoch_goes_first(office: Office, hub: SmallHub) -> None:
    from kiosk.store.boot import begin_epoch

    office.issue(5)
    old = office.stream
    begin_epoch(office.db, office.clock)
    office.issue(5)
    assert office.sync().outcome is Outcome.SYNCED
    assert hub.streams[old].lines == office.lines(old.epoch)
    assert office.held() == office.lines()
    assert list(hub.streams) == [old, office.stream]
