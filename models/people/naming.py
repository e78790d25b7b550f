"""Names as they are displayed: the only module that formats one, so that consent is applied in one place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.text import first_cluster

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID


class Level(StrEnum):
    """How much of a name a person agreed to have shown, from the most to the least; code compares by this order."""

    FULL = "full"
    FIRST_INITIAL = "first and initial"
    FIRST = "first"
    INITIALS = "initials"
    NICKNAME = "nickname"
    ANONYMOUS = "anonymous"
    UNMENTIONED = "unmentioned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The parts of a person's name, and the birth date that tells namesakes apart."""

    id: UUID
    given: str
    family: str
    preferred: str = ""
    nickname: str = ""
    born: date | None = None

    @property
    def first(self) -> str:
        """What the person is called by: the preferred name, else the given, else the only one."""
        return self.preferred or self.given or self.family


@dataclass(frozen=True, slots=True)
class PersonLabel:
    """A person's name as staff read it; a table shows the two parts in one cell, the second one greyed."""

    name: str
    """As written: preferred or given, then family."""
    distinguisher: str = ""
    """What tells namesakes apart, such as the year of birth; "" where nobody shares the name."""

    @property
    def in_list(self) -> str:
        """One line of a list, shown or spoken: "Anna Berg 1988"."""
        return f"{self.name} {self.distinguisher}".strip()

    @property
    def in_text(self) -> str:
        """In a sentence, as a heading, or on a paper: "Anna Berg (1988)"."""
        return f"{self.name} ({self.distinguisher})" if self.distinguisher else self.name


def full_name(identity: Identity) -> str:
    """Give the name as written: preferred or given, then family."""
    if not identity.given:
        return identity.preferred or identity.family
    return f"{identity.first} {identity.family}".strip()


def legal_name(identity: Identity) -> str:
    """Give the name for documents: given and family, without the preferred name."""
    return f"{identity.given} {identity.family}".strip() or identity.preferred


def shown_name(identity: Identity, level: Level) -> str | None:
    """Give the name at this level, "" for an anonymous person, None for one who is not mentioned.

    A nickname that was never chosen gives "", as for an anonymous person: the least revealing reading.
    """
    match level:
        case Level.FULL:
            return full_name(identity)
        case Level.FIRST_INITIAL:
            return f"{identity.first} {initial(identity.family)}".strip() if identity.given else identity.first
        case Level.FIRST:
            return identity.first
        case Level.INITIALS:
            return initial(identity.first) + initial(identity.family if identity.given else "")
        case Level.NICKNAME:
            return identity.nickname
        case Level.ANONYMOUS:
            return ""
        case Level.UNMENTIONED:
            return None


def initial(name: str) -> str:
    """Give the first character as people count them, with a full stop; "" for no name."""
    return f"{first_cluster(name).title()}." if name else ""


def labels(identities: Iterable[Identity]) -> dict[UUID, PersonLabel]:
    """Give by id how staff lists call these people, namesakes among them told apart.

    Their year of birth does where it is enough, else the date, and a number where even that is the same.
    """
    namesakes: dict[str, list[Identity]] = {}
    for identity in identities:
        namesakes.setdefault(full_name(identity), []).append(identity)
    return {
        id_: PersonLabel(name, said)
        for name, people in namesakes.items()
        for id_, said in _distinguishers(people).items()
    }


def _distinguishers(people: list[Identity]) -> dict[UUID, str]:
    if len(people) == 1:
        return {people[0].id: ""}
    years = Counter(one.born.year for one in people if one.born)
    said = {one.id: "" if one.born is None else _birth(one.born, by_year=years[one.born.year] == 1) for one in people}
    shared = Counter(said.values())
    numbers = Counter[str]()  # given in the order of the ids, so that each person keeps their number
    for one in sorted(people, key=lambda person: person.id):
        birth = said[one.id]
        if shared[birth] > 1:
            numbers[birth] += 1
            said[one.id] = f"{birth} ({numbers[birth]})".strip()
    return said


def _birth(born: date, *, by_year: bool) -> str:
    return str(born.year) if by_year else born.isoformat()
