"""Lands batches that lie in files until killed at a named point: `python -m tests.hub.victim DB POINT NTH FILES…`."""

import os
import signal
import sys
from pathlib import Path

from kiosk.hub.ingest import Ingest, Landed, Via
from kiosk.hub.opening import open_store
from kiosk.wire.keys import key_ring
from kiosk.wire.receipt import open_receipt
from tests.clock import SimulatedClock
from tests.wire.letters import HUB_KEY


def main() -> None:
    """Says each receipt it has given, at once."""
    database, point, nth, *files = sys.argv[1:]
    left = int(nth)

    def barrier(reached: str) -> None:
        nonlocal left
        left -= reached == point
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    ingest = Ingest(open_store(database), SimulatedClock(), HUB_KEY, barrier=barrier)
    for file in files:
        outcome = ingest.take(Path(file).read_bytes(), Via.NET)
        if isinstance(outcome, Landed):
            told = open_receipt(outcome.receipt, key_ring(HUB_KEY.public_key()))
            sys.stdout.write(f"{told.upto}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
