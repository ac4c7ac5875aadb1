"""Rules come down signed, newer, for us, whole, at their moment; what is refused changes nothing and is told once."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.store import journal
from kiosk.store.packs import PackState, pack_rows
from kiosk.sync.packs import ContentsError, PackDesk, pack_files
from kiosk.sync.report import Outcome
from kiosk.sync.shelf import OwnShelf, whose
from kiosk.wire.keys import key_ring
from kiosk.wire.pack import PackKind, open_pack, seal_pack
from tests.clock import SimulatedClock
from tests.sync.office import CONFIG, Office, check_catalogue
from tests.sync.small_hub import Reply, SmallHub
from tests.wire.letters import HUB_KEY, STRANGER

MORNING = datetime(2025, 1, 15, 6, 0)  # noqa: DTZ001 - local to each branch
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    clock = SimulatedClock()
    return Office(tmp_path, clock, SmallHub(HUB_KEY, clock))


def pack(version: int = 1, contents: bytes = b"good", **more: object) -> bytes:
    told = {"effective_from": MORNING} | more
    return seal_pack(PackKind.CATALOGUE, version, contents, HUB_KEY, **told)  # type: ignore[arg-type]


def take(office: Office, data: bytes) -> str:
    shelf = OwnShelf(office.db)
    return office.desk.take(shelf, whose(shelf), data)


def states(office: Office) -> dict[int, PackState]:
    return {row.version: row.state for row in pack_rows(office.db)}


def told(office: Office, kind: str) -> list[dict[str, object]]:
    entries = journal.tail(office.db, 0, 1000)
    return [dict(entry.event.payload) for entry in entries if entry.event.type == kind]


def offer(office: Office, data: bytes) -> None:
    header = open_pack(data, key_ring(HUB_KEY.public_key())).header
    office.hub.packs[hashlib.sha256(data).digest()] = (header, data)


def test_a_pack_waits_for_its_moment_and_then_counts(office: Office) -> None:
    assert "berlaku mulai 15-01-2025 06.00" in take(office, pack())
    assert office.desk.activate(OwnShelf(office.db), MORNING - MINUTE) == []
    assert office.desk.in_force(office.db, PackKind.CATALOGUE) is None
    assert [row.version for row in office.desk.activate(OwnShelf(office.db), MORNING)] == [1]
    assert office.desk.activate(OwnShelf(office.db), MORNING) == []
    in_force = office.desk.in_force(office.db, PackKind.CATALOGUE)
    assert in_force is not None
    assert in_force.contents == b"good"
    assert told(office, "pack.in_force")[0]["version"] == 1


def test_the_one_before_is_kept_and_older_ones_go(office: Office) -> None:
    for version in (1, 2, 3):
        take(office, pack(version))
        office.desk.activate(OwnShelf(office.db), MORNING)
    assert states(office) == {3: PackState.IN_FORCE, 2: PackState.PREVIOUS}
    assert [event["previous"] for event in told(office, "pack.in_force")] == [None, 1, 2]


def test_of_several_that_are_due_the_newest_counts_and_no_older_one_comes_after_it(office: Office) -> None:
    take(office, pack(1))
    take(office, pack(2, effective_from=MORNING + timedelta(days=9)))
    take(office, pack(3))
    assert [row.version for row in office.desk.activate(OwnShelf(office.db), MORNING)] == [3]
    assert office.desk.activate(OwnShelf(office.db), MORNING + timedelta(days=10)) == []
    assert states(office) == {3: PackState.IN_FORCE}


@pytest.mark.parametrize(
    ("data", "reason", "sentence"),
    [
        (pack(5)[:-1] + b"\0", "bad-signature", "berubah di jalan"),
        (pack(5)[:-9], "no-envelope", "terpotong"),
        (seal_pack(PackKind.CATALOGUE, 5, b"good", STRANGER, effective_from=MORNING), "unknown-key", "tidak dikenal"),
        (pack(1, b"older"), "old", "lebih lama"),
        (pack(2, b"another"), "old", "lebih lama"),
        (pack(5, branch="cilegon"), "other-branch", "kantor cilegon"),
        (pack(5, min_program="9.0"), "program-too-old", "perlu program 9.0"),
        (pack(5, b"bad"), "bad-contents", "baris 3"),
        (seal_pack(PackKind.QUOTAS, 5, b"good", HUB_KEY, effective_from=MORNING), "unknown-kind", "quotas"),
    ],
)
def test_what_is_wrong_is_refused_with_a_reason_told_once_and_the_old_one_stays(
    office: Office, data: bytes, reason: str, sentence: str
) -> None:
    take(office, pack(2))
    office.desk.activate(OwnShelf(office.db), MORNING)
    assert sentence in take(office, data)
    take(office, data)
    assert [event["reason"] for event in told(office, "pack.refused")] == [reason]
    assert states(office) == {2: PackState.IN_FORCE}


def test_the_same_pack_twice_is_no_fault(office: Office) -> None:
    take(office, pack(2))
    assert "sudah ada" in take(office, pack(2))
    assert told(office, "pack.refused") == []


def test_a_pack_that_no_longer_passes_when_its_moment_comes_is_refused_then(office: Office) -> None:
    take(office, pack(1))
    office.desk.activate(OwnShelf(office.db), MORNING)
    take(office, pack(2))

    def strict(_contents: bytes) -> None:
        raise ContentsError("sebuah layanan hilang")

    office.desk._checks = {PackKind.CATALOGUE: strict}
    assert office.desk.activate(OwnShelf(office.db), MORNING) == []
    assert states(office) == {1: PackState.IN_FORCE}
    assert told(office, "pack.refused")[0]["reason"] == "no-longer-good"


def test_when_the_one_in_force_is_broken_the_one_before_counts(office: Office) -> None:
    for version in (1, 2):
        take(office, pack(version, b"v%d" % version))
        office.desk.activate(OwnShelf(office.db), MORNING)
    office.db.conn.execute("UPDATE pack SET data = x'00' WHERE version = 2")
    in_force = office.desk.in_force(office.db, PackKind.CATALOGUE)
    assert in_force is not None
    assert in_force.contents == b"v1"


def test_a_run_fetches_what_is_new_once_and_the_hub_learns_what_is_in_force(office: Office) -> None:
    offer(office, pack(1))
    offer(office, pack(2, b"bad"))
    assert office.sync().outcome is Outcome.SYNCED
    assert states(office) == {1: PackState.WAITING}
    office.sync()
    assert office.hub.pack_reads == 1
    office.desk.activate(OwnShelf(office.db), MORNING)
    office.sync()
    assert b'"pack.in_force"' in office.held()[-1]
    assert any(b'"bad-contents"' in line for line in office.held())


def test_the_trickle_by_day_leaves_packs_to_the_night(office: Office) -> None:
    offer(office, pack(1))
    office.sync("trickle")
    assert states(office) == {}
    office.sync("window")
    assert states(office) == {1: PackState.WAITING}


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"../etc/passwd":"x"}',
        b'{"/a.yaml":"x"}',
        b'{"a.yaml":1}',
        b'{"A.yaml":"x"}',
        b'{"a.yaml.exe":"x"}',
    ],
)
def test_a_catalogue_pack_that_is_no_set_of_files_is_refused(contents: bytes) -> None:
    with pytest.raises(ContentsError):
        pack_files(contents)


def test_the_files_of_a_catalogue_pack_are_read_back() -> None:
    assert pack_files(b'{"jht.yaml":"a: 1","life-long.yaml":""}') == {"jht.yaml": "a: 1", "life-long.yaml": ""}


def test_a_hub_that_is_busy_while_a_pack_is_fetched_is_asked_for_it_again(office: Office) -> None:
    offer(office, pack(1))
    refusals = iter([(503, {"Retry-After": "900"}, b"")])

    def way(hub: SmallHub, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        fetching = path.startswith("/v1/packs/srg/")
        return (next(refusals, None) if fetching else None) or hub.handle(method, path, body, headers)

    office.client.way = way
    assert office.sync().outcome is Outcome.SYNCED
    assert states(office) == {}
    office.sync()
    assert states(office) == {1: PackState.WAITING}


def test_what_was_refused_is_looked_at_again_once_program_or_settings_are_others(office: Office) -> None:
    offer(office, pack(1, min_program="0.2"))
    for _ in range(2):
        office.sync()
        assert [event["reason"] for event in told(office, "pack.refused")] == ["program-too-old"]
    newer = replace(CONFIG, program="0.2")
    office.desk = PackDesk(newer, office.clock, {PackKind.CATALOGUE: check_catalogue}, conditions="0.2")
    office.sync()
    assert states(office) == {1: PackState.WAITING}
    office.sync()
    assert len(told(office, "pack.refused")) == 1
