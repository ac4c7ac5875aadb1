"""Carries out commands on imaginary paper: where each character, code and picture lands, and where the blade falls."""

from dataclasses import dataclass, replace
from typing import Final, assert_never

from printers import logo, qr
from printers.escpos_commands import (
    AutoStatusMask,
    Character,
    Command,
    CutPaper,
    Feed,
    Ignored,
    Initialize,
    KeyListRequest,
    LineFeed,
    PictureDefinition,
    PicturePrint,
    ProcessId,
    QrPrint,
    QrSetting,
    QrStore,
    Raster,
    RealTime,
    SendInfo,
    SendPaperSensor,
    SetStyle,
    Style,
)
from printers.escpos_reader import read_all
from printers.profiles import Profile
from printers.strip import GLYPH_HEIGHT, GLYPH_WIDTH, Code, Dots, Glyph, Strip, foot

QR_SIZE: Final = 67
"""Function of GS ( k that sets the dots a module."""
QR_LARGEST: Final = 16


_LOGO: Final = PictureDefinition(logo.KEY, logo.WIDTH_BYTES, logo.HEIGHT, logo.bits())


@dataclass(frozen=True, slots=True)
class _Setting:
    align: int = 0
    bold: bool = False
    inverted: bool = False
    underline: int = 0
    width: int = 1
    height: int = 1
    smooth: bool = False
    line_units: int | None = None


