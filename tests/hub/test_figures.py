"""Counts as a page shows them: nothing lost between the tallies and the table."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kiosk.hub.figures import NAMED_AT_MOST, OTHERS, days_until, months_until, table
from kiosk.slips.charts import ceiling, stacked_bars, svg

COUNTS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("klmnopqrs"), st.integers(0, 500)), max_size=60)


@given(COUNTS)
def test_no_count_is_lost_however_many_names_there_are(counts: list[tuple[str, str, int]]) -> None:
    shown = table(counts, ("a", "b", "c"))
    assert shown.total == sum(n for _, _, n in counts)
    assert len(shown.series) <= NAMED_AT_MOST
    assert sum(row[2] for row in shown.rows) == shown.total


def test_the_smallest_stand_together_last() -> None:
    shown = table([("a", name, n) for n, name in enumerate("klmnopqr", 1)], ("a",))
    assert [one.name for one in shown.series][-1] == OTHERS
    assert "r" in [one.name for one in shown.series]


def test_spans_end_where_they_are_told() -> None:
    assert days_until(date(2026, 3, 1), 3) == ["2026-02-27", "2026-02-28", "2026-03-01"]
    assert months_until(date(2026, 1, 15), 3) == ["2025-11", "2025-12", "2026-01"]


@given(st.integers(0, 10**7))
def test_the_top_of_a_chart_is_round_and_high_enough(most: int) -> None:
    top = ceiling(most)
    assert top >= max(most, 4)
    assert top % 4 == 0
    assert top <= max(8, most * 5)


def test_a_chart_says_every_number_in_words_and_needs_no_style() -> None:
    shown = table([("1", "A", 3), ("2", "B", 1250)], ("1", "2"))
    made = svg(stacked_bars(shown.labels, shown.series), "Nomor per hari")
    assert "<title>Nomor per hari</title>" in made
    assert "<title>2: B 1.250</title>" in made
    assert "style=" not in made
    assert "<script" not in made


def test_a_chart_of_nothing_is_a_chart() -> None:
    assert "<svg" in svg(stacked_bars((), ()), "Kosong")
