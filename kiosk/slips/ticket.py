"""The ticket: number, window, moment and code. It never says which programme brought the person here."""

from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.codes import grouped, qr_text
from kiosk.domain.dates import date_time_text, time_text
from kiosk.domain.promise import Window
from kiosk.domain.texts import Texts
from kiosk.domain.ticket import Ticket
from kiosk.slips.words import window_text
from printers.blocks import Align, Block, Cut, Qr, Rule, Space, Text

NARROWEST: Final = 32
"""Characters a line on 58 mm paper; what is laid out for it fits every printer."""

LARGEST: Final = 8
"""The printers' own limit for the size of a character."""

MODULE_DOTS: Final = 5
"""0.6 mm a module at 203 dpi: a phone reads it at arm's length."""


def ticket_blocks(
    ticket: Ticket,
    branch: Branch,
    texts: Texts,
    *,
    copy_of_ms: int | None = None,
    printed_ms: int | None = None,
    ask_at_counter: bool = False,
    columns: int = NARROWEST,
) -> list[Block]:
    """The ticket as blocks, in its holder's language.

    `copy_of_ms`: this is a copy (SALINAN) of a slip of that moment; `printed_ms`: when the copy is made.
    `ask_at_counter`: no list of papers could be shown, so the ticket says where to ask.
    `columns`: normal characters a line of the paper, so that the number is as large as it can be.
    """
    language = ticket.language
    say = texts.say
    blocks: list[Block] = [
        Text(branch.name, bold=True, align=Align.CENTER),
        Text(say("slip.number", language), align=Align.CENTER),
        _number(ticket.label, columns),
    ]
    if copy_of_ms is not None:
        blocks += _copy_mark(branch, texts, language, copy_of_ms, printed_ms)
    blocks += [Rule(), *_window(ticket, branch, texts), Rule()]
    issued = date_time_text(ticket.issued_at_ms, branch.zone, texts, language)
    blocks += [
        Text(say("slip.issued", language, when=issued), align=Align.CENTER),
        Text(say("slip.code", language, code=grouped(ticket.code)), height=2, bold=True, align=Align.CENTER),
        Text(say("slip.keep", language), align=Align.CENTER),
    ]
    if ask_at_counter:
        blocks.append(Text(no_list_line(texts, language), align=Align.CENTER))
    return [*blocks, Qr(ticket_qr_text(ticket, branch, texts), module_dots=MODULE_DOTS), Space(1.0), Cut()]


def ticket_qr_text(ticket: Ticket, branch: Branch, texts: Texts) -> str:
    """What the ticket says, on one line of plain ASCII, for any phone with no network; a kiosk finds the code in it."""
    language = ticket.language
    line = texts.say(
        "slip.ticket-qr",
        language,
        number=ticket.label,
        branch=branch.name,
        when=date_time_text(ticket.issued_at_ms, branch.zone, texts, language),
        window=window_text(ticket.promise, branch.zone, texts, language),
        code=qr_text(ticket.code),
    )
    return line.replace("–", "-").encode("ascii", "replace").decode("ascii")


def no_list_line(texts: Texts, language: str) -> str:
    """What a slip says when the catalogue has no list of papers for the need yet."""
    return texts.say("slip.no-list", language)


def _number(label: str, columns: int) -> Text:
    width = min(LARGEST, columns // len(label))
    return Text(label, width=width, height=min(LARGEST, width + 1), bold=True, align=Align.CENTER)


def _copy_mark(branch: Branch, texts: Texts, language: str, copy_of_ms: int, printed_ms: int | None) -> list[Block]:
    first = time_text(copy_of_ms, branch.zone, texts, language)
    if printed_ms is None:
        times = texts.say("slip.copy-first", language, first=first)
    else:
        second = time_text(printed_ms, branch.zone, texts, language)
        times = texts.say("slip.copy-times", language, first=first, second=second)
    mark = f" {texts.say('slip.copy', language)} "
    return [
        Space(1.0),
        Text(mark, width=2, height=2, bold=True, align=Align.CENTER, inverted=True),
        Space(1.0),
        Text(times, align=Align.CENTER),
    ]


def _window(ticket: Ticket, branch: Branch, texts: Texts) -> list[Block]:
    words = window_text(ticket.promise, branch.zone, texts, ticket.language)
    size = 2 if isinstance(ticket.promise, Window) else 1
    return [
        Text(texts.say("slip.called", ticket.language), align=Align.CENTER),
        Text(words, width=size, height=2, bold=True, align=Align.CENTER),
        Space(1.0),
    ]
