"""A piece of paper that came out of the virtual printer, to be read, measured and looked at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printers.profiles import Profile
from printers.strip import Strip, read_text

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class VirtualPaper:
    """One piece of paper that came out, and the bytes that made it."""

    strip: Strip
    data: bytes
    profile: Profile

    @property
    def whole(self) -> bool:
        """Came off by the blade, not by tearing."""
        return self.strip.cut

    @property
    def length_mm(self) -> float:
        return self.profile.to_mm(self.strip.dots)

    def remembered(self) -> "VirtualPaper":
        """What is left when it has been thrown away: how long it was."""
        return VirtualPaper(Strip(dots=self.strip.dots, cut=self.strip.cut), b"", self.profile)

    def lines(self) -> list[str]:
        """What a person reads on it."""
        return read_text(self.strip)

    def picture(self) -> "Image":
        """A photo of it."""
        from printers.paper_picture import picture_of  # here: a kiosk that prints on a real printer draws nothing

        return picture_of([self.strip], self.profile)

    def png(self) -> bytes:
        """The photo as a file."""
        from printers.paper_picture import to_png  # here: likewise

        return to_png(self.picture())
