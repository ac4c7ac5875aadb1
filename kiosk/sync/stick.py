"""Out and home by USB stick: what waits goes onto it, sealed; receipts and packs come back from it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.store.identity import Identity
from kiosk.store.streams import keep_receipt, newest_receipt, stream_facts
from kiosk.store.transaction import transaction
from kiosk.sync.batches import Cutter
from kiosk.sync.chain import Position, place
from kiosk.sync.config import SyncConfig
from kiosk.sync.packs import PackDesk
from kiosk.sync.report import FORKED
from kiosk.sync.shelf import Shelf, whose
from kiosk.sync.stick_drive import StickError, StickFolder, stick_folder
from kiosk.wire import pack, receipt
from kiosk.wire.batch import decode_batch
from kiosk.wire.envelope import peek
from kiosk.wire.receipt import Receipt, open_receipt
from kiosk.wire.refusal import Refused
from kiosk.wire.stick import BATCH_ENDING, DOWN, FOLDER, PACK_ENDING, RECEIPT_ENDING, UP, batch_name, seal_batch

EVENTS: Final = 5000
"""Per file: no ticket waits for a stick, which is read on its own thread."""
_ENVELOPE_BYTES: Final = 1024


@dataclass(frozen=True, slots=True)
class Exported:
    """What lies on the stick now. `removed`: files of ours that the hub has signed for meanwhile."""

    files: int
    events: int
    removed: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What came home. `others`: receipts for other kiosks, or older than what we know."""

    receipts: int
    others: int
    packs: tuple[str, ...]
    problems: tuple[str, ...]


def export_stick(shelf: Shelf, cutter: Cutter, config: SyncConfig, root: Path) -> Exported:
    """Everything that no receipt covers, onto the stick at `root`; written, synced, read back. StickError if not.

    Files that were finished before a stick filled up or was pulled are whole and can be brought to the hub.
    """
    if config.stick_key is None:
        raise StickError('Kunci stik belum disetel: isi "stick_key" di bagian [sync] pengaturan.')
    me = whose(shelf)
    streams = shelf.read(lambda db: stream_facts(db, me))
    if any(facts.fork_seq is not None and not facts.settled for facts in streams):
        raise StickError(FORKED)
    files = events = 0
    with stick_folder(root, FOLDER, UP, make=True) as folder:
        removed = _clear(folder, me, {facts.epoch: facts.receipt.upto if facts.receipt else 0 for facts in streams})
        for facts in streams:
            if not facts.waiting:
                continue
            after = facts.receipt.upto if facts.receipt and facts.receipt_holds else facts.floor
            while (found := _cut(shelf, cutter, me, facts.epoch, after)) is not None:
                envelope, count = found
                name = batch_name(decode_batch(peek(envelope).body).header)
                folder.write(name, seal_batch(envelope, config.stick_key))
                files, events, after = files + 1, events + count, after + count
    return Exported(files, events, removed)


def copy_home(root: Path, into: Path) -> list[str]:
    """Copy what the stick brought into our own folder `into`; sentences about what was passed by. StickError.

    A running kiosk may write nowhere but into its data, nor read where sticks are mounted: it is handed the copy.
    """
    problems = []
    into.mkdir(mode=0o700)
    with stick_folder(root, FOLDER, DOWN, make=False) as stick, stick_folder(into, FOLDER, DOWN, make=True) as ours:
        for ending, longest in ((RECEIPT_ENDING, receipt.MAX_BODY_BYTES), (PACK_ENDING, pack.MAX_BODY_BYTES)):
            for name in stick.names(ending):
                data = stick.read(name, longest + _ENVELOPE_BYTES)
                if data is None:
                    problems.append(_passed_by(name))
                else:
                    ours.write(name, data)
    return problems


def import_stick(shelf: Shelf, config: SyncConfig, clock: Clock, desk: PackDesk, root: Path) -> Imported:
    """Receipts and packs from the stick at `root`. StickError when there is nothing to read."""
    me = whose(shelf)
    kept = others = 0
    told: list[str] = []
    problems: list[str] = []
    with stick_folder(root, FOLDER, DOWN, make=False) as folder:
        for data, found in sorted(_receipts(folder, config, problems), key=lambda pair: (pair[1].hub_ms, pair[1].upto)):
            if (found.stream.branch, found.stream.kiosk) != (me.branch_id, me.kiosk_id):
                others += 1
                continue
            taken = _take_receipt(shelf, clock, me, found, data)
            if taken is None:
                problems.append("Tanda terima di stik tidak cocok dengan catatan kiosk ini: laporkan ke pusat.")
            kept, others = (kept + 1, others) if taken else (kept, others + 1)
        for name in folder.names(PACK_ENDING):
            brought = folder.read(name, pack.MAX_BODY_BYTES + _ENVELOPE_BYTES)
            if brought is None:
                problems.append(_passed_by(name))
            else:
                told.append(desk.take(shelf, me, brought))
    return Imported(kept, others, tuple(told), tuple(problems))


def _cut(shelf: Shelf, cutter: Cutter, me: Identity, epoch: int, after: int) -> tuple[bytes, int] | None:
    return shelf.read(lambda db: cutter.next_batch(db, me, epoch, after, events=EVENTS))


def _receipts(folder: StickFolder, config: SyncConfig, problems: list[str]) -> list[tuple[bytes, Receipt]]:
    found = []
    for name in folder.names(RECEIPT_ENDING):
        data = folder.read(name, receipt.MAX_BODY_BYTES + _ENVELOPE_BYTES)
        try:
            if data is not None:
                found.append((data, open_receipt(data, config.hub_keys)))
            else:
                problems.append(_passed_by(name))
        except Refused as error:
            problems.append(f"{name} ditolak. {error}")
    return found


def _take_receipt(shelf: Shelf, clock: Clock, me: Identity, found: Receipt, data: bytes) -> bool | None:
    """True: kept; False: nothing new; None: it speaks of a chain that is not ours."""
    epoch = found.stream.epoch

    def take(db: Database) -> bool | None:
        facts = next((facts for facts in stream_facts(db, me) if facts.epoch == epoch), None)
        known = newest_receipt(db, epoch)
        if facts is None or (known and (found.hub_ms, found.upto) <= (known.hub_ms, known.upto)):
            return False  # of a life of this store that is long gone, or older than what came over the net
        if place(db, me, facts, found.upto, found.hash) is not Position.OURS:
            return None
        with transaction(db):
            return keep_receipt(db, clock, found, data)

    return shelf.write(take)


def _passed_by(name: str) -> str:
    return f"{name} bukan berkas biasa atau terlalu besar; dilewati."


def _clear(folder: StickFolder, me: Identity, covered: dict[int, int]) -> int:
    """Take away our own files that the hub has signed for, and what a pulled stick left half written."""
    removed = 0
    ours = f"{me.branch_id}-{me.kiosk_id}-"
    for name in [*folder.names(BATCH_ENDING), *folder.names(f"{BATCH_ENDING}.part")]:
        numbers = name.removeprefix(ours).partition(".")[0].split("-")
        if not name.startswith(ours) or len(numbers) != 3 or not all(number.isdecimal() for number in numbers):
            continue
        epoch, _, last = (int(number) for number in numbers)
        if name.endswith(".part") or last <= covered.get(epoch, 0):
            folder.remove(name)
            removed += 1
    return removed
