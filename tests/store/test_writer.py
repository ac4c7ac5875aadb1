"""One thread writes; whoever asks gets an answer, also when the disk says no."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.store.errors import StoreFailed, StoreFull
from kiosk.store.opening import Role, open_db
from kiosk.store.transaction import transaction
from kiosk.store.writer import Writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.db"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    writer = Writer(path)
    yield writer
    writer.close()


def _add(name: str, size: int = 1) -> Callable[[Database], str]:
    def task(db: Database) -> str:
        with transaction(db):
            db.execute("INSERT INTO meta VALUES (?, ?)", (name, "x" * size))
        return threading.current_thread().name

    return task


def _count(db: Database) -> int:
    return int(db.execute("SELECT count(*) FROM meta").fetchone()[0])


def test_tasks_run_in_order_on_the_writer_s_thread(writer: Writer) -> None:
    order: list[int] = []
    answers = [writer.submit(lambda _db, n=n: order.append(n)) for n in range(100)]
    for answer in answers:
        answer.result(10)
    assert order == list(range(100))
    assert writer.submit(_add("a")).result(10) == "writer"


def test_an_error_belongs_to_whoever_asked_and_the_next_is_served(writer: Writer) -> None:
    def fail(_db: Database) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        writer.submit(fail).result(10)
    assert writer.submit(_count).result(10) == 0


def test_a_transaction_left_open_does_not_swallow_the_next(writer: Writer) -> None:
    def leave_open(db: Database) -> None:
        db.conn.execute("BEGIN IMMEDIATE")
        db.conn.execute("INSERT INTO meta VALUES ('half', '1')")
        raise LookupError

    with pytest.raises(LookupError):
        writer.submit(leave_open).result(10)
    writer.submit(_add("whole")).result(10)
    assert writer.submit(_count).result(10) == 1


def test_a_full_disk_is_named_and_service_comes_back_by_itself(writer: Writer) -> None:
    writer.submit(lambda db: db.execute("PRAGMA max_page_count=60").fetchone()).result(10)
    with pytest.raises(StoreFull):
        writer.submit(_add("big", 1_000_000)).result(10)
    assert writer.submit(_count).result(10) == 0
    writer.submit(lambda db: db.execute("PRAGMA max_page_count=100000").fetchone()).result(10)
    writer.submit(_add("big", 1_000_000)).result(10)
    assert writer.submit(_count).result(10) == 1


def test_a_store_that_cannot_be_opened_is_tried_again_at_the_next_task(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "missing" / "kiosk.db")
    with pytest.raises(StoreFailed, match="cannot be opened"):
        writer.submit(_count).result(10)
    (tmp_path / "missing").mkdir()
    assert writer.submit(_count).result(10) == 0
    writer.close()


def test_closing_finishes_what_was_submitted(path: Path) -> None:
    writer = Writer(path)
    answers = [writer.submit(_add(str(n))) for n in range(50)]
    writer.close()
    writer.close()
    assert all(answer.done() for answer in answers)
    assert _count(open_db(path, Role.READER)) == 50
    with pytest.raises(RuntimeError, match="closed"):
        writer.submit(_count)


def test_many_threads_one_writer(writer: Writer) -> None:
    def ask(first: int) -> None:
        for answer in [writer.submit(_add(str(first + n))) for n in range(20)]:
            answer.result(10)

    threads = [threading.Thread(target=ask, args=(100 * n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert writer.submit(_count).result(10) == 100
