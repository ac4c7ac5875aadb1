"""What was said before the command's name, and how a command ends; light, so that the first picture comes soon."""

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

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
