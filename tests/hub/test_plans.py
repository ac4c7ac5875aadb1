"""No page of the monitor reads the raw events, and each finds its figures by branch: whatever a year has piled up."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from kiosk.access.secret import store_form
from kiosk.hub import schema
from kiosk.hub.store import HubStore, Session
from tests.hub.test_monitor import office

PAGES = (
    "/cabang", "/cabang/srg", "/cabang/srg?dari=2024-01-01&sampai=2025-01-31", "/cabang/srg/hari/2025-01-14", "/angka",
    "/angka?dari=2025-01-01&sampai=2025-01-31", "/cabang.csv", "/angka.csv", "/angka.csv?per=jam",
    "/angka.csv?per=bulan", "/angka.json?cabang=srg", "/gambar/missing.svg?per=jam",
)  # fmt: skip
GROWING = ("event", "hour_tally", "day_tally", "month_tally")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.access.secret.COST", 1 << 8)
    monkeypatch.setitem(store_form.__kwdefaults__, "cost", 1 << 8)


class Overheard:
    """A session that keeps what is asked."""

    def __init__(self, session: Session, asked: list[tuple[str, Sequence[object]]]) -> None:
        self._session = session
        self._asked = asked

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self._asked.append((sql, values))
        return self._session.rows(sql, values)


def plan(store: HubStore, sql: str, values: Sequence[object]) -> list[str]:
    """How the database goes about it; on PostgreSQL by its indexes wherever one fits, however small the tables are."""

    def ask(session: Session) -> list[str]:
        return [str(row[3]) for row in session.rows(f"EXPLAIN QUERY PLAN {sql}", values)]

    def ask_postgres(session: Session) -> list[str]:
        session.run("SET LOCAL enable_seqscan TO off")
        session.run("SET LOCAL enable_bitmapscan TO off")
        return [str(line) for (line,) in session.rows(f"EXPLAIN (COSTS OFF) {sql}", values)]

    return store.read(ask_postgres if hasattr(store, "url") else ask)


def test_every_question_of_every_page_is_answered_by_an_index(
    store: HubStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Sequence[object]]] = []
    with office(store, tmp_path) as hall:
        hall.sign_in("sari")
        read = store.read

        def overheard(work: Callable[[Session], Any]) -> Any:
            return read(lambda session: work(Overheard(session, asked)))  # type: ignore[arg-type]

        monkeypatch.setattr(store, "read", overheard)
        for path in PAGES:
            before = len(asked)
            hall.page(path)
            assert len(asked) - before < 25, f"{path}: a page asks a few questions, not one a branch"
        monkeypatch.undo()
        seen = {sql for sql, _ in asked}
        asked_of = {table for table in GROWING if any(f"FROM {table} " in sql for sql in seen)}
        assert asked_of == set(GROWING) - {"event"}, "no page reads raw events"
        for sql, values in dict(asked).items():
            steps = plan(store, sql, values)
            for table in GROWING:
                touched = [step for step in steps if table in step]
                assert not any("SCAN" in step.split() or "Seq Scan" in step for step in touched), (sql, steps)
                if touched and hasattr(store, "url"):
                    conditions = [step for step in steps if "Index Cond" in step and "branch_id" in step]
                    assert conditions, (sql, steps)
                elif touched:
                    assert all("branch_id=?" in step for step in touched), (sql, steps)
    assert set(GROWING) <= set(schema.TABLES)
