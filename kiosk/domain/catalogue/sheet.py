"""YAML text to plain nodes that know their line; everything a catalogue has no use for is refused here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import yaml

from kiosk.domain.catalogue.model import Place, Problem

MAX_BYTES: Final = 512 * 1024
MAX_NODES: Final = 60_000
MAX_DEPTH: Final = 12

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, where the wheel has it, is far faster

_ADVICE: Final = {
    "tab": "ada tab di awal baris; pakai spasi",
    "\\t": "ada tab di awal baris; pakai spasi",
    "mapping values are not allowed": "ada titik dua di tengah kalimat; beri kalimatnya tanda kutip",
    "could not find expected ':'": "ada baris tanpa titik dua sesudah katanya",
    "unexpected end of stream": "ada tanda kutip yang tidak ditutup",
    "document start": "ada tanda kutip atau kurung yang tidak ditutup",
    "cannot start any token": "ada tanda baca di awal kata; beri tanda kutip",
}
_LOOK_NEAR: Final = "lihat baris ini dan sebelumnya: spasi di awal, tanda kutip, koma, atau kurung"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word or sentence, as written."""

    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Keys and what stands behind them, in the order of the file."""

    entries: dict[str, "Node"]
    key_places: dict[str, Place]
    place: Place


Node = Scalar | Items | Table


class _RefusedError(Exception):
    """Stops the reading of one file at its first structural fault."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


def read_sheet(file: str, source: str | bytes, problems: list[Problem]) -> Table | None:
    """The top table of one file; None, with the reason added to `problems`, when there is none."""
    try:
        text = _decoded(source)
        _survey(text)
        root = _composed(file, yaml.compose(text, Loader=_LOADER))
        if not isinstance(root, Table):
            raise _RefusedError(1, "harus berupa tabel bagian, misalnya 'documents:' atau 'cases:'")
    except _RefusedError as refused:
        problems.append(Problem(Place(file, refused.line), refused.sentence))
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        problems.append(Problem(Place(file, line), f"bukan YAML: {_advice(error.problem or error.context or '')}"))
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = (str(error).splitlines() or [repr(error)])[0]
        problems.append(Problem(Place(file, 1), f"bukan YAML: {reason}"))
        return None
    return root


def _advice(said: str) -> str:
    """What libyaml complains about, as something an author can look for near that line."""
    known = next((advice for part, advice in _ADVICE.items() if part in said), _LOOK_NEAR)
    return f"{known} [{said}]" if said else known


def _decoded(source: str | bytes) -> str:
    try:
        raw = source if isinstance(source, bytes) else source.encode("utf-8")
        text = raw.decode("utf-8")
    except UnicodeError as error:
        raise _RefusedError(1, "bukan teks UTF-8") from error
    if len(raw) > MAX_BYTES:
        raise _RefusedError(1, f"melebihi {MAX_BYTES // 1024} KiB")
    if not text.strip():
        raise _RefusedError(1, "kosong")
    return text


def _survey(text: str) -> None:
    """Refuse anchors, aliases, tags, second documents, and depth or size beyond reason, before anything is built."""
    depth = nodes = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError(line, "memuat dokumen YAML kedua; satu berkas, satu dokumen")
        if not isinstance(event, yaml.NodeEvent):
            depth -= isinstance(event, yaml.CollectionEndEvent)
            continue
        nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _RefusedError(line, "memakai jangkar atau alias (& atau *); tulis saja lengkap")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _RefusedError(line, f"memakai tag {tag}; hanya kata biasa yang boleh")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise _RefusedError(line, "terlalu dalam atau terlalu panjang")


def _composed(file: str, node: yaml.Node | None) -> Node:
    if node is None:
        raise _RefusedError(1, "kosong")
    place = Place(file, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value.strip(), place)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_composed(file, item) for item in node.value), place)
    if isinstance(node, yaml.MappingNode):
        return _table(file, node.value, place)
    raise _RefusedError(place.line, "memuat sesuatu yang bukan kata, daftar, atau tabel")


def _table(file: str, pairs: Iterable[tuple[yaml.Node, yaml.Node]], place: Place) -> Table:
    entries: dict[str, Node] = {}
    key_places: dict[str, Place] = {}
    for key, value in pairs:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _RefusedError(line, "mempunyai kunci yang bukan kata")
        if key.value in entries:
            raise _RefusedError(line, f"menulis '{key.value}' dua kali (pertama di baris {key_places[key.value].line})")
        entries[key.value] = _composed(file, value)
        key_places[key.value] = Place(file, line)
    return Table(entries, key_places, place)
