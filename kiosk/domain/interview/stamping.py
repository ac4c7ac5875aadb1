"""Which branch confirmed how much of a list, and when: said beside the date of the rules."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from kiosk.domain.catalogue.model import Case, Catalogue, Text
from kiosk.domain.checklist import Checklist, Item

UNWORDED: Final = "{branch}, {date}"
"""Where the head of the catalogue has no sentence for it."""


def with_stamp(
    catalogue: Catalogue, cases: Iterable[Case], checklist: Checklist, date_words: Callable[[date], str]
) -> Checklist:
    """The list as it is, or with who confirmed it: how many papers, which branch, what day; the branch as a source.

    `cases` are those of the day: only what is printed of them. An item counts when every row of it is confirmed.
    """
    stamp = catalogue.confirmed
    if stamp is None:
        return checklist
    confirmed = _confirmed(case for case in cases if case.case_id in checklist.case_ids)
    items = tuple(_sourced(item, _say(stamp.branch, checklist), confirmed) for item in checklist.items)
    count = sum(item.item_id in confirmed for item in checklist.items)
    if not count:
        return checklist
    sentence = UNWORDED if catalogue.confirmed_words is None else _say(catalogue.confirmed_words, checklist)
    words = sentence.format(n=count, all=len(items), branch=_say(stamp.branch, checklist), date=date_words(stamp.day))
    return replace(checklist, items=items, rule_date=f"{checklist.rule_date}; {words}")


def _confirmed(cases: Iterable[Case]) -> frozenset[str]:
    """The items of which every row is confirmed."""
    rows = [row for case in cases for row in case.rows]
    return frozenset(row.item_id for row in rows) - {row.item_id for row in rows if row.stamp is None}


def _sourced(item: Item, branch: str, confirmed: frozenset[str]) -> Item:
    if item.item_id not in confirmed or item.source == branch:
        return item
    return replace(item, source=f"{item.source}, {branch}")


def _say(text: Text, checklist: Checklist) -> str:
    return text.get(checklist.language) or text["id"]
