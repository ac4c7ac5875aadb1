"""What the monitor reads: plain values from the read models, for head office or for one branch. Documented in hub.md.

Every function takes a session, so that one page shows one moment: `store.read(lambda session: ...)`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kiosk.domain.branch import Zone
from kiosk.hub.store import Row, Session

CENTRE: Final = Zone.WIB
"""Where head office is: what "today" means on a page about all branches."""
FACT_NAMES: Final[Mapping[str, str]] = {
    "running": "yes, no: as the program last said",
    "day": "the service day that was opened last",
    "printer": "ok, or what kept the last slip from the paper",
    "roll": "id of the roll in the printer, or none",
    "roll_kind": "new, part or unknown, when it was put in",
    "roll_used_mm": "paper it has given, by the metre",
    "roll_numbers": "tickets on it",
    "roll_low": "yes once the printer has told that little is left",
    "roll_whole_mm": "what the last roll that ran out had given in all",
    "clock_ahead_ms": "by how much its clock is ahead of the hub's, as it found itself",
    "pack:…": "version in force, by kind; 0: what the program brought along",
    "pack_refused:…": "version and reason of the last one refused, by kind",
    "forked_at": "the seq at which the hub knows its epoch otherwise",
}
"""The names in `KioskStatus.facts`; values are words, numbers are written out."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch that has, or had, a kiosk at the hub."""

    branch_id: str
    name: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class KioskStatus:
    """One kiosk in its newest life. `heard_ms`: last signed word; `received_ms`: last events; None: never.

    `behind`: landed but not yet in the figures. `facts`: the last word on each thing, e.g. {"running": "yes"}.
    `clock_ahead_ms`: by how much its clock is ahead of the hub's. `lives`: epochs it had, 0 before its first event.
    """

    branch_id: str
    kiosk_id: str
    epoch: int | None
    lives: int
    last_seq: int
    received_ms: int | None
    via: str | None
    heard_ms: int | None
    app_version: str | None
    clock_ahead_ms: int | None
    parked: int
    behind: int
    revoked: bool
    facts: Mapping[str, str] = field(default_factory=dict)
    fact_ms: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What somebody has to look at. `closed_ms` None: open."""

    branch_id: str
    kiosk_id: str
    epoch: int
    kind: str
    first_ms: int
    last_ms: int
    times: int
    sentence: str
    closed_ms: int | None


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that could not be read; it lies in the hub as it came."""

    branch_id: str
    kiosk_id: str
    epoch: int
    seq: int
    reason: str


def mark_as_made(session: Session, day: str) -> None:
    """What this hub holds was made up on `day`; every page of it has to say so."""
    session.run("INSERT INTO hub_meta (name, value) VALUES ('made', ?) ON CONFLICT DO NOTHING", (day,))


def made_on(session: Session) -> str | None:
    """The day on which this hub's data was made up; None: it is real."""
    found = session.rows("SELECT value FROM hub_meta WHERE name = 'made'")
    return str(found[0][0]) if found else None


def branches(session: Session, only: str | None = None) -> list[Branch]:
    """Every branch, or only that one."""
    rows = session.rows(f"SELECT branch_id, name, zone FROM branch {_where(only)} ORDER BY branch_id", _told(only))
    return [Branch(branch, name, Zone(zone)) for branch, name, zone in rows]


