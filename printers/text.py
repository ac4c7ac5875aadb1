"""Turns any text into what every receipt printer prints alike: ASCII, in lines that fit the paper."""

import unicodedata
from typing import Final

_PLAIN: Final = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u02bc": "'", "\u00b4": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
        "\u2026": "...", "\u2022": "*", "\u00b7": "-", "\u25aa": "*", "\u25cf": "*",
        "\u2190": "<-", "\u2192": "->", "\u2264": "<=", "\u2265": ">=", "\u2260": "!=", "\u00b1": "+/-",
        "\u00d7": "x", "\u00f7": "/", "\u00bd": "1/2", "\u00bc": "1/4", "\u00be": "3/4",
        "\u2610": "[ ]", "\u25a1": "[ ]", "\u2611": "[x]", "\u2612": "[x]", "\u2713": "v", "\u2714": "v",
        "\u00b0": " derajat", "\u00a9": "(c)", "\u00ae": "(R)", "\u2122": "(TM)", "\u20ac": "EUR",
        "\u00df": "ss", "\u00e6": "ae", "\u00c6": "AE", "\u0153": "oe", "\u0152": "OE",
        "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D",
        "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n", "\u00ad": None, "\u200b": None, "\ufeff": None,
    }
)  # fmt: skip

UNPRINTABLE: Final = "?"
"""Stands for a character that has no ASCII form, so that its place on the paper is seen."""


def to_ascii(text: str) -> str:
    """`text` in printable ASCII and line feeds.

    Marks are turned into their plain forms, accents dropped, control characters (with which a text could speak to
    the printer) removed, anything else becomes `?`.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN)).translate(_PLAIN)
    return "".join(_one(character) for character in plain)


def _one(character: str) -> str:
    if character == "\n" or (" " <= character <= "~"):
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category[0] == "M" or category in {"Cc", "Cf"}:
        return ""
    return UNPRINTABLE


def wrap(text: str, columns: int, *, indent: int = 0, hanging: int = 0) -> list[str]:
    """`text` as ASCII lines of at most `columns` characters, broken between words.

    A word longer than a line is cut. Every line is moved in by `indent` columns, those after the first by `hanging`
    more. A line feed begins a new line; runs of blanks inside a line become one.

    Raises ValueError when the indent leaves no room for a single character.
    """
    if columns - indent - max(hanging, 0) < 1:
        raise ValueError(f"an indent of {indent} + {hanging} leaves no room in {columns} columns")
    lines: list[str] = []
    for paragraph in to_ascii(text).split("\n"):
        _wrap_paragraph(paragraph, columns, indent, hanging, lines)
    return lines


def _wrap_paragraph(paragraph: str, columns: int, indent: int, hanging: int, lines: list[str]) -> None:
    first = len(lines)
    current = ""

    def lead() -> str:
        return " " * (indent + (hanging if lines else 0))

    def finish(line: str) -> None:
        lines.append((lead() + line).rstrip(" "))

    for found in paragraph.split(" "):
        word = found
        if not word:
            continue
        if current and len(lead()) + len(current) + 1 + len(word) > columns:
            finish(current)
            current = ""
        while len(lead()) + len(word) > columns:
            room = columns - len(lead())
            finish(word[:room])
            word = word[room:]
        current = f"{current} {word}" if current else word
    if current or len(lines) == first:
        finish(current)
