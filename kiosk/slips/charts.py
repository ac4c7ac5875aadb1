"""Bars over time, as a drawing that becomes SVG for a page or PDF for paper; no second plotting stack."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from xml.etree import ElementTree

from reportlab.graphics import renderPDF, renderSVG
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor

WIDTH: Final = 720.0
HEIGHT: Final = 240.0
LEFT: Final = 52.0
BELOW: Final = 30.0
ABOVE: Final = 12.0
COLOURS: Final = ("#005C3A", "#F2B233", "#0B5394", "#98191A", "#6B7A73", "#7A4FA0")
"""At least 3:1 on white, but the amber, which has a dark edge like all; legend and table say the same in words."""
INK: Final = HexColor("#3A4A43")
HAIR: Final = HexColor("#D5DDD7")
EDGE: Final = HexColor("#10241C")
LABELS_AT_MOST: Final = 16
SVG: Final = "http://www.w3.org/2000/svg"
_STYLE: Final = re.compile(r"([\w-]+)\s*:\s*([^;]+)")


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of thing and how many of it at each label."""

    name: str
    values: Sequence[int]


def stacked_bars(labels: Sequence[str], series: Sequence[Series]) -> Drawing:
    """A bar for each label, the series on top of each other, in points. Empty where there is nothing to count."""
    drawing = Drawing(WIDTH, HEIGHT)
    totals = [sum(one.values[at] for one in series) for at in range(len(labels))]
    top = ceiling(max(totals, default=0))
    high, wide = HEIGHT - BELOW - ABOVE, WIDTH - LEFT - 8
    for part in range(5):
        y = BELOW + high * part / 4
        drawing.add(Line(LEFT, y, WIDTH - 8, y, strokeColor=HAIR, strokeWidth=0.8))
        drawing.add(_text(LEFT - 6, y - 4, grouped(top * part // 4), "end"))
    step = wide / max(1, len(labels))
    every = -(-len(labels) // LABELS_AT_MOST) or 1
    for at, label in enumerate(labels):
        x, y = LEFT + step * at + step * 0.15, BELOW
        for number, one in enumerate(series):
            tall = high * one.values[at] / top
            if one.values[at]:
                drawing.add(_bar((x, y, step * 0.7, tall), number, f"{label}: {one.name} {grouped(one.values[at])}"))
            y += tall
        if at % every == 0:
            drawing.add(_text(x + step * 0.35, BELOW - 14, label, "middle"))
    return drawing


def svg(drawing: Drawing, title: str) -> str:
    """The drawing for a page: a title for who cannot see it, one on each bar, and no style attribute (CSP)."""
    tree = ElementTree.fromstring(renderSVG.drawToString(drawing))  # noqa: S314 - made a line above
    for old in tree.findall(f"{{{SVG}}}title") + tree.findall(f"{{{SVG}}}desc"):
        tree.remove(old)
    named = ElementTree.Element(f"{{{SVG}}}title")
    named.text = title
    tree.insert(0, named)
    tree.attrib = {"viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}", "role": "img", "class": "chart"}
    for element in tree.iter():
        for name, value in _STYLE.findall(element.attrib.pop("style", "")):
            if name == "font-size" or not name.startswith("font"):  # in the page's own face
                element.set(name, value.strip())
        tip = element.attrib.pop("tip", None)
        if tip is not None:
            told = ElementTree.SubElement(element, f"{{{SVG}}}title")
            told.text = tip
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(tree, encoding="unicode")


def pdf(drawing: Drawing, title: str) -> bytes:
    """The drawing as a PDF of its own size."""
    made = BytesIO()
    renderPDF.drawToFile(drawing, made, title)
    return made.getvalue()


def ceiling(most: int) -> int:
    """A round number at or above `most` that four lines divide evenly; at least 4."""
    size = 4
    while size < most:
        size = next((size * f // 2 for f in (4, 5, 10, 20) if size * f % 8 == 0 and size * f // 2 >= most), size * 10)
    return size


def grouped(number: int) -> str:
    """12345 → '12.345', as Indonesians write it."""
    return f"{number:,}".replace(",", ".")


def _bar(place: tuple[float, float, float, float], number: int, tip: str) -> Rect:
    colour = HexColor(COLOURS[number % len(COLOURS)])
    bar: Any = Rect(*place, fillColor=colour, strokeColor=EDGE, strokeWidth=0.4)
    bar._svgAttrs = {"tip": tip}  # noqa: SLF001 - reportlab's own way to hand attributes to its SVG
    return bar


def _text(x: float, y: float, words: str, anchor: str) -> String:
    return String(x, y, words, fontName="Helvetica", fontSize=10, fillColor=INK, textAnchor=anchor)
