"""What is said of one programme, in one language and of one day: what the screens show and the sheet prints."""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.catalogue.model import Catalogue
from kiosk.domain.catalogue.programmes import Aspect, Programme


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentences to one of the four questions, with the short names of what they rest on."""

    aspect: Aspect
    sentences: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One programme, ready to be shown or printed."""

    programme_id: str
    short: str
    name: str
    motto: str
    answers: tuple[Answer, ...]
    version: str
    """Of the catalogue: '2026-11-23 no. 1'."""
    language: str

    @property
    def sources(self) -> tuple[str, ...]:
        """Everything it rests on, once each, in the order it is said."""
        return tuple(dict.fromkeys(source for answer in self.answers for source in answer.sources))


def leaflet_of(catalogue: Catalogue, programme_id: str, language: str, day: date) -> Leaflet:
    """The leaflet of one programme as it stands on `day`. Raises KeyError for a programme that is not there."""
    programme = programme_of(catalogue, programme_id)
    return Leaflet(
        programme_id,
        programme.short,
        programme.name[language],
        programme.motto[language],
        tuple(_answer(catalogue, programme, aspect, language, day) for aspect in Aspect),
        catalogue.version,
        language,
    )


def programme_of(catalogue: Catalogue, programme_id: str) -> Programme:
    """The programme with this id; KeyError when there is none."""
    for programme in catalogue.programmes:
        if programme.programme_id == programme_id:
            return programme
    raise KeyError(programme_id)


def difference_between(catalogue: Catalogue, first: str, second: str, language: str, day: date) -> str:
    """The one sentence about two programmes, empty where nobody wrote one."""
    for one in catalogue.differences:
        if one.is_between(first, second) and one.statement.period.covers(day):
            return one.statement.text[language]
    return ""


def lone_sentences(catalogue: Catalogue, language: str, day: date) -> tuple[str, ...]:
    """Sentences that may stand on the first screen by themselves, each with its programme before it."""
    return tuple(
        f"{programme.name[language]}: {statement.text[language]}"
        for programme in catalogue.programmes
        for statement in programme.statements
        if statement.attract and statement.period.covers(day)
    )


def _answer(catalogue: Catalogue, programme: Programme, aspect: Aspect, language: str, day: date) -> Answer:
    said = programme.said(aspect, day)
    named = (_named(catalogue.sources[one.source_id].short[language], one.article) for one in said)
    return Answer(aspect, tuple(one.text[language] for one in said), tuple(named))


def _named(source: str, article: str) -> str:
    return f"{source} {article}" if article else source
