"""`kiosk hub person`: who may look at the monitor."""

import sys
from typing import TYPE_CHECKING

import click

from kiosk.access.entry import Newcomer, PersonError
from kiosk.access.people import Role
from kiosk.access.secret import SecretKind, WeakSecretError
from kiosk.cli.hub_place import Place, store_at
from kiosk.cli.told import Code, Ended
from kiosk.ops.clock import SystemClock, boot_id

if TYPE_CHECKING:
    from kiosk.access.entry import Door
    from kiosk.hub.store import HubStore

ROLES = {
    "pusat": Role.HEAD_OFFICE,
    "kepala-cabang": Role.BRANCH_HEAD,
    "pengelola": Role.HUB_OPERATOR,
}


@click.group()
def person() -> None:
    """Orang yang boleh melihat pemantau."""


@person.command()
@click.argument("login")
@click.option("--name", required=True, help="Nama orangnya.")
@click.option("--role", type=click.Choice(sorted(ROLES)), default="pusat", show_default=True)
@click.option("--branch", help="Cabang, untuk kepala-cabang.")
@click.option("--password-stdin", is_flag=True, help="Baca kata sandi dari masukan, untuk skrip.")
@click.option("--by", default="operator", show_default=True, help="Siapa yang menambah, untuk catatan.")
@click.pass_obj
def add(place: Place, login: str, *, name: str, role: str, branch: str | None, password_stdin: bool, by: str) -> None:
    """Tambah orang; kata sandinya ditanyakan."""
    secret = _password(password_stdin)
    with store_at(place) as store:
        try:
            made = _door(place, store).add(
                Newcomer(login, name, ROLES[role], branch), secret, SecretKind.PASSWORD, by=by
            )
        except (PersonError, WeakSecretError) as error:
            raise Ended(Code.REFUSED, str(error)) from error
    click.echo(f"Ditambah: {made.person_id}.")


@person.command()
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Baca kata sandi dari masukan, untuk skrip.")
@click.option("--by", default="operator", show_default=True)
@click.pass_obj
def password(place: Place, login: str, *, password_stdin: bool, by: str) -> None:
    """Ganti kata sandi; semua halaman yang terbuka atas namanya tertutup."""
    secret = _password(password_stdin)
    with store_at(place) as store:
        try:
            _door(place, store).change_secret(login, secret, SecretKind.PASSWORD, by=by)
        except (PersonError, WeakSecretError) as error:
            raise Ended(Code.REFUSED, str(error)) from error
    click.echo("Diganti.")


@person.command()
@click.argument("login")
@click.option("--on", "active", is_flag=True, help="Aktifkan lagi.")
@click.option("--by", default="operator", show_default=True)
@click.pass_obj
def off(place: Place, login: str, *, active: bool, by: str) -> None:
    """Nonaktifkan orang, saat itu juga."""
    with store_at(place) as store:
        try:
            _door(place, store).switch(login, active=active, by=by)
        except PersonError as error:
            raise Ended(Code.REFUSED, str(error)) from error
    click.echo("Aktif lagi." if active else "Dinonaktifkan.")


@person.command("list")
@click.pass_obj
def list_people(place: Place) -> None:
    """Semua orang dan perannya."""
    from kiosk.hub.people import HubPeople

    with store_at(place) as store:
        everybody = HubPeople(store).people()
    for one in everybody:
        click.echo(f"{one.person_id:<16} {one.role.value:<14} {one.branch_id or '-':<12} {one.name}")
    if not everybody:
        click.echo("Belum ada orang. Tambah: kiosk hub person add")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        line: str = sys.stdin.readline()
        return line.rstrip("\n")
    return str(click.prompt("Kata sandi", hide_input=True, confirmation_prompt="Sekali lagi"))


def _door(place: Place, store: "HubStore") -> "Door":
    from kiosk.hub.site import make_door

    return make_door(store, SystemClock(), place.folder, boot_id())
