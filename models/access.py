"""Who may do what: roles, permissions and the person acting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

CONFIRMED_LASTS: Final = timedelta(minutes=5)
"""How long an action may rely on a passphrase that was typed once more."""


class Role(Enum):
    """What a member of staff does here; a person may hold several."""

    FACILITATOR = "facilitator"
    CO_FACILITATOR = "co-facilitator"
    DIGITAL_COACH = "digital coach"
    PEER_LEAD = "peer lead"
    FRONT_DESK = "front desk"
    ADMINISTRATOR = "administrator"
    PROGRAM = "program"
    """Laurel itself: opening the records, checks, backups."""


CLINICAL_ROLES: Final = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR, Role.DIGITAL_COACH})
TEAM_ROLES: Final = CLINICAL_ROLES | {Role.PEER_LEAD}
"""Roles that reach the groups of their team; the others work for the whole clinic."""


class Permission(Enum):
    """One thing that a use case lets a person do or see."""

    READ_PROFILE = auto()
    CHANGE_PROFILE = auto()
    READ_STAFF = auto()
    MANAGE_STAFF = auto()
    KEEP_OWN_ACCOUNT = auto()
    PASS_CLINICAL_KEY = auto()
    READ_PEOPLE = auto()
    READ_CONTACT = auto()
    CHANGE_PEOPLE = auto()
    IMPORT_PEOPLE = auto()
    READ_CONSENT = auto()
    RECORD_CONSENT = auto()
    READ_PROGRAMME = auto()
    PLAN_COHORT = auto()
    ENROL = auto()
    READ_ATTENDANCE = auto()
    RECORD_ATTENDANCE = auto()
    CLOSE_SESSION = auto()
    READ_OUTCOMES = auto()
    RECORD_OUTCOMES = auto()
    READ_FORMS_DUE = auto()
    READ_RECOGNITION = auto()
    PROPOSE_RECOGNITION = auto()
    APPROVE_RECOGNITION = auto()
    READ_CEREMONY = auto()
    PREPARE_CEREMONY = auto()
    PRESENT_CEREMONY = auto()
    READ_CERTIFICATES = auto()
    ISSUE_CERTIFICATES = auto()
    SAVE_LISTS = auto()
    """Take a list of people out of Laurel as a file."""
    READ_AUDIT = auto()
    EXPORT_PERSON = auto()
    """Hand out everything that is kept about one person."""
    KEEP_PRIVACY = auto()
    """Decide how long records are kept, and erase people; both are for the whole clinic, so no group's team may."""
    LEAVE_TRACE = auto()
    """Have an export or print audited; every role has it, since an audit entry must never be refused."""
    CHECK_CLINIC = auto()
    BACK_UP = auto()
    """List the backups, make one and check one."""
    KEEP_BACKUPS = auto()
    """Choose the second place of the backups."""


_STAFF: Final = frozenset(Role) - {Role.PROGRAM}
_LEADS: Final = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR})
_DESK: Final = frozenset({Role.FRONT_DESK, Role.ADMINISTRATOR})
_OFFICE: Final = _LEADS | _DESK

# The matrix of roles and permissions; `tests/test_roles.py` calls every use case in every role against it.
RULES: Final[dict[Permission, frozenset[Role]]] = {
    Permission.READ_PROFILE: _STAFF | {Role.PROGRAM},
    Permission.CHANGE_PROFILE: frozenset({Role.ADMINISTRATOR, Role.PROGRAM}),
    Permission.READ_STAFF: _STAFF | {Role.PROGRAM},
    Permission.MANAGE_STAFF: frozenset({Role.ADMINISTRATOR, Role.PROGRAM}),
    Permission.KEEP_OWN_ACCOUNT: _STAFF | {Role.PROGRAM},
    Permission.PASS_CLINICAL_KEY: CLINICAL_ROLES,
    Permission.READ_PEOPLE: _STAFF,
    Permission.READ_CONTACT: CLINICAL_ROLES | _DESK,
    Permission.CHANGE_PEOPLE: _OFFICE,
    Permission.IMPORT_PEOPLE: _OFFICE,
    Permission.READ_CONSENT: _STAFF,
    Permission.RECORD_CONSENT: _OFFICE,
    Permission.READ_PROGRAMME: _STAFF | {Role.PROGRAM},
    Permission.PLAN_COHORT: _OFFICE,
    Permission.ENROL: _OFFICE,
    Permission.READ_ATTENDANCE: _STAFF,
    Permission.RECORD_ATTENDANCE: CLINICAL_ROLES | {Role.FRONT_DESK},
    Permission.CLOSE_SESSION: _LEADS,
    Permission.READ_OUTCOMES: CLINICAL_ROLES,
    Permission.RECORD_OUTCOMES: CLINICAL_ROLES,
    Permission.READ_FORMS_DUE: CLINICAL_ROLES | _DESK,
    Permission.READ_RECOGNITION: _STAFF,
    Permission.PROPOSE_RECOGNITION: _LEADS,
    Permission.APPROVE_RECOGNITION: _LEADS,
    Permission.READ_CEREMONY: _STAFF,
    Permission.PREPARE_CEREMONY: _LEADS | {Role.PEER_LEAD},
    Permission.PRESENT_CEREMONY: _LEADS | {Role.PEER_LEAD},
    Permission.READ_CERTIFICATES: _STAFF,
    Permission.ISSUE_CERTIFICATES: _OFFICE,
    Permission.SAVE_LISTS: CLINICAL_ROLES | _DESK,
    Permission.READ_AUDIT: frozenset({Role.ADMINISTRATOR}),
    Permission.EXPORT_PERSON: _LEADS | {Role.ADMINISTRATOR},
    Permission.KEEP_PRIVACY: frozenset({Role.ADMINISTRATOR, Role.PROGRAM}),
    Permission.LEAVE_TRACE: _STAFF | {Role.PROGRAM},
    Permission.CHECK_CLINIC: _STAFF | {Role.PROGRAM},
    Permission.BACK_UP: _OFFICE,
    Permission.KEEP_BACKUPS: frozenset({Role.ADMINISTRATOR}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person acting, or Laurel itself."""

    id: UUID
    name: str
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        """Tell whether one of this person's roles has the permission."""
        return not self.roles.isdisjoint(RULES[permission])

    def may_everywhere(self, permission: Permission) -> bool:
        """Tell whether a role that works for the whole clinic has the permission, so that teams do not matter."""
        return not self.roles.isdisjoint(RULES[permission] - TEAM_ROLES)

    @property
    def is_clinical(self) -> bool:
        """Whether one of the roles is clinical: answers, scores and alerts may be shown to this person."""
        return not self.roles.isdisjoint(CLINICAL_ROLES)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Whose passphrase was typed once more, and when; only `Clinic.confirm` and opening a clinic give it."""

    staff: UUID
    at: datetime
