"""The signed file of a branch: taken when it holds, refused with a sentence when it does not, and the old one stays."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.catalogue import Catalogue, parse_catalogue
from kiosk.domain.interview import checklist_of_case
from kiosk.ops.confirmed import ARRIVED, STANDING, ConfirmationRefusedError, Confirmed, confirmed_rules, take_sent
from kiosk.ops.rules import FOLDER
from kiosk.ops.settings import load_settings
from kiosk.rulebook import opener_of
from kiosk.wire.envelope import Kind, seal
from kiosk.wire.keys import key_text
from tests.domain.test_catalogue_changed import RULES
from tests.domain.test_confirmation import HEAD, said
from tests.rules import ROOT

KEY = Ed25519PrivateKey.generate()
CATALOGUE = parse_catalogue({"rules.yaml": RULES})
FIRST = HEAD + "rows:\n" + said("kartu", "confirmed")
SECOND = HEAD.replace("number: 1\n", "number: 2\n") + "rows:\n" + said("kk", "confirmed")


def signed(body: str, key: Ed25519PrivateKey = KEY, kind: Kind = Kind.BRANCH_CONFIRMATION) -> bytes:
    return seal(kind, body.encode(), key)


def lay(data_dir: Path, data: bytes) -> None:
    (data_dir / FOLDER).mkdir(exist_ok=True)
    (data_dir / FOLDER / ARRIVED).write_bytes(data)


def opened(data_dir: Path, catalogue: Catalogue = CATALOGUE, key: str | None = None) -> Confirmed:
    told = key_text(KEY.public_key()) if key is None else key
    here = load_settings(ROOT / "kiosk.toml", overrides={"branch.confirm_key": told, "branch.id": "serang"})
    return confirmed_rules(data_dir, catalogue, "serang", opener_of(here))


def stamped(found: Confirmed) -> set[str]:
    return {row.item_id for row in found.catalogue.case("jkm-biasa").rows if row.stamp is not None}


def test_without_a_file_the_rules_are_the_catalogues(tmp_path: Path) -> None:
    assert opened(tmp_path) == Confirmed(CATALOGUE)


def test_a_signed_confirmation_is_taken_and_kept(tmp_path: Path) -> None:
    lay(tmp_path, signed(FIRST))
    assert stamped(opened(tmp_path)) == {"kartu"}
    os.unlink(tmp_path / FOLDER / ARRIVED)  # noqa: PTH108 - as somebody who tidies up does
    assert stamped(opened(tmp_path)) == {"kartu"}
    lay(tmp_path, signed(SECOND))
    assert stamped(opened(tmp_path)) == {"kk"}


def tampered() -> bytes:
    data = bytearray(signed(SECOND))
    data[len(data) // 2] ^= 1
    return bytes(data)


OTHER_BRANCH = SECOND.replace("branch: serang", "branch: cilegon")
LOST_ROW = SECOND.replace("jkm-biasa/kk", "jkm-biasa/kx")
BAD_WORDS = SECOND + "notes:\n  - {case: jkm-biasa, text: {id: Silahkan antri.}}\n"
PRACTICE = SECOND + "practice:\n  - {case: jkm-biasa, as: required, "
REFUSED = {
    "an unknown paper": (signed(PRACTICE + "paper: kartoo}\n"), "surat tak dikenal 'kartoo'"),
    "an unknown form": (signed(PRACTICE + "paper: kuasa, form: gold}\n"), "bentuk tak dikenal 'gold'"),
    "an unknown question": (
        signed(PRACTICE + "paper: kuasa, when: {apa: ya}, why: {id: x}}\n"),
        "pertanyaan tak dikenal 'apa'",
    ),
    "another paper under a known item": (
        signed(PRACTICE + "one_of: [kuasa, kk], item: kartu}\n"),
        "item 'kartu' berarti surat lain",
    ),
    "tampered": (tampered(), "berubah di jalan"),
    "another's key": (signed(SECOND, Ed25519PrivateKey.generate()), "tidak dikenal di sini"),
    "another kind": (signed(SECOND, kind=Kind.RECEIPT), "bukan"),
    "no envelope": (b"confirmation: yes", "bukan amplop"),
    "cut": (signed(SECOND)[:-3], "terpotong"),
    "another branch": (signed(OTHER_BRANCH), 'milik cabang "cilegon", bukan "serang"'),
    "older": (signed(FIRST + "    # again\n"), "nomor 1 lebih lama daripada nomor 1"),
    "no YAML": (signed("a: [b"), "bukan YAML"),
    "a row that is nowhere": (signed(LOST_ROW), "'jkm-biasa/kx' tidak ada di katalog"),
    "fails the check": (signed(BAD_WORDS), "berkata 'silahkan'"),
    "too large": (signed(SECOND + "# " + "x" * 2_000_000), "lebih dari"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_hold_is_refused_and_the_old_one_stays(tmp_path: Path, what: str) -> None:
    lay(tmp_path, signed(FIRST))
    opened(tmp_path)
    data, sentence = REFUSED[what]
    lay(tmp_path, data)
    for _ in range(2):
        found = opened(tmp_path)
        assert sentence in found.refused
        assert stamped(found) == {"kartu"}


def test_a_confirmation_in_force_is_believed_only_while_its_key_is(tmp_path: Path) -> None:
    lay(tmp_path, signed(FIRST))
    opened(tmp_path)
    (tmp_path / FOLDER / ARRIVED).unlink()
    assert "belum diisi" in opened(tmp_path, key="").refused
    standing = tmp_path / FOLDER / STANDING
    standing.write_bytes(standing.read_bytes()[:-1] + b"x")
    found = opened(tmp_path)
    assert stamped(found) == set()
    assert "tidak dapat dipakai lagi" in found.refused


def test_a_newer_catalogue_keeps_what_was_confirmed_of_the_same_words(tmp_path: Path) -> None:
    lay(tmp_path, signed(FIRST.replace("rows:\n", "rows:\n" + said("kk", "confirmed"))))
    assert stamped(opened(tmp_path)) == {"kartu", "kk"}
    newer = RULES.replace("  number: 3\n", "  number: 4\n").replace(
        "{paper: kartu, source: old,", "{paper: kartu, source: new,"
    )
    found = opened(tmp_path, parse_catalogue({"rules.yaml": newer}))
    assert stamped(found) == {"kk"}
    assert "kata-katanya sudah lain" in found.lapsed[0].sentence
    assert found.refused == ""


def test_a_newer_catalogue_without_the_papers_of_a_practice_lets_the_confirmation_rest(tmp_path: Path) -> None:
    lay(tmp_path, signed(FIRST + "practice:\n  - {case: jkm-biasa, as: often-asked, paper: surat-kematian}\n"))
    assert stamped(opened(tmp_path)) == {"kartu", "surat-kematian"}
    newer = RULES.replace("  number: 3\n", "  number: 4\n").replace("    removed: [surat-kematian]\n", "")
    newer = "\n".join(line for line in newer.splitlines() if "surat-kematian," not in line)
    found = opened(tmp_path, parse_catalogue({"rules.yaml": newer}))
    assert stamped(found) == set()
    assert "tidak cocok lagi dengan katalog" in found.refused
    here = load_settings(ROOT / "kiosk.toml", overrides={"branch.confirm_key": key_text(KEY.public_key())})
    standing = (tmp_path / FOLDER / STANDING).read_bytes()
    with pytest.raises(ConfirmationRefusedError, match="tidak cocok lagi dengan katalog"):
        take_sent(tmp_path, parse_catalogue({"rules.yaml": newer}), "serang", opener_of(here), standing)


WHOLE = (
    SECOND
    + """practice:
  - {case: jkm-biasa, as: often-asked, paper: surat-kematian, when: {wakil: ya}, why: {id: diwakili}}
notes:
  - {case: jkm-biasa, text: {id: Surat diterima sampai pukul 14.00.}, kind: deadline}
"""
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_a_branch_signs_is_taken_or_refused_with_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(WHOLE.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw)))
        cut = data.draw(st.sampled_from([0, 1, 4, 30]))
        raw[at : at + cut] = data.draw(
            st.sampled_from([b"", b"x", b"\n", b": ", b"{", b"]", b"off", b"\xff", b"kk", b"9"])
        )
    shutil.rmtree(tmp_path / FOLDER, ignore_errors=True)
    lay(tmp_path, signed(FIRST))
    opened(tmp_path)
    lay(tmp_path, seal(Kind.BRANCH_CONFIRMATION, bytes(raw), KEY))
    found = opened(tmp_path)
    assert found.refused or found.catalogue.confirmed is not None
    assert checklist_of_case(found.catalogue, "jkm-biasa", date(2026, 12, 5), "id").items
