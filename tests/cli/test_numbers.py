"""A computer dies at ten o'clock with A 142 out on paper: the new one in its place goes on where nobody stands."""

from pathlib import Path

import pytest

from kiosk.queue.going_on import NotOurSlipError, go_on_above
from kiosk.store.boot import boot
from kiosk.store.opening import Role, open_db
from tests.clock import SimulatedClock
from tests.store.branch import BRANCH
from tests.talk import TO_A_NUMBER, Talk, run_kiosk


def ask(folder: Path, *words: str) -> tuple[int, str]:
    done = run_kiosk("--set", f"kiosk.data_dir={folder}", "numbers", *words)
    return done.returncode, done.stdout + done.stderr


def test_the_first_number_of_the_new_computer_is_above_the_last_slip(tmp_path: Path) -> None:
    with Talk(tmp_path / "new") as talk:  # it serves already, and is told meanwhile
        code, told = ask(tmp_path / "new", "A142", "b 7")
        assert (code, "A 200, B 100, C 001" in told) == (0, True), told
        code, again = ask(tmp_path / "new", "A142")
        assert "A 200, B 100, C 001" in again, "said twice, no hundred more is skipped"
        talk.choose_all(TO_A_NUMBER)
        assert talk.end()["ticket"]["number"] == "A 200"


def test_before_anybody_runs_it_and_what_is_no_slip_of_ours(tmp_path: Path) -> None:
    code, told = ask(tmp_path / "new", "A142")
    assert (code, "A 200" in told) == (0, True), told
    for slip, sentence in (("142", "misalnya A142"), ("A0", "misalnya A142"), ("Z9", "Huruf"), ("A14222", "misalnya")):
        code, told = ask(tmp_path / "new", slip)
        assert code in (1, 2)
        assert sentence in told


def test_a_number_of_the_branch_s_other_kiosk_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    db, clock = open_db(tmp_path / "kiosk.db", Role.WRITER), SimulatedClock()
    boot(db, BRANCH.branch_id, BRANCH.kiosk_id, clock)
    before = go_on_above(db, BRANCH, clock, {})
    with pytest.raises(NotOurSlipError, match="bukan nomor kiosk ini"):
        go_on_above(db, BRANCH, clock, {"A": 10, "B": BRANCH.digits.last + 1})
    assert go_on_above(db, BRANCH, clock, {}) == before
