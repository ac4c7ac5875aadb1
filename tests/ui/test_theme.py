"""The palette keeps its contrast, millimetres are millimetres, large is large."""

import pytest

from kiosk.domain.branch import Panel
from kiosk.ui.look import Look
from kiosk.ui.pictures import Pictures
from kiosk.ui.theme import Role, ThemeError, parse_theme, ratio
from kiosk.visit.view import Presentation
from tests.ui.panels import ASSETS, PANELS

SOURCE = (ASSETS / "theme.toml").read_text(encoding="utf-8")
THEME = parse_theme(SOURCE)
CAP_HEIGHT = {THEME.type.text_face: 0.668, THEME.type.display_face: 0.745}
"""Height of a capital in em, measured on the shipped fonts."""


def look_on(panel: str, presentation: Presentation | None = None, scale: float = 1.0) -> Look:
    """A look without a window."""
    glass, width, height = PANELS[panel]
    pictures = Pictures(ASSETS, THEME.picture_contrast)
    return Look(THEME, glass, round(width * scale), round(height * scale), pictures, presentation or Presentation())


def test_ratio_is_that_of_the_standard() -> None:
    assert ratio("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["normal", "contrast"])
def test_every_pair_of_words_and_ground_has_seven_to_one(name: str) -> None:
    palette = getattr(THEME, name)
    for words, ground in THEME.text_pairs:
        assert ratio(palette[words], palette[ground]) >= 7.0, (words, ground)
    for edge, ground in THEME.edge_pairs:
        assert ratio(palette[edge], palette[ground]) >= 3.0, (edge, ground)


def test_high_contrast_is_sixteen_to_one() -> None:
    for words, ground in THEME.text_pairs:
        assert ratio(THEME.contrast[words], THEME.contrast[ground]) >= 16.0


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('ink2 = "#3A4A43"', 'ink2 = "#6A7A73"', "ink2 on page"),
        ('line = "#6B7A73"', 'line = "#C0C8C4"', "line on page"),
        ('ink = "#10241C"', 'ink = "green"', "must be a colour"),
        ("body = 8.0", 'body = "8"', "body must be a number"),
        ("number = 70.0", "", "number is missing"),
        ("[motion]", "[motion", "theme.toml"),
    ],
)
def test_a_theme_that_would_harm_is_refused(before: str, after: str, sentence: str) -> None:
    assert before in SOURCE
    with pytest.raises(ThemeError, match=sentence):
        parse_theme(SOURCE.replace(before, after))


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_a_hundred_millimetres_are_a_hundred_to_one_percent(panel: str, scale: float) -> None:
    look = look_on(panel, scale=scale)
    shown_mm = look.true_px(100) * look.panel.width_mm / look.width
    assert shown_mm == pytest.approx(100, rel=0.01)
    assert look.px(100) >= look.true_px(100)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("role", Role)
def test_capitals_are_high_enough_to_read(panel: str, role: Role) -> None:
    for large, least_mm in ((False, 4.8), (True, 7.33)):
        look = look_on(panel, Presentation(large=large))
        font = look.font(role)
        cap_mm = font.pixelSize() * CAP_HEIGHT[font.family()] * look.mm_per_px
        assert cap_mm >= least_mm
        if role is not Role.CAPTION:
            assert cap_mm >= 5.3


def test_a_hand_reaches_from_the_floor() -> None:
    assert look_on("21.5 portrait").reach_top() == pytest.approx(307, abs=2)
    assert look_on("32 portrait").reach_top() == pytest.approx(700, abs=2)
    assert look_on("21.5 portrait", Presentation(low=True)).reach_top() == pytest.approx(629, abs=2)
    assert look_on("15.6 landscape").reach_top() == 0


def test_a_panel_mounted_too_high_leaves_what_can_be_reached() -> None:
    look = Look(THEME, Panel(268, 476, 1000), 1080, 1920, Pictures(ASSETS, {}), Presentation())
    assert 1110 < look.reach_top() < 1116
