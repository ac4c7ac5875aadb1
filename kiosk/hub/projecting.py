"""Read models: made after landing from the events alone, stream by stream in order of seq, and made anew at will."""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kiosk.domain.branch import Zone
from kiosk.hub.store import HubStore, Session, key
from kiosk.hub.streams import Event, all_streams, events, first_kept
from kiosk.hub.tallies import Fact, Unreadable, read_event
from kiosk.wire.stream import Stream

log = logging.getLogger(__name__)

PIECE: Final = 5000
"""Events read and counted at once: bounds memory, and how long one stream holds a connection."""
_OF_STREAM: Final = "branch_id = ? AND kiosk_id = ? AND epoch = ?"
_SPANS: Final = {"hour_tally": "day, hour", "day_tally": "day", "month_tally": "year_month"}
_BEHIND: Final = """SELECT c.branch_id, c.kiosk_id, c.epoch, c.last_seq FROM stream_cursor c
    LEFT JOIN projection p ON p.branch_id = c.branch_id AND p.kiosk_id = c.kiosk_id AND p.epoch = c.epoch
    WHERE c.last_seq > COALESCE(p.seq, 0) ORDER BY c.branch_id, c.kiosk_id, c.epoch"""
_FACT: Final = """INSERT INTO kiosk_fact (branch_id, kiosk_id, epoch, name, value, at_ms, seq)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (branch_id, kiosk_id, epoch, name)
    DO UPDATE SET value = excluded.value, at_ms = excluded.at_ms, seq = excluded.seq
    WHERE kiosk_fact.seq < excluded.seq"""
_PARK: Final = """INSERT INTO parked (branch_id, kiosk_id, epoch, seq, month, reason) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""


@dataclass(slots=True)
class Fold:
    """What a run of one stream's events adds up to."""

    zone: Zone
    hours: Counter[tuple[str, str, int, str, int]] = field(default_factory=Counter)
    days: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)
    months: Counter[tuple[str, str, str, int]] = field(default_factory=Counter)
    facts: dict[str, tuple[Fact, int]] = field(default_factory=dict)
    parked: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, run: Iterable[Event]) -> None:
        """Count `run`; what cannot be read is parked."""
        zone = self.zone.tz
        for event in run:
            try:
                counts, facts = read_event(event.line, event.seq, zone)
            except Unreadable as why:
                self.parked.append((event.seq, event.month, str(why)))
                continue
            for one in counts:
                self.hours[one.subject, one.day, one.hour, one.name, event.month] += 1
                self.days[one.subject, one.day, one.name, event.month] += 1
                self.months[one.subject, one.day[:7], one.name, event.month] += 1
            for fact in facts:
                self.facts[fact.name] = (fact, event.seq)

    def write(self, session: Session, stream: Stream) -> None:
        """Add it to the read models. Rows in the order of their keys, so that two writers never wait crosswise."""
        branch, kiosk, epoch = key(stream)
        for table, counted in (("hour_tally", self.hours), ("day_tally", self.days), ("month_tally", self.months)):
            rows = [
                (branch, subject, *span, name, kiosk, epoch, month, n)
                for (subject, *span, name, month), n in sorted(counted.items())
            ]
            session.run_many(_ADD[table], rows)
        facts = sorted(self.facts.values(), key=lambda kept: kept[0].name)
        session.run_many(_FACT, [(*key(stream), fact.name, fact.value, fact.at_ms, seq) for fact, seq in facts])
        session.run_many(_PARK, [(*key(stream), *row) for row in self.parked])


def _adding(table: str) -> str:
    span = _SPANS[table]
    columns = f"branch_id, subject, {span}, name, kiosk_id, epoch, month"
    marks = ", ".join("?" * (columns.count(",") + 2))
    return (
        f"INSERT INTO {table} ({columns}, n) VALUES ({marks})"
        f" ON CONFLICT ({columns}) DO UPDATE SET n = {table}.n + excluded.n"
    )


