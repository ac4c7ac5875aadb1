"""Only what a receipt has covered for 90 days of the hub's own time goes; the chain stays provable."""

from pathlib import Path

import pytest

from kiosk.store import journal
from kiosk.store.identity import identity
from kiosk.store.retention import PIECE, RETENTION_MS, delete_confirmed
from kiosk.store.streams import keep_receipt, stream_facts, stream_of
from kiosk.store.transaction import transaction
from kiosk.wire.receipt import Receipt
from tests.clock import SimulatedClock
from tests.store.branch import open_store

DAY_MS = 24 * 3_600_000


class Store:
    """A journal and receipts for it."""

    def __init__(self, folder: Path) -> None:
        self.clock = SimulatedClock()
        self.db = open_store(folder, self.clock)
        self.me = identity(self.db)

    def tell(self, count: int) -> int:
        with transaction(self.db):
            events: list[journal.Event] = [("help.called", {"screen": "SENTINEL"})] * count
            return journal.append_all(self.db, self.clock.now_ms(), events)

    def receipt(self, upto: int, hub_ms: int, *, hash_: bytes | None = None) -> None:
        found = hash_ or journal.hash_at(self.db, self.me, self.me.epoch, upto)
        assert found is not None
        with transaction(self.db):
            keep_receipt(
                self.db, self.clock, Receipt(stream_of(self.me, self.me.epoch), upto, found, hub_ms), b"signed"
            )

    def first(self) -> int:
        return journal.tail(self.db, 0, 1)[0].seq


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_without_a_receipt_nothing_goes_however_old(store: Store) -> None:
    store.tell(10)
    store.clock.advance(hours=24 * 900)
    assert delete_confirmed(store.db, store.me, pieces=9) == 0


def test_what_was_covered_for_90_days_goes_and_the_rest_still_verifies(store: Store) -> None:
    store.tell(10)
    store.receipt(6, 0)
    store.receipt(9, RETENTION_MS)
    assert delete_confirmed(store.db, store.me, pieces=9) == 6
    assert store.first() == 7
    assert journal.verify(store.db).ok
    assert journal.verify(store.db, last=10_000).ok
    (facts,) = stream_facts(store.db, store.me)
    assert (facts.floor, facts.head, facts.waiting) == (6, 12, 3)
    assert store.tell(1) == 13
    assert journal.verify(store.db).ok


def test_a_day_less_and_nothing_goes(store: Store) -> None:
    store.tell(10)
    store.receipt(6, 0)
    store.receipt(9, RETENTION_MS - DAY_MS)
    assert delete_confirmed(store.db, store.me, pieces=9) == 0


def test_our_own_clock_can_do_nothing(store: Store) -> None:
    store.tell(10)
    store.receipt(6, 0)
    store.receipt(9, DAY_MS)
    store.clock.jump(days=4000)
    assert delete_confirmed(store.db, store.me, pieces=9) == 0


def test_after_the_hub_lost_something_only_what_it_still_has_goes(store: Store) -> None:
    store.tell(10)
    store.receipt(9, 0)
    store.receipt(4, RETENTION_MS)
    assert delete_confirmed(store.db, store.me, pieces=9) == 0
    store.receipt(5, RETENTION_MS * 2)
    assert delete_confirmed(store.db, store.me, pieces=9) == 4


def test_a_receipt_for_another_chain_deletes_nothing(store: Store) -> None:
    store.tell(10)
    store.receipt(6, 0)
    store.receipt(9, RETENTION_MS, hash_=bytes(32))
    assert delete_confirmed(store.db, store.me, pieces=9) == 0


def test_the_newest_event_stays_so_that_the_chain_goes_on(store: Store) -> None:
    last = store.tell(10)
    store.receipt(last, 0)
    store.receipt(last, RETENTION_MS)
    with transaction(store.db):
        store.db.conn.execute("UPDATE receipt SET hub_ms = 0 WHERE receipt_id = 1")
        store.db.conn.execute(
            "INSERT INTO receipt (epoch, upto, hash, hub_ms, parked, received_at_ms, data)"
            " SELECT epoch, upto, hash, ?, parked, received_at_ms, data FROM receipt LIMIT 1",
            (RETENTION_MS,),
        )
    assert delete_confirmed(store.db, store.me, pieces=9) == last - 1
    assert store.tell(1) == last + 1
    assert journal.verify(store.db).ok


def test_it_goes_in_pieces_and_a_changed_rest_is_noticed(store: Store) -> None:
    store.tell(PIECE * 2)
    store.receipt(PIECE + 10, 0)
    store.receipt(PIECE + 11, RETENTION_MS)
    assert delete_confirmed(store.db, store.me, pieces=1) == PIECE
    assert delete_confirmed(store.db, store.me, pieces=1) == 10
    assert delete_confirmed(store.db, store.me, pieces=1) == 0
    with transaction(store.db):
        store.db.conn.execute("DELETE FROM journal WHERE seq = ?", (PIECE + 11,))
    report = journal.verify(store.db)
    assert report.broken_at is not None
    assert "missing" in report.problem
