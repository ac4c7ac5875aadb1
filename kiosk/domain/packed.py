"""The contents of a small pack: one JSON object, read key by key; whatever is wrong or unknown is a sentence for TI."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from kiosk.domain.catalogue.basis import Text

FORMAT: Final = 1
MAX_BYTES: Final = 256 * 1024
_EARLIEST, _LATEST = date(2020, 1, 1), date(2100, 12, 31)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class PackedError(ValueError):
    """The contents of a pack cannot be used; the sentence says where and why."""


class Packed:
    """One object of the pack. What is asked for is known; what nobody asked for is refused at `close`."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self.where = where
        self._values = values
        self._known: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether `name` is written down."""
        return name in self._values

    def text(self, name: str, longest: int) -> str:
        """A text of visible characters."""
        return self._plain(name, self._get(name), longest)

    def texts(self, name: str, longest: int) -> Text:
        """A sentence in Indonesian and English."""
        told = self._get(name)
        if not isinstance(told, dict) or set(told) != {"id", "en"}:
            raise self.problem(f'"{name}" harus berisi "id" dan "en"')
        return {language: self._plain(f"{name}.{language}", text, longest) for language, text in told.items()}

    def day(self, name: str, default: date | None = None) -> date:
        """A date of the calendar, written 2026-12-25."""
        if default is not None and not self.has(name):
            self._known.add(name)
            return default
        told = self._get(name)
        try:
            if not isinstance(told, str) or not _DAY.fullmatch(told):
                raise ValueError
            found = date.fromisoformat(told)
        except ValueError as error:
            raise self.problem(f'"{name}" bukan tanggal seperti 2026-12-25') from error
        if not _EARLIEST <= found <= _LATEST:
            raise self.problem(f'"{name}" ({found}) di luar {_EARLIEST.year} sampai {_LATEST.year}')
        return found

    def whole(self, name: str, *, least: int, most: int) -> int:
        """A whole number between two figures, both included."""
        told = self._get(name)
        if isinstance(told, bool) or not isinstance(told, int) or not least <= told <= most:
            raise self.problem(f'"{name}" harus bilangan bulat dari {least} sampai {most}')
        return told

    def objects(self, name: str, *, most: int) -> Iterator["Packed"]:
        """Every object in the list `name`."""
        told = self._get(name)
        if not isinstance(told, list) or len(told) > most:
            raise self.problem(f'"{name}" harus daftar berisi paling banyak {most}')
        for place, one in enumerate(told, start=1):
            if not isinstance(one, dict):
                raise self.problem(f'"{name}" nomor {place} bukan objek')
            yield Packed(f"{name} nomor {place}", one)

    def table(self, name: str) -> Mapping[str, Any]:
        """The object `name` as it stands; empty when it is not there."""
        self._known.add(name)
        told = self._values.get(name, {})
        if not isinstance(told, dict):
            raise self.problem(f'"{name}" bukan objek')
        return told

    def close(self) -> None:
        """Refuse every key nobody asked for."""
        unknown = sorted(set(self._values) - self._known)
        if unknown:
            raise self.problem(f'"{_shown(unknown[0])}" tidak dikenal')

    def problem(self, sentence: str) -> PackedError:
        """Something wrong here."""
        return PackedError(f"{self.where}: {sentence}.")

    def _get(self, name: str) -> Any:
        self._known.add(name)
        if name not in self._values:
            raise self.problem(f'"{name}" belum ada')
        return self._values[name]

    def _plain(self, name: str, told: object, longest: int) -> str:
        if not isinstance(told, str) or not told.strip() or told != " ".join(told.split()):
            raise self.problem(f'"{name}" harus teks satu baris tanpa spasi berlebih')
        if len(told) > longest:
            raise self.problem(f'"{name}" terlalu panjang ({len(told)} huruf, paling banyak {longest})')
        if not told.isprintable() or any(ord(char) > 0x24F and char not in "–—‘’“”…" for char in told):
            raise self.problem(f'"{name}" memuat tanda yang tidak dapat ditampilkan')
        if any(char in "<>&{}[]\\`|" for char in told):
            raise self.problem(f'"{name}" memuat tanda < > & {{ }} [ ] \\ ` atau |; tulis kalimat biasa')
        return told


def read_packed(contents: bytes) -> Packed:
    """The object in `contents`, of the format known here. Raises PackedError."""
    if len(contents) > MAX_BYTES:
        raise PackedError(f"Isinya lebih dari {MAX_BYTES} byte.")
    try:
        told = json.loads(contents.decode("utf-8"), object_pairs_hook=_once)
    except PackedError:
        raise
    except (ValueError, RecursionError) as error:
        raise PackedError("Isinya bukan JSON.") from error
    if not isinstance(told, dict):
        raise PackedError("Isinya bukan objek JSON.")
    found = Packed("isi paket", told)
    if found.whole("format", least=0, most=2**31) != FORMAT:
        raise found.problem(f'"format" {told["format"]} belum dikenal program ini, yang dikenal {FORMAT}')
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise PackedError("Isinya menyebut satu nama dua kali.")
    return found


def _shown(name: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in name)[:40]
