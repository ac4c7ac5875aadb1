"""Making deleted bytes disappear from the write-ahead log too, where old pages outlive their deletion."""

from typing import Final

import pysqlite3
from sqlite_utils import Database

from kiosk.store.opening import BUSY_TIMEOUT_MS

PATIENCE_MS: Final = 100
"""How long a reader may keep the writer, and so the next ticket, waiting for this."""


def truncate_log(db: Database) -> bool:
    """Bring the log into the database and cut it to nothing; False when a reader or the disk stood in the way.

    To be called outside a transaction. A failure loses nothing: the log stays, and the next call tries again.
    """
    try:
        db.conn.execute(f"PRAGMA busy_timeout={PATIENCE_MS}").fetchone()
        busy, _log, _done = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except pysqlite3.OperationalError:
        return False
    finally:
        db.conn.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}").fetchone()
