"""Bars over time, a drawing that becomes SVG, PDF or PNG: one module, and no second plotting stack."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics import renderPDF, renderSVG
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor

WIDTH: Final = 720.0
HEIGHT: Final = 240.0
LEFT: Final = 72.0
BELOW: Final = 30.0
ABOVE: Final = 12.0
COLOURS: Final = ("#005C3A", "#F2B233", "#0B5394", "#98191A", "#6B7A73", "#7A4FA0")
"""At least 3:1 on white, but the amber, which has a dark edge like all; legend and table say the same in words."""
INK: Final = HexColor("#3A4A43")
HAIR: Final = HexColor("#D5DDD7")
EDGE: Final = HexColor("#10241C")
LABELS_AT_MOST: Final = 14
TEXT: Final = 12.0
HEADING: Final = 16.0
ROW: Final = 20.0
LETTER: Final = 0.58
"""How wide a letter is at most, on average, in parts of its size: a legend is laid out before it has a face."""
SCALE: Final = 2
FINER: Final = 3
"""A PNG has two pixels a point, each drawn from nine."""
SVG: Final = "http://www.w3.org/2000/svg"
_HALVES: Final = (2, 3, 4, 5, 6, 8, 10, 12, 16)
"""Half of a chart's height in round numbers, up to the next power of ten."""
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


def framed(chart: Drawing, names: Sequence[str], title: str, notes: Sequence[str] = ()) -> Drawing:
    """The chart by itself, outside of its page: its title above, its legend and `notes` below."""
    rows = _legend_rows(names)
    below = ROW * (len(rows) + len(notes)) + 8
    drawing = Drawing(WIDTH, HEIGHT + ROW * 2 + below)
    drawing.add(_text(12, below + HEIGHT + 16, title, "start", HEADING))
    for shape in chart.contents:
        drawing.add(_raised(shape, below))
    for line, row in enumerate(rows):
        y = below - ROW * (line + 1)
        for number, x in row:
            drawing.add(_bar((x, y, 11, 11), number, names[number]))
            drawing.add(_text(x + 17, y + 1, names[number], "start"))
    for line, note in enumerate(notes):
        drawing.add(_text(12, below - ROW * (len(rows) + line + 1) + 1, note, "start"))
    return drawing


def svg(drawing: Drawing, title: str) -> str:
    """The drawing for a page: a title for who cannot see it, one on each bar, and no style attribute (CSP)."""
    tree = ElementTree.fromstring(renderSVG.drawToString(drawing))  # noqa: S314 - made a line above
    for old in tree.findall(f"{{{SVG}}}title") + tree.findall(f"{{{SVG}}}desc"):
        tree.remove(old)
    named = ElementTree.Element(f"{{{SVG}}}title")
    named.text = title
    tree.insert(0, named)
    for clip in tree.findall(f"{{{SVG}}}clipPath"):
        tree.remove(clip)  # nothing reaches over the edge, and a page has many charts: no id twice
    tree.attrib = {"viewBox": f"0 0 {drawing.width:g} {drawing.height:g}", "role": "img", "class": "chart"}
    for element in tree.iter():
        for name, value in _STYLE.findall(element.attrib.pop("style", "")):
            if name == "font-size" or not name.startswith("font"):  # in the page's own face
                element.set(name, value.strip())
        for unused in ("id", "clip-path"):
            element.attrib.pop(unused, None)
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


def png(drawing: Drawing, face: Path) -> bytes:
    """The drawing as a picture of two pixels a point, its words in the TrueType `face`.

    reportlab's own way to pixels wants a second graphics library (renderPM, Cairo). These drawings hold lines, boxes
    and words only, and Pillow is here already.
    """
    fine = SCALE * FINER
    picture = Image.new("RGB", (round(drawing.width * fine), round(drawing.height * fine)), "white")
    pen = ImageDraw.Draw(picture)

    def at(x: float, y: float) -> tuple[float, float]:
        return x * fine, (drawing.height - y) * fine

    for shape in drawing.contents:
        match shape:
            case Line():
                ends = (at(shape.x1, shape.y1), at(shape.x2, shape.y2))
                pen.line(ends, _rgb(shape.strokeColor), round(shape.strokeWidth * fine))
            case Rect():
                corners = (at(shape.x, shape.y + shape.height), at(shape.x + shape.width, shape.y))
                edge = max(1, round(shape.strokeWidth * fine))
                pen.rectangle(corners, _rgb(shape.fillColor), _rgb(shape.strokeColor), edge)
            case String():
                font = ImageFont.truetype(str(face), round(shape.fontSize * fine))
                anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.textAnchor]
                pen.text(at(shape.x, shape.y), shape.text, _rgb(shape.fillColor), font, anchor)
            case _:
                raise TypeError(f"no way to draw {type(shape).__name__}")
    made = BytesIO()
    size = (round(drawing.width * SCALE), round(drawing.height * SCALE))
    picture.resize(size, Image.Resampling.LANCZOS).save(made, "PNG", optimize=True)
    return made.getvalue()


def ceiling(most: int) -> int:
    """A round number at or above `most` that four lines divide into round ones; at least 4."""
    ten = 1
    while True:
        for half in _HALVES:
            if half * ten % 2 == 0 and 2 * half * ten >= most:
                return 2 * half * ten
        ten *= 10


def grouped(number: int) -> str:
    """12345 → '12.345', as Indonesians write it."""
    return f"{number:,}".replace(",", ".")


def _bar(place: tuple[float, float, float, float], number: int, tip: str) -> Rect:
    colour = HexColor(COLOURS[number % len(COLOURS)])
    bar: Any = Rect(*place, fillColor=colour, strokeColor=EDGE, strokeWidth=0.4)
    bar._svgAttrs = {"tip": tip}  # noqa: SLF001 - reportlab's own way to hand attributes to its SVG
    return bar


def _text(x: float, y: float, words: str, anchor: str, size: float = TEXT) -> String:
    return String(x, y, words, fontName="Helvetica", fontSize=size, fillColor=INK, textAnchor=anchor)


def _raised(shape: Any, by: float) -> Any:
    """The same shape, `by` points higher."""
    told = dict(shape.getProperties())
    for name in ("y", "y1", "y2"):
        if name in told:
            told[name] += by
    match shape:
        case Line():
            return Line(told.pop("x1"), told.pop("y1"), told.pop("x2"), told.pop("y2"), **told)
        case Rect():
            place = (told.pop("x"), told.pop("y"), told.pop("width"), told.pop("height"))
            made: Any = Rect(*place, **told)
            made._svgAttrs = shape._svgAttrs  # noqa: SLF001 - as in `_bar`
            return made
        case _:
            return String(told.pop("x"), told.pop("y"), told.pop("text"), **told)


def _legend_rows(names: Sequence[str]) -> list[list[tuple[int, float]]]:
    """Rows of (number of the series, x), each as wide as the drawing at most."""
    rows: list[list[tuple[int, float]]] = []
    x = WIDTH
    for number, name in enumerate(names):
        wide = 17 + len(name) * TEXT * LETTER + 22
        if x + wide > WIDTH or not rows:
            rows.append([])
            x = 12
        rows[-1].append((number, x))
        x += wide
    return rows


def _rgb(colour: Any) -> tuple[int, int, int]:
    return (round(colour.red * 255), round(colour.green * 255), round(colour.blue * 255))
