"""After the wipe, and behind the veil, nothing of a participant is left; nothing grows over thousands of screens."""

import gc
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.kit.piece import Piece
from kiosk.ui.stage import Stage
from kiosk.visit.view import Choice, ChoiceKind, CodeDetail, NoticeDetail, ScreenId, TicketDetail, View
from tests.ui.measure import shown
from tests.ui.panels import stage_on
from tests.ui.views import all_views

SENTINEL = "SENTINELNIK"


def personal_views() -> list[View]:
    """Every kind of screen with the sentinel in every word."""
    said = [View(ScreenId.CODE, SENTINEL, SENTINEL, detail=CodeDetail(SENTINEL[:7], 7, SENTINEL))]
    said.append(View(ScreenId.FOUND, SENTINEL, detail=NoticeDetail((SENTINEL,))))
    ticket = TicketDetail(SENTINEL, SENTINEL, SENTINEL, SENTINEL, SENTINEL, SENTINEL, rush=False, note=SENTINEL)
    said.append(View(ScreenId.DONE, SENTINEL, detail=ticket))
    for kind in (ChoiceKind.CARD, ChoiceKind.ANSWER, ChoiceKind.KEY, ChoiceKind.PRIMARY, ChoiceKind.MODE):
        choice = Choice(f"x:{SENTINEL}", SENTINEL, kind, hint=SENTINEL)
        bar = (replace(choice, kind=ChoiceKind.QUIET),)
        said.append(View(ScreenId.QUESTION, SENTINEL, choices=(choice,), bar=bar, step=(1, 2), step_text=SENTINEL))
    checklist = all_views("id")["checklist half ticked"]
    papers = replace(checklist.detail.checklist, items=tuple(_marked(i) for i in checklist.detail.checklist.items))
    return [*said, replace(checklist, detail=replace(checklist.detail, checklist=papers))]


def _marked(item: object) -> object:
    return replace(item, papers=tuple(replace(paper, name=SENTINEL) for paper in item.papers), why=SENTINEL)


def traces(stage: Stage) -> list[str]:
    """Where the sentinel still is: Qt properties, dynamic ones too, and every Python attribute of every widget."""
    found = []
    for widget in (stage, *stage.findChildren(QObject)):
        meta = widget.metaObject()
        for index in range(meta.propertyCount()):
            name = meta.property(index).name()
            if SENTINEL in str(widget.property(name)):
                found.append(f"{widget!r}.{name}")
        for name, value in vars(widget).items():
            if SENTINEL in repr(value):
                found.append(f"{widget!r}.{name}")
    if SENTINEL in repr(stage.look.memo):
        found.append("memo")
    return found


def test_the_wipe_leaves_no_word(qapp: QApplication) -> None:
    with stage_on(scale=0.4, motion=True) as stage:
        for view in personal_views():
            stage.show_view(view)
            stage.grab()
            assert traces(stage), view.screen
        QApplication.clipboard().clear()
        stage.wipe()
        assert traces(stage) == []
        assert SENTINEL not in QApplication.clipboard().text()


def test_the_wipe_leaves_no_picture(qapp: QApplication) -> None:
    with stage_on(scale=0.4, motion=True) as stage:
        for view in personal_views():
            stage.show_view(view)
            stage.grab()
        stage.wipe()
        kept = [piece for piece in stage.findChildren(QWidget) if isinstance(piece, Piece) and piece._face is not None]
        assert [type(piece).__name__ for piece in kept if type(piece).__name__ != "Header"] == []
        assert (stage._fade._old, stage._fade._new) == (None, None)


def test_the_next_screen_keeps_nothing_either(qapp: QApplication) -> None:
    with stage_on(scale=0.4) as stage:
        for view in personal_views():
            stage.show_view(view)
        stage.show_view(all_views("id")["attract"])
        assert traces(stage) == []


def test_behind_the_veil_there_is_nothing(qapp: QApplication) -> None:
    with stage_on(scale=0.4) as stage:
        stage.show_view(personal_views()[2])
        stage.show_view(all_views("id")["timeout"])
        assert traces(stage) == []
        image = stage.grab().toImage()
        veil = stage.look.colour("veil")
        assert {image.pixelColor(x, y).name() for x in range(2, 400, 7) for y in range(2, 60, 3)} == {veil.name()}
        texts = {words.block.text for piece, _ in shown(stage) for words in piece.placed()}
        view = all_views("id")["timeout"]
        assert texts == {view.title, view.lead, "20" if "20" in texts else str(view.detail.left_s)} | {
            choice.text for choice in view.choices
        }


def test_widgets_do_not_multiply(qapp: QApplication) -> None:
    with stage_on(scale=0.25) as stage:
        views = list(all_views("id").values())
        for view in views:
            stage.show_view(view)
        widgets = len(stage.findChildren(QObject))
        for _ in range(5):
            for view in views:
                stage.show_view(view)
            stage.wipe()
        assert len(stage.findChildren(QObject)) == widgets


@pytest.mark.soak
def test_memory_is_flat_over_thousands_of_screens(qapp: QApplication) -> None:
    from pathlib import Path

    def rss_kb() -> int:
        gc.collect()
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmRSS")))

    with stage_on(scale=0.5) as stage:
        views = list(all_views("id").values())
        for _ in range(3):
            _tour(stage, views)
        before = rss_kb()
        for _ in range(60):
            _tour(stage, views)
        assert rss_kb() < before * 1.05


def _tour(stage: Stage, views: list[View]) -> None:
    for view in views:
        stage.show_view(view)
        stage.grab()
    stage.wipe()


def test_a_fault_while_painting_leaves_no_painter_behind(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """A painter that outlived its picture once brought the collector down with it."""

    def fall(*args: object) -> None:
        raise KeyError("a fault")

    with stage_on(scale=0.25, show=False) as stage:
        stage.show_view(all_views("id")["fork"])
        card = stage.controls()[0]
        monkeypatch.setattr(card, "draw", fall)
        card.stale()
        for _ in range(20):
            with pytest.raises(KeyError):
                card._made_face()
        gc.collect()
        monkeypatch.undo()
        assert not card._made_face().isNull()
