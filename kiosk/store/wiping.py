"""Making deleted bytes disappear from the write-ahead log too, where old pages outlive their deletion."""

import pysqlite3
from sqlite_utils import Database


def truncate_log(db: Database) -> bool:
    """Bring the log into the database and cut it to nothing; False when a reader or the disk stood in the way.

    To be called outside a transaction. A failure loses nothing: the log stays, and the next call tries again.
    """
    try:
        busy, _log, _done = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except pysqlite3.OperationalError:
        return False
    return not busy
