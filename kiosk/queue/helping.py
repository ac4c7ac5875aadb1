"""Calling a human: told to the journal with time and screen, nothing else."""

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import journal
from kiosk.store.transaction import transaction


def record_help(db: Database, clock: Clock, screen: str) -> None:
    """Somebody on `screen` asked for a human."""
    with transaction(db):
        journal.append(db, clock, "help.called", {"screen": screen})
