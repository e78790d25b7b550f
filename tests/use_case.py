"""What a line of the role matrix is made of: who may call a use case, how it keeps to groups, and a call of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from models.access import Confirmed, Role
from models.recognition.certificate import IssuedPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from models.work import Work

LETTERS: Final = {
    "F": Role.FACILITATOR, "C": Role.CO_FACILITATOR, "D": Role.DIGITAL_COACH, "P": Role.PEER_LEAD,
    "K": Role.FRONT_DESK, "A": Role.ADMINISTRATOR, "L": Role.PROGRAM,
}  # fmt: skip
STAFF, CLINICAL, LEADS, OFFICE, EVERYONE = "FCDPKA", "FCD", "FC", "FCKA", "FCDPKAL"


class Scope(Enum):
    """How a use case keeps to the groups of a team."""

    RECORD = "refuses what belongs to a group of another team"
    LIST = "leaves out what belongs to a group of another team"
    CLINIC = "is about no group"


@dataclass(frozen=True, slots=True)
class Place:
    """One group with something of everything."""

    cohort: UUID
    programme: UUID
    person: UUID
    enrolment: UUID
    meeting: UUID
    award: UUID
    ceremony: UUID
    cue: UUID
    run: UUID
    certificate: UUID
    name: str
    serial: str
    id: UUID
    """A new one."""

    @property
    def page(self) -> IssuedPage:
        """What would be written down of one more certificate."""
        return IssuedPage(
            id=self.id,
            serial="2026-0900-X",
            enrolment=self.enrolment,
            name_as_printed="Anna Berg",
            rule_text="",
            key_id="",
            media="",
            sha256="",
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One use case: who may call it, how it keeps to groups, and a call of it."""

    who: str
    scope: Scope
    call: Callable[[Any, Work, Place], object]


def record(who: str, call: Callable[[Any, Work, Place], object]) -> Case:
    return Case(who, Scope.RECORD, call)


def listed(who: str, call: Callable[[Any, Work, Place], object]) -> Case:
    return Case(who, Scope.LIST, call)


def clinic(who: str, *arguments: object, **words: object) -> Case:
    return Case(who, Scope.CLINIC, lambda f, w, _p: f(w, *arguments, **words))


def confirmed(who: str, *arguments: object, **words: object) -> Case:
    """Make a case of a use case that takes the passphrase of the person acting once more."""
    return Case(who, Scope.CLINIC, lambda f, w, _p: f(w, *arguments, confirmed=Confirmed(w.actor.id, w.now), **words))


def of_cohort(who: str, *arguments: object) -> Case:
    return record(who, lambda f, w, p: f(w, p.cohort, *arguments))


def of_person(who: str, *arguments: object) -> Case:
    return record(who, lambda f, w, p: f(w, p.person, *arguments))


def of_meeting(who: str) -> Case:
    return record(who, lambda f, w, p: f(w, p.meeting))


def of_ceremony(who: str) -> Case:
    return record(who, lambda f, w, p: f(w, p.ceremony))


def of_people(who: str, *arguments: object) -> Case:
    return listed(who, lambda f, w, p: f(w, [p.person], *arguments))


def saved(who: str) -> Case:
    return record(who, lambda f, w, p: f(w, p.cohort, confirmed=Confirmed(w.actor.id, w.now)))
