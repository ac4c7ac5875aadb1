"""Counts as a page shows them: nothing lost between the tallies and the table."""

import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from kiosk.hub.drawing import FACE
from kiosk.hub.figures import NAMED_AT_MOST, OTHERS, days_until, months_until, table
from kiosk.hub.period import BadPeriod, Period, asked_for, of_days, of_month, of_months
from kiosk.ops.assets import assets_root
from kiosk.slips.charts import COLOURS, SCALE, Series, ceiling, framed, pdf, png, stacked_bars, svg

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
    assert top <= max(8, most * 1.5), "no bar looks small because the paper is tall"


def test_a_chart_says_every_number_in_words_and_needs_no_style() -> None:
    shown = table([("1", "A", 3), ("2", "B", 1250)], ("1", "2"))
    made = svg(stacked_bars(shown.labels, shown.series), "Nomor per hari")
    assert "<title>Nomor per hari</title>" in made
    assert "<title>2: B 1.250</title>" in made
    assert "style=" not in made
    assert "<script" not in made


def test_a_chart_of_nothing_is_a_chart() -> None:
    assert "<svg" in svg(stacked_bars((), ()), "Kosong")


def test_a_chart_that_stands_beside_others_names_nothing_twice() -> None:
    made = svg(stacked_bars(("1",), (Series("A", (1,)),)), "Nomor")
    assert not re.search(r"\b(id|clip-path)=", made)


def test_a_picture_by_itself_has_its_title_its_legend_and_its_colours() -> None:
    series = (Series("Surat keterangan berhenti kerja (paklaring)", (30, 10)), *(Series(n, (9, 9)) for n in "BCDE"))
    drawing = framed(stacked_bars(("24.11", "25.11"), series), [one.name for one in series], "Surat", ["Data buatan"])
    with Image.open(io.BytesIO(png(drawing, assets_root() / FACE))) as picture:
        assert picture.size == (round(drawing.width * SCALE), round(drawing.height * SCALE))
        shown = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or []}
    for colour in COLOURS[: len(series)]:
        assert tuple(bytes.fromhex(colour[1:])) in shown
    (page,) = PdfReader(io.BytesIO(pdf(drawing, "Surat"))).pages
    words = page.extract_text()
    assert all(one.name in words for one in series)
    assert "Surat" in words
    assert "Data buatan" in words
    for told in re.findall(r'<text[^>]* x="([\d.]+)"', svg(drawing, "Surat")):
        assert float(told) < drawing.width


def test_the_pages_legend_has_the_colours_of_the_charts() -> None:
    sheet = (assets_root() / "web/static/monitor.css").read_text()
    assert re.findall(r"\.k\d \{ background: (#\w{6}); \}", sheet) == list(COLOURS)


TODAY = date(2026, 11, 26)


def test_a_short_period_is_told_by_the_day_and_a_long_one_by_whole_months() -> None:
    month = of_days(TODAY, 30)
    assert (month.by_month, len(month.labels), month.labels[-1]) == (False, 30, "2026-11-26")
    year = of_months(TODAY, 13)
    assert (year.by_month, year.labels[0], year.labels[-1], len(year.labels)) == (True, "2025-11", "2026-11", 13)
    assert year.span == ("2025-11-01", "2026-11-30")
    asked = asked_for({"dari": "2026-01-15", "sampai": "2026-06-10"}, month)
    assert asked.span == ("2026-01-01", "2026-06-30"), "a month is never told by halves"
    assert of_month("2024-02").span == ("2024-02-01", "2024-02-29")
    assert asked_for({}, month) == month
    assert asked_for({"sampai": "2026-03-31"}, month).span == ("2026-03-02", "2026-03-31")


@pytest.mark.parametrize(
    ("dari", "sampai"),
    [("2026-11-27", "2026-11-26"), ("1926-01-01", "2026-01-01"), ("x", ""), ("", "2026-02-30"), ("9999-12-31", "")],
)
def test_days_that_cannot_be_shown_are_refused_with_a_sentence(dari: str, sampai: str) -> None:
    with pytest.raises(BadPeriod, match=r"\.$"):
        asked_for({"dari": dari, "sampai": sampai}, of_days(TODAY, 30))


@given(st.dates(date(2001, 1, 1), date(2199, 1, 1)), st.integers(1, 1700))
def test_every_day_of_a_period_is_under_one_of_its_labels(last: date, days: int) -> None:
    period: Period = of_days(last, days)
    labels = period.labels
    assert len(set(labels)) == len(labels)
    size = 7 if period.by_month else 10
    assert (period.span[0][:size], period.span[1][:size]) == (labels[0], labels[-1])
    assert period.first <= last <= period.last
