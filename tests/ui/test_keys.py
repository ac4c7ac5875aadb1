"""Keys: the whole kiosk can be walked by them, and nothing else can be done with them."""

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.keys import Move, meaning
from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.stage import Stage
from kiosk.ui.touring import comes_true
from tests.clock import SimulatedClock
from tests.ui.panels import stage_on
from tests.ui.views import all_views

NONE = Qt.KeyboardModifier.NoModifier
MODIFIERS = tuple(
    a | b | c
    for a, b, c in product(
        (NONE, Qt.KeyboardModifier.ShiftModifier),
        (NONE, Qt.KeyboardModifier.ControlModifier),
        (NONE, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier),
    )
)
WALKING = {"Key_Tab", "Key_Backtab", "Key_Up", "Key_Down", "Key_Left", "Key_Right", "Key_Return", "Key_Enter"}


def focused(stage: Stage) -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if isinstance(widget, Pressable) else ""


@pytest.mark.parametrize("name", list(all_views("id")))
def test_every_control_is_reached_and_chosen_by_key(qapp: QApplication, name: str) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock, scale=0.5) as stage:
        stage.activateWindow()
        chosen: list[str] = []
        stage.chosen.connect(chosen.append)
        stage.show_view(all_views("id")[name])
        expected = [control.objectName() for control in stage.controls()]
        for wanted in expected:
            QTest.keyClick(stage, Qt.Key.Key_Tab)
            assert focused(stage) == wanted
        for wanted in reversed(expected[:-1]):
            QTest.keyClick(stage, Qt.Key.Key_Up)
            assert focused(stage) == wanted
        if expected and not expected[0].startswith("page:"):
            clock.advance(500)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            assert chosen == expected[:1]


def test_the_focus_is_seen(qapp: QApplication) -> None:
    with stage_on(scale=0.5) as stage:
        stage.activateWindow()
        stage.show_view(all_views("id")["fork"])
        card = stage.controls()[0]
        before = card.grab().toImage()
        QTest.keyClick(stage, Qt.Key.Key_Tab)
        assert card.hasFocus()
        assert card.grab().toImage() != before


def test_no_other_key_does_anything(qapp: QApplication) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock, scale=0.25, kiosk_mode=True) as stage:
        stage.activateWindow()
        heard: list[object] = []
        for signal in (stage.chosen, stage.typed):
            signal.connect(heard.append)
        stage.touched.connect(lambda: heard.append("touched"))
        stage.show_view(all_views("id")["promise"])
        clock.advance(1000)
        QTest.keyClick(stage, Qt.Key.Key_Tab)
        heard.clear()
        view, focus = stage.view, QApplication.focusWidget()
        sent = 0
        for key in Qt.Key:
            for modifiers in MODIFIERS:
                if key.name in WALKING and meaning(key, modifiers, "", typing=False) is not None:
                    continue
                _press(focus, key, modifiers)
                sent += 1
        assert sent > 3000
        assert stage.dropped_keys >= sent
        assert (heard, stage.view, QApplication.focusWidget()) == ([], view, focus)
        assert stage.isVisible()
        assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [stage]


def _press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    text = chr(key) if 32 <= key < 127 else ""
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyRelease, key, modifiers, text))


@pytest.mark.parametrize("modifiers", [m for m in MODIFIERS if m != NONE])
def test_walking_keys_with_a_modifier_are_dropped(modifiers: Qt.KeyboardModifier) -> None:
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Left):
        assert meaning(key, modifiers, "", typing=True) is None


def test_letters_are_heard_only_where_a_code_is_typed() -> None:
    assert meaning(Qt.Key.Key_T, NONE, "t", typing=False) is None
    assert meaning(Qt.Key.Key_T, NONE, "t", typing=True) is Move.TYPE
    assert meaning(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, "\x16", typing=True) is None


def test_a_scanner_s_burst_comes_in_one_piece(qapp: QApplication) -> None:
    with stage_on(scale=0.25) as stage:
        stage.show_view(all_views("id")["code"])
        typed: list[str] = []
        stage.typed.connect(typed.append)
        QTest.keyClicks(stage, "PASTI:T0000C7")
        QTest.keyClick(stage, Qt.Key.Key_Return)
        assert typed == ["PASTI:T0000C7"]
        QTest.keyClicks(stage, "T0")
        assert typed == ["PASTI:T0000C7"], "a burst without Enter ends with a pause"
        assert comes_true(lambda: len(typed) == 2)
        assert typed[1] == "T0"


def test_a_scan_on_the_first_screen_is_no_key_command(qapp: QApplication) -> None:
    with stage_on(scale=0.25) as stage:
        stage.show_view(replace(all_views("id")["attract"], scans=True))
        heard: list[str] = []
        stage.chosen.connect(heard.append)
        stage.typed.connect(heard.append)
        QTest.keyClick(stage, Qt.Key.Key_Tab)
        QTest.keyClicks(stage, "PASTI:T0000C7")
        QTest.keyClick(stage, Qt.Key.Key_Return)
        assert heard == ["PASTI:T0000C7"], "the Enter at its end chooses nothing"


def test_what_a_scanner_types_is_bounded(qapp: QApplication) -> None:
    with stage_on(scale=0.25) as stage:
        stage.show_view(all_views("id")["code"])
        typed: list[str] = []
        stage.typed.connect(typed.append)
        QTest.keyClicks(stage, "A" * 2000)
        QTest.keyClick(stage, Qt.Key.Key_Return)
        assert len(typed) == 1
        assert len(typed[0]) <= 600


def test_in_public_the_window_stays(qapp: QApplication) -> None:
    with stage_on(scale=0.25, kiosk_mode=True) as stage:
        stage.show_view(all_views("id")["fork"])
        assert stage.cursor().shape() is Qt.CursorShape.BlankCursor
        assert not stage.close()
        assert stage.isVisible()
        event = QCloseEvent()
        QApplication.sendEvent(stage, event)
        assert not event.isAccepted()
        menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
        QApplication.sendEvent(stage.controls()[0], menu)
        assert QApplication.activePopupWidget() is None
        stage.permit_close()
        assert stage.close()
