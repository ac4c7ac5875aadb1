"""How a text is taken apart for counting: places, words, sentences."""

import re
import string
from pathlib import Path

from kiosk.domain.texts import Texts, parse_texts

ROOT = Path(__file__).parents[2]

_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_WORD = re.compile(r"[^\s–—·]*\w[^\s–—·]*")
FILLED = "9"


def shipped_texts() -> Texts:
    """The texts as they are shipped."""
    return parse_texts({path.stem: path.read_text("utf-8") for path in (ROOT / "assets" / "i18n").glob("*.toml")})


def places(text: str) -> set[str]:
    """The {places} of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def plain(text: str) -> str:
    """The template with every place filled by one word, as a reader meets it."""
    return re.sub(r"\{\w+\}", FILLED, text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a time such as 09.10 is no end of one."""
    return [part for part in _END_OF_SENTENCE.split(plain(text).strip()) if part]


def words(text: str) -> list[str]:
    """The words as a reader counts them; dashes and dots between things are none."""
    return _WORD.findall(plain(text))
