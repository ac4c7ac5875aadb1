"""Fingers as they are: they miss, slip, tremble and tap twice. Real touch events and the mouse take one path."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from kiosk.ui.kit.pressable import Pressable
from kiosk.ui.stage import Stage
from kiosk.visit.view import Choice, ChoiceKind, ScreenId, View
from tests.clock import SimulatedClock
from tests.ui.panels import stage_on
from tests.ui.views import all_views

Finger = Callable[[Stage, QPoint, QPoint], None]
A_MOMENT_MS = 500


@pytest.fixture(scope="module")
def device() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture(params=["touch", "mouse"])
def finger(request: pytest.FixtureRequest, device: QPointingDevice) -> Finger:
    """Puts down at one point of the window and lifts at another."""

    def touch(stage: Stage, down: QPoint, up: QPoint) -> None:
        window = stage.windowHandle()
        QTest.touchEvent(window, device).press(0, down, window).commit()
        if up != down:
            QTest.touchEvent(window, device).move(0, up, window).commit()
        QTest.touchEvent(window, device).release(0, up, window).commit()

    def mouse(stage: Stage, down: QPoint, up: QPoint) -> None:
        window = stage.windowHandle()
        QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, down)
        if up != down:
            QTest.mouseMove(window, up)
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, up)

    return touch if request.param == "touch" else mouse


@pytest.fixture
def chosen() -> list[str]:
    return []


def ready(stage: Stage, clock: SimulatedClock, name: str, chosen: list[str]) -> None:
    stage.chosen.connect(chosen.append)
    stage.show_view(all_views("id")[name])
    clock.advance(A_MOMENT_MS)
    QApplication.processEvents()


def control(stage: Stage, name: str) -> Pressable:
    found = stage.findChild(Pressable, name)
    assert found is not None
    return found


def place(stage: Stage, name: str, dx_mm: float = 0, dy_mm: float = 0, edge: str = "centre") -> QPoint:
    """A point of the window, `dx_mm` and `dy_mm` from the centre or the middle of a drawn edge of a control."""
    piece = control(stage, name)
    body = piece.body()
    base = {
        "centre": QPointF(body.center()),
        "top": QPointF(body.center().x(), body.top()),
        "bottom": QPointF(body.center().x(), body.bottom() + 1),
        "right": QPointF(body.right() + 1, body.center().y()),
    }[edge]
    shift = QPointF(dx_mm, dy_mm) / stage.look.mm_per_px
    return piece.mapTo(stage, (base + shift).toPoint())


def test_a_tap_chooses_once(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        at = place(stage, "take")
        finger(stage, at, at)
        assert chosen == ["take"]


def test_controls_are_found_by_their_choice(qapp: QApplication) -> None:
    with stage_on() as stage:
        stage.show_view(all_views("id")["need"])
        assert stage.findChild(QAbstractButton, "need:jht") is not None


@pytest.mark.parametrize("edge", ["top", "right"])
def test_three_millimetres_beside_still_hits(qapp: QApplication, finger: Finger, chosen: list[str], edge: str) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        at = place(stage, "take", 3.0 if edge == "right" else 0, -3.0 if edge == "top" else 0, edge)
        finger(stage, at, at)
        assert chosen == ["take"]


def test_the_middle_of_a_gap_chooses_nothing(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        upper = place(stage, "take", edge="bottom")
        lower = place(stage, "papers", edge="top")
        middle = QPoint(upper.x(), (upper.y() + lower.y()) // 2)
        finger(stage, middle, middle)
        assert chosen == []


def test_a_release_eight_millimetres_outside_counts(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        finger(stage, place(stage, "take"), place(stage, "take", 0, 7.8, edge="bottom"))
        assert chosen == ["take"]


def test_a_finger_taken_away_chooses_nothing_but_somebody_is_there(
    qapp: QApplication, finger: Finger, chosen: list[str]
) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        touches: list[bool] = []
        stage.touched.connect(lambda: touches.append(True))
        finger(stage, place(stage, "take"), place(stage, "take", 0, 30, edge="bottom"))
        assert chosen == []
        assert touches


def test_a_double_tap_is_one(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "promise", chosen)
        at = place(stage, "take-number")
        finger(stage, at, at)
        clock.advance(250)
        finger(stage, at, at)
        assert chosen == ["take-number"]


def test_the_second_tap_does_not_fall_on_the_next_screen(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        at = place(stage, "take")
        finger(stage, at, at)
        stage.show_view(all_views("id")["need"])
        clock.advance(250)
        finger(stage, at, at)
        assert chosen == ["take"]
        clock.advance(A_MOMENT_MS)
        finger(stage, place(stage, "need:jkk"), place(stage, "need:jkk"))
        assert chosen == ["take", "need:jkk"]


def test_the_hand_of_the_person_before_does_not_begin_the_next_visit(
    qapp: QApplication, finger: Finger, chosen: list[str]
) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "farewell", chosen)
        stage.wipe()
        stage.show_view(all_views("id")["attract"])
        middle = stage.rect().center()
        clock.advance(699)
        finger(stage, middle, middle)
        assert chosen == []
        clock.advance(1)
        finger(stage, middle, middle)
        assert chosen == ["start"]


def test_a_thousand_taps_in_a_second_are_three(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "promise", chosen)
        at = place(stage, "take-number")
        for _ in range(1000):
            finger(stage, at, at)
            clock.advance(1)
        assert len(chosen) == 3


def test_keys_of_a_keypad_may_be_typed_fast(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "code", chosen)
        at = place(stage, "key:0")
        finger(stage, at, at)
        clock.advance(210)
        finger(stage, at, at)
        clock.advance(50)
        finger(stage, at, at)
        assert chosen == ["key:0", "key:0"]


def test_what_is_disabled_is_deaf(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "done", chosen)
        back = control(stage, "back")
        assert not back.isEnabled()
        at = back.mapTo(stage, back.rect().center())
        finger(stage, at, at)
        assert chosen == []


def test_two_fingers_at_once_are_two_choices_of_one_screen_at_most(
    qapp: QApplication, device: QPointingDevice, chosen: list[str]
) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        stage.chosen.connect(lambda _: stage.show_view(all_views("id")["need"]))
        one, other = place(stage, "take"), place(stage, "papers")
        window = stage.windowHandle()
        QTest.touchEvent(window, device).press(0, one, window).press(1, other, window).commit()
        QTest.touchEvent(window, device).release(0, one, window).release(1, other, window).commit()
        assert len(chosen) == 1


def test_a_finger_down_is_seen_at_once(qapp: QApplication, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        card = control(stage, "take")
        before = card.grab().toImage()
        QTest.mousePress(card, Qt.MouseButton.LeftButton)
        pressed = card.grab().toImage()
        middle = card.body().center()
        assert card.isDown()
        assert pressed.pixelColor(middle).lightness() < before.pixelColor(middle).lightness()
        QTest.mouseRelease(card, Qt.MouseButton.LeftButton)


def test_turning_a_page_is_the_screen_s_own_affair(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "checklist", chosen)
        touches: list[bool] = []
        stage.touched.connect(lambda: touches.append(True))
        at = place(stage, "page:next")
        finger(stage, at, at)
        assert chosen == []
        assert touches
        assert stage.findChild(Pressable, "page:previous").isVisible()


def test_anywhere_on_the_attract_screen_begins(qapp: QApplication, finger: Finger, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "attract", chosen)
        high_up = QPoint(stage.width() // 2, stage.height() // 4)
        finger(stage, high_up, high_up)
        assert chosen == ["start"]


def test_a_touch_beside_the_sheet_only_says_that_somebody_is_there(
    qapp: QApplication, finger: Finger, chosen: list[str]
) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "timeout", chosen)
        touches: list[bool] = []
        stage.touched.connect(lambda: touches.append(True))
        finger(stage, QPoint(30, 30), QPoint(30, 30))
        assert (chosen, bool(touches)) == ([], True)
        touches.clear()
        at = place(stage, "finish")
        finger(stage, at, at)
        assert (chosen, touches) == (["finish"], [])


def test_a_choice_may_go_while_it_is_held(qapp: QApplication, device: QPointingDevice, chosen: list[str]) -> None:
    clock = SimulatedClock()
    with stage_on(clock=clock) as stage:
        ready(stage, clock, "fork", chosen)
        window, at = stage.windowHandle(), place(stage, "take")
        QTest.touchEvent(window, device).press(0, at, window).commit()
        stage.show_view(View(ScreenId.BOOT, "Sebentar", choices=(Choice("x", "Ya", ChoiceKind.PRIMARY),)))
        QTest.touchEvent(window, device).release(0, at, window).commit()
        assert chosen == []
