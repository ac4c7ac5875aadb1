"""One process of the hub's bench: `land URL FIRST KIOSKS BATCHES` as a worker does, or `post URL KIOSKS BATCHES SIZE`.

Makes what it needs, says it is ready, waits for a line, does it, and tells the seconds as JSON.
"""

import json
import sys
import threading
import time

import urllib3

from kiosk.hub.ingest import Ingest, Landed, Via
from kiosk.hub.opening import open_store
from kiosk.ops.clock import SystemClock
from kiosk.wire.protocol import BATCHES, path
from tests.bench.hub_load import Batch, Load
from tests.wire.letters import HUB_KEY

A_BATCH = 500


def land(url: str, first: int, kiosks: int, batches: int) -> dict[str, float]:
    """One worker without its HTTP: envelope in, receipt out."""
    loads = [Load(kiosk) for kiosk in range(first, first + kiosks)]
    work = [loads[number % kiosks].batch(A_BATCH) for number in range(batches)]
    ingest = Ingest(open_store(url), SystemClock(), HUB_KEY)
    began = _ready()
    for batch in work:
        assert isinstance(ingest.take(batch.envelope, Via.NET), Landed)
    return {"seconds": time.perf_counter() - began, "events": batches * A_BATCH}


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
    print("ready", flush=True)
    sys.stdin.readline()
    return time.perf_counter()


if __name__ == "__main__":
    what, address, *numbers = sys.argv[1:]
    print(json.dumps({"land": land, "post": post}[what](address, *map(int, numbers))))
