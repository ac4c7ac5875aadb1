"""All of it or nothing, under names one can act on."""

import threading
from pathlib import Path

import pysqlite3
import pytest

from kiosk.store.errors import StoreFull
from kiosk.store.opening import Role, open_db
from kiosk.store.transaction import transaction


def test_an_error_takes_everything_back(tmp_path: Path) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)

    def half() -> None:
        with transaction(db):
            db.execute("INSERT INTO meta VALUES ('a', '1')")
            raise KeyError("b")

    with pytest.raises(KeyError):
        half()
    assert db.execute("SELECT count(*) FROM meta").fetchone() == (0,)
    assert not db.conn.in_transaction


def test_what_was_committed_is_seen_by_others_at_once(tmp_path: Path) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)
    reader = open_db(tmp_path / "kiosk.db", Role.READER)
    with transaction(db):
        db.execute("INSERT INTO meta VALUES ('a', '1') RETURNING name").fetchone()
        assert reader.execute("SELECT count(*) FROM meta").fetchone() == (0,)
    assert reader.execute("SELECT count(*) FROM meta").fetchone() == (1,)


def test_one_transaction_is_not_put_into_another(tmp_path: Path) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)
    with pytest.raises(RuntimeError, match="one fact, one commit"), transaction(db), transaction(db):
        pass
    with transaction(db):
        db.execute("INSERT INTO meta VALUES ('a', '1')")


def test_a_full_disk_has_a_name_and_leaves_the_connection_usable(tmp_path: Path) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count={pages}").fetchone()
    with pytest.raises(StoreFull, match="disk is full"), transaction(db):
        db.execute("INSERT INTO meta VALUES ('a', ?)", ("x" * 100_000,))
    assert not db.conn.in_transaction
    db.execute("PRAGMA max_page_count=100000").fetchone()
    with transaction(db):
        db.execute("INSERT INTO meta VALUES ('a', ?)", ("x" * 100_000,))


def test_a_fault_of_the_program_keeps_its_own_name(tmp_path: Path) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)
    with pytest.raises(pysqlite3.IntegrityError), transaction(db):
        db.execute("INSERT INTO promise (ticket_id) VALUES ('nobody')")


def test_two_that_read_before_they_write_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    open_db(path, Role.WRITER).execute("INSERT INTO meta VALUES ('n', '0')")

    def count() -> None:
        db = open_db(path, Role.WRITER)
        for _ in range(20):
            with transaction(db):
                (value,) = db.execute("SELECT value FROM meta WHERE name = 'n'").fetchone()
                db.execute("UPDATE meta SET value = ? WHERE name = 'n'", (str(int(value) + 1),))
        db.conn.close()

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert open_db(path, Role.READER).execute("SELECT value FROM meta").fetchone() == ("60",)
