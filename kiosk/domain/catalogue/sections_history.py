"""Readers of `changes:`, `tables:` and the earlier editions in the head."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from kiosk.domain.catalogue.basis import Confidence
from kiosk.domain.catalogue.fields import Fields
from kiosk.domain.catalogue.history import Change, ChangeStatus, Edition, RuleTable, Step
from kiosk.domain.catalogue.sections_cases import CONFIDENCES


def read_change(fields: Fields) -> Change:
    """A row of `changes:`."""
    change = Change(
        fields.slug("id"),
        fields.string("programme"),
        fields.slugs("cases", required=False),
        fields.day("from", required=True) or date.min,
        fields.text("before"),
        fields.text("after"),
        fields.slugs("added", required=False),
        fields.slugs("removed", required=False),
        ChangeStatus(fields.choice("status", tuple(ChangeStatus))),
        fields.slug("source"),
        fields.string("article", required=False),
        Confidence(fields.choice("confidence", CONFIDENCES)),
        fields.place,
    )
    if change.confidence is Confidence.UNSOURCED:
        fields.report("tidak bersumber; perubahan yang tidak dijamin siapa pun tidak diceritakan")
    fields.close()
    return change


def read_table(fields: Fields) -> RuleTable:
    """A row of `tables:`."""
    steps = tuple(_step(one) for one in fields.tables("steps", "langkah", required=True))
    table = RuleTable(
        fields.slug("id"),
        fields.text("title"),
        steps or (Step(date.min, "", fields.place),),
        fields.slug("source"),
        fields.string("article", required=False),
        Confidence(fields.choice("confidence", CONFIDENCES)),
        fields.place,
    )
    for earlier, later in pairwise(steps):
        if later.since <= earlier.since:
            fields.report(f"mempunyai langkah yang tidak urut: {later.since} setelah {earlier.since}", later.place)
    if not steps:
        fields.report("memerlukan paling sedikit satu langkah")
    if table.confidence.weight is None:
        fields.report("tidak bersumber; nilai yang tidak dijamin siapa pun tidak dicetak")
    fields.close()
    return table


def read_editions(fields: Fields, number: int, day: date) -> tuple[Edition, ...]:
    """`earlier:` of the head, and this catalogue itself at the end."""
    earlier = tuple(_edition(one) for one in fields.tables("earlier", "edisi lama"))
    found = (*earlier, Edition(number, day))
    _check_order(fields, found)
    return found


def _check_order(fields: Fields, editions: Sequence[Edition]) -> None:
    for one, next_one in pairwise(editions):
        if next_one.number <= one.number or next_one.day < one.day:
            fields.report(f"mempunyai edisi yang tidak urut: no. {next_one.number} setelah no. {one.number}")


def _edition(fields: Fields) -> Edition:
    edition = Edition(fields.number("number"), fields.day("date", required=True) or date.min)
    fields.close()
    return edition


def _step(fields: Fields) -> Step:
    step = Step(fields.day("from", required=True) or date.min, fields.string("value"), fields.place)
    fields.close()
    return step
