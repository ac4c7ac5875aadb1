"""What whoever runs the PostgreSQL asks of the hub: versions, least rights, the month's turn, a standby, a failover."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

import psycopg
import pytest

from kiosk.access.entry import Door, Newcomer
from kiosk.access.lockout import Moment
from kiosk.access.people import Role
from kiosk.access.secret import SecretKind, store_form
from kiosk.hub import counts, reading
from kiosk.hub.opening import open_store
from kiosk.hub.people import HubPeople
from kiosk.hub.retention import retain
from kiosk.hub.store import HubError, HubStore, StoreUnavailable
from tests.clock import SimulatedClock
from tests.hub.centre import Centre, Sender
from tests.postgres import Server, running
from tests.rules import ROOT

MONTH_MS = 31 * 86_400_000
PASSWORD = "kuda hijau di atap"  # noqa: S105 - invented


def as_role(url: str, role: str) -> str:
    return url.replace("user=hub", f"user={role}")


@pytest.mark.parametrize(("version", "hint"), [("2", "perbarui program"), ("0", "program yang sesuai")])
def test_a_database_of_another_version_is_refused_by_name_and_left_as_it_is(
    store: HubStore, database: str, version: str, hint: str
) -> None:
    store.write(lambda session: session.run("DROP TABLE attempt"))
    store.write(lambda session: session.run("UPDATE hub_meta SET value = ? WHERE name = 'schema'", (version,)))
    with pytest.raises(HubError, match=f"susunan tabel {version}, program ini untuk 1: .*{hint}"):
        open_store(database)
    assert "attempt" in store.missing_tables()


def test_a_table_that_came_with_an_update_is_made(store: HubStore, database: str) -> None:
    store.write(lambda session: session.run("DROP TABLE attempt"))
    again = open_store(database)
    assert again.missing_tables() == []
    again.close()


@pytest.fixture
def roles(postgres_url: str) -> str:
    """A database whose tables were made by their owner, and whose roles are as deploy/hub-roles.sql has them."""
    open_store(postgres_url).close()
    with psycopg.connect(postgres_url, autocommit=True) as conn:
        conn.execute((ROOT / "deploy/hub-roles.sql").read_text(encoding="utf-8").encode())
    return postgres_url


def test_who_serves_needs_no_right_to_make_tables_or_to_touch_an_event(
    roles: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(store_form.__kwdefaults__, "cost", 1 << 8)
    clock, kiosk = SimulatedClock(), Sender().work(40)
    owner = open_store(roles)
    retain(owner, clock.now_ms())
    serving = open_store(as_role(roles, "pasti_serve"))
    centre = Centre(serving, clock)
    centre.accept(kiosk)
    centre.landed(kiosk.batch(1, 60))
    clock.advance(MONTH_MS)
    centre.landed(kiosk.batch(61, 120))
    assert centre.projector.catch_up() == 120
    door = Door(HubPeople(serving), b"p" * 32, lambda: Moment(clock.now_ms(), clock.monotonic_ms(), "one"))
    door.add(Newcomer("sari", "Sari", Role.HEAD_OFFICE), PASSWORD, SecretKind.PASSWORD, by="uji")
    door.enter("sari", PASSWORD)
    for sql in ("DELETE FROM event", "UPDATE event SET seq = 0", "DELETE FROM audit", "DROP TABLE parked"):
        with pytest.raises(HubError, match="kurang berhak"):
            serving.write(lambda session, sql=sql: session.run(sql))  # type: ignore[misc]
    clock.advance(MONTH_MS * 2)
    with pytest.raises(HubError, match="hanya dapat dibuat oleh pemiliknya"):
        serving.ensure_month(209901)
    assert centre.lines(kiosk.stream) == kiosk.lines
    for one in (serving, owner):
        one.close()


def test_who_only_reads_figures_sees_no_people(roles: str) -> None:
    reader = open_store(as_role(roles, "pasti_read"))
    assert reader.read(lambda s: counts.months_of_all(s, "ticket", "2025-01", "2025-12")) == []
    for table in ("person", "audit", "enrolment", "event"):
        with pytest.raises(HubError, match="kurang berhak"):
            reader.read(lambda session, table=table: session.rows(f"SELECT * FROM {table}"))  # type: ignore[misc]
    reader.close()


@contextmanager
def a_reader(url: str) -> Iterator[None]:
    """Somebody reads `event` and does not end, as pg_dump does: whatever waits for that ends in an error."""
    with psycopg.connect(url) as reader:
        reader.execute("SELECT count(*) FROM event")
        yield


def test_the_months_turn_waits_for_no_backup_and_stops_nobody(postgres_url: str) -> None:
    store, kiosk = open_store(postgres_url), Sender().work(40)
    centre = Centre(store, SimulatedClock())
    centre.accept(kiosk)
    centre.landed(kiosk.batch(1, 60))
    with a_reader(postgres_url):
        centre.simulated.advance(MONTH_MS)
        centre.landed(kiosk.batch(61, 120))
    assert centre.lines(kiosk.stream) == kiosk.lines
    store.close()


def test_four_workers_make_the_same_months_at_once(postgres_url: str) -> None:
    """Where they meet is luck: in the name, the row type or the catalogue; so a year of months."""
    stores = [open_store(postgres_url) for _ in range(4)]
    months, failed = [203000 + month for month in range(1, 13)], []
    together = threading.Barrier(len(stores))

    def make(store: HubStore) -> None:
        for month in months:
            together.wait(30)
            try:
                store.ensure_month(month)
            except HubError as error:
                failed.append(error)

    threads = [threading.Thread(target=make, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sql = "SELECT count(*) FROM pg_class WHERE relname LIKE 'event_2030__' AND relispartition AND relkind = 'r'"
    kept = stores[0].read(lambda session: session.rows(sql))
    for one in stores:
        one.close()
    assert failed == []
    assert kept == [(12,)]


def test_a_month_half_made_by_another_worker_is_tried_again(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its row type is seen before it is: what stands in for that moment is a type of its name, gone at the next try."""

    class Meanwhile:
        def wait(self, _seconds: float) -> None:
            with psycopg.connect(postgres_url) as other:
                other.execute("DROP TYPE event_203001")

    with closing(open_store(postgres_url)) as store:
        with psycopg.connect(postgres_url) as other:
            other.execute("CREATE TYPE event_203001 AS ENUM ('half made')")
        monkeypatch.setattr(store, "_pause", Meanwhile())
        store.ensure_month(203001)
        kept = store.read(lambda session: session.rows("SELECT to_regclass('event_203001') IS NOT NULL"))
    assert kept == [(True,)]


