"""When people came on past days: what forecasts rest on."""

from datetime import date

from sqlite_utils import Database


def takes_by_day(db: Database, branch_id: str, before: date, limit: int) -> list[list[int]]:
    """When each number of the last `limit` service days before `before` was taken, in ms, the newest day first."""
    days = db.conn.execute(
        "SELECT day FROM service_day WHERE day < ? ORDER BY day DESC LIMIT ?", (before.isoformat(), limit)
    ).fetchall()
    found = []
    for (day,) in days:
        rows = db.conn.execute(
            "SELECT issued_at_ms FROM ticket WHERE branch_id = ? AND service_day = ?", (branch_id, day)
        ).fetchall()
        found.append([int(row[0]) for row in rows])
    return found
