"""Which service day it is: the clock's, or one ahead of it that has begun and was not closed."""

from datetime import date

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.calendar import closing_counts, local_day, service_day
from kiosk.domain.clock import Clock
from kiosk.store import days


def present_days(db: Database, branch: Branch, clock: Clock) -> frozenset[date]:
    """The clock's day and the one that numbers belong to now; one and the same unless the clock has jumped back."""
    now = clock.now()
    return frozenset({local_day(now, branch.zone), service_day(now, branch.zone, days.newest_open_day(db))})


def is_closed(db: Database, branch: Branch, clock: Clock, day: date) -> bool:
    """True when `day` was closed, by a clock that can be believed, and takes no more numbers."""
    return closing_counts(days.closed_at(db, day), day, clock.now(), branch.zone)
