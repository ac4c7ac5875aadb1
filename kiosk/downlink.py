"""What comes down as packs, taken into use: the check of each kind, and what changes by it between two visits."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from sqlite_utils import Database

from kiosk.domain.announcing import Announcement, read_announcements
from kiosk.domain.branch import Branch
from kiosk.domain.catalogue import Catalogue, CatalogueError, parse_catalogue
from kiosk.domain.clock import Clock
from kiosk.domain.interview import prepare
from kiosk.domain.packed import PackedError
from kiosk.domain.quotas import Quota, read_quotas
from kiosk.domain.special_days import read_special_days
from kiosk.ops.assets import AssetsMissingError, read_catalogue
from kiosk.ops.confirmed import ConfirmationRefusedError
from kiosk.ops.passed import Passed
from kiosk.ops.rules import FOLDER, RulesShelf
from kiosk.ops.settings import Settings, SettingsError
from kiosk.ops.settings_packed import with_packed
from kiosk.rulebook import as_confirmed, with_confirmation
from kiosk.store.packs import PackRow
from kiosk.store.writer import Writer
from kiosk.sync.errands import SyncDesk, Told
from kiosk.sync.packs import ContentsCheck, ContentsError, PackDesk, Refusal, pack_files
from kiosk.sync.shelf import OwnShelf, Shelf
from kiosk.sync.syncer import ROUTINE, Syncer
from kiosk.wire.pack import Pack, PackKind

LOG = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What a visit goes by, from its first touch to its wipe."""

    given: Settings
    """As TI wrote them."""
    settings: Settings
    """As they count now: with what came from head office."""
    rules: Catalogue
    """The catalogue before the branch's word."""
    catalogue: Catalogue
    """As the branch confirmed it."""
    calendar: bytes = b""
    """The contents of the calendar in force, which is read anew when the week changes."""
    announcements: tuple[Announcement, ...] = ()
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    """By lane; kept and told, but nothing in the queue goes by them yet."""

    @property
    def branch(self) -> Branch:
        """The branch with the hours that count now."""
        return self.settings.branch


Apply = Callable[[HouseRules, Pack], HouseRules]
"""What a pack changes. Raises ContentsError."""


def pack_checks(settings: Settings) -> Mapping[PackKind, ContentsCheck]:
    """The check of each kind this program can use, in the order in which packs that are due together begin."""

    def catalogue(contents: bytes) -> None:
        catalogue_files(contents, settings.data_dir)

    def confirmation(contents: bytes) -> None:
        try:
            rules = RulesShelf(settings.data_dir).standing() or parse_catalogue(read_catalogue())
            with_confirmation(settings, rules, contents, keep=False)
        except (ConfirmationRefusedError, CatalogueError, AssetsMissingError) as error:
            raise ContentsError(str(error)) from error

    def calendar(contents: bytes) -> None:
        _read(lambda: read_special_days(contents, settings.branch.hours))

    def changes(contents: bytes) -> None:
        _changed(settings, contents, None)

    def announcement(contents: bytes) -> None:
        _read(lambda: read_announcements(contents))

    def quotas(contents: bytes) -> None:
        _read(lambda: read_quotas(contents, lanes_of(settings)))

    return {
        PackKind.CATALOGUE: catalogue,
        PackKind.BRANCH_CONFIRMATION: confirmation,
        PackKind.SETTINGS: changes,
        PackKind.CALENDAR: calendar,
        PackKind.ANNOUNCEMENT: announcement,
        PackKind.QUOTAS: quotas,
    }


def lanes_of(settings: Settings) -> frozenset[str]:
    """The letters of the branch's lanes."""
    return frozenset(lane.letter for lane in settings.branch.lanes)


def _read(read: Callable[[], T]) -> T:
    try:
        return read()
    except PackedError as error:
        raise ContentsError(str(error)) from error


def catalogue_files(contents: bytes, data_dir: Path) -> dict[str, bytes]:
    """The catalogue's files in a pack, which hold together and pass the catalogue's own check. Raises ContentsError."""
    files = {name: text.encode() for name, text in pack_files(contents).items()}
    try:
        problems = Passed(data_dir / FOLDER).problems(parse_catalogue(files))
    except CatalogueError as error:
        raise ContentsError(str(error.problems[0])) from error
    if problems:
        raise ContentsError(str(problems[0]))
    return files


def _with_catalogue(now: HouseRules, pack: Pack) -> HouseRules:
    files = {name: text.encode() for name, text in pack_files(pack.contents).items()}
    try:
        rules = RulesShelf(now.settings.data_dir).activate(files)
    except CatalogueError as error:
        raise ContentsError(str(error)) from error
    return replace(now, rules=rules, catalogue=as_confirmed(now.settings, rules))


def _with_confirmation(now: HouseRules, pack: Pack) -> HouseRules:
    try:
        return replace(now, catalogue=with_confirmation(now.settings, now.rules, pack.contents, keep=True))
    except ConfirmationRefusedError as error:
        raise ContentsError(str(error)) from error


def _changed(given: Settings, contents: bytes, number: int | None) -> Settings:
    try:
        return _read(lambda: with_packed(given, contents, number))
    except SettingsError as error:
        raise ContentsError(str(error.problems[0])) from error


def _under_calendar(settings: Settings, contents: bytes) -> Settings:
    branch = settings.branch
    special = _read(lambda: read_special_days(contents, branch.hours)) if contents else {}
    return replace(settings, branch=replace(branch, hours=branch.hours.with_special(special)))


def _with_settings(now: HouseRules, pack: Pack) -> HouseRules:
    changed = _changed(now.given, pack.contents, pack.header.version)
    return replace(now, settings=_under_calendar(changed, now.calendar))


