"""Two workers of the hub beside one, in short turns, and beside what two processes get on this machine at all.

Each worker stays with its PostgreSQL backend on a processor of its own, alone as well as beside the other. What the
machine gives to two processes at all is measured with them: the part of the work that needs no database, turn by turn.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.hub.opening import open_store
from tests.bench.figure import Figure
from tests.bench.hub import A_BATCH, enrol
from tests.bench.hub_client import READ_AGAIN
from tests.bench.hub_load import Load
from tests.bench.process import started
from tests.postgres import Server

KIOSKS = 10
A_TURN = 40
ROUNDS = 12
AIM = 1.6


@dataclass(slots=True)
class Rate:
    """Events and the seconds they took, over all turns of one kind; `cpu_s` of the workers alone."""

    events: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0

    @property
    def a_second(self) -> float:
        """Events a second."""
        return self.events / self.seconds


def two_workers(server: Server, rounds: int = ROUNDS) -> Figure:
    """Met: two land AIM × what one does."""
    url = server.database()
    store = open_store(url)
    for kiosk in range(2 * KIOSKS):
        enrol(store, Load(kiosk))
    store.close()
    batches = 2 * A_TURN * (rounds + 1)
    told = [(url, str(KIOSKS * number), str(KIOSKS), str(batches), str(A_TURN)) for number in range(2)]
    workers = [started("hub_client", "worker", *one) for one in told]
    try:
        for worker in workers:
            assert _heard(worker) == "ready"
        found = _turns(workers, rounds)
    finally:
        for worker in workers:
            worker.communicate()
    return _figure(found)


def _turns(workers: Sequence["subprocess.Popen[str]"], rounds: int) -> dict[tuple[str, int], Rate]:
    """By what is done and by how many, in an order that favours nobody."""
    _turn("land", workers, Rate())  # connections, partition, statements: not what is measured
    found = {(what, count): Rate() for what in ("land", "read") for count in (1, 2)}
    for number in range(rounds):
        alone = [workers[number % 2]]
        for what in ("land", "read"):
            for who in (alone, workers) if number % 4 < 2 else (workers, alone):
                _turn(what, who, found[what, len(who)])
    return found


def _turn(what: str, workers: Sequence["subprocess.Popen[str]"], rate: Rate) -> None:
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(f"{what}\n")
        worker.stdin.flush()
    done = [json.loads(_heard(worker)) for worker in workers]
    rate.events += len(workers) * A_TURN * A_BATCH * (READ_AGAIN if what == "read" else 1)
    rate.seconds += max(one["seconds"] for one in done)
    rate.cpu_s += sum(one["cpu"] for one in done)


def _heard(worker: "subprocess.Popen[str]") -> str:
    assert worker.stdout is not None
    return worker.stdout.readline().strip()


def _figure(found: dict[tuple[str, int], Rate]) -> Figure:
    one, two = found["land", 1], found["land", 2]
    times = two.a_second / one.a_second
    given = found["read", 2].a_second / found["read", 1].a_second
    cost = [1e6 * rate.cpu_s / rate.events for rate in (one, two)]
    return Figure(
        "hub, PostgreSQL, two workers",
        f"{two.a_second:,.0f} events/s, {times:.2f} × one ({one.a_second:,.0f});"
        f" processor time of a worker {cost[1]:.1f} µs an event, alone {cost[0]:.1f}",
        f"two processes without a database: {given:.2f} × one",
        f"≥ {AIM} × one",
        times >= AIM,
    )
