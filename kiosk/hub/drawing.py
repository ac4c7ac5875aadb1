"""Counts as charts with their words: for a page, and as a picture by itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from starlette.responses import Response

from kiosk.hub.figures import Table
from kiosk.slips.charts import Series, framed, pdf, png, stacked_bars, svg

FACE: Final = "fonts/AtkinsonHyperlegibleNext_500Medium.ttf"
PICTURES: Final[Mapping[str, str]] = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


class Artist:
    """Draws tables. `words`: subjects and kinds of the monitor's words; `names`: those of the catalogue's ids."""

    def __init__(self, words: Any, names: Mapping[str, str], assets: Path) -> None:
        self._words = words
        self._names = names
        self._assets = assets

    def subject(self, subject: str) -> str:
        """What a subject is called."""
        return str(self._words.subjects.get(subject, subject))

    def word(self, name: str) -> str:
        """One of the monitor's words by itself."""
        return str(getattr(self._words, name))

    def name(self, subject: str, key: str) -> str:
        """What one of its names is called."""
        return str(self._words.kinds.get(subject, {}).get(key) or self._names.get(key, key))

    def named(self, subject: str, table: Table) -> Table:
        """The same table in words."""
        return Table(table.labels, tuple(Series(self.name(subject, one.name), one.values) for one in table.series))

    def chart(self, table: Table, title: str) -> str:
        """A named table as SVG inside of a page; empty where there is nothing to count."""
        return svg(stacked_bars(_short_of(table), table.series), title) if table.total else ""

    def picture(self, kind: str, table: Table, title: str, notes: Sequence[str]) -> Response:
        """A named table by itself: png, svg or pdf."""
        legend = [f"{one.name} {sum(one.values):,}".replace(",", ".") for one in table.series]
        drawing = framed(stacked_bars(_short_of(table), table.series), legend, title, notes)
        match kind:
            case "png":
                made: bytes = png(drawing, self._assets / FACE)
            case "pdf":
                made = pdf(drawing, title)
            case _:
                made = svg(drawing, title).encode()
        return Response(made, media_type=PICTURES[kind])


def short(label: str) -> str:
    """'2026-11-25' → '25.11', '2026-11' → '11.26', an hour as it is."""
    match label.split("-"):
        case [_year, month, day]:
            return f"{day}.{month}"
        case [year, month]:
            return f"{month}.{year[2:]}"
        case _:
            return label


def _short_of(table: Table) -> list[str]:
    return [short(label) for label in table.labels]
