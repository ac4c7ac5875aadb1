"""One process of the hub's bench: `worker URL FIRST KIOSKS BATCHES A_TURN`, or `post URL KIOSKS BATCHES SIZE`.

Makes what it needs before any clock runs, says it is ready, waits for a line, does it, and tells the seconds as JSON.
"""

import json
import os
import sys
import threading
import time

import urllib3

from kiosk.hub.ingest import Ingest, Landed, Via
from kiosk.hub.opening import open_store
from kiosk.hub.store import HubStore
from kiosk.ops.clock import SystemClock
from kiosk.wire.protocol import BATCHES, path
from tests.bench.hub_load import Batch, Load
from tests.wire.letters import HUB_KEY

A_BATCH = 500
READ_AGAIN = 4
"""Reading is that much quicker than landing: a turn of either is to last about as long."""


def worker(url: str, first: int, kiosks: int, batches: int, a_turn: int) -> dict[str, float]:
    """A worker without its HTTP, a turn of `a_turn` batches a line: `land`, or only `read`, which needs no database."""
    loads = [Load(kiosk) for kiosk in range(first, first + kiosks)]
    work = [loads[number % kiosks].batch(A_BATCH) for number in range(batches)]
    store = open_store(url)
    _settle_on(first // kiosks, store)
    ingest = Ingest(store, SystemClock(), HUB_KEY)
    landed = 0
    _say("ready")
    for line in sys.stdin:
        turn = work[landed : landed + a_turn]
        began, cpu = time.perf_counter(), time.process_time()
        if line == "land\n":
            assert all(isinstance(ingest.take(batch.envelope, Via.NET), Landed) for batch in turn)
            landed += a_turn
        else:
            for batch in turn * READ_AGAIN:
                ingest._opened(batch.envelope, None)
        _say(json.dumps({"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}))
    return {"events": landed * A_BATCH}


def _settle_on(number: int, store: HubStore) -> None:
    """This worker and its backend on one processor, as on a machine with enough of them: whether four processes are
    dealt out well over two is the luck of the scheduler, and changes the rate by half from turn to turn."""
    processors = sorted(os.sched_getaffinity(0))
    mine = {processors[number % len(processors)]}
    ((backend,),) = store.read(lambda session: session.rows("SELECT pg_backend_pid()"))
    os.sched_setaffinity(0, mine)
    os.sched_setaffinity(backend, mine)


def post(url: str, kiosks: int, batches: int, size: int) -> dict[str, float]:
    """Kiosks at once, each with one batch on its way at a time, over HTTP."""
    loads = [Load(kiosk) for kiosk in range(kiosks)]
    work: list[list[Batch]] = [[load.batch(size) for _ in range(batches)] for load in loads]
    slowest: list[float] = []
    began = _ready()
    threads = [threading.Thread(target=_send, args=(url, mine, slowest)) for mine in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wire = sum(len(batch.envelope) for mine in work for batch in mine)
    seconds = time.perf_counter() - began
    assert len(slowest) == kiosks * batches, "not every batch was receipted"
    return {"seconds": seconds, "events": kiosks * batches * size, "wire": wire, "slowest": max(slowest)}


def _send(url: str, batches: list[Batch], took: list[float]) -> None:
    pool = urllib3.PoolManager(retries=False)
    for batch in batches:
        began = time.perf_counter()
        while True:
            answer = pool.request("POST", url + path(BATCHES, batch.stream), body=batch.envelope)
            if answer.status not in {429, 503}:
                break
        assert answer.status == 200, answer.data
        took.append(time.perf_counter() - began)


def _ready() -> float:
    _say("ready")
    sys.stdin.readline()
    return time.perf_counter()


def _say(what: str) -> None:
    print(what, flush=True)


if __name__ == "__main__":
    what, address, *numbers = sys.argv[1:]
    print(json.dumps({"worker": worker, "post": post}[what](address, *map(int, numbers))))
