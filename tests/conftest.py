"""What holds for every test: no display needed, no thread, window or database left behind."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ.pop("QT_PLUGIN_PATH", None)
os.environ.pop("QT_STYLE_OVERRIDE", None)

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.postgres import Server

# A busy machine is no bug: correctness is asserted, speed is measured elsewhere. A failure tells how to repeat it.
hypothesis.settings.register_profile("pasti", deadline=None, print_blob=True)
hypothesis.settings.load_profile("pasti")

THREAD_GRACE_S = 2.0
"""A thread that was told to end may still be on its way out when the test's last line has run."""


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread behind which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.daemon:
            continue
        thread.join(THREAD_GRACE_S)
        assert not thread.is_alive(), f"the test left the thread {thread.name!r} running"


@pytest.fixture(autouse=True)
def _databases_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every database the test itself opened, so that no lock or file handle reaches the next one."""
    if "sqlite_utils" not in sys.modules:
        yield
        return
    from sqlite_utils import Database

    opened: list[Any] = []
    original = Database.__init__

    def remember(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        opened.append(self)

    monkeypatch.setattr(Database, "__init__", remember)
    yield
    for database in opened:
        with contextlib.suppress(Exception):  # of another thread, or closed by the test: both fine
            database.conn.close()


@pytest.fixture(autouse=True)
def _no_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a Qt test that leaves a window on the screen or a window's timer running."""
    yield
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        return
    from PySide6.QtCore import QEvent, QTimer
    from PySide6.QtWidgets import QApplication

    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for window in QApplication.topLevelWidgets():
        running = [timer for timer in window.findChildren(QTimer) if timer.isActive()]
        assert not window.isVisible(), f"the test left {window!r} on the screen"
        assert not running, f"the test left timers running in {window!r}: {running}"


@pytest.fixture(scope="session")
def postgres_server() -> "Iterator[Server]":
    """A real PostgreSQL for all tests of this process, started when the first asks for it: in less than a second."""
    from tests.postgres import running

    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: "Server") -> str:
    """A fresh database."""
    return postgres_server.database()
