"""Many tickets on one printer, one after the other: a virtual one in bad weather, or a real one on the table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import JobState
from kiosk.domain.texts import Texts
from kiosk.domain.ticket import Taken, Ticket
from kiosk.soak.judging import Verdict, judge
from kiosk.soak.play import STEP_MS, Play
from kiosk.soak.played_clock import PlayedClock
from kiosk.soak.reading import can_scan, read
from kiosk.soak.report import Report
from kiosk.soak.weather import HIT_SHARE, Squall, Weather
from printers.driver import Driver
from printers.profiles import Confirmation, Profile
from printers.strip import Code, Dots
from printers.transport import Transport, transport_factory
from printers.virtual import VirtualPrinter
from printers.virtual_paper import VirtualPaper

SETTLE_WITHIN_MS: Final = 10_000
"""From the end of a fault until its slip must be final or visible."""
PATIENCE_MS: Final = 120_000
"""How long the person stays at the screen that says that the ticket has not come out."""
QUESTION_MS: Final = 20_000
"""How long 'Tiket sudah keluar?' waits for an answer; none is a no."""
AFTER_TURNS: Final = 3
"""Of the press, before the person does anything."""
ROUNDS: Final = 3
"""A copy may be asked about, too."""
WAKING_MS: Final = 1500
TAKEN_AFTER_MS: Final = 1500

Tell = Callable[[int, str], object]
"""Hears of each number as it is done: how many, and where its slip is."""


class NoScannerError(Exception):
    """The paper cannot be judged: zbar's program is not on this machine."""


@dataclass(slots=True)
class _Tally:
    hit: int = 0
    slowest_ms: int = 0
    unsettled: int = 0
    papers: list[VirtualPaper] = field(default_factory=list)


