"""The few settings that head office may change from afar: hours and idle times, checked as those in the file are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from kiosk.domain.packed import Packed, read_packed
from kiosk.ops.settings import WEEKDAYS, Settings, read_hours, read_idle
from kiosk.ops.settings_checks import check_hours
from kiosk.ops.settings_reading import COMMAND_LINE, Origin, Reading, SettingsError, SettingsProblem, shown

FROM_AFAR: Final[Mapping[str, tuple[str, ...]]] = {
    "hours": (*WEEKDAYS, "numbers_from"),
    "idle": ("choose_s", "list_s", "done_s", "print_failed_s", "sheet_s"),
}
"""Nothing here can lock anybody out, move the data, or change who is believed."""


def with_packed(given: Settings, contents: bytes, number: int | None) -> Settings:
    """`given` as the settings pack `number` changes it; what the command line said stays.

    Raises PackedError for what is no such pack, SettingsError for values that the file would be refused for.
    """
    source = Origin("paket settings" if number is None else f"paket settings no. {number}")
    packed = read_packed(contents)
    changes = _changes(packed)
    said = {key: (value, origin) for key, value, origin in given.origins}
    for key in [key for key in changes if said.get(key, (None, None))[1] == COMMAND_LINE]:
        del changes[key]
    values: dict[str, Any] = {section: {} for section in FROM_AFAR}
    for key, value in ({key: value for key, (value, _) in said.items()} | changes).items():
        section, _, name = key.partition(".")
        if section in values:
            values[section][name] = value
    reading = Reading(str(source), values, {}, {})
    hours, idle = read_hours(reading.root.section("hours")), read_idle(reading.root)
    check_hours(reading, hours)
    if reading.problems:
        raise SettingsError([SettingsProblem(one.file, 0, one.key, one.sentence) for one in reading.problems])
    branch = replace(given.branch, hours=hours.with_special(given.branch.hours.special))
    origins = tuple(
        (key, changes.get(key, value), source if key in changes else origin) for key, value, origin in given.origins
    )
    return replace(given, branch=branch, idle=idle, origins=origins)


def _changes(packed: Packed) -> dict[str, Any]:
    """Dotted key → value, each one that head office may change."""
    found = {}
    told = packed.table("settings")
    packed.close()
    for section, values in told.items():
        if section not in FROM_AFAR or not isinstance(values, dict):
            raise packed.problem(
                f'bagian "{shown(section)}" tidak boleh diubah dari pusat, hanya {", ".join(FROM_AFAR)}'
            )
        for name, value in values.items():
            if name not in FROM_AFAR[section]:
                raise packed.problem(f'"{section}.{shown(name)}" tidak boleh diubah dari pusat')
            found[f"{section}.{name}"] = value
    return found
