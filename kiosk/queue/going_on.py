"""Going on above numbers that are out on paper and not in this store: a new computer in the middle of a day."""

from collections.abc import Mapping

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.calendar import local_day
from kiosk.domain.clock import Clock
from kiosk.queue.numbering import next_number
from kiosk.queue.taking import go_on_after_restore
from kiosk.store import tickets

_THOUSAND = 1000


class NotOurSlipError(ValueError):
    """No slip of this kiosk has that letter or those digits; the sentence says which it may have."""


def go_on_above(db: Database, branch: Branch, clock: Clock, last_slips: Mapping[str, int]) -> dict[str, int]:
    """Each lane's next number, now above `last_slips` (letter to digits, as staff read them off the last slips).

    A lane that is not named stays where it is, and so does one that was raised above its slip before: saying the same
    twice skips no hundred more. Raises NotOurSlipError before anything is written.
    """
    known = {lane.letter for lane in branch.lanes}
    digits = branch.digits
    for letter, number in last_slips.items():
        if letter not in known:
            raise NotOurSlipError(f'Huruf "{letter}" tidak ada di kantor ini; yang ada: {", ".join(sorted(known))}.')
        if not digits.first <= number % _THOUSAND <= digits.last:
            raise NotOurSlipError(
                f"{letter} {number:03d} bukan nomor kiosk ini; nomornya {digits.first:03d} sampai {digits.last:03d}."
            )
    today = local_day(clock.now(), branch.zone)
    coming = {}
    for lane in branch.lanes:
        facts = tickets.place_facts(db, branch, lane.letter, today)
        slip = last_slips.get(lane.letter)
        if slip is not None and (facts.floor is None or facts.floor <= slip):
            go_on_after_restore(db, branch, clock, lane.letter, slip)
            facts = tickets.place_facts(db, branch, lane.letter, today)
        coming[lane.letter] = next_number(facts.highest, facts.floor, digits)
    return coming
