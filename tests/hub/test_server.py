"""What a kiosk is answered over HTTP: the contract of docs/sync.md, status by status."""

import asyncio
import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from starlette.testclient import TestClient

from kiosk.hub import enrolment, packs, server
from kiosk.hub.server import create_app
from kiosk.hub.store import HubStore, StoreFull, StoreUnavailable
from kiosk.wire.enrolment import Enrolment, seal_enrolment
from kiosk.wire.keys import key_ring
from kiosk.wire.pack import PackKind, seal_pack
from kiosk.wire.protocol import BATCHES, CURSOR, ENROL, PACK, PACKS, decode_cursor, decode_pack_list, path
from kiosk.wire.receipt import open_receipt
from kiosk.wire.request import Request, authorization
from tests.hub.centre import EPOCH, MORNING_MS, Centre, Sender
from tests.wire.letters import HUB_KEY, STRANGER

HUB = key_ring(HUB_KEY.public_key())


@pytest.fixture
def kiosk(centre: Centre) -> Sender:
    sender = Sender().work(10)
    centre.accept(sender)
    return sender


@pytest.fixture
def net(centre: Centre, kiosk: Sender) -> Iterator[TestClient]:
    """The hub, serving."""
    with TestClient(create_app(centre.hub), raise_server_exceptions=False) as client:
        yield client


def post(net: TestClient, sender: Sender, data: bytes):  # type: ignore[no-untyped-def]  # the test client's own type
    return net.post(path(BATCHES, sender.stream), content=data)


def signed(sender: Sender, of: str) -> dict[str, str]:
    """The header of a question about `of`."""
    told = Request(sender.stream.branch, sender.stream.kiosk, of, MORNING_MS)
    return {"Authorization": authorization(told, sender.key)}


def ask(net: TestClient, sender: Sender, of: str, **more: str):  # type: ignore[no-untyped-def]
    return net.get(of, headers=signed(sender, of) | more)


def test_a_batch_is_answered_with_a_receipt(net: TestClient, kiosk: Sender) -> None:
    answer = post(net, kiosk, kiosk.batch())
    assert answer.status_code == 200
    assert open_receipt(answer.content, HUB).upto == 30


def test_a_gap_is_answered_with_where_to_go_on(net: TestClient, kiosk: Sender) -> None:
    answer = post(net, kiosk, kiosk.batch(11, 20))
    assert (answer.status_code, answer.json()["error"], answer.json()["last_hash"]) == (409, "gap", None)
    post(net, kiosk, kiosk.batch(1, 10))
    answer = post(net, kiosk, kiosk.batch(21, 30))
    assert (answer.json()["last_seq"], answer.json()["last_hash"]) == (10, kiosk.hashes[10].hex())
    assert answer.json()["sentence"]


def test_a_fork_is_answered_as_one(net: TestClient, kiosk: Sender) -> None:
    post(net, kiosk, kiosk.batch(1, 10))
    other = Sender().work(12)
    other.lines[4] = b"[5,1]"
    rewritten = Sender()
    for line in other.lines:
        rewritten.append(line)
    answer = post(net, kiosk, rewritten.batch(1, 12))
    assert (answer.status_code, answer.json()["error"], answer.json()["seq"]) == (422, "fork", 5)


def test_who_is_unknown_or_taken_back_is_told_so(net: TestClient, centre: Centre, kiosk: Sender) -> None:
    stranger = Sender(kiosk="k9").work(1)
    assert post(net, stranger, stranger.batch()).json()["error"] == "not-enrolled"
    assert ask(net, stranger, path(CURSOR, stranger.stream)).status_code == 401
    centre.store.write(lambda session: enrolment.revoke(session, "srg", "k1", why="uji", at_ms=1))
    for answer in (post(net, kiosk, kiosk.batch()), ask(net, kiosk, path(CURSOR, kiosk.stream))):
        assert (answer.status_code, answer.json()["error"]) == (403, "revoked")


