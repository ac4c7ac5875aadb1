"""What is found out about a printer by asking it, and only what it really does counts."""

import pytest

from printers.faults import Fault
from printers.probing import Found, family_of, probe
from printers.profiles import Confirmation, names, profile
from printers.status import Trouble
from printers.transport import LinkLostError, transport_factory
from tests.clock import SimulatedClock
from tests.printers.simulation import simulated_printer


def found(name: str, confirmation: Confirmation | None = None, fault: Fault | None = None) -> Found:
    """What the probe says of a virtual printer of this family."""
    clock = SimulatedClock()
    printer = simulated_printer(clock, profile(name), confirmation=confirmation)
    if fault is not None:
        printer.turn(fault, True)
    told = probe(transport_factory("virtual:", clock.monotonic_ms, printer)(), clock.monotonic_ms)
    assert printer.papers == ()
    assert fault is not None or not printer.unfinished, "a probe leaves nothing on the paper"
    return told


@pytest.mark.parametrize("name", ["epson-80", "epson-t88", "custom-80", "bixolon-80", "xprinter-80"])
def test_a_printer_that_says_who_it_is_is_known_with_its_way_to_confirm(name: str) -> None:
    told = found(name)
    assert (told.family.name, told.recognized) == (name, True)
    assert told.confirmation is profile(name).confirmation
    assert told.status.trouble is None


def test_what_its_family_promises_is_tried_and_not_believed() -> None:
    assert found("epson-80", Confirmation.FENCE).confirmation is Confirmation.FENCE
    assert found("epson-80", Confirmation.STATUS_ONLY).confirmation is Confirmation.STATUS_ONLY


@pytest.mark.parametrize("name", ["generic-80", "generic-58"])
def test_one_that_says_nothing_is_taken_for_the_most_careful_family(name: str) -> None:
    told = found(name, Confirmation.NONE)
    assert (told.family.name, told.recognized, told.confirmation.level) == ("generic-80", False, 4)
    assert (told.maker, told.model) == ("", "")


def test_a_printer_in_trouble_is_asked_nothing_more() -> None:
    told = found("epson-80", fault=Fault.COVER_OPEN)
    assert told.status.trouble is Trouble.COVER_OPEN
    assert not told.recognized


def test_nobody_there_is_said() -> None:
    with pytest.raises(LinkLostError):
        found("epson-80", fault=Fault.CABLE_PULLED)


@pytest.mark.parametrize(
    ("maker", "model", "family"),
    [
        ("EPSON", "TM-T82III", "epson-80"),
        ("EPSON", "TM-T88VI", "epson-t88"),
        ("EPSON", "TM-m30III", "epson-80"),
        ("EPSON", "TM-T100", "epson-80"),
        ("CUSTOM SPA", "VKP80III", "custom-80"),
        ("BIXOLON", "SRP-350plusIII", "bixolon-80"),
        ("", "XP-80", "xprinter-80"),
        ("Acme", "Typewriter", None),
    ],
)
def test_makers_and_models_lead_to_families(maker: str, model: str, family: str | None) -> None:
    known = family_of(maker, model)
    assert (known.name if known else None) == family


def test_no_two_families_claim_the_same_word() -> None:
    words = [word for name in names() for word in profile(name).recognized_by]
    assert len(words) == len(set(words))
