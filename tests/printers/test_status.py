"""What a reading means; and that nothing unknown ever means ready."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.protocol import AutoStatus, Question
from printers.status import UNPLUGGED, Cover, Paper, Status, Trouble, from_answers, from_auto_status

OK = 0x12


def reading(offline: int = OK, paper: int = OK, error: int | None = None) -> Status:
    """A reading as the driver takes it."""
    answers = {Question.OFFLINE_CAUSE: offline, Question.PAPER: paper}
    return from_answers(answers | ({} if error is None else {Question.ERROR_CAUSE: error}))


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (reading(), None),
        (reading(paper=0x1E), None),
        (reading(paper=0x7E), Trouble.PAPER_OUT),
        (reading(offline=0x32), Trouble.PAPER_OUT),
        (reading(offline=0x16), Trouble.COVER_OPEN),
        (reading(offline=0x16, paper=0x7E), Trouble.COVER_OPEN),
        (reading(offline=0x52, error=0x1A), Trouble.CUTTER),
        (reading(offline=0x52, error=0x52), Trouble.OVERHEATED),
        (reading(offline=0x52, error=0x32), Trouble.ERROR),
        (reading(offline=0x52), Trouble.ERROR),
        (reading(offline=0x1A), Trouble.OFFLINE),
        (from_answers({}), Trouble.MUTE),
        (from_answers({Question.OFFLINE_CAUSE: OK}), Trouble.MUTE),
        (from_answers({Question.PAPER: OK}), Trouble.MUTE),
        (UNPLUGGED, Trouble.LINK),
        (from_auto_status(AutoStatus(0x10, 0, 0, 0x0F)), None),
        (from_auto_status(AutoStatus(0x38, 0, 0, 0)), Trouble.COVER_OPEN),
        (from_auto_status(AutoStatus(0x18, 0, 0x0F, 0)), Trouble.PAPER_OUT),
        (from_auto_status(AutoStatus(0x18, 0x08, 0, 0)), Trouble.CUTTER),
        (from_auto_status(AutoStatus(0x18, 0x40, 0, 0)), Trouble.OVERHEATED),
    ],
)
def test_what_a_reading_says_is_in_the_way(status: Status, trouble: Trouble | None) -> None:
    assert status.trouble is trouble
    assert status.ready is (trouble is None)


def test_a_low_roll_still_prints() -> None:
    assert reading(paper=0x1E).paper is Paper.LOW


def test_with_the_cover_open_the_paper_bits_are_old() -> None:
    assert reading(offline=0x16, paper=OK).paper is Paper.UNKNOWN


@given(st.dictionaries(st.sampled_from(Question), st.integers(0, 255)))
def test_a_reading_is_ready_only_when_cover_and_paper_are_both_known(answers: dict[Question, int]) -> None:
    status = from_answers(answers)
    if status.ready:
        assert {Question.OFFLINE_CAUSE, Question.PAPER} <= answers.keys()
        assert status.cover is Cover.CLOSED
        assert status.paper in (Paper.ENOUGH, Paper.LOW)
        assert status.known_good


def test_a_printer_that_tells_nothing_may_print_but_is_never_called_good() -> None:
    from printers.status import Link

    silent = Status(link=Link.UP, sees=False)
    assert silent.ready
    assert not silent.known_good
