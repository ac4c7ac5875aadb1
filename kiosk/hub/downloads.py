"""What the pages show as files: CSV and JSON for programs and spreadsheets, charts as pictures."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.access.people import Person
from kiosk.hub import counts, reading
from kiosk.hub.drawing import PICTURES, Artist
from kiosk.hub.monitor import SEEN, iso, only_of, period_of
from kiosk.hub.period import HOURLY_AT_MOST, MONTH, Period, of_days
from kiosk.hub.reading import KioskStatus
from kiosk.hub.spans import by_hour, counted, shaped
from kiosk.hub.spreadsheet import csv_answer
from kiosk.hub.store import HubStore, Session
from kiosk.hub.watching import last_word_ms, told_ms
from kiosk.web.entrance import Entrance

FACTS: Final = ("running", "day", "printer", "roll_used_mm", "roll_numbers", "roll_low", "roll_whole_mm")
"""Facts of a kiosk that have a column of their own; the others stand together in the last one."""
DAYS_OF_ALL: Final = 13 * 31
"""Days in one file of all branches: some 300,000 rows, which a spreadsheet still opens and a worker still holds."""
T = TypeVar("T")


class Downloads:
    """Files over one store, under the same rights as the pages. `made`: the figures are invented, and say so."""

    def __init__(
        self, store: HubStore, entrance: Entrance, now_ms: Callable[[], int], artist: Artist, *, made: bool = False
    ) -> None:
        self._store = store
        self._only = entrance.only
        self._now_ms = now_ms
        self._artist = artist
        self._made = made

    def routes(self) -> list[BaseRoute]:
        """Every file."""
        seen = self._only(*SEEN)
        return [
            Route("/cabang.json", seen(self.kiosks_json)),
            Route("/cabang.csv", seen(self.kiosks_csv)),
            Route("/angka.json", seen(self.figures_json)),
            Route("/angka.csv", seen(self.figures_csv)),
            Route("/gambar/{subject}.{kind}", seen(self.picture)),
        ]

    async def kiosks_json(self, _request: Request, person: Person) -> Response:
        """The list of kiosks, for programs."""
        return JSONResponse({"made": self._made, "kiosks": await self._kiosks(person)})

    async def kiosks_csv(self, request: Request, person: Person) -> Response:
        """The list of kiosks, for a spreadsheet."""
        return self._csv(request, "kiosk", await self._kiosks(person))

    async def figures_json(self, request: Request, person: Person) -> Response:
        """Counts: ?subjek=ticket&dari=2026-11-01&sampai=2026-11-30&per=hari, and &cabang=… for one branch."""
        return JSONResponse({"made": self._made, "counts": await self._figures(request, person)})

    async def figures_csv(self, request: Request, person: Person) -> Response:
        """The same, for a spreadsheet."""
        return self._csv(request, f"angka-{_subject(request)}", await self._figures(request, person))

    async def picture(self, request: Request, person: Person) -> Response:
        """One chart by itself; ?per=jam: hour by hour."""
        subject, kind = str(request.path_params["subject"]), str(request.path_params["kind"])
        if subject not in counts.SUBJECTS or kind not in PICTURES:
            raise HTTPException(404)
        only, hourly = _whose(request, person), request.query_params.get("per") == "jam"
        period = self._period(request, hours_of_all=hourly and only is None)

        def look(session: Session) -> Any:
            named = reading.branches(session, only) if only else []
            if hourly:
                return named, by_hour(session, subject, period, only)
            return named, shaped(subject, counted(session, subject, period, only), period.labels)

        named, table = await self._read(look)
        word = self._artist.word
        title = f"{self._artist.subject(subject)}{word('hour_by_hour') if hourly else ''}"
        whose = named[0].name if named else word("all_together")
        notes = [
            f"{whose}, {period.first:%d.%m.%Y} – {period.last:%d.%m.%Y}",
            *([word("invented")] if self._made else []),
        ]
        drawn = await run_in_threadpool(self._artist.picture, kind, self._artist.named(subject, table), title, notes)
        drawn.headers["Content-Disposition"] = f'attachment; filename="{self._name(subject, kind)}"'
        return drawn

    async def _kiosks(self, person: Person) -> list[dict[str, Any]]:
        kiosks = await self._read(lambda session: reading.kiosks(session, only_of(person)))
        return [_flat(kiosk) for kiosk in kiosks]

    async def _figures(self, request: Request, person: Person) -> list[dict[str, Any]]:
        subject, only = _subject(request), _whose(request, person)
        per = request.query_params.get("per", "hari")
        period = self._period(request, hours_of_all=per == "jam" and only is None)
        if per == "hari" and only is None and period.days > DAYS_OF_ALL:
            raise HTTPException(
                400, f"Hari demi hari untuk semua cabang: paling lama {DAYS_OF_ALL} hari; atau per bulan."
            )

        def look(session: Session) -> list[dict[str, Any]]:
            first, last = period.span
            match per:
                case "jam":
                    rows = counts.by_day_and_hour(session, subject, first, last, only)
                    return [{"branch": b, "day": d, "hour": h, subject: name, "n": n} for b, d, h, name, n in rows]
                case "bulan":
                    return _rows("month", subject, counts.by_month(session, subject, first[:7], last[:7], only))
                case "hari":
                    return _rows("day", subject, counts.by_day(session, subject, first, last, only))
                case _:
                    raise HTTPException(404)

        return await self._read(look)

    def _period(self, request: Request, *, hours_of_all: bool) -> Period:
        period = period_of(request, of_days(_day(self._now_ms()), MONTH))
        if hours_of_all and period.days > HOURLY_AT_MOST:
            raise HTTPException(400, f"Jam demi jam untuk semua cabang: paling lama {HOURLY_AT_MOST} hari.")
        return period

    def _csv(self, request: Request, name: str, rows: list[dict[str, Any]]) -> Response:
        excel = request.query_params.get("untuk") == "excel"
        return csv_answer(self._name(name, "csv"), rows, excel=excel)

    def _name(self, name: str, kind: str) -> str:
        return f"{'contoh-' if self._made else ''}{name}.{kind}"

    async def _read(self, work: Callable[[Session], T]) -> T:
        return await run_in_threadpool(self._store.read, work)


def _whose(request: Request, person: Person) -> str | None:
    """The branch asked for, when this person may see it; None for all. Raises HTTPException 403."""
    asked = request.query_params.get("cabang")
    if not asked:
        return only_of(person)
    if not person.may_see(asked):
        raise HTTPException(403)
    return asked


def _subject(request: Request) -> str:
    subject = request.query_params.get("subjek", "ticket")
    if subject not in counts.SUBJECTS:
        raise HTTPException(404)
    return subject


def _rows(label: str, subject: str, found: Sequence[counts.Tally]) -> list[dict[str, Any]]:
    return [{"branch": one.branch_id, label: one.when, subject: one.name, "n": one.n} for one in found]


def _day(now_ms: int) -> date:
    return datetime.fromtimestamp(now_ms / 1000, reading.CENTRE.tz).date()


def _flat(kiosk: KioskStatus) -> dict[str, Any]:
    """One row of plain values: moments in milliseconds and as ISO 8601, facts in columns of their own."""
    moments = {
        "last_word": last_word_ms(kiosk), "received": kiosk.received_ms, "told_until": told_ms(kiosk),
    }  # fmt: skip
    rest = {name: value for name, value in sorted(kiosk.facts.items()) if name not in FACTS}
    return {
        "branch_id": kiosk.branch_id,
        "kiosk_id": kiosk.kiosk_id,
        "epoch": kiosk.epoch,
        "lives": kiosk.lives,
        "last_seq": kiosk.last_seq,
        **{f"{name}_ms": at_ms for name, at_ms in moments.items()},
        **{f"{name}_at": iso(at_ms) if at_ms is not None else None for name, at_ms in moments.items()},
        "via": kiosk.via,
        "app_version": kiosk.app_version,
        "clock_ahead_ms": kiosk.clock_ahead_ms,
        "parked": kiosk.parked,
        "behind": kiosk.behind,
        "revoked": kiosk.revoked,
        **{name: kiosk.facts.get(name) for name in FACTS},
        "facts": " ".join(f"{name}={value}" for name, value in rest.items()),
    }
