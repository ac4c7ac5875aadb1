"""Is this kiosk in step with the hub? Computed from journal and receipts at every look, never stored as a truth."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from sqlite_utils import Database

from kiosk.store import sync_runs
from kiosk.store.identity import identity
from kiosk.store.streams import stream_facts
from kiosk.store.sync_runs import SyncRunRow
from kiosk.sync.report import FORKED, Outcome

CUT_SHORT = "Sinkronisasi terakhir terputus di tengah jalan; dilanjutkan dari sana berikutnya."
NOT_OURS = "Tanda terima pusat tidak cocok dengan catatan kiosk ini."


class SyncState(StrEnum):
    """The one word for TI."""

    SYNCED = "TERSINKRON"
    WAITING = "MENUNGGU"
    RUNNING = "SEDANG"
    FAILED = "GAGAL"
    PARKED = "DITOLAK"
    MISMATCH = "MISMATCH"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """`waiting`: events no receipt covers. `parked`: events the hub keeps but could not read. Times in wall ms."""

    state: SyncState
    waiting: int
    parked: int
    why: str
    since_ms: int | None
    synced_at_ms: int | None
    offset_ms: int | None
    forked: bool = False
    running_since_ms: int | None = None

    def sentence(self, zone: tzinfo) -> str:
        """One plain line."""
        match self.state:
            case SyncState.SYNCED:
                at = _told(self.synced_at_ms, zone)
                return f"TERSINKRON: semua kejadian ada di pusat{f', dicocokkan {at}' if at else ''}."
            case SyncState.WAITING:
                return f"MENUNGGU {self.waiting}: kejadian yang belum dikirim."
            case SyncState.RUNNING:
                return f"SEDANG dikirim: {self.waiting} kejadian lagi."
            case SyncState.FAILED:
                at = _told(self.since_ms, zone)
                return f"GAGAL{f' sejak {at}' if at else ''}, {self.waiting} kejadian menunggu. {self.why}"
            case SyncState.PARKED:
                return f"DITOLAK {self.parked}: tersimpan di pusat, tetapi tidak terbaca di sana. Laporkan ke pusat."
            case SyncState.MISMATCH:
                return f"MISMATCH: {self.why}"


def sync_status(db: Database, *, running: bool = False) -> SyncStatus:
    """The state now. `running`: a run is under way in this process."""
    streams = stream_facts(db, identity(db))
    waiting = sum(facts.waiting for facts in streams)
    parked = sum(facts.receipt.parked for facts in streams if facts.receipt)
    newest = sync_runs.newest_run(db)
    forked = any(facts.fork_seq is not None and not facts.settled for facts in streams)
    strange = any(facts.receipt is not None and not facts.receipt_holds and not facts.settled for facts in streams)
    state, why = SyncState.SYNCED, ""
    if forked or strange or (newest and newest.outcome == Outcome.MISMATCH):
        why = FORKED if forked else NOT_OURS if strange or newest is None else newest.problem
        state = SyncState.MISMATCH
    elif running:
        state = SyncState.RUNNING
    elif newest is not None and _failed(newest, waiting):
        state, why = SyncState.FAILED, newest.problem or CUT_SHORT
    elif waiting:
        state = SyncState.WAITING
    elif parked:
        state = SyncState.PARKED
    return SyncStatus(
        state=state,
        waiting=waiting,
        parked=parked,
        why=why,
        since_ms=sync_runs.failing_since(db, Outcome.SYNCED) or (newest.started_at_ms if newest else None),
        synced_at_ms=sync_runs.last_ended_as(db, Outcome.SYNCED),
        offset_ms=newest.offset_ms if newest else None,
        forked=forked,
        running_since_ms=newest.started_at_ms if newest and newest.outcome is None else None,
    )


def _failed(newest: SyncRunRow, waiting: int) -> bool:
    # With nothing waiting it does not matter that the hub was away; that it says no, does.
    return newest.outcome == Outcome.DENIED or (newest.outcome != Outcome.SYNCED and waiting > 0)


def _told(at_ms: int | None, zone: tzinfo) -> str:
    return "" if at_ms is None else f"{datetime.fromtimestamp(at_ms / 1000, zone):%d-%m-%Y %H.%M}"
