"""What a receipt printer can be told, one class a command; the vocabulary of the virtual printer."""

from dataclasses import dataclass
from enum import Enum


class Style(Enum):
    """Settings that hold until changed."""

    ALIGN = "align"
    BOLD = "bold"
    INVERTED = "inverted"
    UNDERLINE = "underline"
    SIZE = "size"
    SMOOTH = "smooth"
    LINE_UNITS = "line-units"
    MODE = "mode"
    """ESC !: font, bold, double sizes and underline in one byte."""


@dataclass(frozen=True, slots=True)
class Character:
    """One printable byte."""

    value: int


@dataclass(frozen=True, slots=True)
class LineFeed:
    """End of line; `lines` more than one for ESC d."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Feed:
    """ESC J: print what is buffered and feed."""

    units: int


@dataclass(frozen=True, slots=True)
class SetStyle:
    """A setting and its raw value; None puts the default back."""

    style: Style
    value: int | None


@dataclass(frozen=True, slots=True)
class Initialize:
    """ESC @."""


@dataclass(frozen=True, slots=True)
class QrSetting:
    """GS ( k fn 67 (size) or 69 (level)."""

    function: int
    value: int


@dataclass(frozen=True, slots=True)
class QrStore:
    """GS ( k fn 80."""

    data: bytes


@dataclass(frozen=True, slots=True)
class QrPrint:
    """GS ( k fn 81."""


@dataclass(frozen=True, slots=True)
class Raster:
    """GS v 0."""

    width_bytes: int
    rows: int
    data: bytes
    across: int = 1
    """Dots each bit is wide, 1 or 2; `down`: dots it is high."""
    down: int = 1


@dataclass(frozen=True, slots=True)
class KeyListRequest:
    """GS ( L fn 64: which pictures are kept?"""


@dataclass(frozen=True, slots=True)
class PictureDefinition:
    """GS ( L fn 67: keep this picture under this key, across switching off."""

    key: bytes
    width_bytes: int
    rows: int
    data: bytes


@dataclass(frozen=True, slots=True)
class PicturePrint:
    """GS ( L fn 69: print the picture kept under this key; nothing when there is none."""

    key: bytes


@dataclass(frozen=True, slots=True)
class CutPaper:
    """GS V; `feed_units` None means: just where the paper is, without feeding to the blade."""

    partial: bool
    feed_units: int | None


@dataclass(frozen=True, slots=True)
class ProcessId:
    """GS ( H fn 48."""

    token: bytes


@dataclass(frozen=True, slots=True)
class SendPaperSensor:
    """GS r 1."""


@dataclass(frozen=True, slots=True)
class AutoStatusMask:
    """GS a."""

    mask: int


@dataclass(frozen=True, slots=True)
class SendInfo:
    """GS I."""

    which: int


@dataclass(frozen=True, slots=True)
class RealTime:
    """DLE …: obeyed on arrival, not in order."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Ignored:
    """A command that changes nothing on paper here."""

    data: bytes


Command = (
    Character
    | LineFeed
    | Feed
    | SetStyle
    | Initialize
    | QrSetting
    | QrStore
    | QrPrint
    | Raster
    | KeyListRequest
    | PictureDefinition
    | PicturePrint
    | CutPaper
    | ProcessId
    | SendPaperSensor
    | AutoStatusMask
    | SendInfo
    | RealTime
    | Ignored
)
