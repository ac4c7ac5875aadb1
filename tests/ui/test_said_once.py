"""What a screen says, it says once, in one line where it is one thing, and with its name beside it."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from kiosk.ui.flow import Area, Laid, paginate
from kiosk.ui.kit.piece import Painted
from kiosk.ui.kit.ticket_plate import TicketPlate
from kiosk.ui.stage import Stage
from kiosk.ui.typeset import _words
from kiosk.visit.view import CodeDetail, ResultDetail, TicketDetail
from tests.ui.panels import PANELS, stage_on
from tests.ui.views import all_views, in_mode


def _said(stage: Stage) -> list[str]:
    return [p.accessibleName() for p in stage.page.findChildren(Painted) if not p.isHidden() and p.accessibleName()]


@pytest.mark.parametrize("panel", PANELS)
def test_words_in_place_of_a_window_stand_in_one_calm_line(qapp: QApplication, panel: str) -> None:
    with stage_on(panel) as stage:
        stage.show_view(all_views("id")["promise"])
        plate = next(p for p in stage.page.findChildren(TicketPlate) if not p.isHidden())
        assert len(plate.placed()[0].block.lines) == 1


@pytest.mark.parametrize("panel", PANELS)
def test_the_plate_says_what_its_window_and_its_code_are(qapp: QApplication, panel: str) -> None:
    view = all_views("id")["done"]
    assert isinstance(view.detail, TicketDetail)
    with stage_on(panel) as stage:
        stage.show_view(view)
        plate = next(p for p in stage.page.findChildren(TicketPlate) if not p.isHidden())
        words = plate.accessibleName()
    assert "Perkiraan dipanggil. Belum dapat diperkirakan" in words
    assert f"Kode: {view.detail.code}" in words


def test_a_list_says_that_its_code_is_one(qapp: QApplication) -> None:
    view = all_views("id")["result complete"]
    assert isinstance(view.detail, ResultDetail)
    with stage_on() as stage:
        stage.show_view(view)
        stage.page.turn(stage.page.leaves)
        said = " ".join(_said(stage))
    assert "Kode daftar: " in said
    assert view.detail.code not in said, "in groups, as on paper"


@pytest.mark.parametrize("name", ["printing", "done", "code wrong", "print-failed"])
def test_no_sentence_is_said_twice(qapp: QApplication, name: str) -> None:
    for panel in PANELS:
        with stage_on(panel) as stage:
            stage.show_view(all_views("id")[name])
            said = _said(stage)
        view = all_views("id")[name]
        assert sum(view.lead in words for words in said) == 1, panel


def test_the_keys_of_a_code_stay_where_they_are_when_it_was_wrong(qapp: QApplication) -> None:
    right, wrong = all_views("id")["code typing"], all_views("id")["code wrong"]
    assert isinstance(wrong.detail, CodeDetail)
    assert wrong.detail.problem
    for mode in ("normal", "low"):
        with stage_on() as stage:
            stage.show_view(in_mode(right, mode))
            before = {c.objectName(): c.drawn_rect() for c in stage.page.controls()}
            stage.show_view(in_mode(wrong, mode))
            assert {c.objectName(): c.drawn_rect() for c in stage.page.controls()} == before


def test_a_form_of_address_is_never_torn_apart() -> None:
    words = [word for paragraph in _words("Bagaimana Bapak/Ibu berhenti bekerja?") for word in paragraph]
    assert "Bapak/Ibu " in words


def test_pages_share_out_what_is_to_be_chosen(qapp: QApplication) -> None:
    with stage_on() as stage:
        stage.show_view(all_views("id")["checklist"])
        counts = [_ticks(stage)]
        for _ in range(1, stage.page.leaves):
            stage.page.turn(1)
            counts.append(_ticks(stage))
    assert max(counts) - min(counts) <= 1


def _ticks(stage: Stage) -> int:
    return sum(c.objectName().startswith("have:") for c in stage.page.controls())


def test_on_a_low_panel_the_forward_action_needs_no_turning_of_pages(qapp: QApplication) -> None:
    for name, forward in (("result with a number", "keep-number"), ("result missing some", "number-now")):
        with stage_on("15.6 landscape") as stage:
            stage.show_view(all_views("id")[name])
            for _ in range(stage.page.leaves):
                assert forward in [control.objectName() for control in stage.page.controls()]
                stage.page.turn(1)


def test_five_papers_are_three_and_two() -> None:
    parts = [_Line(0), *(_Line(1) for _ in range(5))]
    area = Area(QRect(0, 0, 100, 400), 0, 0)
    leaves = paginate(parts, area, 0, 0, 0)
    assert [sum(p.choices for p in leaf.parts) for leaf in leaves] == [3, 2]


class _Line:
    """A part of 100 px, or a heading of 20."""

    key = False

    def __init__(self, choices: int) -> None:
        self.choices = choices

    def height_for(self, width: int) -> int:
        del width
        return 100 if self.choices else 20

    def most_for(self, width: int) -> int:
        return self.height_for(width)

    def lay(self, rect: QRect) -> Laid:
        del rect
        return []
