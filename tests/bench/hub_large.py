"""The hub's large figures: `python -m tests.bench.hub_large [--long]` prints them and writes docs/bench-hub.md."""

import argparse
import contextlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg

from kiosk.hub import overview, reading
from kiosk.hub.keys import hub_keys
from kiosk.hub.opening import open_store
from kiosk.hub.period import of_days, of_months
from kiosk.hub.spans import of_period
from kiosk.hub.store import HubStore, Session
from tests.bench import hub, machine
from tests.bench.figure import Effort, Figure, ms, percentile, table
from tests.bench.hub_load import Load
from tests.bench.hub_workers import ROUNDS, two_workers
from tests.bench.process import ENVIRONMENT, result, started
from tests.postgres import Server, running
from tests.rules import ROOT

DAYS_30 = 240_000
"""Events of one kiosk: 8,000 a day, the worst case."""
MAX_MIB = 200
PIECE = 900_000
"""Of 300 kiosks, three thousand each."""
FILLING = """INSERT INTO event
    SELECT 'f' || lpad((i %% 300)::text, 3, '0'), 'k' || %s::text, 1, 1 + i / 300, %s, convert_to('['
        || (1 + i / 300) || ',"job.moved",1767225600000,1,{"cause":null,"event":"done","from":"sending","job":'
        || i || ',"to":"confirmed","touched":false}]', 'UTF8')
    FROM generate_series(0, %s) i"""
HEAD = """# Figures of the hub

Written by `{command}` on {day}; each figure stands beside its floor, measured in the same run on the same machine,
with PostgreSQL's own settings for what is on the disk (fsync and synchronous_commit are on) for both.
{machine} PostgreSQL {postgres}.

"""


def together(*arguments: tuple[str, ...]) -> list[dict[str, float]]:
    """Client processes that begin at the same moment."""
    processes = [started("hub_client", *told) for told in arguments]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return [result(process) for process in processes]


