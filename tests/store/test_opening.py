"""The store opens as it must, or says why not."""

import sqlite3
from pathlib import Path

import pysqlite3
import pytest

from kiosk.store import opening
from kiosk.store.errors import StoreFailed
from kiosk.store.opening import Role, open_db


def _pragma(db: opening.Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_writer_has_every_pragma(tmp_path: Path) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)
    assert _pragma(db, "journal_mode") == "wal"
    assert _pragma(db, "synchronous") == 2
    assert _pragma(db, "foreign_keys") == 1
    assert _pragma(db, "secure_delete") == 1
    assert _pragma(db, "recursive_triggers") == 1
    assert _pragma(db, "busy_timeout") == 5000
    assert _pragma(db, "auto_vacuum") == 2


def test_a_reader_sees_what_was_committed_and_cannot_write(tmp_path: Path) -> None:
    writer = open_db(tmp_path / "kiosk.db", Role.WRITER)
    reader = open_db(tmp_path / "kiosk.db", Role.READER)
    writer.execute("INSERT INTO meta VALUES ('a', 'b')")
    assert reader.execute("SELECT value FROM meta").fetchall() == [("b",)]
    with pytest.raises(pysqlite3.OperationalError, match="readonly"):
        reader.execute("INSERT INTO meta VALUES ('c', 'd')")


def test_a_reader_opens_a_store_that_was_closed_properly(tmp_path: Path) -> None:
    open_db(tmp_path / "kiosk.db", Role.WRITER).conn.close()
    assert open_db(tmp_path / "kiosk.db", Role.READER).execute("SELECT count(*) FROM ticket").fetchone() == (0,)


def test_a_reader_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match="unable to open"):
        open_db(tmp_path / "kiosk.db", Role.READER)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_odd_letters_is_no_other_folder(tmp_path: Path) -> None:
    folder = tmp_path / "50% ?mode=memory #1"
    folder.mkdir()
    open_db(folder / "kiosk.db", Role.WRITER).conn.close()
    assert (folder / "kiosk.db").stat().st_size > 0


def test_the_library_is_the_one_without_the_wal_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = open_db(tmp_path / "kiosk.db", Role.WRITER)
    assert type(db.conn).__module__.startswith("pysqlite3")
    assert not isinstance(db.conn, sqlite3.Connection)
    monkeypatch.setattr(opening, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(StoreFailed, match=r"can corrupt the store; 99\.0\.0 or newer"):
        open_db(tmp_path / "kiosk.db", Role.WRITER)


def test_a_file_that_is_no_store_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").write_bytes(b"not a database at all, " * 100)
    with pytest.raises(StoreFailed, match="not a database"):
        open_db(tmp_path / "kiosk.db", Role.WRITER)


def test_a_second_opening_changes_nothing(tmp_path: Path) -> None:
    first = open_db(tmp_path / "kiosk.db", Role.WRITER)
    schema = first.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()
    first.conn.close()
    again = open_db(tmp_path / "kiosk.db", Role.WRITER)
    assert again.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall() == schema
