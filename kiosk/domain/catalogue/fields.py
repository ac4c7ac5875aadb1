"""Typed access to one table of a catalogue file: what is missing, unknown or of the wrong kind becomes a Problem."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from kiosk.domain.catalogue.model import ALWAYS, UNSURE, Condition, Period, Place, Problem, Text
from kiosk.domain.catalogue.sheet import Items, Node, Scalar, Table

MAX_TEXT: Final = 300
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Fields:
    """One table being read. After a report, getters answer with a harmless stand-in: one run finds every fault."""

    def __init__(self, table: Table, name: str, languages: tuple[str, ...], problems: list[Problem]) -> None:
        self.place: Final = table.place
        self._table = table
        self._name = name
        self._languages = languages
        self._problems = problems
        self._seen: set[str] = set()

    def report(self, sentence: str, place: Place | None = None) -> None:
        """Add a problem of this table."""
        self._problems.append(Problem(place or self.place, f"{self._name} {sentence}"))

    def node(self, key: str) -> Node | None:
        """What stands behind `key`, or None; the key counts as known."""
        self._seen.add(key)
        return self._table.entries.get(key)

    def has(self, key: str) -> bool:
        """True when the key is written; it does not count as known by this."""
        return key in self._table.entries

    def string(self, key: str, *, required: bool = True) -> str:
        """A plain word or sentence, '' when absent."""
        node = self.node(key)
        if node is None:
            if required:
                self.report(f"memerlukan '{key}'")
            return ""
        return self._scalar(node, key)

    def slug(self, key: str, *, required: bool = True) -> str:
        """An id: small letters, digits and single hyphens."""
        value = self.string(key, required=required)
        if value:
            self._check_slug(value, self._table.key_places[key])
        return value

    def number(self, key: str, *, default: int | None = None) -> int:
        """A whole number from 0 to 9999."""
        if default is not None and not self.has(key):
            self._seen.add(key)
            return default
        value = self.string(key)
        if re.fullmatch(r"[0-9]{1,4}", value, re.ASCII):
            return int(value)
        if value:
            self.report(f"memerlukan bilangan bulat sampai 9999 di '{key}', bukan '{value[:40]}'")
        return 0

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A date written 2026-11-23."""
        value = self.string(key, required=required)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.report(f"memerlukan tanggal seperti 2026-11-23 di '{key}', bukan '{value[:40]}'")
            return None

    def period(self) -> Period:
        """`from` and `until`, both optional."""
        since, until = self.day("from"), self.day("until")
        if since is not None and until is not None and until < since:
            self.report(f"berakhir ({until}) sebelum mulai ({since})")
        return Period(since, until)

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.string(key)
        if value and value not in allowed:
            self.report(f"mempunyai '{value[:40]}' di '{key}'; yang boleh: {', '.join(allowed)}")
        return value if value in allowed else allowed[0]

    def flag(self, key: str) -> bool:
        """`yes` or `no`; no when absent."""
        return self.has(key) and self.choice(key, ("no", "yes")) == "yes"

    def text(self, key: str) -> Text:
        """A sentence in every language."""
        found = self.optional_text(key)
        if found is None:
            if key not in self._table.entries:
                self.report(f"memerlukan '{key}'")
            return dict.fromkeys(self._languages, "")
        return found

    def optional_text(self, key: str) -> Text | None:
        """A sentence in every language, or None when the key is absent."""
        node = self.node(key)
        if node is None:
            return None
        if not isinstance(node, Table):
            self.report(f"memerlukan '{key}' dalam setiap bahasa: {{{': …, '.join(self._languages)}: …}}", node.place)
            return None
        inner = Fields(node, f"{self._name}: {key}", self._languages, self._problems)
        text = {language: inner.string(language) for language in self._languages}
        inner.close()
        return text

    def slugs(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of ids, or a single one."""
        node = self.node(key)
        if node is None:
            if required:
                self.report(f"memerlukan '{key}'")
            return ()
        return self._slug_list(node, key)

    def condition(self, key: str = "when") -> Condition:
        """`{fact: answer}` or `{fact: [answers]}`; a list of such tables means 'one of these'."""
        node = self.node(key)
        if node is None:
            return ALWAYS
        tables = node.items if isinstance(node, Items) else (node,)
        clauses = tuple(self._clause(item, key) for item in tables)
        if not clauses or not all(clauses):
            self.report(f"mempunyai syarat kosong di '{key}'", node.place)
            return ALWAYS
        return Condition(clauses)

    def answers_of_facts(self, key: str) -> Mapping[str, frozenset[str]]:
        """`{fact: [answers]}`, {} when absent."""
        node = self.node(key)
        return {} if node is None else self._clause(node, key)

    def tables(self, key: str, what: str, *, required: bool = False) -> tuple["Fields", ...]:
        """A list of tables; each is called `what` and its id or number in problems."""
        node = self.node(key)
        if node is None:
            if required:
                self.report(f"memerlukan '{key}'")
            return ()
        if not isinstance(node, Items):
            self.report(f"memerlukan daftar di '{key}'", node.place)
            return ()
        return tuple(self._entry(item, what, at) for at, item in enumerate(node.items, 1) if self._is_table(item, key))

    def table(self, key: str) -> "Fields | None":
        """The table behind `key`, or None when absent."""
        node = self.node(key)
        if node is None:
            return None
        if not isinstance(node, Table):
            self.report(f"memerlukan tabel di '{key}'", node.place)
            return None
        return Fields(node, f"{self._name}: {key}", self._languages, self._problems)

    def named_lists(self, key: str, what: str) -> Mapping[str, tuple["Fields", ...]]:
        """`{name: [tables]}`, {} when absent."""
        inner = self.table(key)
        if inner is None:
            return {}
        return {name: inner.tables(name, f"{what} di {name}", required=True) for name in inner.names()}

    def names(self) -> tuple[str, ...]:
        """Every key of this table, in the order of the file."""
        return tuple(self._table.entries)

    def close(self) -> None:
        """Report every key nobody asked for."""
        for key, place in self._table.key_places.items():
            if key not in self._seen:
                self.report(f"mempunyai kata tak dikenal '{key[:40]}'", place)

    def _scalar(self, node: Node, key: str) -> str:
        if not isinstance(node, Scalar):
            self.report(f"memerlukan kata biasa di '{key}'", node.place)
            return ""
        if not node.value:
            self.report(f"tidak mempunyai isi di '{key}'", node.place)
        elif len(node.value) > MAX_TEXT:
            self.report(f"melebihi {MAX_TEXT} huruf di '{key}'", node.place)
        elif _UNPRINTABLE.search(node.value):
            self.report(f"mempunyai huruf yang tidak dapat dicetak di '{key}'", node.place)
        return node.value

    def _check_slug(self, value: str, place: Place) -> None:
        if not _SLUG.fullmatch(value) or len(value) > 48:
            self.report(f"mempunyai id '{value[:60]}'; pakai huruf kecil, angka, dan tanda hubung", place)
        elif value == UNSURE:
            self.report(f"memakai id '{UNSURE}', yang selalu berarti 'Tidak yakin'", place)

    def _slug_list(self, node: Node, key: str) -> tuple[str, ...]:
        items = node.items if isinstance(node, Items) else (node,)
        values = tuple(self._scalar(item, key) for item in items)
        for value, item in zip(values, items, strict=True):
            if value:
                self._check_slug(value, item.place)
        if not values:
            self.report(f"mempunyai daftar kosong di '{key}'", node.place)
        if len(set(values)) != len(values):
            self.report(f"menyebut satu id dua kali di '{key}'", node.place)
        return values

    def _clause(self, node: Node, key: str) -> Mapping[str, frozenset[str]]:
        if not isinstance(node, Table):
            self.report(f"memerlukan {{pertanyaan: jawaban}} di '{key}'", node.place)
            return {}
        return {fact: frozenset(self._slug_list(value, f"{key}: {fact}")) for fact, value in node.entries.items()}

    def _is_table(self, item: Node, key: str) -> bool:
        if isinstance(item, Table):
            return True
        self.report(f"mempunyai isi di '{key}' yang bukan tabel", item.place)
        return False

    def _entry(self, item: Node, what: str, at: int) -> "Fields":
        name = f"{what} {at}"
        if isinstance(item, Table):
            label = item.entries.get("id") or item.entries.get("paper")
            if isinstance(label, Scalar):
                name = f"{what} '{label.value[:48]}'"
            return Fields(item, name, self._languages, self._problems)
        raise TypeError(item)
