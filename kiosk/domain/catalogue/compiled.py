"""A catalogue as one line of JSON that is read back far faster than its YAML: every record as a list of its fields."""

import dataclasses
import hashlib
import json
import types
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final, get_args, get_origin, get_type_hints

from kiosk.domain.catalogue.model import Catalogue

Decode = Callable[[Any], Any]


class NotCompiledError(ValueError):
    """Bytes that are no catalogue compiled by this very shape of the model."""


def compile_catalogue(catalogue: Catalogue) -> bytes:
    """The catalogue in one line. `read_compiled` gives back an equal one."""
    return json.dumps(_encoded(catalogue), ensure_ascii=False, separators=(",", ":")).encode()


def read_compiled(line: bytes) -> Catalogue:
    """The catalogue in `line`. Raises NotCompiledError for anything that `compile_catalogue` did not write.

    Nothing but lists, words and numbers is read: the line can name no code. Whether the line is whole and of the right
    files is for the caller to hold against a hash; this finds wrong shapes, not wrong words.
    """
    try:
        found: Catalogue = _decoder(Catalogue)(json.loads(line))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise NotCompiledError(f"no compiled catalogue: {error}") from error
    return found


@cache
def shape() -> str:
    """A fingerprint of every record a catalogue is made of: another model reads no line of this one."""
    told: list[str] = []
    waiting: list[Any] = [Catalogue]
    seen: set[Any] = set()
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        if dataclasses.is_dataclass(kind) and isinstance(kind, type):
            hints = get_type_hints(kind)
            told.append(f"{kind.__name__}({', '.join(f'{name}: {hint}' for name, hint in hints.items())})")
            waiting += hints.values()
        elif isinstance(kind, type) and issubclass(kind, StrEnum):
            told.append(f"{kind.__name__}({', '.join(kind)})")
        else:
            waiting += get_args(kind)
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()


def _encoded(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return [_encoded(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        return {key: _encoded(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_encoded(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


_PLAIN: Final = (str, int, bool)


@cache
def _decoder(kind: Any) -> Decode:
    """How a value of `kind` is read back; worked out once from the types of the model."""
    origin, inner = get_origin(kind), get_args(kind)
    found: Decode | None = None
    if origin is types.UnionType:
        found = _optional(_decoder(next(one for one in inner if one is not types.NoneType)))
    elif origin is Mapping:
        found = _mapping(_decoder(inner[1]))
    elif origin in (tuple, frozenset):
        found = _many(origin, _decoder(inner[0]))
    elif kind is date:
        found = date.fromisoformat
    elif kind in _PLAIN:
        found = _plain(kind)
    elif isinstance(kind, type):
        found = _record(kind) if dataclasses.is_dataclass(kind) else kind if issubclass(kind, StrEnum) else None
    if found is None:
        raise TypeError(f"no compiled form for {kind}")
    return found


def _record(kind: type) -> Decode:
    hints = get_type_hints(kind)
    decoders = [_decoder(hints[field.name]) for field in dataclasses.fields(kind)]

    def decode(values: Any) -> Any:
        return kind(*[decode_one(value) for decode_one, value in zip(decoders, values, strict=True)])

    return decode


def _plain(kind: type) -> Decode:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise NotCompiledError(f"{value!r:.40} where {kind.__name__} belongs")
        return value

    return decode


def _optional(decode_one: Decode) -> Decode:
    return lambda value: None if value is None else decode_one(value)


def _mapping(decode_one: Decode) -> Decode:
    return lambda values: {key: decode_one(value) for key, value in values.items()}


def _many(collect: Callable[[Any], Any], decode_one: Decode) -> Decode:
    def decode(values: Any) -> Any:
        if type(values) is not list:
            raise NotCompiledError(f"{values!r:.40} where a list belongs")
        return collect([decode_one(value) for value in values])

    return decode
