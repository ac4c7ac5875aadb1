"""Announcements come as a pack: one line at a time, on its days, on the first and on the closed screen."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.store.packs import PackState
from kiosk.visit.view import AttractDetail, NoticeDetail, ScreenId
from kiosk.wire.pack import PackKind
from tests.app.kiosk import LivingClock, Opened, opened
from tests.app.packs import PACK_KEY, assert_refused, rows, sealed, settle, take, tampered, told

KEYS = {"sync__pack_key": PACK_KEY}
TEXT = {"id": "Loket pindah ke lantai dua.", "en": "The counters have moved upstairs."}
HALF_A_MINUTE_S = 30


def line(text: object = TEXT, first: str = "2025-01-15", last: str = "2025-01-16") -> dict[str, Any]:
    return {"from": first, "until": last, "text": text}


def pack(version: int, *lines: Any, **more: Any) -> bytes:
    return sealed(PackKind.ANNOUNCEMENT, version, {"format": 1, "lines": list(lines)}, **more)


def shown(place: Opened, clock: LivingClock) -> set[str]:
    """Every line that the untouched screen shows within a few minutes."""
    found: set[str] = set()
    for _ in range(8):
        clock.advance(seconds=HALF_A_MINUTE_S)
        detail = place.kiosk.visit.view().detail
        match detail:
            case AttractDetail():
                assert len(detail.facts) <= 1, "one at a time"
                found |= set(detail.facts)
            case NoticeDetail():
                found |= set(detail.lines)
    return found


@pytest.fixture
def clock() -> LivingClock:
    return LivingClock()


def test_a_line_is_shown_on_its_days_beside_the_facts_in_turn(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        assert "diterima" in take(place, pack(1, line()))
        settle(place)
        assert TEXT["id"] not in shown(place, clock), "it begins tomorrow at six"
        clock.jump(days=1)
        settle(place)
        assert place.screen is ScreenId.ATTRACT
        found = shown(place, clock)
        assert TEXT["id"] in found
        assert len(found) > 2, "the facts go on"
        place.choose("language:en")
        place.kiosk.visit.wipe()
        clock.jump(hours=8)
        place.kiosk.visit.tick()
        assert place.screen is ScreenId.CLOSED
        assert TEXT["id"] in shown(place, clock)
        assert [event["version"] for event in told(place, "pack.in_force")] == [1]
    with opened(tmp_path, clock, **KEYS) as place:
        assert TEXT["id"] in shown(place, clock), "and after a new start"
        clock.jump(days=2)
        place.kiosk.visit.tick()
        assert TEXT["id"] not in shown(place, clock), "its days are over"


def test_a_newer_pack_replaces_every_line_and_none_takes_them_away(tmp_path: Path, clock: LivingClock) -> None:
    other = {"id": "Toilet ada di belakang.", "en": "The toilet is at the back."}
    with opened(tmp_path, clock, **KEYS) as place:
        clock.jump(days=1)
        for version, lines, wanted in (
            (1, [line()], {TEXT["id"]}),
            (2, [line(other), line()], {other["id"], TEXT["id"]}),
        ):
            take(place, pack(version, *lines))
            settle(place)
            assert wanted <= shown(place, clock)
        take(place, pack(3))
        settle(place)
        assert not {other["id"], TEXT["id"]} & shown(place, clock)
        states = {row.version: row.state for row in rows(place, PackKind.ANNOUNCEMENT)}
        assert states == {3: PackState.IN_FORCE, 2: PackState.PREVIOUS}


def said(words: str) -> dict[str, str]:
    return TEXT | {"id": words}


WRONG = {
    "tampered": (lambda: tampered(pack(5)), "bad-signature", "berubah di jalan"),
    "older": (lambda: pack(1), "old", "lebih lama"),
    "for another branch": (lambda: pack(5, branch="cilegon"), "other-branch", "kantor cilegon"),
    "markup": (lambda: pack(5, line(said("<b>Libur</b>"))), "bad-contents", "kalimat biasa"),
    "a link of markup": (lambda: pack(5, line(said("[Lihat](x)"))), "bad-contents", "kalimat biasa"),
    "an entity": (lambda: pack(5, line(said("Kita &amp; mereka"))), "bad-contents", "kalimat biasa"),
    "turned around": (lambda: pack(5, line(said("Loket \u202egnitnep"))), "bad-contents", "tidak dapat ditampilkan"),
    "a drawing": (lambda: pack(5, line(said("Selamat \U0001f389"))), "bad-contents", "tidak dapat ditampilkan"),
    "two lines": (lambda: pack(5, line(said("Satu.\nDua."))), "bad-contents", "satu baris"),
    "long": (lambda: pack(5, line(said("Loket " * 16))), "bad-contents", "text.id"),
    "many words": (lambda: pack(5, line(said("a b c d e f g h i j k l m"))), "bad-contents", "13 kata"),
    "a banned word": (lambda: pack(5, line(said("Silahkan antre di luar."))), "bad-contents", "silahkan"),
    "a short form": (lambda: pack(5, line(said("Bawa SPT ke loket."))), "bad-contents", "SPT"),
    "no English": (lambda: pack(5, line({"id": "Halo."})), "bad-contents", '"id" dan "en"'),
    "backwards": (lambda: pack(5, line(TEXT, "2025-01-16", "2025-01-15")), "bad-contents", "lebih dahulu"),
    "no end": (lambda: pack(5, {"from": "2025-01-16", "text": TEXT}), "bad-contents", '"until" belum ada'),
    "too many": (lambda: pack(5, *[line()] * 13), "bad-contents", "paling banyak 12"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_and_the_old_one_stays(tmp_path: Path, clock: LivingClock, what: str) -> None:
    make, reason, sentence = WRONG[what]
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(2, line()))
        clock.jump(days=1)
        settle(place)
        assert_refused(place, make(), reason, sentence)
        assert TEXT["id"] in shown(place, clock)
