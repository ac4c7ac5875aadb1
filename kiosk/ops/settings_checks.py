"""What single settings cannot tell: lanes, ranges and hours that contradict each other."""

import difflib
from collections.abc import Collection, Sequence
from typing import Final

from kiosk.domain.branch import DigitRange, Lane, OpeningHours
from kiosk.ops.settings_reading import Reading, Section, SettingsProblem, shown

_TELLING: Final = frozenset({"jkk", "jkm", "jp"})
"""A lane of these alone would tell the whole hall of an injury or a death (design, lanes and classes)."""


def check_lanes(
    reading: Reading, lanes: Sequence[Lane], services: Collection[str] | None
) -> tuple[SettingsProblem, ...]:
    """Refuse a letter or a service given twice, a service unknown or without a lane; return warnings."""
    letters: dict[str, int] = {}
    taken: dict[str, tuple[int, int]] = {}
    for index, lane in enumerate(lanes):
        first = letters.setdefault(lane.letter, index)
        if lane.letter and first != index:
            where = reading.line(("lane", first, "letter"))
            reading.refuse(("lane", index, "letter"), f'Huruf "{lane.letter}" sudah dipakai di baris {where}.')
        for place, service in enumerate(lane.services):
            _check_service(reading, services, taken, service, (index, place))
    if services is not None and lanes:
        for service in sorted(set(services) - set(taken)):
            reading.refuse(("lane",), f'Layanan "{service}" belum masuk [[lane]] mana pun; orang tidak bisa antre.')
    return tuple(
        reading.problem(
            ("lane", index),
            f'Loket "{shown(lane.letter)}" hanya berisi {", ".join(lane.services)}: huruf di tiket dan TV akan '
            "membuka musibah orang. Gabungkan dengan layanan lain.",
        )
        for index, lane in enumerate(lanes)
        if lane.services and set(lane.services) <= _TELLING
    )


def check_ranges(kiosk_id: str, digits: DigitRange, others: Sequence[tuple[Section, str, DigitRange]]) -> None:
    """Refuse two kiosks of one branch with the same name or with a number in common."""
    known = [(kiosk_id, digits)]
    for part, name, theirs in others:
        if any(name == other for other, _ in known):
            part.refuse("id", f'Nama kiosk "{name}" dipakai dua kali.')
        for other, ours in known:
            if theirs.first <= ours.last and ours.first <= theirs.last:
                part.refuse(
                    "first_number",
                    f'Nomor {theirs.first}-{theirs.last} bertumpuk dengan "{other}" ({ours.first}-{ours.last}): '
                    "dua orang bisa memegang nomor yang sama.",
                )
        known.append((name, theirs))


def check_hours(reading: Reading, hours: OpeningHours) -> None:
    """Refuse a branch that never opens, and numbers that start only when the counters have closed."""
    spans = [span for span in hours.by_weekday if span is not None]
    if not spans and not any(problem.key.startswith("hours") for problem in reading.problems):
        reading.refuse(("hours",), "Tidak ada hari buka di [hours]; isi paling sedikit satu, misalnya monday.")
    for span in spans:
        if hours.kiosk_from >= span[1]:
            reading.refuse(
                ("hours", "numbers_from"),
                f'"numbers_from" ({hours.kiosk_from:%H.%M}) tidak boleh sesudah jam tutup ({span[1]:%H.%M}).',
            )
            return


def _check_service(
    reading: Reading,
    services: Collection[str] | None,
    taken: dict[str, tuple[int, int]],
    service: str,
    place: tuple[int, int],
) -> None:
    path = ("lane", place[0], "services", place[1])
    if service in taken:
        first = taken[service]
        where = reading.line(("lane", first[0], "services", first[1]))
        reading.refuse(path, f'Layanan "{shown(service)}" sudah ada di baris {where}.')
        return
    taken[service] = place
    if services is not None and service not in services:
        near = difflib.get_close_matches(service, services, n=1)
        hint = f' Mungkin maksudnya "{near[0]}".' if near else f" Yang ada: {', '.join(sorted(services))}."
        reading.refuse(path, f'Layanan "{shown(service)}" tidak dikenal.{hint}')