class Platen:
    """The paper under the head; `strips` are those cut off, `strip` is the one being printed."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._dead_dots = round(profile.dead_mm * profile.dots_per_mm)
        self.strips: list[Strip] = []
        self.strip = Strip(dots=self._dead_dots)
        self._setting = _Setting()
        self._line: list[tuple[int, _Setting]] = []
        self._line_dots = 0
        self._qr_size = 3
        self._qr_data = b""
        self.kept = {logo.KEY: _LOGO} if profile.nv_logo else {}
        """Pictures by key, as a printer of the family has them that we have set up; others begin with none."""

    def obey(self, command: Command) -> int:
        """Carry out one command; the dots of paper it moved."""
        before = self._total_dots()
        self._act(command)
        return self._total_dots() - before

    def _total_dots(self) -> int:
        return self.strip.dots + sum(strip.dots for strip in self.strips)

    def _act(self, command: Command) -> None:  # noqa: C901, PLR0912 - one arm a command
        match command:
            case Character(value):
                self._character(value)
            case LineFeed(lines):
                for _ in range(lines):
                    self._print_line()
            case Feed(units):
                tallest = self._place_line()
                self.strip.dots += max(tallest, self._profile.feed_dots(units))
            case SetStyle(style, value):
                self._set(style, value)
            case Initialize():
                self._initialize()
            case QrSetting(function, value):
                if function == QR_SIZE and 1 <= value <= QR_LARGEST:
                    self._qr_size = value
            case QrStore(data):
                self._qr_data = data
            case QrPrint():
                self._qr_print()
            case Raster():
                self._raster(command)
            case PictureDefinition(key):
                if self._profile.nv_logo:
                    self.kept[key] = command
            case PicturePrint(key):
                if (kept := self.kept.get(key)) is not None:
                    self._raster(Raster(kept.width_bytes, kept.rows, kept.data))
            case CutPaper(feed_units=feed_units):
                self._cut(feed_units)
            case (
                KeyListRequest()
                | ProcessId()
                | SendPaperSensor()
                | AutoStatusMask()
                | SendInfo()
                | RealTime()
                | Ignored()
            ):
                pass
            case _:
                assert_never(command)

    @property
    def blank(self) -> bool:
        """Nothing has been printed since the last cut."""
        return not self.strip.marks and self.strip.dots <= self._dead_dots

    @property
    def past_bar(self) -> bool:
        """All that was printed has passed the tear bar."""
        bar = self.strip.dots - self._dead_dots
        return all(foot(mark) <= bar for mark in self.strip.marks)

    def tear(self) -> Strip:
        """What hangs out is torn off: at the tear bar where the print has passed it, else below the last line.

        A line that is still in the buffer comes out on the next piece.
        """
        if not self._profile.cutter and self.past_bar:
            self._part_at(self.strip.dots - self._dead_dots)
        else:
            self.strips.append(self.strip)
            self.strip = Strip(dots=self._dead_dots)
        return self.strips[-1]

    def forget(self) -> None:
        """The buffers are cleared: the half line and the settings are gone; what is on paper stays."""
        self._initialize()
        self._qr_data = b""

    def _set(self, style: Style, raw: int | None) -> None:
        value = raw or 0
        now = self._setting
        match style:
            case Style.ALIGN:
                self._setting = replace(now, align=value % 48)
            case Style.BOLD:
                self._setting = replace(now, bold=bool(value & 1))
            case Style.INVERTED:
                self._setting = replace(now, inverted=bool(value & 1))
            case Style.UNDERLINE:
                self._setting = replace(now, underline=value % 48)
            case Style.SMOOTH:
                self._setting = replace(now, smooth=bool(value & 1))
            case Style.LINE_UNITS:
                self._setting = replace(now, line_units=raw)
            case Style.SIZE:
                self._setting = replace(now, width=(value >> 4 & 7) + 1, height=(value & 7) + 1)
            case Style.MODE:
                self._setting = replace(
                    now,
                    bold=bool(value & 0x08),
                    height=2 if value & 0x10 else 1,
                    width=2 if value & 0x20 else 1,
                    underline=int(bool(value & 0x80)),
                )
            case _:
                assert_never(style)

    def _initialize(self) -> None:
        self._setting = _Setting()
        self._line, self._line_dots = [], 0

    def _character(self, value: int) -> None:
        advance = GLYPH_WIDTH * self._setting.width
        if self._line_dots + advance > self._profile.dots:
            self._print_line()
        self._line.append((value, self._setting))
        self._line_dots += advance

    def _print_line(self) -> None:
        tallest = self._place_line()
        units = self._setting.line_units
        spacing = self._profile.line_dots if units is None else self._profile.feed_dots(units)
        self.strip.dots += max(tallest, spacing)

    def _place_line(self) -> int:
        """Put the buffered characters on the paper, feet on one line; the height of the tallest in dots."""
        tallest = max((GLYPH_HEIGHT * setting.height for _, setting in self._line), default=0)
        x = self._left(self._line_dots)
        for value, setting in self._line:
            y = self.strip.dots + tallest - GLYPH_HEIGHT * setting.height
            glyph = Glyph(x, y, value, setting.width, setting.height, setting.bold, setting.inverted)
            self.strip.marks.append(replace(glyph, underline=setting.underline, smooth=setting.smooth))
            x += GLYPH_WIDTH * setting.width
        self._line, self._line_dots = [], 0
        return tallest

    def _left(self, width_dots: int) -> int:
        slack = max(self._profile.dots - width_dots, 0)
        return {0: 0, 1: slack // 2, 2: slack}.get(self._setting.align, 0)

    def _qr_print(self) -> None:
        if not (self._profile.native_qr and self._qr_data):
            return
        text = self._qr_data.decode("latin-1")
        modules = qr.modules_across(text)
        side = modules * self._qr_size
        if side <= self._profile.dots:
            self.strip.marks.append(Code(self._left(side), self.strip.dots, self._qr_size, modules, text))
            self.strip.dots += side

    def _raster(self, raster: Raster) -> None:
        x = self._left(raster.width_bytes * 8 * raster.across)
        picture = Dots(x, self.strip.dots, raster.width_bytes, raster.rows, raster.data, raster.across, raster.down)
        self.strip.marks.append(picture)
        self.strip.dots += raster.rows * raster.down

    def _cut(self, feed_units: int | None) -> None:
        """The piece cut off ends where the blade is; with feed, that is where the head was: nothing is lost.

        Without feed the blade falls `dead_mm` above the head, through what was printed last.
        """
        if not self._profile.cutter:
            return
        self._line, self._line_dots = [], 0
        if feed_units is None:
            self._part_at(self.strip.dots - self._dead_dots)
            self.strips[-1].cut = True
            return
        strip = self.strip
        strip.dots += self._profile.feed_dots(feed_units)
        strip.cut = True
        self.strips.append(strip)
        self.strip = Strip(dots=self._dead_dots)

    def _part_at(self, blade: int) -> None:
        """What lies above the blade comes off; what lies below begins the next piece."""
        above, below = Strip(dots=max(blade, 0)), Strip(dots=self.strip.dots - max(blade, 0))
        for mark in self.strip.marks:
            if mark.y < blade:
                above.marks.append(mark)
            else:
                below.marks.append(replace(mark, y=mark.y - blade))
        self.strips.append(above)
        self.strip = below


def strips_of(data: bytes, profile: Profile) -> list[Strip]:
    """The pieces of paper that `data` makes; the last one is not cut when the bytes end before a cut."""
    platen = Platen(profile)
    for command in read_all(data):
        platen.obey(command)
    if not platen.blank or not platen.strips:
        platen.tear()
    return platen.strips


def paper_mm(data: bytes, profile: Profile) -> float:
    """Length of paper that `data` uses."""
    return profile.to_mm(sum(strip.dots for strip in strips_of(data, profile)))
