"""Quotas come as a pack, are checked, kept and told; nothing in the queue goes by them yet."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.quotas import Quota
from kiosk.store.packs import PackState
from kiosk.wire.pack import PackKind
from tests.app.kiosk import LivingClock, opened
from tests.app.packs import PACK_KEY, assert_refused, rows, sealed, settle, take, tampered, told

KEYS = {"sync__pack_key": PACK_KEY}
FIRST = {"lane": "A", "monday": 120, "friday": 0}


def pack(version: int, *lanes: Any, **more: Any) -> bytes:
    return sealed(PackKind.QUOTAS, version, {"format": 1, "lanes": list(lanes)}, **more)


@pytest.fixture
def clock() -> LivingClock:
    return LivingClock()


def test_they_are_in_force_from_their_moment_on_and_after_a_new_start(tmp_path: Path, clock: LivingClock) -> None:
    counted = {"A": Quota((120, None, None, None, 0, None, None))}
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(1, FIRST))
        settle(place)
        assert place.kiosk._in_force.quotas == {}
        place.choose("start")
        clock.jump(days=1)
        settle(place)
        assert place.kiosk._in_force.quotas == {}, "never within a visit"
        place.kiosk.visit.wipe()
        settle(place)
        assert place.kiosk._in_force.quotas == counted
        assert [event["kind"] for event in told(place, "pack.in_force")] == ["quotas"]
    with opened(tmp_path, clock, **KEYS) as place:
        assert place.kiosk._in_force.quotas == counted
        take(place, pack(2))
        settle(place)
        assert place.kiosk._in_force.quotas == {}
        assert [row.state for row in rows(place)] == [PackState.IN_FORCE, PackState.PREVIOUS]


WRONG = {
    "tampered": (lambda: tampered(pack(5)), "bad-signature", "berubah di jalan"),
    "older": (lambda: pack(1), "old", "lebih lama"),
    "for another branch": (lambda: pack(5, branch="cilegon"), "other-branch", "kantor cilegon"),
    "less than none": (lambda: pack(5, {"lane": "A", "monday": -1}), "bad-contents", "dari 0 sampai 999"),
    "half a number": (lambda: pack(5, {"lane": "A", "monday": 1.5}), "bad-contents", "bilangan bulat"),
    "yes": (lambda: pack(5, {"lane": "A", "monday": True}), "bad-contents", "bilangan bulat"),
    "more than there are": (lambda: pack(5, {"lane": "A", "monday": 1000}), "bad-contents", "dari 0 sampai 999"),
    "an unknown lane": (lambda: pack(5, {"lane": "Z", "monday": 1}), "bad-contents", 'loket "Z" tidak ada'),
    "a lane twice": (lambda: pack(5, FIRST, FIRST), "bad-contents", "dua kali"),
    "an unknown day": (lambda: pack(5, {"lane": "A", "someday": 1}), "bad-contents", '"someday" tidak dikenal'),
    "no day": (lambda: pack(5, {"lane": "A"}), "bad-contents", "satu hari pun"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_and_the_old_one_stays(tmp_path: Path, clock: LivingClock, what: str) -> None:
    make, reason, sentence = WRONG[what]
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(2, FIRST))
        clock.jump(days=1)
        settle(place)
        assert_refused(place, make(), reason, sentence)
        assert list(place.kiosk._in_force.quotas) == ["A"]
