"""How one visit is drawn on one glass: millimetres to pixels, fonts and colours for the mode in force."""

import math
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF

from kiosk.domain.branch import Panel
from kiosk.ui.pictures import Pictures
from kiosk.ui.theme import Role, Theme
from kiosk.visit.view import Presentation

REACH_TOP_MM: Final = 1200.0
"""Nothing operable is higher above the floor (R-ERG-9)."""
LOW_REACH_TOP_MM: Final = 1120.0
"""The same on the low screen: reach over an obstruction (R-ERG-10)."""
_USUAL_AREA_MM2: Final = 268.0 * 476.0
_MOST_GROWTH: Final = 1.25


class FontsMissingError(RuntimeError):
    """The shipped fonts could not be loaded; no system font is used instead."""


def load_fonts(folder: Path, theme: Theme) -> None:
    """Give Qt the shipped fonts. Raises FontsMissingError naming what is not there."""
    families: set[str] = set()
    for file in sorted(folder.glob("*.ttf")):
        identity = QFontDatabase.addApplicationFont(str(file))
        if identity >= 0:
            families.update(QFontDatabase.applicationFontFamilies(identity))
    for face in (theme.type.text_face, theme.type.display_face):
        if face not in families:
            raise FontsMissingError(f"The font {face} is not in {folder}; the interface cannot be drawn.")


@dataclass(frozen=True)
class Look:
    """Everything a control needs to draw itself. `width`, `height` in px of the window.

    `px` takes design millimetres: true millimetres on panels up to 21.5", grown by up to 1.25 on larger ones, so
    that a large panel is not an empty one. `true_px` takes millimetres as a ruler has them.
    """

    theme: Theme
    panel: Panel
    width: int
    height: int
    pictures: Pictures
    presentation: Presentation = field(default_factory=Presentation)
    _fonts: dict[tuple[Role, float], QFont] = field(default_factory=dict, repr=False, compare=False)
    _metrics: dict[tuple[Role, float], QFontMetricsF] = field(default_factory=dict, repr=False, compare=False)

    memo: dict[object, object] = field(default_factory=dict, repr=False, compare=False)
    """Texts set for the screen that is shown; emptied for each new screen and at the wipe."""

    @cached_property
    def mm_per_px(self) -> float:
        """True millimetres of one pixel."""
        return max(self.panel.width_mm / self.width, self.panel.height_mm / self.height)

    @cached_property
    def growth(self) -> float:
        """How much larger than designed everything is drawn on this panel."""
        area = self.panel.width_mm * self.panel.height_mm
        return min(_MOST_GROWTH, max(1.0, math.sqrt(area / _USUAL_AREA_MM2)))

    @cached_property
    def _px_per_mm(self) -> float:
        return self.growth / self.mm_per_px

    @property
    def landscape(self) -> bool:
        """True when the panel is wider than high."""
        return self.panel.width_mm > self.panel.height_mm

    @property
    def tight(self) -> bool:
        """True on panels with little height, where paddings shrink (15.6 inch landscape)."""
        return self.panel.height_mm < 230

    def true_px(self, mm: float) -> int:
        """Pixels of `mm` true millimetres, rounded."""
        return round(mm / self.mm_per_px)

    def px(self, mm: float) -> int:
        """Pixels of `mm` design millimetres, rounded up: a least size is never undercut."""
        return math.ceil(mm * self._px_per_mm - 1e-6)

    def grid(self, name: str) -> int:
        """Pixels of a length of the grid."""
        return self.px(self.theme.grid[name])

    def colour(self, token: str) -> QColor:
        """The colour of `token` in the palette in force."""
        return QColor(self.hex(token))

    def hex(self, token: str) -> str:
        """The same as '#RRGGBB'."""
        return (self.theme.contrast if self.presentation.contrast else self.theme.normal)[token]

    def em_mm(self, role: Role) -> float:
        """The em of `role` in design mm in the mode in force."""
        return self.theme.type.em(role, large=self.presentation.large, tight=self.tight)

    def font(self, role: Role, em_mm: float | None = None) -> QFont:
        """The font of `role`; `em_mm` overrides the size where a text must fit a fixed place."""
        size = em_mm if em_mm is not None else self.em_mm(role)
        found = self._fonts.get((role, size))
        if found is None:
            found = self._make_font(role, size)
            self._fonts[(role, size)] = found
        return found

    def metrics(self, role: Role, em_mm: float | None = None) -> QFontMetricsF:
        """Measures of that font."""
        size = em_mm if em_mm is not None else self.em_mm(role)
        found = self._metrics.get((role, size))
        if found is None:
            found = QFontMetricsF(self.font(role, size))
            self._metrics[(role, size)] = found
        return found

    def reach_top(self) -> int:
        """The first row of pixels that a hand must reach, counted from the upper edge (R-ERG-9, R-ERG-10)."""
        top_mm = LOW_REACH_TOP_MM if self.presentation.low else REACH_TOP_MM
        within_mm = min(self.panel.height_mm, top_mm - self.panel.bottom_mm)
        return max(0, self.height - math.floor(within_mm / self.mm_per_px))

    def _make_font(self, role: Role, em_mm: float) -> QFont:
        kind = self.theme.type
        font = QFont(kind.display_face if role in kind.in_display else kind.text_face)
        font.setPixelSize(self.px(em_mm))
        font.setWeight(QFont.Weight(kind.weight[role]))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
        font.setFeature(QFont.Tag("tnum"), 1)
        if role in kind.in_display:
            font.setWordSpacing(self.px(em_mm) * 0.07)  # its own space is narrow for slow readers
        if role in (Role.TITLE, Role.DISPLAY, Role.NUMBER):
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.0)
        return font
