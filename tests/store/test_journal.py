"""The chain holds, and shows where it was broken."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.store import journal
from kiosk.store.boot import begin_epoch, boot, stop
from kiosk.store.identity import ForeignStoreError, NoIdentityError, identity
from kiosk.store.opening import Role, open_db
from kiosk.store.transaction import transaction
from kiosk.wire.events import EventError
from kiosk.wire.line import chain, genesis
from tests.clock import SimulatedClock
from tests.store.branch import open_store

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
def db(tmp_path: Path, clock: SimulatedClock) -> Database:
    return open_store(tmp_path, clock)


def _append(db: Database, clock: SimulatedClock, count: int) -> None:
    for n in range(count):
        clock.advance(seconds=1)
        with transaction(db):
            journal.append(db, clock, "day.opened", {"day": f"day {n}"})


def test_seq_has_no_gaps_and_the_chain_can_be_walked_by_anybody(db: Database, clock: SimulatedClock) -> None:
    _append(db, clock, 10)
    me = identity(db)
    last = genesis(me.kiosk_id, me.epoch)
    entries = journal.tail(db, 0, 100)
    for n, entry in enumerate(entries, start=1):
        last = chain(last, entry.line)
        assert (entry.seq, entry.event.seq, entry.hash) == (n, n, last)
    assert len(entries) == journal.last_seq(db) == 12
    assert journal.verify(db) == journal.JournalReport(12, (me.epoch,))


def test_the_tail_goes_on_where_it_was_left(db: Database, clock: SimulatedClock) -> None:
    _append(db, clock, 10)
    assert [entry.seq for entry in journal.tail(db, 4, 3)] == [5, 6, 7]
    assert journal.tail(db, 12, 3) == []


def test_a_reader_follows_beside_the_writer(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    reader = open_db(tmp_path / "kiosk.db", Role.READER)
    before = journal.last_seq(reader)
    _append(db, clock, 3)
    assert [entry.event.payload["day"] for entry in journal.tail(reader, before, 10)] == ["day 0", "day 1", "day 2"]


def test_an_event_outside_a_commit_is_refused(db: Database, clock: SimulatedClock) -> None:
    with pytest.raises(RuntimeError, match="belongs into the commit"):
        journal.append(db, clock, "day.opened", {"day": "d"})


def test_an_event_that_the_catalogue_does_not_know_stops_the_commit(db: Database, clock: SimulatedClock) -> None:
    before = journal.last_seq(db)
    with pytest.raises(EventError, match="nik"), transaction(db):
        journal.append(db, clock, "day.opened", {"day": "d", "nik": "3604"})
    assert journal.last_seq(db) == before


def test_a_commit_that_fails_takes_its_events_back(db: Database, clock: SimulatedClock) -> None:
    before = journal.tail(db, 0, 100)

    def fail() -> None:
        with transaction(db):
            journal.append(db, clock, "day.opened", {"day": "d"})
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert journal.tail(db, 0, 100) == before
    _append(db, clock, 1)
    assert journal.verify(db).ok


def test_a_line_cannot_be_rewritten_by_our_own_code(db: Database) -> None:
    with pytest.raises(Exception, match="never rewritten"):
        db.execute("UPDATE journal SET line = x'00' WHERE seq = 1")


@FEW
@given(data=st.data())
def test_any_flipped_bit_is_found_at_its_place(
    tmp_path_factory: pytest.TempPathFactory, clock: SimulatedClock, data: st.DataObject
) -> None:
    db = open_store(tmp_path_factory.mktemp("chain"), clock)
    _append(db, clock, 8)
    db.execute("DROP TRIGGER journal_is_never_rewritten")
    seq = data.draw(st.integers(1, 10))
    column = data.draw(st.sampled_from(["line", "hash"]))
    (value,) = db.execute(f"SELECT {column} FROM journal WHERE seq = ?", (seq,)).fetchone()
    bit = data.draw(st.integers(0, 8 * len(value) - 1))
    flipped = bytearray(value)
    flipped[bit // 8] ^= 1 << bit % 8
    db.execute(f"UPDATE journal SET {column} = ? WHERE seq = ?", (bytes(flipped), seq))
    report = journal.verify(db)
    assert report.broken_at == (identity(db).epoch, seq)
    assert f"event {seq} is not what was chained" in report.problem
    db.conn.close()


def test_a_line_that_was_taken_out_is_missed(db: Database, clock: SimulatedClock) -> None:
    _append(db, clock, 8)
    db.execute("DELETE FROM journal WHERE seq = 5")
    report = journal.verify(db)
    assert report.broken_at == (identity(db).epoch, 6)
    assert report.problem == "event 5 is missing: 6 follows 4"
    assert journal.verify(db, last=6).problem == "event 5 is missing: 6 follows 4"
    assert journal.verify(db, last=3).ok


def test_lines_that_changed_places_are_found(db: Database, clock: SimulatedClock) -> None:
    _append(db, clock, 8)
    db.execute("DROP TRIGGER journal_is_never_rewritten")
    db.execute("UPDATE journal SET seq = 100 WHERE seq = 5")
    db.execute("UPDATE journal SET seq = 5 WHERE seq = 6")
    db.execute("UPDATE journal SET seq = 6 WHERE seq = 100")
    assert journal.verify(db).broken_at == (identity(db).epoch, 5)


def test_a_start_verifies_only_the_last_links(db: Database, clock: SimulatedClock) -> None:
    _append(db, clock, 30)
    assert journal.verify(db, last=10).checked == 10
    assert journal.verify(db, last=1000).checked == 32


def test_a_store_knows_whose_it_is(tmp_path: Path, db: Database, clock: SimulatedClock) -> None:
    assert (identity(db).branch_id, identity(db).kiosk_id) == ("srg", "k1")
    with pytest.raises(ForeignStoreError, match="belongs to kiosk k1 of branch srg"):
        boot(db, "srg", "k2", clock)
    with pytest.raises(ForeignStoreError):
        boot(db, "clg", "k1", clock)
    other = tmp_path / "other"
    other.mkdir()
    nobody = open_db(other / "kiosk.db", Role.WRITER)
    with pytest.raises(NoIdentityError, match="kiosk run"), transaction(nobody):
        journal.append(nobody, clock, "kiosk.stopped", {})


def test_a_stop_is_clean_and_a_missing_one_is_noticed(db: Database, clock: SimulatedClock) -> None:
    assert boot(db, "srg", "k1", clock).unclean
    stop(db, clock)
    assert not boot(db, "srg", "k1", clock).unclean


def test_a_broken_chain_shows_at_the_next_start_and_stops_nobody(db: Database, clock: SimulatedClock) -> None:
    _append(db, clock, 5)
    db.execute("DROP TRIGGER journal_is_never_rewritten")
    db.execute("UPDATE journal SET line = x'00' WHERE seq = 4")
    report = boot(db, "srg", "k1", clock)
    assert report.journal.broken_at == (report.identity.epoch, 4)
    _append(db, clock, 1)


def test_every_store_has_an_epoch_of_its_own_even_with_a_dead_clock(tmp_path: Path) -> None:
    epochs = set()
    for n in range(5):
        folder = tmp_path / str(n)
        folder.mkdir()
        epochs.add(identity(open_store(folder, SimulatedClock())).epoch)
    assert len(epochs) == 5


def test_a_restored_store_starts_a_new_stream_and_keeps_the_old(db: Database, clock: SimulatedClock) -> None:
    _append(db, clock, 5)
    old = identity(db).epoch
    clock.advance(hours=1)
    new = begin_epoch(db, clock)
    assert new > old
    assert [entry.event.type for entry in journal.tail(db, 0, 10)] == ["journal.opened"]
    assert journal.tail(db, 0, 1)[0].event.payload == {"reason": "restored", "previous": old}
    assert len(journal.tail(db, 0, 100, epoch=old)) == 7
    assert journal.verify(db) == journal.JournalReport(8, (old, new))
