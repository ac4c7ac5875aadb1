"""Whatever way batches come, each event is in the hub once, and a receipt never tells more than what is there."""

import gzip

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.hub import counts, enrolment, reading
from kiosk.hub.alarms import close_alarms
from kiosk.hub.enrolment import Denied
from kiosk.hub.ingest import Landed, Via
from kiosk.hub.store import HubStore
from kiosk.hub.verifying import verify_all
from kiosk.wire.batch import MAX_BODY_BYTES
from kiosk.wire.envelope import Kind, seal
from kiosk.wire.refusal import Reason, Refused
from tests.clock import SimulatedClock
from tests.hub.centre import EPOCH, Centre, Sender, digest


@pytest.fixture
def kiosk(centre: Centre) -> Sender:
    """An accepted kiosk with thirty events."""
    sender = Sender().work(10)
    centre.accept(sender)
    return sender


def test_a_batch_lands_and_the_receipt_tells_how_far(centre: Centre, kiosk: Sender) -> None:
    receipt = centre.landed(kiosk.batch())
    assert (receipt.stream, receipt.upto, receipt.hash) == (kiosk.stream, 30, kiosk.hashes[30])
    assert centre.lines(kiosk.stream) == kiosk.lines


def test_the_same_batch_again_after_a_lost_answer_changes_nothing(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch(1, 20))
    receipt = centre.landed(kiosk.batch(1, 20))
    assert receipt.upto == 20
    assert centre.lines(kiosk.stream) == kiosk.lines[:20]


def test_of_an_overlap_only_what_is_new_is_written(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch(1, 20))
    outcome = centre.post(kiosk.batch(11, 30))
    assert isinstance(outcome, Landed)
    assert outcome.fresh == 10
    assert centre.lines(kiosk.stream) == kiosk.lines


def test_an_old_batch_that_comes_late_is_answered_with_all_the_hub_holds(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch(1, 10))
    centre.landed(kiosk.batch(11, 30))
    assert centre.landed(kiosk.batch(3, 8)).upto == 30


def test_a_batch_that_leaves_something_out_is_answered_with_where_the_hub_stands(centre: Centre, kiosk: Sender) -> None:
    assert centre.gap(kiosk.batch(11, 20)).last_hash is None
    centre.landed(kiosk.batch(1, 10))
    gap = centre.gap(kiosk.batch(21, 30))
    assert (gap.last_seq, gap.last_hash) == (10, kiosk.hashes[10])
    assert centre.lines(kiosk.stream) == kiosk.lines[:10]


@pytest.mark.parametrize(("first", "last"), [(21, 24), (15, 24), (11, 14), (1, 24)])
def test_a_copied_disk_raises_an_alarm_and_writes_nothing(centre: Centre, kiosk: Sender, first: int, last: int) -> None:
    copied = kiosk.copy()
    copied.lines, copied.hashes = kiosk.lines[:12], kiosk.hashes[:13]
    for number in range(12):
        copied.write("help.called", screen=f"s{number}")
    centre.landed(kiosk.batch(1, 20))
    fork = centre.fork(copied.batch(first, last))
    assert fork.seq == max(first, 13)
    assert centre.lines(kiosk.stream) == kiosk.lines[:20]
    (alarm,) = centre.store.read(reading.alarms)
    assert (alarm.kind, alarm.times, alarm.kiosk_id) == ("fork", 1, "k1")
    assert centre.store.write(lambda session: close_alarms(session, "srg", "k1", "fork", 1)) == 1
    assert centre.store.read(reading.alarms) == []
    centre.fork(copied.batch(first, last))
    assert [one.times for one in centre.store.read(reading.alarms)] == [2]
    centre.landed(kiosk.batch(21, 30))


def test_who_is_not_enrolled_is_not_heard(centre: Centre) -> None:
    with pytest.raises(Denied) as denied:
        centre.post(Sender().work(1).batch())
    assert denied.value.status == 401
    assert centre.count("event") == centre.count("stream_cursor") == 0


def test_a_key_that_was_taken_back_is_refused_from_then_on(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch(1, 20))
    centre.store.write(lambda session: enrolment.revoke(session, "srg", "k1", why="hilang", at_ms=1))
    with pytest.raises(Denied) as denied:
        centre.post(kiosk.batch(21, 30))
    assert denied.value.code == "revoked"
    assert centre.lines(kiosk.stream) == kiosk.lines[:20]


def test_a_new_computer_in_the_old_ones_place_begins_a_new_life(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch())
    new = Sender(epoch=EPOCH + (9 << 20), key=8).work(2)
    centre.accept(new, replace=True)
    centre.landed(new.batch())
    with pytest.raises(Denied):
        centre.post(kiosk.batch())
    assert centre.lines(kiosk.stream) == kiosk.lines
    assert centre.lines(new.stream) == new.lines
    assert not centre.store.read(reading.alarms)


def test_a_store_made_anew_under_the_old_key_is_taken_and_looked_at(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch())
    centre.landed(Sender(epoch=EPOCH + (9 << 20)).work(1).batch())
    centre.landed(Sender(epoch=EPOCH - (9 << 20)).work(1).batch())
    assert [alarm.kind for alarm in centre.store.read(reading.alarms)] == ["new-epoch", "old-epoch"]


