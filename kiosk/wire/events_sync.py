"""The events of synchronisation: epochs that fork, clocks that differ, packs that come into force."""

from typing import Final

from kiosk.wire.event_types import EventType, number, word

SYNC_EVENTS: Final = (
    EventType(
        "journal.forked",
        "The hub knows this epoch otherwise: the disk was restored or copied. Nothing is sent until TI settles it.",
        {"epoch": number("which epoch"), "seq": number("first event that differs")},
    ),
    EventType(
        "journal.retold",
        "The events of an old epoch that the hub never took follow, each told again as it was.",
        {"epoch": number("old epoch"), "from_seq": number("first of them"), "count": number("how many")},
    ),
    EventType(
        "clock.compared",
        "This clock's distance from the hub's has changed by two seconds or more since it was last told.",
        {"offset_ms": number("this clock minus the hub's, in milliseconds")},
    ),
    EventType(
        "pack.in_force",
        "From now on what a pack says counts.",
        {
            "kind": word("catalogue, calendar, …"),
            "version": number("version of the pack"),
            "sha256": word("hash of the signed pack"),
            "previous": number("version before; null: what the program brought along", optional=True),
        },
    ),
    EventType(
        "pack.not_used",
        "A pack that was in force does not hold at this start: the program is another one, or the disk has bent it.",
        {
            "kind": word("catalogue, calendar, …"),
            "version": number("version of the pack"),
            "sha256": word("hash of the signed pack"),
            "reason": word("why: bad-signature or bad-contents"),
            "instead": number("version that counts; null: what the program brought along", optional=True),
        },
    ),
    EventType(
        "pack.refused",
        "A pack was not taken; the one in force stays.",
        {
            "kind": word("catalogue, calendar, …, or unknown"),
            "version": number("version of the pack, 0 when unknown"),
            "sha256": word("hash of what came"),
            "reason": word("why: bad-signature, old, other-branch, program-too-old, bad-contents, …"),
        },
    ),
)
