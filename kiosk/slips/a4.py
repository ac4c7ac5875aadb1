"""The list of papers on an A4 sheet: the same content as on the roll, with room to breathe."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.checklist import Checklist, Held, Item, Paper
from kiosk.domain.codes import grouped
from kiosk.domain.dates import date_time_text
from kiosk.domain.texts import Texts
from kiosk.slips import a4_pen as pen
from kiosk.slips.a4_pen import HEIGHT_MM, MARGIN_MM, WIDTH_MM, Pen, Style
from kiosk.slips.a4_styles import (
    CHANGE,
    CHANGED,
    CONDITION,
    DETAIL,
    FOOT,
    HEAD,
    NAME,
    NOTE,
    NOTED,
    SMALL,
    TOLD,
    TONES,
    WHERE,
    Panel,
    Tone,
)
from kiosk.slips.checklist import square_of
from kiosk.slips.sections import Section, SectionKind, sections
from kiosk.slips.telling import (
    changed_heading,
    changed_lines,
    coming_line,
    condition_line,
    effort_line,
    numbered_line,
    presumed_lines,
    sources_line,
    who_line,
)
from kiosk.slips.words import without_stop

INNER_MM: Final = WIDTH_MM - 2 * MARGIN_MM
BOX_MM: Final = 6.0
WORDS_MM: Final = MARGIN_MM + 15.0
"""Where the words of an item begin, right of its box."""
WORDS_WIDTH_MM: Final = WIDTH_MM - MARGIN_MM - WORDS_MM - 4.0
ROW_PAD_MM: Final = 1.9
BAND_MM: Final = 9.0
GAP_MM: Final = 3.2
QR_MM: Final = 30.0
CODE_MM: Final = 58.0
"""Room at the right for the square and the words under it."""
QUIET_MM: Final = 3.5
"""Of the code's own white border: may stand in the margin."""
BOTTOM_MM: Final = 10.0
FOOT_WIDTH_MM: Final = INNER_MM - 36.0

ASIDE_MM: Final = 46.0
"""Room at the right end of a name for the form it is asked in."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `aside` stands at the right end of its first line."""

    text: str
    style: Style
    aside: str = ""

    def width_mm(self, whole_mm: float) -> float:
        """What is left of `whole_mm` for the paragraph itself."""
        return whole_mm - ASIDE_MM if self.aside else whole_mm


def checklist_pdf(
    checklist: Checklist,
    held: Mapping[str, Held],
    branch: Branch,
    texts: Texts,
    *,
    printed_ms: int,
    fonts: Path,
) -> bytes:
    """The list as a PDF of A4 pages, the same bytes for the same input. `fonts`: the folder assets/fonts."""
    first = _Sheet(checklist, branch, texts, printed_ms, fonts, pages=0)
    first.write(held)
    whole = _Sheet(checklist, branch, texts, printed_ms, fonts, pages=first.page)
    whole.write(held)
    return whole.pen.finish()


