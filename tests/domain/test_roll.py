"""What is left of a roll and when it ends: learned from real rolls and real days, never guessed where unknown."""

import pytest

from kiosk.domain.roll import (
    CAUTION,
    NEAR_END_MM,
    NOMINAL_MM,
    SLOTS,
    Change,
    Learned,
    Outlook,
    RollKind,
    RollUse,
    day_of,
    learned,
    left_mm,
    outlook,
    ticket_mm,
    usual_day,
)

OPENS, CLOSES = 8 * 60, 15 * 60
KNOWN = Learned(70_000, 5_000)
EVEN = day_of(range(OPENS, CLOSES, 5))
"""A number every five minutes: 84 a day."""


def _see(left: float, minute: int, days: list[tuple[int, ...]] | None = None, low: bool = False) -> Outlook:
    used = KNOWN.capacity_mm - left
    roll = RollUse(RollKind.NEW, used, used if low else None)
    return outlook(roll, KNOWN, days or [EVEN], 100, minute=minute, opens=OPENS, closes=CLOSES)


def test_before_the_first_roll_the_nominal_length_counts_with_caution() -> None:
    assert learned([], []) == Learned(NOMINAL_MM * CAUTION, NEAR_END_MM * CAUTION)


def test_the_median_of_the_last_five_real_rolls_counts() -> None:
    known = learned([10_000, 71_000, 70_000, 20_000, 72_000, 69_000], [4_000])
    assert known == Learned(70_000, 4_000)


def test_the_sensor_is_believed_more_than_the_count() -> None:
    assert left_mm(RollUse(RollKind.NEW, 50_000), KNOWN) == (20_000, True)
    assert left_mm(RollUse(RollKind.NEW, 51_000, low_at_mm=50_000), KNOWN) == (4_000, True)
    assert left_mm(RollUse(RollKind.NEW, 90_000), KNOWN) == (0, True)


@pytest.mark.parametrize("kind", [RollKind.PART, RollKind.UNKNOWN])
def test_of_a_roll_that_was_used_before_nobody_knows(kind: RollKind) -> None:
    assert not left_mm(RollUse(kind, 1_000), KNOWN)[1]
    seen = outlook(RollUse(kind, 34_900), KNOWN, [EVEN], 100, minute=OPENS, opens=OPENS, closes=CLOSES)
    assert (seen.ends_minute, seen.change) == (None, Change.NO)


def test_it_says_when_the_paper_ends() -> None:
    seen = _see(left=3_200, minute=OPENS)
    assert (seen.tickets, seen.ends_minute) == (32, 10 * 60 + 40)
    assert seen.change is Change.SOON
    assert _see(left=9_000, minute=OPENS).ends_minute is None
    assert _see(left=1_000, minute=14 * 60 + 30).ends_minute is None, "it lasts until closing"


def test_staff_are_told_when_more_than_one_day_in_five_would_run_out() -> None:
    calm, busy = day_of([OPENS] * 20), day_of([OPENS] * 60)
    assert _see(4_000, OPENS - 30, [calm] * 9 + [busy]).change is Change.NO
    assert _see(4_000, OPENS, [calm] * 4 + [busy]).change is Change.NO
    assert _see(4_000, OPENS, [calm] * 3 + [busy]).change is Change.SOON


def test_before_opening_a_morning_that_would_not_fit_asks_for_a_new_roll() -> None:
    dawn = day_of([5 * 60 + 30] * 40 + [13 * 60] * 40)
    assert _see(4_100, 4 * 60, [dawn]).change is Change.SOON, "the morning fits, the day does not"
    assert _see(3_900, 4 * 60, [dawn]).change is Change.BEFORE_OPENING
    assert _see(9_000, 4 * 60, [dawn]).change is Change.NO
    assert _see(3_900, CLOSES, [dawn]).change is Change.BEFORE_OPENING, "the evening before is early enough"


def test_what_the_printer_says_comes_first() -> None:
    assert _see(60_000, OPENS, low=True).change is Change.NOW


def test_the_usual_day_has_sixty_numbers_and_an_early_rush() -> None:
    day = usual_day(7 * 60, CLOSES)
    assert sum(day) >= 55
    assert sum(day[: 8 * 4]) >= 28
    assert len(day) == SLOTS
    assert sum(usual_day(23 * 60, 23 * 60 + 30)[-4:]) > 0


def test_a_ticket_is_as_long_as_real_ones_were() -> None:
    assert ticket_mm(0, 0) == 120
    assert ticket_mm(9_000, 50) == 180
    assert ticket_mm(100, 50) == 60, "paper that moved while nobody counted"
