"""An A4 sheet and the few strokes our papers are made of; knows fonts and colours, nothing about lists."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from kiosk.slips.svg import CURRENT, Drawing, Shape

MM: Final = 72 / 25.4
"""PDF points a millimetre."""

WIDTH_MM: Final = 210.0
HEIGHT_MM: Final = 297.0
MARGIN_MM: Final = 18.0

QUIET_MODULES: Final = 4
"""Blank border that scanners need (ISO/IEC 18004)."""

LEADING: Final = 1.26

TEXT: Final = "Pasti-Text"
STRONG: Final = "Pasti-Strong"
TITLE: Final = "Pasti-Title"
DISPLAY: Final = "Pasti-Display"

FONT_FILES: Final = {
    TEXT: "AtkinsonHyperlegibleNext_500Medium.ttf",
    STRONG: "AtkinsonHyperlegibleNext_700Bold.ttf",
    TITLE: "PlusJakartaSans_700Bold.ttf",
    DISPLAY: "PlusJakartaSans_800ExtraBold.ttf",
}

INK: Final = "#10241C"
INK2: Final = "#3A4A43"
GREEN9: Final = "#00452C"
GREEN8: Final = "#005C3A"
GREEN1: Final = "#E3F3EA"
BLUE9: Final = "#0B2E59"
BLUE1: Final = "#E4EEF8"
AMBER9: Final = "#5C3A00"
AMBER5: Final = "#F2B233"
AMBER1: Final = "#FFF1D6"
PAPER: Final = "#FFFFFF"
MIST: Final = "#F4F7F5"
LINE: Final = "#6B7A73"


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of text looks; the size in points."""

    font: str
    size: float
    colour: str = INK

    @property
    def leading_mm(self) -> float:
        """From one baseline to the next."""
        return self.size * LEADING / MM


class Pen:
    """Draws in millimetres from the top left corner of the sheet."""

    def __init__(self, fonts: Path, *, title: str, author: str, language: str) -> None:
        """`fonts`: the folder with the TTF files; `language`: a tag such as 'id-ID'."""
        from reportlab.pdfgen.canvas import Canvas

        _register(fonts)
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(
            self._buffer,
            pagesize=(WIDTH_MM * MM, HEIGHT_MM * MM),
            invariant=1,
            pageCompression=1,
            lang=language,
            initialFontName=TEXT,  # else Helvetica, which nobody embeds, stands in every page
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(title)
        self._canvas.setCreator("Pasti")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")

    def wrapped(self, text: str, style: Style, width_mm: float) -> list[str]:
        """`text` in lines no wider than `width_mm`."""
        from reportlab.lib.utils import simpleSplit

        lines: list[str] = simpleSplit(text, style.font, style.size, width_mm * MM)
        return lines

    def width_mm(self, line: str, style: Style) -> float:
        """How wide `line` is in one piece."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(line, style.font, style.size)) / MM

    def text(self, x_mm: float, top_mm: float, line: str, style: Style, *, right: bool = False) -> None:
        """One line whose box begins at `top_mm`; with `right`, ending at `x_mm`."""
        self._canvas.setFont(style.font, style.size)
        self._canvas.setFillColor(_colour(style.colour))
        baseline = self._y(top_mm) - style.size
        draw = self._canvas.drawRightString if right else self._canvas.drawString
        draw(x_mm * MM, baseline, line)

    def box(
        self,
        x_mm: float,
        top_mm: float,
        width_mm: float,
        height_mm: float,
        *,
        fill: str = PAPER,
        stroke: str | None = None,
        radius_mm: float = 0.0,
        stroke_mm: float = 0.4,
    ) -> None:
        """A rectangle, its corners rounded by `radius_mm`."""
        self._canvas.setFillColor(_colour(fill))
        if stroke is not None:
            self._canvas.setStrokeColor(_colour(stroke))
            self._canvas.setLineWidth(stroke_mm * MM)
        self._canvas.roundRect(
            x_mm * MM,
            self._y(top_mm + height_mm),
            width_mm * MM,
            height_mm * MM,
            radius_mm * MM,
            fill=1,
            stroke=int(stroke is not None),
        )

    def path(self, points_mm: list[tuple[float, float]], *, stroke: str, stroke_mm: float) -> None:
        """A line through points, with round ends."""
        self._canvas.setStrokeColor(_colour(stroke))
        self._canvas.setLineWidth(stroke_mm * MM)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        path = self._canvas.beginPath()
        first, *others = points_mm
        path.moveTo(first[0] * MM, self._y(first[1]))
        for x_mm, top_mm in others:
            path.lineTo(x_mm * MM, self._y(top_mm))
        self._canvas.drawPath(path, stroke=1, fill=0)

    def qr(self, x_mm: float, top_mm: float, side_mm: float, text: str) -> None:
        """A QR code with its quiet border inside the square."""
        # Drawn here: reportlab's own widget brings in a font that is not embedded.
        from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

        code = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(text)
        code.make()
        step = side_mm * MM / (code.getModuleCount() + 2 * QUIET_MODULES)
        path = self._canvas.beginPath()
        for row, modules in enumerate(code.modules, start=QUIET_MODULES + 1):
            for column, dark in enumerate(modules, start=QUIET_MODULES):
                if dark:
                    path.rect(x_mm * MM + column * step, self._y(top_mm) - row * step, step, step)
        self._canvas.setFillColor(_colour(INK))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def drawing(self, x_mm: float, top_mm: float, side_mm: float, drawing: Drawing, *, colour: str = INK) -> None:
        """One of our drawings in a square; `colour` for what it leaves to its surroundings."""
        self._canvas.saveState()
        self._canvas.translate(x_mm * MM, self._y(top_mm))
        scale = side_mm * MM / drawing.side
        self._canvas.scale(scale, -scale)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        for shape in drawing.shapes:
            self._shape(shape, colour)
        self._canvas.restoreState()

    def _shape(self, shape: Shape, colour: str) -> None:
        path = self._canvas.beginPath()
        for outline in shape.outlines:
            path.moveTo(outline.start.real, outline.start.imag)
            for curve in outline.curves:
                numbers = [number for point in curve for number in (point.real, point.imag)]
                draw = {0: path.close, 2: path.lineTo, 6: path.curveTo}[len(numbers)]
                draw(*numbers)
        if shape.fill:
            self._canvas.setFillColor(_colour(shape.fill.replace(CURRENT, colour)))
        if shape.stroke:
            self._canvas.setStrokeColor(_colour(shape.stroke.replace(CURRENT, colour)))
            self._canvas.setLineWidth(shape.width)
            self._canvas.setDash(*([list(shape.dash)] if shape.dash else []))
        nonzero = 1
        self._canvas.drawPath(path, stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)), fillMode=nonzero)

    def next_page(self) -> None:
        """Ends this page; what comes next stands on a fresh one."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The whole document."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def _y(self, top_mm: float) -> float:
        return (HEIGHT_MM - top_mm) * MM


@cache
def _colour(value: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(value)


@cache
def _register(fonts: Path) -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in FONT_FILES.items():
        registerFont(TTFont(name, str(fonts / file)))
