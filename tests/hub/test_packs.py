"""Packs: only those of head office, only upwards, and a branch is offered what it may need."""

from datetime import datetime

import pytest

from kiosk.hub import enrolment, packs
from kiosk.hub.store import HubError
from kiosk.wire.pack import EVERY_BRANCH, PackKind, seal_pack
from tests.hub.centre import MORNING_MS, Centre
from tests.wire.letters import HUB_KEY, STRANGER


@pytest.fixture
def office(centre: Centre) -> Centre:
    """A hub that knows whose packs it takes."""
    centre.store.write(lambda session: packs.trust(session, HUB_KEY.public_key()))
    return centre


def made(
    version: int, *, starts: str = "2025-01-01T00:00", branch: str = EVERY_BRANCH, kind: str = "catalogue"
) -> bytes:
    return seal_pack(
        PackKind(kind), version, b"{}", HUB_KEY, effective_from=datetime.strptime(starts, "%Y-%m-%dT%H:%M"),  # noqa: DTZ007
        branch=branch,
    )  # fmt: skip


def publish(office: Centre, envelope: bytes) -> None:
    office.store.write(lambda session: packs.publish(session, envelope, 1))


def offered(office: Centre, branch: str = "srg") -> list[tuple[str, int]]:
    found = office.store.read(lambda session: packs.offered(session, branch, MORNING_MS))
    return [(one.kind, one.version) for one in found]


def test_nothing_is_taken_before_somebody_has_said_whose(centre: Centre) -> None:
    with pytest.raises(HubError, match="belum tahu kunci"):
        publish(centre, made(1))


def test_another_signer_and_a_changed_pack_are_refused(office: Centre) -> None:
    foreign = seal_pack(PackKind.CATALOGUE, 1, b"{}", STRANGER, effective_from=datetime(2025, 1, 1))  # noqa: DTZ001
    envelope = bytearray(made(1))
    envelope[-70] ^= 1
    for data in (foreign, bytes(envelope), b"", b"hello"):
        with pytest.raises(HubError, match="ditolak"):
            publish(office, data)
    assert offered(office) == []


def test_versions_only_grow(office: Centre) -> None:
    publish(office, made(5))
    publish(office, made(7, branch="srg"))
    for refused in (made(5), made(4), made(6, branch="srg"), made(7), made(5, branch="pdg")):
        with pytest.raises(HubError, match="versi hanya naik"):
            publish(office, refused)
    publish(office, made(6, branch="pdg"))
    publish(office, made(1, kind="calendar"))
    publish(office, made(8))


def test_a_branch_is_offered_what_is_in_force_the_one_before_and_what_is_to_come(office: Centre) -> None:
    for version in range(1, 5):
        publish(office, made(version))
    publish(office, made(5, starts="2025-01-14T08:01"))
    publish(office, made(6, starts="2026-01-01T00:00", branch="pdg"))
    assert offered(office) == [("catalogue", 5), ("catalogue", 4), ("catalogue", 3)]
    office.store.write(lambda session: enrolment.ensure_branch(session, "pdg", zone=enrolment.Zone.WIT))
    assert offered(office, "pdg") == [("catalogue", 6), ("catalogue", 5), ("catalogue", 4)]


def test_what_was_withdrawn_is_offered_no_more(office: Centre) -> None:
    publish(office, made(1))
    publish(office, made(2))
    assert office.store.write(lambda session: packs.withdraw(session, EVERY_BRANCH, "catalogue", 2, 1))
    assert not office.store.write(lambda session: packs.withdraw(session, EVERY_BRANCH, "catalogue", 2, 1))
    assert offered(office) == [("catalogue", 1)]
    with pytest.raises(HubError, match="versi hanya naik"):
        publish(office, made(2, starts="2025-02-01T00:00"))
