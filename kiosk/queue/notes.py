"""Case and missing papers: beside the ticket for its counter until the day ends, and as a count without a name."""

from collections.abc import Iterable

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import notes, tickets
from kiosk.store.transaction import transaction


def note_missing(db: Database, clock: Clock, ticket_id: str | None, case_id: str, missing: Iterable[str]) -> None:
    """Leave the note beside `ticket_id`, or only count the case when no number was taken (None)."""
    papers = tuple(missing)
    with transaction(db):
        if ticket_id is None:
            notes.tally_case(db, clock, case_id, papers)
        else:
            notes.set_note(db, clock, tickets.load_ticket(db, ticket_id), case_id, papers)
