"""The one writer: one thread, one connection, one task after the other; nobody else ever writes."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

import pysqlite3
from sqlite_utils import Database

from kiosk.store.errors import StoreFailed, StoreFull, store_error
from kiosk.store.opening import Role, open_db

T = TypeVar("T")
_Task = tuple[Callable[[Database], Any], "Future[Any]"]


class Writer:
    """Takes tasks from any thread and answers by a Future. Opens the store at the first task, and anew after a failure.

    A task that the disk refuses ends in StoreFull or StoreFailed; the next one is tried again, so that service
    comes back by itself.
    """

    def __init__(
        self,
        path: Path,
        *,
        name: str = "writer",
        after_failure: Callable[[Database], object] = lambda _db: None,
        make_room: Callable[[], bool] = lambda: False,
    ) -> None:
        """`after_failure` runs on a store that is opened again after StoreFailed, before anybody else's task.

        A commit whose sync failed was refused, and may yet stand in the file: whoever wrote it must not be followed up.
        `make_room` is asked once for each task that met a full disk; the task is tried again if it made any.
        """
        self._path = path
        self._after_failure = after_failure
        self._make_room = make_room
        self._failed = False
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        self._db: Database | None = None
        self._thread = Thread(target=self._run, name=name)
        self._thread.start()

    def submit(self, task: Callable[[Database], T]) -> "Future[T]":
        """Run `task(db)` on the writer's thread; RuntimeError after `close`."""
        answer: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise RuntimeError("the writer is closed")
            self._tasks.put((task, answer))
        return answer

    def close(self) -> None:
        """Finish what was submitted, close the store, end the thread. May be called twice."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._tasks.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (waiting := self._tasks.get()) is not None:
            task, answer = waiting
            if answer.set_running_or_notify_cancel():
                self._answer(task, answer)
        self._drop()

    def _answer(self, task: Callable[[Database], Any], answer: "Future[Any]") -> None:
        try:
            value = self._with_room(task)
        except Exception as error:  # whatever it is, it belongs to whoever asked
            named = store_error(error)
            self._after_error(named)
            answer.set_exception(named or error)
        else:
            answer.set_result(value)

    def _with_room(self, task: Callable[[Database], T]) -> T:
        try:
            return task(self._opened())
        except Exception as error:
            named = store_error(error)
            if not isinstance(named, StoreFull) or not self._make_room():
                raise
            self._after_error(named)
        return task(self._opened())

    def _opened(self) -> Database:
        if self._db is None:
            self._db = open_db(self._path, Role.WRITER)
        if self._failed:
            self._after_failure(self._db)
            self._failed = False
        return self._db

    def _after_error(self, named: Exception | None) -> None:
        # After an I/O error the connection's view of the file cannot be trusted; nor one left inside a transaction.
        self._failed = self._failed or isinstance(named, StoreFailed)
        if isinstance(named, StoreFailed) or not self._usable():
            self._drop()

    def _usable(self) -> bool:
        try:
            return (
                self._db is not None
                and not self._db.conn.in_transaction
                and self._db.conn.execute("SELECT 1").fetchone() == (1,)
            )
        except pysqlite3.Error:
            return False

    def _drop(self) -> None:
        if self._db is not None:
            with suppress(pysqlite3.Error):  # it failed before: there is nothing left to save on this connection
                self._db.conn.close()
            self._db = None
