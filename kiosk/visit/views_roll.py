"""What the roll of paper means for a screen: a sentence for staff, and the way to the pictures where one is needed."""

from kiosk.domain.roll import Change, Outlook
from kiosk.visit.frame import Say, quiet
from kiosk.visit.lobby import Lobby
from kiosk.visit.view import Choice

ADVICE = {Change.SOON: "roll.soon", Change.BEFORE_OPENING: "roll.before-opening"}


def roll_line(outlook: Outlook, say: Say) -> str:
    """How long the roll lasts, in one sentence."""
    if outlook.change is Change.NOW:
        return say("roll.low", count=outlook.tickets)
    if not outlook.sure:
        return say("roll.unknown")
    if outlook.ends_minute is None:
        return say("roll.lasts", count=outlook.tickets)
    hour, minute = divmod(outlook.ends_minute, 60)
    return say("roll.ends", time=say("slip.time", hour=f"{hour:02d}", minute=f"{minute:02d}"))


def roll_notice(lobby: Lobby, say: Say) -> tuple[str, ...]:
    """Lines for whoever looks after the paper; none while it lasts."""
    outlook = lobby.roll
    if outlook is None or outlook.change is Change.NO:
        return ()
    advice = ADVICE.get(outlook.change)
    if outlook.change is Change.NOW or advice is None:
        return (roll_line(outlook, say),)
    ends = (roll_line(outlook, say),) if outlook.ends_minute is not None else ()
    return (*ends, say(advice))


def paper_care(lobby: Lobby, say: Say) -> tuple[Choice, ...]:
    """'Ganti kertas' on a screen that nobody has touched: only where paper or printer ask for it, or tell nothing."""
    wanted = lobby.roll is not None and lobby.roll.change is not Change.NO
    if not (wanted or lobby.printer_problem is not None or lobby.blind_printer):
        return ()
    return (quiet("paper-change", say("choice.paper-change"), icon="paper"),)
