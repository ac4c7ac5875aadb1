"""Where the hub's data is, and the hub opened there: what every `kiosk hub` command needs first."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.cli.told import Code, Ended

if TYPE_CHECKING:
    from kiosk.hub.hub import Hub
    from kiosk.hub.site import Site
    from kiosk.hub.store import HubStore, Session

DATABASE: Final = "PASTI_HUB_DATABASE"
DATA: Final = "PASTI_HUB_DATA"
HTTPS: Final = "PASTI_HUB_HTTPS"
"""The environment's names for both: where a password is in the URL, it does not belong among the arguments."""


@dataclass(frozen=True, slots=True)
class Place:
    """Folder of the hub's keys, and its database: a URL, or None for the file in that folder."""

    folder: Path
    url: str | None

    @property
    def database(self) -> str:
        """The URL, or the path of the file."""
        return self.url or str(self.folder / "hub.db")


def operator() -> str:
    """Who stands at this terminal, for the audit; behind sudo the person, not root."""
    return os.environ.get("SUDO_USER") or os.environ.get("USER") or "operator"


def note(session: "Session", action: str, detail: str, by: str | None = None) -> None:
    """One line of the audit, in the transaction of what was done."""
    from kiosk.access.storage import AuditLine
    from kiosk.hub.people import append_audit
    from kiosk.ops.clock import SystemClock

    append_audit(session, AuditLine(SystemClock().now_ms(), by or operator(), action, detail, "terminal"))


@contextmanager
def in_words() -> Iterator[None]:
    """Turns the hub's expected failures into a sentence and a code."""
    from kiosk.hub.store import HubError, StoreUnavailable

    try:
        yield
    except StoreUnavailable as error:
        raise Ended(Code.STORE, str(error)) from error
    except HubError as error:
        raise Ended(Code.TROUBLE, str(error)) from error


@contextmanager
def store_at(place: Place) -> "Iterator[HubStore]":
    """The hub's database. Raises Ended."""
    from kiosk.hub.opening import open_store

    with in_words():
        store = open_store(place.database)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def hub_at(place: Place) -> "Iterator[Hub]":
    """The hub itself, not serving. Raises Ended."""
    with in_words():
        made = make_hub(place)
        try:
            yield made
        finally:
            made.close()


def make_hub(place: Place) -> "Hub":
    """One worker's hub. Raises HubError."""
    from kiosk.hub.hub import Hub
    from kiosk.hub.keys import hub_keys
    from kiosk.hub.opening import open_store
    from kiosk.ops.clock import SystemClock

    keys = hub_keys(place.folder)
    return Hub(open_store(place.database), SystemClock(), keys)


def site_of(made: "Hub", place: Place, *, https: bool) -> "Site":
    """What one worker serves: the contract and the monitor. Raises HubError."""
    from kiosk.app import furnish
    from kiosk.hub.site import make_site
    from kiosk.ops.clock import SystemClock, boot_id

    furnishing = furnish()
    names = {paper.document_id: paper.name["id"] for paper in furnishing.catalogue.documents.values()}
    names |= {case.case_id: case.title["id"] for case in furnishing.catalogue.cases}
    return make_site(made, SystemClock(), place.folder, furnishing.root, boot=boot_id(), names=names, https=https)


def worker() -> "Site":
    """The application of one of several workers, told by the environment; uvicorn calls it by name."""
    from kiosk.hub.serving import speak

    speak()
    place = Place(Path(os.environ[DATA]), os.environ.get(DATABASE) or None)
    return site_of(make_hub(place), place, https=bool(os.environ.get(HTTPS)))
