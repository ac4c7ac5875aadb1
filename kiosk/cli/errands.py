"""Handing an errand of synchronisation to the running kiosk, or doing it here when none runs; with what it tells."""

import json
from collections.abc import Callable
from threading import Event
from typing import Any, Final, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kiosk.cli.asking import in_charge
from kiosk.cli.told import Code, Ended
from kiosk.ops.clock import SystemClock
from kiosk.ops.doctor import STORE_NAME
from kiosk.ops.owner import NoOwner, Owner, OwnerRefused, OwnerSilent, ask_owner
from kiosk.ops.settings import Settings
from kiosk.store.boot import boot, owned, stop
from kiosk.store.opening import Role, open_db
from kiosk.sync.errands import Told
from kiosk.uplink import ERRANDS, own_desk

LOOK_EVERY_S: Final = 0.2
PATIENCE_S: Final = 6 * 3600
"""A month of events over 256 kbit/s takes minutes; nothing takes this long."""
STAGES: Final = {
    "asking": "Bertanya ke pusat",
    "packs": "Melihat paket",
    "sending": "Mengirim",
    "comparing": "Mencocokkan",
}


def do(settings: Settings, errand: str, *, quiet: bool, **asked: Any) -> Told:
    """Have `errand` done, by the kiosk that runs on this data or else here; its answer. Raises Ended."""
    with _shown(quiet=quiet) as show:
        try:
            return _handed_over(settings, errand, show, asked)
        except NoOwner:
            return _done_here(settings, errand, asked)
        except OwnerRefused as error:
            raise Ended(Code.TROUBLE, str(error)) from error
        except OwnerSilent as error:
            raise Ended(Code.OWNED, str(error)) from error


def finish(told: Told, *, as_json: bool) -> None:
    """Say what came of it, the plain sentence last. Raises Ended when it was no good."""
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for line in told.get("lines", []):
            click.echo(line)
    if not told["ok"]:
        _trouble(told, as_json=as_json)
    if not as_json:
        click.echo(told["sentence"])


def _trouble(told: Told, *, as_json: bool) -> NoReturn:
    raise Ended(Code.STORE if told.get("outcome") == "store" else Code.TROUBLE, "" if as_json else told["sentence"])


def _handed_over(settings: Settings, errand: str, show: Callable[[Told], None], asked: dict[str, Any]) -> Told:
    number = ask_owner(settings.data_dir, "sync-start", errand=errand, **asked)["number"]
    pause = Event()
    for _ in range(round(PATIENCE_S / LOOK_EVERY_S)):
        found = ask_owner(settings.data_dir, "sync-look", number=number)
        if "done" in found:
            told: Told = found["done"]
            return told
        show(found.get("running", {}))
        pause.wait(LOOK_EVERY_S)
    raise Ended(Code.TROUBLE, "Kiosk tidak selesai pada waktunya; lihat kiosk sync --status.")


def _done_here(settings: Settings, errand: str, asked: dict[str, Any]) -> Told:
    clock = SystemClock()
    with in_charge(), Owner(settings.data_dir, clock):
        db = open_db(settings.data_dir / STORE_NAME, Role.WRITER)
        desk = own_desk(settings, db, clock)
        try:
            branch = settings.branch
            if owned(db, branch.branch_id, branch.kiosk_id) is None:
                boot(db, branch.branch_id, branch.kiosk_id, clock)
                stop(db, clock)
            return ERRANDS[errand](asked)(desk)
        finally:
            desk.close()


class _shown:  # noqa: N801 - used like a function
    """A bar on standard error while a person looks; nothing for scripts."""

    def __init__(self, *, quiet: bool) -> None:
        console = Console(stderr=True)
        self._bar: Progress | None = None
        if not quiet and console.is_terminal:
            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
            )
            self._task = self._bar.add_task("Menunggu giliran", total=None)

    def __enter__(self) -> Callable[[Told], None]:
        if self._bar is not None:
            self._bar.start()
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _show(self, running: Told) -> None:
        if self._bar is not None:
            stage = STAGES.get(str(running.get("stage", "")), "Bekerja")
            total = running.get("total") or None
            self._bar.update(self._task, description=stage, total=total, completed=running.get("events", 0))
