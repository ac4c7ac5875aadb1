"""Every pair of state and event of a slip job, under all facts: no unmarked second paper, no late surprise."""

import itertools

import pytest

from kiosk.domain.lifecycle import JobEvent, JobState, SlipKind, SlipOrigin, UndefinedArrowError
from kiosk.domain.slip_arrows import FINAL, LIVE, JobArrow, JobFacts, next_job
from tests.domain.test_lifecycle import arrows

JOB = """
    queued --printer-not-ready--> held          queued --printer-ready--> sending
    queued --visit-ended--> held                queued --restarted--> held
    queued --ticket-ended--> lapsed             queued --ticket-cancelled--> cancelled
    sending --fault-before-bytes--> held        sending --fault-after-bytes--> held
    sending --link-lost--> uncertain            sending --bytes-sent--> sent
    sending --no-acknowledgement--> uncertain
    sending --visit-ended--> sending            sending --restarted--> uncertain
    sent --fault-after-bytes--> held            sent --link-lost--> uncertain
    sent --no-acknowledgement--> uncertain      sent --acknowledged--> confirmed
    sent --person-yes--> confirmed              sent --visit-ended--> sent
    sent --restarted--> uncertain
    held --printer-ready--> sending             held --visit-ended--> held
    held --restarted--> held                    held --staff-print--> queued
    held --time-up--> lapsed                    held --ticket-ended--> lapsed
    held --ticket-cancelled--> cancelled
    uncertain --acknowledged--> confirmed       uncertain --person-yes--> confirmed
    uncertain --person-no--> uncertain          uncertain --no-answer--> uncertain
    uncertain --visit-ended--> uncertain        uncertain --restarted--> uncertain
    uncertain --staff-print--> queued           uncertain --time-up--> lapsed
    uncertain --ticket-ended--> lapsed          uncertain --ticket-cancelled--> cancelled
"""
FACTS = [
    JobFacts(kind, touched, visit_open, copy_no)
    for kind, touched, visit_open, copy_no in itertools.product(SlipKind, (False, True), (False, True), (0, 1))
]
PAIRS = list(itertools.product(JobState, JobEvent))
OPEN = JobFacts(SlipKind.TICKET, touched=False, visit_open=True, copy_no=0)


def _next(state: JobState, event: JobEvent, facts: JobFacts) -> JobArrow | None:
    try:
        return next_job(state, event, facts)
    except UndefinedArrowError:
        return None


def _all() -> list[tuple[JobState, JobEvent, JobFacts, JobArrow]]:
    every = [(state, event, facts, _next(state, event, facts)) for state, event in PAIRS for facts in FACTS]
    return [(state, event, facts, arrow) for state, event, facts, arrow in every if arrow is not None]


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_every_pair_leads_where_it_is_drawn_or_is_refused(state: JobState, event: JobEvent) -> None:
    drawn = arrows(JOB).get((state, event))
    reached = [arrow for facts in FACTS if (arrow := _next(state, event, facts)) is not None]
    assert bool(reached) == (drawn is not None)
    for arrow in reached:
        assert arrow.to == drawn or arrow.copy or arrow.to is JobState.LAPSED


def test_a_final_slip_goes_nowhere() -> None:
    assert {state for state, *_ in _all()} == LIVE
    assert {JobState.CONFIRMED, JobState.SUPERSEDED, JobState.LAPSED, JobState.CANCELLED} == FINAL


def test_what_may_be_torn_never_goes_out_unmarked_again() -> None:
    for state, event, facts, arrow in _all():
        if facts.touched and state in (JobState.HELD, JobState.UNCERTAIN):
            assert arrow.to not in (JobState.QUEUED, JobState.SENDING), (state, event, facts)
        assert arrow.touched or not facts.touched, "a torn piece is never forgotten"
        assert (arrow.copy is not None) == (arrow.to is JobState.SUPERSEDED)


def test_a_slip_that_no_byte_left_prints_as_the_original() -> None:
    held = next_job(JobState.SENDING, JobEvent.FAULT_BEFORE_BYTES, OPEN)
    assert (held.to, held.touched) == (JobState.HELD, False)
    again = next_job(JobState.HELD, JobEvent.PRINTER_READY, OPEN)
    assert (again.to, again.copy) == (JobState.SENDING, None)


@pytest.mark.parametrize("event", [JobEvent.FAULT_AFTER_BYTES, JobEvent.LINK_LOST, JobEvent.RESTARTED])
def test_whatever_stops_a_slip_on_its_way_leaves_it_touched(event: JobEvent) -> None:
    assert next_job(JobState.SENDING, event, OPEN).touched
    assert next_job(JobState.SENT, event, OPEN).touched


def test_a_torn_slip_goes_on_as_a_marked_copy_while_its_visit_is_open() -> None:
    torn = JobFacts(SlipKind.TICKET, touched=True, visit_open=True, copy_no=0)
    assert next_job(JobState.HELD, JobEvent.PRINTER_READY, torn).copy is SlipOrigin.TORN


@pytest.mark.parametrize("event", [JobEvent.PERSON_NO, JobEvent.NO_ANSWER])
def test_doubt_makes_one_copy_and_only_one(event: JobEvent) -> None:
    doubted = JobFacts(SlipKind.TICKET, touched=True, visit_open=True, copy_no=0)
    assert next_job(JobState.UNCERTAIN, event, doubted).copy is SlipOrigin.DOUBT
    second = JobFacts(SlipKind.TICKET, touched=True, visit_open=True, copy_no=1)
    assert next_job(JobState.UNCERTAIN, event, second) == JobArrow(JobState.UNCERTAIN, touched=True, visit_open=True)


def test_after_the_visit_only_staff_make_a_held_slip_print() -> None:
    for state, event, facts, arrow in _all():
        leaves = arrow.to in (JobState.SENDING, JobState.QUEUED) or arrow.copy is not None
        if not facts.visit_open and state in (JobState.HELD, JobState.UNCERTAIN) and leaves:
            assert event is JobEvent.STAFF_PRINT


def test_a_slip_that_the_printer_had_not_taken_when_the_visit_ended_waits_for_staff() -> None:
    queued = JobFacts(SlipKind.TICKET, touched=False, visit_open=True, copy_no=0)
    assert next_job(JobState.QUEUED, JobEvent.VISIT_ENDED, queued) == JobArrow(
        JobState.HELD, touched=False, visit_open=False
    )


def test_a_checklist_never_waits_for_staff() -> None:
    for state, event, facts, arrow in _all():
        if facts.kind is SlipKind.CHECKLIST:
            assert event is not JobEvent.STAFF_PRINT
            if not arrow.visit_open:
                assert arrow.to not in (JobState.HELD, JobState.UNCERTAIN, JobState.QUEUED), (state, event)


def test_the_visit_once_over_stays_over() -> None:
    for _state, event, facts, arrow in _all():
        assert not (arrow.visit_open and not facts.visit_open)
        if event in (JobEvent.VISIT_ENDED, JobEvent.RESTARTED):
            assert not arrow.visit_open
