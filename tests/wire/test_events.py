"""The catalogue of events is closed, typed, and written down where people read it."""

import pytest

from kiosk.domain.lifecycle import Actor, Handover, JobState, SlipKind, SlipOrigin, TicketState
from kiosk.domain.promise import PromiseOutcome
from kiosk.wire.events import EVENTS, EventError, FieldKind, checked, events_markdown
from kiosk.wire.line import Value
from tests.rules import ROOT

NEVER = {"name", "nik", "kpj", "phone", "service", "programme", "case_id"}
OPENED: dict[str, Value] = {"day": "2025-01-14"}


def test_the_page_for_people_is_up_to_date() -> None:
    assert (ROOT / "docs/events.md").read_text("utf-8") == events_markdown(), (
        "run: python -m kiosk.wire.events > docs/events.md"
    )


def test_an_event_as_the_catalogue_has_it_passes() -> None:
    assert checked("day.opened", OPENED).v == 1


@pytest.mark.parametrize(
    ("type_", "payload", "sentence"),
    [
        ("day.invented", OPENED, "not in the catalogue"),
        ("day.opened", {}, "missing or unknown: day"),
        ("day.opened", {**OPENED, "nik": "3604"}, "missing or unknown: nik"),
        ("day.opened", {"day": 14}, "day must be word"),
        ("day.opened", {"day": None}, "day must be word"),
        ("day.opened", {"day": "two\nlines"}, "day must be word"),
        ("day.opened", {"day": "x" * 65}, "day must be word"),
        ("kiosk.started", {"unclean": 1}, "unclean must be true or false"),
        ("digits.raised", {"day": "d", "lane": "A", "number": True}, "number must be number"),
        ("case.noted", {"case": "c", "missing": "ktp"}, "missing must be list of words"),
        ("case.noted", {"case": "c", "missing": [1]}, "missing must be list of words"),
    ],
)
def test_what_the_catalogue_does_not_know_is_refused(type_: str, payload: dict[str, Value], sentence: str) -> None:
    with pytest.raises(EventError, match=sentence):
        checked(type_, payload)


def test_no_event_has_a_field_for_a_person_and_none_joins_ticket_and_case() -> None:
    for event in EVENTS.values():
        assert not event.fields.keys() & NEVER, event.type
        assert not {"ticket", "case"} <= event.fields.keys(), event.type
        assert not {"ticket", "missing"} <= event.fields.keys(), event.type
    assert "ticket" not in EVENTS["case.noted"].fields


def test_every_state_and_word_of_ours_fits_its_field() -> None:
    words = [*TicketState, *Handover, *JobState, *SlipKind, *SlipOrigin, *Actor, *PromiseOutcome]
    for word in words:
        checked("help.called", {"screen": word.value})
    assert EVENTS["help.called"].fields["screen"].kind is FieldKind.WORD
