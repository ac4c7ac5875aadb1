"""What must never reach a log: identity numbers, phone numbers, and any field that carries a person's words."""

import re
from collections.abc import Mapping
from typing import Any, Final

HIDDEN: Final = "[disembunyikan]"

PERSONAL_FIELDS: Final = frozenset(
    {
        "name",
        "nama",
        "nik",
        "kpj",
        "phone",
        "telepon",
        "hp",
        "wa",
        "text",
        "typed",
        "answer",
        "answers",
        "facts",
        "code",
    }
)
"""Fields whose value is hidden whatever it is (R-OPS-3)."""

_GAP = r"[\s.,\-–_/()\u00a0\u200b-\u200f\u2060\ufeff]{0,3}"
_LONG_RUN = re.compile(r"\d{9,}")
"""Nine digits in a row: phone, KPJ, account, NIK. Nothing a kiosk must tell its TI is that long."""
_PHONE = re.compile(rf"(?:\+?{_GAP}6{_GAP}2{_GAP}|0{_GAP})8(?:{_GAP}\d){{7,12}}")
_GROUPED = re.compile(rf"\d(?:{_GAP}\d){{14,}}")
"""Fifteen digits or more with gaps: a NIK written in groups. A date with a time has fourteen."""


def redact(text: str) -> str:
    """`text` with every run of digits that could name a person replaced by `[disembunyikan]`."""
    for pattern in (_GROUPED, _PHONE, _LONG_RUN):
        text = pattern.sub(HIDDEN, text)
    return text


def redact_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """`fields` with personal ones hidden, and texts and long numbers redacted, however deep they lie.

    A number under a name ending in `_ms` is a time and stays.
    """
    return {redact(str(name)): _redacted(str(name), value) for name, value in fields.items()}


def _redacted(name: str, value: Any) -> Any:
    if name.lower() in PERSONAL_FIELDS:
        return HIDDEN
    if isinstance(value, Mapping):
        return redact_fields(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redacted("", member) for member in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        text = f"{value:f}" if isinstance(value, float) else str(value)
        return value if name.endswith("_ms") or redact(text) == text else HIDDEN
    return redact(str(value))
