"""A branch and its store as the tests of store and queue use them; all of it invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.branch import Branch, DigitRange, Lane, OpeningHours, Zone
from kiosk.domain.clock import Clock
from kiosk.domain.promise import NotEstimable, Promise
from kiosk.domain.ticket import Taken, TakeRequest, Ticket, TicketClass
from kiosk.queue.taking import take_ticket
from kiosk.store.boot import boot
from kiosk.store.journal import tail
from kiosk.store.opening import Role, open_db

BRANCH = Branch(
    branch_id="srg",
    name="Serang",
    kiosk_id="k1",
    zone=Zone.WIB,
    address="",
    phone="",
    lanes=(Lane("A", "Klaim", ("jht", "jp")), Lane("B", "Data", ("data",))),
    digits=DigitRange(1, 999),
    hours=OpeningHours((*[(time(8), time(15))] * 5, None, None), kiosk_from=time(5)),
)


def branch(*, kiosk_id: str = "k1", zone: Zone = Zone.WIB, first: int = 1, last: int = 999) -> Branch:
    """The branch with another kiosk, zone or digits."""
    return replace(BRANCH, kiosk_id=kiosk_id, zone=zone, digits=DigitRange(first, last))


def open_store(folder: Path, clock: Clock, of: Branch = BRANCH) -> Database:
    """The store in `folder`, booted for `of`."""
    db = open_db(folder / "kiosk.db", Role.WRITER)
    boot(db, of.branch_id, of.kiosk_id, clock)
    return db


def request(service: str = "jht", promise: Promise | None = None) -> TakeRequest:
    """What a participant asks for."""
    return TakeRequest(service, TicketClass.REGULAR, "id", promise or NotEstimable())


def compose(ticket: Ticket) -> bytes:
    """A paper that says which ticket it is."""
    return f"PAPER OF {ticket.ticket_id} {ticket.code}".encode()


def take(
    db: Database,
    clock: Clock,
    of: Branch = BRANCH,
    service: str = "jht",
    barrier: Callable[[str], None] = lambda _point: None,
) -> Taken:
    """One number."""
    return take_ticket(db, of, clock, request(service), compose, barrier=barrier)


def told(db: Database, type_: str) -> list[dict[str, object]]:
    """The payloads of every event of one type, in order."""
    return [dict(entry.event.payload) for entry in tail(db, 0, 100_000) if entry.event.type == type_]
