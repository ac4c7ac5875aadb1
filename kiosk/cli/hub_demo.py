"""`kiosk hub demo`: a hub full of made data, so that its pages can be looked at before the first branch has joined."""

import logging
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.cli.asking import furnished
from kiosk.cli.hub_demo_kiosk import MadeClock, MadeKiosk
from kiosk.cli.hub_place import Place, in_words, store_at
from kiosk.cli.told import Code, Ended
from kiosk.domain.branch import Zone
from kiosk.domain.catalogue import Catalogue
from kiosk.hub import enrolment, reading
from kiosk.hub.ingest import Ingest, Via
from kiosk.hub.keys import hub_keys
from kiosk.hub.projecting import Fold, Projector
from kiosk.hub.store import HubStore
from kiosk.ops.clock import SystemClock
from kiosk.wire.batch import MAX_EVENTS, Origin, encode_batch
from kiosk.wire.enrolment import Enrolment
from kiosk.wire.envelope import Kind, seal
from kiosk.wire.events import checked
from kiosk.wire.line import chain, encode_line
from kiosk.wire.stream import Stream

LIVED: Final = {"serang": ("serang-1", "serang-2"), "cilegon": ("cilegon-1",), "padang": ("padang-1",)}
"""Branches whose days are lived through event by event; every other has a year of counted days only."""
NIGHT: Final = time(21, 40)
FORKED: Final = 40
"""The branch with a copied disk, where there are as many."""
_LANES: Final = {"A": 62, "B": 26, "C": 12}
_FAULTS: Final = ("paper-out", "cover-open", "cutter", "link")


def make_up(place: Place, branches: int, days: int) -> None:
    """Fill an empty hub with `branches` branches; three of them live through the last `days` days. Raises Ended."""
    rules = furnished().catalogue
    with store_at(place) as store, in_words(), _what_is_spoilt_on_purpose():
        if store.read(reading.branches):
            raise Ended(Code.REFUSED, "Hub ini sudah berisi: data contoh hanya dibuat di hub kosong.")
        today = SystemClock().now().astimezone(Zone.WIB.tz).date()
        store.write(lambda session: reading.mark_as_made(session, today.isoformat()))
        clock = MadeClock(SystemClock().now())
        fleet = Fleet(store, Ingest(store, clock, hub_keys(place.folder).receipt), clock)
        others = [f"contoh-{number:03d}" for number in range(1, branches - len(LIVED) + 1)]
        click.echo("Tiga kantor, hari demi hari …")
        fleet.live(rules, today, days)
        click.echo(f"{len(others)} kantor lain, setahun …")
        fleet.stand_by(others, today)
        papers = [row.document_ids[0] for row in rules.cases[0].rows]
        for branch in [*others, *LIVED]:
            _count_a_year(store, branch, today, until=days if branch in LIVED else 0, papers=papers)
        done = Projector(store).catch_up()
    click.echo(f"Selesai: {branches} kantor, {done} kejadian. Ini data contoh, dan hub menyebutnya begitu.")


@contextmanager
def _what_is_spoilt_on_purpose() -> Iterator[None]:
    """Is not told of in the log: the pages tell."""
    log = logging.getLogger("kiosk.hub")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


