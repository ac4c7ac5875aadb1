"""Announcements that come as a pack: short lines of head office, each from one day until another."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.domain.catalogue.basis import Text
from kiosk.domain.catalogue.text_rules import sentence_problems
from kiosk.domain.packed import read_packed

MAX_LINES: Final = 12
MAX_CHARS: Final = 90
"""What stays in the frame on the smallest panel in the largest letters."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One line; both days included, on the branch's own wall."""

    first: date
    last: date
    text: Text

    def in_language(self, language: str) -> str:
        """The line in `language`, in Indonesian where nobody wrote it."""
        return self.text.get(language, self.text["id"])


def read_announcements(contents: bytes) -> tuple[Announcement, ...]:
    """The lines in `contents`; none at all takes the old ones away. Raises PackedError."""
    found = []
    packed = read_packed(contents)
    for entry in packed.objects("lines", most=MAX_LINES):
        first, last = entry.day("from"), entry.day("until")
        if last < first:
            raise entry.problem(f'"until" ({last}) lebih dahulu daripada "from" ({first})')
        text = entry.texts("text", MAX_CHARS)
        for language, words in text.items():
            for problem in sentence_problems(words, language):
                raise entry.problem(f'"text.{language}" {problem}')
        entry.close()
        found.append(Announcement(first, last, text))
    packed.close()
    return tuple(found)


def told_on(announcements: tuple[Announcement, ...], day: date, language: str) -> tuple[str, ...]:
    """The lines of one day."""
    return tuple(one.in_language(language) for one in announcements if one.first <= day <= one.last)