def test_what_is_let_go_of_gives_way_to_a_backup_and_is_let_go_of_the_next_night(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hub.postgres_store.LOCK_WITHIN_MS", 100)
    store, clock, kiosk = open_store(postgres_url), SimulatedClock(), Sender().work(20)
    centre = Centre(store, clock)
    centre.accept(kiosk)
    centre.landed(kiosk.batch())
    later = clock.now_ms() + 14 * MONTH_MS
    with a_reader(postgres_url), pytest.raises(StoreUnavailable, match="sedang dipakai"):
        retain(store, later)
    assert centre.lines(kiosk.stream) == kiosk.lines
    assert retain(store, later) == 1
    assert centre.count("event") == 0
    store.close()


@pytest.fixture
def pair() -> Iterator[tuple[Server, Server]]:
    """A primary, and a standby that follows it."""
    with running() as primary:
        primary.database()
        standby = primary.standby()
        try:
            yield primary, standby.start()
        finally:
            standby.stop()


def test_a_standby_shows_the_monitor_and_after_a_failover_takes_over(pair: tuple[Server, Server]) -> None:
    primary, standby = pair
    both = f"postgresql:///hub1?host={primary.folder},{standby.folder}&user=hub&target_session_attrs=read-write"
    with closing(open_store(both)) as store:
        kiosk, centre = Sender().work(40), Centre(store, SimulatedClock())
        centre.accept(kiosk)
        centre.landed(kiosk.batch(1, 60))
        centre.projector.catch_up()
        _until(lambda: _landed(standby) == 60)
        with closing(open_store(standby.url("hub1"))) as shown:
            assert [one.last_seq for one in shown.read(reading.kiosks)] == [60]
            with pytest.raises(StoreUnavailable, match="hanya dapat dibaca"):
                shown.write(lambda session: session.run("DELETE FROM contact"))
        primary.kill()
        standby.promote()
        assert centre.landed(kiosk.batch(31, 120)).upto == 120
        assert centre.lines(kiosk.stream) == kiosk.lines


def _landed(server: Server) -> int:
    """How far a standby has come; its tables come over like everything else."""
    with psycopg.connect(server.url("hub1")) as conn, suppress(psycopg.errors.UndefinedTable):
        found = conn.execute("SELECT COALESCE(max(last_seq), 0) FROM stream_cursor").fetchone()
        return int(found[0]) if found else 0
    return 0


def _until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(400):
        if true():
            return
        pause.wait(0.02)
    raise AssertionError("it never came true")
