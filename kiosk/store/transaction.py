"""The one way to write: all of it or nothing, in the order of the one writer."""

from collections.abc import Iterator
from contextlib import contextmanager

import pysqlite3
from sqlite_utils import Database

from kiosk.store.errors import store_error


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK on any error; StoreFull and StoreFailed come out under their names.

    Not to be nested, and no `table.*` call of sqlite-utils that commits by itself inside (`atomic()` is deferred,
    `with db.conn` is not atomic, `executescript` on the connection commits).
    """
    if db.conn.in_transaction:
        raise RuntimeError("a transaction is open already: one fact, one commit")
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        yield
        db.conn.execute("COMMIT")
    except pysqlite3.Error as error:
        _rollback(db)
        named = store_error(error)
        if named is None:
            raise
        raise named from error
    except BaseException:
        _rollback(db)
        raise


def _rollback(db: Database) -> None:
    # SQLite has often rolled back by itself after SQLITE_FULL or an I/O error.
    if db.conn.in_transaction:
        try:
            db.conn.execute("ROLLBACK")
        except pysqlite3.Error:
            db.conn.close()  # a connection that cannot roll back must not be used again; the writer opens a new one