def test_too_much_is_cut_off_before_it_is_in_memory(net: TestClient, kiosk: Sender) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield bytes(100_000)

    assert post(net, kiosk, bytes(5_000_000)).status_code == 413
    answer = net.post(path(BATCHES, kiosk.stream), content=endless())
    assert (answer.status_code, answer.json()["error"]) == (413, "too-large")


def test_nonsense_is_refused_with_a_sentence_and_logged_once(
    net: TestClient, kiosk: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "kiosk.hub"):
        answer = post(net, kiosk, b"hello")
    assert (answer.status_code, answer.json()["error"]) == (400, "no-envelope")
    assert len(caplog.records) == 1


@pytest.mark.parametrize("header", ["", "Bearer abc", "Pasti", "Pasti !!!", "Pasti " + "A" * 9000])
def test_a_question_without_a_signature_is_refused(net: TestClient, kiosk: Sender, header: str) -> None:
    assert net.get(path(CURSOR, kiosk.stream), headers={"Authorization": header}).status_code == 400


def test_a_word_signed_for_another_path_or_kiosk_opens_nothing(net: TestClient, centre: Centre, kiosk: Sender) -> None:
    other = Sender(kiosk="k2", key=8)
    centre.accept(other)
    of = path(CURSOR, kiosk.stream)
    assert net.get(of, headers=signed(kiosk, path(PACKS, kiosk.stream))).status_code == 400
    assert net.get(of, headers=signed(other, of)).status_code == 400
    told = Request("srg", "k1", of, MORNING_MS)
    assert net.get(of, headers={"Authorization": authorization(told, STRANGER)}).status_code == 401


def test_the_cursor_tells_what_is_really_there(net: TestClient, centre: Centre, kiosk: Sender) -> None:
    of = path(CURSOR, kiosk.stream)
    nothing = decode_cursor(ask(net, kiosk, of).content)
    assert (nothing.last_seq, nothing.last_hash, nothing.events, nothing.receipt) == (0, None, 0, None)
    for until in (10, 20, 30):
        post(net, kiosk, kiosk.batch(until - 9, until))
        cursor = decode_cursor(ask(net, kiosk, of).content)
        assert (cursor.last_seq, cursor.first_seq, cursor.events) == (until, 1, until)
        assert cursor.last_hash == kiosk.hashes[until]
        assert cursor.receipt is not None
        assert open_receipt(cursor.receipt, HUB).upto == until


def test_joining_by_a_code_that_two_people_compare(net: TestClient, centre: Centre) -> None:
    new = Sender(kiosk="k3", key=9).work(1)
    told = Enrolment("srg", "k3", new.key.public_key(), bytes(range(32)), "0.1.0", MORNING_MS)
    request = seal_enrolment(told, new.key)
    for _ in range(2):
        answer = net.post(ENROL, content=request)
        assert (answer.status_code, answer.json()) == (202, {"state": "waiting"})
    (asking,) = centre.store.read(enrolment.waiting)
    assert asking.code == told.code
    centre.store.write(lambda session: enrolment.accept(session, told.code.lower(), by="uji", at_ms=1))
    assert net.post(ENROL, content=request).json() == {"state": "accepted"}
    assert post(net, new, new.batch()).status_code == 200


def test_an_enrolment_that_was_refused_stays_refused(net: TestClient, centre: Centre) -> None:
    told = Enrolment("srg", "k3", STRANGER.public_key(), bytes(32), "0.1.0", MORNING_MS)
    net.post(ENROL, content=seal_enrolment(told, STRANGER))
    centre.store.write(lambda session: enrolment.reject(session, told.code, 1))
    assert net.post(ENROL, content=seal_enrolment(told, STRANGER)).json()["error"] == "rejected"


