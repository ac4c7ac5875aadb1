"""The shelf of the last good catalogue: never stale, never broken, never in the way."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.catalogue import Catalogue, CatalogueError, parse_catalogue
from kiosk.domain.catalogue.compiled import NotCompiledError, compile_catalogue, read_compiled
from kiosk.ops import rules
from kiosk.ops.rules import GOOD, RulesShelf
from tests.domain.catalogue_files import FILES
from tests.domain.test_catalogue_changed import RULES


def files(*edits: tuple[str, str]) -> dict[str, bytes]:
    text = RULES
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {"rules.yaml": text.encode()}


NEXT = ("  number: 3\n", "  number: 4\n")
UNREADABLE = ("{paper: kartu,", "{paper: kartoo,")
ASTRAY = ("title: {id: Santunan kematian}", "title: {id: Santunan untuk Anda}")
"""Can be read, but its check finds a word that is not used."""


def same(one: Catalogue, other: Catalogue) -> bool:
    return all(getattr(one, field.name) == getattr(other, field.name) for field in dataclasses.fields(one))


def test_the_real_catalogue_comes_back_equal_from_its_compiled_form() -> None:
    catalogue = parse_catalogue(FILES)
    back = read_compiled(compile_catalogue(catalogue))
    assert same(back, catalogue)
    assert [case.place for case in back.cases] == [case.place for case in catalogue.cases], "lines, too"


@pytest.mark.parametrize("line", [b"", b"[]", b"{}", b"1", b'["a"]', b"\xff", b"[" * 5000, b"null"])
def test_what_is_no_compiled_catalogue_is_refused(line: bytes) -> None:
    with pytest.raises(NotCompiledError):
        read_compiled(line)


def test_what_was_read_once_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = RulesShelf(tmp_path).open(files())
    assert (tmp_path / "catalogue" / GOOD).stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(rules, "parse_catalogue", _must_not_read)
    again = RulesShelf(tmp_path).open(files())
    assert same(again.catalogue, first.catalogue)
    assert not again.refused


def test_another_byte_another_file_name_or_another_program_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = RulesShelf(tmp_path)
    shelf.open(files())
    assert shelf.open(files(("{id: Kartu peserta}", "{id: Kartu anggota}"))).catalogue.documents["kartu"].name == {
        "id": "Kartu anggota"
    }
    assert shelf.open({"other.yaml": files()["rules.yaml"]}).catalogue.place.file == "other.yaml"
    read: list[object] = []
    monkeypatch.setattr(rules, "shape", lambda: "another model")
    monkeypatch.setattr(rules, "parse_catalogue", lambda given: read.append(given) or parse_catalogue(given))
    shelf.open({"other.yaml": files()["rules.yaml"]})
    assert read


@pytest.mark.parametrize("fault", [UNREADABLE, ASTRAY], ids=["unreadable", "astray"])
def test_a_broken_catalogue_is_refused_and_the_last_good_one_stays(tmp_path: Path, fault: tuple[str, str]) -> None:
    shelf = RulesShelf(tmp_path)
    good = shelf.open(files())
    for _ in range(2):  # at every start
        found = shelf.open(files(NEXT, fault))
        assert same(found.catalogue, good.catalogue)
        assert [problem.place.file for problem in found.refused] == ["rules.yaml"]
        assert found.refused[0].place.line > 1
    mended = shelf.open(files(NEXT))
    assert (mended.catalogue.number, mended.refused) == (4, ())


def test_with_nothing_to_fall_back_on_every_problem_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"rules\.yaml:\d+: .*kartoo"):
        RulesShelf(tmp_path).open(files(UNREADABLE))
    with pytest.raises(CatalogueError):
        RulesShelf(tmp_path).open({})


def test_a_pack_is_checked_as_a_whole_before_it_is_taken(tmp_path: Path) -> None:
    shelf = RulesShelf(tmp_path)
    shelf.open(files())
    for fault in (UNREADABLE, ASTRAY):
        with pytest.raises(CatalogueError):
            shelf.activate(files(NEXT, fault))
        assert shelf.open(files()).catalogue.number == 3
    assert shelf.activate(files(NEXT)).number == 4
    assert shelf.activate(files(NEXT)).number == 4, "the same once more is no fault"


def test_a_pack_that_is_no_newer_is_refused(tmp_path: Path) -> None:
    shelf = RulesShelf(tmp_path)
    shelf.open(files(NEXT))
    other_words = ("{id: Kartu peserta}", "{id: Kartu anggota}")
    for pack in (files(), files(other_words), files(NEXT, other_words)):
        with pytest.raises(CatalogueError, match="tidak lebih baru daripada nomor 4"):
            shelf.activate(pack)
    assert shelf.last_good() == 4


def test_a_newer_pack_stays_before_the_programs_own_until_the_program_brings_a_newer_one(tmp_path: Path) -> None:
    shelf = RulesShelf(tmp_path)
    shelf.open(files())
    shelf.activate(files(NEXT))
    assert [shelf.open(files()).catalogue.number for _ in range(2)] == [4, 4]
    assert shelf.number_in_force(files()) == 4
    assert shelf.open(files(("  number: 3\n", "  number: 5\n"))).catalogue.number == 5
    assert shelf.last_good() == 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), change=st.sampled_from(["flip", "cut", "empty", "double", "newline"]))
def test_a_damaged_shelf_is_only_read_anew(tmp_path: Path, at: float, change: str) -> None:
    shelf = RulesShelf(tmp_path)
    shelf.open(files())
    path = tmp_path / "catalogue" / GOOD
    raw = path.read_bytes()
    place = int(at * (len(raw) - 1))
    path.write_bytes(
        {
            "flip": raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :],
            "cut": raw[:place],
            "empty": b"",
            "double": raw + raw,
            "newline": raw[:place] + b"\n" + raw[place:],
        }[change]
    )
    found = shelf.open(files())
    assert same(found.catalogue, parse_catalogue(files()))
    assert not found.refused


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "catalogue").write_text("in the way")
    assert RulesShelf(tmp_path).open(files()).catalogue.number == 3


def _must_not_read(given: object) -> Catalogue:
    raise AssertionError("read again")
