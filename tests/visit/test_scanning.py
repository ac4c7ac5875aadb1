"""A kiosk with a scanner: who comes back with a square holds it there, wherever a visit begins."""

from datetime import timedelta

import pytest

from kiosk.domain.codes import QR_PREFIX
from kiosk.visit.desk import CodeAnswer
from kiosk.visit.view import AttractDetail, ScreenId
from kiosk.visit.views_programmes import FACT_EVERY_MS
from tests.clock import A_TUESDAY_MORNING
from tests.visit.desk import a_ticket
from tests.visit.player import Player
from tests.visit.returning import LAID_OFF

AT_NIGHT = A_TUESDAY_MORNING + timedelta(hours=12)


def _scanning() -> Player:
    return Player(scanner=True)


def _line(player: Player) -> str:
    detail = player.view.detail
    assert isinstance(detail, AttractDetail)
    return detail.facts[0]


def test_the_screens_say_that_a_square_can_be_held_there_only_where_it_can() -> None:
    player, line = _scanning(), "Punya daftar atau tiket? Dekatkan kotaknya ke alat pemindai."
    first, other = _line(player), _line(player.wait(FACT_EVERY_MS / 1000))
    assert {first, other} > {line}, "in turns with a fact"
    assert player.tap("start", "code").view.lead == "Dekatkan kotak kode ke alat pemindai, atau ketik kodenya."
    without = Player()
    assert line not in (_line(without), _line(without.wait(FACT_EVERY_MS / 1000)))
    assert without.tap("start", "code").view.lead == "Kode ada di tiket atau daftar surat."


@pytest.mark.parametrize("way", [(), ("start",)])
def test_a_list_held_before_the_first_screens_opens_it_and_back_leads_the_usual_way(way: tuple[str, ...]) -> None:
    player = _scanning().tap(*way)
    player.visit.type_text(LAID_OFF)
    assert player.screen in (ScreenId.CHECKLIST, ScreenId.RETURNED)
    assert player.visit.open
    while player.screen is not ScreenId.FORK:
        player.tap("back")
    assert player.tap("take").screen is ScreenId.NEED


def test_a_ticket_held_before_the_first_screen_checks_in() -> None:
    player, ticket = _scanning(), a_ticket(31)
    player.desk.codes[ticket.code] = CodeAnswer(ticket)
    player.visit.type_text(QR_PREFIX + ticket.code)
    assert player.screen is ScreenId.CODE_FOUND


def test_after_hours_a_list_opens_too() -> None:
    player = Player(start=AT_NIGHT, scanner=True)
    assert player.screen is ScreenId.CLOSED
    player.visit.type_text(LAID_OFF)
    assert player.screen in (ScreenId.CHECKLIST, ScreenId.RETURNED)


@pytest.mark.parametrize(
    ("square", "sentence"),
    [
        ("WIFI:S:Tamu;T:WPA;P:rahasia;;", "Kotak itu bukan dari kiosk ini. Ketik kodenya."),
        ("8991234567890", "Kotak itu bukan dari kiosk ini. Ketik kodenya."),
        (QR_PREFIX + "9" * 500, "Kode belum cocok. Periksa huruf dan angkanya."),
    ],
)
def test_another_square_gets_a_kind_sentence_and_the_keypad(square: str, sentence: str) -> None:
    player = _scanning()
    player.visit.type_text(square)
    assert player.screen is ScreenId.CODE
    assert player.view.lead == sentence
    assert player.tap("back").screen is ScreenId.FORK


def test_a_key_or_two_begin_no_visit() -> None:
    player = _scanning()
    player.visit.type_text("T0")
    assert player.screen is ScreenId.ATTRACT
    assert not player.visit.open


def test_without_a_scanner_and_where_no_code_is_asked_nothing_is_heard() -> None:
    player = Player()
    player.visit.type_text(LAID_OFF)
    assert player.screen is ScreenId.ATTRACT
    busy = _scanning().tap("start", "take", "need:jht")
    busy.visit.type_text(LAID_OFF)
    assert busy.screen is ScreenId.PROMISE


def test_the_hand_that_leaves_scans_nothing_into_the_next_visit() -> None:
    player = _scanning().tap("start", "finish", "new-visit")
    player.visit.type_text(LAID_OFF)
    assert player.screen is ScreenId.ATTRACT
