"""The virtual printer behaves as a real one does: on time, out of order where the book says so, and in its faults."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.blocks import Cut, Text
from printers.faults import Fault
from printers.layout import render
from printers.profiles import profile
from printers.protocol import (
    ASK_FENCE,
    ASK_MAKER,
    CLEAR_BUFFERS,
    ENABLE_AUTO_STATUS,
    Question,
    ask,
    ask_printed,
)
from printers.real_time import RealTimeEar
from printers.tray import KEPT_PAPERS
from printers.virtual import VirtualPrinter
from printers.virtual_line import Connection
from tests.clock import SimulatedClock
from tests.printers.simulation import simulated_printer
from tests.printers.slips import a_ticket

EPSON = profile("epson-80")
TICKET = render(a_ticket(), EPSON)


@pytest.fixture
def printer() -> VirtualPrinter:
    return VirtualPrinter(EPSON)


def line_to(printer: VirtualPrinter) -> Connection:
    """A connection that must come about."""
    connection = printer.connect()
    assert connection is not None
    return connection


def asked(printer: VirtualPrinter, question: bytes, connection: Connection | None = None) -> bytes:
    """What it answers at once."""
    connection = connection or line_to(printer)
    printer.receive(connection, question)
    return printer.answers(connection, 0)


def test_all_is_well_in_the_bits_of_the_book(printer: VirtualPrinter) -> None:
    assert [asked(printer, ask(question)) for question in Question] == [b"\x12"] * 4


@pytest.mark.parametrize(
    ("fault", "answers"),
    [
        (Fault.PAPER_LOW, b"\x12\x12\x12\x1e"),
        (Fault.PAPER_OUT, b"\x1a\x32\x12\x7e"),
        (Fault.COVER_OPEN, b"\x1a\x16\x12\x12"),
        (Fault.CUTTER, b"\x1a\x52\x1a\x12"),
        (Fault.OVERHEATED, b"\x1a\x52\x52\x12"),
    ],
)
def test_each_fault_shows_in_its_bits(printer: VirtualPrinter, fault: Fault, answers: bytes) -> None:
    printer.turn(fault, True)
    connection = line_to(printer)
    assert b"".join(asked(printer, ask(question), connection) for question in Question) == answers


def test_questions_are_answered_while_it_is_offline_and_fences_only_afterwards(printer: VirtualPrinter) -> None:
    connection = line_to(printer)
    printer.turn(Fault.COVER_OPEN, True)
    assert asked(printer, TICKET.data + ask_printed(b"A047") + ASK_FENCE, connection) == b""
    assert asked(printer, ask(Question.OFFLINE_CAUSE), connection) == b"\x16"
    assert printer.papers == ()
    printer.turn(Fault.COVER_OPEN, False)
    assert printer.answers(connection, 0) == b"\x37\x22A047\x00\x00"
    assert len(printer.papers) == 1


def test_changes_are_pushed_once_asked_for_and_until_initialized(printer: VirtualPrinter) -> None:
    connection = line_to(printer)
    assert asked(printer, ENABLE_AUTO_STATUS, connection) == b"\x10\x00\x00\x00"
    printer.turn(Fault.COVER_OPEN, True)
    assert printer.answers(connection, 0) == b"\x38\x00\x00\x00"
    printer.turn(Fault.COVER_OPEN, False)
    assert printer.answers(connection, 0) == b"\x10\x00\x00\x00"
    asked(printer, b"\x1b@", connection)
    printer.turn(Fault.PAPER_LOW, True)
    assert printer.answers(connection, 0) == b""


def test_clearing_throws_away_what_waits_and_says_so(printer: VirtualPrinter) -> None:
    connection = line_to(printer)
    printer.turn(Fault.PAPER_OUT, True)
    assert asked(printer, TICKET.data + CLEAR_BUFFERS, connection) == b"\x37\x25\x00"
    printer.turn(Fault.PAPER_OUT, False)
    assert printer.papers == ()
    assert not printer.unfinished


def test_it_says_who_it_is(printer: VirtualPrinter) -> None:
    assert asked(printer, ASK_MAKER) == b"_PASTI\x00"


def test_paper_out_in_the_middle_leaves_a_torn_piece_and_the_rest_comes_by_itself(printer: VirtualPrinter) -> None:
    connection = line_to(printer)
    printer.fault_after(100, Fault.PAPER_OUT)
    asked(printer, TICKET.data, connection)
    assert printer.papers == ()
    printer.turn(Fault.PAPER_OUT, False)
    torn, rest = printer.papers
    assert not torn.whole
    assert rest.whole
    assert torn.lines() + rest.lines() == lines_of(TICKET.data)


def lines_of(data: bytes) -> list[str]:
    """What an undisturbed printer prints."""
    undisturbed = VirtualPrinter(EPSON)
    undisturbed.receive(line_to(undisturbed), data)
    return undisturbed.papers[0].lines()


def test_a_pulled_cable_swallows_bytes_without_a_word(printer: VirtualPrinter) -> None:
    connection = line_to(printer)
    printer.turn(Fault.CABLE_PULLED, True)
    assert asked(printer, TICKET.data + ask(Question.PAPER), connection) == b""
    assert printer.connect() is None
    assert printer.papers == ()


def test_each_paper_is_told_and_kept_with_its_bytes_and_its_picture(printer: VirtualPrinter) -> None:
    told: list[int] = []
    printer.on_paper(lambda: told.append(len(printer.papers)))
    asked(printer, TICKET.data * 2)
    assert told == [2]
    assert [paper.data for paper in printer.papers] == [TICKET.data] * 2
    assert printer.papers[0].length_mm == pytest.approx(TICKET.length_mm, abs=1)
    assert [png[:4] for png in printer.papers_png()] == [b"\x89PNG"] * 2


def test_it_takes_the_time_that_paper_takes() -> None:
    clock = SimulatedClock()
    printer = simulated_printer(clock, EPSON, speed_mm_per_s=100)
    connection = line_to(printer)
    printer.receive(connection, TICKET.data + ask_printed(b"A047"))
    assert printer.papers == ()
    assert printer.answers(connection, 60_000) == b"\x37\x22A047\x00"
    assert clock.monotonic_ms() == pytest.approx(10 * TICKET.length_mm, rel=0.15)


def test_a_speed_needs_a_clock() -> None:
    with pytest.raises(ValueError, match="clock"):
        VirtualPrinter(EPSON, speed_mm_per_s=100)


def test_without_a_cutter_the_slip_is_torn_off_at_the_bar() -> None:
    small = profile("generic-58")
    printer = VirtualPrinter(small)
    data = render(a_ticket(columns=32), small).data
    asked(printer, data + data)
    assert [paper.whole for paper in printer.papers] == [False] * len(printer.papers)
    assert printer.papers[0].lines()[1] == "A 012"


def test_a_second_client_ends_the_first(printer: VirtualPrinter) -> None:
    first = line_to(printer)
    second = line_to(printer)
    assert first.dead
    assert asked(printer, ask(Question.PAPER), second) == b"\x12"


@given(st.lists(st.integers(0, 60), max_size=6))
def test_a_command_obeyed_on_arrival_is_heard_once_in_any_pieces(cuts: list[int]) -> None:
    data = b"text" + ask(Question.PAPER) + b"\x1b@" + CLEAR_BUFFERS + b"x" * 20 + ask(Question.PRINTER)
    edges = [0, *sorted(cut % len(data) for cut in cuts), len(data)]
    ear = RealTimeEar()
    heard = [pair for start, end in pairwise(edges) for pair in ear.hear(data[start:end])]
    assert b"".join(piece for piece, _ in heard) == data
    assert [command for _, command in heard if command] == [
        ask(Question.PAPER),
        CLEAR_BUFFERS,
        ask(Question.PRINTER),
    ]


def test_old_papers_are_thrown_away_and_only_their_length_is_remembered(printer: VirtualPrinter) -> None:
    connection = line_to(printer)
    slip = render([Text("a"), Cut()], EPSON).data
    for _ in range(KEPT_PAPERS + 3):
        printer.receive(connection, slip)
    papers = printer.papers
    assert len(papers) == KEPT_PAPERS + 3
    assert [bool(paper.data) for paper in papers[:5]] == [False, False, False, True, True]
    assert papers[0].length_mm == papers[-1].length_mm


def test_a_picture_is_drawn_once(printer: VirtualPrinter) -> None:
    connection = line_to(printer)
    printer.receive(connection, TICKET.data)
    (first,) = printer.papers_png()
    printer.receive(connection, TICKET.data)
    assert printer.papers_png()[0] is first
