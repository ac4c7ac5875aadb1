"""Every screen there is can be met, is drawn by one function, and says which screen it is."""

from dataclasses import replace

import pytest

from kiosk.domain.lifecycle import HoldCause, JobState
from kiosk.visit.desk import CodeAnswer
from kiosk.visit.idle import IdleLimits
from kiosk.visit.view import Presentation, ScreenId
from kiosk.visit.views import DRAWN
from kiosk.visit.views_lobby import boot
from tests.visit.desk import a_ticket
from tests.visit.player import TEXTS, Player
from tests.visit.returning import BUILDERS_FAMILY, SINCE_2025

CODE = a_ticket(7).code


def _closed() -> Player:
    player = Player()
    player.clock.jump(hours=12)
    player.visit.tick()
    return player


def _out_of_service() -> Player:
    player = Player()
    player.visit.store_full(True)
    return player


def _last_number() -> Player:
    player = Player()
    player.visit.start_offer(a_ticket(31))
    return player


def _code_found() -> Player:
    player = Player()
    player.desk.codes[CODE] = CodeAnswer(ticket=a_ticket(7))
    player.tap("start", "code")
    player.visit.type_text(CODE)
    return player


WAYS = {
    ScreenId.ATTRACT: Player,
    ScreenId.CLOSED: _closed,
    ScreenId.OUT_OF_SERVICE: _out_of_service,
    ScreenId.LAST_NUMBER: _last_number,
    ScreenId.FORK: lambda: Player().tap("start"),
    ScreenId.LANGUAGE: lambda: Player().tap("start", "help", "language"),
    ScreenId.HELP: lambda: Player().tap("start", "help"),
    ScreenId.NEED: lambda: Player().tap("start", "take"),
    ScreenId.SERVICES: lambda: Player().tap("start", "take", "need:lainnya"),
    ScreenId.FINDER: lambda: Player().tap("start", "take", "need:belum-tahu"),
    ScreenId.FOUND: lambda: Player().tap(
        "start", "take", "need:belum-tahu", "answer:tidak", "answer:santunan", "answer:tidak"
    ),
    ScreenId.COMPLAINT: lambda: Player().tap("start", "complaint"),
    ScreenId.PROGRAMMES: lambda: Player().tap("programmes"),
    ScreenId.PROGRAMME: lambda: Player().tap("programmes", "programme:jht"),
    ScreenId.COMPARE_WITH: lambda: Player().tap("programmes", "programme:jht", "compare-with"),
    ScreenId.COMPARE: lambda: Player().tap("programmes", "programme:jht", "compare-with", "compare:jp"),
    ScreenId.PROMISE: lambda: Player().tap("start", "take", "need:jht"),
    ScreenId.TAKING: lambda: Player(prompt=False).take_number(),
    ScreenId.PRINTING: lambda: Player().take_number(),
    ScreenId.DONE: lambda: Player().take_number().paper_out(),
    ScreenId.SLIP_CHECK: lambda: Player().take_number().paper(JobState.SENT, asks=True),
    ScreenId.PRINT_FAILED: lambda: Player().take_number().paper(JobState.HELD, cause=HoldCause.COVER_OPEN),
    ScreenId.PAPER_CHANGE: lambda: Player().take_number().paper(JobState.HELD).tap("paper-change"),
    ScreenId.QUESTION: lambda: Player().tap("start", "papers", "need:jht"),
    ScreenId.CHECKLIST: lambda: Player().tap("start", "papers", "need:jht").answer_questions(),
    ScreenId.RESULT: lambda: Player().tap("start", "papers", "need:jht").answer_questions().tap("to-result"),
    ScreenId.GIVE_BACK: lambda: _code_found().tap("give-back"),
    ScreenId.CODE: lambda: Player().tap("start", "code"),
    ScreenId.CODE_FOUND: _code_found,
    ScreenId.RETURNED: lambda: Player(catalogue=SINCE_2025).come_back(BUILDERS_FAMILY),
    ScreenId.FAREWELL: lambda: Player().tap("start", "finish"),
    ScreenId.TIMEOUT: lambda: Player().tap("start").wait(60),
}


def test_no_screen_is_forgotten() -> None:
    assert set(DRAWN) == set(ScreenId) - {ScreenId.TIMEOUT}
    assert set(WAYS) == set(ScreenId) - {ScreenId.BOOT}


@pytest.mark.parametrize("screen", list(WAYS))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_screen_can_be_met_and_says_its_name(screen: ScreenId, language: str) -> None:
    player = WAYS[screen]()
    state = player.visit.state
    player.visit._state = replace(state, presentation=Presentation(language=language))
    player.visit._changed()
    view = player.view
    assert view.screen is screen
    assert view.title
    assert all(choice.text for choice in player.all_choices)
    ids = [choice.choice_id for choice in player.all_choices]
    assert len(ids) == len(set(ids))
    assert len([c for c in view.choices if c.kind.value in ("card", "answer")]) <= 7, "more than a person can hold"


@pytest.mark.parametrize("screen", list(WAYS))
def test_whoever_leaves_any_screen_is_forgotten(screen: ScreenId) -> None:
    player = WAYS[screen]()
    player.desk.answer()
    if player.visit.state.number is not None:
        player.paper_out()
    player.wait(400)
    assert not player.visit.open
    assert player.screen in (ScreenId.ATTRACT, ScreenId.CLOSED, ScreenId.OUT_OF_SERVICE)


def test_while_the_program_starts_there_is_a_neutral_picture() -> None:
    view = boot(TEXTS)
    assert view.screen is ScreenId.BOOT
    assert view.choices == view.bar == ()


def test_every_screen_has_its_time_or_moves_on_by_itself() -> None:
    moving = {screen for screen in ScreenId if IdleLimits().limit_ms(screen, large=False) is None}
    assert moving == {
        ScreenId.BOOT,
        ScreenId.TAKING,
        ScreenId.PRINTING,
        ScreenId.SLIP_CHECK,
        ScreenId.LAST_NUMBER,
        ScreenId.FAREWELL,
        ScreenId.TIMEOUT,
    }
