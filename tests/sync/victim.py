"""A kiosk that is killed by itself, as a power cut would, at one named point of a run: `victim STORE URL POINT`."""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from kiosk.ops.clock import SystemClock
from kiosk.store.opening import Role, open_db
from kiosk.sync.batches import Cutter
from kiosk.sync.client import HubClient
from kiosk.sync.packs import PackDesk
from kiosk.sync.run import SyncRun
from kiosk.sync.shelf import OwnShelf
from tests.sync.office import CONFIG
from tests.wire.letters import KIOSK_KEY


def main(store: str, url: str, point: str) -> None:
    """Sends until `point`, and dies there."""
    clock, config = SystemClock(), replace(CONFIG, hub_url=url)

    def barrier(at: str) -> None:
        if at == point:
            os.kill(os.getpid(), signal.SIGKILL)

    SyncRun(
        OwnShelf(open_db(Path(store), Role.WRITER)),
        HubClient(config, KIOSK_KEY, clock),
        Cutter(KIOSK_KEY, clock, config.program, "boot"),
        config,
        clock,
        packs=PackDesk(config, clock, {}),
        pause=lambda _seconds: False,
        barrier=barrier,
    ).run("ti")


if __name__ == "__main__":
    main(*sys.argv[1:])