def soak_virtual(
    family: Profile,
    branch: Branch,
    texts: Texts,
    *,
    jobs: int,
    seed: int,
    confirmation: Confirmation | None = None,
    share: float = HIT_SHARE,
    tell: Tell = lambda _count, _state: None,
) -> Report:
    """`jobs` tickets on a virtual printer of this family in simulated time, `share` of them hit by a fault."""
    if not can_scan():
        raise NoScannerError("zbarimg is missing: install zbar-tools")
    clock = PlayedClock()
    printer = VirtualPrinter(
        family,
        clock.monotonic_ms,
        speed_mm_per_s=family.speed_mm_per_s,
        confirmation=confirmation,
        wait=clock.wait,
        waking_ms=WAKING_MS,
        taken_after_ms=TAKEN_AFTER_MS,
    )
    driver = Driver(transport_factory("virtual:", clock.monotonic_ms, printer), family, clock.monotonic_ms)
    play = Play(driver, branch, texts, clock, clock.pause)
    tally = _Tally()
    printer.on_paper(lambda: tally.papers.extend(printer.papers[len(tally.papers) :]))
    weather = Weather(seed, share=share)
    try:
        for _ in range(2):
            play.turn()
        for count in range(jobs):
            taken = _visit(play, printer, weather, tally)
            tell(count + 1, play.jobs(taken)[-1].state)
        _mend(printer)
        for _ in range(SETTLE_WITHIN_MS // STEP_MS):
            play.turn()
        printer.tear()
        verdict = judge(
            {taken.ticket.label: taken.ticket.code for taken in play.takens}, read(tally.papers), play.not_received()
        )
        return _report("virtual:faults", play, tally, verdict, seed)
    finally:
        play.close()


def soak_real(
    url: str,
    factory: Callable[[], Transport],
    family: Profile,
    branch: Branch,
    texts: Texts,
    *,
    clock: Clock,
    pause: Callable[[int], object],
    jobs: int,
    tell: Tell = lambda _count, _state: None,
) -> Report:
    """`jobs` tickets on a printer of the real world; whoever stands there breaks it and counts the paper."""
    play = Play(Driver(factory, family, clock.monotonic_ms), branch, texts, clock, pause)
    tally = _Tally()
    try:
        for count in range(jobs):
            taken = play.take()
            until_ms = clock.monotonic_ms() + PATIENCE_MS
            play.turn()
            while not _final(play, taken) and not play.open_questions(taken) and clock.monotonic_ms() < until_ms:
                play.turn()
            play.leave(taken)
            play.turn()
            tally.unsettled += not play.settled(taken)
            tell(count + 1, play.jobs(taken)[-1].state)
        return _report(url, play, tally, None, None)
    finally:
        play.close()


def _visit(play: Play, printer: VirtualPrinter, weather: Weather, tally: _Tally) -> Taken:
    squall = weather.next()
    if squall is not None:
        tally.hit += 1
        for at, fault in squall.faults:
            printer.fault_after(at, fault)
    taken = play.take()
    _settle(play, taken, tally)
    if squall is not None and not squall.outlasts_visit:
        _wait_out(play, printer, squall)
    _settle(play, taken, tally)
    for _ in range(ROUNDS):
        for job_id in play.open_questions(taken):
            looks_away = weather.says_nothing()
            came_out = _wait_for_paper(play, printer, tally, taken)
            play.answer(job_id, came_out and not looks_away)
        play.turn()
    play.leave(taken)
    if squall is not None and squall.outlasts_visit:
        _wait_out(play, printer, squall)
    _settle(play, taken, tally)
    return taken


def _wait_for_paper(play: Play, printer: VirtualPrinter, tally: _Tally, taken: Taken) -> bool:
    """The person who is asked looks at the printer until the ticket is out, or the question goes away."""
    until_ms = play.clock.monotonic_ms() + QUESTION_MS
    while not (whole := _whole(tally.papers, taken)) and play.clock.monotonic_ms() < until_ms:
        play.pause(STEP_MS)
        _ = printer.unfinished  # it goes on by itself, and is told so only when somebody looks
    return whole


def _wait_out(play: Play, printer: VirtualPrinter, squall: Squall) -> None:
    until_ms = play.clock.monotonic_ms() + (squall.lasts_ms if squall.stands else 0)
    while play.clock.monotonic_ms() < until_ms:
        play.turn()
    _mend(printer)


def _settle(play: Play, taken: Taken, tally: _Tally) -> None:
    """Turn until the slip is final or visible, from when its number was taken or its fault was over."""
    since_ms = play.clock.monotonic_ms()
    play.turn()
    while not play.settled(taken) and play.clock.monotonic_ms() - since_ms < 2 * SETTLE_WITHIN_MS:
        play.turn()
    took_ms = play.clock.monotonic_ms() - since_ms
    tally.slowest_ms = max(tally.slowest_ms, took_ms)
    tally.unsettled += took_ms > SETTLE_WITHIN_MS
    for _ in range(AFTER_TURNS):
        play.turn()


def _mend(printer: VirtualPrinter) -> None:
    printer.disarm()
    for fault in printer.faults:
        printer.turn(fault, False)


def _whole(papers: list[VirtualPaper], taken: Taken) -> bool:
    """The person sees the ticket to its end, which is the code."""
    return any(_ends(paper, taken.ticket) for paper in papers[-3:])


def _ends(paper: VirtualPaper, ticket: Ticket) -> bool:
    if ticket.label not in paper.lines():
        return False
    codes = [mark.text for mark in paper.strip.marks if isinstance(mark, Code)]
    if not codes and any(isinstance(mark, Dots) for mark in paper.strip.marks):
        codes = [code for seen in read([paper]) for code in seen.codes]
    return any(ticket.code in code.replace(" ", "") for code in codes)


def _final(play: Play, taken: Taken) -> bool:
    return play.jobs(taken)[-1].state is JobState.CONFIRMED


def _report(url: str, play: Play, tally: _Tally, verdict: Verdict | None, seed: int | None) -> Report:
    every = [play.jobs(taken) for taken in play.takens]
    last = [jobs[-1].state for jobs in every]
    driver = play.driver
    return Report(
        url=url,
        profile=driver.profile.name,
        level=driver.confirmation.level,
        jobs=len(every),
        seed=seed,
        hit=tally.hit,
        confirmed=last.count(JobState.CONFIRMED),
        held=last.count(JobState.HELD),
        uncertain=last.count(JobState.UNCERTAIN),
        asked=play.asked,
        copies=sum(job.copy_no > 0 for jobs in every for job in jobs),
        not_received=len(play.not_received()),
        slowest_settle_ms=tally.slowest_ms,
        unsettled=tally.unsettled,
        papers=len(tally.papers),
        metres=round(sum(paper.length_mm for paper in tally.papers) / 1000, 1),
        verdict=verdict,
    )
