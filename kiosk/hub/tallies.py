"""What one event adds to the figures: pure, so that the same events always make the same figures."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Final

MAX_NAME: Final = 64
"""As long as a word of an event may be."""
_FINALS: Final = frozenset({"served", "no_show", "cancelled", "lapsed", "carried"})
_SLIP_FINALS: Final = frozenset({"confirmed", "superseded", "lapsed", "cancelled"})
_STUCK: Final = frozenset({"held", "uncertain"})


class Unreadable(ValueError):  # noqa: N818 - what it says is what happened
    """An event that cannot be understood: it is kept, parked and counted, and holds up nothing."""


@dataclass(frozen=True, slots=True)
class Count:
    """One more of `name` under `subject`, on that day and in that hour of the branch."""

    subject: str
    name: str
    day: str
    hour: int


@dataclass(frozen=True, slots=True)
class Fact:
    """What was last said about the kiosk itself."""

    name: str
    value: str
    at_ms: int


Payload = Mapping[str, Any]
Told = Iterator[tuple[str, str]]
"""Subject and name of each count."""


def read_event(line: bytes, seq: int, zone: tzinfo) -> tuple[list[Count], list[Fact]]:
    """What the event in `line` adds, in the time of `zone`; nothing for types not counted. Raises Unreadable."""
    try:
        parts = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("baris ini bukan JSON") from error
    match parts:
        case [int(told), str(kind), int(at_ms), int(), dict(payload)]:
            pass
        case _:
            raise Unreadable("baris ini bukan [seq, jenis, waktu, versi, isi]")
    if told != seq:
        raise Unreadable(f"baris ini menyebut dirinya nomor {told}")
    counts, facts = COUNTED.get(kind), FACTS.get(kind)
    if counts is None and facts is None:
        return [], []
    try:
        moment = datetime.fromtimestamp(at_ms / 1000, zone)
        day = _day(payload) or moment.date().isoformat()
        made = [Count(_word(subject), _word(name), day, moment.hour) for subject, name in (counts or _none)(payload)]
        kept = [Fact(_word(name), _word(value), at_ms) for name, value in (facts or _none)(payload)]
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise Unreadable(f"isi {kind} tidak seperti dalam katalog kejadian") from error
    return made, kept


def _day(payload: Payload) -> str | None:
    """The service day the event belongs to, where it says so: the clock is only a sensor."""
    told = payload.get("day")
    if told is None and isinstance(payload.get("ticket"), str):
        told = payload["ticket"].partition("/")[0]
    return None if told is None else date.fromisoformat(told).isoformat()


def _word(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_NAME or not value.isprintable():
        raise ValueError("no word")
    return value


def _none(_payload: Payload) -> Told:
    return iter(())


def _taken(payload: Payload) -> Told:
    yield "ticket", payload["lane"]
    yield "language", payload["language"]
    yield "class", payload["class"]


def _ticket_moved(payload: Payload) -> Told:
    if payload["to"] in _FINALS:
        yield "ended", payload["to"]


def _job_moved(payload: Payload) -> Told:
    to, cause = payload["to"], payload["cause"]
    if to in _SLIP_FINALS:
        yield "slip", to
    if to in _STUCK:
        yield "fault", cause or to


def _case(payload: Payload) -> Told:
    yield "case", payload["case"]
    for document in payload["missing"]:
        yield "missing", document


COUNTED: Final[Mapping[str, Callable[[Payload], Told]]] = {
    "ticket.taken": _taken,
    "ticket.moved": _ticket_moved,
    "handover.moved": lambda payload: iter([("handover", payload["to"])]),
    "promise.made": lambda payload: iter([("promised", "window" if payload["from_ms"] else "none")]),
    "promise.settled": lambda payload: iter([("promise", payload["outcome"])]),
    "job.queued": lambda payload: iter([("queued", payload["kind"])]),
    "job.moved": _job_moved,
    "case.noted": _case,
    "help.called": lambda payload: iter([("help", payload["screen"])]),
    "pack.refused": lambda payload: iter([("pack_refused", payload["reason"])]),
    "roll.ended": lambda payload: iter([("roll", payload["reason"])]),
    "paper.changed": lambda payload: iter([("paper_change", "proven" if payload["proven"] else "unproven")]),
    "kiosk.started": lambda payload: iter([("start", "unclean" if payload["unclean"] else "clean")]),
}
"""Each counted type and its counts. Subjects, for whoever reads the figures: `kiosk.hub.counts.SUBJECTS`."""


def _printer(payload: Payload) -> Told:
    """What the printer last did with a slip; a slip that is only on its way says nothing."""
    if payload["to"] == "confirmed":
        yield "printer", "ok"
    elif payload["to"] in _STUCK:
        yield "printer", payload["cause"] or payload["to"]


def _installed(payload: Payload) -> Told:
    yield "roll", str(int(payload["roll"]))
    yield "roll_kind", payload["kind"]
    yield "roll_used_mm", "0"
    yield "roll_numbers", "0"
    yield "roll_low", "no"


def _metered(payload: Payload) -> Told:
    yield "roll", str(int(payload["roll"]))
    yield "roll_used_mm", str(int(payload["used_mm"]))
    yield "roll_numbers", str(int(payload["numbers"]))


def _ended(payload: Payload) -> Told:
    yield "roll", "none"
    if payload["reason"] == "paper-out":
        yield "roll_whole_mm", str(int(payload["used_mm"]))


FACTS: Final[Mapping[str, Callable[[Payload], Told]]] = {
    "kiosk.started": lambda _payload: iter([("running", "yes")]),
    "kiosk.stopped": lambda _payload: iter([("running", "no")]),
    "day.opened": lambda payload: iter([("day", payload["day"])]),
    "job.moved": _printer,
    "roll.installed": _installed,
    "roll.metered": _metered,
    "roll.low": lambda _payload: iter([("roll_low", "yes")]),
    "roll.ended": _ended,
    "clock.compared": lambda payload: iter([("clock_ahead_ms", str(int(payload["offset_ms"])))]),
    "pack.in_force": lambda payload: iter([(f"pack:{payload['kind']}", str(int(payload["version"])))]),
    "pack.not_used": lambda payload: iter(
        [
            (f"pack:{payload['kind']}", str(int(payload["instead"] or 0))),
            (f"pack_refused:{payload['kind']}", f"{int(payload['version'])} {payload['reason']}"),
        ]
    ),
    "pack.refused": lambda payload: iter(
        [(f"pack_refused:{payload['kind']}", f"{int(payload['version'])} {payload['reason']}")]
    ),
    "journal.forked": lambda payload: iter([("forked_at", str(int(payload["seq"])))]),
}
"""Each type that says something lasting about the kiosk: the last word of each name is kept.

Names, for whoever reads them: `kiosk.hub.reading.FACT_NAMES`.
"""
