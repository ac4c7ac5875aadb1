"""The two databases keep one promise; PostgreSQL's is kept over races and lost connections, and lies on its kin."""

import re
import threading

import pytest
from psycopg import errors

from kiosk.hub import reading
from kiosk.hub.opening import open_store
from kiosk.hub.postgres_store import MOST_CONNECTIONS, TRIES, PostgresStore
from kiosk.hub.schema import TABLES, next_month
from kiosk.hub.store import HubError, HubStore, Session, StoreUnavailable
from tests.clock import SimulatedClock
from tests.hub.centre import Centre, Sender

OWN = {"hub_meta": "name", "person": "person_id", "attempt": "name", "audit": "person_id"}
"""The centre's own tables, which belong to no branch and stay small."""
PUT = "INSERT INTO branch (branch_id, name, zone) VALUES (?, ?, 'WIB')"


def names(store: HubStore) -> list[str]:
    return [one.branch_id for one in store.read(reading.branches)]


def test_a_failure_in_the_middle_writes_nothing(store: HubStore) -> None:
    def work(session: Session) -> None:
        session.run(PUT, ("srg", "Serang"))
        raise KeyError("a fault of the program")

    with pytest.raises(KeyError):
        store.write(work)
    assert names(store) == []
    store.write(lambda session: session.run(PUT, ("pdg", "Padang")))
    assert names(store) == ["pdg"]


def test_who_only_reads_cannot_write(store: HubStore) -> None:
    with pytest.raises(Exception, match=r"read-?only|readonly"):
        store.read(lambda session: session.run(PUT, ("srg", "Serang")))
    assert names(store) == []


@pytest.fixture
def postgres(postgres_url: str) -> PostgresStore:
    opened = open_store(postgres_url)
    assert isinstance(opened, PostgresStore)
    return opened


@pytest.mark.parametrize("lost", [errors.SerializationFailure("40001"), errors.DeadlockDetected("40P01")])
def test_a_lost_race_is_run_again_from_its_beginning(postgres: PostgresStore, lost: Exception) -> None:
    tries = []

    def work(session: Session) -> int:
        tries.append(1)
        session.run(PUT, ("srg", "Serang"))
        if len(tries) < 3:
            raise lost
        return len(tries)

    assert postgres.write(work) == 3
    assert names(postgres) == ["srg"]
    postgres.close()


def test_a_race_that_is_never_won_is_said_so(postgres: PostgresStore) -> None:
    tries = []

    def work(_session: Session) -> None:
        tries.append(1)
        raise errors.SerializationFailure("always")

    with pytest.raises(StoreUnavailable):
        postgres.write(work)
    assert len(tries) == TRIES
    postgres.close()


def test_a_connection_that_breaks_in_the_middle_is_replaced(postgres: PostgresStore) -> None:
    tries = []

    def work(session: Session) -> None:
        session.run(PUT, ("srg", "Serang"))
        tries.append(session.rows("SELECT pg_backend_pid()"))
        if len(tries) == 1:
            session.rows("SELECT pg_terminate_backend(pg_backend_pid())")

    postgres.write(work)
    assert len(tries) == 2
    assert tries[0] != tries[1]
    assert names(postgres) == ["srg"]
    postgres.close()


def test_a_worker_never_takes_more_connections_than_its_share(postgres: PostgresStore) -> None:
    inside = threading.Barrier(MOST_CONNECTIONS)
    seen: list[int] = []

    def work(session: Session) -> None:
        if len(seen) < MOST_CONNECTIONS:
            seen.append(int(session.rows("SELECT pg_backend_pid()")[0][0]))
            inside.wait(30)
        seen.append(int(session.rows("SELECT pg_backend_pid()")[0][0]))

    threads = [threading.Thread(target=postgres.read, args=(work,)) for _ in range(4 * MOST_CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == MOST_CONNECTIONS
    postgres.close()


def test_a_statement_that_hangs_is_given_up(postgres: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.hub.postgres_store.STATEMENT_WITHIN_MS", 50)
    hasty = PostgresStore(postgres.url)
    with pytest.raises(StoreUnavailable):
        hasty.read(lambda session: session.rows("SELECT pg_sleep(30)"))
    assert names(hasty) == []
    hasty.close()
    postgres.close()


def test_what_is_committed_is_on_the_disk_whatever_the_server_says(postgres: PostgresStore) -> None:
    postgres.write(lambda session: session.run("ALTER DATABASE " + _name(session) + " SET synchronous_commit TO off"))
    again = PostgresStore(postgres.url)
    assert again.read(lambda session: session.rows("SHOW synchronous_commit")) == [("on",)]
    again.close()
    postgres.close()


def _name(session: Session) -> str:
    return str(session.rows("SELECT current_database()")[0][0])


def test_without_copy_the_very_same_rows_are_written(postgres_url: str) -> None:
    slow = PostgresStore(postgres_url, by_copy=False)
    slow.make_tables()
    centre, kiosk = Centre(slow, SimulatedClock()), Sender().work(10)
    centre.accept(kiosk)
    centre.landed(kiosk.batch())
    assert centre.lines(kiosk.stream) == kiosk.lines
    centre.store.close()


def test_a_partition_that_was_lost_comes_back_when_it_is_needed(postgres: PostgresStore) -> None:
    centre, kiosk = Centre(postgres, SimulatedClock()), Sender().work(10)
    centre.accept(kiosk)
    centre.landed(kiosk.batch(1, 3))
    postgres._define("DROP TABLE event_202501")  # as after a restore from before this month
    with pytest.raises(StoreUnavailable):
        centre.post(kiosk.batch(4, 6))
    assert centre.landed(kiosk.batch(4, 6)).upto == 6
    postgres.close()


def test_a_database_of_another_version_is_left_alone(store: HubStore, database: str) -> None:
    store.write(lambda session: session.run("UPDATE hub_meta SET value = '99' WHERE name = 'schema'"))
    with pytest.raises(HubError, match="99"):
        open_store(database)


@pytest.mark.parametrize("address", ["mysql://x", "http://127.0.0.1", "postgresql://[", "/nonexistent/\0/hub.db"])
def test_an_address_that_is_none_is_said_so(address: str) -> None:
    with pytest.raises(HubError):
        open_store(address)


def test_no_key_would_bring_two_branches_together_or_grow_at_one_end() -> None:
    for table, text in TABLES.items():
        keys = re.findall(r"PRIMARY KEY \((\w+)", text) or re.findall(r"(\w+) \{key\} NOT NULL PRIMARY KEY", text)
        assert keys == [OWN.get(table, "branch_id")], table


def test_postgres_holds_nothing_that_its_kin_do_not_know(postgres: PostgresStore) -> None:
    def count(sql: str) -> int:
        return int(postgres.read(lambda session: session.rows(sql))[0][0])

    assert count("SELECT count(*) FROM pg_class WHERE relkind = 'S'") == 0, "a sequence"
    assert count("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal") == 0
    assert count("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid > 16384") == 0
    mine = "indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
    assert count(f"SELECT count(*) FROM pg_index WHERE {mine} AND NOT indisprimary") == 0
    postgres.close()


def test_the_month_after_december() -> None:
    assert (next_month(202611), next_month(202612)) == (202612, 202701)
