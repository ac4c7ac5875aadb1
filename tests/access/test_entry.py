"""Who stands before the door: let in, told how long to wait, and always written down."""

from threading import Thread

import pytest

from kiosk.access.entry import Door, Entered, Newcomer, PersonError, Refused
from kiosk.access.lockout import FIRST_WAIT_MS, Moment
from kiosk.access.people import Right, Role
from kiosk.access.secret import SecretKind, WeakSecretError, store_form
from tests.access.storage import InMemory
from tests.clock import SimulatedClock

PASSWORD = "kuda hijau di atap"  # noqa: S105 - invented


class Hall:
    """A door with a storage and a clock."""

    def __init__(self) -> None:
        self.clock = SimulatedClock()
        self.boot = "one"
        self.storage = InMemory()
        self.door = Door(self.storage, b"p" * 32, self.now)
        self.door.add(Newcomer("sari", "Sari", Role.HEAD_OFFICE, None), PASSWORD, SecretKind.PASSWORD, by="root")

    def now(self) -> Moment:
        return Moment(self.clock.now_ms(), self.clock.monotonic_ms(), self.boot)

    def actions(self) -> list[str]:
        return [line.action for line in self.storage.lines]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost is asserted elsewhere; here hundreds of tries are made."""
    monkeypatch.setattr("kiosk.access.secret.COST", 1 << 8)
    monkeypatch.setitem(store_form.__kwdefaults__, "cost", 1 << 8)


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_who_knows_the_secret_is_let_in_and_written_down(hall: Hall) -> None:
    entered = hall.door.enter(" Sari ", PASSWORD, address="10.0.0.7")
    assert isinstance(entered, Entered)
    assert entered.person.may(Right.SEE_ALL)
    assert hall.actions() == ["person-added", "enter"]
    assert hall.storage.lines[-1].address == "10.0.0.7"


def test_five_wrong_ones_shut_the_door_even_for_the_right_one(hall: Hall) -> None:
    answers = [hall.door.enter("sari", f"wrong {number}") for number in range(5)]
    assert answers == [Refused(0)] * 4 + [Refused(FIRST_WAIT_MS)]
    hall.clock.advance(seconds=20)
    assert hall.door.enter("sari", PASSWORD) == Refused(FIRST_WAIT_MS - 20_000)
    hall.clock.advance(seconds=40)
    assert isinstance(hall.door.enter("sari", PASSWORD), Entered)
    assert hall.door.enter("sari", "wrong again") == Refused(0), "the right one has settled the account"


def test_the_wait_outlives_a_restart(hall: Hall) -> None:
    for number in range(5):
        hall.door.enter("sari", f"wrong {number}")
    hall.boot = "two"
    again = Door(hall.storage, b"p" * 32, hall.now)
    assert again.enter("sari", PASSWORD) == Refused(FIRST_WAIT_MS)


def test_an_unknown_name_is_answered_like_a_wrong_secret_and_waits_too(hall: Hall) -> None:
    answers = [hall.door.enter("nobody", PASSWORD) for _ in range(5)]
    assert answers == [Refused(0)] * 4 + [Refused(FIRST_WAIT_MS)]
    assert hall.actions()[-1] == "enter-refused"


def test_a_flood_of_invented_names_fills_no_table(hall: Hall) -> None:
    for number in range(1500):
        hall.door.enter(f"name{number}", "x")
    assert len(hall.storage.tries) <= 1024


def test_parallel_tries_get_no_free_one(hall: Hall) -> None:
    answers: list[Entered | Refused] = []
    tries = [Thread(target=lambda: answers.append(hall.door.enter("sari", "wrong"))) for _ in range(20)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    judged = [line for line in hall.storage.lines if line.action == "enter-refused"]
    assert len(judged) == 5
    assert len(answers) == 20


def test_a_crash_while_judging_has_cost_a_try(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def falls(*_: object) -> bool:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr("kiosk.access.entry.matches", falls)
        with pytest.raises(MemoryError):
            hall.door.enter("sari", PASSWORD)
    assert hall.storage.tries["sari"].failures == 1


def test_somebody_switched_off_is_out_at_once_and_not_told_why(hall: Hall) -> None:
    before = hall.storage.everybody["sari"].session_no
    hall.door.switch("sari", active=False, by="root")
    assert hall.door.enter("sari", PASSWORD) == Refused(0)
    off = hall.storage.everybody["sari"]
    assert off.session_no > before
    assert not off.may(Right.SEE_ALL)


def test_a_new_secret_ends_old_sessions_and_old_waits(hall: Hall) -> None:
    for number in range(6):
        hall.door.enter("sari", f"wrong {number}")
    hall.door.change_secret("sari", "sapi biru di kolam", SecretKind.PASSWORD, by="root")
    assert isinstance(hall.door.enter("sari", "sapi biru di kolam"), Entered)
    assert hall.storage.everybody["sari"].session_no == 1


@pytest.mark.parametrize("name", ["", "Sari Dewi", "a/b", "é", "x" * 65])
def test_an_odd_login_name_is_refused_with_a_sentence(hall: Hall, name: str) -> None:
    with pytest.raises(PersonError, match="Nama masuk"):
        hall.door.add(Newcomer(name, "Dewi", Role.TI, None), PASSWORD, SecretKind.PASSWORD, by="root")


def test_a_branch_role_needs_its_branch_and_names_are_unique(hall: Hall) -> None:
    with pytest.raises(PersonError, match="cabang"):
        hall.door.add(Newcomer("budi", "Budi", Role.BRANCH_HEAD, None), PASSWORD, SecretKind.PASSWORD, by="root")
    with pytest.raises(PersonError, match="sudah dipakai"):
        hall.door.add(Newcomer("sari", "Sari", Role.TI, None), PASSWORD, SecretKind.PASSWORD, by="root")
    with pytest.raises(WeakSecretError):
        hall.door.add(Newcomer("budi", "Budi", Role.TI, None), "pendek", SecretKind.PASSWORD, by="root")


def test_a_branch_head_sees_one_branch_and_no_secret_is_in_the_audit(hall: Hall) -> None:
    head = hall.door.add(Newcomer("budi", "Budi", Role.BRANCH_HEAD, "serang"), "271844", SecretKind.PIN, by="root")
    assert head.may_see("serang")
    assert not head.may_see("cilegon")
    assert PASSWORD not in str(hall.storage.lines)
    assert "271844" not in str(hall.storage.lines)
