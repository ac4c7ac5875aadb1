"""The office printer for A4 pages, through CUPS: a second choice that may be absent, never waited for."""

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from printers.clock import ClockMs

CALL_WITHIN_S: Final = 3.0
"""For each of CUPS's programs."""
PAGE_WITHIN_MS: Final = 45_000
"""From handing the page over until it is printed; then it is taken back."""
LOOK_EVERY_MS: Final = 500
NOTHING: Final = "none"

_REQUEST: Final = re.compile(r"request id is (\S+-\d+)")
_ALERTS: Final = re.compile(r"^\s*Alerts:\s*(.*)$", re.MULTILINE)
_SEVERITY: Final = re.compile(r"-(report|warning|error)$")


class A4Trouble(StrEnum):
    """Why the page does not come, by IPP's printer-state-reasons (RFC 8011, 5.4.12)."""

    ABSENT = "absent"
    """No such queue, no CUPS, or CUPS does not answer."""
    STOPPED = "stopped"
    """The queue is switched off, or takes no pages."""
    PAPER_OUT = "paper-out"
    JAM = "jam"
    COVER_OPEN = "cover-open"
    TONER = "toner"
    OFFLINE = "offline"
    LATE = "late"
    """It neither printed nor said why."""


REASONS: Final = {
    "media-empty": A4Trouble.PAPER_OUT,
    "media-needed": A4Trouble.PAPER_OUT,
    "media-jam": A4Trouble.JAM,
    "cover-open": A4Trouble.COVER_OPEN,
    "door-open": A4Trouble.COVER_OPEN,
    "toner-empty": A4Trouble.TONER,
    "marker-supply-empty": A4Trouble.TONER,
    "offline": A4Trouble.OFFLINE,
    "connecting-to-device": A4Trouble.OFFLINE,
    "timed-out": A4Trouble.OFFLINE,
    "paused": A4Trouble.STOPPED,
    "shutdown": A4Trouble.OFFLINE,
}
"""Those that keep a page from coming. Warnings (media-low, toner-low) do not."""

Pause = Callable[[int], object]
"""Lets so many milliseconds pass."""


class A4Error(Exception):
    """The page will not come out."""

    def __init__(self, trouble: A4Trouble, told: str = "") -> None:
        super().__init__(f"{trouble}: {told}" if told else trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class OfficePrinter:
    """One queue of CUPS. Set it to `printer-error-policy=abort-job`: a page must not come out an hour later by itself.

    Used on a thread that may wait. Whatever fails, the page is taken back first, so that it is not printed as well as
    what takes its place.
    """

    queue: str
    clock_ms: ClockMs
    pause: Pause

    def trouble(self) -> A4Trouble | None:
        """What keeps the queue from printing now; None when it would."""
        try:
            told = _call("lpstat", "-l", "-p", self.queue)
            accepting = _call("lpstat", "-a", self.queue)
        except A4Error as error:
            return error.trouble
        if " disabled since" in told or "not accepting" in accepting:
            return A4Trouble.STOPPED
        return trouble_of(told)

    def print_page(self, pdf: bytes, title: str) -> None:
        """Print one document to its end. Raises A4Error; then nothing of it is left in the queue."""
        if (trouble := self.trouble()) is not None:
            raise A4Error(trouble)
        job = self._hand_over(pdf, title)
        try:
            self._follow(job)
        except A4Error:
            self._take_back(job)
            raise

    def _hand_over(self, pdf: bytes, title: str) -> str:
        told = _call("lp", "-d", self.queue, "-o", "media=A4", "-t", title, "--", "-", given=pdf)
        found = _REQUEST.search(told)
        if found is None:
            raise A4Error(A4Trouble.ABSENT, told.strip())
        return found[1]

    def _follow(self, job: str) -> None:
        until_ms = self.clock_ms() + PAGE_WITHIN_MS
        while self.clock_ms() < until_ms:
            waiting = _call("lpstat", "-W", "not-completed", "-o", self.queue)
            if job not in waiting.split():
                return
            if (trouble := self.trouble()) is not None:
                raise A4Error(trouble)
            self.pause(LOOK_EVERY_MS)
        raise A4Error(A4Trouble.LATE)

    def _take_back(self, job: str) -> None:
        try:
            _call("cancel", job)
        except A4Error as error:
            raise A4Error(error.trouble, f"{job} could not be taken back") from error


def print_or_roll(
    office: OfficePrinter | None, make_pdf: Callable[[], bytes], title: str, roll: Callable[[A4Trouble], object]
) -> bool:
    """The page on A4, or what `roll` prints when no A4 printer answers; True when it is on A4."""
    if office is None:
        roll(A4Trouble.ABSENT)
        return False
    try:
        office.print_page(make_pdf(), title)
    except A4Error as error:
        roll(error.trouble)
        return False
    return True


def trouble_of(told: str) -> A4Trouble | None:
    """The first obstacle among the alerts that `lpstat -l -p` lists."""
    found = _ALERTS.search(told)
    reasons = found[1].replace(",", " ").split() if found else []
    for reason in reasons:
        severity = _SEVERITY.search(reason)
        name = _SEVERITY.sub("", reason)
        if name in REASONS and (severity is None or severity[1] != "report"):
            return REASONS[name]
    return None


def _call(program: str, *arguments: str, given: bytes = b"") -> str:
    """What one of CUPS's programs says, in plain English. Raises A4Error."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "LANG": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - an argument list, no shell; the names are CUPS's own
            [program, *arguments], input=given, capture_output=True, timeout=CALL_WITHIN_S, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise A4Error(A4Trouble.ABSENT, str(error)) from error
    if done.returncode != 0:
        raise A4Error(A4Trouble.ABSENT, done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8", "replace")
