"""Our drawings as curves: every one can be drawn, and arcs end where they should."""

from pathlib import Path

import pytest

from kiosk.slips.svg import CURRENT, arc, outlines, read_drawing
from tests.slips.samples import ASSETS

FILES = [*(ASSETS / "icons").glob("*.svg"), *(ASSETS / "illustrations").glob("need-*.svg")]


def test_every_icon_and_drawing_stays_near_its_ground() -> None:
    for file in FILES:
        drawing = read_drawing(file)
        ends = [
            end
            for shape in drawing.shapes
            for outline in shape.outlines
            for end in (outline.start, *(curve[-1] for curve in outline.curves if curve))
        ]
        assert ends, file
        assert min(min(end.real, end.imag) for end in ends) > -0.2 * drawing.side, file
        assert max(max(end.real, end.imag) for end in ends) < 1.2 * drawing.side, file


def test_what_would_be_drawn_wrong_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "moved.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g transform="scale(2)"/></svg>')
    with pytest.raises(ValueError, match="transform"):
        read_drawing(file)


def test_icons_take_the_colour_of_their_words() -> None:
    assert {shape.fill for shape in read_drawing(ASSETS / "icons/card.svg").shapes} == {CURRENT}


@pytest.mark.parametrize(("sweep", "middle"), [(True, 10 - 10j), (False, 10 + 10j)])
def test_half_a_circle_goes_the_way_it_is_told(*, sweep: bool, middle: complex) -> None:
    curves = list(arc(0j, 20 + 0j, (10, 10), 0, large=False, sweep=sweep))
    assert len(curves) == 2
    assert curves[0][-1] == pytest.approx(middle)
    assert curves[-1][-1] == 20


def test_the_long_way_round_and_radii_too_small() -> None:
    assert len(list(arc(0j, 10 + 10j, (10, 10), 0, large=True, sweep=True))) == 3
    assert len(list(arc(0j, 10 + 10j, (10, 10), 0, large=False, sweep=True))) == 1
    assert next(arc(0j, 20 + 0j, (1, 1), 0, large=False, sweep=True))[-1] == pytest.approx(10 - 10j)


def test_relative_and_absolute_commands_draw_the_same() -> None:
    assert outlines("M10,10 L20,10 V20 H10 Z") == outlines("m10,10l10,0v10h-10z")
    assert outlines("M0,0 C0,5 5,10 10,10 S20,5 20,0") == outlines("M0,0c0,5,5,10,10,10s10-5,10-10")
    with pytest.raises(ValueError, match="T"):
        outlines("M0,0 T5,5")
