"""Every sentence of the interface, by key and language, parsed from assets/i18n; a draft language stays hidden."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

BASE: Final = "id"
COMPLETE: Final = "native-checked"


class TextsError(ValueError):
    """A text file that cannot be used, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Language:
    """One file of texts. `offered` only when every key of the base language is there and checked."""

    code: str
    name: str
    texts: Mapping[str, str]
    drafts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Texts:
    """All languages. Keys are dotted: `fork.title`; values may hold {named} places, filled by `say`."""

    languages: Mapping[str, Language]

    def offered(self) -> tuple[Language, ...]:
        """The languages a participant may choose, Indonesian first: complete and checked by a native speaker."""
        base = set(self.languages[BASE].texts)
        whole = [one for one in self.languages.values() if not one.drafts and base <= set(one.texts)]
        return tuple(sorted(whole, key=lambda language: (language.code != BASE, language.name)))

    def say(self, key: str, language: str, **values: str | int) -> str:
        """The sentence for `key`; falls back to the base language; KeyError when even that lacks it."""
        chosen = self.languages.get(language, self.languages[BASE])
        text = chosen.texts.get(key)
        if text is None:
            text = self.languages[BASE].texts[key]
        return string.Formatter().vformat(text, (), values)


def parse_texts(sources: Mapping[str, str]) -> Texts:
    """Texts from {language code: TOML}.

    Each file has `[language]` with `name` and `status` (the default of its entries); every other entry is a
    string or `{text = …, status = …}`. Raises TextsError with file and reason.
    """
    languages = {code: _parse_one(code, source) for code, source in sources.items()}
    if BASE not in languages:
        raise TextsError(f"{BASE}.toml is missing: it is the language all others are measured by")
    return Texts(languages)


def _parse_one(code: str, source: str) -> Language:
    try:
        tree = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TextsError(f"{code}.toml: {error}") from error
    head = tree.pop("language", None)
    if not isinstance(head, dict) or not isinstance(head.get("name"), str):
        raise TextsError(f"{code}.toml: needs [language] with a name")
    entries = tuple(_entries(code, "", tree, str(head.get("status", "draft"))))
    texts = {key: text for key, text, _ in entries}
    return Language(code, head["name"], texts, frozenset(key for key, _, status in entries if status != COMPLETE))


def _entries(code: str, prefix: str, tree: Mapping[str, object], default: str) -> Iterator[tuple[str, str, str]]:
    """(dotted key, text, status) of every entry below `prefix`."""
    for name, value in tree.items():
        key = f"{prefix}{name}"
        match value:
            case str(text):
                yield key, text, default
            case {"text": str(text), **rest}:
                yield key, text, str(rest.get("status", default))
            case dict():
                yield from _entries(code, f"{key}.", value, default)
            case _:
                raise TextsError(f"{code}.toml: {key} must be a sentence, not {type(value).__name__}")
