"""Every kind of event there is, with its fields: `docs/events.md` is made from this, and nothing else is written."""

from collections.abc import Mapping
from typing import Final

from kiosk.wire.event_types import EventError, EventType, Field, FieldKind
from kiosk.wire.event_types import ms as _ms
from kiosk.wire.event_types import number as _number
from kiosk.wire.event_types import word as _word
from kiosk.wire.events_sync import SYNC_EVENTS
from kiosk.wire.line import Value

__all__ = ["EVENTS", "EventError", "EventType", "Field", "FieldKind", "checked", "events_markdown"]

_TICKET: Final = _word("ticket id: service day, lane and number")
_FROM: Final = _word("state before")
_TO: Final = _word("state after")
_ACTOR: Final = _word("participant, staff or kiosk")

_ALL: Final = (
    EventType(
        "journal.opened",
        "A new epoch begins: the database was created or restored, or the hub knew the old epoch otherwise.",
        {
            "reason": _word("created, restored or forked"),
            "previous": _number("epoch before, where one is known", optional=True),
        },
    ),
    EventType(
        "kiosk.started",
        "The program has opened its store.",
        {"unclean": Field(FieldKind.FLAG, "it had not been stopped properly before")},
    ),
    EventType("kiosk.stopped", "The program closes its store properly.", {}),
    EventType(
        "clock.behind",
        "A number was taken while the clock showed a day before the service day that is open.",
        {"day": _word("service day that stays open"), "clock_day": _word("day by the clock")},
    ),
    EventType("day.opened", "The first number of a service day.", {"day": _word("service day")}),
    EventType("day.closed", "No more numbers on this service day.", {"day": _word("service day")}),
    EventType("day.reopened", "Numbers again on a service day that had been closed.", {"day": _word("service day")}),
    EventType(
        "digits.raised",
        "After a restore the digits of a lane go on from a higher number.",
        {"day": _word("service day"), "lane": _word("lane letter"), "number": _number("lowest number from now on")},
    ),
    EventType(
        "ticket.taken",
        "A number exists.",
        {
            "ticket": _TICKET,
            "day": _word("service day"),
            "lane": _word("lane letter"),
            "number": _number("digits"),
            "class": _word("calling class; a priority ticket records no reason"),
            "rank_ms": _ms("place inside its class"),
            "code": _word("code of the family, as printed"),
            "language": _word("language of the paper"),
        },
    ),
    EventType(
        "ticket.moved",
        "A ticket went from one state to the next.",
        {"ticket": _TICKET, "event": _word("what happened"), "from": _FROM, "to": _TO, "actor": _ACTOR},
    ),
    EventType(
        "handover.moved",
        "Whether a person got the number.",
        {"ticket": _TICKET, "event": _word("what happened"), "from": _FROM, "to": _TO, "actor": _ACTOR},
    ),
    EventType(
        "promise.made",
        "What was promised with the number. Both null: not estimable, nothing was promised.",
        {
            "ticket": _TICKET,
            "from_ms": _ms("start of the window, also the return-by time", optional=True),
            "until_ms": _ms("end of the window", optional=True),
        },
    ),
    EventType(
        "promise.settled",
        "The one outcome of a promise.",
        {"ticket": _TICKET, "outcome": _word("kept, late, early_missed, unserved or released")},
    ),
    EventType(
        "job.queued",
        "A slip was given to the press.",
        {
            "job": _number("job id"),
            "kind": _word("ticket or checklist"),
            "ticket": _word("ticket id; null for a checklist, which belongs to nobody", optional=True),
            "origin": _word("taken, asked, torn, doubt, reprint, held or staff"),
            "copy_no": _number("0 is the original, others are marked SALINAN"),
            "supersedes": _number("job it stands in for", optional=True),
            "sha256": _word("hash of the bytes; null for a checklist, whose bytes tell a case", optional=True),
        },
    ),
    EventType(
        "job.moved",
        "A slip went from one state to the next.",
        {
            "job": _number("job id"),
            "event": _word("what happened"),
            "from": _FROM,
            "to": _TO,
            "cause": _word("what keeps it from the paper", optional=True),
            "touched": Field(FieldKind.FLAG, "a torn piece may exist"),
        },
    ),
    EventType(
        "case.noted",
        "Somebody was told what is missing: no ticket, rounded to the hour, written when the hour is over.",
        {"case": _word("case of the catalogue"), "missing": Field(FieldKind.WORDS, "documents that are missing")},
    ),
    EventType(
        "roll.installed",
        "A roll of paper is in the printer.",
        {
            "roll": _number("roll id"),
            "kind": _word("new, part or unknown"),
            "by": _word("satpam-no-pin: whoever stood there; first-start: it was there already"),
        },
    ),
    EventType(
        "roll.ended",
        "A roll was taken out.",
        {
            "roll": _number("roll id"),
            "reason": _word("paper-out or changed"),
            "used_mm": _number("paper it has given"),
        },
    ),
    EventType(
        "roll.metered",
        "A metre of paper more was used.",
        {
            "roll": _number("roll id"),
            "used_mm": _number("paper used of this roll"),
            "numbers": _number("tickets on it, copies not counted"),
        },
    ),
    EventType(
        "roll.low",
        "The printer told that little is left.",
        {"roll": _number("roll id"), "used_mm": _number("paper used of this roll")},
    ),
    EventType(
        "paper.opened",
        "The printer was opened or a test strip printed: until somebody has read one, no slip is printed.",
        {"roll": _number("roll id")},
    ),
    EventType(
        "paper.proven",
        "The code on the test strip was read and tapped: slips are printed again.",
        {"roll": _number("roll id")},
    ),
    EventType(
        "paper.changed",
        "Somebody was led through changing the paper.",
        {
            "by": _word("satpam-no-pin"),
            "proven": Field(FieldKind.FLAG, "the code on the test strip was read and tapped"),
            "seconds": _number("from the first picture to the code, or to giving up"),
            "strips": _number("test strips it took"),
        },
    ),
    EventType("help.called", "Somebody asked for a human.", {"screen": _word("screen they were on")}),
)

