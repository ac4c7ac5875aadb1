"""Every table of the kiosk, made by migrations only. Each column has its line in docs/data-map.toml."""

from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.store import schema_pack_faults, schema_proof, schema_rolls, schema_sync

MIGRATIONS: Final = Migrations("kiosk")

TABLES: Final = frozenset(
    {
        "_sqlite_migrations",
        "meta",
        "journal",
        "service_day",
        "digit_floor",
        "ticket",
        "promise",
        "job",
        "ticket_note",
        "case_tally",
        *schema_rolls.TABLES,
        *schema_sync.TABLES,
        *schema_pack_faults.TABLES,
    }
)
"""The closed list: a mistyped name in sqlite-utils would silently create a table."""

_FIRST: Final = (
    """CREATE TABLE meta (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE journal (
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        line BLOB NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (epoch, seq)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER journal_is_never_rewritten BEFORE UPDATE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    """CREATE TABLE service_day (
        day TEXT PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        opened_at_ms INTEGER NOT NULL,
        closed_at_ms INTEGER
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE digit_floor (
        service_day TEXT NOT NULL,
        lane TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (service_day, lane)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE ticket (
        ticket_seq INTEGER PRIMARY KEY,
        ticket_id TEXT NOT NULL UNIQUE,
        branch_id TEXT NOT NULL,
        service_day TEXT NOT NULL REFERENCES service_day (day),
        lane TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        class TEXT NOT NULL,
        rank_ms INTEGER NOT NULL,
        issued_at_ms INTEGER NOT NULL,
        code TEXT NOT NULL,
        state TEXT NOT NULL,
        handover TEXT NOT NULL,
        language TEXT NOT NULL,
        UNIQUE (branch_id, service_day, lane, number)
    ) STRICT""",
    # By day first: today's codes stay together on few pages, however many days there are.
    "CREATE UNIQUE INDEX ticket_code ON ticket (service_day, code)",
    """CREATE TABLE promise (
        ticket_id TEXT PRIMARY KEY REFERENCES ticket (ticket_id),
        from_ms INTEGER,
        until_ms INTEGER,
        outcome TEXT,
        CHECK ((from_ms IS NULL) = (until_ms IS NULL))
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE job (
        job_id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        ticket_id TEXT REFERENCES ticket (ticket_id),
        origin TEXT NOT NULL,
        state TEXT NOT NULL,
        cause TEXT,
        touched INTEGER NOT NULL,
        visit_open INTEGER NOT NULL,
        copy_no INTEGER NOT NULL,
        supersedes INTEGER REFERENCES job (job_id),
        settled INTEGER NOT NULL DEFAULT 0,
        data BLOB NOT NULL,
        sha256 BLOB NOT NULL,
        queued_at_ms INTEGER NOT NULL,
        changed_at_ms INTEGER NOT NULL,
        waits_since_ms INTEGER
    ) STRICT""",
    # One small index for all that is not over, instead of one a question: every index costs a page a commit.
    "CREATE INDEX job_unsettled ON job (job_id) WHERE settled = 0",
    "CREATE INDEX job_ticket ON job (ticket_id) WHERE ticket_id IS NOT NULL",
    """CREATE TABLE ticket_note (
        ticket_id TEXT PRIMARY KEY REFERENCES ticket (ticket_id),
        service_day TEXT NOT NULL,
        case_id TEXT NOT NULL,
        missing TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # No ticket and no order of arrival in here: it is what the journal may say, once the hour is over.
    """CREATE TABLE case_tally (
        hour_ms INTEGER NOT NULL,
        case_id TEXT NOT NULL,
        missing TEXT NOT NULL,
        visits INTEGER NOT NULL,
        PRIMARY KEY (hour_ms, case_id, missing)
    ) STRICT, WITHOUT ROWID""",
)


@MIGRATIONS(name="0001 first tables")
def _first_tables(db: Database) -> None:
    for statement in _FIRST:
        db.execute(statement)


schema_rolls.register(MIGRATIONS)
schema_sync.register(MIGRATIONS)
schema_proof.register(MIGRATIONS)
schema_pack_faults.register(MIGRATIONS)
