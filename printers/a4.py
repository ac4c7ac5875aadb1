"""The office printer for A4 pages, through CUPS: a second choice that may be absent, never waited for."""

import getpass
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
PRINTED: Final = frozenset({"job-completed-successfully", "job-completed-with-warnings"})
"""The job-state-reasons (RFC 8011, 5.3.8) of a page that came out."""

_REQUEST: Final = re.compile(r"request id is (\S+-\d+)")
_ALERTS: Final = re.compile(r"^\s*Alerts:\s*(.*)$", re.MULTILINE)
_SEVERITY: Final = re.compile(r"-(report|warning|error)$")


class A4Trouble(StrEnum):
    """Why the page does not come, by IPP's printer-state-reasons (RFC 8011, 5.4.12)."""

    ABSENT = "absent"
    """No such queue, or no CUPS."""
    MUTE = "mute"
    """CUPS does not answer."""
    STOPPED = "stopped"
    """The queue is switched off, or takes no pages."""
    PAPER_OUT = "paper-out"
    JAM = "jam"
    COVER_OPEN = "cover-open"
    TONER = "toner"
    OFFLINE = "offline"
    LATE = "late"
    """It neither printed nor said why."""
    ABORTED = "aborted"
    """CUPS gave the page up, or does not say that it came out."""
    TAKEN_BACK = "taken-back"
    """Nobody waits for it any more."""


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
"""Lets so many milliseconds pass; raises A4Error when the page is not wanted any more."""


class A4Error(Exception):
    """The page will not come out."""

    def __init__(self, trouble: A4Trouble, told: str = "", *, left_behind: bool = False) -> None:
        """`left_behind`: it could not be taken back, and may still come out unless `clear` succeeds."""
        super().__init__(f"{trouble}: {told}" if told else trouble.value)
        self.trouble = trouble
        self.left_behind = left_behind


@dataclass(frozen=True, slots=True)
class OfficePrinter:
    """One queue of CUPS, which is this program's alone. Set it to `printer-error-policy=abort-job`: a page must not
    come out an hour later by itself.

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
        """Print one document to its end. Raises A4Error; then nothing of it is left in the queue, or the error says."""
        if (trouble := self.trouble()) is not None:
            raise A4Error(trouble)
        until_ms = self.clock_ms() + PAGE_WITHIN_MS
        job = self._hand_over(pdf, title)
        try:
            self._follow(job, until_ms)
        except A4Error as error:
            gone = error.trouble is A4Trouble.ABORTED
            if gone or not self._came_out_after_all(job):
                raise

    def clear(self) -> bool:
        """Take back all that waits in the queue, from an earlier run too; False when it cannot be said to be empty."""
        try:
            _call("cancel", "-u", getpass.getuser(), self.queue)
        except (A4Error, OSError, KeyError):  # the last two: a user without a name, as in a container
            return False
        return True

    def _hand_over(self, pdf: bytes, title: str) -> str:
        try:
            told = _call("lp", "-d", self.queue, "-o", "media=A4", "-t", title, "--", "-", given=pdf)
        except A4Error as error:
            if error.trouble is not A4Trouble.MUTE:
                raise
            raise A4Error(error.trouble, str(error), left_behind=not self.clear()) from error
        found = _REQUEST.search(told)
        if found is None:
            raise A4Error(A4Trouble.ABSENT, told.strip(), left_behind=not self.clear())
        return found[1]

    def _follow(self, job: str, until_ms: int) -> None:
        while self.clock_ms() < until_ms:
            waiting = _call("lpstat", "-W", "not-completed", "-o", self.queue)
            if job not in waiting.split():
                if not self._came_out(job):
                    raise A4Error(A4Trouble.ABORTED)
                return
            if (trouble := self.trouble()) is not None:
                raise A4Error(trouble)
            self.pause(LOOK_EVERY_MS)
        raise A4Error(A4Trouble.LATE)

    def _came_out(self, job: str) -> bool:
        """By the history that CUPS keeps of its jobs; a page that is merely gone from the queue may be lost."""
        return not PRINTED.isdisjoint(reasons_of(job, _call("lpstat", "-l", "-W", "completed", "-o", self.queue)))

    def _came_out_after_all(self, job: str) -> bool:
        """Take the page back; True when it was too late for that, because it is on paper."""
        try:
            _call("cancel", job)
        except A4Error as error:
            try:
                if self._came_out(job):
                    return True
            except A4Error:
                pass  # the first answer tells as much
            raise A4Error(error.trouble, f"{job} could not be taken back", left_behind=True) from error
        return False


def reasons_of(job: str, told: str) -> frozenset[str]:
    """The job-state-reasons of one job among those that `lpstat -l -o` lists; none when it is not there."""
    lines = iter(told.splitlines())
    for line in lines:
        if line.split()[:1] == [job]:
            for detail in lines:
                if not detail[:1].isspace():
                    break
                if found := _ALERTS.match(detail):
                    return frozenset(found[1].split())
            break
    return frozenset()


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
    except subprocess.TimeoutExpired as error:
        raise A4Error(A4Trouble.MUTE, program) from error
    except OSError as error:
        raise A4Error(A4Trouble.ABSENT, str(error)) from error
    if done.returncode != 0:
        raise A4Error(A4Trouble.ABSENT, done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8", "replace")