def _with_calendar(now: HouseRules, pack: Pack) -> HouseRules:
    return replace(now, calendar=pack.contents, settings=_under_calendar(now.settings, pack.contents))


def _with_announcements(now: HouseRules, pack: Pack) -> HouseRules:
    return replace(now, announcements=_read(lambda: read_announcements(pack.contents)))


def _with_quotas(now: HouseRules, pack: Pack) -> HouseRules:
    return replace(now, quotas=_read(lambda: read_quotas(pack.contents, lanes_of(now.settings))))


APPLY: Final[Mapping[PackKind, Apply]] = {
    PackKind.CATALOGUE: _with_catalogue,
    PackKind.BRANCH_CONFIRMATION: _with_confirmation,
    PackKind.SETTINGS: _with_settings,
    PackKind.CALENDAR: _with_calendar,
    PackKind.ANNOUNCEMENT: _with_announcements,
    PackKind.QUOTAS: _with_quotas,
}


def _again(now: HouseRules, kind: PackKind, pack: Pack | None) -> HouseRules:
    """`now` with a pack that was in force before this start. Raises ContentsError when it holds no more."""
    if kind is PackKind.CATALOGUE and _stands(now, pack):
        return now
    if pack is None:
        raise ContentsError("berkasnya berubah di disk")
    return APPLY[kind](now, pack)


def _stands(now: HouseRules, pack: Pack | None) -> bool:
    """Whether `now` goes by the catalogue of `pack` already, from its file, or by a newer one of the program."""
    shelf = RulesShelf(now.settings.data_dir)
    if pack is None:  # its file has a hash of its own
        return not shelf.holds(read_catalogue())
    files = {name: text.encode() for name, text in pack_files(pack.contents).items()}
    if shelf.number_in_force(files) == now.rules.number:
        return True
    try:
        return parse_catalogue(files).number <= now.rules.number
    except CatalogueError as error:
        raise ContentsError(str(error.problems[0])) from error


def settings_here(settings: Settings, packs: PackDesk, db: Database) -> Settings:
    """`settings` with the changes and the calendar in force, for whoever looks from outside a running kiosk."""
    changed = settings
    for _, pack in packs.kept(db, PackKind.SETTINGS):
        with suppress(ContentsError):
            if pack is not None:
                changed = _changed(settings, pack.contents, pack.header.version)
                break
    for _, pack in packs.kept(db, PackKind.CALENDAR):
        with suppress(ContentsError):
            if pack is not None:
                return _under_calendar(changed, pack.contents)
    return changed


class Rules:
    """What came as a pack takes the place of what is in force when its moment has come."""

    def __init__(self, settings: Settings, clock: Clock, writer: Writer, packs: PackDesk, syncer: Syncer) -> None:
        self._settings = settings
        self._clock = clock
        self._writer = writer
        self._packs = packs
        self._syncer = syncer
        self._looking = False
        self._in_force: HouseRules | None = None

    def at_start(self, opened: Catalogue) -> HouseRules:
        """What to begin with: `opened` and all that came before, and what became due while nobody was running."""

        def find(db: Database) -> HouseRules:
            shelf = OwnShelf(db)
            confirmed = as_confirmed(self._settings, opened)
            found, rows = self._due(
                shelf, self._kept(db, HouseRules(self._settings, self._settings, opened, confirmed))
            )
            for row in rows:
                self._packs.put_in_force(shelf, row)
            return found

        self._in_force = self._writer.submit(find).result()
        return self._in_force

    def look(self, ready: Callable[[HouseRules, list[PackRow]], None]) -> None:
        """Call `ready` when packs are due, from the thread of synchronisation: no ticket waits for reading them.

        Then `begin`, once they are really in use.
        """
        now = self._in_force
        if self._looking or now is None:
            return
        self._looking = True

        def find(desk: SyncDesk) -> Told:
            try:
                found, rows = self._due(desk.shelf, now)
                if rows:
                    prepare(found.catalogue, self._now().date())
                    ready(found, rows)
            finally:
                self._looking = False
            return {"ok": True, "sentence": ""}

        self._syncer.submit(ROUTINE, find)

    def begin(self, found: HouseRules, rows: list[PackRow]) -> None:
        """The journal says from when on they count."""
        self._in_force = found

        def put(db: Database) -> None:
            for row in rows:
                self._packs.put_in_force(OwnShelf(db), row)

        self._writer.submit(put)

    def _kept(self, db: Database, now: HouseRules) -> HouseRules:
        """`now` with what was in force before this start; where that no longer holds, with the one before it."""
        for kind in APPLY:
            fault, used = None, None
            for row, pack in self._packs.kept(db, kind):
                try:
                    now = _again(now, kind, pack)
                except ContentsError as error:
                    LOG.warning("pack %s %s is not used: %s", kind, row.version, error)
                    reason = "bad-signature" if pack is None else "bad-contents"
                    fault = fault or Refusal(reason, str(error))
                else:
                    used = row
                    break
            self._packs.tell_kept(db, kind, used, fault)
        return now

    def _due(self, shelf: Shelf, now: HouseRules) -> tuple[HouseRules, list[PackRow]]:
        rows = []
        for row, pack in self._packs.due(shelf, self._now()):
            try:
                now = APPLY[PackKind(row.kind)](now, pack)
            except ContentsError as error:
                LOG.warning("pack %s %s is not used: %s", row.kind, row.version, error)
                self._packs.refuse_due(shelf, row)
            else:
                rows.append(row)
        return now, rows

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._settings.branch.zone.tz).replace(tzinfo=None)
