"""Any finger, any printer, any hour: a visit never fails and never takes two numbers."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.codes import CodeKind, mint
from kiosk.domain.lifecycle import Handover, HoldCause, JobState, SlipKind, TicketState
from kiosk.domain.ticket import TakeRefusal
from kiosk.visit.desk import CodeAnswer
from kiosk.visit.view import ScreenId
from tests.visit.desk import a_ticket
from tests.visit.player import Player

CODES = [mint(CodeKind.TICKET, 1), mint(CodeKind.CHECKLIST, 2), mint(CodeKind.CHECKLIST, 3), mint(CodeKind.SLOT, 4)]
NONSENSE = [
    "",
    "start",
    "take-number",
    "need:",
    "need:nothing",
    "answer:?",
    "have:?",
    "key:I",
    "mode:",
    "language:jv-serang",
]

WAYS = {
    "at the door": lambda player: player,
    "number in hand": lambda player: player.take_number().paper_out(),
    "paper out": lambda player: player.take_number().paper(JobState.HELD),
    "nobody knows": lambda player: player.take_number().paper(JobState.UNCERTAIN, asks=True),
    "among the questions": lambda player: player.tap("start", "papers", "need:jht"),
    "at the list": lambda player: player.tap("start", "papers", "need:jht").answer_questions(),
    "list and number": lambda player: player.take_number().paper_out().tap("see-papers").answer_questions(),
    "giving back": lambda player: WAYS["list and number"](player).tap("to-result", "give-back"),
    "looking for the need": lambda player: player.tap("start", "take", "need:belum-tahu"),
    "typing a code": lambda player: player.tap("start", "code"),
}
"""Where a walk begins: deep places that few random taps would find."""

Act = Callable[[Player], None]


def _tap(share: float) -> Act:
    def act(player: Player) -> None:
        offered = player.offered
        if offered:
            before = player.view.screen
            heard = player.visit.choose(offered[int(share * len(offered)) % len(offered)])
            assert heard or player.visit._deaf(), before

    return act


def _mistap(choice: str) -> Act:
    def act(player: Player) -> None:
        if choice not in player.offered:
            before = player.view
            assert not player.visit.choose(choice)
            assert player.view == before

    return act


def _slip(job: int, kind: SlipKind, state: JobState, asks: bool) -> Act:
    cause = HoldCause.PAPER_OUT if state is JobState.HELD else None
    return lambda player: player.paper(state, cause=cause, asks=asks, job=job, kind=kind) and None


def _refuse(refusal: TakeRefusal | None) -> Act:
    def act(player: Player) -> None:
        player.desk.refusal = refusal

    return act


ACTS = st.one_of(
    st.floats(0, 1, exclude_max=True).map(_tap),
    st.floats(0, 1, exclude_max=True).map(_tap),
    st.floats(0, 1, exclude_max=True).map(_tap),
    st.floats(0, 1, exclude_max=True).map(_tap),
    st.sampled_from(NONSENSE).map(_mistap),
    st.sampled_from([0.1, 1, 6, 21, 65, 130]).map(lambda s: lambda player: player.wait(s, step_s=s / 3)),
    st.builds(_slip, st.integers(1, 4), st.sampled_from(SlipKind), st.sampled_from(JobState), st.booleans()),
    st.sampled_from([*CODES, "T", "zzz", "\x00", "PASTI:", "🙂" * 40]).map(lambda t: lambda p: p.visit.type_text(t)),
    st.sampled_from([None, *TakeRefusal]).map(_refuse),
    st.sampled_from([None, *HoldCause]).map(lambda cause: lambda player: player.visit.printer_changed(cause)),
    st.booleans().map(lambda full: lambda player: player.visit.store_full(full)),
    st.just(lambda player: player.desk.answer()),
    st.just(lambda player: player.visit.touch()),
    st.just(lambda player: player.visit.start_offer(a_ticket(31))),
    st.sampled_from([-2, 4, 8]).map(lambda hours: lambda player: player.clock.jump(hours=hours)),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WAYS)), st.lists(ACTS, min_size=1, max_size=60), st.booleans())
def test_no_sequence_breaks_a_visit_or_takes_two_numbers(way: str, acts: list[Act], prompt: bool) -> None:
    player = Player()
    WAYS[way](player)
    player.desk.prompt = prompt
    player.desk.codes = {
        CODES[0]: CodeAnswer(ticket=a_ticket(5, state=TicketState.WAITING, handover=Handover.NONE)),
    }
    visit_no, committed = 0, len(player.desk.requests)
    for act in acts:
        asked = len(player.desk.requests)
        refusing = player.desk.refusal is not None
        act(player)
        if player.visit.visit_no != visit_no:
            visit_no, committed = player.visit.visit_no, 0
        committed += 0 if refusing else len(player.desk.requests) - asked
        assert committed <= 1
        _holds(player)


def _holds(player: Player) -> None:
    view = player.view
    ids = [choice.choice_id for choice in player.all_choices]
    assert len(ids) == len(set(ids)), f"{view.screen} offers a choice twice"
    assert view.title
    assert view.choices or view.bar or view.screen is ScreenId.BOOT
    if view.bar:
        assert [choice.choice_id for choice in view.bar] == ["back", "finish", "help"]
    elif view.screen not in (ScreenId.TIMEOUT, ScreenId.LAST_NUMBER):
        assert player.visit.state.resting
