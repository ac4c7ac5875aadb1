"""How synchronisation reaches the store: it reads on a connection of its own, and writes through the one writer."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlite_utils import Database

from kiosk.store.identity import Identity, identity
from kiosk.store.writer import Writer

T = TypeVar("T")


class Shelf(Protocol):
    """Reads never wait for a ticket, writes take their turn with the tickets. Both raise StoreError."""

    def read(self, look: Callable[[Database], T]) -> T:
        """What `look` finds."""
        ...

    def write(self, change: Callable[[Database], T]) -> T:
        """Run `change`, which opens its own transaction."""
        ...


class WriterShelf:
    """A reader's connection on the thread of synchronisation, beside the running kiosk's writer."""

    def __init__(self, reader: Database, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    def read(self, look: Callable[[Database], T]) -> T:
        """What `look` finds, on this thread."""
        return look(self._reader)

    def write(self, change: Callable[[Database], T]) -> T:
        """Run `change` on the writer's thread and wait for it."""
        return self._writer.submit(change).result()

    def close(self) -> None:
        """Close the reader's connection."""
        self._reader.close()


class OwnShelf:
    """One connection for both, where no kiosk is running and the lock is ours."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def read(self, look: Callable[[Database], T]) -> T:
        """What `look` finds."""
        return look(self._db)

    def write(self, change: Callable[[Database], T]) -> T:
        """Run `change` here and now."""
        return change(self._db)


def whose(shelf: Shelf) -> Identity:
    """Whose store it is."""
    return shelf.read(identity)
