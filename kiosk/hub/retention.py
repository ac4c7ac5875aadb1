"""Nothing is kept for ever: raw events go by whole receiving months, what was counted from them stays."""

from typing import Final

from kiosk.hub.ingest import month_of
from kiosk.hub.projecting import Projector
from kiosk.hub.schema import next_month
from kiosk.hub.store import HubStore, Session

KEEP_MONTHS: Final = 13
"""The present month and the twelve before it: a year can be compared with the one before, month by month."""
ENROL_REQUEST_MS: Final = 7 * 24 * 3_600_000
AUDIT_MS: Final = 400 * 24 * 3_600_000


def retain(store: HubStore, now_ms: int, keep_months: int = KEEP_MONTHS) -> int:
    """Count what is not counted yet, make room for the next month, then give up events older than `keep_months`.

    How many months or rows were given up.
    """
    Projector(store).catch_up()
    oldest = months_before(month_of(now_ms), keep_months - 1)

    def forget(session: Session) -> None:
        session.run("DELETE FROM parked WHERE month < ?", (oldest,))
        session.run("DELETE FROM audit WHERE at_ms < ?", (now_ms - AUDIT_MS,))
        session.run("DELETE FROM enrol_request WHERE asked_ms < ?", (now_ms - ENROL_REQUEST_MS,))

    # Made by the night before they are needed: whoever serves need not be allowed to make tables.
    store.ensure_month(month_of(now_ms))
    store.ensure_month(next_month(month_of(now_ms)))
    dropped = store.drop_events_before(oldest)
    store.write(forget)
    return dropped


def months_before(month: int, count: int) -> int:
    """202611 and 12 → 202511."""
    year, number = divmod(month, 100)
    ordinal = year * 12 + number - 1 - count
    return ordinal // 12 * 100 + ordinal % 12 + 1
