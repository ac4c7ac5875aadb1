"""Is this kiosk fit to open? Every check as data, for `kiosk doctor` and whoever else asks."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.domain.calendar import local_day
from kiosk.domain.catalogue import CatalogueError, parse_catalogue
from kiosk.domain.clock import Clock
from kiosk.ops.assets import AssetsMissingError, assets_root, font_files, read_catalogue, read_i18n
from kiosk.ops.clock import SystemClock
from kiosk.ops.owner import holder
from kiosk.ops.room import SCARCE_BYTES, free_bytes
from kiosk.ops.rules import RulesShelf
from kiosk.ops.settings import PrinterSettings, Settings
from kiosk.store import days, journal
from kiosk.store.errors import store_error
from kiosk.store.opening import Role, of_an_older_program, open_db, sqlite_version

STORE_NAME: Final = "kiosk.db"
OLDER: Final = "Penyimpanan ini dari program yang lebih lama; disesuaikan sendiri saat kiosk dijalankan."
_ENOUGH_FOR_A_TICKET: Final = 1024 * 1024


class Health(StrEnum):
    """How much a finding matters."""

    GOOD = "good"
    LOOK = "look"
    """The kiosk works; somebody should look."""
    BAD = "bad"
    """The kiosk cannot serve."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and a sentence for TI."""

    subject: str
    health: Health
    sentence: str


Probe = Callable[[], str | None]
"""None when all is well, else what is wrong, in a sentence."""


def examine(
    settings: Settings,
    *,
    probe_printer: Callable[[PrinterSettings], str | None] | None = None,
    probe_a4: Callable[[str], str | None] | None = None,
    probe_display: Probe | None = None,
    assets: Path | None = None,
    clock: Clock | None = None,
) -> list[Finding]:
    """Everything that can be known from outside a running kiosk; it changes nothing and needs no lock."""
    clock = clock or SystemClock()
    found = [Finding("settings", Health.GOOD, f"{settings.file}: dibaca, tidak ada yang keliru.")]
    found += [Finding("settings", Health.LOOK, str(warning)) for warning in settings.warnings]
    found += _assets(assets)
    found.append(_rules(assets, settings.data_dir))
    found += _data_dir(settings.data_dir)
    found.append(_owner(settings.data_dir))
    found.append(_store(settings.data_dir / STORE_NAME, local_day(clock.now(), settings.branch.zone)))
    if probe_printer is not None:
        problem = probe_printer(settings.printer)
        found.append(_probed("printer", problem, f"{settings.printer.url} menjawab.", Health.LOOK))
    if probe_a4 is not None and settings.a4_queue:
        problem = probe_a4(settings.a4_queue)
        found.append(_probed("a4", problem, f"Printer A4 {settings.a4_queue} menjawab.", Health.LOOK))
    if probe_display is not None:
        found.append(_probed("display", probe_display(), "Layar dapat dipakai.", Health.LOOK))
    return found


def _probed(subject: str, problem: str | None, good: str, when_bad: Health) -> Finding:
    return Finding(subject, Health.GOOD, good) if problem is None else Finding(subject, when_bad, problem)


def _assets(root: Path | None) -> Iterator[Finding]:
    try:
        place = root or assets_root()
    except AssetsMissingError as error:
        yield Finding("assets", Health.BAD, str(error))
        return
    counts = {"font": len(font_files(place)), "bahasa": len(read_i18n(place)), "katalog": len(read_catalogue(place))}
    empty = [name for name, count in counts.items() if count == 0]
    if empty:
        yield Finding("assets", Health.BAD, f"{place}: tidak ada berkas {', '.join(empty)}. Pasang ulang program.")
    else:
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        yield Finding("assets", Health.GOOD, f"{place}: {told}.")


