"""The monitor's pages: branches and their kiosks, figures over time, one day; the same as CSV and JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.access.people import Person, Right
from kiosk.access.storage import AccessStorage
from kiosk.domain.clock import Clock
from kiosk.hub import reading
from kiosk.hub.figures import Table, days_until, months_until, most, of_tallies, sums, table
from kiosk.hub.reading import Branch, KioskStatus
from kiosk.hub.spreadsheet import csv_answer
from kiosk.hub.store import HubStore, Session
from kiosk.hub.watching import Warning as Watch
from kiosk.hub.watching import last_word_ms, warnings
from kiosk.slips.charts import stacked_bars, svg
from kiosk.web.entrance import Entrance
from kiosk.web.pages import Pages

MONTHS: Final = 13
DAYS: Final = 30
HOURS: Final = tuple(f"{hour:02d}" for hour in range(5, 18))
SEEN: Final = (Right.SEE_ALL, Right.SEE_BRANCH)
OVER_TIME: Final = ("ticket", "language", "fault")
LISTED: Final = ("missing", "case")
OF_A_DAY: Final = ("ticket", "language", "handover", "slip", "fault", "missing")
T = TypeVar("T")
Of = TypeVar("Of", KioskStatus, Watch)


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch as one line of the list. `numbers`: taken in the last 30 days."""

    branch: Branch
    kiosks: tuple[KioskStatus, ...]
    warnings: tuple[Watch, ...]
    last_word_ms: int | None
    numbers: int


