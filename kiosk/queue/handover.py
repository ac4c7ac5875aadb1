"""Whether a person got the number: told by paper, by themselves, or at the end of the visit by nobody."""

from typing import Final

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.domain.lifecycle import HANDOVER_ARROWS, Actor, Handover, HandoverEvent, JobEvent, SlipKind
from kiosk.domain.slip_arrows import LIVE
from kiosk.domain.ticket import Ticket
from kiosk.store import jobs, tickets
from kiosk.store.transaction import transaction
from kiosk.store.wiping import truncate_log

OFFER_YOUNGER_THAN_MS: Final = 5 * 60_000
"""After an unclean stop the last number is offered on the first screen while it is younger than this."""


def record_handover(
    db: Database, clock: Clock, ticket_id: str, handover: Handover, actor: Actor = Actor.PARTICIPANT
) -> Handover:
    """The person has it: on paper or noted. What was recorded before stands; the handover as it is then."""
    if handover not in (Handover.PAPER, Handover.NOTED):
        raise ValueError(f"a person has the number on paper or noted, not {handover}")
    with transaction(db):
        ticket = tickets.load_ticket(db, ticket_id)
        event = HandoverEvent.SLIP_CONFIRMED
        if handover is Handover.NOTED:
            event = HandoverEvent.SHOWN if ticket.handover is Handover.NONE else HandoverEvent.NOTED
        return _move(db, clock, ticket, event, actor)


def check_in(db: Database, clock: Clock, ticket_id: str, actor: Actor = Actor.PARTICIPANT) -> Handover:
    """Its code or ticket was shown: whoever holds it is here; the handover as it is then."""
    with transaction(db):
        return _move(db, clock, tickets.load_ticket(db, ticket_id), HandoverEvent.SHOWN, actor)


def end_visit(db: Database, clock: Clock, ticket_id: str | None) -> None:
    """The visit is over: a number that reached nobody says so, held slips wait for staff, checklists are wiped."""
    with transaction(db):
        if ticket_id is not None:
            _move(db, clock, tickets.load_ticket(db, ticket_id), HandoverEvent.VISIT_ENDED, Actor.KIOSK)
        had_checklist = _end_slips(db, clock)
    if had_checklist:
        truncate_log(db)


def end_unclaimed(db: Database, clock: Clock, ticket_id: str) -> None:
    """A number without a visit: it was committed when the person had gone, or nobody claimed it after a restart.

    It reached nobody and its own slips wait for staff; a visit that is open now is somebody else's and goes on.
    """
    with transaction(db):
        _move(db, clock, tickets.load_ticket(db, ticket_id), HandoverEvent.VISIT_ENDED, Actor.KIOSK)
        for job in jobs.jobs_of_ticket(db, ticket_id):
            if job.visit_open and job.state in LIVE:
                jobs.move_job(db, clock, job, JobEvent.VISIT_ENDED)
        jobs.close_visit_of(db, ticket_id)


def recover(db: Database, clock: Clock, *, unclean: bool) -> Ticket | None:
    """Once at start, before the press: adopt the slips of the visit that was cut off, offer its number or give it up.

    The ticket to offer for 60 s ("Ini nomor Anda?"), if any; answered by `record_handover(…, NOTED)`, `end_unclaimed`.
    """
    jobs.adopt_after_restart(db, clock)
    return offer_last_number(db, clock, unclean=unclean)


def offer_last_number(db: Database, clock: Clock, *, unclean: bool) -> Ticket | None:
    """The newest pending number after an unclean stop, when younger than five minutes; every other one becomes none."""
    with transaction(db):
        pending = tickets.pending_tickets(db)
        offered = pending[-1] if pending and unclean and _is_young(pending[-1], clock) else None
        for ticket in pending:
            if ticket is not offered:
                _move(db, clock, ticket, HandoverEvent.VISIT_ENDED, Actor.KIOSK)
    return offered


def _is_young(ticket: Ticket, clock: Clock) -> bool:
    # A clock that has jumped back tells no age: then nobody is asked.
    return 0 <= clock.now_ms() - ticket.issued_at_ms < OFFER_YOUNGER_THAN_MS


def _move(db: Database, clock: Clock, ticket: Ticket, event: HandoverEvent, actor: Actor) -> Handover:
    if (ticket.handover, event) not in HANDOVER_ARROWS:
        return ticket.handover
    return tickets.move_handover(db, clock, ticket, event, actor)


def _end_slips(db: Database, clock: Clock) -> bool:
    in_visit = jobs.jobs_in_visit(db)
    for job in in_visit:
        if job.state in LIVE:
            jobs.move_job(db, clock, job, JobEvent.VISIT_ENDED)
    jobs.close_visit(db)
    return any(job.kind is SlipKind.CHECKLIST for job in in_visit)
