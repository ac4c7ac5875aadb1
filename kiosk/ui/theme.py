"""The design tokens of assets/theme.toml, parsed and checked: colours, type, grid, touch, motion."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, cast

TEXT_RATIO: Final = 7.0
EDGE_RATIO: Final = 3.0


class ThemeError(ValueError):
    """A theme file that cannot be used, with the sentence that says why."""


class Role(StrEnum):
    """What a piece of text is for; decides its face, weight and size."""

    CAPTION = "caption"
    BODY = "body"
    BUTTON = "button"
    CARD = "card"
    TITLE = "title"
    DISPLAY = "display"
    NUMBER = "number"


Palette = Mapping[str, str]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Typography:
    """Sizes in mm em, weights, faces, line heights; `large_*` for the large mode."""

    em_mm: Mapping[Role, float]
    tight_em_mm: Mapping[Role, float]
    """Those that are smaller on a panel with little height."""
    weight: Mapping[Role, int]
    text_face: str
    display_face: str
    in_display: frozenset[Role]
    large_scale: float
    large_floor_mm: float
    text_line: float
    display_line: float

    def em(self, role: Role, *, large: bool, tight: bool) -> float:
        """The em of `role` in mm; in large mode 1.25 times that and never under the floor."""
        em = self.tight_em_mm.get(role, self.em_mm[role]) if tight else self.em_mm[role]
        return max(em * self.large_scale, self.large_floor_mm) if large else em

    def line(self, role: Role) -> float:
        """Line height of `role` in em."""
        return self.display_line if role in self.in_display else self.text_line


@dataclass(frozen=True, slots=True)
class Theme:
    """All tokens. Lengths in mm, durations in ms."""

    normal: Palette
    contrast: Palette
    text_pairs: tuple[Pair, ...]
    edge_pairs: tuple[Pair, ...]
    type: Typography
    grid: Mapping[str, float]
    touch: Mapping[str, float]
    motion: Mapping[str, int]
    picture_contrast: Mapping[str, str]


def luminance(colour: str) -> float:
    """Relative luminance of '#RRGGBB' (WCAG 2.2), 0 to 1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two '#RRGGBB' colours (WCAG 2.2), 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def parse_theme(source: str) -> Theme:
    """The theme in `source` (TOML). Raises ThemeError on a missing token or a pair without enough contrast."""
    try:
        tree = tomllib.loads(source)
        theme = Theme(
            normal=_colours(tree["palette"]["normal"]),
            contrast=_colours(tree["palette"]["contrast"]),
            text_pairs=_pairs(tree["pairs"]["text"]),
            edge_pairs=_pairs(tree["pairs"]["edge"]),
            type=_typography(tree["type"]),
            grid=_numbers(tree["grid"]),
            touch=_numbers(tree["touch"]),
            motion={name: int(value) for name, value in _numbers(tree["motion"]).items()},
            picture_contrast=_drawing_colours(tree["picture"]["contrast"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"theme.toml: {error}") from error
    except KeyError as error:
        raise ThemeError(f"theme.toml: {error.args[0]} is missing") from error
    _check(theme)
    return theme


def _colours(table: Mapping[str, object]) -> Palette:
    for name, value in table.items():
        if not (isinstance(value, str) and len(value) == 7 and value.startswith("#")):
            raise ThemeError(f"theme.toml: {name} must be a colour like #10241C, not {value!r}")
    return cast(Palette, table)


def _drawing_colours(table: Mapping[str, object]) -> Palette:
    return {before.upper(): after for before, after in _colours(table).items()}


def _pairs(rows: list[list[str]]) -> tuple[Pair, ...]:
    return tuple((words, ground) for words, ground in rows)


def _numbers(table: Mapping[str, object]) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ThemeError(f"theme.toml: {name} must be a number, not {value!r}")
        numbers[name] = float(value)
    return numbers


def _typography(table: Mapping[str, Mapping[str, object]]) -> Typography:
    face = table["face"]
    large = table["large"]
    sizes = _numbers({role: table[role] for role in Role})
    weights = _numbers({role: table["weight"][role] for role in Role})
    lines = _numbers(table["line"])
    return Typography(
        em_mm={role: sizes[role] for role in Role},
        tight_em_mm={Role(name): em for name, em in _numbers(table["tight"]).items()},
        weight={role: int(weights[role]) for role in Role},
        text_face=str(face["text"]),
        display_face=str(face["display"]),
        in_display=frozenset(Role(name) for name in cast(list[str], face["in_display"])),
        large_scale=_numbers(large)["scale"],
        large_floor_mm=_numbers(large)["floor"],
        text_line=lines["text"],
        display_line=lines["display"],
    )


def _check(theme: Theme) -> None:
    for name, palette in (("normal", theme.normal), ("contrast", theme.contrast)):
        for pairs, least in ((theme.text_pairs, TEXT_RATIO), (theme.edge_pairs, EDGE_RATIO)):
            for words, ground in pairs:
                if words not in palette or ground not in palette:
                    raise ThemeError(f"theme.toml: palette {name} lacks {words} or {ground}")
                found = ratio(palette[words], palette[ground])
                if found < least:
                    raise ThemeError(f"theme.toml: {name}: {words} on {ground} has {found:.2f}:1, needs {least}:1")
