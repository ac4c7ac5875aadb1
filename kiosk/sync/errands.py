"""What TI can ask of synchronisation, each as one call with a plain answer; the same in the kiosk and without it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Database

from kiosk.domain.branch import Zone
from kiosk.domain.clock import Clock
from kiosk.store.retention import delete_confirmed
from kiosk.store.streams import settle_fork
from kiosk.store.wiping import truncate_log
from kiosk.sync import enrol
from kiosk.sync.batches import Cutter
from kiosk.sync.client import HubClient
from kiosk.sync.config import NoKeyError, SyncConfig, load_key
from kiosk.sync.packs import PackDesk
from kiosk.sync.report import Outcome, Progress, RunReport
from kiosk.sync.run import SyncRun
from kiosk.sync.schedule import Cause
from kiosk.sync.shelf import Shelf, whose
from kiosk.sync.status import sync_status
from kiosk.sync.stick import export_stick, import_stick
from kiosk.sync.stick_drive import StickError
from kiosk.wire.refusal import Refused

Told = dict[str, Any]
"""An answer as JSON: `ok`, `sentence` for TI, and what else there is to tell."""
NO_HUB = 'Alamat pusat belum disetel: isi "hub_url" di bagian [sync] pengaturan, atau pakai stik (kiosk usb export).'


@dataclass(frozen=True, slots=True)
class SyncDesk:
    """Everything an errand needs. `settled` runs after a fork was settled, in the store: numbers go on above any.

    `go_on` lets numbers go on above the last slips of the day (letter to digits) and tells each lane's next one; a
    ValueError from it says which slip is not of this kiosk.
    """

    shelf: Shelf
    config: SyncConfig
    data_dir: Path
    clock: Clock
    zone: Zone
    boot_id: str
    packs: PackDesk
    pause: Callable[[float], bool]
    close: Callable[[], None]
    settled: Callable[[Database], None] = lambda _db: None
    go_on: Callable[[Database, Mapping[str, int]], Mapping[str, int]] = lambda _db, _slips: {}

    def sync(self, cause: Cause, told: Callable[[Progress], None] = lambda _progress: None) -> Told:
        """One run; `outcome` and `retry_after_s` say when it is worth trying again."""
        if self.config.hub_url is None:
            return _no(NO_HUB)
        try:
            key = load_key(self.data_dir)
        except (NoKeyError, Refused) as error:
            return _no(str(error), outcome=Outcome.DENIED.value)
        hub = HubClient(self.config, key, self.clock)
        try:
            run = SyncRun(
                self.shelf,
                hub,
                self._cutter(key),
                self.config,
                self.clock,
                packs=self.packs,
                pause=self.pause,
                told=told,
            )
            report = run.run(cause.value)
        finally:
            hub.close()
        return self._told(report)

    def export(self, folder: Path) -> Told:
        """Onto the stick."""
        try:
            made = export_stick(self.shelf, self._cutter(load_key(self.data_dir)), self.config, folder)
        except (StickError, NoKeyError, Refused) as error:
            return _no(str(error))
        what = f"{made.events} kejadian dalam {made.files} berkas" if made.files else "tidak ada yang menunggu"
        gone = f" {made.removed} berkas lama yang sudah diterima pusat dihapus." if made.removed else ""
        return _yes(f"Tersalin dan diperiksa: {what}.{gone} Stik boleh dicabut.", **asdict(made))

    def bring_home(self, folder: Path) -> Told:
        """From the stick."""
        try:
            found = import_stick(self.shelf, self.config, self.clock, self.packs, folder)
        except (StickError, Refused) as error:
            return _no(str(error))
        lines = [*found.packs, *found.problems]
        told = f"{found.receipts} tanda terima baru, {len(found.packs)} paket. Stik boleh dicabut."
        answer = {"lines": lines, "receipts": found.receipts, "packs": list(found.packs)}
        return (_no if found.problems else _yes)(told, **answer)

    def join(self, *, renew: bool = False) -> Told:
        """Make key and code, ask the hub."""
        me = whose(self.shelf)
        try:
            found = enrol.join(self.data_dir, me, self.config, self.clock, renew=renew)
        except Refused as error:
            return _no(str(error))
        except OSError as error:
            return _no(f"Kunci tidak dapat disimpan: {error.strerror}.")
        more = {"state": found.state, "code": found.code, "branch": me.branch_id, "kiosk": me.kiosk_id}
        match found.state:
            case "accepted":
                return _yes("Kiosk ini sudah diterima pusat. Jalankan: kiosk sync", **more)
            case "rejected":
                return _no(found.problem, **more)
            case _:
                asked = f" {found.problem}" if found.problem else ""
                return _yes(f"Bacakan kode ini ke pusat, lalu tunggu diterima.{asked}", **more)

    def settle(self) -> Told:
        """After a fork, on the centre's word: a new epoch, in which what differs is told again."""
        if not self.shelf.read(sync_status).forked:
            return _no("Tidak ada alarm: masa baru tidak diperlukan.")
        epoch = self.shelf.write(lambda db: settle_fork(db, self.clock))
        self.shelf.write(self.settled)
        return _yes("Masa baru dimulai; yang belum ada di pusat akan dikirim. Jalankan: kiosk sync", epoch=epoch)

    def go_on_above(self, slips: object) -> Told:
        """In a new computer's first day: above the last slips that staff hold. Without any: where each lane stands."""
        told = slips if isinstance(slips, dict) else {}
        if not all(isinstance(number, int) and 0 < number < 10_000 for number in told.values()):
            return _no("Slip terakhir harus seperti A142: huruf dan angkanya.")
        try:
            coming = self.shelf.write(lambda db: self.go_on(db, told))
        except ValueError as error:
            return _no(str(error))
        lines = ", ".join(f"{letter} {number:03d}" for letter, number in coming.items())
        return _yes(f"Nomor berikutnya: {lines}.", numbers=dict(coming))

    def tidy(self) -> int:
        """Delete what a receipt has covered for 90 days, a piece at a time; how many events."""
        me = whose(self.shelf)
        deleted = 0
        while piece := self.shelf.write(lambda db: delete_confirmed(db, me)):
            deleted += piece
            if self.pause(0.05):
                break
        if deleted:
            self.shelf.write(truncate_log)
        return deleted

    @property
    def name(self) -> str:
        """This kiosk among all of the country: what its minute of the night is drawn from."""
        me = whose(self.shelf)
        return f"{me.branch_id}/{me.kiosk_id}"

    def local_now(self) -> datetime:
        """Local time of the branch, without zone, as packs and the timetable count."""
        return self.clock.now().astimezone(self.zone.tz).replace(tzinfo=None)

    def _cutter(self, key: Ed25519PrivateKey) -> Cutter:
        return Cutter(key, self.clock, self.config.program, self.boot_id)

    def _told(self, report: RunReport) -> Told:
        status = self.shelf.read(sync_status)
        progress = report.progress
        told = {
            "outcome": report.outcome.value,
            "retry_after_s": report.retry_after_s or 0,
            "lines": list(report.packs),
            "state": status.state.value,
            "waiting": status.waiting,
            "parked": status.parked,
            "events": progress.events,
            "batches": progress.batches,
            "bytes": progress.sent_bytes,
            "offset_ms": progress.offset_ms,
        }
        good = report.outcome is Outcome.SYNCED
        return (_yes if good else _no)(report.problem or status.sentence(self.zone.tz), **told)


def _yes(sentence: str, **more: Any) -> Told:
    return {"ok": True, "sentence": sentence, **more}


def _no(sentence: str, **more: Any) -> Told:
    return {"ok": False, "sentence": sentence, **more}
