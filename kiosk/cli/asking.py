"""What every command needs first: the settings, the assets, the store, or one sentence why not."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlite_utils import Database

from kiosk.app import Furnishing, furnish, read_settings
from kiosk.cli.told import Code, Ended, Told
from kiosk.domain.catalogue import CatalogueError
from kiosk.domain.texts import TextsError
from kiosk.ops.assets import AssetsMissingError
from kiosk.ops.doctor import OLDER, STORE_NAME
from kiosk.ops.owner import AlreadyOwned, DataDirUnusable
from kiosk.ops.settings import Settings, SettingsError
from kiosk.store.errors import StoreError, StoreFull
from kiosk.store.identity import ForeignStoreError
from kiosk.store.opening import Role, of_an_older_program, open_db
from printers.transport import default_profile_name


def furnished() -> Furnishing:
    """The assets. Raises Ended."""
    try:
        return furnish()
    except (AssetsMissingError, TextsError) as error:
        raise Ended(Code.REFUSED, str(error)) from error


def settings_of(told: Told, furnishing: Furnishing, **more: str | None) -> Settings:
    """The settings in force. Raises Ended with every problem and its line."""
    overrides = told.overrides(**more)
    try:
        settings = read_settings(told.file(), furnishing, overrides)
        if _is_strange(told, furnishing, overrides):
            overrides["printer.profile"] = default_profile_name(settings.printer.url)
            settings = read_settings(told.file(), furnishing, overrides)
    except SettingsError as error:
        raise Ended(Code.REFUSED, str(error)) from error
    return settings


def _is_strange(told: Told, furnishing: Furnishing, overrides: Mapping[str, str]) -> bool:
    """A real printer named for once where the file describes the virtual one: nobody has said of which family it is."""
    if "printer.url" not in overrides or "printer.profile" in overrides:
        return False
    plain = {key: value for key, value in overrides.items() if key != "printer.url"}
    of_file = read_settings(told.file(), furnishing, plain).printer.url
    return of_file.startswith("virtual:") and not overrides["printer.url"].startswith("virtual:")


@contextmanager
def in_charge() -> Iterator[None]:
    """Turns the expected failures of a running kiosk into a sentence and a code."""
    try:
        yield
    except CatalogueError as error:
        raise Ended(Code.REFUSED, f"Katalog tidak dapat dipakai:\n{error}") from error
    except AlreadyOwned as error:
        raise Ended(Code.OWNED, str(error)) from error
    except StoreFull as error:
        raise Ended(Code.STORE, "Disk penuh: tidak ada yang dapat disimpan. Kosongkan disk, lalu ulangi.") from error
    except (StoreError, ForeignStoreError, DataDirUnusable) as error:
        raise Ended(Code.STORE, str(error)) from error


@contextmanager
def store_of(settings: Settings) -> Iterator[Database]:
    """The store, to read only, beside a running kiosk or without one. Raises Ended, too, before it was migrated."""
    path = settings.data_dir / STORE_NAME
    if not os.path.isfile(path):  # noqa: PTH113 - a name that is too long is absent, not an error
        raise Ended(Code.STORE, f"Belum ada penyimpanan di {path}: kiosk ini belum pernah dijalankan.")
    with in_charge():
        db = open_db(path, Role.READER)
        try:
            if of_an_older_program(db):
                raise Ended(Code.STORE, f"{OLDER} Jalankan kiosk sekali, lalu ulangi.")
            yield db
        finally:
            db.conn.close()
