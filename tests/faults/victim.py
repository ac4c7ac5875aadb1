"""A small fork server: children that take numbers by the real code until somebody kills them.

`python -m tests.faults.victim FOLDER`; each line on stdin, `{"at": point or null, "start_ms": …}`, forks one child. It
says `+TICKET CODE` for every number that a person would have been told, `@POINT` when it stands still to be killed, and
the server `!PID` before and `.` after it.
"""

import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.lifecycle import JobEvent
from kiosk.store import jobs
from tests.clock import SimulatedClock
from tests.faults.office import open_office, take


def say(words: str) -> None:
    """One whole line at once: a pipe takes up to 4096 bytes in one piece or not at all."""
    os.write(1, f"{words}\n".encode())


def stand_still(point: str) -> None:
    """Wait for the end."""
    say(f"@{point}")
    while True:
        signal.pause()


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
        jobs.apply_job_event(db, clock, done.job_id, JobEvent.PRINTER_READY)
        if taken == 3 and at == "sending":
            stand_still(at)
        jobs.apply_job_event(db, clock, done.job_id, JobEvent.BYTES_SENT)
        jobs.apply_job_event(db, clock, done.job_id, JobEvent.ACKNOWLEDGED)


def main() -> None:
    """Fork, tell, wait; until stdin ends."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            work(folder, order["at"], order["start_ms"])
        say(f"!{child}")
        os.waitpid(child, 0)
        say(".")


if __name__ == "__main__":
    main()
