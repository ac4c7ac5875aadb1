"""The settings in force: one TOML file read into typed values, or refused with every problem and its line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kiosk.domain.branch import Branch, DigitRange, Lane, OpeningHours, Panel, Zone
from kiosk.ops.settings_a4 import read_a4
from kiosk.ops.settings_checks import check_hours, check_lanes, check_ranges
from kiosk.ops.settings_reading import Origin, Reading, Section, SettingsError, SettingsProblem, read_toml, shown
from kiosk.ops.settings_sync import SyncSettings, read_sync

__all__ = ["IdleLimits", "PrinterSettings", "Settings", "SettingsError", "SettingsProblem", "explain", "load_settings"]

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOSED: Final = "tutup"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PHONE = re.compile(r"[0-9+() -]*")
_TIME = r"([01][0-9]|2[0-3])[.:]([0-5][0-9])"
_SPAN = re.compile(rf"{_TIME}\s*[-–]\s*{_TIME}")


@dataclass(frozen=True, slots=True)
class IdleLimits:
    """Seconds without a touch before a visit asks "Masih di sini?", by kind of screen (R-TIME-1)."""

    choose_s: int
    list_s: int
    """Checklist and keypad."""
    done_s: int
    print_failed_s: int
    """Longer than a change of paper takes, so that it still finds its participant."""
    sheet_s: int
    """How long the question itself stays before the wipe (R-TIME-2: never under 20)."""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """Where the printer is and of which family; unsaid, the most careful family."""

    url: str
    profile: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the kiosk was told, checked. `warnings` are allowed, but somebody should look."""

    file: Path
    branch: Branch
    panel: Panel
    printer: PrinterSettings
    a4_queue: str
    """CUPS's name of the printer for lists; empty: there is none."""
    data_dir: Path
    idle: IdleLimits
    confirm_key: str
    """Public key of whoever confirms the rules for this branch; empty: nobody does."""
    sync: SyncSettings
    scanner: bool
    """A scanner of squares is at this kiosk, and types what it reads."""
    warnings: tuple[SettingsProblem, ...]
    origins: tuple[tuple[str, object, Origin], ...]


_SERIAL: Final = {
    "baud": "1200 2400 4800 9600 19200 38400 57600 115200",
    "flow": "none xonxoff rtscts",
    "parity": "none even odd",
}
"""What may follow the `?` of a serial printer."""


