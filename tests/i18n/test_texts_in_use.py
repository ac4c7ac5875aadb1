"""Every text the program asks for exists, every text that exists is asked for, every value it fills has a place."""

import ast

from tests.i18n.sentences import places, shipped_texts
from tests.i18n.used_keys import asked_keys, looks_like_key, source_files

TEXTS = shipped_texts()
BASE = TEXTS.languages["id"].texts
SECTIONS = {key.partition(".")[0] for key in BASE}


def test_every_text_asked_for_exists() -> None:
    keys, families = asked_keys(SECTIONS)
    assert sorted(keys - set(BASE) - FILE_NAMES) == []
    assert sorted(family for family in families if not any(key.startswith(family) for key in BASE)) == []


def test_every_text_that_exists_is_asked_for() -> None:
    keys, families = asked_keys(SECTIONS)
    unused = [key for key in BASE if key not in keys and not any(key.startswith(family) for family in families)]
    assert unused == []


def test_every_value_given_has_its_place_and_every_place_its_value() -> None:
    faults = []
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (key := _key_of(node)) in BASE:
                given = {keyword.arg for keyword in node.keywords if keyword.arg is not None}
                if given != places(BASE[key]):
                    faults.append(f"{path.name}:{node.lineno}: {key} is given {given}, wants {places(BASE[key])}")
    assert faults == []


def test_a_key_is_known_by_its_section() -> None:
    assert looks_like_key("fork.title", {"fork"})
    assert not looks_like_key("fork.title", {"need"})
    assert not looks_like_key("Mau apa. Pilih", {"Mau apa"})


FILE_NAMES = {
    "boot.svg",
    "catalogue.yaml",
    "ticket.bin",
    "ticket.png",
    "checklist.bin",
    "checklist.png",
    "checklist.pdf",
}
"""Strings that look like keys because a section is called like a file."""


def _key_of(node: ast.Call) -> str:
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
