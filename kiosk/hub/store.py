"""What the hub asks of its database, so that SQLite on one machine and PostgreSQL in production are one program."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from kiosk.wire.stream import Stream

Row = tuple[Any, ...]
Result = TypeVar("Result")


class HubError(Exception):
    """An expected failure, with the sentence that a person can act on."""


class StoreUnavailable(HubError):  # noqa: N818 - what it says is what happened
    """The database cannot be reached, or is busy, at the moment: nothing was written, ask again later."""


class StoreFull(StoreUnavailable):
    """No room on the database's disk: nothing was written. Service comes back by itself when there is room again."""


def key(stream: Stream) -> tuple[str, str, int]:
    """A stream as every table has it first."""
    return (stream.branch, stream.kiosk, stream.epoch)


class Session(Protocol):
    """One open transaction. SQL is the part that both databases know, with `?` for values."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        ...

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Do it; how many rows it changed."""
        ...

    def run_many(self, sql: str, many: Sequence[Sequence[object]]) -> None:
        """The same statement for each of `many`."""
        ...

    def land(self, stream: Stream, first_seq: int, month: int, lines: Sequence[bytes]) -> None:
        """Write these event lines, the fastest way there is; `month` is the receiving month, e.g. 202611."""
        ...


Work = Callable[[Session], Result]


class HubStore(Protocol):
    """The database. May be used from several threads; several programs may use the same one."""

    def write(self, work: Work[Result]) -> Result:
        """All of `work` in one transaction, committed to the disk when this returns.

        Where the database takes part in races or connections break, `work` is done again from its beginning, even
        when a broken connection leaves open whether the first commit went through: so it reads what it builds upon
        itself, and is harmless when it has been done already. Raises StoreFull, StoreUnavailable.
        """
        ...

    def read(self, work: Work[Result]) -> Result:
        """The same for work that only looks; one moment's state throughout. Raises StoreUnavailable."""
        ...

    def missing_tables(self) -> list[str]:
        """Tables of ours that are not there; all of them in a new database. Raises StoreUnavailable."""
        ...

    def make_tables(self) -> None:
        """Make those that are missing. Raises StoreUnavailable, or HubError where the role may not."""
        ...

    def ensure_month(self, month: int) -> None:
        """Room for the events received in `month`; cheap when it is there. Outside of any transaction."""
        ...

    def drop_events_before(self, month: int) -> int:
        """Give up every event received before `month`; how many months, or rows, that were."""
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...