def _rules(root: Path | None, data_dir: Path) -> Finding:
    """The catalogue this program brings; that it can be read, not all that `kiosk catalogue check` finds."""
    try:
        files = read_catalogue(root)
        shelf = RulesShelf(data_dir)
        number = shelf.number_in_force(files)
        if number is not None:
            return Finding("catalogue", Health.GOOD, f"Katalog nomor {number} berlaku.")
        catalogue = parse_catalogue(files)
    except AssetsMissingError as error:
        return Finding("catalogue", Health.BAD, str(error))
    except CatalogueError as error:
        kept = shelf.last_good()
        told = f"{len(error.problems)} hal keliru, yang pertama {error.problems[0]}."
        if kept is None:
            return Finding("catalogue", Health.BAD, f"Katalog tidak dapat dipakai: {told}")
        return Finding("catalogue", Health.LOOK, f"Katalog baru ditolak, nomor {kept} tetap berlaku: {told}")
    return Finding("catalogue", Health.GOOD, f"Katalog {catalogue.version} terbaca; berlaku saat kiosk dijalankan.")


def _data_dir(data_dir: Path) -> Iterator[Finding]:
    # os.path: a name that is too long, or leads through a file, is absent for it and an error for pathlib
    place = next(folder for folder in (data_dir, *data_dir.absolute().parents) if os.path.exists(folder))  # noqa: PTH110 - as said
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        yield Finding("data", Health.BAD, f"{place}: tidak dapat ditulisi ({error.strerror}).")
        return
    free = free_bytes(place)
    told = f"{data_dir}: dapat ditulisi, sisa {free // 2**20} MB."
    if free < _ENOUGH_FOR_A_TICKET:
        yield Finding("data", Health.BAD, f"{told} Nomor tidak dapat disimpan; kosongkan disk.")
    elif free < SCARCE_BYTES:
        yield Finding("data", Health.LOOK, f"{told} Hampir penuh; kosongkan disk.")
    else:
        yield Finding("data", Health.GOOD, told)


def _owner(data_dir: Path) -> Finding:
    try:
        held = holder(data_dir)
    except OSError as error:
        return Finding("owner", Health.BAD, f"{data_dir}: tidak dapat dibuka ({error.strerror}).")
    if held is None:
        return Finding("owner", Health.GOOD, "Tidak ada kiosk yang sedang berjalan pada folder data ini.")
    pid, since = held
    return Finding("owner", Health.GOOD, f"Kiosk sedang berjalan: proses {pid or '?'} sejak {since or '?'}.")


def _store(path: Path, today: date) -> Finding:
    if not os.path.exists(path):  # noqa: PTH110 - a name too long is absent, not an error
        return Finding("store", Health.GOOD, "Belum ada data; dibuat saat kiosk pertama kali dijalankan.")
    try:
        db = open_db(path, Role.READER)
        try:
            version = sqlite_version(db.conn)
            if of_an_older_program(db):  # what would be looked at may not be there yet
                return Finding("store", Health.GOOD, f"SQLite {version}. {OLDER}")
            report = journal.verify(db, last=journal.BOOT_LINKS)
            newest = days.newest_open_day(db)
        finally:
            db.close()
    except Exception as error:  # a file can be broken in more ways than a list of ours; each is a finding
        return Finding("store", Health.BAD, f"{path}: tidak dapat dibaca ({store_error(error) or error}).")
    if not report.ok:
        return Finding("store", Health.BAD, f"{path}: rantai kejadian putus di {report.broken_at}: {report.problem}.")
    if newest is not None and newest > today:
        return Finding(
            "store",
            Health.LOOK,
            f"Hari layanan {newest:%d-%m-%Y} mendahului jam komputer ({today:%d-%m-%Y}): jam pernah melompat. Nomor"
            " tetap aman dan berlanjut; mulai lagi dari awal pada hari sesudah loket tutup. Periksa jam komputer.",
        )
    return Finding("store", Health.GOOD, f"SQLite {version}; {report.checked} kejadian terakhir utuh.")
