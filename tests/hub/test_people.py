"""The door of kiosk.access stands on the hub's databases as on any other: nobody tries for nothing."""

from threading import Thread

import pytest

from kiosk.access.entry import Door, Entered, Newcomer, Refused
from kiosk.access.lockout import FIRST_WAIT_MS, FREE_TRIES, Moment
from kiosk.access.people import Role
from kiosk.access.secret import SecretKind, store_form
from kiosk.access.storage import AuditLine
from kiosk.hub.opening import open_store
from kiosk.hub.people import HubPeople
from kiosk.hub.retention import retain
from kiosk.hub.store import HubStore, StoreUnavailable
from tests.clock import SimulatedClock

PASSWORD = "kuda hijau di atap"  # noqa: S105 - invented


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.access.secret.COST", 1 << 8)
    monkeypatch.setitem(store_form.__kwdefaults__, "cost", 1 << 8)


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


def door_over(store: HubStore, clock: SimulatedClock) -> Door:
    return Door(HubPeople(store), b"p" * 32, lambda: Moment(clock.now_ms(), clock.monotonic_ms(), "one"))


@pytest.fixture
def door(store: HubStore, clock: SimulatedClock) -> Door:
    made = door_over(store, clock)
    made.add(Newcomer("sari", "Sari", Role.BRANCH_HEAD, "srg"), PASSWORD, SecretKind.PASSWORD, by="root")
    return made


def test_who_was_added_enters_and_is_who_she_was(store: HubStore, door: Door) -> None:
    entered = door.enter(" Sari", PASSWORD, address="10.0.0.7")
    assert isinstance(entered, Entered)
    assert entered.person.may_see("srg")
    assert not entered.person.may_see("pdg")
    door.switch("sari", active=False, by="root")
    assert isinstance(door.enter("sari", PASSWORD), Refused)
    (person,) = HubPeople(store).people()
    assert (person.active, person.session_no) == (False, 1)


def test_the_wait_is_kept_over_a_restart_of_the_hub(
    store: HubStore, door: Door, clock: SimulatedClock, database: str
) -> None:
    for _ in range(FREE_TRIES):
        assert isinstance(door.enter("sari", "wrong"), Refused)
    again = open_store(database)
    assert door_over(again, clock).enter("sari", PASSWORD) == Refused(FIRST_WAIT_MS)
    clock.advance(FIRST_WAIT_MS)
    assert isinstance(door_over(again, clock).enter("sari", PASSWORD), Entered)
    again.close()


def test_fifty_tries_at_once_over_two_workers_get_no_free_one(
    store: HubStore, door: Door, clock: SimulatedClock, database: str
) -> None:
    other = open_store(database)
    judged: list[bool] = []

    def try_it(mine: Door) -> None:
        for _ in range(5):
            try:
                judged.append(mine.enter("sari", "wrong") != Refused(FIRST_WAIT_MS))
            except StoreUnavailable:
                continue

    threads = [Thread(target=try_it, args=(door_over(s, clock),)) for s in (store, other) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sum(judged) <= FREE_TRIES
    assert isinstance(door.enter("sari", PASSWORD), Refused)


def test_the_audit_is_read_from_its_end(store: HubStore, door: Door, clock: SimulatedClock) -> None:
    people = HubPeople(store)
    for number in range(5):
        clock.advance(1000)
        people.write_audit(AuditLine(clock.now_ms(), "sari", "looked", str(number), "10.0.0.7"))
    assert [line.detail for line in people.audit(3)] == ["4", "3", "2"]
    assert [line.detail for line in people.audit(2, before_ms=clock.now_ms() - 1000)] == ["2", "1"]
    retain(store, clock.now_ms() + 401 * 86_400_000)
    assert people.audit(10) == []


def test_many_lines_of_one_moment_are_all_kept(store: HubStore) -> None:
    people = HubPeople(store)
    for _ in range(20):
        people.write_audit(AuditLine(1, "sari", "looked"))
    assert len(people.audit(100)) == 20
