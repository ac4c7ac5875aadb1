"""Our own drawings on paper: the few SVG elements that icons and illustrations are made of, as curves."""

import cmath
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

Curve = tuple[complex, ...]
"""One point: a line to it. Three: a cubic Bézier curve. None: the outline is closed."""

ROUND: Final = 0.5522847498
"""How far the handles of a quarter circle reach, in radii."""
_TOKEN: Final = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_TAKES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_HANDED_DOWN: Final = frozenset(("fill", "stroke", "stroke-width", "stroke-dasharray"))
_NOT_DRAWN: Final = frozenset(("transform", "opacity", "clip-path", "style", "fill-rule"))
CURRENT: Final = "currentColor"


@dataclass(frozen=True, slots=True)
class Outline:
    """A start and the curves that follow it."""

    start: complex
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Outlines with one paint; colours as '#rrggbb', `CURRENT`, or empty for none."""

    outlines: tuple[Outline, ...]
    fill: str
    stroke: str
    width: float
    dash: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A square picture of `side` units, y downwards."""

    side: float
    shapes: tuple[Shape, ...]


@cache
def read_drawing(file: Path) -> Drawing:
    """The drawing in `file`; one of our icons or needs. Raises OSError, ValueError for what those never contain."""
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    side = float(root.attrib["viewBox"].split()[2])
    return Drawing(side, tuple(_shapes(root, {"fill": "#000000"})))


def outlines(path: str) -> tuple[Outline, ...]:
    """The outlines of a path's `d`. Raises ValueError for a command that our drawings do not use."""
    walker = _Walker()
    for command, values in _commands(path):
        walker.step(command, values)
    return tuple(Outline(start, tuple(curves)) for start, curves in walker.found)


def _shapes(element: ElementTree.Element, inherited: Mapping[str, str]) -> Iterator[Shape]:
    strange = element.attrib.keys() & _NOT_DRAWN
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} is not drawn")
    paint = {**inherited, **element.attrib}
    kind = element.tag.removeprefix(_NAMESPACE)
    if kind in ("svg", "g"):
        kept: dict[str, str] = {key: paint[key] for key in paint if key in _HANDED_DOWN}
        for child in element:
            yield from _shapes(child, kept)
        return
    dash = tuple(float(part) for part in re.split(r"[\s,]+", paint.get("stroke-dasharray", "")) if part)
    fill, stroke = (paint.get(key, "none").replace("none", "") for key in ("fill", "stroke"))
    yield Shape(_outlines_of(kind, element.attrib), fill, stroke, float(paint.get("stroke-width", 1)), dash)


def _outlines_of(kind: str, given: Mapping[str, str]) -> tuple[Outline, ...]:
    if kind == "path":
        return outlines(given["d"])
    number = {key: float(value) for key, value in given.items() if re.fullmatch(r"[a-z]{1,6}", key) and _number(value)}
    if kind == "rect":
        corner = complex(number.get("x", 0), number.get("y", 0))
        return (_rounded(corner, number["width"], number["height"], number.get("rx", 0), number.get("ry", 0)),)
    if kind not in ("circle", "ellipse"):
        raise ValueError(f"<{kind}> is not drawn")
    rx, ry = number.get("rx", number.get("r", 0)), number.get("ry", number.get("r", 0))
    middle = complex(number["cx"], number["cy"])
    return (_rounded(middle - complex(rx, ry), 2 * rx, 2 * ry, rx, ry),)


def _number(value: str) -> bool:
    return re.fullmatch(r"-?\d+\.?\d*", value) is not None


