"""What a branch confirmed comes as a pack and counts between two visits; the newer of pack and local file counts."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.app import furnish
from kiosk.ops.confirmed import ARRIVED, STANDING
from kiosk.ops.rules import FOLDER
from kiosk.store.packs import PackState
from kiosk.wire.envelope import Kind, seal
from kiosk.wire.keys import key_text
from kiosk.wire.pack import PackKind
from tests.app.kiosk import LivingClock, Opened, opened
from tests.app.packs import PACK_KEY, assert_refused, sealed, settle, states, take, tampered, told

BRANCH_KEY = Ed25519PrivateKey.generate()
KEYS = {"sync__pack_key": PACK_KEY, "branch__confirm_key": key_text(BRANCH_KEY.public_key()), "branch__id": "serang"}


def confirmation(
    number: int, note: str = "Datang sebelum pukul 14.00.", branch: str = "serang", key: Ed25519PrivateKey = BRANCH_KEY
) -> bytes:
    """A branch's signed file, with one sentence of its own on one case."""
    text = f"""confirmation:
  branch: {branch}
  name: {{id: Kantor Cabang Serang, en: Serang Branch}}
  date: 2025-01-{number:02d}
  number: {number}
  catalogue: {furnish().catalogue.number}
notes:
  - {{case: jht-phk, text: {{id: "{note}", en: Come before 14.00.}}, kind: deadline}}
"""
    return seal(Kind.BRANCH_CONFIRMATION, text.encode(), key)


def pack(version: int, contents: bytes) -> bytes:
    return sealed(PackKind.BRANCH_CONFIRMATION, version, contents)


def said(place: Opened) -> str:
    """The day of the confirmation that a visit would be asked by; its number here, too."""
    stamp = place.kiosk.visit._catalogue.confirmed
    return "" if stamp is None else f"{stamp.day:%d}"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> LivingClock:
    # The check of a whole catalogue takes ten seconds and has tests of its own.
    monkeypatch.setattr("kiosk.ops.passed.check_catalogue", lambda _catalogue: [])
    return LivingClock()


def test_it_counts_from_its_moment_without_a_restart_never_within_a_visit(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        assert "diterima" in take(place, pack(1, confirmation(1)))
        settle(place)
        assert said(place) == ""
        place.choose("start")
        clock.jump(days=1)
        settle(place)
        assert said(place) == "", "a visit ends by the rules it began with"
        place.kiosk.visit.wipe()
        settle(place)
        assert said(place) == "01"
        take(place, pack(2, confirmation(2)))
        settle(place)
        assert said(place) == "02"
        assert states(place, PackKind.BRANCH_CONFIRMATION) == {2: PackState.IN_FORCE, 1: PackState.PREVIOUS}
        assert [event["previous"] for event in told(place, "pack.in_force")] == [None, 1]
    with opened(tmp_path, clock, **KEYS) as place:
        assert said(place) == "02", "and after a new start"
    (tmp_path / FOLDER / STANDING).unlink()
    with opened(tmp_path, clock, **KEYS) as place:
        assert said(place) == "02", "and when somebody has tidied up"


def test_what_became_due_while_nobody_was_running_counts_from_the_start(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(1, confirmation(1)))
    clock.jump(days=2)
    with opened(tmp_path, clock, **KEYS) as place:
        assert said(place) == "01"
        assert states(place, PackKind.BRANCH_CONFIRMATION) == {1: PackState.IN_FORCE}


@pytest.mark.parametrize(("local", "counts"), [(3, "03"), (7, "07")])
def test_of_pack_and_local_file_the_newer_one_counts(
    tmp_path: Path, clock: LivingClock, local: int, counts: str
) -> None:
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(1, confirmation(5)))
    (tmp_path / FOLDER).mkdir(exist_ok=True)
    (tmp_path / FOLDER / ARRIVED).write_bytes(confirmation(local))
    with opened(tmp_path, clock, **KEYS) as place:
        assert said(place) == f"{local:02d}"
        clock.jump(days=2)
        settle(place)
        assert said(place) == max("05", counts)
        assert [event["reason"] for event in told(place, "pack.refused")] == (["no-longer-good"] if local > 5 else [])
        if local > 5:
            assert "lebih lama" in take(place, pack(2, confirmation(6)))


OTHER_KEY = Ed25519PrivateKey.generate()
BAD = {
    "tampered": (lambda: tampered(pack(5, confirmation(5))), "bad-signature", "berubah di jalan"),
    "older": (lambda: pack(2, confirmation(5)), "old", "lebih lama"),
    "for another branch": (
        lambda: sealed(PackKind.BRANCH_CONFIRMATION, 5, confirmation(5), branch="cilegon"),
        "other-branch",
        "kantor cilegon",
    ),
    "of another branch": (lambda: pack(5, confirmation(5, branch="cilegon")), "bad-contents", 'cabang "cilegon"'),
    "signed by somebody else": (lambda: pack(5, confirmation(5, key=OTHER_KEY)), "bad-contents", "tidak dikenal"),
    "no confirmation": (lambda: pack(5, b"{}"), "bad-contents", "bukan amplop"),
    "an older confirmation": (lambda: pack(5, confirmation(1)), "bad-contents", "nomor 1 lebih lama"),
    "a case that is nowhere": (
        lambda: pack(
            5,
            seal(
                Kind.BRANCH_CONFIRMATION,
                b"confirmation: {branch: serang, name: {id: S, en: S}, date: 2025-01-05, number: 5, catalogue: 1}\n"
                b"rows:\n  - {row: jht-xxx/ktp, mark: '00000000', verdict: confirmed}\n",
                BRANCH_KEY,
            ),
        ),
        "bad-contents",
        "tidak ada di katalog",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_does_not_hold_is_refused_with_a_reason_and_the_old_one_stays(
    tmp_path: Path, clock: LivingClock, what: str
) -> None:
    make, reason, sentence = BAD[what]
    with opened(tmp_path, clock, **KEYS) as place:
        take(place, pack(2, confirmation(2)))
        clock.jump(days=1)
        settle(place)
        assert_refused(place, make(), reason, sentence)
        assert (said(place), states(place, PackKind.BRANCH_CONFIRMATION)) == ("02", {2: PackState.IN_FORCE})


def test_a_kiosk_that_believes_nobody_says_so(tmp_path: Path, clock: LivingClock) -> None:
    with opened(tmp_path, clock, sync__pack_key=PACK_KEY, branch__id="serang") as place:
        assert "belum diisi" in take(place, pack(1, confirmation(1)))
