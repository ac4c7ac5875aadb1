"""Synchronisation put together from the settings: for the running kiosk, and for a command where none is running."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any, Final

from sqlite_utils import Database

from kiosk import VERSION
from kiosk.domain.calendar import local_day
from kiosk.domain.catalogue import Catalogue, CatalogueError, parse_catalogue
from kiosk.domain.clock import Clock
from kiosk.domain.interview import check_catalogue, prepare
from kiosk.ops.doctor import STORE_NAME, Finding, Health
from kiosk.ops.owner_socket import Command, CommandRefused
from kiosk.ops.rules import RulesShelf
from kiosk.ops.settings import Settings
from kiosk.queue.taking import go_on_after_restore
from kiosk.rulebook import as_confirmed
from kiosk.store import days
from kiosk.store.errors import StoreError
from kiosk.store.opening import Role, open_db
from kiosk.store.packs import PackRow
from kiosk.store.writer import Writer
from kiosk.sync.config import NoKeyError, SyncConfig, load_key
from kiosk.sync.errands import SyncDesk, Told
from kiosk.sync.packs import ContentsCheck, ContentsError, PackDesk, pack_files
from kiosk.sync.schedule import Cause
from kiosk.sync.shelf import OwnShelf, Shelf, WriterShelf
from kiosk.sync.status import SyncState, sync_status
from kiosk.sync.syncer import ROUTINE, Errand, Syncer
from kiosk.wire.keys import key_ring, parse_sealing_key, parse_signing_key
from kiosk.wire.pack import PackKind
from kiosk.wire.refusal import Refused

_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


def sync_config(settings: Settings) -> SyncConfig:
    """The [sync] section with its keys read. Refused when a key is none, which the settings have checked."""
    told = settings.sync
    return SyncConfig(
        program=VERSION,
        hub_url=told.hub_url or None,
        hub_keys=key_ring(*([parse_signing_key(told.hub_key)] if told.hub_key else [])),
        pack_keys=key_ring(*([parse_signing_key(told.pack_key)] if told.pack_key else [])),
        stick_key=parse_sealing_key(told.stick_key) if told.stick_key else None,
        ca_file=told.ca_file,
        window=told.window,
        trickle_min=told.trickle_min,
    )


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


def pack_desk(settings: Settings, clock: Clock) -> PackDesk:
    """What checks packs for this kiosk: of the kinds it can use, which today is the catalogue."""

    def check(contents: bytes) -> None:
        catalogue_files(contents)

    checks: Mapping[PackKind, ContentsCheck] = {PackKind.CATALOGUE: check}
    return PackDesk(sync_config(settings), clock, checks)


class Rules:
    """The catalogue that came as a pack takes the place of the one in force when its moment has come."""

    def __init__(self, settings: Settings, clock: Clock, writer: Writer, packs: PackDesk, syncer: Syncer) -> None:
        self._settings = settings
        self._shelf = RulesShelf(settings.data_dir)
        self._clock = clock
        self._writer = writer
        self._packs = packs
        self._syncer = syncer
        self._looking = False

    def at_start(self, opened: Catalogue) -> Catalogue:
        """The catalogue to begin with: `opened`, unless a newer one became due while nobody was running."""

        def find(db: Database) -> Catalogue:
            found = self._due(OwnShelf(db))
            if found is None:
                return opened
            self._packs.put_in_force(OwnShelf(db), found[1])
            return found[0]

        return self._writer.submit(find).result()

    def look(self, ready: Callable[[Catalogue, PackRow], None]) -> None:
        """Call `ready` when a new catalogue is due, from the thread of synchronisation: no ticket waits for reading it.

        Then `begin`, once it is really in use.
        """
        if self._looking:
            return
        self._looking = True

        def find(desk: SyncDesk) -> Told:
            try:
                found = self._due(desk.shelf)
                if found is not None:
                    prepare(found[0], self._now().date())
                    ready(*found)
            finally:
                self._looking = False
            return {"ok": True, "sentence": ""}

        self._syncer.submit(ROUTINE, find)

    def begin(self, row: PackRow) -> None:
        """The journal says from when on it counts."""
        self._writer.submit(lambda db: self._packs.put_in_force(OwnShelf(db), row))

    def _due(self, shelf: Shelf) -> tuple[Catalogue, PackRow] | None:
        for row, pack in self._packs.due(shelf, self._now()):
            if row.kind == PackKind.CATALOGUE:
                try:
                    files = {name: text.encode() for name, text in pack_files(pack.contents).items()}
                    return as_confirmed(self._settings, self._shelf.activate(files)), row
                except (CatalogueError, ContentsError):
                    self._packs.refuse_due(shelf, row)
        return None

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._settings.branch.zone.tz).replace(tzinfo=None)


def uplink(settings: Settings, writer: Writer, clock: Clock) -> tuple[Syncer, Rules]:
    """The thread of synchronisation of a running kiosk, not started yet, and what it brings into force."""
    packs = pack_desk(settings, clock)

    def open_desk(pause: Callable[[float], bool]) -> SyncDesk:
        shelf = WriterShelf(open_db(settings.data_dir / STORE_NAME, Role.READER), writer)
        return _desk(settings, clock, shelf, packs=packs, pause=pause, close=shelf.close)

    syncer = Syncer(open_desk)
    return syncer, Rules(settings, clock, writer, packs, syncer)


def own_desk(settings: Settings, db: Database, clock: Clock) -> SyncDesk:
    """The same errands on a store of which we are the owner."""
    return _desk(settings, clock, OwnShelf(db), packs=pack_desk(settings, clock), pause=Event().wait, close=db.close)


def _desk(
    settings: Settings,
    clock: Clock,
    shelf: WriterShelf | OwnShelf,
    *,
    packs: PackDesk,
    pause: Callable[[float], bool],
    close: Callable[[], None],
) -> SyncDesk:
    return SyncDesk(
        shelf=shelf,
        config=sync_config(settings),
        data_dir=settings.data_dir,
        clock=clock,
        zone=settings.branch.zone,
        boot_id=_BOOT_ID.read_text(encoding="ascii").strip() if _BOOT_ID.exists() else "unknown",
        packs=packs,
        pause=pause,
        close=close,
        settled=lambda db: raise_numbers(db, settings, clock),
    )


def centre(settings: Settings) -> list[Finding]:
    """How this kiosk stands with the centre, for the doctor. Nothing there stops it from serving."""
    if not settings.sync.hub_url and not settings.sync.stick_key:
        return [
            Finding("centre", Health.GOOD, "Pusat belum disetel; kiosk melayani sendiri, kejadian menunggu di sini.")
        ]
    path = settings.data_dir / STORE_NAME
    try:
        load_key(settings.data_dir)
        db = open_db(path, Role.READER)
    except (NoKeyError, Refused) as error:
        return [Finding("centre", Health.LOOK, str(error))]
    except (StoreError, OSError) as error:
        return [Finding("centre", Health.LOOK, f"{path}: tidak dapat dibaca ({error}).")]
    try:
        status = sync_status(db)
    finally:
        db.close()
    good = status.state in {SyncState.SYNCED, SyncState.WAITING, SyncState.RUNNING}
    return [Finding("centre", Health.GOOD if good else Health.LOOK, status.sentence(settings.branch.zone.tz))]


def raise_numbers(db: Database, settings: Settings, clock: Clock) -> None:
    """A disk that was restored or copied may not know its newest numbers: every lane goes on at the next hundred."""
    if days.newest_open_day(db) == local_day(clock.now(), settings.branch.zone):
        for lane in settings.branch.lanes:
            go_on_after_restore(db, settings.branch, clock, lane.letter)


ERRANDS: Final[Mapping[str, Callable[[Mapping[str, Any]], Errand]]] = {
    "sync": lambda _asked: lambda desk: desk.sync(Cause.TI),
    "settle": lambda _asked: lambda desk: desk.settle(),
    "bring-home": lambda asked: lambda desk: desk.bring_home(Path(str(asked.get("folder", "")))),
    "join": lambda asked: lambda desk: desk.join(renew=asked.get("renew") is True),
}
"""What can be asked over the socket, and done without it: `asked` are the request's fields."""


def socket_commands(syncer: Syncer) -> dict[str, Command]:
    """`sync-start` begins an errand and gives its number, `sync-look` tells how it stands; neither waits."""

    def start(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        name = asked.get("errand")
        if not isinstance(name, str) or name not in ERRANDS:
            raise CommandRefused(f"Tugas tidak dikenal. Yang ada: {', '.join(ERRANDS)}.")
        errand = ERRANDS[name](asked)

        def told(desk: SyncDesk) -> dict[str, Any]:
            return desk.sync(Cause.TI, syncer.tell) if name == "sync" else errand(desk)

        return {"number": syncer.submit(name, told)}

    def look(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        number = asked.get("number")
        if not isinstance(number, int):
            raise CommandRefused("Nomor tugas harus bilangan.")
        return syncer.look(number)

    return {"sync-start": start, "sync-look": look}
