"""A kiosk's days made up for a demonstration, through the very store, queue and journal that a branch has."""

import random
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from kiosk.domain.branch import Branch, DigitRange, Lane, OpeningHours, Zone
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.lifecycle import HoldCause, JobEvent
from kiosk.domain.promise import NotEstimable
from kiosk.domain.roll import RollEnd, RollKind
from kiosk.domain.ticket import TakeRequest, TicketClass
from kiosk.queue.handover import end_visit
from kiosk.queue.lapsing import close_day, lapse_papers, purge
from kiosk.queue.notes import note_missing
from kiosk.queue.taking import take_ticket
from kiosk.store import rolls
from kiosk.store.boot import boot
from kiosk.store.jobs import apply_job_event
from kiosk.store.journal import tail
from kiosk.store.opening import Role, open_db

LANES: Final = (
    Lane("A", "Klaim", ("jht", "jp", "jkm", "jkk", "jkp", "belum-tahu")),
    Lane("B", "Layanan data peserta", ("data", "kartu", "jmo", "info", "pengaduan")),
    Lane("C", "Pendaftaran dan iuran", ("daftar", "iuran")),
)
SERVICES: Final = {"jht": 55, "jp": 8, "jkm": 6, "jkk": 4, "jkp": 5, "data": 9, "kartu": 4, "jmo": 4, "iuran": 5}
LANGUAGES: Final = {"id": 94, "en": 6}
TICKET_MM: Final = 111.0
ROLL_MM: Final = 79_000.0


class MadeClock:
    """A clock that is put where the story needs it."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def put(self, at: datetime) -> None:
        """Now it is `at`, aware."""
        self._at = at

    def now_ms(self) -> int:
        """As `kiosk.domain.clock.Clock`."""
        return round(self._at.timestamp() * 1000)

    def now(self) -> datetime:
        """As `kiosk.domain.clock.Clock`."""
        return self._at.astimezone(UTC)

    def monotonic_ms(self) -> int:
        """As `kiosk.domain.clock.Clock`."""
        return self.now_ms()


class MadeKiosk:
    """One kiosk with a store of its own in `folder`."""

    def __init__(self, folder: Path, branch_id: str, kiosk_id: str, rules: Catalogue, clock: MadeClock) -> None:
        hours = OpeningHours((*[(time(8), time(15, 30))] * 5, None, None), kiosk_from=time(5))
        digits = DigitRange(1, 999)
        self.branch = Branch(branch_id, branch_id, kiosk_id, Zone.WIB, "", "", LANES, digits, hours)
        self._clock = clock
        self._draw = random.Random(f"{branch_id}/{kiosk_id}")  # noqa: S311 - the same story each time
        self._cases = _cases(rules)
        self.db: Database = open_db(folder / f"{branch_id}-{kiosk_id}.db", Role.WRITER)
        self.epoch = boot(self.db, branch_id, kiosk_id, clock).identity.epoch
        rolls.install_roll(self.db, clock, RollKind.NEW, "satpam-no-pin", RollEnd.CHANGED)

    def live(self, day: date, visitors: int) -> None:
        """One day, from the dawn rush to closing."""
        rush = [self._draw.gauss(8.1, 0.7) for _ in range(visitors * 2 // 3)]
        calm = [self._draw.uniform(9.0, 15.2) for _ in range(visitors - len(rush))]
        for hour in sorted(min(15.4, max(6.0, at)) for at in rush + calm):
            self._clock.put(datetime.combine(day, time(), Zone.WIB.tz) + timedelta(hours=hour))
            self._visit()
        self._clock.put(datetime.combine(day, time(15, 31), Zone.WIB.tz))
        close_day(self.db, self.branch, self._clock)
        lapse_papers(self.db, self._clock)
        purge(self.db, self.branch, self._clock)

    def unsent(self, after: int) -> list[bytes]:
        """The event lines behind seq `after`."""
        return [entry.line for entry in tail(self.db, after, 1_000_000)]

    def close(self) -> None:
        """The store is closed."""
        self.db.conn.close()

    def _visit(self) -> None:
        service = self._pick(SERVICES)
        ticket_class = TicketClass.PRIORITY if self._draw.random() < 0.08 else TicketClass.REGULAR
        request = TakeRequest(service, ticket_class, self._pick(LANGUAGES), NotEstimable())
        taken = take_ticket(self.db, self.branch, self._clock, request, lambda ticket: ticket.ticket_id.encode() * 30)
        self._print(taken.job_id)
        if self._cases.get(service) and self._draw.random() < 0.5:
            case_id, papers = self._draw.choice(self._cases[service])
            missing = [paper for paper in papers if self._draw.random() < 0.12]
            note_missing(self.db, self._clock, taken.ticket.ticket_id, case_id, missing)
        end_visit(self.db, self._clock, taken.ticket.ticket_id)

    def _print(self, job_id: int) -> None:
        roll = rolls.present_roll(self.db)
        out = roll is not None and roll.use.used_mm > ROLL_MM
        if out or self._draw.random() < 0.006:
            cause = (
                HoldCause.PAPER_OUT
                if out
                else self._draw.choice((HoldCause.COVER_OPEN, HoldCause.CUTTER, HoldCause.LINK))
            )
            apply_job_event(self.db, self._clock, job_id, JobEvent.PRINTER_NOT_READY, cause)
            if out:
                rolls.record_restock(self.db, self._clock, proven=True, seconds=self._draw.randrange(40, 120), strips=1)
                rolls.install_roll(self.db, self._clock, RollKind.NEW, "satpam-no-pin", RollEnd.PAPER_OUT)
        for event in (JobEvent.PRINTER_READY, JobEvent.BYTES_SENT, JobEvent.ACKNOWLEDGED):
            apply_job_event(self.db, self._clock, job_id, event)
        rolls.add_paper(self.db, self._clock, TICKET_MM, number=True)

    def _pick(self, weights: dict[str, int]) -> str:
        return self._draw.choices(list(weights), list(weights.values()))[0]


def _cases(rules: Catalogue) -> dict[str, list[tuple[str, list[str]]]]:
    """By service: each case and its papers."""
    services = {need.need_id: need.service for need in rules.needs}
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for case in rules.cases:
        papers = [row.document_ids[0] for row in case.rows]
        found.setdefault(services[case.need_id], []).append((case.case_id, papers))
    return found
