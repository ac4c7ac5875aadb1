"""What a printer in a given state says: at once to what it obeys on arrival, in order to what stands in the text."""

from collections.abc import Set
from typing import Final

from printers.escpos_commands import Command, ProcessId, SendInfo, SendPaperSensor
from printers.faults import Fault, full_status, real_time_answer, sensor_byte
from printers.profiles import Confirmation, Profile

FULL: Final = 20
"""Custom's question among those of DLE EOT."""
MAKER: Final = 66
MODEL: Final = 67


def at_once(
    question: int,
    profile: Profile,
    confirmation: Confirmation,
    faults: Set[Fault],
    *,
    slip_in_mouth: bool,
    working: bool,
) -> bytes:
    """To DLE EOT `question`; nothing from one that tells nothing, or does not know the question."""
    if confirmation is Confirmation.NONE:
        return b""
    if question != FULL:
        return bytes((real_time_answer(faults, question),))
    return full_status(faults, slip_in_mouth=slip_in_mouth, working=working) if profile.full_status else b""


def in_order(command: Command, profile: Profile, confirmation: Confirmation, faults: Set[Fault]) -> bytes:
    """To a command that has just been carried out."""
    match command:
        case ProcessId(token) if confirmation is Confirmation.PROCESS_ID:
            return b"\x37\x22" + token + b"\x00"
        case SendPaperSensor() if confirmation not in (Confirmation.STATUS_ONLY, Confirmation.NONE):
            return bytes((sensor_byte(faults),))
        case SendInfo(which) if confirmation is not Confirmation.NONE:
            return _info(which, profile)
        case _:
            return b""


def _info(which: int, profile: Profile) -> bytes:
    """Its model is the first by which its family is known."""
    model = (*profile.recognized_by, "virtual")[0].upper().encode("ascii")
    told = {MAKER: b"PASTI", MODEL: model}.get(which)
    return b"" if told is None else b"_" + told + b"\x00"