def _rounded(corner: complex, width: float, height: float, rx: float, ry: float) -> Outline:
    """A rectangle with elliptic corners; with radii of half its sides, an ellipse."""
    curves: list[Curve] = []
    ends = [complex(width, 0), complex(width, height), complex(0, height), 0j]
    ways = [1 + 0j, 1j, -1 + 0j, -1j]
    for at, (end, way) in enumerate(zip(ends, ways, strict=True)):
        turn = ways[(at + 1) % 4]
        before = corner + end - complex(way.real * rx, way.imag * ry)
        after = corner + end + complex(turn.real * rx, turn.imag * ry)
        handle = 1 - ROUND
        first = corner + end - complex(way.real * rx, way.imag * ry) * handle
        second = corner + end + complex(turn.real * rx, turn.imag * ry) * handle
        curves += [(before,), (first, second, after)]
    return Outline(corner + rx, (*curves, ()))


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    tokens = _TOKEN.findall(path)
    at, command = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        takes = _TAKES.get(command.upper())
        if takes is None:
            raise ValueError(f'path command "{command}" is not drawn')
        values = [float(token) for token in tokens[at : at + takes]]
        at += takes
        yield command, values
        command = {"M": "L", "m": "l"}.get(command, command)


class _Walker:
    """Follows a path's commands; knows where it stands and where the last handle pointed."""

    def __init__(self) -> None:
        self.found: list[tuple[complex, list[Curve]]] = []
        self.here = 0j
        self.handle: complex | None = None

    def step(self, command: str, values: list[float]) -> None:
        kind, base = command.upper(), self.here if command.islower() else 0j
        handle, self.handle = self.handle, None
        if kind == "Z":
            self._add(())
            self.here = self.found[-1][0]
        elif kind == "H":
            self._add((complex(values[0] + base.real, self.here.imag),))
        elif kind == "V":
            self._add((complex(self.here.real, values[0] + base.imag),))
        elif kind == "A":
            rx, ry, turned, large, sweep, x, y = values
            for curve in arc(self.here, complex(x, y) + base, (rx, ry), turned, large=bool(large), sweep=bool(sweep)):
                self._add(curve)
        else:
            self._points(kind, [complex(x, y) + base for x, y in zip(values[::2], values[1::2], strict=True)], handle)

    def _points(self, kind: str, points: list[complex], handle: complex | None) -> None:
        if kind == "M":
            self.found.append((points[0], []))
            self.here = points[0]
            return
        if kind == "S":
            points = [self.here if handle is None else 2 * self.here - handle, *points]
        if kind == "Q":
            middle, end = points
            points = [self.here + (middle - self.here) * 2 / 3, end + (middle - end) * 2 / 3, end]
        self._add(tuple(points))
        self.handle = points[1] if kind in ("C", "S") else None

    def _add(self, curve: Curve) -> None:
        if self.found[-1][1] and not self.found[-1][1][-1]:  # goes on after Z: a new outline from where that began
            self.found.append((self.here, []))
        self.found[-1][1].append(curve)
        if curve:
            self.here = curve[-1]


def arc(
    start: complex, end: complex, radii: tuple[float, float], turned: float, *, large: bool, sweep: bool
) -> Iterator[Curve]:
    """An elliptic arc as Bézier curves of at most a quarter each (SVG 1.1, appendix F.6)."""
    rx, ry = radii
    if start == end or not rx or not ry:
        yield (end,)
        return
    tilt = cmath.rect(1, math.radians(turned))
    one, two = (complex((p / tilt).real / rx, (p / tilt).imag / ry) for p in (start, end))
    grown = max(1.0, abs(one - two) / 2)  # radii too small to reach grow
    one, two = one / grown, two / grown
    half = (one - two) / 2
    away = math.sqrt(max(0.0, 1 / abs(half) ** 2 - 1)) * (1 if large != sweep else -1)
    centre = (one + two) / 2 + away * -1j * half
    angle = cmath.phase(one - centre)
    whole = (cmath.phase(two - centre) - angle) % math.tau
    whole = whole if sweep else whole - math.tau
    parts = math.ceil(abs(whole) / (math.pi / 2) - 1e-9) or 1
    reach = 4 / 3 * math.tan(whole / parts / 4)

    def back(point: complex) -> complex:
        point = (point + centre) * grown
        return complex(point.real * rx, point.imag * ry) * tilt

    for at in range(parts):
        a, b = (cmath.rect(1, angle + whole * part / parts) for part in (at, at + 1))
        yield (back(a + 1j * a * reach), back(b - 1j * b * reach), end if at == parts - 1 else back(b))
