"""The whole kiosk under hands that mean no harm and hands that do: storms of taps and keys, and what is left after."""

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.app import furnish, read_settings
from kiosk.ops.clock import SystemClock
from kiosk.ops.demonstration import demonstration_clock
from kiosk.store import tickets
from kiosk.store.jobs import jobs_of_ticket
from kiosk.tour import PacedClock
from kiosk.ui.touring import Tourist, comes_true
from kiosk.visit.view import ScreenId
from kiosk.window import Front
from tests.talk import ROOT

SENTINEL = "Q7Z7Q7Z"
"""Typed into the code field, which takes seven letters: no word of ours has it."""


class Hands:
    """A kiosk with its window, and hands on it."""

    def __init__(self, folder: Path) -> None:
        furnishing = furnish()
        settings = read_settings(ROOT / "kiosk.toml", furnishing, {"kiosk.data_dir": str(folder)})
        clock = demonstration_clock(SystemClock(), settings)
        self.paced = PacedClock(clock)
        self.front = Front(settings, furnishing, clock, kiosk_mode=True, motion=False, stage_clock=self.paced)
        self.front.stage.resize(540, 960)
        self.front.stage.show()
        self.front.start()
        self.tourist = Tourist(self.front.stage, folder, self.paced.pause)
        self.finger: QPointingDevice = QTest.createTouchDevice()

    @property
    def screen(self) -> ScreenId:
        """What the visit shows."""
        return self.front.kiosk.visit.view().screen

    def middle_of(self, choice_id: str) -> QPoint:
        """Where a control is, on the stage."""
        control = next(one for one in self.front.stage.controls() if one.objectName() == choice_id)
        return control.mapTo(self.front.stage, control.rect().center())

    def tap(self, where: QPoint) -> None:
        """One touch, wherever it lands."""
        QTest.touchEvent(self.front.stage, self.finger).press(0, where, self.front.stage).commit()
        QTest.touchEvent(self.front.stage, self.finger).release(0, where, self.front.stage).commit()

    def numbers(self) -> int:
        """How many numbers the store holds."""
        return len(self.front.kiosk.writer.submit(lambda db: tickets.newest_takes_ms(db, 5000)).result())


@pytest.fixture
def hands(tmp_path: Path, qtbot: QtBot) -> Iterator[Hands]:
    made = Hands(tmp_path)
    yield made
    made.front.close()
    QApplication.processEvents()


def test_a_thousand_taps_a_second_take_one_number_and_print_one_paper(hands: Hands) -> None:
    for choice in ("start", "take", "need:jht"):
        hands.tourist.touch(choice)
    assert hands.screen is ScreenId.PROMISE
    hands.paced.pause()
    where = hands.middle_of("take-number")
    for tap in range(1000):
        hands.tap(where)
        if tap % 100 == 0:
            QApplication.processEvents()
    assert comes_true(lambda: hands.screen is ScreenId.DONE)
    assert hands.numbers() == 1
    number = hands.front.kiosk.visit.state.number
    assert number is not None
    jobs = hands.front.kiosk.writer.submit(lambda db: jobs_of_ticket(db, number.ticket.ticket_id)).result()
    assert len(jobs) == 1


def test_a_touch_darkens_no_control_of_the_screen_it_leads_to(hands: Hands) -> None:
    for choice in ("start", "papers", "need:jht", "answer:berhenti"):
        hands.tourist.touch(choice)
        assert not [one.objectName() for one in hands.front.stage.controls() if one.isDown()]


def test_no_key_takes_a_number_or_leads_out(hands: Hands) -> None:
    walking = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select}
    modifiers = [
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.MetaModifier,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ShiftModifier,
    ]
    for choice in ("start", "take", "need:jht"):
        hands.tourist.touch(choice)
    for modifier in modifiers:
        for key in Qt.Key:
            if key in walking and modifier is Qt.KeyboardModifier.NoModifier:
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(hands.front.stage, QKeyEvent(kind, key.value, modifier))
    QApplication.processEvents()
    assert hands.screen is ScreenId.PROMISE
    assert hands.numbers() == 0
    assert hands.front.stage.isVisible(), "the window cannot be closed by keys"
    assert len([window for window in QApplication.topLevelWidgets() if window.isVisible()]) == 1


def test_nothing_of_a_participant_is_left_after_the_wipe(
    hands: Hands, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for choice in ("start", "code"):
        hands.tourist.touch(choice)
    hands.front.stage.typed.emit(SENTINEL)
    QApplication.processEvents()
    assert hands.front.kiosk.visit.state.code.typed == SENTINEL, "it must have been there to be gone"
    hands.tourist.touch("back")
    for choice in ("take", "need:jht", "take-number"):
        hands.tourist.touch(choice)
    hands.tourist.expect(ScreenId.DONE)
    chosen = ("answer:berhenti", "answer:mengundurkan-diri", "answer:di-atas-50")
    hands.tourist.touch("see-papers")
    for answer in chosen:
        hands.tourist.touch(answer)
    visit = hands.front.kiosk.visit
    assert visit.state.interview.answers
    code = visit.state.number.ticket.code if visit.state.number else ""
    for step in ("finish", "new-visit"):
        hands.tourist.touch(step)
    assert comes_true(lambda: hands.screen is ScreenId.ATTRACT)
    hands.front.kiosk.writer.submit(lambda _db: None).result()
    gc.collect()
    left = [*_words_on(hands.front.stage), QGuiApplication.clipboard().text(), caplog.text]
    answers = [answer.removeprefix("answer:") for answer in chosen if "-" in answer]
    for trace in (SENTINEL, *answers):
        assert not [place for place in left if trace in place], f"{trace} is left on the screen or in the log"
        for file in tmp_path.rglob("*"):
            rules = trace in answers and file.is_relative_to(tmp_path / "catalogue")  # every answer there is, nobody's
            if file.is_file() and file.suffix != ".png" and file.name != "reserve" and not rules:
                assert trace.encode() not in file.read_bytes(), f"{trace} is left in {file.name}"
    assert not [place for place in left if code in place.replace(" ", "")]


def _words_on(root: QObject) -> list[str]:
    """Every text property of every object of the window, and every Python attribute that is text."""
    found = []
    for thing in [root, *root.findChildren(QObject)]:
        meta = thing.metaObject()
        for at in range(meta.propertyCount()):
            value = thing.property(meta.property(at).name())
            if isinstance(value, str):
                found.append(value)
        found += [str(value) for value in vars(thing).values() if isinstance(value, (str, tuple, list, dict))]
    return found


def test_the_idle_kiosk_forgets_a_visitor_who_walked_away(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    for choice in ("start", "take"):
        hands.tourist.touch(choice)
    visit = hands.front.kiosk.visit
    clock = PacedClock(hands.front.kiosk.clock)
    monkeypatch.setattr(visit, "_clock", clock)
    for _ in range(16):
        clock.pause()
    visit.tick()
    assert hands.screen is ScreenId.TIMEOUT
    for _ in range(6):
        clock.pause()
    visit.tick()
    assert hands.screen is ScreenId.ATTRACT
    assert not visit.open