EVENTS: Final[Mapping[str, EventType]] = {event.type: event for event in (*_ALL, *SYNC_EVENTS)}


def checked(type: str, payload: Mapping[str, Value]) -> EventType:  # noqa: A002 - the wire calls it type
    """The catalogue's entry for `type`; EventError when type, field names or values are not as it says."""
    event = EVENTS.get(type)
    if event is None:
        raise EventError(f"{type!r} is not in the catalogue of events")
    if payload.keys() != event.fields.keys():
        odd = sorted(payload.keys() ^ event.fields.keys())
        raise EventError(f"{type}: these fields are missing or unknown: {', '.join(odd)}")
    for name, field in event.fields.items():
        if not _fits(payload[name], field):
            raise EventError(f"{type}: {name} must be {field.kind.value}")
    return event


def _fits(value: Value, field: Field) -> bool:
    if value is None:
        return field.optional
    match field.kind:
        case FieldKind.WORD:
            return isinstance(value, str) and value.isprintable() and len(value) <= 64
        case FieldKind.NUMBER | FieldKind.MS:
            return isinstance(value, int) and not isinstance(value, bool)
        case FieldKind.FLAG:
            return isinstance(value, bool)
        case FieldKind.WORDS:
            return isinstance(value, list) and all(_fits(word, _word("")) for word in value)


def events_markdown() -> str:
    """The catalogue for people, as `docs/events.md` holds it."""
    parts = [
        "# Events of the journal",
        "",
        "Made from `kiosk/wire/events.py` by `python -m kiosk.wire.events > docs/events.md`; a test compares the two.",
        "One event is one line, `[seq, type, at_ms, v, {payload}]`, made once and never encoded again;",
        "`hash[n] = SHA256(hash[n-1] ‖ line)`. `seq` has no gaps in one `(kiosk, epoch)`. `at_ms` is wall time,",
        "a sensor: order is `seq`. No payload holds anything personal, nor programme or case of a ticket.",
    ]
    for event in EVENTS.values():
        parts += ["", f"## `{event.type}` (v{event.v})", "", event.when]
        if event.fields:
            parts += ["", "| field | holds | meaning |", "| --- | --- | --- |"]
        for name, field in event.fields.items():
            holds = f"{field.kind.value}, or null" if field.optional else field.kind.value
            parts.append(f"| `{name}` | {holds} | {field.meaning} |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(events_markdown())