class _Sheet:
    """Writes downwards from `top_mm` and turns the page where the next thing does not fit."""

    def __init__(
        self, checklist: Checklist, branch: Branch, texts: Texts, printed_ms: int, fonts: Path, *, pages: int
    ) -> None:
        self.checklist = checklist
        self.branch = branch
        self.texts = texts
        self.language = checklist.language
        self.printed_ms = printed_ms
        self.printed = date_time_text(printed_ms, branch.zone, texts, self.language)
        self.pages = pages
        self.page = 1
        self.top_mm = MARGIN_MM
        self.foot_mm = HEIGHT_MM
        self.pen = Pen(
            fonts,
            title=self.say("title", case=checklist.title),
            author=branch.name,
            language=self.say("language-tag"),
        )

    def say(self, key: str, **values: str | int) -> str:
        return self.texts.say(f"slip.{key}", self.language, **values)

    def write(self, held: Mapping[str, Held]) -> None:
        self.foot_mm = HEIGHT_MM - BOTTOM_MM - self._height(self._foot_lines(), FOOT_WIDTH_MM)
        self._masthead(square_of(self.checklist, held, self.branch, self.printed_ms))
        self._panel(changed_heading(self.checklist, self.texts), self._changed_lines(), CHANGED)
        for section in sections(self.checklist, held):
            self._section(section)
        self._panel(self.say("without-phone"), self._steps(), TOLD)
        self._panel(self.say("notes"), self._note_lines(), TOLD)
        self._foot()

    def _masthead(self, square: str) -> None:
        right = WIDTH_MM - MARGIN_MM
        self._band()
        self.pen.text(MARGIN_MM, 14, self.branch.name, Style(pen.TITLE, 11, pen.GREEN8))
        self.pen.text(MARGIN_MM, 23, self.say("list"), Style(pen.DISPLAY, 30, pen.GREEN9))
        self.top_mm = 39.0
        head = [Line(self.checklist.title, Style(pen.TITLE, 16))]
        head += [Line(line, SMALL) for line in (who_line(self.checklist, self.texts),) if line]
        head.append(Line(self.say("printed", when=self.printed), SMALL))
        if self.checklist.officer:
            head += [Line(self.say("officer"), NAME), Line(self.checklist.officer, WHERE)]
        if self.checklist.before is not None:
            head.append(Line(numbered_line(self.checklist.before, self.checklist), NAME))
        self._lines(head, MARGIN_MM, INNER_MM - CODE_MM)
        bottom = self.top_mm
        code = grouped(self.checklist.code)
        self.pen.qr(right - QR_MM + QUIET_MM, 11, QR_MM, square)
        self.pen.text(right, 11 + QR_MM + 1, self.say("list-code", code=code), Style(pen.STRONG, 12), right=True)
        self.pen.text(right, 11 + QR_MM + 6.5, self.say("code-use"), SMALL, right=True)
        self.top_mm = max(bottom, 11 + QR_MM + 12) + GAP_MM

    def _section(self, section: Section) -> None:
        tone = TONES[section.kind]
        rows = [(item, self._item_lines(item, section)) for item in section.items]
        self._room(BAND_MM + self._height(rows[0][1]) + 2 * ROW_PAD_MM)
        self.pen.box(MARGIN_MM, self.top_mm, INNER_MM, BAND_MM, fill=tone.band, radius_mm=2.5)
        heading = section.heading(self.texts, self.language)
        self.pen.text(MARGIN_MM + 5, self.top_mm + 2.1, heading, Style(HEAD.font, HEAD.size, tone.words))
        self.top_mm += BAND_MM + 1.2
        for index, (_, lines) in enumerate(rows):
            if index:
                self.pen.path(
                    [(WORDS_MM, self.top_mm), (WIDTH_MM - MARGIN_MM, self.top_mm)], stroke=tone.band, stroke_mm=0.4
                )
            self._row(lines, tone, ticked=section.kind is SectionKind.HAVE)
        self.top_mm += GAP_MM

    def _row(self, lines: list[Line], tone: Tone, *, ticked: bool) -> None:
        height = max(self._height(lines), BOX_MM) + 2 * ROW_PAD_MM
        self._room(height)
        self.pen.box(MARGIN_MM, self.top_mm + 0.8, 1.4, height - 1.6, fill=tone.stripe, radius_mm=0.7)
        self._tick_box(MARGIN_MM + 5, self.top_mm + ROW_PAD_MM, ticked=ticked)
        bottom = self.top_mm + height
        self.top_mm += ROW_PAD_MM + 0.4
        self._lines(lines, WORDS_MM, WORDS_WIDTH_MM)
        self.top_mm = bottom

    def _tick_box(self, x_mm: float, top_mm: float, *, ticked: bool) -> None:
        fill = pen.GREEN8 if ticked else pen.PAPER
        stroke = pen.GREEN8 if ticked else pen.INK
        self.pen.box(x_mm, top_mm, BOX_MM, BOX_MM, fill=fill, stroke=stroke, radius_mm=1.4, stroke_mm=0.55)
        if ticked:
            hook = [(x_mm + 1.5, top_mm + 3.1), (x_mm + 2.6, top_mm + 4.3), (x_mm + 4.6, top_mm + 1.9)]
            self.pen.path(hook, stroke=pen.PAPER, stroke_mm=0.8)

    def _item_lines(self, item: Item, section: Section) -> list[Line]:
        if section.kind is SectionKind.HAVE:
            return [line for paper in item.papers for line in self._paper_lines(paper, with_where=False)]
        several = len(item.papers) > 1
        one_place = len({paper.where for paper in item.papers}) == 1
        lines = [Line(self.say("one-of"), NAME)] if several else []
        for paper in item.papers:
            lines += self._paper_lines(paper, with_where=not (several and one_place), mark="• " if several else "")
        if several and one_place and item.papers[0].where:
            lines.append(self._where_line(item.papers[0]))
        first = item is section.first
        takes = effort_line(item, self.texts, self.language, first=first)
        if takes:
            lines.append(Line(takes, CONDITION if first else DETAIL))
        if item.only_if:
            lines.append(Line(f"{condition_line(item, self.texts, self.language)}.", CONDITION))
        elif item.why:
            lines.append(Line(self.say("why", reason=without_stop(item.why)), DETAIL))
        return lines

    def _paper_lines(self, paper: Paper, *, with_where: bool, mark: str = "") -> list[Line]:
        form = without_stop(paper.form)
        fits = len(self.pen.wrapped(form, DETAIL, ASIDE_MM - 4)) <= 1
        lines = [Line(f"{mark}{paper.name}", NAME, form if fits else "")]
        said = [part for part in (without_stop(paper.plain), "" if fits else form) if part]
        lines += [Line(part, DETAIL) for part in said]
        if with_where and paper.where:
            lines.append(self._where_line(paper))
        if with_where and paper.validity:
            lines.append(Line(self.say("validity", validity=without_stop(paper.validity)), DETAIL))
        return lines

    def _where_line(self, paper: Paper) -> Line:
        return Line(self.say("where", where=without_stop(paper.where)), WHERE)

    def _note_lines(self) -> list[Line]:
        language = self.language
        lines = [Line(f"• {coming_line(one, self.texts, language)}", NOTED) for one in self.checklist.coming]
        lines += [Line(f"• {numbered_line(one, self.checklist)}", NOTE) for one in self.checklist.told]
        lines += [Line(f"• {line}", NOTE) for line in presumed_lines(self.checklist, self.texts)]
        if self.checklist.ask_officer and not self.checklist.officer:
            lines.append(Line(f"• {self.say('ask-officer')}", NOTED))
        sources = sources_line(self.checklist, self.texts)
        return [*lines, Line(sources, FOOT)] if sources else lines

    def _steps(self) -> list[Line]:
        told = [numbered_line(step, self.checklist) for step in self.checklist.without_phone]
        return [Line(f"{at}. {step}", NOTE) for at, step in enumerate(told, start=1)]

    def _changed_lines(self) -> list[Line]:
        lines: list[Line] = []
        for change in self.checklist.changed:
            first, *others = changed_lines(change, self.texts, self.language)
            lines += [Line(f"• {first}", CHANGE), *(Line(f"  {line}", CHANGE) for line in others)]
        return lines

    def _panel(self, heading: str, lines: list[Line], panel: Panel) -> None:
        """A tinted sheet with a heading; none where nothing is to be said."""
        if not heading or not (lines or panel is CHANGED):
            return
        height = 13 + self._height(lines, INNER_MM - 10)
        self._room(height)
        bottom = self.top_mm + height
        self.pen.box(MARGIN_MM, self.top_mm, INNER_MM, height, fill=panel.ground, radius_mm=2.5)
        style = Style(HEAD.font, HEAD.size, panel.words)
        self.pen.text(MARGIN_MM + 5, self.top_mm + 2.8, heading, style)
        self.top_mm += 9.5
        self._lines(lines, MARGIN_MM + 5, INNER_MM - 10)
        self.top_mm = bottom + GAP_MM

    def _foot_lines(self) -> list[Line]:
        regulation, date = without_stop(self.checklist.regulation), without_stop(self.checklist.rule_date)
        lines = [Line(self.say("rule", regulation=regulation, date=date), Style(pen.STRONG, 9.5, pen.INK2))]
        lines.append(Line(self.say("version", version=self.checklist.catalogue_version), FOOT))
        return lines

    def _foot(self) -> None:
        right = WIDTH_MM - MARGIN_MM
        kept, self.top_mm = self.top_mm, self.foot_mm + 2
        self.pen.path([(MARGIN_MM, self.foot_mm), (right, self.foot_mm)], stroke=pen.GREEN8, stroke_mm=0.4)
        page = self.say("page", page=self.page, pages=self.pages)
        self.pen.text(right, self.top_mm, page, Style(pen.STRONG, 9.5, pen.INK2), right=True)
        self._lines(self._foot_lines(), MARGIN_MM, FOOT_WIDTH_MM)
        self.top_mm = kept

    def _room(self, height_mm: float) -> None:
        if self.top_mm + height_mm <= self.foot_mm - GAP_MM:
            return
        self._foot()
        self.pen.next_page()
        self.page += 1
        self._band()
        self.pen.text(MARGIN_MM, 12, self.checklist.title, Style(pen.TITLE, 11, pen.GREEN8))
        self.top_mm = 21.0

    def _band(self) -> None:
        self.pen.box(0, 0, WIDTH_MM, 4.5, fill=pen.GREEN9)
        self.pen.box(MARGIN_MM, 0, 24, 4.5, fill=pen.AMBER5)

    def _height(self, lines: list[Line], width_mm: float = WORDS_WIDTH_MM) -> float:
        return sum(
            len(self.pen.wrapped(line.text, line.style, line.width_mm(width_mm))) * line.style.leading_mm
            for line in lines
        )

    def _lines(self, lines: list[Line], x_mm: float, width_mm: float) -> None:
        for line in lines:
            if line.aside:
                self.pen.text(x_mm + width_mm, self.top_mm + 0.3, line.aside, DETAIL, right=True)
            for words in self.pen.wrapped(line.text, line.style, line.width_mm(width_mm)):
                self.pen.text(x_mm, self.top_mm, words, line.style)
                self.top_mm += line.style.leading_mm
