"""What comes down as packs, taken into use: the check of each kind, and what changes by it between two visits."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlite_utils import Database

from kiosk.domain.branch import Branch
from kiosk.domain.catalogue import Catalogue, CatalogueError, parse_catalogue
from kiosk.domain.clock import Clock
from kiosk.domain.interview import check_catalogue, prepare
from kiosk.ops.assets import AssetsMissingError, read_catalogue
from kiosk.ops.confirmed import ConfirmationRefusedError
from kiosk.ops.rules import RulesShelf
from kiosk.ops.settings import Settings
from kiosk.rulebook import as_confirmed, with_confirmation
from kiosk.store.packs import PackRow
from kiosk.store.writer import Writer
from kiosk.sync.errands import SyncDesk, Told
from kiosk.sync.packs import ContentsCheck, ContentsError, PackDesk, pack_files
from kiosk.sync.shelf import OwnShelf, Shelf
from kiosk.sync.syncer import ROUTINE, Syncer
from kiosk.wire.pack import Pack, PackKind

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What a visit goes by, from its first touch to its wipe."""

    settings: Settings
    rules: Catalogue
    """The catalogue before the branch's word."""
    catalogue: Catalogue
    """As the branch confirmed it."""

    @property
    def branch(self) -> Branch:
        """The branch with the hours that count now."""
        return self.settings.branch


Apply = Callable[[HouseRules, Pack], HouseRules]
"""What a pack changes. Raises ContentsError."""


def pack_checks(settings: Settings) -> Mapping[PackKind, ContentsCheck]:
    """The check of each kind this program can use, in the order in which packs that are due together begin."""

    def catalogue(contents: bytes) -> None:
        catalogue_files(contents)

    def confirmation(contents: bytes) -> None:
        try:
            rules = RulesShelf(settings.data_dir).standing() or parse_catalogue(read_catalogue())
            with_confirmation(settings, rules, contents, keep=False)
        except (ConfirmationRefusedError, CatalogueError, AssetsMissingError) as error:
            raise ContentsError(str(error)) from error

    return {PackKind.CATALOGUE: catalogue, PackKind.BRANCH_CONFIRMATION: confirmation}


def catalogue_files(contents: bytes) -> dict[str, bytes]:
    """The catalogue's files in a pack, which hold together and pass the catalogue's own check. Raises ContentsError."""
    files = {name: text.encode() for name, text in pack_files(contents).items()}
    try:
        problems = check_catalogue(parse_catalogue(files))
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


APPLY: Final[Mapping[PackKind, Apply]] = {
    PackKind.CATALOGUE: _with_catalogue,
    PackKind.BRANCH_CONFIRMATION: _with_confirmation,
}
_KEPT_ELSEWHERE: Final = frozenset({PackKind.CATALOGUE})
"""What a file in the data directory holds after it came into force, for programs that read it quickly."""


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
            found, rows = self._due(shelf, self._kept(db, HouseRules(self._settings, opened, confirmed)))
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
        for kind, apply in APPLY.items():
            for pack in () if kind in _KEPT_ELSEWHERE else self._packs.kept(db, kind):
                try:
                    now = apply(now, pack)
                except ContentsError as error:
                    LOG.warning("pack %s %s is not used: %s", kind, pack.header.version, error)
                else:
                    break
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
