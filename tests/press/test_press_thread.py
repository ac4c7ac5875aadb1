"""The press as a thread: it wakes at once, ends when told, outlives a full disk, and blocks nobody."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.lifecycle import JobState
from kiosk.domain.slip import SlipStatus
from kiosk.ops.clock import SystemClock
from kiosk.press.ledger import Ledger
from kiosk.press.press import Press
from kiosk.store.boot import boot
from kiosk.store.errors import StoreFull
from kiosk.store.jobs import JobRow
from kiosk.store.writer import Writer
from printers.driver import Driver
from printers.profiles import profile
from printers.transport import transport_factory
from printers.virtual import VirtualPrinter
from tests.press.kiosk import Kiosk
from tests.store.branch import BRANCH, take

PATIENCE_S = 10.0
EPSON = profile("epson-80")


class Running:
    """A started press in real time."""

    def __init__(self, folder: Path) -> None:
        self.clock = SystemClock()
        self.printer = VirtualPrinter(EPSON)
        self.writer = Writer(folder / "kiosk.db")
        self.writer.submit(lambda db: boot(db, BRANCH.branch_id, BRANCH.kiosk_id, self.clock)).result()
        self.confirmed = threading.Semaphore(0)
        self.ready = threading.Event()
        self.press = Press(
            self.writer,
            Driver(
                transport_factory("virtual:", self.clock.monotonic_ms, self.printer),
                EPSON,
                self.clock.monotonic_ms,
            ),
            self.clock,
            self._hear,
            recompose=lambda job: job.data,
            printer_changed=lambda state: self.ready.set() if state.ready else None,
        )

    def _hear(self, status: SlipStatus) -> None:
        if status.state is JobState.CONFIRMED:
            self.confirmed.release()

    def close(self) -> None:
        """As the kiosk closes: the press before the writer."""
        self.press.close()
        self.writer.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    running.press.start()
    assert running.ready.wait(PATIENCE_S)
    yield running
    running.close()


def test_the_first_slip_after_start_is_on_its_way_within_a_tenth_of_a_second(running: Running) -> None:
    taken = running.writer.submit(lambda db: take(db, running.clock)).result()
    before_ms = running.clock.monotonic_ms()
    running.press.wake()
    assert running.confirmed.acquire(timeout=PATIENCE_S)
    assert running.clock.monotonic_ms() - before_ms <= 100
    assert taken.ticket.code.encode() in running.printer.received


def test_many_numbers_taken_at_once_all_come_out_once(running: Running) -> None:
    codes = [running.writer.submit(lambda db: take(db, running.clock)).result().ticket.code for _ in range(20)]
    running.press.wake()
    for _ in codes:
        assert running.confirmed.acquire(timeout=PATIENCE_S)
    assert [running.printer.received.count(code.encode()) for code in codes] == [1] * 20


def test_waking_and_answering_never_wait(running: Running) -> None:
    before_ms = running.clock.monotonic_ms()
    for _ in range(1000):
        running.press.wake()
        running.press.person_answered(1, True)
        running.press.printer_state()
    assert running.clock.monotonic_ms() - before_ms <= 500


def test_a_press_that_never_started_can_be_closed(tmp_path: Path) -> None:
    running = Running(tmp_path)
    running.close()


def test_a_fact_that_a_full_disk_refuses_is_written_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slip is on paper: whatever the disk says, it must not be printed a second time."""
    kiosk = Kiosk(tmp_path)
    kiosk.turn(2)
    taken = kiosk.take()
    real = Ledger._write

    def full(self: Ledger, entry: object) -> JobRow | None:
        if kiosk.printer.papers:
            raise StoreFull("no room")
        return real(self, entry)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "_write", full)
        kiosk.turn(3)
        assert kiosk.job(taken.job_id).state is JobState.SENDING
        assert "no room" in kiosk.press.printer_state().failure
    kiosk.turn(2)
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED
    assert len(kiosk.papers()) == 1
    assert kiosk.press.printer_state().failure == ""
    kiosk.close()


def test_without_room_for_the_fact_that_it_is_being_sent_nothing_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = Kiosk(tmp_path)
    kiosk.turn(2)
    taken = kiosk.take()

    def full(self: Ledger, entry: object) -> JobRow | None:
        raise StoreFull("no room")

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "_write", full)
        kiosk.turn(3)
    assert kiosk.papers() == []
    kiosk.turn()
    assert kiosk.job(taken.job_id).state is JobState.CONFIRMED
    kiosk.close()
