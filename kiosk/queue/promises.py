"""How we keep our word: promises by outcome, those never made counted apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.domain.promise import PromiseOutcome
from kiosk.store.tickets import promise_rows


@dataclass(frozen=True, slots=True)
class PromiseLedger:
    """The promises of one service day. `not_estimable`: numbers with which nothing was promised."""

    outcomes: Mapping[PromiseOutcome, int]
    open: int
    not_estimable: int

    @property
    def kept_rate(self) -> float | None:
        """kept / (kept + late + early_missed + unserved); None while none of these happened."""
        judged = sum(n for outcome, n in self.outcomes.items() if outcome is not PromiseOutcome.RELEASED)
        return self.outcomes[PromiseOutcome.KEPT] / judged if judged else None


def promise_ledger(db: Database, day: date) -> PromiseLedger:
    """What became of the promises of `day`."""
    outcomes = dict.fromkeys(PromiseOutcome, 0)
    still_open = not_estimable = 0
    for estimable, outcome, count in promise_rows(db, day):
        if not estimable:
            not_estimable += count
        elif outcome is None:
            still_open += count
        else:
            outcomes[PromiseOutcome(outcome)] += count
    return PromiseLedger(outcomes, still_open, not_estimable)