@contextlib.contextmanager
def serving(folder: Path, database: str | None) -> Iterator[tuple[str, int]]:
    """`kiosk hub serve` as a centre runs it; its address and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kiosk", "hub", "--data-dir", str(folder)]
    command += ["--database", database] if database else []
    log = (folder / "log").open("w", encoding="utf-8")
    process = subprocess.Popen([*command, "serve", "--port", str(port)], env=ENVIRONMENT, stderr=log)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        log.close()


def over_http(server: Server, kiosks: int, batches: int) -> Figure:
    """One worker with its HTTP, sixteen kiosks at once, client on the same two cores."""
    url = server.database()
    store = open_store(url)
    for kiosk in range(kiosks):
        hub.enrol(store, Load(kiosk))
    store.close()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), url) as (address, _):
        (done,) = together(("post", address, str(kiosks), str(batches), "500"))
    return Figure(
        f"the same over HTTP, {kiosks} kiosks at once, figures counted beside it",
        f"{done['events'] / done['seconds']:,.0f} events/s, slowest batch {ms(done['slowest'])}",
        "itself",
        "slowest batch ≤ 1 s",
        done["slowest"] <= 1.0,
    )


def backlog(database: str | None, what: str, events: int) -> Figure:
    """Thirty days of a branch with four kiosks that was cut off, sent at once."""
    batches = events // 5000
    events = batches * 5000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hub_keys(folder)
        place = database or str(folder / "hub.db")
        store = open_store(place)
        for kiosk in range(4):
            hub.enrol(store, Load(kiosk))
        with serving(folder, database) as (address, pid):
            rest = _mib(pid, "VmRSS")
            (done,) = together(("post", address, "4", str(batches), "5000"))
            counted = done["seconds"] + _until_counted(store)
            most = _mib(pid, "VmHWM")
        assert sum(one.last_seq for one in store.read(reading.kiosks)) == 4 * events
        store.close()
    on_the_wire = f"{done['wire'] / 4 / events:.1f} bytes each on the wire"
    return Figure(
        f"30 days of four kiosks, {what}: {4 * events:,} events, {on_the_wire}",
        f"drained in {done['seconds']:.0f} s, counted by {counted:.0f} s; {most:.0f} MiB",
        f"{rest:.0f} MiB at rest",
        f"memory ≤ {MAX_MIB} MiB",
        most <= MAX_MIB,
    )


def _until_counted(store: HubStore) -> float:
    began, pause = time.perf_counter(), threading.Event()
    while any(one.behind for one in store.read(reading.kiosks)):
        pause.wait(0.2)
    return time.perf_counter() - began


def _mib(pid: int, field: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024


def grown(server: Server, sizes: list[int]) -> Iterator[Figure]:
    """One batch into an empty hub, and into one that holds millions of events."""
    url = server.database()
    store = open_store(url)
    loads = [Load(kiosk) for kiosk in range(hub.KIOSKS)]
    ours = hub.Ours(store, loads)
    first: float | None = None
    for size in sizes:
        _fill(url, size)
        times = []
        for number in range(200):
            batch = loads[number % hub.KIOSKS].batch(hub.A_BATCH)
            ours.seconds = 0.0
            ours.land([batch])
            times.append(ours.seconds)
        p50 = percentile(times, 50)
        if first is None:
            first = p50
            continue
        yield Figure(
            f"one batch of 500 at {size // 1_000_000} M events in the hub, p50",
            ms(p50),
            f"{ms(first)} in an empty one",
            "≤ 1.3 ×",
            p50 <= 1.3 * first,
        )
    store.close()


def _fill(url: str, events: int) -> None:
    """As many events of other kiosks, by SQL."""
    if not events:
        return
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("SET synchronous_commit TO off")
        (month,) = conn.execute("SELECT max(month) FROM stream_cursor").fetchone() or (202611,)
        (there,) = conn.execute("SELECT count(*) FROM event WHERE branch_id LIKE 'f%'").fetchone() or (0,)
        for start in range(there, events, PIECE):
            conn.execute(FILLING, (start, month, min(PIECE, events - start) - 1))
        conn.execute("CHECKPOINT")


def year_page(database: str | None, what: str) -> Figure:
    """What three pages of the monitor read of 325 branches: the list, a year by month, a month by day and by hour."""
    today = date(2026, 12, 22)
    pages: dict[str, Callable[[Session], object]] = {
        "list": lambda session: overview.look_at(session, None, of_days(today, 30), 0),
        "year": lambda session: of_period(session, of_months(today, 13), None),
        "month": lambda session: of_period(session, of_days(today, 31), None),
    }
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(database or str(Path(folder, "hub.db")))
        for table, rows in _a_year().items():
            _put(store, database, table, rows)
        if database is not None:
            with psycopg.connect(database, autocommit=True) as conn:
                conn.execute("ANALYZE")  # as autovacuum does by itself within a minute
        took = {name: percentile([_seconds(store, page) for _ in range(5)], 50) for name, page in pages.items()}
        store.close()
    return Figure(
        f"a year of 325 branches (813 kiosks), what each page reads, {what}",
        ", ".join(f"{name} {ms(seconds)}" for name, seconds in took.items()),
        "itself",
        "each ≤ 1 s",
        max(took.values()) <= 1.0,
    )


def _seconds(store: HubStore, page: Callable[[Session], object]) -> float:
    began = time.perf_counter()
    store.read(page)
    return time.perf_counter() - began


def _a_year() -> dict[str, list[tuple[str | int | bytes, ...]]]:
    """Rows of every table that it takes."""
    subjects = {"ticket": 3, "language": 2, "fault": 3, "missing": 15}
    made: dict[str, list[tuple[str | int | bytes, ...]]] = {
        "branch": [(f"b{branch:03d}", f"Cabang {branch}", "WIB") for branch in range(325)],
        "stream_cursor": [],
        "kiosk_fact": [],
        "month_tally": [],
        "day_tally": [],
        "hour_tally": [],
    }
    for kiosk in range(813):
        branch, name = f"b{kiosk % 325:03d}", f"k{kiosk // 325}"
        made["stream_cursor"].append((branch, name, 1, 9, bytes(32), 202612, 0, 0, "net", "k", "0.1.0", 0))
        made["kiosk_fact"] += [(branch, name, 1, f"fact{n}", "1", 0, n) for n in range(8)]
        for subject, key in ((subject, f"n{n}") for subject, names in subjects.items() for n in range(names)):
            for month in range(1, 13):
                end = (key, name, 1, 202600 + month)
                made["month_tally"].append((branch, subject, f"2026-{month:02d}", *end, 700))
                if subject != "ticket":
                    continue
                days = [f"2026-{month:02d}-{day:02d}" for day in range(1, 23)]
                made["day_tally"] += [(branch, subject, day, *end, 30) for day in days]
                if month == 12:
                    hours = [(day, hour) for day in days for hour in range(6, 16)]
                    made["hour_tally"] += [(branch, subject, day, hour, *end, 3) for day, hour in hours]
    return made


def _put(store: HubStore, database: str | None, table: str, rows: list[tuple[str | int | bytes, ...]]) -> None:
    if database is None:
        marks = ", ".join("?" * len(rows[0]))
        store.write(lambda session: session.run_many(f"INSERT INTO {table} VALUES ({marks})", rows))
        return
    with psycopg.connect(database) as conn, conn.cursor().copy(f"COPY {table} FROM STDIN") as copy:  # type: ignore[arg-type]
        for row in rows:
            copy.write_row(row)


def main() -> int:
    """Measures everything; exit code 0."""
    parser = argparse.ArgumentParser(prog="tests.bench.hub_large", description=__doc__)
    parser.add_argument("--long", action="store_true", help="20 M events, too: a quarter of an hour and 6 GB of disk")
    parser.add_argument("--quick", action="store_true", help="a tenth of it, and docs/bench-hub.md is left alone")
    options = parser.parse_args()
    share = 10 if options.quick else 1
    figures: list[Figure] = []
    with running(hub.DURABLE) as server:
        steps = (
            lambda: [hub.postgres(server, Effort.QUICK if options.quick else Effort.USUAL)],
            lambda: [two_workers(server, ROUNDS // (3 if options.quick else 1))],
            lambda: [over_http(server, 16, 40 // share)],
            lambda: [hub.embedded(Effort.QUICK if options.quick else Effort.USUAL)],
            lambda: [backlog(server.database(), "PostgreSQL", DAYS_30 // share)],
            lambda: [backlog(None, "embedded SQLite", DAYS_30 // share)],
            lambda: [year_page(None, "embedded SQLite")],
            lambda: [year_page(server.database(), "PostgreSQL")],
            lambda: list(grown(server, [0, 1_000_000 // share, *([20_000_000] if options.long else [])])),
        )
        began = time.perf_counter()
        for step in steps:
            figures += step()
            print(f"bench-hub: {figures[-1].what} after {time.perf_counter() - began:.0f} s", file=sys.stderr)
        with psycopg.connect(server.url("postgres")) as conn:
            version = conn.info.parameter_status("server_version") or "?"
    command = "python -m tests.bench.hub_large --long" if options.long else "make bench-hub"
    report = HEAD.format(
        command=command, day=f"{datetime.now(UTC):%Y-%m-%d}", machine=machine.description(), postgres=version
    )
    report += table(figures) + "\n"
    print("\n" + report)
    if not options.quick:
        (ROOT / "docs/bench-hub.md").write_text(report, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
