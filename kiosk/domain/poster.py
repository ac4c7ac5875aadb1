"""What goes on paper for people without internet: a programme for the notice board, a case to take home."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.domain.catalogue.model import Catalogue, Period
from kiosk.domain.checklist import Checklist
from kiosk.domain.codes import mint_checklist
from kiosk.domain.interview import checklist_of_case
from kiosk.domain.leaflet import Leaflet, leaflet_of, programme_of

OTHER_PICTURE: Final = "need-data"
"""Of cases that belong to no programme."""


@dataclass(frozen=True, slots=True)
class Poster:
    """One programme on one day."""

    leaflet: Leaflet
    lists: tuple[Checklist, ...]
    """Of each case in force, every conditional paper marked."""
    code: str
    """Typed code of the programme's need: the kiosk begins with its first question."""
    picture: str


def poster_of(catalogue: Catalogue, programme_id: str, language: str, day: date) -> Poster:
    """The poster as it stands on `day`. Raises KeyError for a programme that is not there."""
    programme = programme_of(catalogue, programme_id)
    cases = [one for one in catalogue.cases if one.programme == programme.short and one.period.covers(day)]
    cases.sort(key=lambda case: case.need_id != programme.need_id)  # what has a card of its own comes last
    return Poster(
        leaflet_of(catalogue, programme_id, language, day),
        tuple(checklist_of_case(catalogue, case.case_id, day, language) for case in cases),
        mint_checklist(catalogue.need(programme.need_id).number, catalogue.number),
        programme.picture,
    )


@dataclass(frozen=True, slots=True)
class Handout:
    """One case on one day, whether it is in force or not."""

    checklist: Checklist
    picture: str
    period: Period


def handout_of(catalogue: Catalogue, case_id: str, language: str, day: date) -> Handout:
    """The handout of one case. Raises KeyError for a case that is not there."""
    case = catalogue.case(case_id)
    pictures = {one.short: one.picture for one in catalogue.programmes}
    checklist = checklist_of_case(catalogue, case_id, day, language)
    return Handout(checklist, pictures.get(case.programme, OTHER_PICTURE), case.period)