def kiosks(session: Session, only: str | None = None) -> list[KioskStatus]:
    """Every kiosk that was ever accepted or heard, in its newest life; or only those of one branch."""
    lives = _grouped(
        session.rows(
            "SELECT c.branch_id, c.kiosk_id, c.epoch, c.last_seq, c.received_ms, c.via, c.app_version,"
            " c.clock_ahead_ms, c.last_seq - COALESCE(p.seq, 0) FROM stream_cursor c LEFT JOIN projection p"
            " ON p.branch_id = c.branch_id AND p.kiosk_id = c.kiosk_id AND p.epoch = c.epoch"
            f" {_where(only, 'c.')} ORDER BY c.branch_id, c.kiosk_id, c.epoch DESC",
            _told(only),
        )
    )
    parked = _grouped(
        session.rows(
            f"SELECT branch_id, kiosk_id, count(*) FROM parked {_where(only)} GROUP BY branch_id, kiosk_id",
            _told(only),
        )
    )
    keys = _grouped(session.rows(f"SELECT branch_id, kiosk_id, revoked_ms FROM enrolment {_where(only)}", _told(only)))
    contact = _grouped(
        session.rows(f"SELECT branch_id, kiosk_id, heard_ms, clock_ahead_ms FROM contact {_where(only)}", _told(only))
    )
    facts = _grouped(
        session.rows(
            f"SELECT branch_id, kiosk_id, epoch, name, value, at_ms FROM kiosk_fact {_where(only)}", _told(only)
        )
    )
    return [
        _status(
            who,
            lives=lives.get(who, []),
            parked=parked.get(who),
            keys=keys.get(who, []),
            contact=contact.get(who),
            facts=facts.get(who, []),
        )
        for who in sorted({*lives, *keys})
    ]


def _status(
    who: tuple[str, str],
    *,
    lives: Sequence[Row],
    parked: Sequence[Row] | None,
    keys: Sequence[Row],
    contact: Sequence[Row] | None,
    facts: Sequence[Row],
) -> KioskStatus:
    epoch, last_seq, received_ms, via, app, ahead, behind = lives[0] if lives else (None, 0, None, None, None, None, 0)
    heard_ms = received_ms if via == "net" else None
    if contact and contact[0][0] > (heard_ms or 0):
        heard_ms, ahead = contact[0]
    mine = sorted(fact for fact in facts if fact[0] == epoch)
    return KioskStatus(
        *who,
        epoch=epoch,
        lives=len(lives),
        last_seq=last_seq,
        received_ms=received_ms,
        via=via,
        heard_ms=heard_ms,
        app_version=app,
        clock_ahead_ms=ahead,
        parked=parked[0][0] if parked else 0,
        behind=behind,
        revoked=bool(keys) and all(revoked_ms is not None for (revoked_ms,) in keys),
        facts={name: value for _, name, value, _ in mine},
        fact_ms={name: at_ms for _, name, _, at_ms in mine},
    )


def alarms(session: Session, only: str | None = None, *, also_closed: bool = False) -> list[Alarm]:
    """What is to be looked at, the newest first."""
    condition = (_where(only) or "WHERE 1 = 1") + ("" if also_closed else " AND closed_ms IS NULL")
    rows = session.rows(
        "SELECT branch_id, kiosk_id, epoch, kind, first_ms, last_ms, times, sentence, closed_ms FROM alarm"
        f" {condition} ORDER BY last_ms DESC, branch_id, kiosk_id, kind",
        _told(only),
    )
    return [Alarm(*row) for row in rows]


def parked(session: Session, only: str | None = None, *, limit: int = 1000) -> list[Parked]:
    """Events that could not be read, by stream and seq."""
    rows = session.rows(
        f"SELECT branch_id, kiosk_id, epoch, seq, reason FROM parked {_where(only)}"
        " ORDER BY branch_id, kiosk_id, epoch, seq LIMIT ?",
        (*_told(only), limit),
    )
    return [Parked(*row) for row in rows]


def _where(only: str | None, table: str = "") -> str:
    return f"WHERE {table}branch_id = ?" if only else ""


def _told(only: str | None) -> tuple[str, ...]:
    return (only,) if only else ()


def _grouped(rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """Rows that begin with branch and kiosk, by these two."""
    found: dict[tuple[str, str], list[Row]] = {}
    for branch, kiosk, *rest in rows:
        found.setdefault((branch, kiosk), []).append(tuple(rest))
    return found