class Monitor:
    """Pages over one store. `names`: words for ids of the catalogue; `made`: the figures are invented."""

    def __init__(
        self,
        store: HubStore,
        people: AccessStorage,
        entrance: Entrance,
        pages: Pages,
        clock: Clock,
        *,
        names: Mapping[str, str],
        made: bool = False,
    ) -> None:
        self._store = store
        self._people = people
        self._pages = pages
        self._clock = clock
        self._names = names
        self._made = made
        self._only = entrance.only

    def routes(self) -> list[BaseRoute]:
        """Every page of the monitor."""
        seen, keepers = self._only(*SEEN), self._only(Right.KEEP_PEOPLE)
        return [
            Route("/", self._home),
            Route("/cabang", seen(self.branches)),
            Route("/cabang.json", seen(self.branches_json)),
            Route("/cabang.csv", seen(self.branches_csv)),
            Route("/angka", seen(self.over_time)),
            Route("/angka.json", seen(self.figures_json)),
            Route("/angka.csv", seen(self.figures_csv)),
            Route("/cabang/{branch}", seen(self.branch)),
            Route("/cabang/{branch}/hari/{day}", seen(self.day)),
            Route("/catatan", keepers(self.audit)),
        ]

    async def _home(self, _request: Request) -> Response:
        return RedirectResponse("/cabang", 303)

    async def branches(self, request: Request, person: Person) -> Response:
        """Every branch this person may see; a branch head has only one and goes straight there."""
        if not person.may(Right.SEE_ALL):
            return RedirectResponse(f"/cabang/{person.branch_id}", 303)
        lines, watches, days = await self._read(lambda session: self._branch_lines(session, None))
        shown = table(days, days_until(self._today(), DAYS))
        chart = self._chart(shown, "Nomor per hari, semua cabang")
        return self._page(
            request, "monitor/branches.html", person, lines=lines, watches=watches, chart=chart, table=shown
        )

    async def branch(self, request: Request, person: Person) -> Response:
        """One branch: its kiosks, what to look at, a year, a month."""
        branch_id = self._allowed(request, person)
        today = self._today()
        days, months = days_until(today, DAYS), months_until(today, MONTHS)

        def look(session: Session) -> dict[str, Any]:
            lines, watches, _ = self._branch_lines(session, branch_id)
            if not lines:
                raise HTTPException(404)
            daily = {
                subject: of_tallies(reading.by_day(session, subject, days[0], days[-1], branch_id))
                for subject in OVER_TIME
            }
            yearly = of_tallies(reading.by_month(session, "ticket", months[0], months[-1], branch_id))
            lists = {
                subject: most(reading.by_month(session, subject, months[0], months[-1], branch_id))
                for subject in LISTED
            }
            return {"line": lines[0], "watches": watches, "daily": daily, "yearly": yearly, "lists": lists}

        found = await self._read(look)
        tables = {subject: self._named(table(counts, days)) for subject, counts in found["daily"].items()}
        return self._page(
            request,
            "monitor/branch.html",
            person,
            line=found["line"],
            watches=found["watches"],
            year=self._chart(table(found["yearly"], months), "Nomor per bulan"),
            charts={subject: self._chart(one, subject) for subject, one in tables.items()},
            tables=tables,
            lists={subject: [(self._name(key), n) for key, n in rows] for subject, rows in found["lists"].items()},
            days=days,
        )

    async def day(self, request: Request, person: Person) -> Response:
        """One day of one branch, hour by hour."""
        branch_id = self._allowed(request, person)
        day = _a_day(request.path_params["day"])

        def look(session: Session) -> tuple[list[Branch], dict[str, list[tuple[str, str, int]]]]:
            found = {
                subject: [
                    (f"{int(one.when):02d}", one.name, one.n)
                    for one in reading.by_hour(session, branch_id, subject, day.isoformat())
                ]
                for subject in OF_A_DAY
            }
            return reading.branches(session, branch_id), found

        branches, found = await self._read(look)
        if not branches:
            raise HTTPException(404)
        hours = sorted({*HOURS, *(hour for counts in found.values() for hour, _, _ in counts)})
        tables = {subject: self._named(table(counts, hours)) for subject, counts in found.items()}
        return self._page(
            request,
            "monitor/day.html",
            person,
            branch=branches[0],
            day=day,
            chart=self._chart(tables["ticket"], "Nomor per jam"),
            tables=tables,
            before=date.fromordinal(day.toordinal() - 1),
            after=date.fromordinal(day.toordinal() + 1),
        )

    async def over_time(self, request: Request, person: Person) -> Response:
        """A year of all branches that this person may see, month by month."""
        only = _only_of(person)
        months = months_until(self._today(), MONTHS)

        def look(session: Session) -> tuple[dict[str, list[tuple[str, str, int]]], dict[str, list[tuple[str, int]]]]:
            spans = {
                subject: reading.by_month(session, subject, months[0], months[-1], only)
                for subject in (*OVER_TIME, *LISTED)
            }
            over = {subject: of_tallies(spans[subject]) for subject in OVER_TIME}
            return over, {subject: most(spans[subject], 15) for subject in LISTED}

        over, lists = await self._read(look)
        tables = {subject: self._named(table(counts, months)) for subject, counts in over.items()}
        return self._page(
            request,
            "monitor/over-time.html",
            person,
            charts={subject: self._chart(one, subject) for subject, one in tables.items()},
            tables=tables,
            lists={subject: [(self._name(key), n) for key, n in rows] for subject, rows in lists.items()},
        )

    async def audit(self, request: Request, person: Person) -> Response:
        """Who entered, who tried, who changed people; the newest first."""
        before = request.query_params.get("sebelum", "")
        older = int(before) if before.isdecimal() and len(before) < 16 else None
        lines = await run_in_threadpool(self._people.audit, 200, older)
        everybody = await run_in_threadpool(self._people.people)
        return self._page(request, "monitor/audit.html", person, lines=lines, people=everybody)

    async def branches_json(self, _request: Request, person: Person) -> Response:
        """The list of kiosks, for programs."""
        return JSONResponse({"kiosks": await self._kiosk_rows(person)})

    async def branches_csv(self, _request: Request, person: Person) -> Response:
        """The list of kiosks, for a spreadsheet."""
        return csv_answer("kiosk.csv", await self._kiosk_rows(person))

    async def figures_json(self, request: Request, person: Person) -> Response:
        """Daily counts: ?subjek=ticket&dari=2026-11-01&sampai=2026-11-30."""
        return JSONResponse({"counts": await self._figure_rows(request, person)})

    async def figures_csv(self, request: Request, person: Person) -> Response:
        """The same, for a spreadsheet."""
        return csv_answer("angka.csv", await self._figure_rows(request, person))

    def _branch_lines(
        self, session: Session, only: str | None
    ) -> tuple[list[BranchLine], list[Watch], list[tuple[str, str, int]]]:
        days = days_until(self._today(), DAYS)
        kiosks = reading.kiosks(session, only)
        watches = warnings(kiosks, reading.alarms(session, only), self._clock.now_ms())
        counted = sums(reading.by_day(session, "ticket", days[0], days[-1], only))
        own, looks = _by_branch(kiosks), _by_branch(watches)
        lines = [
            _line(branch, own.get(branch.branch_id, ()), looks.get(branch.branch_id, ()), counted)
            for branch in reading.branches(session, only)
        ]
        daily = [] if only else reading.days_of_all(session, "ticket", days[0], days[-1])
        return lines, watches, daily

    async def _kiosk_rows(self, person: Person) -> list[dict[str, Any]]:
        kiosks = await self._read(lambda session: reading.kiosks(session, _only_of(person)))
        return [{**asdict(kiosk), "last_word_ms": last_word_ms(kiosk)} for kiosk in kiosks]

    async def _figure_rows(self, request: Request, person: Person) -> list[dict[str, Any]]:
        asked = request.query_params
        subject = asked.get("subjek", "ticket")
        if subject not in reading.SUBJECTS:
            raise HTTPException(404)
        last = _a_day(asked["sampai"]) if "sampai" in asked else self._today()
        first = _a_day(asked["dari"]) if "dari" in asked else date.fromordinal(last.toordinal() - DAYS + 1)
        span = (first.isoformat(), last.isoformat())
        found = await self._read(lambda session: reading.by_day(session, subject, *span, _only_of(person)))
        return [{"branch": one.branch_id, "day": one.when, subject: one.name, "n": one.n} for one in found]

    async def _read(self, work: Callable[[Session], T]) -> T:
        return await run_in_threadpool(self._store.read, work)

    def _allowed(self, request: Request, person: Person) -> str:
        branch_id = str(request.path_params["branch"])
        if not person.may_see(branch_id):
            raise HTTPException(403)
        return branch_id

    def _page(self, request: Request, template: str, person: Person, **values: object) -> Response:
        about: dict[str, object] = {
            "person": person,
            "now_ms": self._clock.now_ms(),
            "all_branches": person.may(Right.SEE_ALL),
            "keeper": person.may(Right.KEEP_PEOPLE),
            "made": self._made,
        }
        return self._pages.answer(request, template, 200, **about, **values)

    def _chart(self, shown: Table, title: str) -> str:
        return svg(stacked_bars([_short(label) for label in shown.labels], shown.series), title) if shown.total else ""

    def _named(self, shown: Table) -> Table:
        series = tuple(type(one)(self._name(one.name), one.values) for one in shown.series)
        return Table(shown.labels, series)

    def _name(self, key: str) -> str:
        return self._names.get(key, key)

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock.now_ms() / 1000, reading.CENTRE.tz).date()


def _line(
    branch: Branch, kiosks: Sequence[KioskStatus], watches: Sequence[Watch], counted: Mapping[str, int]
) -> BranchLine:
    heard = [at_ms for kiosk in kiosks if (at_ms := last_word_ms(kiosk)) is not None]
    return BranchLine(branch, tuple(kiosks), tuple(watches), min(heard, default=None), counted.get(branch.branch_id, 0))


def _by_branch(things: Iterable[Of]) -> dict[str, list[Of]]:
    found: dict[str, list[Of]] = {}
    for thing in things:
        found.setdefault(thing.branch_id, []).append(thing)
    return found


def _only_of(person: Person) -> str | None:
    """None for who may see every branch. A branch head without a branch sees none."""
    return None if person.may(Right.SEE_ALL) else (person.branch_id or "-")


def _short(label: str) -> str:
    """'2026-11-25' → '25.11', '2026-11' → '11.26', an hour as it is."""
    match label.split("-"):
        case [_year, month, day]:
            return f"{day}.{month}"
        case [year, month]:
            return f"{month}.{year[2:]}"
        case _:
            return label


def _a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HTTPException(404) from error
