"""A store that has served for long: as many events as asked for, in seconds, by SQL alone."""

import os
from pathlib import Path

import pysqlite3

from kiosk.domain.branch import Branch
from kiosk.domain.clock import Clock
from kiosk.store.boot import boot
from kiosk.store.opening import Role, open_db

EVENTS_A_TICKET = 5
TICKETS_A_DAY = 250

_DAYS = """
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :days)
    INSERT INTO service_day SELECT date('2024-12-31', '-' || i || ' days'), 0, 1 FROM n"""
_TICKETS = """
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :tickets),
    t AS (SELECT i, date('2024-12-31', '-' || (i / :a_day) || ' days') AS day, i % :a_day + 1 AS number FROM n)
    INSERT INTO ticket (ticket_id, branch_id, service_day, lane, number, class, rank_ms, issued_at_ms, code, state,
                        handover, language)
    SELECT day || printf('/A%03d', number), :branch, day, 'A', number, 'regular', i, i, printf('T%06d', i), 'served',
           'paper', 'id' FROM t"""
_PROMISES = "INSERT INTO promise SELECT ticket_id, NULL, NULL, NULL FROM ticket"
_JOBS = """
    INSERT INTO job (kind, ticket_id, origin, state, cause, touched, visit_open, copy_no, supersedes, data, sha256,
                     queued_at_ms, changed_at_ms, waits_since_ms)
    SELECT 'ticket', ticket_id, 'visit', 'confirmed', NULL, 0, 0, 0, NULL, x'', zeroblob(32), 0, 0, NULL FROM ticket"""
_EVENTS = """
    WITH RECURSIVE n(seq) AS (SELECT :first UNION ALL SELECT seq + 1 FROM n WHERE seq < :last)
    INSERT INTO journal SELECT :epoch, seq,
        CAST(printf('[%d,"slip.changed",1735603200000,1,{"job":%d,"to":"confirmed","visit":"2024-12-31/A%03d"}]',
                    seq, seq / 5, seq % 250) AS BLOB),
        randomblob(32) FROM n"""


def make_store(path: Path, branch: Branch, clock: Clock, events: int) -> None:
    """Make the store at `path`, given to its kiosk, with `events` events and the tickets that belong to them."""
    db = open_db(path, Role.WRITER)
    epoch = boot(db, branch.branch_id, branch.kiosk_id, clock).identity.epoch
    (last,) = db.conn.execute("SELECT max(seq) FROM journal").fetchone()
    db.conn.close()
    conn = pysqlite3.connect(str(path), isolation_level=None)
    conn.execute("PRAGMA synchronous=OFF")  # only while the past is being made up
    conn.execute("PRAGMA cache_size=-200000")
    tickets = max(1, events // EVENTS_A_TICKET)
    conn.execute("BEGIN")
    conn.execute(_DAYS, {"days": tickets // TICKETS_A_DAY + 1})
    conn.execute(_TICKETS, {"tickets": tickets, "a_day": TICKETS_A_DAY, "branch": branch.branch_id})
    conn.execute(_PROMISES)
    conn.execute(_JOBS)
    conn.execute(_EVENTS, {"first": last + 1, "last": max(events, last + 1), "epoch": epoch})
    conn.execute("COMMIT")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()
    os.sync()  # the past has long been on the disk: writing it out must not fall into what is measured
