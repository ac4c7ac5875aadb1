"""`kiosk sync`, `kiosk usb`, `kiosk enroll`: what TI does with the centre, by wire, by stick, and at the beginning."""

import json
import shutil
from pathlib import Path

import click

from kiosk.cli.asking import furnished, settings_of, store_of
from kiosk.cli.errands import do, finish
from kiosk.cli.told import Code, Ended, Told
from kiosk.ops.clock import SystemClock
from kiosk.ops.owner import holder
from kiosk.store.packs import pack_faults
from kiosk.sync.enrol import put_on_stick
from kiosk.sync.packs import unused_sentence
from kiosk.sync.status import SyncState, SyncStatus, sync_status
from kiosk.sync.stick import copy_home
from kiosk.sync.stick_drive import StickError
from kiosk.uplink import own_desk

IN_STEP = {SyncState.SYNCED, SyncState.WAITING, SyncState.RUNNING}


@click.command(short_help="Kirim yang menunggu ke pusat, lalu cocokkan.")
@click.option("--status", "only_look", is_flag=True, help="Hanya lihat keadaan; tidak mengirim apa-apa.")
@click.option("--new-epoch", is_flag=True, help="Sesudah ALARM dan atas perintah pusat: mulai masa baru.")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def sync(told: Told, only_look: bool, new_epoch: bool, as_json: bool) -> None:
    """Kirim yang menunggu ke pusat, ambil paket baru, lalu cocokkan kedua sisi.

    Kiosk yang sedang berjalan mengerjakannya sendiri; nomor tetap jalan. Baris terakhir: TERSINKRON, MENUNGGU n,
    SEDANG, GAGAL, DITOLAK n atau MISMATCH, dengan sebabnya.
    """
    settings = settings_of(told, furnished())
    if only_look:
        with store_of(settings) as db:
            running = holder(settings.data_dir) is not None and sync_status(db).running_since_ms is not None
            status, unused = sync_status(db, running=running), [unused_sentence(one) for one in pack_faults(db)]
        _show(status, unused, status.sentence(settings.branch.zone.tz), as_json=as_json)
        return
    if new_epoch:
        finish(do(settings, "settle", quiet=as_json), as_json=as_json)
        return
    answer = do(settings, "sync", quiet=as_json)
    if not as_json and answer.get("batches"):
        size = f"{answer['bytes'] / 1024:.0f} KB".replace(".", ",")
        click.echo(f"Pusat menerima {answer['events']} kejadian dalam {answer['batches']} kiriman ({size}).")
    finish(answer, as_json=as_json)


@click.group()
def usb() -> None:
    """Ke pusat dan kembali dengan stik USB, tanpa jaringan."""


@usb.command("export")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def export_usb(told: Told, folder: Path, as_json: bool) -> None:
    """Salin yang menunggu ke FOLDER (stik), tersegel untuk pusat, dan periksa hasilnya."""
    settings = settings_of(told, furnished())
    with store_of(settings) as db:  # it only reads: beside a running kiosk, which may not write onto sticks
        answer = own_desk(settings, db, SystemClock()).export(folder.resolve())
    finish(answer, as_json=as_json)


@usb.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def import_usb(told: Told, folder: Path, as_json: bool) -> None:
    """Ambil tanda terima dan paket yang dibawa stik pulang dari pusat."""
    settings = settings_of(told, furnished())
    incoming = settings.data_dir.absolute() / "from-stick"
    shutil.rmtree(incoming, ignore_errors=True)  # of a command that was cut short
    try:
        problems = copy_home(folder.resolve(), incoming)
        answer = do(settings, "bring-home", quiet=as_json, folder=str(incoming))
    except StickError as error:
        raise Ended(Code.TROUBLE, str(error)) from error
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    answer["ok"] = answer["ok"] and not problems
    finish({**answer, "lines": [*problems, *answer.get("lines", [])]}, as_json=as_json)


@click.command(short_help="Daftarkan kiosk ini ke pusat.")
@click.option("--renew", is_flag=True, help="Buat kunci baru, misalnya sesudah yang lama dicabut pusat.")
@click.option(
    "--usb", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Bawa permintaan di stik."
)
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def enroll(told: Told, renew: bool, folder: Path | None, as_json: bool) -> None:
    """Daftarkan kiosk ini ke pusat: kunci dibuat di sini, kodenya dibacakan ke pusat.

    Jalankan lagi untuk melihat apakah sudah diterima; kodenya tetap sama.
    """
    settings = settings_of(told, furnished())
    answer = do(settings, "join", quiet=as_json, renew=renew)
    if folder is not None and "code" in answer:
        try:
            put_on_stick(settings.data_dir, folder.resolve())
        except StickError as error:
            raise Ended(Code.TROUBLE, str(error)) from error
    if not as_json and answer.get("state") in {"waiting", "unknown"}:
        click.echo(_qr(f"PASTI {answer['branch']} {answer['kiosk']} {answer['code']}"))
        click.echo(f"Kantor: {answer['branch']}   Kiosk: {answer['kiosk']}   Kode: {answer['code']}\n")
        click.echo("Menggantikan komputer lain di tengah hari? Sesudah ini: kiosk numbers, dengan slip terakhirnya.\n")
    finish(answer, as_json=as_json)


def _qr(text: str) -> str:
    """The same as a picture for a telephone, two modules a letter."""
    import qrcode

    code = qrcode.QRCode(border=2)
    code.add_data(text)
    rows = code.get_matrix()
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    return "\n".join(
        "".join(blocks[upper, lower] for upper, lower in zip(above, below, strict=True))
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    )


def _show(status: SyncStatus, unused: list[str], sentence: str, *, as_json: bool) -> None:
    if as_json:
        answer = {
            "state": status.state.value,
            "waiting": status.waiting,
            "parked": status.parked,
            "why": status.why,
            "since_ms": status.since_ms,
            "synced_at_ms": status.synced_at_ms,
            "offset_ms": status.offset_ms,
            "packs_unused": unused,
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    for line in () if as_json else unused:
        click.echo(line)
    if not as_json and status.state in IN_STEP:
        click.echo(sentence)
    if status.state not in IN_STEP:
        raise Ended(Code.TROUBLE, "" if as_json else sentence)
