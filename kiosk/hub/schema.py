"""Every table of the hub, in the SQL that SQLite, PostgreSQL and what descends from it have in common.

Branch, kiosk and epoch lead every key that belongs to a stream: rows spread by branch and no two branches ever meet in
one key. No serials, triggers, LISTEN/NOTIFY, advisory locks or temporary tables; docs/scale.md says what that is for.
"""

from typing import Final

STREAM: Final = "branch_id {key} NOT NULL, kiosk_id {key} NOT NULL, epoch {int} NOT NULL"
VERSION: Final = "1"
"""Of the tables; in `hub_meta`. A hub refuses a database of another version by name."""

_TALLY: Final = (
    "(branch_id {key} NOT NULL, subject {key} NOT NULL, %s, name {key} NOT NULL, kiosk_id {key} NOT NULL,"
    " epoch {int} NOT NULL, month {int} NOT NULL, n {int} NOT NULL,"
    " PRIMARY KEY (branch_id, subject, %s, name, kiosk_id, epoch, month))"
)

TABLES: Final[dict[str, str]] = {
    "hub_meta": "(name {key} NOT NULL PRIMARY KEY, value {key} NOT NULL)",
    "branch": "(branch_id {key} NOT NULL PRIMARY KEY, name {key} NOT NULL, zone {key} NOT NULL)",
    "enrolment": "(branch_id {key} NOT NULL, kiosk_id {key} NOT NULL, key_id {key} NOT NULL,"
    " public_key {bytes} NOT NULL, accepted_ms {int} NOT NULL, accepted_by {key} NOT NULL,"
    " revoked_ms {int}, revoked_why {key}, PRIMARY KEY (branch_id, kiosk_id, key_id))",
    "enrol_request": "(branch_id {key} NOT NULL, kiosk_id {key} NOT NULL, code {key} NOT NULL,"
    " public_key {bytes} NOT NULL, app_version {key} NOT NULL, asked_ms {int} NOT NULL, rejected_ms {int},"
    " PRIMARY KEY (branch_id, kiosk_id, code))",
    # One row a stream: where it ends. Compared and set in the commit of the rows: that is why an event lands once.
    "stream_cursor": f"({STREAM}, last_seq {{int}} NOT NULL, last_hash {{bytes}} NOT NULL, month {{int}} NOT NULL,"
    " began_ms {int} NOT NULL, received_ms {int} NOT NULL, via {key} NOT NULL, key_id {key} NOT NULL,"
    " app_version {key} NOT NULL, clock_ahead_ms {int}, PRIMARY KEY (branch_id, kiosk_id, epoch))",
    # Word from a kiosk that had nothing to send: it asked, signed, where it stands or for packs.
    "contact": "(branch_id {key} NOT NULL, kiosk_id {key} NOT NULL, heard_ms {int} NOT NULL,"
    " clock_ahead_ms {int} NOT NULL, PRIMARY KEY (branch_id, kiosk_id))",
    # The line as it came, byte by byte. `month` is in PostgreSQL's key only because partitions want it there.
    "event": f"({STREAM}, seq {{int}} NOT NULL, month {{int}} NOT NULL, line {{bytes}} NOT NULL,"
    " PRIMARY KEY (branch_id, kiosk_id, epoch, seq{month_key})){events_by}",
    "parked": f"({STREAM}, seq {{int}} NOT NULL, month {{int}} NOT NULL, reason {{key}} NOT NULL,"
    " PRIMARY KEY (branch_id, kiosk_id, epoch, seq))",
    "alarm": f"({STREAM}, kind {{key}} NOT NULL, first_ms {{int}} NOT NULL, last_ms {{int}} NOT NULL,"
    " times {int} NOT NULL, sentence {key} NOT NULL, closed_ms {int}, PRIMARY KEY (branch_id, kiosk_id, epoch, kind))",
    # branch_id '*' is for every branch.
    "pack": "(branch_id {key} NOT NULL, kind {key} NOT NULL, version {int} NOT NULL, sha256 {key} NOT NULL,"
    " starts {key} NOT NULL, published_ms {int} NOT NULL, withdrawn_ms {int}, envelope {bytes} NOT NULL,"
    " PRIMARY KEY (branch_id, kind, version))",
    # The centre's own people. Small: on a database that spreads by branch these three lie whole on every node.
    "person": "(person_id {key} NOT NULL PRIMARY KEY, name {key} NOT NULL, role {key} NOT NULL, branch_id {key},"
    " secret {key} NOT NULL, active {int} NOT NULL, session_no {int} NOT NULL)",
    "attempt": "(name {key} NOT NULL PRIMARY KEY, turn {int} NOT NULL, failures {int} NOT NULL, wait_ms {int} NOT NULL,"
    " wall_ms {int}, monotonic_ms {int}, boot {key})",
    "audit": "(person_id {key} NOT NULL, at_ms {int} NOT NULL, nonce {key} NOT NULL, action {key} NOT NULL,"
    " detail {key} NOT NULL, address {key} NOT NULL, PRIMARY KEY (person_id, at_ms, nonce))",
    # Read models: made from the events alone, by `projecting`, and made anew by `kiosk hub rebuild`.
    "projection": f"({STREAM}, seq {{int}} NOT NULL, PRIMARY KEY (branch_id, kiosk_id, epoch))",
    "kiosk_fact": f"({STREAM}, name {{key}} NOT NULL, value {{key}} NOT NULL, at_ms {{int}} NOT NULL,"
    " seq {int} NOT NULL, PRIMARY KEY (branch_id, kiosk_id, epoch, name))",
    "hour_tally": _TALLY % ("day {key} NOT NULL, hour {int} NOT NULL", "day, hour"),
    "day_tally": _TALLY % ("day {key} NOT NULL", "day"),
    "month_tally": _TALLY % ("year_month {key} NOT NULL", "year_month"),
}
"""Name and definition of each; the closed list."""

READ_MODELS: Final = ("projection", "kiosk_fact", "parked", "hour_tally", "day_tally", "month_tally")

SQLITE: Final = {"key": "TEXT", "int": "INTEGER", "bytes": "BLOB", "month_key": "", "events_by": ""}
# "C": ids are compared byte by byte, as SQLite does; a language's order would cost a third of every look-up.
POSTGRES: Final = {
    "key": 'TEXT COLLATE "C"',
    "int": "BIGINT",
    "bytes": "BYTEA",
    "month_key": ", month",
    "events_by": " PARTITION BY RANGE (month)",
}


def statements(dialect: dict[str, str]) -> list[str]:
    """CREATE TABLE of every table, harmless where it exists already."""
    end = " STRICT, WITHOUT ROWID" if dialect is SQLITE else ""
    return [f"CREATE TABLE IF NOT EXISTS {name} {text.format(**dialect)}{end}" for name, text in TABLES.items()]


def partition(month: int) -> str:
    """The partition that holds the events received in `month`."""
    return f"event_{month:06d}"


def next_month(month: int) -> int:
    """202612 → 202701."""
    year, number = divmod(month, 100)
    return (year + 1) * 100 + 1 if number == 12 else month + 1