def load_settings(
    path: Path,
    *,
    services: Collection[str] | None = None,
    profiles: Collection[str] | None = None,
    overrides: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in `path`, with `overrides` ("printer.url" → text) from the command line on top.

    `services` are the catalogue's, each of which needs a lane; `profiles` the printer profiles there are; None
    checks neither. Raises SettingsError with all problems.
    """
    reading = read_toml(path, overrides or {})
    root = reading.root
    branch_part, kiosk_part = root.section("branch"), root.section("kiosk")
    branch = Branch(
        branch_id=_identity(branch_part, "id"),
        name=branch_part.text("name", longest=60),
        kiosk_id=_identity(kiosk_part, "id"),
        zone=_zone(branch_part),
        address=branch_part.text("address", ""),
        phone=_phone(branch_part),
        lanes=_lanes(root),
        digits=_digits(kiosk_part),
        hours=read_hours(root.section("hours")),
    )
    check_ranges(branch.kiosk_id, branch.digits, _other_kiosks(root))
    check_hours(reading, branch.hours)
    warnings = check_lanes(reading, branch.lanes, services)
    data_dir = path.parent / kiosk_part.text("data_dir", "data", longest=400)
    if data_dir.absolute() == path.parent.absolute():
        kiosk_part.refuse("data_dir", '"data_dir" harus folder tersendiri, misalnya "data".')
    confirm_key, scanner = _confirm_key(branch_part), kiosk_part.flag("scanner", False)
    panel, printer, idle = _panel(root.section("screen")), _printer(root, profiles), read_idle(root)
    a4_queue, sync = read_a4(root), read_sync(root, path.parent)
    for part in (branch_part, kiosk_part, root):
        part.close()
    _refuse_unread(reading)
    if reading.problems:
        raise SettingsError(reading.problems)
    origins = tuple((key, value, origin) for key, (value, origin) in reading.origins.items())
    return Settings(
        path, branch, panel, printer, a4_queue, data_dir, idle, confirm_key, sync, scanner, warnings, origins
    )


def _refuse_unread(reading: Reading) -> None:
    """A setting of the command line that nobody asked for."""
    for key in sorted(set(reading.overrides) - set(reading.origins)):
        reading.problems.append(SettingsProblem("baris perintah", 0, key, f'"{shown(key)}" tidak dikenal.'))


def explain(settings: Settings) -> list[tuple[str, str, str]]:
    """(key, value, origin) of every setting in force, in the order of the file."""
    return [(key, _told(value), str(origin)) for key, value, origin in settings.origins]


def _identity(part: Section, name: str) -> str:
    value = part.text(name, longest=32)
    if value and not _ID.fullmatch(value):
        part.refuse(name, f'"{name}" hanya huruf kecil, angka dan tanda hubung, misalnya "serang-1".')
    return value


def _zone(part: Section) -> Zone:
    value = part.text("zone")
    if value in Zone.__members__:
        return Zone[value]
    if value:
        part.refuse("zone", f'"zone" harus WIB, WITA atau WIT, bukan {shown(value)}.')
    return Zone.WIB


def _confirm_key(part: Section) -> str:
    value = part.text("confirm_key", "", longest=80)
    if value and not re.fullmatch("ed25519:[A-Za-z0-9_-]{43}", value):
        part.refuse("confirm_key", '"confirm_key" harus seperti ed25519:… dengan 43 huruf dan angka.')
    return value


def _phone(part: Section) -> str:
    value = part.text("phone", "", longest=30)
    if not _PHONE.fullmatch(value):
        part.refuse("phone", '"phone" hanya boleh berisi angka, spasi dan tanda + ( ) -.')
    return value


def _digits(part: Section) -> DigitRange:
    first = part.whole("first_number", 1, least=1, most=999)
    last = part.whole("last_number", 999, least=1, most=999)
    if last < first:
        part.refuse("last_number", f'"last_number" ({last}) lebih kecil daripada "first_number" ({first}).')
    return DigitRange(first, last)


def _other_kiosks(root: Section) -> list[tuple[Section, str, DigitRange]]:
    found = []
    for part in root.sections("other_kiosk", required=False):
        name, digits = _identity(part, "id"), _digits(part)
        part.close()
        found.append((part, name, digits))
    return found


def _lanes(root: Section) -> tuple[Lane, ...]:
    lanes = []
    for part in root.sections("lane"):
        letter = part.text("letter")
        if letter and not re.fullmatch(r"[A-Z]", letter):
            part.refuse("letter", f'"letter" harus satu huruf besar A sampai Z, bukan {shown(letter)}.')
        lanes.append(Lane(letter, part.text("name", longest=40), part.texts("services")))
        part.close()
    return tuple(lanes)


def read_hours(part: Section) -> OpeningHours:
    """The [hours] section."""
    days = tuple(_span(part, name) for name in WEEKDAYS)
    kiosk_from = _clock_time(part, "numbers_from")
    part.close()
    return OpeningHours(days, kiosk_from)


def _span(part: Section, name: str) -> tuple[time, time] | None:
    value = part.text(name, _CLOSED)
    if value.strip().lower() == _CLOSED:
        return None
    match = _SPAN.fullmatch(value.strip())
    if match is None:
        part.refuse(name, f'"{name}" harus seperti "08.00-15.30" atau "{_CLOSED}", bukan {shown(value)}.')
        return None
    hour, minute, until_hour, until_minute = (int(figure) for figure in match.groups())
    opens, closes = time(hour, minute), time(until_hour, until_minute)
    if closes <= opens:
        part.refuse(name, f'"{name}": jam tutup harus sesudah jam buka, bukan {shown(value)}.')
        return None
    return opens, closes


def _clock_time(part: Section, name: str) -> time:
    value = part.text(name)
    match = re.fullmatch(_TIME, value.strip())
    if match is None:
        if value:
            part.refuse(name, f'"{name}" harus seperti "07.00", bukan {shown(value)}.')
        return time(0)
    return time(int(match[1]), int(match[2]))


def _panel(part: Section) -> Panel:
    panel = Panel(
        width_mm=part.number("width_mm", least=150, most=2500),
        height_mm=part.number("height_mm", least=150, most=2500),
        bottom_mm=part.number("bottom_mm", least=0, most=1500),
        distance_mm=part.number("distance_mm", 600, least=250, most=2000),
    )
    part.close()
    return panel


def _printer(root: Section, profiles: Collection[str] | None) -> PrinterSettings:
    part = root.section("printer")
    url, profile = part.text("url", longest=300), part.text("profile", "generic-80", longest=40)
    problem = _url_problem(url)
    if url and problem:
        part.refuse("url", problem)
    if profiles is not None and profile not in profiles:
        part.refuse("profile", f'Profil "{shown(profile)}" tidak dikenal. Yang ada: {", ".join(sorted(profiles))}.')
    part.close()
    return PrinterSettings(url, profile)


def _url_problem(url: str) -> str | None:
    """Why `url` is no way to a printer; a test holds that what passes here passes the transports too."""
    match url.partition(":")[0]:
        case "virtual" if url == "virtual:":
            return None
        case "tcp":
            good = _is_host_and_port(url)
            return None if good else f'"url" jaringan harus seperti tcp://192.168.1.20:9100, bukan {shown(url)}.'
        case "file":
            path = re.fullmatch(r"file:/(?!/)[^?#]*[^?#/]", url)
            return None if path else f'"url" berkas harus jalur penuh seperti file:/dev/usb/lp0, bukan {shown(url)}.'
        case "usblp":
            path = re.fullmatch(r"usblp:(//)?/(?!/)[^?#]*[^?#/]", url)
            return None if path else f'"url" USB harus seperti usblp:///dev/usb/lp0, bukan {shown(url)}.'
        case "serial":
            return _serial_problem(url)
        case _:
            known = "virtual:, tcp://host:port, usblp:///dev/usb/lp0, serial:///dev/ttyUSB0 atau file:/jalur"
            return f'"url" harus diawali {known}, bukan {shown(url)}.'


def _serial_problem(url: str) -> str | None:
    place, _, parameters = url.partition("?")
    if not re.fullmatch(r"serial:(//)?/(?!/)[^#]*[^#/]", place):
        return f'"url" serial harus seperti serial:///dev/ttyUSB0?baud=19200, bukan {shown(url)}.'
    told = [parameter.partition("=")[::2] for parameter in parameters.split("&") if parameters]
    for name, value in told:
        if name not in _SERIAL or [one for one, _ in told].count(name) > 1:
            return f'"url" serial hanya mengenal {", ".join(_SERIAL)}, masing-masing sekali, bukan {shown(name)}.'
        if value not in _SERIAL[name].split():
            return f'"{name}" pada "url" serial harus salah satu dari {_SERIAL[name]}, bukan {shown(value)}.'
    return None


def _is_host_and_port(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname and parts.port) and parts.username is None
    except ValueError:  # a port of 99999, an open bracket
        return False
    return named and parts.path in ("", "/") and not parts.query and not parts.fragment


def read_idle(root: Section) -> IdleLimits:
    """The [idle] section, which may be missing."""
    part = root.section("idle", required=False)
    limits = IdleLimits(
        choose_s=part.whole("choose_s", 60, least=20, most=600),
        list_s=part.whole("list_s", 90, least=20, most=600),
        done_s=part.whole("done_s", 25, least=10, most=600),
        print_failed_s=part.whole("print_failed_s", 120, least=90, most=600),
        sheet_s=part.whole("sheet_s", 20, least=20, most=120),
    )
    part.close()
    return limits


def _told(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(shown(member) for member in value)
    return shown(value)
