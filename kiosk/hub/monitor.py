"""The monitor's pages: branches and their kiosks, figures of any period, one day, who entered."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.access.people import Person, Right
from kiosk.access.storage import AccessStorage
from kiosk.domain.branch import Zone
from kiosk.domain.clock import Clock
from kiosk.hub import reading
from kiosk.hub.drawing import Artist
from kiosk.hub.overview import BranchLine, Order, in_order, look_at, narrowed
from kiosk.hub.period import MONTH, YEAR_MONTHS, BadPeriod, Period, asked_for, of_days, of_month, of_months
from kiosk.hub.spans import Spans, of_day, of_period, shaped
from kiosk.hub.spans import counted as counted_of
from kiosk.hub.store import HubStore, Session
from kiosk.hub.watching import last_word_ms, roll_left_mm, told_ms
from kiosk.web.entrance import Entrance
from kiosk.web.pages import Pages

SEEN: Final = (Right.SEE_ALL, Right.SEE_BRANCH)
AUDIT_LINES: Final = 200
T = TypeVar("T")


class Monitor:
    """Pages over one store. `made`: the figures are invented."""

    def __init__(
        self,
        store: HubStore,
        people: AccessStorage,
        entrance: Entrance,
        pages: Pages,
        clock: Clock,
        *,
        artist: Artist,
        made: bool = False,
    ) -> None:
        self._store = store
        self._people = people
        self._pages = pages
        self._clock = clock
        self._artist = artist
        self._made = made
        self._only = entrance.only

    def routes(self) -> list[BaseRoute]:
        """Every page of the monitor."""
        seen, keepers = self._only(*SEEN), self._only(Right.KEEP_PEOPLE)
        return [
            Route("/", self._home),
            Route("/cabang", seen(self.branches)),
            Route("/angka", seen(self.figures)),
            Route("/cabang/{branch}", seen(self.branch)),
            Route("/cabang/{branch}/hari", seen(self.to_day)),
            Route("/cabang/{branch}/hari/{day}", seen(self.day)),
            Route("/catatan", keepers(self.audit)),
        ]

    async def _home(self, _request: Request) -> Response:
        return RedirectResponse("/cabang", 303)

    async def branches(self, request: Request, person: Person) -> Response:
        """Every branch this person may see; a branch head has only one and goes straight there."""
        if not person.may(Right.SEE_ALL):
            return RedirectResponse(f"/cabang/{person.branch_id}", 303)
        month = of_days(self._today(), MONTH)

        def look(session: Session) -> tuple[Any, Any]:
            seen = look_at(session, None, month, self._clock.now_ms())
            return seen, counted_of(session, "ticket", month, None)

        seen, daily = await self._read(look)
        words, kind = (request.query_params.get(name, "")[:64] for name in ("cari", "lihat"))
        told = request.query_params.get("urut", "")
        order = Order(told) if told in [*Order] else Order.NAME
        return self._page(
            request,
            "monitor/branches.html",
            person,
            seen=seen,
            lines=in_order(narrowed(seen.lines, words, kind), order),
            words_sought=words,
            kind=kind,
            order=order.value,
            month=month,
            table=shaped("ticket", daily, month.labels),
        )

    async def branch(self, request: Request, person: Person) -> Response:
        """One branch: its kiosks, what to look at, the figures of a period."""
        branch_id = allowed(request, person)

        def look(session: Session) -> tuple[BranchLine, Period, Spans]:
            seen = look_at(session, branch_id, of_days(self._today(), MONTH), self._clock.now_ms())
            if not seen.lines:
                raise HTTPException(404)
            line = seen.lines[0]
            period = period_of(request, of_days(self._today(line.branch.zone), MONTH))
            return line, period, of_period(session, period, branch_id)

        line, period, spans = await self._read(look)
        return self._page(
            request, "monitor/branch.html", person, line=line, zone=line.branch.zone, **self._told(spans, period)
        )

    async def to_day(self, request: Request, person: Person) -> Response:
        """From the form that asks for one day to that day."""
        branch_id, day = allowed(request, person), a_day(request.query_params.get("tanggal", ""))
        return RedirectResponse(f"/cabang/{branch_id}/hari/{day}", 303)

    async def day(self, request: Request, person: Person) -> Response:
        """One day of one branch, hour by hour."""
        branch_id, day = allowed(request, person), a_day(request.path_params["day"])
        branches, tables = await self._read(
            lambda session: (reading.branches(session, branch_id), of_day(session, branch_id, day.isoformat()))
        )
        if not branches:
            raise HTTPException(404)
        return self._page(
            request,
            "monitor/day.html",
            person,
            branch=branches[0],
            day=day,
            tables=tables,
            before=day - timedelta(days=1),
            after=day + timedelta(days=1) if day < self._today(branches[0].zone) else None,
        )

    async def figures(self, request: Request, person: Person) -> Response:
        """The figures of a period, all branches that this person may see together."""
        only = only_of(person)
        period = period_of(request, of_months(self._today(), YEAR_MONTHS))
        spans = await self._read(lambda session: of_period(session, period, only))
        return self._page(request, "monitor/figures.html", person, **self._told(spans, period))

    async def audit(self, request: Request, person: Person) -> Response:
        """Who entered, who tried, who changed what; the newest first."""
        before = request.query_params.get("sebelum", "")
        older = int(before) if before.isdecimal() and len(before) < 16 else None
        lines = await run_in_threadpool(self._people.audit, AUDIT_LINES, older)
        everybody = await run_in_threadpool(self._people.people)
        more = len(lines) == AUDIT_LINES
        return self._page(request, "monitor/audit.html", person, lines=lines, people=everybody, more=more)

    def _told(self, spans: Spans, period: Period) -> dict[str, Any]:
        presets = [
            ("week", of_days(self._today(), 7)),
            ("month", of_days(self._today(), MONTH)),
            ("quarter", of_days(self._today(), 92)),
            ("year", of_months(self._today(), YEAR_MONTHS)),
        ]
        return {"spans": spans, "period": period, "presets": presets}

    async def _read(self, work: Callable[[Session], T]) -> T:
        return await run_in_threadpool(self._store.read, work)

    def _page(self, request: Request, template: str, person: Person, **values: object) -> Response:
        about: dict[str, object] = {
            "person": person,
            "now_ms": self._clock.now_ms(),
            "zone": reading.CENTRE,
            "all_branches": person.may(Right.SEE_ALL),
            "keeper": person.may(Right.KEEP_PEOPLE),
            "made": self._made,
            "art": self._artist,
            "of_month": of_month,
        }
        return self._pages.answer(request, template, 200, **{**about, **values})

    def _today(self, zone: Zone = reading.CENTRE) -> date:
        return datetime.fromtimestamp(self._clock.now_ms() / 1000, zone.tz).date()


def moment(at_ms: int | None, zone: Zone) -> str:
    """A moment on the clock of `zone`: '24.11.2026 21.40 WIB'."""
    if at_ms is None:
        return "–"
    return f"{datetime.fromtimestamp(at_ms / 1000, zone.tz):%d.%m.%Y %H.%M} {zone}"


def iso(at_ms: int, zone: Zone = reading.CENTRE) -> str:
    """The same for a program: '2026-11-24T21:40:00+07:00'."""
    return datetime.fromtimestamp(at_ms / 1000, zone.tz).isoformat(timespec="seconds")


def only_of(person: Person) -> str | None:
    """None for who may see every branch. A branch head without a branch sees none."""
    return None if person.may(Right.SEE_ALL) else (person.branch_id or "-")


def allowed(request: Request, person: Person) -> str:
    """The branch in the address, when this person may see it. Raises HTTPException 403."""
    branch_id = str(request.path_params["branch"])
    if not person.may_see(branch_id):
        raise HTTPException(403)
    return branch_id


def period_of(request: Request, usual: Period) -> Period:
    """The period in the address. Raises HTTPException 400 with a sentence."""
    try:
        return asked_for(request.query_params, usual)
    except BadPeriod as why:
        raise HTTPException(400, str(why)) from why


def a_day(text: str) -> date:
    """A day in the address. Raises HTTPException 404."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HTTPException(404) from error


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "moment": moment,
    "iso": iso,
    "last_word": last_word_ms,
    "told_until": told_ms,
    "roll_left": roll_left_mm,
}
"""What the monitor's templates call by name."""
