"""What every screen has in common: its words, its choices, the bar at the bottom, the step one is at."""

from dataclasses import dataclass
from datetime import date, datetime, time

from kiosk.domain.dates import date_text
from kiosk.domain.texts import Texts
from kiosk.visit.lobby import Lobby
from kiosk.visit.state import State
from kiosk.visit.view import Choice, ChoiceKind, Detail, Presentation, ScreenId, View


@dataclass(frozen=True, slots=True)
class Say:
    """The texts in the language of this visit."""

    texts: Texts
    language: str

    def __call__(self, key: str, **values: str | int) -> str:
        """The sentence for `key`."""
        return self.texts.say(key, self.language, **values)

    def clock(self, moment: time | datetime) -> str:
        """'07.42'."""
        return self("slip.time", hour=f"{moment.hour:02d}", minute=f"{moment.minute:02d}")

    def day(self, day: date) -> str:
        """'Selasa, 14 Januari 2025'."""
        return date_text(day, self.texts, self.language)


def speaker(state: State, lobby: Lobby) -> Say:
    """The words of this visit's language."""
    return Say(lobby.texts, state.presentation.language)


def primary(choice_id: str, text: str, *, icon: str = "", enabled: bool = True) -> Choice:
    """The one thing most people will want."""
    return Choice(choice_id, text, ChoiceKind.PRIMARY, icon=icon, enabled=enabled)


def secondary(choice_id: str, text: str, *, icon: str = "", enabled: bool = True) -> Choice:
    """Another good way."""
    return Choice(choice_id, text, ChoiceKind.SECONDARY, icon=icon, enabled=enabled)


def quiet(choice_id: str, text: str, *, icon: str = "") -> Choice:
    """A way for few."""
    return Choice(choice_id, text, ChoiceKind.QUIET, icon=icon)


def card(choice_id: str, text: str, hint: str, icon: str) -> Choice:
    """A large card."""
    return Choice(choice_id, text, ChoiceKind.CARD, hint=hint, icon=icon)


def bar(say: Say, *, back: bool = True, finish: bool = True, help_: bool = True) -> tuple[Choice, ...]:
    """Back, finish, help: always three, always in the same slots; what leads nowhere here is shown disabled."""
    return (
        Choice("back", say("bar.back"), ChoiceKind.QUIET, icon="back", enabled=back),
        Choice("finish", say("bar.finish"), ChoiceKind.QUIET, icon="finish", enabled=finish),
        Choice("help", say("bar.help"), ChoiceKind.QUIET, icon="help", enabled=help_),
    )


def modes(say: Say, shown: Presentation) -> tuple[Choice, ...]:
    """Large text, contrast, low screen: one tap each, on and off."""
    return (
        Choice("mode:large", say("choice.large"), ChoiceKind.MODE, icon="text-larger", selected=shown.large),
        Choice("mode:contrast", say("choice.contrast"), ChoiceKind.MODE, icon="contrast", selected=shown.contrast),
        Choice("mode:low", say("choice.low"), ChoiceKind.MODE, icon="low-screen", selected=shown.low),
    )


def languages(lobby: Lobby, shown: Presentation) -> tuple[Choice, ...]:
    """One choice for each language that is complete and checked; a draft is never among them."""
    return tuple(
        Choice(
            f"language:{language.code}",
            language.name,
            ChoiceKind.MODE,
            icon="language",
            selected=language.code == shown.language,
        )
        for language in lobby.texts.offered()
    )


def screen(
    state: State,
    say: Say,
    screen_id: ScreenId,
    title: str,
    lead: str = "",
    *,
    choices: tuple[Choice, ...] = (),
    detail: Detail = None,
    bar_choices: tuple[Choice, ...] | None = None,
    step: tuple[int, int] | None = None,
    step_key: str = "step.visit",
    scans: bool = False,
) -> View:
    """One screen of this visit, with the bar that fits where it is."""
    return View(
        screen=screen_id,
        title=title,
        lead=lead,
        choices=choices,
        bar=bar(say, back=bool(state.trail)) if bar_choices is None else bar_choices,
        detail=detail,
        step=step,
        step_text="" if step is None else say(step_key, at=step[0], of=step[1]),
        scans=scans,
        presentation=state.presentation,
    )
