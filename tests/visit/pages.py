"""An A4 printer for tests of the house behind a visit."""

from collections.abc import Callable

from kiosk.domain.checklist import Checklist, Held


class LatePages:
    """An A4 printer that answers when the test says so."""

    def __init__(self) -> None:
        self.done: list[Callable[[bool], None]] = []
        self.given_up = 0

    def print_list(self, _papers: Checklist, _held: dict[str, Held], done: Callable[[bool], None]) -> bool:
        self.done.append(done)
        return True

    def give_up(self) -> None:
        self.given_up += 1
