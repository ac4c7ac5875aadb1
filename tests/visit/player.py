"""A person at the kiosk, as a test plays one: taps what is offered, waits, looks."""

from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from kiosk.domain.branch import Branch, DigitRange, Lane, OpeningHours, Zone
from kiosk.domain.catalogue import Catalogue, parse_catalogue
from kiosk.domain.lifecycle import HoldCause, JobState, SlipKind
from kiosk.domain.slip import SlipStatus
from kiosk.visit.idle import BOUNCE_MS
from kiosk.visit.view import Choice, ScreenId, View
from kiosk.visit.visit import Visit
from tests.clock import A_TUESDAY_MORNING, SimulatedClock
from tests.i18n.sentences import ROOT, shipped_texts
from tests.visit.desk import FakeDesk

TEXTS = shipped_texts()

WORKDAY = (time(8, 0), time(15, 30))
SERANG = Branch(
    branch_id="serang",
    name="Kantor Cabang Serang",
    kiosk_id="k1",
    zone=Zone.WIB,
    address="Jalan Contoh 1, Serang",
    phone="175",
    lanes=(
        Lane("A", "Klaim", ("jht", "jp", "jkm", "jkk", "jkp", "belum-tahu")),
        Lane("B", "Layanan data peserta", ("data", "kartu", "jmo", "info", "pengaduan")),
        Lane("C", "Pendaftaran dan iuran", ("daftar", "iuran")),
    ),
    digits=DigitRange(1, 999),
    hours=OpeningHours((WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, None, None), kiosk_from=time(6, 0)),
)

RESIGNED = {"alasan": "berhenti", "cara-berhenti": "mengundurkan-diri"}
"""What a worker says who left by their own choice; everything else is 'Tidak yakin'."""


def shipped_catalogue() -> Catalogue:
    """The catalogue as it is shipped."""
    folder = ROOT / "assets" / "catalogue"
    return parse_catalogue({path.name: path.read_text("utf-8") for path in sorted(Path(folder).glob("*.yaml"))})


CATALOGUE = shipped_catalogue()


@dataclass
class Player:
    """One kiosk with its clock and its house, and a finger."""

    start: datetime = A_TUESDAY_MORNING
    branch: Branch = SERANG
    prompt: bool = True
    catalogue: Catalogue = CATALOGUE
    scanner: bool = False
    clock: SimulatedClock = field(init=False)
    desk: FakeDesk = field(init=False)
    visit: Visit = field(init=False)
    changes: int = 0

    def __post_init__(self) -> None:
        self.clock = SimulatedClock(self.start)
        self.desk = FakeDesk(self.clock, prompt=self.prompt)
        self.visit = Visit(
            self.desk, self.catalogue, TEXTS, self.branch, self.clock, on_change=self._count, scanner=self.scanner
        )

    # Looking

    @property
    def view(self) -> View:
        return self.visit.view()

    @property
    def screen(self) -> ScreenId:
        return self.view.screen

    @property
    def offered(self) -> list[str]:
        """Every choice that can be made now."""
        return [choice.choice_id for choice in self.all_choices if choice.enabled]

    @property
    def all_choices(self) -> tuple[Choice, ...]:
        view = self.view
        return (*view.choices, *view.bar)

    def choice(self, choice_id: str) -> Choice:
        """The choice with this id, shown disabled or not."""
        return next(choice for choice in self.all_choices if choice.choice_id == choice_id)

    # Acting

    def tap(self, *choice_ids: str) -> "Player":
        """Tap one choice after the other; each must be offered."""
        for choice_id in choice_ids:
            assert choice_id in self.offered, f"{choice_id} is not offered on {self.screen}: {self.offered}"
            assert self.visit.choose(choice_id)
        return self

    def wait(self, seconds: float, *, step_s: float = 0.5) -> "Player":
        """Let time pass as it does, with a tick every half second."""
        left = seconds
        while left > 0:
            self.clock.advance(seconds=min(step_s, left))
            left -= step_s
            self.visit.tick()
        return self

    def settle(self) -> "Player":
        """Wait until a touch after a wipe is heard again."""
        return self.wait(BOUNCE_MS / 1000)

    # Ways often gone

    def take_number(self, need: str = "need:jht") -> "Player":
        """From the first screen to a committed number."""
        return self.tap("start", "take", need, "take-number")

    def paper_out(self, job: int | None = None, kind: SlipKind = SlipKind.TICKET) -> "Player":
        """The slip came out and the printer proved it."""
        return self.paper(JobState.CONFIRMED, job=job, kind=kind)

    def paper(
        self,
        state: JobState,
        *,
        cause: HoldCause | None = None,
        asks: bool = False,
        job: int | None = None,
        kind: SlipKind = SlipKind.TICKET,
    ) -> "Player":
        """News of a slip, by default of this visit's ticket."""
        if job is None:
            number, printing = self.visit.state.number, self.visit.state.printing
            known = number.job_id if kind is SlipKind.TICKET and number is not None else printing.job_id
            job = known if known is not None else 99
        number = self.visit.state.number if kind is SlipKind.TICKET else None
        ticket_id = None if number is None else number.ticket.ticket_id
        self.visit.slip_changed(SlipStatus(job, kind, state, cause, asks, ticket_id))
        return self

    def find_nothing(self) -> "Player":
        """From the need picker through the finder to its end: 'Petugas akan membantu'."""
        self.tap("need:belum-tahu")
        while self.screen is ScreenId.FINDER:
            self.tap("answer:unsure")
        while self.view.title != "Petugas akan membantu":
            self.tap("found-no")
        return self.tap("found-yes")

    def come_back(self, code: str) -> "Player":
        """Hold a list before the scanner, or type its code."""
        self.tap("start", "code")
        self.visit.type_text(code)
        return self

    def answer_questions(self, answers: dict[str, str] = RESIGNED) -> "Player":
        """Answer the interview to its end; what is not in `answers` is 'Tidak yakin'."""
        for _ in range(20):
            if self.screen is not ScreenId.QUESTION:
                return self
            wanted = [f"answer:{answer}" for answer in answers.values() if f"answer:{answer}" in self.offered]
            self.tap(wanted[0] if wanted else "answer:unsure")
        raise AssertionError("the interview does not end")

    def _count(self) -> None:
        self.changes += 1
