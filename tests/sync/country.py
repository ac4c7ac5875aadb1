"""One kiosk and the hub as it is, over HTTP, for the tests that leave nothing out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.store import journal
from kiosk.store.streams import newest_receipt
from kiosk.sync.client import HubClient
from kiosk.sync.report import Outcome
from kiosk.wire.enrolment import Enrolment, seal_enrolment
from tests.clock import SimulatedClock
from tests.sync.chaos import Chaos
from tests.sync.office import CONFIG, Office
from tests.sync.real_hub import RealHub
from tests.sync.small_hub import SmallHub
from tests.wire.letters import HUB_KEY, KIOSK_KEY


class Country:
    """A kiosk and the hub as it is, perhaps with a proxy between them."""

    def __init__(self, folder: Path, hub: RealHub, clock: SimulatedClock, proxy: Chaos | None = None) -> None:
        self.hub = hub
        self.proxy: Any = proxy
        self.office = Office(folder, clock, SmallHub(HUB_KEY, clock), enrolled=False)
        self.through(proxy.url if proxy else hub.url)
        told = Enrolment("srg", "k1", KIOSK_KEY.public_key(), bytes(32), "0.1.0", 0)
        hub.hub.enrol(seal_enrolment(told, KIOSK_KEY))
        hub.accept(told.code)

    def through(self, url: str) -> None:
        """The kiosk asks at `url` from now on."""
        self.office.client = HubClient(replace(CONFIG, hub_url=url), KIOSK_KEY, self.office.clock)  # type: ignore[assignment]

    def agree(self) -> None:
        """Hub and journal are the same, line by line; the receipt is for exactly that."""
        assert self.office.sync().outcome is Outcome.SYNCED
        assert self.hub.lines(self.office.stream) == self.office.lines()
        receipt = newest_receipt(self.office.db, self.office.stream.epoch)
        assert receipt is not None
        assert (receipt.upto, receipt.hash) == journal.head(self.office.db, journal.identity(self.office.db))
