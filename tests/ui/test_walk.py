"""The geometry walk (W1): every screen, mode, panel and language measured by a ruler, without painting."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.ui.kit.action_bar import ActionBar
from kiosk.ui.kit.info_strip import InfoStrip
from kiosk.ui.kit.key_pad import CodeLine
from kiosk.ui.stage import Stage
from tests.ui.measure import faults, names, shown
from tests.ui.panels import PANELS, stage_on
from tests.ui.views import MODES, all_views, in_mode

LANGUAGES = ("id", "en")


def walk(stage: Stage, mode: str, language: str) -> list[str]:
    """Every fault of every screen with all its pages."""
    found = []
    for name, plain in all_views(language).items():
        view = in_mode(plain, mode)
        stage.show_view(view)
        stage.page.turn(-stage.page.leaves)
        reached: set[str] = set()
        for leaf in range(stage.page.leaves):
            if leaf:
                stage.page.turn(1)
            reached |= names(stage)
            found += [f"{name} {leaf + 1}/{stage.page.leaves}: {fault}" for fault in faults(stage, view)]
        wanted = {choice.choice_id for choice in (*view.choices, *view.bar)}
        if reached != wanted:
            found.append(f"{name}: not the same choices: {sorted(reached ^ wanted)}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("panel", PANELS)
def test_every_screen_is_right_by_the_ruler(qapp: QApplication, panel: str, mode: str, language: str) -> None:
    with stage_on(panel, show=False) as stage:
        assert walk(stage, mode, language) == []


@pytest.mark.parametrize("panel", PANELS)
def test_a_window_smaller_than_the_panel_changes_pixels_only(qapp: QApplication, panel: str) -> None:
    with stage_on(panel, show=False, scale=0.5) as stage:
        assert [fault for fault in walk(stage, "normal", "id") if "mm" not in fault] == []


@pytest.mark.parametrize("panel", PANELS)
def test_the_bar_is_where_it_was(qapp: QApplication, panel: str) -> None:
    with stage_on(panel, show=False) as stage:
        places = set()
        for view in all_views("id").values():
            stage.show_view(view)
            bar = stage.findChild(ActionBar)
            if view.bar:
                slots = tuple((button.objectName(), button.geometry().getRect()) for button in bar.buttons())
                places.add((bar.geometry().getRect(), slots))
        assert len(places) == 1


def test_the_bar_is_painted_the_same_on_every_screen(qapp: QApplication) -> None:
    with stage_on("21.5 portrait", scale=0.5) as stage:
        pictures = set()
        for view in all_views("id").values():
            if [choice.enabled for choice in view.bar] == [True, True, True]:
                stage.show_view(view)
                image = stage.findChild(ActionBar).grab().toImage()
                pictures.add(bytes(image.constBits()))
        assert len(pictures) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("panel", PANELS)
def test_what_is_typed_is_seen_beside_the_keys(qapp: QApplication, panel: str, mode: str) -> None:
    with stage_on(panel, show=False) as stage:
        for language in LANGUAGES:
            for name in ("code", "code typing", "code wrong"):
                stage.show_view(in_mode(all_views(language)[name], mode))
                line = stage.findChild(CodeLine)
                assert stage.page.leaves == 1, f"{name} in {language}"
                assert not line.isHidden()


@pytest.mark.parametrize("panel", ["21.5 portrait", "32 portrait", "21.5 landscape"])
def test_where_one_reads_on_the_actions_stay(qapp: QApplication, panel: str) -> None:
    with stage_on(panel, show=False) as stage:
        for name in ("result complete", "result missing some", "result completed by an officer"):
            stage.show_view(all_views("id")[name])
            for leaf in range(stage.page.leaves):
                stage.page.turn(1 if leaf else -stage.page.leaves)
                assert {"number-now", "print-list"} <= names(stage), f"{name} {leaf + 1}"
                last = [part for part in stage.findChildren(InfoStrip) if not part.isHidden()]
                assert last, f"{name} {leaf + 1} has nothing to read"


def test_only_one_window(qapp: QApplication) -> None:
    with stage_on() as stage:
        for view in all_views("id").values():
            stage.show_view(view)
            assert [window for window in QApplication.topLevelWidgets() if window.isVisible()] == [stage]


def test_every_picture_that_is_asked_for_exists(qapp: QApplication) -> None:
    with stage_on(scale=0.25) as stage:
        for language in LANGUAGES:
            for view in all_views(language).values():
                stage.show_view(view)
                stage.grab()
        assert stage.look.pictures.missing == set()


def test_every_control_has_a_name_for_assistive_technology(qapp: QApplication) -> None:
    with stage_on(show=False) as stage:
        for name, view in all_views("id").items():
            stage.show_view(view)
            for piece, _ in shown(stage):
                if piece.objectName():
                    assert piece.accessibleName(), (name, piece.objectName())
