"""A calendar that comes as a pack: days on which the branch is closed, and days with other hours."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Final

from kiosk.domain.branch import OpeningHours, Span, SpecialDay
from kiosk.domain.packed import Packed, read_packed

MAX_ENTRIES: Final = 500
MAX_NAME: Final = 40
MAX_SPAN_DAYS: Final = 366
_SPAN: Final = re.compile(r"([01]\d|2[0-3])\.([0-5]\d)-([01]\d|2[0-3])\.([0-5]\d)")
_NEVER_OPEN_DAYS: Final = 365
_ONE: Final = timedelta(days=1)


def read_special_days(contents: bytes, hours: OpeningHours) -> Mapping[date, SpecialDay]:
    """The days in `contents` for a branch with the week of `hours`. Raises PackedError.

    An entry of several days with other hours is about those on which the branch opens anyway; one of a single day means
    that day.
    """
    found: dict[date, SpecialDay] = {}
    packed = read_packed(contents)
    taken: dict[date, str] = {}
    for entry in packed.objects("days", most=MAX_ENTRIES):
        first, last, special = _entry(entry, hours)
        for day in _days(first, last):
            if day in taken:
                raise entry.problem(f"{day} sudah disebut di {taken[day]}")
            taken[day] = entry.where
            if special.span is None or first == last or hours.by_weekday[day.weekday()] is not None:
                found[day] = special
    packed.close()
    _check_open(packed, hours, found)
    return found


def _entry(entry: Packed, hours: OpeningHours) -> tuple[date, date, SpecialDay]:
    first = entry.day("from")
    last = entry.day("until", first)
    if last < first:
        raise entry.problem(f'"until" ({last}) lebih dahulu daripada "from" ({first})')
    if (last - first).days >= MAX_SPAN_DAYS:
        raise entry.problem(f"lebih dari {MAX_SPAN_DAYS} hari sekaligus")
    span = _span(entry, hours) if entry.has("hours") else None
    name = entry.texts("name", MAX_NAME)
    if any(words.endswith((".", "!", "?")) for words in name.values()):
        raise entry.problem('"name" ditulis tanpa tanda di akhir: kalimatnya ditambahkan kiosk')
    entry.close()
    return first, last, SpecialDay(span, name)


def _span(entry: Packed, hours: OpeningHours) -> Span:
    told = entry.text("hours", 20)
    match = _SPAN.fullmatch(told)
    if match is None:
        raise entry.problem('"hours" harus seperti 08.00-12.00; hari tutup ditulis tanpa "hours"')
    opens, closes = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    if closes <= opens:
        raise entry.problem(f'"hours" ({told}): jam tutup harus sesudah jam buka')
    if closes <= hours.kiosk_from:
        raise entry.problem(f'"hours" ({told}): loket tutup sebelum nomor bisa diambil ({hours.kiosk_from:%H.%M})')
    return opens, closes


def _days(first: date, last: date) -> list[date]:
    return [first + _ONE * ahead for ahead in range((last - first).days + 1)]


def _check_open(packed: Packed, hours: OpeningHours, special: Mapping[date, SpecialDay]) -> None:
    """Refuse a calendar under which nobody is served for a whole year: no branch means that."""
    if not special:
        return
    counted = hours.with_special(special)
    closed = 0
    for day in _days(min(special), max(special)):
        closed = 0 if counted.on(day) is not None else closed + 1
        if closed >= _NEVER_OPEN_DAYS:
            raise packed.problem(f"cabang tutup {_NEVER_OPEN_DAYS} hari berturut-turut sampai {day}")
