"""Synchronisation put together from the settings: for the running kiosk, and for a command where none is running."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from typing import Any, Final

from sqlite_utils import Database

from kiosk import VERSION
from kiosk.domain.calendar import local_day
from kiosk.domain.clock import Clock
from kiosk.downlink import Rules, pack_checks, settings_here
from kiosk.ops.clock import SystemClock
from kiosk.ops.doctor import OLDER, STORE_NAME, Finding, Health
from kiosk.ops.owner_socket import Command, CommandRefused
from kiosk.ops.settings import Settings, explain
from kiosk.queue.going_on import go_on_above
from kiosk.queue.taking import go_on_after_restore
from kiosk.store import days
from kiosk.store.errors import StoreError
from kiosk.store.opening import Role, of_an_older_program, open_db
from kiosk.store.packs import pack_faults
from kiosk.store.writer import Writer
from kiosk.sync.config import NoKeyError, SyncConfig, load_key
from kiosk.sync.errands import SyncDesk
from kiosk.sync.packs import PackDesk, unused_sentence
from kiosk.sync.schedule import Cause
from kiosk.sync.shelf import OwnShelf, WriterShelf
from kiosk.sync.status import SyncState, sync_status
from kiosk.sync.syncer import Errand, Syncer
from kiosk.wire.keys import key_ring, parse_sealing_key, parse_signing_key
from kiosk.wire.refusal import Refused

_PACKS_HANG_ON: Final = ("branch.", "lane", "hours.", "idle.", "sync.pack_key")
"""The settings that the check of some pack looks at."""
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
        client_cert=told.client_cert,
        client_key=told.client_key,
    )


def pack_desk(settings: Settings, clock: Clock) -> PackDesk:
    """What checks packs for this kiosk: of each kind it can use."""
    told = "\n".join(f"{key} {value}" for key, value, _ in explain(settings) if key.startswith(_PACKS_HANG_ON))
    conditions = hashlib.sha256(f"{VERSION}\n{told}".encode()).hexdigest()
    return PackDesk(sync_config(settings), clock, pack_checks(settings), conditions=conditions)


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
        go_on=lambda db, slips: go_on_above(db, settings.branch, clock, slips),
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
        if of_an_older_program(db):
            return [Finding("centre", Health.GOOD, OLDER)]
        status = sync_status(db)
    finally:
        db.close()
    good = status.state in {SyncState.SYNCED, SyncState.WAITING, SyncState.RUNNING}
    return [Finding("centre", Health.GOOD if good else Health.LOOK, status.sentence(settings.branch.zone.tz))]


def packs_unused(settings: Settings) -> list[Finding]:
    """Packs in force that the last start could not use, for the doctor; none when nothing can be read."""
    try:
        db = open_db(settings.data_dir / STORE_NAME, Role.READER)
    except (StoreError, OSError):
        return []
    try:
        faults = [] if of_an_older_program(db) else pack_faults(db)
    finally:
        db.close()
    return [Finding("packs", Health.LOOK, unused_sentence(fault)) for fault in faults]


def settings_in_force(settings: Settings) -> Settings:
    """`settings` with what came from head office, as the next visit goes by; as they are without a store."""
    try:
        db = open_db(settings.data_dir / STORE_NAME, Role.READER)
    except (StoreError, OSError):
        return settings
    try:
        if of_an_older_program(db):
            return settings
        return settings_here(settings, PackDesk(sync_config(settings), SystemClock(), {}), db)
    except (StoreError, OSError):
        return settings
    finally:
        db.close()


def raise_numbers(db: Database, settings: Settings, clock: Clock) -> None:
    """A disk that was restored or copied may not know its newest numbers: every lane goes on at the next hundred."""
    if days.newest_open_day(db) == local_day(clock.now(), settings.branch.zone):
        for lane in settings.branch.lanes:
            go_on_after_restore(db, settings.branch, clock, lane.letter)


ERRANDS: Final[Mapping[str, Callable[[Mapping[str, Any]], Errand]]] = {
    "sync": lambda _asked: lambda desk: desk.sync(Cause.TI),
    "settle": lambda _asked: lambda desk: desk.settle(),
    "bring-home": lambda asked: lambda desk: desk.bring_home(Path(str(asked.get("folder", "")))),
    "numbers": lambda asked: lambda desk: desk.go_on_above(asked.get("slips")),
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
