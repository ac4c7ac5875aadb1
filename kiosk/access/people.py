"""People and what their role lets them do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never


class Role(StrEnum):
    """What somebody is to the branch or to the centre."""

    SATPAM = "satpam"
    PETUGAS = "petugas"
    SUPERVISOR = "supervisor"
    TI = "ti"
    BRANCH_HEAD = "branch-head"
    HEAD_OFFICE = "head-office"
    HUB_OPERATOR = "hub-operator"


class Right(StrEnum):
    """One thing a role may be allowed."""

    COPY_TICKETS = "copy-tickets"
    CALL_TICKETS = "call-tickets"
    SET_DAY = "set-day"
    """Quota, calendar, announcements."""
    SERVICE_KIOSK = "service-kiosk"
    """Sync, logs, update, leaving to the system."""
    SEE_BRANCH = "see-branch"
    """The monitor, of one's own branch."""
    SEE_ALL = "see-all"
    """The monitor, of every branch."""
    KEEP_PEOPLE = "keep-people"
    """Add, change and switch off people, and read the audit."""


RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.SATPAM: frozenset({Right.COPY_TICKETS}),
    Role.PETUGAS: frozenset({Right.CALL_TICKETS}),
    Role.SUPERVISOR: frozenset({Right.COPY_TICKETS, Right.CALL_TICKETS, Right.SET_DAY}),
    Role.TI: frozenset({Right.SERVICE_KIOSK}),
    Role.BRANCH_HEAD: frozenset({Right.SEE_BRANCH}),
    Role.HEAD_OFFICE: frozenset({Right.SEE_ALL}),
    Role.HUB_OPERATOR: frozenset({Right.SEE_ALL, Right.KEEP_PEOPLE}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can enter. `secret` is what `kiosk.access.secret` made of their PIN, never the PIN."""

    person_id: str
    """Short, chosen, e.g. 'sari'; it stands in every audit line."""
    name: str
    role: Role
    branch_id: str | None
    """None: not bound to one branch."""
    secret: str
    active: bool = True
    session_no: int = 0
    """Raised to end every session of this person at once."""

    def may(self, right: Right) -> bool:
        """True when this person's role gives `right`; somebody switched off has none."""
        return self.active and right in RIGHTS[self.role]

    def may_see(self, branch_id: str) -> bool:
        """True when this person may look at `branch_id`."""
        return self.may(Right.SEE_ALL) or (self.may(Right.SEE_BRANCH) and self.branch_id == branch_id)


def needs_branch(role: Role) -> bool:
    """True for roles that mean nothing without a branch."""
    match role:
        case Role.SATPAM | Role.PETUGAS | Role.SUPERVISOR | Role.BRANCH_HEAD:
            return True
        case Role.TI | Role.HEAD_OFFICE | Role.HUB_OPERATOR:
            return False
        case _ as unreachable:
            assert_never(unreachable)
