"""`kiosk hub pack`: rules on their way to the kiosks, signed by a key that stays offline."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from kiosk.cli.hub_place import Place, note, store_at
from kiosk.cli.told import Code, Ended
from kiosk.ops.clock import SystemClock
from kiosk.wire.pack import EVERY_BRANCH, PackKind

if TYPE_CHECKING:
    from kiosk.hub.store import Session
    from kiosk.wire.pack import PackHeader

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def pack() -> None:
    """Paket aturan untuk kiosk: katalog, kalender, dan lain-lain."""


@pack.command()
@click.argument("out", type=NEW_FILE)
def key(out: Path) -> None:
    """Buat kunci paket pusat di berkas OUT; simpan di luar jaringan."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from kiosk.hub.keys import write_key
    from kiosk.wire.keys import key_text, private_pem

    if out.exists():
        raise Ended(Code.REFUSED, f"{out} sudah ada: kunci lama tidak ditimpa.")
    made = Ed25519PrivateKey.generate()
    try:
        write_key(out, private_pem(made))
    except OSError as error:
        raise Ended(Code.STORE, f"{out} tidak dapat ditulis: {error.strerror}.") from error
    click.echo(key_text(made.public_key()))


@pack.command()
@click.argument("contents", type=FILE)
@click.option("--kind", type=click.Choice([kind.value for kind in PackKind]), required=True)
@click.option("--version", type=click.IntRange(min=1), required=True, help="Lebih tinggi dari yang pernah ada.")
@click.option("--from", "starts", required=True, metavar="TTTT-BB-HHTJJ:MM", help="Mulai berlaku, waktu kantor itu.")
@click.option("--branch", default=EVERY_BRANCH, show_default=True, help="Satu kantor saja; * untuk semua.")
@click.option("--min-program", default="0.1", show_default=True, help="Versi program paling lama yang memahaminya.")
@click.option("--key", "key_file", type=FILE, required=True, help="Kunci paket pusat.")
@click.option("-o", "--out", type=NEW_FILE, required=True)
def sign(
    contents: Path, *, kind: str, version: int, starts: str, branch: str, min_program: str, key_file: Path, out: Path
) -> None:
    """Periksa isi CONTENTS seperti kiosk memeriksanya, lalu tanda tangani menjadi paket; tanpa jaringan.

    Jam dan huruf loket diambil dari pengaturan: untuk satu kantor, sebut pengaturannya (kiosk -c BERKAS hub pack sign).
    """
    from kiosk.wire.keys import parse_signing_pem
    from kiosk.wire.pack import seal_pack
    from kiosk.wire.refusal import Refused

    try:
        moment = datetime.strptime(starts, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - local to each branch
        signer = parse_signing_pem(key_file.read_bytes())
        told = contents.read_bytes()
        _check(PackKind(kind), told, branch)
        made = seal_pack(
            PackKind(kind),
            version,
            told,
            signer,
            effective_from=moment,
            branch=branch,
            min_program=min_program,
        )
    except (ValueError, Refused) as error:
        raise Ended(Code.REFUSED, f"Paket tidak dapat dibuat: {error}") from error
    out.write_bytes(made)
    click.echo(f"Paket {kind} {version}, mulai {starts}: {out} ({len(made)} byte).")


def _check(kind: PackKind, contents: bytes, branch: str) -> None:
    """What the kiosks of `branch` would say. Raises Ended with their sentence."""
    from kiosk.cli.asking import furnished, settings_of
    from kiosk.downlink import pack_checks
    from kiosk.sync.packs import ContentsError

    settings = settings_of(click.get_current_context().find_root().obj, furnished())
    if branch not in (EVERY_BRANCH, settings.branch.branch_id):
        raise Ended(
            Code.REFUSED,
            f"Paket untuk kantor {branch} diperiksa dengan pengaturan kantor itu, bukan {settings.branch.branch_id}:"
            " kiosk -c BERKAS hub pack sign …",
        )
    with TemporaryDirectory() as folder:  # what lies on this computer says nothing about theirs
        try:
            pack_checks(replace(settings, data_dir=Path(folder)))[kind](contents)
        except ContentsError as error:
            raise Ended(Code.REFUSED, f"Belum ditandatangani, kiosk akan menolaknya: {error}") from error


@pack.command()
@click.argument("public_key")
@click.pass_obj
def trust(place: Place, public_key: str) -> None:
    """Terima hanya paket yang ditandatangani kunci ini (ed25519:…)."""
    from kiosk.hub import packs
    from kiosk.wire.keys import parse_signing_key
    from kiosk.wire.refusal import Refused

    try:
        known = parse_signing_key(public_key)
    except Refused as error:
        raise Ended(Code.REFUSED, str(error)) from error
    with store_at(place) as store:

        def work(session: "Session") -> None:
            packs.trust(session, known)
            note(session, "pack-trusted", public_key)

        store.write(work)
    click.echo("Kunci paket pusat dicatat.")


@pack.command()
@click.argument("file", type=FILE)
@click.pass_obj
def publish(place: Place, file: Path) -> None:
    """Tawarkan paket di FILE kepada kiosk."""
    from kiosk.hub import packs

    envelope = file.read_bytes()
    with store_at(place) as store:

        def work(session: "Session") -> "PackHeader":
            made = packs.publish(session, envelope, SystemClock().now_ms())
            note(session, "pack-published", f"{made.kind} {made.version} {made.branch}")
            return made

        made = store.write(work)
    whose = "semua kantor" if made.branch == EVERY_BRANCH else made.branch
    click.echo(f"Ditawarkan: {made.kind} {made.version} untuk {whose}, mulai {made.effective_from:%Y-%m-%d %H.%M}.")


@pack.command()
@click.argument("kind")
@click.argument("version", type=int)
@click.option("--branch", default=EVERY_BRANCH, show_default=True)
@click.pass_obj
def withdraw(place: Place, kind: str, version: int, branch: str) -> None:
    """Jangan tawarkan lagi; yang sudah memakainya menunggu versi lebih tinggi."""
    from kiosk.hub import packs

    with store_at(place) as store:

        def work(session: "Session") -> int:
            done = packs.withdraw(session, branch, kind, version, SystemClock().now_ms())
            if done:
                note(session, "pack-withdrawn", f"{kind} {version} {branch}")
            return int(done)

        done = store.write(work)
    if not done:
        raise Ended(Code.TROUBLE, f"Paket {kind} {version} tidak sedang ditawarkan.")
    click.echo("Ditarik.")


@pack.command("list")
@click.pass_obj
def list_packs(place: Place) -> None:
    """Semua paket yang pernah ditawarkan."""
    from kiosk.hub import packs

    with store_at(place) as store:
        found = store.read(packs.published)
    for one in found:
        standing = "" if one.withdrawn_ms is None else "  ditarik"
        click.echo(
            f"{one.branch_id:<12} {one.kind:<20} {one.version:>6}  mulai {one.starts}  {one.size} byte{standing}"
        )
    if not found:
        click.echo("Belum ada paket.")
