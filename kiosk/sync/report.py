"""What a run tells while it runs and when it is over."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.store.errors import StoreError, StoreFull

FORKED: Final = (
    "ALARM: pusat menyimpan catatan lain untuk kiosk ini. Cakramnya pernah dipulihkan atau disalin. Tidak ada yang"
    " dikirim; nomor tetap jalan. Hubungi pusat, lalu: kiosk sync --new-epoch"
)
LOST_AT_THE_HUB: Final = (
    "Pusat meminta kejadian yang di sini sudah dihapus sesuai tanda terimanya. Tidak ada yang dikirim;"
    " laporkan ke pusat."
)


class Stage(StrEnum):
    """How far a run is."""

    ASKING = "asking"
    PACKS = "packs"
    SENDING = "sending"
    COMPARING = "comparing"


class Outcome(StrEnum):
    """How a run ended."""

    SYNCED = "synced"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    DENIED = "denied"
    FORKED = "forked"
    MISMATCH = "mismatch"
    STORE = "store"
    STOPPED = "stopped"


@dataclass(slots=True)
class Progress:
    """Where a run is now. `total`: events that waited when sending began."""

    stage: Stage = Stage.ASKING
    total: int = 0
    events: int = 0
    batches: int = 0
    sent_bytes: int = 0
    offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did, and in `problem` what kept it from more; `packs` tells in sentences what came down."""

    outcome: Outcome
    problem: str
    progress: Progress
    packs: tuple[str, ...]
    retry_after_s: int | None


def store_sentence(error: StoreError) -> str:
    """What the disk did, for TI."""
    if isinstance(error, StoreFull):
        return "Disk kiosk penuh: tidak ada yang dapat dicatat. Kosongkan disk, lalu ulangi."
    return "Penyimpanan kiosk tidak dapat dibaca atau ditulis; lihat kiosk doctor."
