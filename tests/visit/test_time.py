"""Time: 'Masih di sini?', its limits, and the wipe after which nothing of one participant is left for the next."""

import gc
from collections.abc import Iterator

import pytest

from kiosk.domain.codes import CodeKind, mint
from kiosk.domain.lifecycle import HoldCause, JobState
from kiosk.visit.idle import IdleLimits
from kiosk.visit.view import ScreenId, SheetDetail
from tests.visit.player import Player


def test_after_a_minute_at_a_picker_the_kiosk_asks() -> None:
    player = Player().tap("start", "take").wait(59)
    assert player.screen is ScreenId.NEED
    player.wait(1)
    assert player.screen is ScreenId.TIMEOUT
    assert player.view.detail == SheetDetail(20, 20)
    assert player.offered == ["continue", "finish"]


def test_nothing_of_the_visit_can_be_read_behind_the_sheet() -> None:
    player = Player().take_number().paper_out().wait(25)
    assert player.screen is ScreenId.TIMEOUT
    assert "A 012" not in repr(player.view)


def test_any_touch_goes_on_where_it_was_as_often_as_wanted() -> None:
    player = Player().tap("start", "papers", "need:jht", "answer:berhenti")
    before = player.view
    for _ in range(12):
        player.wait(60)
        assert player.screen is ScreenId.TIMEOUT
        player.visit.touch()
        assert player.view == before


def test_yes_goes_on_and_finish_ends() -> None:
    player = Player().tap("start", "take").wait(60).tap("continue")
    assert player.screen is ScreenId.NEED
    player.wait(60).tap("finish")
    assert player.screen is ScreenId.FAREWELL


def test_without_an_answer_the_visit_is_wiped_after_twenty_seconds() -> None:
    player = Player().tap("start", "take").wait(60).wait(19.5)
    assert player.screen is ScreenId.TIMEOUT
    player.wait(0.5)
    assert player.screen is ScreenId.ATTRACT
    assert player.desk.ended == [None]


@pytest.mark.parametrize(
    ("taps", "limit_s"),
    [
        (("start",), 60),
        (("start", "take", "need:jht"), 60),
        (("start", "code"), 90),
        (("start", "help"), 60),
    ],
)
def test_each_screen_waits_its_own_time_and_twice_as_long_in_large_text(taps: tuple[str, ...], limit_s: int) -> None:
    assert Player().tap(*taps).wait(limit_s).screen is ScreenId.TIMEOUT
    slow = Player().tap("mode:large", *taps).wait(limit_s)
    assert slow.screen is not ScreenId.TIMEOUT
    assert slow.wait(limit_s).screen is ScreenId.TIMEOUT


def test_a_list_may_be_read_for_ninety_seconds() -> None:
    player = Player().tap("start", "papers", "need:jht").answer_questions().wait(89)
    assert player.screen is ScreenId.CHECKLIST
    assert player.wait(1).screen is ScreenId.TIMEOUT


def test_the_number_stays_a_little_and_the_failed_paper_two_minutes() -> None:
    assert Player().take_number().paper_out().wait(25).screen is ScreenId.TIMEOUT
    failed = Player().take_number().paper(JobState.HELD, cause=HoldCause.PAPER_OUT).wait(119)
    assert failed.screen is ScreenId.PRINT_FAILED
    assert failed.wait(1).screen is ScreenId.TIMEOUT


def test_a_slip_on_its_way_is_never_cut() -> None:
    player = Player(prompt=False).take_number()
    player.wait(300)
    assert player.screen is ScreenId.TAKING
    assert player.desk.ended == []


def test_limits_come_from_the_settings() -> None:
    limits = IdleLimits(picker_ms=5_000)
    assert limits.limit_ms(ScreenId.FORK, large=False) == 5_000
    assert limits.limit_ms(ScreenId.FORK, large=True) == 10_000
    assert limits.limit_ms(ScreenId.PRINTING, large=True) is None


def test_goodbye_can_be_taken_back_for_five_seconds() -> None:
    player = Player().take_number().paper_out().tap("finish").wait(4.5)
    assert player.screen is ScreenId.FAREWELL
    assert player.view.lead == "Jangan lupa tiket Bapak/Ibu."
    player.tap("undo")
    assert player.screen is ScreenId.DONE
    player.tap("finish").wait(5)
    assert player.screen is ScreenId.ATTRACT


def test_the_next_person_need_not_wait_for_the_last_ones_goodbye() -> None:
    player = Player().take_number().paper_out().tap("finish", "new-visit")
    assert player.screen is ScreenId.ATTRACT
    assert player.desk.ended == ["2025-01-14/A012"]


def test_a_touch_right_after_the_wipe_belongs_to_the_hand_that_leaves() -> None:
    player = Player().tap("start", "finish", "new-visit")
    assert not player.visit.choose("start")
    player.clock.advance(ms=699)
    assert not player.visit.choose("start")
    player.clock.advance(ms=1)
    assert player.visit.choose("start")


def test_a_countdown_is_drawn_once_a_second() -> None:
    player = Player().tap("start", "finish")
    before = player.changes
    player.wait(4, step_s=0.1)
    assert player.changes - before == 4


def test_an_untouched_kiosk_draws_nothing() -> None:
    player = Player()
    player.wait(600)
    assert player.changes == 0


def test_a_copy_that_was_taken_for_somebody_who_has_gone_reached_nobody() -> None:
    player = Player(prompt=False).take_number()
    player.visit.wipe()
    player.desk.answer()
    assert player.screen is ScreenId.ATTRACT
    assert (player.desk.ended, player.desk.unclaimed) == ([None], ["2025-01-14/A012"])


def test_answers_of_the_house_for_the_last_visit_do_not_reach_the_next() -> None:
    player = Player(prompt=False).tap("start", "code")
    player.visit.type_text(mint(CodeKind.TICKET, 99))
    player.visit.wipe()
    player.settle().tap("start", "code")
    before = player.view
    player.desk.answer()
    assert player.view == before


def test_after_the_wipe_nothing_of_the_participant_can_be_reached_from_the_visit() -> None:
    player = Player().tap("mode:large", "language:en", "code")
    typed = mint(CodeKind.TICKET, 4711)
    player.visit.type_text(typed[:5])
    player.tap("back", "take", "need:jht", "take-number").paper_out().tap("see-papers").answer_questions()
    first = player.view.choices[0].choice_id.removeprefix("have:")
    player.tap(f"missing:{first}", "to-result", "print-list")
    secrets = (typed[:5], "mengundurkan-diri", "2025-01-14/A012", "missing")
    reached = set(_strings_from(player.visit.state))
    assert {"2025-01-14/A012", "mengundurkan-diri"} <= reached
    player.visit.wipe()
    catalogue, texts, desk = player.visit._catalogue, player.visit._texts, player.visit._desk
    left = set(_strings_from(player.visit, leave_out=(catalogue, texts, desk, player.clock)))
    assert [secret for secret in secrets if secret in left] == []


def _strings_from(start: object, leave_out: tuple[object, ...] = ()) -> Iterator[str]:
    """Every string that can be reached from `start`, modules, classes and functions' code aside."""
    seen = {id(thing) for thing in leave_out}
    ahead = [start]
    while ahead:
        thing = ahead.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, str):
            yield thing
        elif not isinstance(thing, type) and type(thing).__name__ not in ("module", "function", "method", "code"):
            ahead.extend(gc.get_referents(thing))
        elif type(thing).__name__ == "method":
            ahead.append(thing.__self__)
        elif type(thing).__name__ == "function" and thing.__closure__:
            ahead.extend(thing.__closure__)