_ADD: Final = {table: _adding(table) for table in _SPANS}


class Projector:
    """Brings the read models up to what has landed. Any number may run: each step is compared and set."""

    def __init__(self, store: HubStore) -> None:
        self._store = store

    def catch_up(self) -> int:
        """Every stream to its end; how many events that were."""
        done = 0
        for branch, kiosk, epoch, last_seq in self._store.read(lambda session: session.rows(_BEHIND)):
            while step := self._step(Stream(branch, kiosk, epoch), last_seq):
                done += step
        return done

    def _step(self, stream: Stream, until: int) -> int:
        def look(session: Session) -> tuple[int, Fold, list[Event]]:
            seen = _seen(session, stream)
            after = max(seen, first_kept(session, stream) - 1)
            return seen, Fold(_zone(session, stream)), events(session, stream, after, until, PIECE)

        seen, fold, run = self._store.read(look)
        if not run:
            return 0
        fold.add(run)

        def note(session: Session) -> bool:
            if not _move(session, stream, seen, run[-1].seq):
                return False
            fold.write(session, stream)
            return True

        if not self._store.write(note):
            log.info("%s was projected by another worker", stream)
        if fold.parked:
            seq, _, reason = fold.parked[0]
            log.warning("parked %d events of %s, the first at seq %d: %s", len(fold.parked), stream, seq, reason)
        return len(run)

    def rebuild(self) -> int:
        """Every read model anew from the events that are kept; how many events that were.

        A stream is replaced in one commit: nobody sees half of it. What stands on events that have passed their
        retention is kept: the figures of their receiving months, and the last word about a kiosk.
        """
        return sum(self._rebuild(stream) for stream, _ in self._store.read(all_streams))

    def _rebuild(self, stream: Stream) -> int:
        def begin(session: Session) -> tuple[Fold, int]:
            return Fold(_zone(session, stream)), first_kept(session, stream)

        fold, first = self._store.read(begin)
        after, oldest_month, done = first - 1, 0, 0
        while first:
            run = self._store.read(lambda session, after=after: events(session, stream, after, 2**62, PIECE))  # type: ignore[misc]
            if not run:
                break
            oldest_month = oldest_month or run[0].month
            fold.add(run)
            after, done = run[-1].seq, done + len(run)
        if not done:
            return 0

        def replace(session: Session) -> bool:
            # The projection's row first: it is what a projector at the same stream waits for.
            if not _move(session, stream, _seen(session, stream), after):
                return False
            for table in _SPANS:
                session.run(f"DELETE FROM {table} WHERE {_OF_STREAM} AND month >= ?", (*key(stream), oldest_month))
            session.run(f"DELETE FROM parked WHERE {_OF_STREAM} AND seq >= ?", (*key(stream), first))
            forgotten = 0 if first == 1 else first
            session.run(f"DELETE FROM kiosk_fact WHERE {_OF_STREAM} AND seq >= ?", (*key(stream), forgotten))
            fold.write(session, stream)
            return True

        while not self._store.write(replace):
            log.info("%s was projected meanwhile", stream)
        return done


def _seen(session: Session, stream: Stream) -> int:
    found = session.rows(f"SELECT seq FROM projection WHERE {_OF_STREAM}", key(stream))
    return int(found[0][0]) if found else 0


def _move(session: Session, stream: Stream, seen: int, seq: int) -> bool:
    """Compare and set how far the stream has been read; False when another worker was quicker."""
    if seen:
        sql = f"UPDATE projection SET seq = ? WHERE {_OF_STREAM} AND seq = ?"
        return session.run(sql, (seq, *key(stream), seen)) == 1
    sql = "INSERT INTO projection (branch_id, kiosk_id, epoch, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    return session.run(sql, (*key(stream), seq)) == 1


def _zone(session: Session, stream: Stream) -> Zone:
    found = session.rows("SELECT zone FROM branch WHERE branch_id = ?", (stream.branch,))
    return Zone(found[0][0]) if found else Zone.WIB
