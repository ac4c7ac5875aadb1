"""`kiosk hub serve` as a centre runs it: real processes, real sockets, ended by a signal."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from kiosk.hub.keys import hub_keys
from kiosk.hub.opening import open_store
from kiosk.wire.keys import key_ring
from kiosk.wire.protocol import BATCHES, path
from kiosk.wire.receipt import open_receipt
from tests.clock import SimulatedClock
from tests.hub.centre import Centre, Sender
from tests.rules import ROOT


@contextlib.contextmanager
def serving(folder: Path, database: str, *options: str) -> Iterator[str]:
    """The address, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    if "://" in database:
        environment["PASTI_HUB_DATABASE"] = database
    command = [sys.executable, "-m", "kiosk", "hub", "--data-dir", str(folder), "serve", "--port", str(port), *options]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stderr=log, cwd=ROOT)
        try:
            for line in _following(folder / "log", process):
                if "Application startup complete" in line:
                    break
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(60)
    told = (folder / "log").read_text()
    assert code in {0, -signal.SIGTERM}, told  # uvicorn ends in order, and then by the signal it was sent
    assert "Application shutdown complete" in told


def _following(log: Path, process: "subprocess.Popen[bytes]") -> Iterator[str]:
    with log.open() as told:
        while True:
            line = told.readline()
            if line:
                yield line
                continue
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
                raise AssertionError(f"the hub did not start: {log.read_text()}")


@pytest.mark.parametrize("workers", ["one", "two"])
def test_the_real_thing_lands_counts_and_ends(workers: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("postgres_url") if workers == "two" else str(tmp_path / "hub.db")
    store = open_store(url)
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(20)
    centre.accept(kiosk)
    ring = key_ring(hub_keys(tmp_path).receipt.public_key())
    with serving(tmp_path, url, *(["--workers", "2"] if workers == "two" else [])) as address:
        pool = urllib3.PoolManager(retries=urllib3.Retry(3))
        for first in range(1, 61, 20):
            answer = pool.request("POST", address + path(BATCHES, kiosk.stream), body=kiosk.batch(first, first + 19))
            assert answer.status == 200, answer.data
            assert open_receipt(answer.data, ring).upto == first + 19
        pool.clear()
    assert centre.lines(kiosk.stream) == kiosk.lines
    centre.projector.catch_up()
    assert centre.count("parked") == 0
    store.close()
