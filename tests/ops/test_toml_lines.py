"""Every key tomllib sees has a line, and that line holds the key."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ops.toml_lines import KeyPath, line_of, locate

SOURCE = '''\
# a comment with [brackets] and "quotes"
title = "x" # [not.a.table]

[a.b] # implicit a
"quoted key" = 1
'single.quoted' = 2
dotted.key . here = 3
text = """
[fake]
fake = 1 \\""" still
"""
raw = \'\'\'
not = "a key"\'\'\'\'\'
numbers = [
  1, # one
  [2, 3], "]",

  { x = 1, y = { z = 2 } },
]

[[lane]]
letter = "A"
[lane.more]
of = "first"
[[lane]]
letter = "B"
[[lane.child]]
x = 1
[[lane.child]]
x = 2
'''


def test_each_kind_of_key_is_found_on_its_line() -> None:
    lines = locate(SOURCE)
    where = {
        ("title",): 2,
        ("a",): 4,
        ("a", "b", "quoted key"): 5,
        ("a", "b", "single.quoted"): 6,
        ("a", "b", "dotted", "key", "here"): 7,
        ("a", "b", "text"): 8,
        ("a", "b", "raw"): 12,
        ("a", "b", "numbers", 0): 15,
        ("a", "b", "numbers", 1, 1): 16,
        ("a", "b", "numbers", 3, "y", "z"): 18,
        ("lane",): 21,
        ("lane", 0, "more", "of"): 24,
        ("lane", 1): 25,
        ("lane", 1, "letter"): 26,
        ("lane", 1, "child", 1, "x"): 30,
    }
    assert {path: lines[path] for path in where} == where
    assert set(lines) == set(paths_of(tomllib.loads(SOURCE)))


def test_windows_line_ends_count_as_one() -> None:
    assert locate('a = 1\r\nb = """x\r\ny"""\r\nc = 2\r\n')[("c",)] == 4


def test_what_has_no_line_borrows_that_of_its_surroundings() -> None:
    lines = locate("x = 1\n[a]\nb = 1\n")
    assert line_of(lines, ("a", "missing")) == 2
    assert line_of(lines, ("nowhere",)) == 1


@pytest.mark.parametrize("source", ["", "\n\n", "# only this", "\t \n#x\n"])
def test_a_file_without_keys_has_no_lines(source: str) -> None:
    assert locate(source) == {}


def paths_of(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, member in value.items():
            yield from paths_of(member, (*path, name))
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from paths_of(member, (*path, place))


names = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6)
quoted = text.map(lambda body: f'"{body.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"')
literal = st.from_regex(r"'[^'\x00-\x1f\x7f]{0,5}'", fullmatch=True)
keys = st.one_of(names, quoted, literal)
blank = st.sampled_from(["", " ", "\n", " # [x] = '\"\n", "\n\n\t"])
multi = st.sampled_from(['"""\n[a]\nb = 1\n"""', "'''\n#\n'a' ''b'''", '"""a\\\n  b\\"""c"""', '""""q"""""', "''"])
scalars = st.one_of(quoted, literal, multi, st.sampled_from(["1", "-1.5e3", "true", "1979-05-27 07:32:00", "07:32:00"]))


def arrays(members: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pieces = st.lists(st.tuples(blank, members, blank), max_size=3)
    return pieces.map(lambda found: "[" + ",".join("".join(piece) for piece in found) + "]")


def inline_tables(members: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(keys, members), max_size=3, unique_by=lambda pair: pair[0])
    return pairs.map(lambda found: "{ " + ", ".join(f"{key} = {value}" for key, value in found) + " }")


values = st.recursive(scalars, lambda inner: arrays(inner) | inline_tables(inner), max_leaves=6)
dotted = st.lists(keys, min_size=1, max_size=3).map(" . ".join)
entries = st.one_of(
    st.tuples(dotted, values).map(" = ".join),
    dotted.map(lambda key: f"[ {key} ]"),
    dotted.map(lambda key: f"[[{key}]]"),
    st.sampled_from(["", "# [a]", "\t"]),
)
documents = st.lists(entries, max_size=8)


def accepted(lines: list[str], newline: str) -> str:
    """The largest run of entries that TOML allows; an entry that clashes with those before is left out."""
    kept: list[str] = []
    for line in lines:
        try:
            tomllib.loads("\n".join([*kept, line]))
        except tomllib.TOMLDecodeError:
            continue
        kept.append(line)
    return "\n".join(kept).replace("\n", newline)


@given(documents, st.sampled_from(["\n", "\r\n"]))
def test_every_key_of_tomllib_stands_on_the_line_we_say(lines: list[str], newline: str) -> None:
    source = accepted(lines, newline)
    tree = tomllib.loads(source)
    found = locate(source)
    assert set(found) == set(paths_of(tree))
    physical = source.replace("\r\n", "\n").split("\n")
    for path, line in found.items():
        name = path[-1]
        if isinstance(name, str):
            raw = name.replace("\\", "\\\\").replace('"', '\\"')
            assert name in physical[line - 1] or raw in physical[line - 1]
