"""One end of a line of tests/sync/namespaces.py: `afar hub FOLDER ADDRESS`, or
`afar kiosk STORE URL SILENCE_S CONNECT_S`.

The hub serves until its input ends. The kiosk does one run and says each point of it, then how it ended.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from kiosk.ops.clock import SystemClock
from kiosk.store.opening import Role, open_db
from kiosk.sync import client
from kiosk.sync.batches import Cutter
from kiosk.sync.client import HubClient
from kiosk.sync.packs import PackDesk
from kiosk.sync.run import SyncRun
from kiosk.sync.shelf import OwnShelf
from kiosk.wire.enrolment import Enrolment, seal_enrolment
from tests.sync.office import CONFIG
from tests.sync.real_hub import serving
from tests.wire.letters import KIOSK_KEY


def hub(folder: str, address: str) -> None:
    """Says where it listens."""
    with serving(Path(folder), SystemClock(), address=address) as served:
        told = Enrolment("srg", "k1", KIOSK_KEY.public_key(), bytes(32), "0.1.0", 0)
        served.hub.enrol(seal_enrolment(told, KIOSK_KEY))
        served.accept(told.code)
        say({"url": served.url})
        sys.stdin.read()


def kiosk(store: str, url: str, silence_s: str, connect_s: str) -> None:
    """One run; limits of its own instead of those that nobody wants to wait for in a test."""
    client.SILENCE_S, client.CONNECT_S = float(silence_s), float(connect_s)  # type: ignore[misc]
    clock, config = SystemClock(), replace(CONFIG, hub_url=url)
    db, asked = open_db(Path(store), Role.WRITER), HubClient(config, KIOSK_KEY, clock)
    began = clock.monotonic_ms()
    report = SyncRun(
        OwnShelf(db),
        asked,
        Cutter(KIOSK_KEY, clock, config.program, "boot"),
        config,
        clock,
        packs=PackDesk(config, clock, {}),
        pause=lambda _seconds: False,
        barrier=lambda point: say({"point": point}),
    ).run("ti")
    say({
        "outcome": report.outcome, "problem": report.problem, "events": report.progress.events,
        "bytes": report.progress.sent_bytes, "seconds": (clock.monotonic_ms() - began) / 1000,
    })  # fmt: skip
    asked.close()
    db.conn.close()


def say(what: dict[str, object]) -> None:
    """One line, at once."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"hub": hub, "kiosk": kiosk}[sys.argv[1]](*sys.argv[2:])