class Fleet:
    """The kiosks of the story, each accepted and heard by the hub's own ways in."""

    def __init__(self, store: HubStore, ingest: Ingest, clock: MadeClock) -> None:
        self._store = store
        self._ingest = ingest
        self._clock = clock
        self._draw = random.Random(325)  # noqa: S311 - the same story each time
        self._ends: dict[Stream, tuple[int, bytes]] = {}
        self._keys: dict[Stream, Ed25519PrivateKey] = {}

    def live(self, rules: Catalogue, today: date, count: int) -> None:
        """The last `count` days of the three branches, sent night by night."""
        days = [today - timedelta(days=ago) for ago in range(count, 0, -1)]
        with tempfile.TemporaryDirectory(dir=_fast_folder()) as folder:
            for branch, names in LIVED.items():
                for name in names:
                    self._clock.put(datetime.combine(days[0], time(5), Zone.WIB.tz))
                    kiosk = MadeKiosk(Path(folder), branch, name, rules, self._clock)
                    stream = Stream(branch, name, kiosk.epoch)
                    self._join(stream, branch.capitalize())
                    for day in days:
                        if day.weekday() < 5:
                            kiosk.live(day, self._draw.randrange(70, 130))
                            self._send(stream, kiosk.unsent(self._ends.get(stream, (0, b""))[0]), day)
                    kiosk.close()

    def stand_by(self, branches: list[str], today: date) -> None:
        """Two kiosks a branch that were heard last night; a few were not."""
        night = today - timedelta(days=1)
        for number, branch in enumerate(branches):
            for name in (f"{branch}-1", f"{branch}-2"):
                silent = number % 47 == 11
                day = night - timedelta(days=3) if silent else night
                stream = Stream(branch, name, int(datetime.combine(day, NIGHT, Zone.WIB.tz).timestamp()) << 20)
                self._clock.put(datetime.combine(day, time(6), Zone.WIB.tz))
                self._join(stream, f"Contoh {branch[-3:]}", _zone(number, len(branches)))
                lines = list(self._few(day, number))
                self._send(stream, lines, day, ahead_ms=540_000 if number % 61 == 7 else 300)
                if number == FORKED and name.endswith("-2"):  # a copied disk speaks up, with another first event
                    self._ends.pop(stream)
                    self._send(stream, [*lines[:1], lines[1] + b" ", *lines[2:]], day)

    def _few(self, day: date, number: int) -> Iterator[bytes]:
        """What a kiosk that was just set up tells."""
        at_ms = self._clock.now_ms()
        told: list[tuple[str, dict[str, str | int | bool | list[str] | None]]] = [
            ("journal.opened", {"reason": "created", "previous": None}),
            ("kiosk.started", {"unclean": False}),
            ("roll.installed", {"roll": 1, "kind": "new", "by": "satpam-no-pin"}),
            ("roll.metered", {"roll": 1, "used_mm": 1000 * (number * 7 % 79), "numbers": 9 * (number * 7 % 79)}),
            ("day.opened", {"day": day.isoformat()}),
        ]
        for seq, (kind, payload) in enumerate(told, 1):
            yield encode_line(seq, kind, at_ms + seq, checked(kind, payload).v, payload)
        if number % 53 == 30:
            low: dict[str, str | int | bool | list[str] | None] = {"roll": 1, "used_mm": 76_500}
            yield encode_line(len(told) + 1, "roll.low", at_ms + 9, checked("roll.low", low).v, low)
        if number % 83 == 5:
            yield b"a line that a failing disk has spoilt"

    def _join(self, stream: Stream, name: str, zone: Zone = Zone.WIB) -> None:
        key = self._keys[stream] = Ed25519PrivateKey.generate()
        now_ms = self._clock.now_ms()
        asked = Enrolment(stream.branch, stream.kiosk, key.public_key(), bytes(32), "0.1.0", now_ms)
        self._store.write(lambda session: enrolment.ask(session, asked, now_ms))
        self._store.write(lambda session: enrolment.accept(session, asked.code, by="contoh", at_ms=now_ms))
        self._store.write(
            lambda session: enrolment.ensure_branch(session, stream.branch, name=f"{name} (contoh)", zone=zone)
        )

    def _send(self, stream: Stream, lines: list[bytes], day: date, *, ahead_ms: int = 300) -> None:
        self._clock.put(datetime.combine(day, NIGHT, Zone.WIB.tz))
        seq, last = self._ends.get(stream, (0, stream.genesis))
        for start in range(0, len(lines), MAX_EVENTS):
            piece = lines[start : start + MAX_EVENTS]
            origin = Origin("0.1.0", "contoh", self._clock.now_ms() + ahead_ms, 1)
            body = encode_batch(stream, seq + 1, last, piece, origin)
            self._ingest.take(seal(Kind.BATCH, body, self._keys[stream]), Via.NET)
            for line in piece:
                seq, last = seq + 1, chain(last, line)
        self._ends[stream] = (seq, last)


def _count_a_year(store: HubStore, branch: str, today: date, *, until: int, papers: list[str]) -> None:
    """Counted days up to `until` days ago, as they stay when their events have been let go of (receiving month 0)."""
    draw = random.Random(branch)  # noqa: S311 - the same story each time
    size, fold = draw.uniform(40, 190), Fold(Zone.WIB)
    for ago in range(365, until, -1):
        day = today - timedelta(days=ago)
        if day.weekday() > 4:
            continue
        busy = (1.25 if day.weekday() == 0 else 1) * (1.3 if day.day < 6 else 1)
        _count_a_day(fold, draw, day.isoformat(), int(size * draw.uniform(0.8, 1.2) * busy), papers)
    stream = Stream(branch, f"{branch}-1", 0)
    store.write(lambda session: fold.write(session, stream))


def _count_a_day(fold: Fold, draw: random.Random, day: str, taken: int, papers: list[str]) -> None:
    told = [("ticket", lane, taken * share // 100) for lane, share in _LANES.items()]
    told += [("language", "id", taken * 94 // 100), ("language", "en", taken * 6 // 100)]
    told += [("missing", paper, int(taken * draw.uniform(0.01, 0.12))) for paper in papers[:8]]
    told += [("fault", draw.choice(_FAULTS), draw.randrange(0, 3)), ("slip", "confirmed", taken)]
    for subject, name, n in told:
        if n:
            fold.days[subject, day, name, 0] += n
            fold.months[subject, day[:7], name, 0] += n


def _zone(number: int, count: int) -> Zone:
    """The later branches lie in the east, as about a third of the country's do."""
    return Zone.WIB if number * 3 < count * 2 else Zone.WITA if number * 10 < count * 9 else Zone.WIT


def _fast_folder() -> str | None:
    """Memory, where there is some: the made kiosks' disks need not outlive this command."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own is made in it