def test_packs_are_listed_once_and_fetched_by_their_hash(net: TestClient, centre: Centre, kiosk: Sender) -> None:
    of = path(PACKS, kiosk.stream)
    empty = ask(net, kiosk, of)
    assert decode_pack_list(empty.content) == []
    envelope = seal_pack(PackKind.CATALOGUE, 3, b"{}", HUB_KEY, effective_from=datetime(2025, 2, 1))  # noqa: DTZ001
    other = seal_pack(PackKind.CATALOGUE, 4, b"{}", HUB_KEY, branch="pdg", effective_from=datetime(2025, 2, 1))  # noqa: DTZ001
    centre.store.write(lambda session: packs.trust(session, HUB_KEY.public_key()))
    for one in (envelope, other):
        centre.store.write(lambda session, one=one: packs.publish(session, one, 1))  # type: ignore[misc]
    assert ask(net, kiosk, of, **{"If-None-Match": empty.headers["ETag"]}).status_code == 200
    listed = ask(net, kiosk, of)
    (entry,) = decode_pack_list(listed.content)
    assert (entry.kind, entry.version, entry.bytes) == ("catalogue", 3, len(envelope))
    assert ask(net, kiosk, of, **{"If-None-Match": listed.headers["ETag"]}).status_code == 304
    wanted = path(PACK, kiosk.stream, sha256=entry.sha256.hex())
    assert ask(net, kiosk, wanted).content == envelope
    assert ask(net, kiosk, path(PACK, kiosk.stream, sha256=hashlib.sha256(other).hexdigest())).status_code == 404


class Broken:
    """A database that is away, or full."""

    def __init__(self, inner: HubStore, error: Exception) -> None:
        self._inner, self._error = inner, error

    def __getattr__(self, name: str) -> object:
        if name in {"read", "write"}:
            return self._fail
        return getattr(self._inner, name)

    def _fail(self, _work: object) -> object:
        raise self._error


@pytest.mark.parametrize(("error", "least_s"), [(StoreUnavailable("sibuk"), 1), (StoreFull("penuh"), 300)])
def test_a_database_that_is_away_or_full_is_a_kind_later(
    net: TestClient, centre: Centre, kiosk: Sender, error: Exception, least_s: int
) -> None:
    centre.ingest._store = Broken(centre.store, error)  # type: ignore[assignment]
    answer = post(net, kiosk, kiosk.batch())
    assert (answer.status_code, answer.json()["error"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) >= least_s


def test_more_batches_than_a_worker_can_hold_are_asked_to_come_later(
    net: TestClient, kiosk: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "AT_ONCE", 0)
    monkeypatch.setattr(server, "WAITING", 0)
    answer = post(net, kiosk, kiosk.batch())
    assert (answer.status_code, answer.json()["error"]) == (429, "busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_whoever_is_too_slow_is_let_go(net: TestClient, kiosk: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "timeout", lambda _s: _Over())
    assert post(net, kiosk, kiosk.batch()).status_code == 408


class _Over:
    async def __aenter__(self) -> None:
        raise TimeoutError

    async def __aexit__(self, *_: object) -> None: ...


def test_a_kiosk_that_had_nothing_to_send_was_heard(net: TestClient, centre: Centre, kiosk: Sender) -> None:
    from kiosk.hub import reading

    post(net, kiosk, kiosk.batch())
    centre.simulated.advance(hours=3)
    ask(net, kiosk, path(CURSOR, kiosk.stream))
    (status,) = centre.store.read(reading.kiosks)
    assert status.heard_ms == centre.clock.now_ms()
    assert status.received_ms == centre.clock.now_ms() - 3 * 3_600_000
    assert status.clock_ahead_ms == MORNING_MS - centre.clock.now_ms()


def test_strange_addresses_are_not_there(net: TestClient, kiosk: Sender) -> None:
    for of in ("/", "/v1/streams/srg/k1/x/cursor", f"/v1/streams/srg/../k1/{EPOCH}/cursor", "/v1/packs/"):
        assert net.get(of).status_code in {404, 405}
