"""Readers of `programmes:` and `differences:`, and what they name held against the rest."""

from collections.abc import Iterator

from kiosk.domain.catalogue.basis import Confidence, Problem
from kiosk.domain.catalogue.fields import Fields
from kiosk.domain.catalogue.model import Catalogue
from kiosk.domain.catalogue.programmes import Aspect, Difference, Programme, Statement
from kiosk.domain.catalogue.sections_cases import CONFIDENCES


def read_programme(fields: Fields) -> Programme:
    """A row of `programmes:`."""
    programme = Programme(
        fields.slug("id"),
        fields.slug("need"),
        fields.string("short"),
        fields.text("name"),
        fields.text("motto"),
        fields.string("picture"),
        {
            aspect: tuple(map(_statement, fields.tables(aspect.value, f"'{aspect.value}'", required=True)))
            for aspect in Aspect
        },
        fields.place,
    )
    fields.close()
    return programme


def read_difference(fields: Fields) -> Difference:
    """A row of `differences:`."""
    between = fields.slugs("between")
    if len(between) != 2 or len(set(between)) != 2:
        fields.report("memerlukan dua program di 'between'")
        between = ("", "")
    return Difference((between[0], between[1]), _statement(fields))


def _statement(fields: Fields) -> Statement:
    statement = Statement(
        fields.text("text"),
        fields.slug("source"),
        fields.string("article", required=False),
        Confidence(fields.choice("confidence", CONFIDENCES)),
        fields.period(),
        fields.choice("attract", ("no", "yes")) == "yes" if fields.has("attract") else False,
        fields.place,
    )
    if statement.confidence is Confidence.UNSOURCED:
        fields.report("tidak bersumber; yang tidak dijamin siapa pun tidak dikatakan tentang program")
    fields.close()
    return statement


def programme_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Every source, need and programme that is named and not there."""
    needs = {need.need_id for need in catalogue.needs}
    known = {programme.programme_id for programme in catalogue.programmes}
    for programme in catalogue.programmes:
        name = f"program '{programme.programme_id}'"
        if programme.need_id not in needs:
            yield Problem(programme.place, f"{name} menyebut keperluan tak dikenal '{programme.need_id}'")
        if sum(one.programme_id == programme.programme_id for one in catalogue.programmes) > 1:
            yield Problem(programme.place, f"program '{programme.programme_id}' dipakai dua kali")
        for statements in programme.answers.values():
            yield from (problem for one in statements for problem in _sourced(one, name, catalogue))
    for difference in catalogue.differences:
        place = difference.statement.place
        for unknown in sorted(set(difference.between) - known - {""}):
            yield Problem(place, f"beda program menyebut program tak dikenal '{unknown}'")
        yield from _sourced(difference.statement, "beda program", catalogue)


def _sourced(statement: Statement, name: str, catalogue: Catalogue) -> Iterator[Problem]:
    if statement.source_id not in catalogue.sources:
        yield Problem(statement.place, f"{name} menyebut sumber tak dikenal '{statement.source_id}'")
