"""Which text keys the program uses, read from its syntax: whole keys, and families that end in a computed part."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.i18n.sentences import ROOT

SPEAKING_ROOMS = ("visit", "ui", "slips")
"""Where people are spoken to; elsewhere a dotted name is an event of the journal."""


def source_files() -> list[Path]:
    """Every module that speaks to people."""
    rooms = [path for room in SPEAKING_ROOMS for path in (ROOT / "kiosk" / room).rglob("*.py")]
    return sorted([*rooms, ROOT / "kiosk" / "window.py"])


def strings_in(path: Path) -> tuple[set[str], set[str]]:
    """(whole string literals, leading constants of f-strings) of a module."""
    whole: set[str] = set()
    leading: set[str] = set()
    inside: set[int] = set()
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(id(part) for part in node.values)
            first = node.values[0] if node.values else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                leading.add(first.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            whole.add(node.value)
    return whole, leading


def looks_like_key(text: str, sections: Iterable[str]) -> bool:
    """True for 'section.name' of a known section, in the letters of keys."""
    section, dot, name = text.partition(".")
    return bool(dot and name) and section in sections and all(c.isalnum() or c in "-." for c in text)


def asked_keys(sections: Iterable[str]) -> tuple[set[str], set[str]]:
    """(keys named whole, families named by their beginning) in those rooms."""
    known = frozenset(sections)
    keys: set[str] = set()
    families: set[str] = set()
    for path in source_files():
        whole, leading = strings_in(path)
        keys |= {text for text in whole if looks_like_key(text, known)}
        families |= {text for text in leading if "." in text and text.partition(".")[0] in known}
    return keys, families
