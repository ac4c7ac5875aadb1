from datetime import date

import pytest

from kiosk.domain.branch import Zone
from kiosk.domain.dates import date_text, date_time_text, time_text
from kiosk.domain.promise import NotEstimable
from kiosk.slips.words import window_text, without_stop
from tests.slips.samples import WINDOW, at_ms, texts

TEXTS = texts()


@pytest.mark.parametrize(
    ("language", "said"),
    [("id", "Senin, 23 November 2026, pukul 07.42"), ("en", "Monday, 23 November 2026, 07:42")],
)
def test_a_moment_is_said_in_the_persons_language(language: str, said: str) -> None:
    assert date_time_text(at_ms(7, 42), Zone.WIB, TEXTS, language) == said


def test_the_branch_zone_decides_the_date_not_the_machine() -> None:
    last_minute = at_ms(23, 59, day=22)
    assert date_time_text(last_minute, Zone.WIB, TEXTS, "id") == "Minggu, 22 November 2026, pukul 23.59"
    assert date_time_text(last_minute, Zone.WIT, TEXTS, "id") == "Senin, 23 November 2026, pukul 01.59"


def test_every_month_and_weekday_has_a_name() -> None:
    days = [date(2026, month, 1 + month % 7) for month in range(1, 13)] + [date(2026, 11, day) for day in range(1, 8)]
    said = {date_text(day, TEXTS, "id") for day in days}
    assert len(said) == len({day.isoformat() for day in days})
    assert {words.split(",")[0] for words in said} == {"Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"}


def test_a_language_without_slip_texts_falls_back_to_indonesian() -> None:
    assert date_text(date(2026, 11, 23), TEXTS, "su-banten") == "Senin, 23 November 2026"


def test_hours_have_two_digits() -> None:
    assert time_text(at_ms(5, 3), Zone.WIB, TEXTS, "id") == "05.03"


def test_a_promise_is_a_window_or_an_honest_sentence() -> None:
    assert window_text(WINDOW, Zone.WIB, TEXTS, "id") == "09.10 – 09.40"
    assert window_text(WINDOW, Zone.WIB, TEXTS, "en") == "09:10 – 09:40"
    assert window_text(NotEstimable(), Zone.WIB, TEXTS, "id") == "belum dapat diperkirakan"


def test_phrases_join_a_sentence_without_a_second_full_stop() -> None:
    assert without_stop("saldo di atas Rp50 juta. ") == "saldo di atas Rp50 juta"
