"""Prints under any sequence of faults; judged by the paper, never by the driver's own word."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from printers.driver import Delivery, Outcome
from printers.faults import Fault
from printers.layout import render
from printers.profiles import profile
from tests.printers.desk import TICKET, Desk
from tests.printers.slips import a_ticket


def mend(desk: Desk) -> None:
    """Everything that is wrong is put right."""
    for wrong in desk.printer.faults:
        desk.printer.turn(wrong, False)


ACTIONS: dict[str, Callable[[Desk], object]] = {
    "mend": mend,
    "look": Desk.settle,
    "power": lambda desk: desk.printer.switch_off_and_on(),
}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["print", "fault", *ACTIONS]),
            st.sampled_from(Fault),
            st.integers(0, len(TICKET.data) + 30),
        ),
        max_size=14,
    ),
    st.sampled_from(["epson-80", "generic-80"]),
)
def test_whatever_happens_confirmed_means_on_paper_and_held_means_never(
    steps: list[tuple[str, Fault, int]], name: str
) -> None:
    """The soak in small: judged by what lies under the printer, not by what the driver says."""
    family = profile(name)
    desk = Desk(family)
    outcomes: dict[int, Outcome] = {}
    for step, (action, fault, at) in enumerate(steps):
        if action == "print":
            outcomes[step] = desk.print(render(a_ticket(f"A {step:03d}"), family), job_id=step)
        elif action == "fault":
            desk.printer.fault_after(at, fault)
        else:
            ACTIONS[action](desk)
    mend(desk)
    desk.clock.advance(seconds=60)
    on_paper = [line for paper in desk.printer.papers if paper.whole for line in paper.lines()]
    for step, outcome in outcomes.items():
        copies = on_paper.count(f"A {step:03d}")
        if outcome.delivery is Delivery.CONFIRMED:
            assert copies == 1
        if outcome.delivery is Delivery.HELD and not outcome.touched:
            assert copies == 0
        assert copies <= 1
