"""What every command needs first: the settings, the assets, the store, or one sentence why not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from kiosk.app import Furnishing, furnish, read_settings
from kiosk.domain.catalogue import CatalogueError
from kiosk.domain.texts import TextsError
from kiosk.ops.assets import AssetsMissingError
from kiosk.ops.doctor import STORE_NAME
from kiosk.ops.owner import AlreadyOwned
from kiosk.ops.settings import Settings, SettingsError
from kiosk.store.errors import StoreError
from kiosk.store.identity import ForeignStoreError
from kiosk.store.opening import Role, open_db

PLACES: Final = (Path("kiosk.toml"), Path("/etc/pasti/kiosk.toml"))


class Code(IntEnum):
    """What the command tells the script that called it."""

    TROUBLE = 1
    REFUSED = 2
    OWNED = 3
    STORE = 4


class Ended(Exception):  # noqa: N818 - an expected end, not an error of the program
    """The command ends here, with a sentence a person can act on."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Told:
    """What was said before the command's name."""

    config: Path | None
    changes: tuple[str, ...]

    def file(self) -> Path:
        """The settings file to read."""
        if self.config is not None:
            return self.config
        return next((place for place in PLACES if place.is_file()), PLACES[0])

    def overrides(self, **more: str | None) -> dict[str, str]:
        """Settings from the command line, by dotted key. Raises Ended for one that is not KEY=VALUE."""
        told = {}
        for change in self.changes:
            key, equals, value = change.partition("=")
            if not equals:
                raise Ended(Code.REFUSED, f'--set "{change}" harus KUNCI=NILAI, misalnya printer.url=virtual:')
            told[key.strip()] = value.strip()
        return told | {key.replace("__", "."): value for key, value in more.items() if value is not None}


def furnished() -> Furnishing:
    """The assets. Raises Ended."""
    try:
        return furnish()
    except (AssetsMissingError, TextsError, CatalogueError) as error:
        raise Ended(Code.REFUSED, str(error)) from error


def settings_of(told: Told, furnishing: Furnishing, **more: str | None) -> Settings:
    """The settings in force. Raises Ended with every problem and its line."""
    try:
        return read_settings(told.file(), furnishing, told.overrides(**more))
    except SettingsError as error:
        raise Ended(Code.REFUSED, str(error)) from error


@contextmanager
def in_charge() -> Iterator[None]:
    """Turns the expected failures of a running kiosk into a sentence and a code."""
    try:
        yield
    except AlreadyOwned as error:
        raise Ended(Code.OWNED, str(error)) from error
    except (StoreError, ForeignStoreError) as error:
        raise Ended(Code.STORE, str(error)) from error


@contextmanager
def store_of(settings: Settings) -> Iterator[Database]:
    """The store, to read only, beside a running kiosk or without one. Raises Ended."""
    path = settings.data_dir / STORE_NAME
    if not path.is_file():
        raise Ended(Code.STORE, f"Belum ada penyimpanan di {path}: kiosk ini belum pernah dijalankan.")
    with in_charge():
        db = open_db(path, Role.READER)
        try:
            yield db
        finally:
            db.conn.close()
