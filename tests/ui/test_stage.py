"""The stage: one transition, states told by more than colour, a clock, a window of any size."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.ui.flow import hit_margins
from kiosk.ui.kit.header import Header
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.kit.qr_plate import CODE_MM, MODULE_MM, QrPlate, encode
from kiosk.ui.kit.slip_animation import SlipAnimation, SlipStage
from kiosk.ui.kit.tick_row import TickButton
from kiosk.ui.stage import Stage
from kiosk.ui.theme import luminance, ratio
from kiosk.ui.touring import comes_true
from kiosk.visit.view import ScreenId
from tests.clock import SimulatedClock
from tests.ui.panels import PANELS, stage_on
from tests.ui.views import MODES, all_views, in_mode


def grey(image: QImage) -> list[int]:
    grey_image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return [grey_image.pixelColor(x, y).red() for y in range(image.height()) for x in range(image.width())]


def tick(stage: Stage, name: str) -> TickButton:
    found = stage.findChild(TickButton, name)
    assert found is not None
    return found


@pytest.mark.parametrize("mode", ["normal", "contrast"])
def test_have_missing_and_open_differ_without_colour(qapp: QApplication, mode: str) -> None:
    with stage_on(scale=0.5) as stage:
        stage.show_view(in_mode(all_views("id")["checklist half ticked"], mode))
        ticked = [b for b in stage.findChildren(TickButton) if not b.isHidden()]
        grounds = {}
        for button in ticked:
            words = button.placed()[0]
            key = (button.objectName().split(":")[0], button._choice.selected)
            grounds[key] = (stage.look.hex(words.ground), button._icon(), words.block.text)
        chosen_have, chosen_missing = grounds["have", True], grounds["missing", True]
        for chosen, open_ in ((chosen_have, grounds["have", False]), (chosen_missing, grounds["missing", False])):
            assert chosen[1] != open_[1]
            assert ratio(chosen[0], open_[0]) >= 1.5
        assert chosen_have[1:] != chosen_missing[1:]
        assert abs(luminance(chosen_have[0]) - luminance(chosen_missing[0])) > 0.2


def test_one_fade_and_then_nothing_of_it(qapp: QApplication) -> None:
    with stage_on(scale=0.25, motion=True) as stage:
        stage.show_view(all_views("id")["fork"])
        assert stage._fade.isHidden(), "the first screen is there at once"
        stage.show_view(all_views("id")["need"])
        assert stage._fade.isVisible()
        assert comes_true(stage._fade.isHidden)
        assert stage._fade._old is None


def test_news_of_the_same_screen_do_not_fade(qapp: QApplication) -> None:
    with stage_on(scale=0.25, motion=True) as stage:
        stage.show_view(all_views("id")["checklist"])
        stage.show_view(all_views("id")["checklist half ticked"])
        assert stage._fade.isHidden()


def test_reduced_motion_moves_nothing(qapp: QApplication) -> None:
    with stage_on(scale=0.25, motion=False) as stage:
        for name in ("attract", "fork", "printing"):
            stage.show_view(all_views("id")[name])
            assert stage._fade.isHidden()
        stage.show_view(all_views("id")["attract"])
        assert stage._welcome._hand.isHidden()
        assert stage.findChildren(SlipAnimation)[0]._slide.state() == stage._fade._run.State.Stopped


def test_a_finger_during_the_fade_is_not_lost_after_the_bounce(qapp: QApplication) -> None:
    clock = SimulatedClock()
    with stage_on(scale=0.25, motion=True, clock=clock) as stage:
        chosen: list[str] = []
        stage.chosen.connect(chosen.append)
        stage.show_view(all_views("id")["fork"])
        stage.show_view(all_views("id")["need"])
        clock.advance(500)
        assert stage._fade.isVisible()
        QTest.mouseClick(stage.findChild(Pressable, "need:jht"), Qt.MouseButton.LeftButton)
        assert chosen == ["need:jht"]


def test_a_page_stays_where_it_is_when_a_row_is_ticked(qapp: QApplication) -> None:
    with stage_on(scale=0.25) as stage:
        stage.show_view(all_views("id")["checklist"])
        stage.page.turn(1)
        stage.show_view(all_views("id")["checklist half ticked"])
        assert stage.findChild(Pressable, "page:previous").isVisible()


def test_the_slip_slides_as_far_as_the_real_one(qapp: QApplication) -> None:
    with stage_on(scale=0.5) as stage:
        slip = SlipAnimation(stage.look, stage)
        assert slip.shown == SlipStage.WAITING.value
        slip.show_stage(SlipStage.PRINTING, motion=False)
        assert slip.shown == SlipStage.PRINTING.value < 1
        slip.show_stage(SlipStage.OUT, motion=False)
        assert slip.shown == 1.0


def test_paper_is_drawn_only_where_the_press_told_of_it(qapp: QApplication) -> None:
    with stage_on(scale=0.5) as stage:
        for name, view in all_views("id").items():
            stage.show_view(view)
            shown = [slip for slip in stage.findChildren(SlipAnimation) if not slip.isHidden()]
            assert bool(shown) == (view.screen is ScreenId.PRINTING), name


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("mode", MODES)
def test_a_phone_can_read_the_code(qapp: QApplication, panel: str, mode: str) -> None:
    with stage_on(panel, show=False) as stage:
        view = in_mode(all_views("id")["done with a window"], mode)
        stage.show_view(view)
        pages = range(stage.page.leaves)
        found = []
        for _ in pages:
            found += [plate for plate in stage.findChildren(QrPlate) if not plate.isHidden()]
            stage.page.turn(1)
        plate = found[0]
        modules = len(encode(view.detail.qr_text))
        assert plate.module_px() * stage.look.mm_per_px >= MODULE_MM
        assert plate.module_px() * modules * stage.look.mm_per_px >= CODE_MM
        assert plate.side_px() <= plate.body().width()


def test_the_code_on_the_glass_says_the_ticket(qapp: QApplication) -> None:
    pyzbar = pytest.importorskip("pyzbar.pyzbar")
    from PIL import Image

    for mode in ("normal", "contrast"):
        with stage_on() as stage:
            view = in_mode(all_views("id")["done with a window"], mode)
            stage.show_view(view)
            grey_image = stage.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
            data = bytes(grey_image.constBits())
            picture = Image.frombytes(
                "L", (grey_image.width(), grey_image.height()), data, "raw", "L", grey_image.bytesPerLine()
            )
            read = [code.data.decode() for code in pyzbar.decode(picture)]
            assert read == [view.detail.qr_text]


def test_the_clock_is_the_branch_s(qapp: QApplication) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock, scale=0.25) as stage:
        stage.show_view(all_views("id")["fork"])
        header = stage.findChild(Header)
        assert header.accessibleName() == "Kantor Cabang Serang. pukul 08.00. Selasa, 14 Januari 2025"
        clock.advance(minutes=3)
        stage._minute_passed()
        assert "pukul 08.03" in header.accessibleName()


def test_the_drawing_wanders_against_burning_in(qapp: QApplication) -> None:
    with stage_on(scale=0.25) as stage:
        stage.show_view(all_views("id")["attract"])
        hero = stage._welcome._hero
        places = []
        for _ in range(16):
            stage._minute_passed()
            places.append(hero.pos())
        assert len({(p.x(), p.y()) for p in places}) == 4
        assert all(max(abs(a.x() - b.x()), abs(a.y() - b.y())) in (0, 8) for a, b in pairwise(places))


@pytest.mark.parametrize("size", [(300, 300), (1920, 600), (500, 1900), (64, 64)])
def test_a_window_of_any_shape_shows_all(qapp: QApplication, size: tuple[int, int]) -> None:
    with stage_on(scale=0.25) as stage:
        stage.show_view(all_views("id")["need"])
        stage.resize(*size)
        QApplication.processEvents()
        stage.grab()
        for control in stage.controls():
            assert stage.rect().contains(control.mapTo(stage, control.rect().center()))


def test_a_view_with_nothing_in_it_is_shown(qapp: QApplication) -> None:
    with stage_on(scale=0.25) as stage:
        for screen in ScreenId:
            stage.show_view(replace(all_views("id")["boot"], screen=screen, title="", lead="", detail=None))
            stage.grab()


def test_margins_never_meet() -> None:
    from PySide6.QtCore import QRect

    one, other, diagonal = QRect(0, 0, 100, 100), QRect(120, 0, 100, 100), QRect(112, 112, 50, 50)
    rects = [one, other, diagonal]
    grown = [rect.marginsAdded(hit_margins(rect, rects, 14, 4)) for rect in rects]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert not grown[first].intersects(grown[second])
    assert hit_margins(one, [one], 14, 4).top() == 14


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("name", ["done", "done with a window", "print-failed", "code-found", "printing"])
def test_the_number_and_its_code_are_seen_together(qapp: QApplication, panel: str, name: str) -> None:
    with stage_on(panel, show=False) as stage:
        stage.show_view(all_views("id")[name])
        assert stage.page.leaves == 1
