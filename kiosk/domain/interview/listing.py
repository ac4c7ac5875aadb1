"""From the lists still possible to the one that is printed: both variants where an answer stayed open, marked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.domain.catalogue.changed import announced_for
from kiosk.domain.catalogue.history import Change
from kiosk.domain.catalogue.model import Case, Catalogue, Document, Note, NoteKind, Row, Text
from kiosk.domain.checklist import Changed, Checklist, Item, Paper, Told, Weight
from kiosk.domain.codes import mint_checklist
from kiosk.domain.interview.choosing import Lists
from kiosk.domain.interview.rules import NeedRules
from kiosk.domain.interview.stamping import with_stamp
from kiosk.domain.interview.worlds import Applying

MOST_NOTES: Final = 8
"""Of a list whose case is open; a single case prints all of its notes."""
MOST_SHARE: Final = 2 / 3
"""Of the open cases: what as many of them ask for is asked for in most."""
MOST_WORDS: Final = 14
"""Of a condition; a longer one says no more than that it depends on the reason."""
_KINDS: Final = (
    *(NoteKind.ELIGIBILITY, NoteKind.EARLIEST, NoteKind.LATEST),
    *(NoteKind.DEADLINE, NoteKind.INFO, NoteKind.PAYMENT),
)
"""The order in which things are told: whether one may, when, by when, what else, what comes of it."""
_MONTHS: Final = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}


@dataclass(frozen=True, slots=True)
class _OpenCase:
    """A case that may be this person's, with what may apply of it on each way that leads there."""

    case: Case
    ways: tuple[tuple[frozenset[Applying], ...], ...]

    def may(self, detail: int) -> bool:
        """True when some variant has it."""
        return any(detail in applying for way in self.ways for values in way for applying in values)

    def share(self, rows: Sequence[tuple[int, Row]]) -> "_Share":
        """What this case asks for under one name: the firmest row of each variant."""
        weights: set[Weight | None] = set()
        for way in self.ways:
            so_far: set[Weight | None] = {None}
            for values in way:
                here = {_firmest([row.confidence.weight for at, row in rows if at in applying]) for applying in values}
                so_far = {_firmest((one, other)) for one in so_far for other in here}
            weights |= so_far
        return _Share(self.case, tuple(row for _, row in rows), frozenset(weights))


@dataclass(frozen=True, slots=True)
class _Share:
    """What one open case contributes to one item."""

    case: Case
    rows: tuple[Row, ...]
    weights: frozenset[Weight | None]
    """Of each variant, the firmest row; None: a variant without this item."""

    @property
    def sure(self) -> bool:
        """True when every variant of the case has the item."""
        return None not in self.weights


