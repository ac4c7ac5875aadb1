"""A small fork server: children that take numbers by the real code until somebody kills them.

`python -m tests.faults.victim FOLDER`; each line on stdin, `{"at": point or null, "start_ms": …}`, forks one child. It
says `+TICKET CODE` for every number that a person would have been told, `@POINT` when it stands still to be killed, and
the server `!PID` before and `.` after it.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from kiosk.domain.lifecycle import JobEvent
from kiosk.ops.clock import SystemClock
from kiosk.press.press import Press
from kiosk.store import jobs
from kiosk.store.writer import Writer
from printers.driver import Driver
from printers.profiles import profile
from tests.clock import SimulatedClock
from tests.faults.office import SLIP, STORE, open_office, take


def say(words: str) -> None:
    """One whole line at once: a pipe takes up to 4096 bytes in one piece or not at all."""
    os.write(1, f"{words}\n".encode())


def stand_still(point: str) -> None:
    """Wait for the end."""
    say(f"@{point}")
    Event().wait()


def work(folder: Path, at: str | None, start_ms: int) -> None:
    """Take one number after the other; stand still at `at`, on the third number of this life."""
    clock = SimulatedClock(datetime.fromtimestamp(start_ms / 1000, UTC))
    db = open_office(folder, clock)
    jobs.adopt_after_restart(db, clock)
    taken = 0

    def barrier(point: str) -> None:
        if taken == 2 and point == at:
            stand_still(point)

    while True:
        clock.advance(seconds=5)
        done = take(db, clock, barrier)
        say(f"+{done.ticket.ticket_id} {done.ticket.code}")
        taken += 1
        for event in (JobEvent.PRINTER_READY, JobEvent.BYTES_SENT, JobEvent.ACKNOWLEDGED):
            jobs.apply_job_event(db, clock, done.job_id, event)


class HalfSlip:
    """A one-way printer that takes half of a slip, and then the world ends."""

    two_way = False

    def __init__(self, paper: Path) -> None:
        self._paper = paper

    def paper_out(self) -> None:
        """Its port has no say."""

    def open(self, within_ms: int) -> None:
        """There at once."""

    def write(self, data: bytes, within_ms: int) -> None:  # noqa: ARG002
        """Swallow what is no slip; stand still in the middle of the first one."""
        if SLIP in data:
            self._paper.write_bytes(data[: len(data) // 2])
            stand_still("sending")

    def read(self, within_ms: int) -> bytes:  # noqa: ARG002
        """It says nothing."""
        return b""

    def close(self) -> None:
        """It is gone anyway."""


def send(folder: Path, start_ms: int) -> None:
    """Take one number by the real writer and give its slip to the real press."""
    clock = SimulatedClock(datetime.fromtimestamp(start_ms / 1000, UTC))
    open_office(folder, clock).conn.close()
    writer = Writer(folder / STORE)
    ticks = SystemClock()
    driver = Driver(lambda: HalfSlip(folder / "paper"), profile("generic-80"), ticks.monotonic_ms)
    press = Press(writer, driver, clock, lambda _: None, recompose=lambda _: b"")
    press.start()
    ticket = writer.submit(lambda db: take(db, clock)).result().ticket
    say(f"+{ticket.ticket_id} {ticket.code}")
    press.wake()
    Event().wait()


def main() -> None:
    """Fork, tell, wait; until stdin ends."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            if order["at"] == "sending":
                send(folder, order["start_ms"])
            work(folder, order["at"], order["start_ms"])
        say(f"!{child}")
        os.waitpid(child, 0)
        say(".")


if __name__ == "__main__":
    main()
