"""How long somebody waits after wrong secrets: a rule over values that survive a restart and a clock that lies."""

from dataclasses import dataclass, replace
from typing import Final

FREE_TRIES: Final = 5
FIRST_WAIT_MS: Final = 60_000
LONGEST_WAIT_MS: Final = 15 * 60_000


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, on both clocks. `boot` names the run of the machine in which `monotonic_ms` counts."""

    wall_ms: int
    monotonic_ms: int
    boot: str


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong secrets in a row, and the wait they have earned since `since`."""

    failures: int = 0
    wait_ms: int = 0
    since: Moment | None = None


NO_ATTEMPTS: Final = Attempts()


def after_failure(before: Attempts, now: Moment) -> Attempts:
    """One more wrong secret: the fifth earns a minute, each further one twice as long, at most a quarter of an hour."""
    failures = before.failures + 1
    wait_ms = 0
    if failures >= FREE_TRIES:
        wait_ms = min(FIRST_WAIT_MS << min(failures - FREE_TRIES, 10), LONGEST_WAIT_MS)
    return Attempts(failures, wait_ms, now)


def left_ms(attempts: Attempts, now: Moment) -> int:
    """How much of the wait is left, 0 when a secret may be tried.

    Within one run of the machine only the monotonic clock counts. After a restart the wall clock does, and one that
    was set back costs at most the whole wait once more: a wrong clock locks nobody out for long.
    """
    if attempts.since is None or attempts.wait_ms == 0:
        return 0
    if attempts.since.boot == now.boot:
        passed_ms = now.monotonic_ms - attempts.since.monotonic_ms
    else:
        passed_ms = now.wall_ms - attempts.since.wall_ms
    return max(0, attempts.wait_ms - max(0, passed_ms))


def settled(attempts: Attempts, now: Moment) -> Attempts:
    """The same wait, counted from now on where the wall clock was set back behind its beginning."""
    since = attempts.since
    if since is not None and since.boot != now.boot and now.wall_ms < since.wall_ms:
        return replace(attempts, since=now)
    return attempts
