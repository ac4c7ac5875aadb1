"""An answer to the one question of a screen: a large card with a round mark instead of an arrow."""

from kiosk.ui.kit.choice_card import ChoiceCard


class AnswerCard(ChoiceCard):
    """As a choice card; the mark is an empty or a checked circle, so that a given answer is seen again on return."""

    least_mm = 28.0

    def _mark(self) -> tuple[str, str] | None:
        chosen = self._choice is not None and self._choice.selected
        return ("check-filled", "accent_ink") if chosen else ("circle", "line")
