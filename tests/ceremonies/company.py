"""A group of made-up people for ceremonies: the consent mix that a stage must get right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from ceremonies.draft_script import make_ceremony
from leaderboards.nominees import GroupTotal, Moment, Nominee
from leaderboards.stage_name import StageName
from models.people.naming import Level
from models.recognition.script import StoredScript

if TYPE_CHECKING:
    from models.recognition.script import Script

GROUP = UUID("6f1f0000-0000-4000-8000-00000000000f")
UNMENTIONED = ("Wilhelmina Quist", "Quist", "Wilhelmina")
"""What must never be seen: she is in the group, counts, and is not mentioned."""
WITHDRAWS = "Oluwaseun Adéyẹmí"


@dataclass(frozen=True, slots=True)
class Company:
    """The nominees, and the names as they are permitted at the start."""

    nominees: tuple[Nominee, ...]
    names: dict[UUID, StageName | None]

    def reference(self, name: str) -> UUID:
        """Give the reference of the person shown under this name."""
        return next(one.reference for one in self.nominees if one.name.shown == name)


def stage_name(name: str) -> StageName:
    """Make a name as it may be shown; "" makes an anonymous one."""
    return StageName(name, Level.FULL if name else Level.ANONYMOUS)


def person(name: str, *moments: str, key: str = "") -> Nominee:
    """Make a nominee; without a name, an anonymous one."""
    said = moments or ("Took the first step and came to the group",)
    return Nominee(uuid5(GROUP, key or name), stage_name(name), tuple(map(Moment, said)))


def consent_mix() -> Company:
    """Make F6: 4 full, 3 first names (two the same), 2 nicknames, 2 anonymous; the twelfth is not mentioned at all."""
    shown = ("Siân ap Gruffydd", "محمد الأمين", "Đặng Thị Ánh", WITHDRAWS, "Anna", "Bo", "Sunflower", "{name} & <b>")
    nominees = [person(name, "Came back to the group after a break") for name in shown]
    nominees += [person("Anna", "Came to half of the sessions", key="the other Anna")]
    nominees += [person("", key="first of two"), person("", key="second of two")]
    names: dict[UUID, StageName | None] = {one.reference: one.name for one in nominees}
    names[uuid5(GROUP, UNMENTIONED[0])] = None
    return Company(tuple(nominees), names)


def script_for(company: Company, title: str = "Autumn graduation") -> Script:
    """Make the shipped ceremony for them; the total counts everybody, twelve people."""
    return make_ceremony(company.nominees, GroupTotal(131, 12, 12), title, ceremony=GROUP, starts="19:00")


def stored_for(company: Company) -> StoredScript:
    """Make the shipped ceremony for them as it is stored."""
    return StoredScript.of(script_for(company))
