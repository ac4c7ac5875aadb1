"""A whole kiosk without a face: its own data directory, a simulated clock, a post that the test empties."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

from kiosk.app import Kiosk, furnish, read_settings
from kiosk.ops.clock import SystemClock
from kiosk.visit.view import ScreenId
from tests.clock import SimulatedClock
from tests.talk import ROOT

NEWS_WITHIN_S = 5.0


class LivingClock(SimulatedClock):
    """The wall stands until the test moves it; below, real milliseconds pass, as the printer's deadlines need."""

    def monotonic_ms(self) -> int:
        """Real milliseconds, and those the test let pass."""
        return super().monotonic_ms() + SystemClock().monotonic_ms()


class Opened:
    """A started kiosk and the post of its visit's thread, which is the test's own."""

    def __init__(self, data_dir: Path, clock: SimulatedClock, **overrides: str) -> None:
        self.clock = clock
        self.post: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.sent: list[tuple[int, bytes]] = []
        furnishing = furnish()
        changes = {"kiosk.data_dir": str(data_dir)} | {k.replace("__", "."): text for k, text in overrides.items()}
        settings = read_settings(ROOT / "kiosk.toml", furnishing, changes)
        self.kiosk = Kiosk(
            settings, furnishing, clock, self.post.put, on_sent=lambda job, data: self.sent.append((job, data))
        )

    @property
    def screen(self) -> ScreenId:
        """What is shown."""
        return self.kiosk.visit.view().screen

    def choose(self, *choices: str) -> None:
        """One choice after the other, each offered where it is made."""
        for choice_id in choices:
            assert self.kiosk.visit.choose(choice_id), f"{self.screen} does not offer {choice_id}"

    def until(self, arrived: Callable[[], bool]) -> None:
        """Let answers in until `arrived`; fails when none comes for some seconds."""
        while not arrived():
            try:
                self.post.get(timeout=NEWS_WITHIN_S)()
            except Empty:
                raise AssertionError(f"no news came; {self.screen} is shown") from None

    def until_screen(self, screen: ScreenId) -> None:
        """Let answers in until `screen` is shown."""
        self.until(lambda: self.screen is screen)


@contextmanager
def opened(data_dir: Path, clock: SimulatedClock | None = None, **overrides: str) -> Iterator[Opened]:
    """A kiosk that is open while the block runs."""
    place = Opened(data_dir, clock or LivingClock(), **overrides)
    try:
        place.kiosk.start()
        yield place
    finally:
        place.kiosk.close()
