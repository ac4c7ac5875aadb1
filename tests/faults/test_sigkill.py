"""kill -9 at any moment of the real take: no number lost, doubled, skipped or used again; the chain holds."""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Self

import pytest
from sqlite_utils import Database

from kiosk.domain.lifecycle import JobState
from kiosk.store import jobs
from kiosk.store.opening import Role, open_db
from tests.clock import SimulatedClock
from tests.faults.office import SLIP, STORE, assert_nothing_lost, assert_sound, take
from tests.faults.power_cut import dice

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30


class Victims:
    """The fork server and what its children told before they died."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = SimulatedClock()
        self.acknowledged: dict[str, str] = {}
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victim", str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._server.stdout is not None
        self._pipe = self._server.stdout.fileno()
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate()
        assert self._server.returncode == 0

    def start(self, at: str | None = None) -> int:
        """A new child; its pid."""
        self.clock.advance(minutes=1)
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps({"at": at, "start_ms": self.clock.now_ms()}).encode() + b"\n")
        self._server.stdin.flush()
        return int(next(word for word in self.lines() if word[0] == "!")[1:])

    def lines(self, wait_s: float = PATIENCE_S) -> Iterator[str]:
        """What is told, line by line, until nothing comes for `wait_s`; numbers told are kept."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._pipe, selectors.EVENT_READ)
            while True:
                while b"\n" in self._rest:
                    line, _, self._rest = self._rest.partition(b"\n")
                    yield self._heard(line.decode())
                if not selector.select(wait_s):
                    return
                piece = os.read(self._pipe, 65536)
                assert piece, "the fork server died"
                self._rest += piece

    def _heard(self, word: str) -> str:
        if word[0] == "+":
            ticket, code = word[1:].split()
            assert ticket not in self.acknowledged, f"{ticket} was given to two people"
            self.acknowledged[ticket] = code
        return word

    def kill(self, pid: int) -> None:
        """SIGKILL, then hear what it had still said."""
        os.kill(pid, signal.SIGKILL)
        assert any(word == "." for word in self.lines()), "the child outlived SIGKILL"

    def kill_at(self, point: str) -> None:
        """A child that gets to `point` and no further."""
        pid = self.start(point)
        assert any(word == f"@{point}" for word in self.lines()), f"the child never came to {point}"
        self.kill(pid)

    def kill_at_random(self, chance: Random) -> None:
        """A child killed after a few numbers and a little while more, or before it has begun."""
        pid = self.start()
        wanted = len(self.acknowledged) + chance.randint(0, 4)
        while len(self.acknowledged) < wanted:
            next(self.lines())
        for _ in self.lines(chance.random() * 0.003):
            if len(self.acknowledged) >= wanted + 2:
                break
        self.kill(pid)


@pytest.fixture
def victims(tmp_path: Path) -> Iterator[Victims]:
    with Victims(tmp_path) as victims:
        yield victims


def reopened(victims: Victims) -> Database:
    return open_db(victims.folder / STORE, Role.WRITER)


def unacknowledged(db: Database, victims: Victims) -> list[str]:
    stored = [row[0] for row in db.execute("SELECT ticket_id FROM ticket ORDER BY ticket_seq").fetchall()]
    return [ticket for ticket in stored if ticket not in victims.acknowledged]


@pytest.mark.parametrize(("point", "committed"), [("before", False), ("inside", False), ("after-commit", True)])
def test_a_take_killed_at_a_barrier_is_whole_or_not_at_all(victims: Victims, point: str, committed: bool) -> None:
    victims.kill_at(point)
    db = reopened(victims)
    assert_sound(db, victims.acknowledged)
    assert len(victims.acknowledged) == 2
    assert unacknowledged(db, victims) == (["2025-01-14/A003"] if committed else [])
    assert take(db, victims.clock).ticket.number == (4 if committed else 3)
    assert_sound(db, victims.acknowledged)


def test_a_slip_killed_while_sending_is_uncertain_and_prints_nothing_by_itself(victims: Victims) -> None:
    victims.kill_at("sending")
    assert SLIP in (victims.folder / "paper").read_bytes(), "half of it is out there"
    db = reopened(victims)
    assert_sound(db, victims.acknowledged)
    (job,) = jobs.live_jobs(db)
    assert job.state is JobState.SENDING
    jobs.adopt_after_restart(db, victims.clock)
    (job,) = jobs.live_jobs(db)
    assert (job.state, job.touched, job.visit_open) == (JobState.UNCERTAIN, True, False)
    assert jobs.waiting_for_staff(db) == [job]
    assert jobs.oldest_queued(db) is None
    assert_sound(db, victims.acknowledged)


def rounds(victims: Victims, count: int) -> None:
    for number in range(count):
        victims.kill_at_random(dice(number))
        db = reopened(victims)
        assert len(unacknowledged(db, victims)) <= number + 1, "more than one number a life was never told"
        (assert_sound if number % 20 == 0 else assert_nothing_lost)(db, victims.acknowledged)
        db.conn.close()


def test_200_kills_at_random_moments_lose_and_double_nothing(victims: Victims) -> None:
    rounds(victims, 200)
    db = reopened(victims)
    assert_sound(db, victims.acknowledged)
    assert len(victims.acknowledged) > 200
    assert db.execute("SELECT count(*) FROM ticket").fetchone()[0] < 999, "the rounds would need a second day"


@pytest.mark.soak
def test_1000_kills_at_random_moments_lose_and_double_nothing(victims: Victims) -> None:
    rounds(victims, 1000)