class _Writer:
    """Writes one list in one language."""

    def __init__(
        self, catalogue: Catalogue, rules: NeedRules, language: str, open_cases: Sequence[_OpenCase], today: date
    ) -> None:
        self._catalogue = catalogue
        self._rules = rules
        self._language = language if language in catalogue.languages else "id"
        self._open = open_cases
        self._today = today

    def checklist(self) -> Checklist:
        """The whole list."""
        cases = [one.case for one in self._open]
        single = cases[0] if len(cases) == 1 else None
        need = self._rules.need
        title = single.title if single is not None else need.open_title
        told, officer = self._told()
        people = {case.who for case in cases}
        return Checklist(
            case_ids=tuple(case.case_id for case in cases),
            title=self._say(title),
            items=self._items(),
            told=told,
            ask_officer=officer or single is None,
            regulation="; ".join(dict.fromkeys(self._regulation(case, single) for case in cases)),
            rule_date="; ".join(dict.fromkeys(self._date(case.period.since) for case in cases)),
            catalogue_version=self._catalogue.version,
            code=mint_checklist(single.number if single is not None else need.number, self._catalogue.number),
            language=self._language,
            who=next(iter(people)) if len(people) == 1 else None,
            officer="" if single is None else self._say(single.officer),
            before=None if need.before_number is None else self._note(need.before_number),
            without_phone=tuple(self._note(note) for note in need.without_phone),
            coming=tuple(self._changed(one) for one in self._coming(cases)),
        )

    def stamped(self) -> Checklist:
        """The whole list, with the branch that confirmed rows of it."""
        return with_stamp(self._catalogue, self._rules.cases, self.checklist(), self._date)

    def _items(self) -> tuple[Item, ...]:
        """Every paper of every variant; what all of them ask for comes first, then what most of them do."""
        shares: dict[str, list[_Share]] = {}
        for one in self._open:
            numbered: dict[str, list[tuple[int, Row]]] = {}
            for at, row in enumerate(one.case.rows):
                if one.may(at):
                    numbered.setdefault(row.item_id, []).append((at, row))
            for item_id, rows in numbered.items():
                shares.setdefault(item_id, []).append(one.share(rows))
        items = [(self._item(item_id, found), len(found)) for item_id, found in shares.items()]
        if len(self._open) > 1:
            items.sort(key=lambda pair: (bool(pair[0].only_if), pair[0].weight is not Weight.REQUIRED, -pair[1]))
        return tuple(item for item, _ in items)

    def _item(self, item_id: str, shares: Sequence[_Share]) -> Item:
        weights = {weight for share in shares for weight in share.weights if weight is not None}
        weight = Weight.OFTEN_ASKED if Weight.OFTEN_ASKED in weights else Weight.REQUIRED
        rows = [row for share in shares for row in share.rows]
        row = next(row for row in rows if row.confidence.weight is weight)
        sure = len(shares) == len(self._open) and all(share.sure for share in shares)
        only_if, mostly = ("", False) if sure else self._only_if(shares)
        return Item(
            item_id=item_id,
            papers=tuple(self._paper(self._catalogue.documents[one], row) for one in row.document_ids),
            weight=weight,
            why=self._why(rows) if sure else "",
            only_if=only_if,
            source=self._say(self._catalogue.sources[row.source_id].short),
            mostly=mostly,
        )

    def _paper(self, document: Document, row: Row) -> Paper:
        return Paper(
            document_id=document.document_id,
            name=self._say(document.name),
            plain=self._say(document.plain),
            form=self._form(document, row),
            where=self._say(document.where),
            icon=document.icon,
            issuer=self._say(document.issuer),
            validity=self._say(document.validity),
            effort=document.effort,
        )

    def _form(self, document: Document, row: Row) -> str:
        """How it is asked for; a number of copies only where the form does not say one."""
        form = self._say(self._catalogue.forms.get(row.form or document.form))
        if row.form or not document.copies or self._catalogue.copies is None or any(map(str.isdigit, form)):
            return form
        copies = self._say(self._catalogue.copies).format(n=document.copies)
        return f"{form}, {copies}" if form else copies[:1].upper() + copies[1:]

    def _why(self, rows: Sequence[Row]) -> str:
        return "" if any(row.why is None for row in rows) else self._say(rows[0].why)

    def _only_if(self, shares: Sequence[_Share]) -> tuple[str, bool]:
        """The condition in words: of the case where the case is open, of the row where an answer is.

        Where both are too long together, that of the rows alone; else whether most of the cases ask for it.
        """
        rows_alone = self._joined(self._say(row.why) for share in shares for row in share.rows)
        open_rows = not any(share.sure for share in shares)
        if len(self._open) == 1 or (open_rows and len(shares) == len(self._open)):
            phrase = rows_alone
        else:
            by_reason: dict[str, list[Case]] = {}
            for share in shares:
                reason = "" if share.sure else self._joined(self._say(row.why) for row in share.rows)
                by_reason.setdefault(reason, []).append(share.case)
            phrase = self._joined(self._situation(reason, cases) for reason, cases in by_reason.items())
        for words in (phrase, rows_alone if open_rows else phrase):
            if len(words.split()) <= MOST_WORDS:
                return words, False
        mostly = sum(share.sure for share in shares) >= MOST_SHARE * len(self._open)
        return self._say(self._rules.need.open_phrase), mostly

    def _situation(self, reason: str, cases: Sequence[Case]) -> str:
        situation = self._joined(self._say(case.phrase) for case in cases)
        return f"{situation}, {reason}" if reason else situation

    def _joined(self, phrases: Iterable[str]) -> str:
        """With 'or' between; without a phrase that another one repeats before an 'or' of its own."""
        joining = self._say(self._catalogue.joining_or)
        said = dict.fromkeys(phrases)
        kept = [
            one for one in said if not any(other.replace(",", "").startswith(f"{one} {joining} ") for other in said)
        ]
        return f" {joining} ".join(kept)

    def _told(self) -> tuple[tuple[Told, ...], bool]:
        """What is told, in the order of its kinds, and whether some of it sends to an officer.

        Of several open cases: what is true of most of them first, and no more than fits.
        """
        found: dict[str, Told] = {}
        times: Counter[str] = Counter()
        officer = any(one.case.officer is not None for one in self._open)
        for one in self._open:
            if one.case.officer is not None and len(self._open) > 1:
                reason = self._say(one.case.officer)
                found[reason] = Told(reason, NoteKind.INFO.value, self._basis(one.case.source_id, one.case.article))
                times[reason] = len(self._open)
            for note in self._notes(one):
                text = self._say(note.text)
                found.setdefault(text, self._note(note))
                times[text] += 1
                officer = officer or note.ask_officer
        if len(self._open) == 1:
            return tuple(sorted(found.values(), key=lambda told: _KINDS.index(NoteKind(told.kind)))), officer
        return tuple(found[text] for text, _ in times.most_common(MOST_NOTES)), officer

    def _note(self, note: Note) -> Told:
        return Told(self._say(note.text), note.kind.value, self._basis(note.source_id, note.article))

    @staticmethod
    def _notes(one: _OpenCase) -> Iterator[Note]:
        for at, note in enumerate(one.case.notes, len(one.case.rows)):
            if one.may(at):
                yield note

    def _coming(self, cases: Sequence[Case]) -> tuple[Change, ...]:
        """What is announced for this very case; where the case is open, nothing that may not concern the person."""
        return announced_for(self._catalogue, [case.case_id for case in cases], self._today) if len(cases) == 1 else ()

    def _changed(self, change: Change) -> Changed:
        before, after = self._say(change.before), self._say(change.after)
        return Changed(change.since, before, after, self._basis(change.source_id, change.article))

    def _basis(self, source_id: str, article: str) -> str:
        if not source_id:
            return ""
        short = self._say(self._catalogue.sources[source_id].short)
        return f"{short} {article}" if article else short

    def _regulation(self, case: Case, single: Case | None) -> str:
        return self._basis(case.source_id, case.article if single is not None else "")

    def _date(self, day: date | None) -> str:
        if day is None:
            return ""
        month = _MONTHS.get(self._language, _MONTHS["id"]).split()[day.month - 1]
        return f"{day.day} {month} {day.year}"

    def _say(self, text: Text | None) -> str:
        return "" if text is None else text.get(self._language) or text["id"]


def write_checklist(catalogue: Catalogue, rules: NeedRules, lists: Lists, language: str, *, today: date) -> Checklist:
    """The list for everything that is still possible; `today` decides what is still to come."""
    ways: dict[int, list[tuple[frozenset[Applying], ...]]] = {}
    for branches, values in lists:
        for branch in branches:
            ways.setdefault(branch, []).append(values)
    open_cases = [_OpenCase(case, tuple(ways[at])) for at, case in enumerate(rules.cases) if at in ways]
    return _Writer(catalogue, rules, language, open_cases, today).stamped()


def _firmest(weights: Iterable[Weight | None]) -> Weight | None:
    found = set(weights)
    return next((weight for weight in (Weight.REQUIRED, Weight.OFTEN_ASKED) if weight in found), None)
