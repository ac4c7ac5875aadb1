"""Reading one JSON object of a stranger: size, depth and type of every field are checked before it is used."""

import json
import re
from typing import Any, Final

from kiosk.wire.refusal import Reason, Refused

MAX_WHOLE: Final = 2**63 - 1
"""What fits the whole numbers of SQLite and PostgreSQL."""
MAX_HEADER_BYTES: Final = 4096
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def encode_object(values: dict[str, Any]) -> bytes:
    """The one spelling of an object of ours: UTF-8, keys sorted, no blanks, no line break."""
    return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode()


class Fields:
    """One object, field by field. Unknown fields are left alone: a newer program may have added them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def whole(self, name: str, *, least: int = 0, most: int = MAX_WHOLE) -> int:
        """A whole number from `least` to `most`."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Refused(Reason.BAD_HEADER, f'"{name}" harus bilangan bulat {least} sampai {most}.')
        return value

    def text(self, name: str, *, longest: int = 64) -> str:
        """Printable text that is not empty."""
        value = self._values.get(name)
        if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= longest:
            raise Refused(Reason.BAD_HEADER, f'"{name}" harus teks 1 sampai {longest} huruf.')
        return value

    def id(self, name: str) -> str:
        """A branch or kiosk: small letters, digits and hyphens, at most 32, as in the settings."""
        value = self.text(name, longest=32)
        if not _ID.fullmatch(value):
            raise Refused(Reason.BAD_HEADER, f'"{name}" hanya huruf kecil, angka dan tanda hubung.')
        return value

    def digest(self, name: str) -> bytes:
        """A SHA-256 in 64 small hex digits, as its 32 bytes."""
        value = self._values.get(name)
        if not isinstance(value, str) or not _DIGEST.fullmatch(value):
            raise Refused(Reason.BAD_HEADER, f'"{name}" harus 64 angka heksadesimal.')
        return bytes.fromhex(value)

    def objects(self, name: str) -> list["Fields"]:
        """A list of objects; empty when it is not there."""
        values = self._values.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise Refused(Reason.BAD_HEADER, f'"{name}" harus daftar objek.')
        return [Fields(value) for value in values]


def read_fields(data: bytes, *, longest: int = MAX_HEADER_BYTES) -> Fields:
    """The object in `data`; Refused above `longest` bytes, or for bad UTF-8, deep nesting, a doubled key, no object."""
    if len(data) > longest:
        raise Refused(Reason.TOO_LARGE, f"Kepala data {len(data)} byte; paling banyak {longest}.")
    try:
        values = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(Reason.BAD_HEADER, "Kepala data bukan objek JSON yang dapat dibaca.") from error
    if not isinstance(values, dict):
        raise Refused(Reason.BAD_HEADER, "Kepala data bukan objek JSON.")
    return Fields(values)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a key stands twice")
    return values


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