def _signed(kiosk: Sender, body: bytes) -> bytes:
    return seal(Kind.BATCH, body, kiosk.key)


def _head(kiosk: Sender) -> bytes:
    return kiosk.batch()[len(b"PASTI\x00E1") + 1 + len("batch") + 8 + 4 : -64].partition(b"\n")[0]


HOSTILE = {
    "nothing": lambda _: b"",
    "no envelope": lambda _: b"\x00" * 5000,
    "cut short": lambda kiosk: kiosk.batch()[:-1],
    "one bit": lambda kiosk: kiosk.batch()[:-70] + bytes([kiosk.batch()[-70] ^ 1]) + kiosk.batch()[-69:],
    "another kind": lambda kiosk: seal(Kind.RECEIPT, b"{}", kiosk.key),
    "a stranger's signature": lambda kiosk: seal(
        Kind.BATCH, _head(kiosk) + b"\n", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    ),
    "no header": lambda kiosk: _signed(kiosk, b""),
    "deep JSON": lambda kiosk: _signed(kiosk, b"[" * 4000),
    "bad UTF-8": lambda kiosk: _signed(kiosk, b'{"branch":"\xff"}\n'),
    "a thousand million": lambda kiosk: _signed(
        kiosk, _head(kiosk).replace(b'"count":30', b'"count":1000000000') + b"\n" + gzip.compress(b"x\n")
    ),
    "a bomb": lambda kiosk: _signed(kiosk, _head(kiosk) + b"\n" + gzip.compress(bytes(50_000_000), 1)),
    "no gzip": lambda kiosk: _signed(kiosk, _head(kiosk) + b"\nabc"),
    "too long": lambda kiosk: _signed(kiosk, bytes(MAX_BODY_BYTES + 1)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_bytes_are_refused_and_nothing_else_happens(centre: Centre, kiosk: Sender, what: str) -> None:
    with pytest.raises((Refused, Denied)) as no:
        centre.post(HOSTILE[what](kiosk))
    assert str(no.value)
    assert centre.count("event") == centre.count("stream_cursor") == centre.count("alarm") == 0
    assert centre.landed(kiosk.batch()).upto == 30


def test_a_batch_sent_to_another_kiosks_address_is_refused(centre: Centre, kiosk: Sender) -> None:
    with pytest.raises(Refused) as no:
        centre.ingest.take(kiosk.batch(), Via.NET, expected=("srg", "k2"))
    assert no.value.reason is Reason.BAD_HEADER


def test_a_bad_event_is_parked_and_holds_up_nobody(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    kiosk = Sender()
    centre.accept(kiosk)
    kiosk.work(1)
    for line in (
        b"not JSON",
        b'[99,"kiosk.stopped",1,1,{}]',
        b"[" * 3000,
        b'[7,"ticket.taken",1,1,{"lane":3}]',
        b"\xff",
    ):
        kiosk.append(line)
    kiosk.append(b'[9,"ticket.taken",99999999999999999,1,{"lane":"A","language":"id","class":"regular"}]')
    kiosk.append(b'[10,"made.by.a.newer.program",1,1,{"x":1}]')
    kiosk.write("help.called", screen="need")
    assert centre.landed(kiosk.batch()).upto == 11
    centre.projector.catch_up()
    assert centre.lines(kiosk.stream) == kiosk.lines
    assert [one.seq for one in centre.store.read(reading.parked)] == [4, 5, 6, 7, 8, 9]
    assert len([record for record in caplog.records if "parked" in record.message]) == 1
    assert centre.store.read(lambda s: counts.by_day(s, "help", "2025-01-14", "2025-01-14"))[0].n == 1
    kiosk.write("kiosk.stopped")
    assert centre.landed(kiosk.batch(12)).parked == 6


def test_events_of_two_months_are_one_stream(centre: Centre, kiosk: Sender) -> None:
    centre.landed(kiosk.batch(1, 10))
    centre.simulated.jump(days=31)
    centre.landed(kiosk.batch(5, 20))
    centre.simulated.jump(days=-31)  # the hub's clock was wrong: months never fall along a stream
    centre.landed(kiosk.batch(21, 30))
    assert centre.lines(kiosk.stream) == kiosk.lines
    (report,) = verify_all(centre.store)
    assert (report.problem, report.sha256) == ("", digest(kiosk.lines))


def test_the_clock_of_a_kiosk_is_noted_from_the_net_only(store: HubStore) -> None:
    centre, kiosk = Centre(store, SimulatedClock()), Sender().work(2)
    centre.accept(kiosk)
    kiosk.wall_ms = centre.clock.now_ms() + 90_000
    centre.landed(kiosk.batch(1, 3))
    kiosk.wall_ms -= 86_400_000
    assert isinstance(centre.post(kiosk.batch(4, 6), Via.STICK), Landed)
    (status,) = centre.store.read(reading.kiosks)
    assert (status.clock_ahead_ms, status.via, status.app_version, status.lives) == (90_000, "stick", "0.1.0", 1)
