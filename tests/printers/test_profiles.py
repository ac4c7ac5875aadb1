"""The families of printers we know, and what a wrong profile is told."""

import pytest

from printers.profiles import Confirmation, ProfileError, names, parse_profile, profile

ONE = """
title = "T"
dots = 576
columns = 48
dots_per_inch = 203
vertical_units_per_inch = 203
paper_mm = 80
speed_mm_per_s = 200.5
line_dots = 30
dead_mm = 14
cutter = true
native_qr = true
smooths = false
near_end = true
confirmation = "fence"
assured = true
pushes_status = true
clears_on_command = true
nv_logo = true
full_status = false
buffer_bytes = 4096
recognized_by = ["tm-t"]
"""


def test_every_family_can_be_loaded_and_its_columns_fit_the_head() -> None:
    assert {"epson-80", "epson-t88", "custom-80", "bixolon-80", "xprinter-80", "generic-80", "generic-58"} == set(
        names()
    )
    for name in names():
        family = profile(name)
        assert family.columns * 12 <= family.dots
        assert family.to_mm(family.dots) < family.paper_mm


def test_58_mm_printers_neither_cut_nor_draw_codes_nor_confirm() -> None:
    small = profile("generic-58")
    assert (small.dots, small.columns, small.cutter, small.native_qr) == (384, 32, False, False)
    assert small.confirmation.level == 4


def test_confirmation_levels_are_numbered_best_first() -> None:
    assert [level.level for level in Confirmation] == [1, 1, 2, 3, 4]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ProfileError, match=r"no printer profile 'typewriter'.*epson-80"):
        profile("typewriter")


def test_a_name_is_no_path() -> None:
    with pytest.raises(ProfileError):
        profile("../families/epson-80")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("dots = 576", "dots = 'many'"), "dots must be int"),
        (("dots = 576", "dots = true"), "dots must be int"),
        (("dots = 576\n", ""), "needs dots"),
        (("dots = 576", "dots = 576\nink = 1"), "does not know ink"),
        (('"fence"', '"hope"'), "confirmation must be one of"),
        (('["tm-t"]', '"tm-t"'), "recognized_by must be a list of words"),
        (('["tm-t"]', '["TM-T"]'), "in lower case"),
        (("dots = 576", "dots ="), "x.toml"),
    ],
)
def test_a_wrong_profile_is_refused_with_its_reason(change: tuple[str, str], said: str) -> None:
    assert parse_profile("x", ONE).speed_mm_per_s == 200.5
    with pytest.raises(ProfileError, match=said):
        parse_profile("x", ONE.replace(*change))


def test_feed_units_are_the_printers_own() -> None:
    assert profile("epson-t88").feed_units(10) == 142
    assert profile("epson-t88").feed_dots(142) == 71
    assert profile("epson-80").feed_units(10) == 80
