"""`kiosk hub`: the centre on one machine or many; who may send, what came, packs, sticks, care of the data."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.hub_packs import pack
from kiosk.cli.hub_people import person
from kiosk.cli.hub_place import DATA, DATABASE, Place, hub_at, note, operator, store_at
from kiosk.cli.hub_serve import serve
from kiosk.cli.told import Code, Ended
from kiosk.domain.branch import Zone
from kiosk.ops.clock import SystemClock

if TYPE_CHECKING:
    from kiosk.hub.stick import Imported
    from kiosk.hub.store import Session


@click.group()
@click.option(
    "--data-dir",
    envvar=DATA,
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("hub"),
    show_default=True,
    help="Folder kunci hub, dan basis datanya kalau bukan PostgreSQL.",
)
@click.option("--database", envvar=DATABASE, help="postgresql://… (bawaan: berkas hub.db di folder data).")
@click.pass_context
def hub(context: click.Context, data_dir: Path, database: str | None) -> None:
    """Pusat: menerima kejadian semua kiosk dan memberi paket."""
    context.obj = Place(data_dir, database)


hub.add_command(pack)
hub.add_command(person)
hub.add_command(serve)


@hub.command()
@click.option("--toml", "url", metavar="URL", help="Sebagai bagian [sync] pengaturan kiosk, dengan alamat hub ini.")
@click.pass_obj
def keys(place: Place, url: str | None) -> None:
    """Kunci umum hub, untuk pengaturan kiosk."""
    from kiosk.hub.keys import hub_keys
    from kiosk.hub.packs import trusted_text
    from kiosk.wire.keys import key_text

    with store_at(place) as store:
        found = hub_keys(place.folder)
        root = store.read(trusted_text)
    receipt, stick = key_text(found.receipt.public_key()), key_text(found.stick.public_key())
    if url is None:
        click.echo(f"tanda terima  {receipt}\nstik          {stick}\npaket         {root or 'belum ada'}")
        return
    lines = ["", "[sync]", f'hub_url = "{url}"', f'hub_key = "{receipt}"', f'stick_key = "{stick}"']
    click.echo("\n".join([*lines, *([f'pack_key = "{root}"'] if root else [])]))


@hub.command()
@click.argument("code")
@click.option("--replace", is_flag=True, help="PC baru: kunci lama kiosk ini tidak berlaku lagi.")
@click.option("--by", default=operator, help="Siapa yang menerima.")
@click.option("--branch-name", help="Nama kantor, untuk pemantau.")
@click.option("--zone", type=click.Choice([zone.value for zone in Zone]), help="Zona waktu kantor.")
@click.pass_obj
def accept(place: Place, code: str, *, replace: bool, by: str, branch_name: str | None, zone: str | None) -> None:
    """Terima kiosk yang menyebut CODE; cocokkan dulu dengan yang dibacakan TI."""
    from kiosk.hub import enrolment

    with store_at(place) as store:
        chosen = Zone(zone) if zone else None

        def work(session: "Session") -> enrolment.Enrolled:
            made = enrolment.accept(session, code, by=by, at_ms=SystemClock().now_ms(), replace=replace)
            enrolment.ensure_branch(session, made.branch_id, name=branch_name, zone=chosen)
            note(session, "kiosk-accepted", f"{made.branch_id}/{made.kiosk_id} {made.key_id}", by)
            return made

        made = store.write(work)
    click.echo(f"Diterima: {made.branch_id}/{made.kiosk_id}, kunci {made.key_id}.")


@hub.command()
@click.argument("code")
@click.pass_obj
def reject(place: Place, code: str) -> None:
    """Tolak pendaftaran CODE."""
    from kiosk.hub import enrolment

    with store_at(place) as store:

        def work(session: "Session") -> None:
            enrolment.reject(session, code, SystemClock().now_ms())
            note(session, "kiosk-rejected", code)

        store.write(work)
    click.echo("Ditolak.")


@hub.command()
@click.argument("branch")
@click.argument("kiosk")
@click.option("--why", required=True, help="Sebabnya, untuk catatan.")
@click.pass_obj
def revoke(place: Place, branch: str, kiosk: str, why: str) -> None:
    """Cabut kunci satu kiosk: tidak ada lagi yang diterima darinya."""
    from kiosk.hub import enrolment

    with store_at(place) as store:

        def work(session: "Session") -> int:
            done = enrolment.revoke(session, branch, kiosk, why=why, at_ms=SystemClock().now_ms())
            if done:
                note(session, "kiosk-revoked", f"{branch}/{kiosk}: {why}")
            return done

        done = store.write(work)
    if not done:
        raise Ended(Code.TROUBLE, f"Kiosk {branch}/{kiosk} tidak punya kunci yang berlaku.")
    click.echo(f"Dicabut: {branch}/{kiosk}.")


@hub.command("list")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def list_kiosks(place: Place, as_json: bool) -> None:
    """Kiosk yang terdaftar, dan yang menunggu diterima."""
    from dataclasses import asdict

    from kiosk.hub import enrolment

    with store_at(place) as store:
        known, asking = store.read(lambda session: (enrolment.enrolled(session), enrolment.waiting(session)))
    if as_json:
        click.echo(json.dumps({"enrolled": [asdict(one) for one in known], "waiting": [asdict(one) for one in asking]}))
        return
    for one in known:
        standing = "berlaku" if one.revoked_ms is None else f"dicabut ({one.revoked_why})"
        click.echo(f"{one.branch_id}/{one.kiosk_id:<12} {one.key_id}  {_at(one.accepted_ms)}  {standing}")
    for asked in asking:
        click.echo(f"{asked.branch_id}/{asked.kiosk_id:<12} {asked.code}  {_at(asked.asked_ms)}  MENUNGGU")
    if not known and not asking:
        click.echo("Belum ada kiosk.")


@hub.command()
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def status(place: Place, as_json: bool) -> None:
    """Sampai mana setiap kiosk, apa yang terparkir, alarm yang terbuka."""
    from dataclasses import asdict

    from kiosk.hub import reading

    with store_at(place) as store:
        kiosks, alarms = store.read(lambda session: (reading.kiosks(session), reading.alarms(session)))
    if as_json:
        click.echo(json.dumps({"kiosks": [asdict(one) for one in kiosks], "alarms": [asdict(one) for one in alarms]}))
        return
    for one in kiosks:
        last = "belum pernah" if one.received_ms is None else _at(one.received_ms)
        click.echo(
            f"{one.branch_id}/{one.kiosk_id:<12} {last}  sampai {one.last_seq}, masa {one.epoch or '-'}, "
            f"terparkir {one.parked}, program {one.app_version or '-'}"
        )
    for alarm in alarms:
        click.echo(f"ALARM {alarm.branch_id}/{alarm.kiosk_id} {alarm.kind} ({alarm.times}×): {alarm.sentence}")


@hub.command("seen")
@click.argument("branch")
@click.argument("kiosk")
@click.argument("kind")
@click.pass_obj
def close_alarms(place: Place, branch: str, kiosk: str, kind: str) -> None:
    """Alarm KIND kiosk ini sudah dilihat orang; kalau terjadi lagi, ia terbuka lagi."""
    from kiosk.hub.alarms import close_alarms as close

    with store_at(place) as store:

        def work(session: "Session") -> int:
            done = close(session, branch, kiosk, kind, SystemClock().now_ms())
            if done:
                note(session, "alarm-seen", f"{branch}/{kiosk} {kind}")
            return done

        done = store.write(work)
    if not done:
        raise Ended(Code.TROUBLE, f"Tidak ada alarm {kind} yang terbuka untuk {branch}/{kiosk}.")
    click.echo("Dicatat.")


@hub.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def import_folder(place: Place, folder: Path) -> None:
    """Ambil kejadian dari stik; tulis tanda terima dan paket ke stik itu."""
    from kiosk.hub.projecting import Projector
    from kiosk.hub.stick import import_stick

    with hub_at(place) as opened:
        done = import_stick(opened, folder)
        Projector(opened.store).catch_up()
        opened.store.write(
            lambda session: note(session, "stick-imported", f"{done.fresh} kejadian, {done.files} berkas")
        )
    _tell_import(done)


def _tell_import(done: "Imported") -> None:
    for stream, upto in sorted(done.streams.items(), key=str):
        click.echo(f"  {stream.branch}/{stream.kiosk}: diterima sampai kejadian {upto}")
    for name in done.waiting:
        click.echo(f"  {name}: menunggu diterima (kiosk hub list)")
    for name, sentence in done.refused:
        click.echo(f"  DITOLAK {name}: {sentence}")
    click.echo(f"{done.fresh} kejadian baru dari {done.files} berkas; {len(done.written)} berkas ditulis ke stik.")
    if done.refused:
        raise Ended(Code.TROUBLE, f"{len(done.refused)} berkas tidak diterima.")
    if done.written:
        click.echo("Stik boleh dicabut dan dibawa kembali ke kiosk.")


@hub.command()
@click.option("--branches", default=325, show_default=True, type=click.IntRange(3, 2000), help="Berapa kantor.")
@click.option(
    "--days", default=14, show_default=True, type=click.IntRange(1, 90), help="Hari yang dijalani tiga kantor."
)
@click.pass_obj
def demo(place: Place, branches: int, days: int) -> None:
    """Isi hub kosong dengan data contoh: setahun, semua kantor, tiga di antaranya kejadian demi kejadian."""
    from kiosk.cli.hub_demo import make_up

    make_up(place, branches, days)


@hub.command()
@click.pass_obj
def rebuild(place: Place) -> None:
    """Hitung semua angka pemantau dari awal, dari kejadian yang tersimpan."""
    from kiosk.hub.projecting import Projector

    with store_at(place) as store:
        done = Projector(store).rebuild()
        store.write(lambda session: note(session, "figures-rebuilt", f"{done} kejadian"))
    click.echo(f"Dihitung ulang dari {done} kejadian.")


@hub.command()
@click.option("--months", default=13, show_default=True, type=click.IntRange(min=2), help="Berapa bulan disimpan.")
@click.pass_obj
def retain(place: Place, months: int) -> None:
    """Lepas kejadian yang sudah lewat masa simpannya; angka hitungannya tetap."""
    from kiosk.hub.retention import retain as let_go

    with store_at(place) as store:
        dropped = let_go(store, SystemClock().now_ms(), months)
        if dropped:
            store.write(lambda session: note(session, "events-dropped", f"{dropped}, disimpan {months} bulan"))
    click.echo(f"Dilepas: {dropped}." if dropped else "Belum ada yang lewat masa simpannya.")


@hub.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(place: Place, target: Path) -> None:
    """Salin basis data hub ke TARGET sambil tetap melayani."""
    from kiosk.hub.backup import back_up

    with store_at(place) as store:
        back_up(store, target)
    click.echo(f"Cadangan lengkap: {target}. Kunci di {place.folder} tidak ikut: simpan terpisah.")


@hub.command()
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def verify(place: Place, as_json: bool) -> None:
    """Periksa setiap aliran: tidak ada nomor yang hilang atau ganda, dan hash sampai pada yang tercatat."""
    from kiosk.hub.verifying import verify_all

    with store_at(place) as store:
        reports = verify_all(store)
    if as_json:
        click.echo(json.dumps([{**one.stream.told(), **one.found()} for one in reports]))
    for one in () if as_json else reports:
        whole = one.problem or "utuh"
        click.echo(f"{one.stream.branch}/{one.stream.kiosk}/{one.stream.epoch}: {one.events} kejadian {whole}")
    wrong = [one for one in reports if one.problem]
    if wrong:
        raise Ended(Code.TROUBLE, f"{len(wrong)} aliran tidak utuh. Jangan ubah basis data; salin dan laporkan.")


def _at(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, Zone.WIB.tz):%Y-%m-%d %H.%M} WIB"
