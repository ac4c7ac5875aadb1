"""What happens to the store before the first visit of a process and after its last."""

from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store import journal
from kiosk.store.identity import ForeignStoreError, Identity, found_identity, get_meta, identity, new_epoch, set_meta
from kiosk.store.transaction import transaction

_RUNNING = "running"


@dataclass(frozen=True, slots=True)
class BootReport:
    """What the store says at start. `unclean`: the process before ended without `stop`."""

    identity: Identity
    created: bool
    unclean: bool
    journal: journal.JournalReport


def boot(db: Database, branch_id: str, kiosk_id: str, clock: Clock) -> BootReport:
    """Give a new store its identity, mark it as running, verify the last links. Once a process, before all else.

    ForeignStoreError when the store belongs to another kiosk: its numbers and chain must not be mixed with ours.
    """
    found = owned(db, branch_id, kiosk_id)
    unclean = get_meta(db, _RUNNING) == "1"
    report = journal.verify(db, last=journal.BOOT_LINKS) if found else journal.JournalReport(0, ())
    with transaction(db):
        if found is None:
            set_meta(db, "branch_id", branch_id)
            set_meta(db, "kiosk_id", kiosk_id)
            _open_epoch(db, clock, "created", None)
        set_meta(db, _RUNNING, "1")
        journal.append(db, clock, "kiosk.started", {"unclean": unclean})
    return BootReport(identity(db), found is None, unclean, report)


def owned(db: Database, branch_id: str, kiosk_id: str) -> Identity | None:
    """Whose store it is, None for a new one; ForeignStoreError when it is another kiosk's."""
    found = found_identity(db)
    if found is not None and (found.branch_id, found.kiosk_id) != (branch_id, kiosk_id):
        raise ForeignStoreError(
            f"this store belongs to kiosk {found.kiosk_id} of branch {found.branch_id},"
            f" the settings say kiosk {kiosk_id} of branch {branch_id}; use another data directory"
        )
    return found


def stop(db: Database, clock: Clock) -> None:
    """The process ends properly: the next start offers no last number."""
    with transaction(db):
        set_meta(db, _RUNNING, "0")
        journal.append(db, clock, "kiosk.stopped", {})


def begin_epoch(db: Database, clock: Clock) -> int:
    """A restored database goes on in an epoch of its own, so that no seq is told twice; the new epoch."""
    before = identity(db).epoch
    with transaction(db):
        _open_epoch(db, clock, "restored", before)
    return identity(db).epoch


def _open_epoch(db: Database, clock: Clock, reason: str, previous: int | None) -> None:
    set_meta(db, "epoch", str(new_epoch(clock, above=previous or 0)))
    journal.append(db, clock, "journal.opened", {"reason": reason, "previous": previous})
