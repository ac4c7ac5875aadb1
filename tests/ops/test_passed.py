"""A catalogue is walked through once; anything that the verdict hangs on being another, it is walked through again."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app import furnish
from kiosk.domain.catalogue import Catalogue, Problem
from kiosk.ops import passed
from kiosk.ops.passed import KEPT, NAME, Passed

CATALOGUE = furnish().catalogue


class Walks:
    """The check in the place of the real one, which takes ten seconds."""

    def __init__(self, *problems: Problem) -> None:
        self.seen: list[int] = []
        self.problems = problems

    def __call__(self, catalogue: Catalogue) -> list[Problem]:
        self.seen.append(catalogue.number)
        return list(self.problems)


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> Walks:
    found = Walks()
    monkeypatch.setattr(passed, "check_catalogue", found)
    return found


def test_what_passed_is_not_walked_through_again_nor_after_a_restart(tmp_path: Path, walks: Walks) -> None:
    assert list(Passed(tmp_path).problems(CATALOGUE)) == []
    assert list(Passed(tmp_path).problems(CATALOGUE)) == []
    assert len(walks.seen) == 1


def test_another_word_or_another_program_is_walked_through(
    tmp_path: Path, walks: Walks, monkeypatch: pytest.MonkeyPatch
) -> None:
    Passed(tmp_path).problems(CATALOGUE)
    Passed(tmp_path).problems(replace(CATALOGUE, number=CATALOGUE.number + 1))
    monkeypatch.setattr(passed, "VERSION", "9.9")
    Passed(tmp_path).problems(CATALOGUE)
    monkeypatch.setattr(passed, "_program", lambda: "other sources")
    Passed(tmp_path).problems(CATALOGUE)
    assert len(walks.seen) == 4


def test_a_bad_verdict_is_never_kept(tmp_path: Path, walks: Walks) -> None:
    walks.problems = (Problem(CATALOGUE.place, "keliru"),)
    assert Passed(tmp_path).problems(CATALOGUE)
    walks.problems = ()
    assert not Passed(tmp_path).problems(CATALOGUE)
    assert len(walks.seen) == 2


@pytest.mark.parametrize("told", [b"", b"\xff" * 500, b"0" * 100_000, b"\n\n" + b"a" * 64])
def test_a_damaged_file_only_costs_time(tmp_path: Path, walks: Walks, told: bytes) -> None:
    (tmp_path / NAME).write_bytes(told)
    Passed(tmp_path).problems(CATALOGUE)
    Passed(tmp_path).problems(CATALOGUE)
    assert len(walks.seen) == 1


def test_only_a_few_are_remembered_and_a_disk_that_cannot_keep_them_hinders_nobody(
    tmp_path: Path, walks: Walks
) -> None:
    for number in range(KEPT + 3):
        Passed(tmp_path).problems(replace(CATALOGUE, number=number))
    assert len((tmp_path / NAME).read_text().split()) == KEPT
    (tmp_path / "file").touch()
    assert not Passed(tmp_path / "file" / "folder").problems(CATALOGUE)
    assert len(walks.seen) == KEPT + 4
