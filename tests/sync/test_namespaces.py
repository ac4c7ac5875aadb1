"""A real line between kiosk and hub: cut in the middle of a run and put together again, and as slow as a bad day."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from kiosk.hub.opening import open_store
from kiosk.hub.streams import events
from kiosk.store import journal
from kiosk.store.boot import boot
from kiosk.store.identity import identity
from kiosk.store.opening import Role, open_db
from kiosk.store.streams import stream_of
from kiosk.store.transaction import transaction
from kiosk.wire.line import chain, encode_line
from tests.bench.hub_load import Load
from tests.clock import SimulatedClock
from tests.hub.centre import digest
from tests.rules import ROOT
from tests.sync.namespaces import HUB_ADDRESS, Line, line, why_not

pytestmark = pytest.mark.netns

A_DAY = 8_000
"""Events of one kiosk: the worst day (docs/scale.md)."""
PATIENCE_S = 60


class Afar:
    """Hub and kiosk, each in its namespace."""

    def __init__(self, folder: Path, line: Line, opened: ExitStack) -> None:
        self.line = line
        self.store = folder / "kiosk.db"
        self.centre = folder / "centre"
        self.centre.mkdir()
        self._opened = opened
        self.hub = self._start(line.hub, "hub", str(self.centre), HUB_ADDRESS)
        self.url = self._heard(self.hub)["url"]

    def work(self, count: int) -> None:
        """A day's events, as a kiosk tells them."""
        clock = SimulatedClock()
        db = open_db(self.store, Role.WRITER)
        boot(db, "srg", "k1", clock)
        with transaction(db):
            journal.append_all(db, clock.now_ms(), ((kind, told) for kind, _, told in islice(Load(1)._days(), count)))
        db.conn.close()

    def random(self, count: int, letters: int) -> None:
        """Events that gzip cannot make much smaller, past the catalogue of events, which has none so long."""
        dice = random.Random(5)  # noqa: S311 - the same in each run
        db = open_db(self.store, Role.WRITER)
        with transaction(db):
            for _ in range(count):
                epoch, seq, last = journal._end(db)
                line = encode_line(seq + 1, "help.called", 1, 1, {"screen": f"{dice.getrandbits(4 * letters):x}"})
                row = (epoch, seq + 1, line, chain(last, line))
                db.conn.execute("INSERT INTO journal (epoch, seq, line, hash) VALUES (?, ?, ?, ?)", row)
        db.conn.close()

    def run(self, silence_s: int, connect_s: int = 10) -> "Run":
        """A run begins."""
        told = (str(self.store), self.url, str(silence_s), str(connect_s))
        return Run(self, self._start(self.line.kiosk, "kiosk", *told))

    def both(self) -> tuple[list[bytes], list[bytes]]:
        """The journal, and what the hub holds of it."""
        db = open_db(self.store, Role.READER)
        ours = [row[0] for row in db.conn.execute("SELECT line FROM journal ORDER BY epoch, seq").fetchall()]
        me = identity(db)
        db.conn.close()
        hub = open_store(str(self.centre / "hub.db"))
        found = hub.read(lambda session: events(session, stream_of(me, me.epoch), 0, 2**62, 10**9))
        hub.close()
        assert [event.seq for event in found] == list(range(1, len(found) + 1))
        return ours, [event.line for event in found]

    def _start(self, namespace: str, *told: str) -> "subprocess.Popen[str]":
        command = ["ip", "netns", "exec", namespace, sys.executable, "-m", "tests.sync.afar", *told]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._opened.callback(_end, process)
        return process

    @staticmethod
    def _heard(process: "subprocess.Popen[str]") -> dict[str, Any]:
        assert process.stdout is not None
        told: dict[str, Any] = json.loads(process.stdout.readline())
        return told


class Run:
    """A run under way."""

    def __init__(self, afar: Afar, process: "subprocess.Popen[str]") -> None:
        self._afar = afar
        self.process = process

    def until(self, point: str, times: int) -> None:
        """Comes back when the kiosk has been there so often."""
        while times:
            told = self._afar._heard(self.process)
            times -= told["point"] == point

    def ended(self) -> dict[str, Any]:
        """How it ended."""
        out, _ = self.process.communicate(timeout=PATIENCE_S)
        assert self.process.returncode == 0
        told: dict[str, Any] = json.loads(out.splitlines()[-1])
        return told

    def goes_on_for(self, seconds: float) -> None:
        """It is still at it after so many seconds."""
        with pytest.raises(subprocess.TimeoutExpired):
            self.process.wait(seconds)


@pytest.fixture
def afar(tmp_path: Path) -> Iterator[Afar]:
    if reason := why_not():
        pytest.skip(reason)
    with line() as laid, ExitStack() as opened:
        yield Afar(tmp_path, laid, opened)


def test_a_cable_pulled_in_the_middle_of_a_run(afar: Afar) -> None:
    afar.work(A_DAY // 2)
    afar.line.slow()  # so that a batch is under way for longer than a hand needs

    run = afar.run(silence_s=4)
    run.until("before-post", 2)
    afar.line.cut()
    told = run.ended()
    assert told["outcome"] == "unreachable", told
    ours, theirs = afar.both()
    assert 0 < len(theirs) < len(ours)
    assert theirs == ours[: len(theirs)]
    held = len(theirs)
    afar.line.mend()

    run = afar.run(silence_s=20)
    run.until("before-post", 1)
    afar.line.cut()
    run.goes_on_for(1)  # a short cut is TCP's affair: the run does not even notice
    afar.line.mend()
    told = run.ended()
    assert told["outcome"] == "synced", told
    ours, theirs = afar.both()
    assert digest(theirs) == digest(ours)
    assert told["events"] <= len(ours) - held + 3  # it went on from there, with what the runs told themselves


def test_a_day_over_256_kbit_a_second(afar: Afar, capsys: pytest.CaptureFixture[str]) -> None:
    afar.work(A_DAY)
    afar.line.slow()
    told = afar.run(silence_s=30).ended()
    assert told["outcome"] == "synced", told
    ours, theirs = afar.both()
    assert digest(theirs) == digest(ours)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{told['events']:,} events, {told['bytes'] / 1024:.0f} KiB over 256 kbit/s in {told['seconds']:.1f} s,"
            f" {told['bytes'] / told['events']:.1f} bytes each\n"
        )


def test_a_batch_may_be_under_way_for_longer_than_a_connection_may_take(afar: Afar) -> None:
    afar.work(1)
    afar.random(700, letters=900)
    afar.line.slow()
    told = afar.run(silence_s=20, connect_s=3).ended()
    assert told["outcome"] == "synced", told
    assert told["bytes"] / (256_000 / 8) > 6  # seconds for the one batch
    ours, theirs = afar.both()
    assert digest(theirs) == digest(ours)


def test_nothing_of_a_line_is_left_after_a_failure() -> None:
    if reason := why_not():
        pytest.skip(reason)
    before, there = _namespaces(), set()

    def fails() -> None:
        with line():
            there.update(_namespaces() - before)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert len(there) == 2
    assert not there & _namespaces()


def _namespaces() -> set[str]:
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in listed.splitlines() if line}


def _end(process: "subprocess.Popen[str]") -> None:
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
