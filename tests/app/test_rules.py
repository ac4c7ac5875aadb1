"""A catalogue that comes as a pack counts from its moment on, between two visits; the old one stays when it is bad."""

import json
from pathlib import Path

import pytest

from kiosk.app import furnish
from kiosk.store.packs import PackState
from kiosk.visit.view import ScreenId
from kiosk.wire.pack import PackKind
from tests.app.kiosk import LivingClock, Opened, opened
from tests.app.packs import PACK_KEY, sealed, settle, states, take, told

FILES = furnish().rules


def pack(version: int, **changes: bytes) -> bytes:
    """The catalogue's own files, with some of them changed."""
    files = {**FILES, **{f"{name}.yaml": text for name, text in changes.items()}}
    contents = json.dumps({name: text.decode() for name, text in files.items()}).encode()
    return sealed(PackKind.CATALOGUE, version, contents)


def newer(number: int) -> bytes:
    """The catalogue's head with another number."""
    head = FILES["catalogue.yaml"].decode()
    before = furnish().catalogue.number
    assert f"number: {before}\n" in head
    return head.replace(f"number: {before}\n", f"number: {number}\n").encode()


def number(place: Opened) -> int:
    """The number of the catalogue that a visit would be asked by."""
    return place.kiosk.visit._catalogue.number


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Walking every interview takes ten seconds and has tests of its own; these are about when rules change."""
    monkeypatch.setattr("kiosk.ops.passed.check_catalogue", lambda _catalogue: ())


@pytest.fixture
def clock() -> LivingClock:
    return LivingClock()


def test_it_counts_from_its_moment_on_and_never_within_a_visit(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, sync__pack_key=PACK_KEY) as place:
        before = number(place)
        assert "berlaku mulai 15-01-2025 06.00" in take(place, pack(1, catalogue=newer(before + 5)))
        settle(place)
        assert number(place) == before
        place.choose("start")
        clock.jump(days=1)
        settle(place)
        assert number(place) == before, "a visit ends by the rules it began with"
        place.kiosk.visit.wipe()
        settle(place)
        assert number(place) == before + 5
        assert states(place, PackKind.CATALOGUE) == {1: PackState.IN_FORCE}
        assert [event["version"] for event in told(place, "pack.in_force")] == [1]
        assert place.screen is ScreenId.ATTRACT
    with opened(tmp_path, clock, sync__pack_key=PACK_KEY) as place:
        assert number(place) == before + 5, "and after a new start"


def test_what_became_due_while_nobody_was_running_counts_from_the_start(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, sync__pack_key=PACK_KEY) as place:
        before = number(place)
        take(place, pack(1, catalogue=newer(before + 5)))
    clock.jump(days=2)
    with opened(tmp_path, clock, sync__pack_key=PACK_KEY) as place:
        assert number(place) == before + 5
        assert states(place, PackKind.CATALOGUE) == {1: PackState.IN_FORCE}


def test_a_catalogue_that_does_not_hold_together_is_refused_when_it_comes(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, sync__pack_key=PACK_KEY) as place:
        before = number(place)
        sentence = take(place, pack(1, documents=b"documents: {}\n"))
        assert "tidak lolos pemeriksaan" in sentence
        assert "ditolak" in take(place, b"no pack at all")
        clock.jump(days=2)
        settle(place)
        assert number(place) == before
        assert states(place, PackKind.CATALOGUE) == {}


def test_the_whole_check_is_made_once_when_it_comes_and_not_again_when_it_counts(
    tmp_path: Path, clock: LivingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[int] = []
    monkeypatch.setattr("kiosk.ops.passed.check_catalogue", lambda catalogue: walked.append(catalogue.number) or ())
    with opened(tmp_path, clock, sync__pack_key=PACK_KEY) as place:
        before = number(place)
        take(place, pack(1, catalogue=newer(before + 5)))
        assert walked == [before + 5]
        clock.jump(days=1)
        settle(place)
        assert number(place) == before + 5
    with opened(tmp_path, clock, sync__pack_key=PACK_KEY) as place:
        assert number(place) == before + 5
        assert walked == [before + 5]
