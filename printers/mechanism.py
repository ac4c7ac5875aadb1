"""The inside of the virtual printer: buffer, motor, blade and mouth, in the printer's own time."""

from typing import Final

from printers.clock import ClockMs
from printers.escpos_commands import Character, Command
from printers.escpos_reader import Reader
from printers.platen import Platen
from printers.profiles import Profile
from printers.tray import Tray

SLOWED: Final = 10
"""How many times slower a slow printer is."""


class Mechanism:
    """Carries out one command after the other, each as soon as the motor is free. Not safe for threads by itself."""

    def __init__(
        self,
        profile: Profile,
        clock_ms: ClockMs,
        *,
        speed_mm_per_s: float | None,
        own_mm_per_s: float | None,
        taken_after_ms: int | None,
    ) -> None:
        """Without a speed everything is printed at once; `own_mm_per_s` is what a slow printer is slow against."""
        self._profile = profile
        self._clock_ms = clock_ms
        self._speed_mm_per_s, self._own_mm_per_s = speed_mm_per_s, own_mm_per_s
        self._taken_after_ms = taken_after_ms
        self._reader = Reader()
        self._platen = Platen(profile)
        self._platen.kept.clear()  # as it comes from the factory
        self._since_cut = bytearray()
        self._busy_until_ms = 0
        self._in_mouth_ms: int | None = None
        self.tray = Tray(profile)
        self.executed = 0
        """Bytes carried out."""
        self.came_out = 0
        """Pieces that came off since somebody set this to 0."""
        self.slow = False

    def feed(self, data: bytes) -> None:
        """More bytes have come."""
        if not self._reader.pending:
            self.start_from_now()
        self._reader.feed(data)

    def start_from_now(self) -> None:
        """The motor stood still until now."""
        self._busy_until_ms = max(self._busy_until_ms, self._clock_ms())

    @property
    def pending(self) -> int:
        """Bytes in the buffer."""
        return self._reader.pending

    @property
    def room(self) -> int:
        """Bytes it would take. A command longer than the buffer is carried out as it comes, so it never fills it."""
        if self._reader.peek_length() == 0:
            return self._profile.buffer_bytes
        return max(self._profile.buffer_bytes - self._reader.pending, 0)

    @property
    def unfinished(self) -> bool:
        """Something waits to be printed, or to be cut off."""
        return self._reader.pending > 0 or not self._platen.blank

    @property
    def working(self) -> bool:
        """A command waits, or the motor turns."""
        return self._reader.pending > 0 or self._busy_until_ms > self._clock_ms()

    def due_ms(self) -> int:
        """Until the next thing happens by itself; 0 when nothing will."""
        return max(self._busy_until_ms - self._clock_ms(), 0) if self._reader.pending else 0

    def next_length(self) -> int:
        """Bytes of the command that is next and may begin now; 0 for none."""
        return 0 if self.due_ms() else self._reader.peek_length()

    def carry_out(self) -> Command | None:
        """The next command, on paper; None when none is whole."""
        found = self._reader.next()
        if found is None:
            return None
        command, raw = found
        self.executed += len(raw)
        self._since_cut.extend(raw)
        self._print(command)
        return command

    def kept_keys(self) -> list[bytes]:
        """Of the pictures in its memory, which outlast switching off."""
        return sorted(self._platen.kept)

    def clear(self) -> None:
        """What was received and not printed is gone."""
        self._reader.clear()
        self._platen.forget()

    def tear(self) -> None:
        """What hangs out is pulled off."""
        if not self._platen.blank:
            self._platen.tear()
            self._take_off()

    @property
    def slip_in_mouth(self) -> bool:
        """Cut and not taken yet."""
        since_ms, after_ms = self._in_mouth_ms, self._taken_after_ms
        return since_ms is not None and (after_ms is None or self._clock_ms() < since_ms + after_ms)

    def take_slip(self) -> None:
        """Somebody takes what lies in the mouth."""
        self._in_mouth_ms = None

    def _print(self, command: Command) -> None:
        pieces = len(self._platen.strips)
        moved = self._platen.obey(command)
        if moved:
            self._in_mouth_ms = None
            speed = self._own_mm_per_s and self._own_mm_per_s / SLOWED if self.slow else self._speed_mm_per_s
            if speed:
                self._busy_until_ms += round(1000 * self._profile.to_mm(moved) / speed)
        if len(self._platen.strips) > pieces:
            self._take_off()
            self._in_mouth_ms = max(self._clock_ms(), self._busy_until_ms)
        if not self._profile.cutter and not isinstance(command, Character) and not self._reader.pending:
            self._tear_at_bar()

    def _tear_at_bar(self) -> None:
        """Someone tears the slip off as soon as all of it has passed the bar."""
        if self._platen.strip.marks and self._platen.past_bar:
            self.tear()

    def _take_off(self) -> None:
        for strip in self._platen.strips:
            self.tray.drop(strip, bytes(self._since_cut))
            self._since_cut.clear()
            self.came_out += 1
        self._platen.strips.clear()
