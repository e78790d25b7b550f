"""A group of made-up people for ceremonies: the consent mix that a stage must get right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from ceremonies.draft_script import make_ceremony
from leaderboards.nominees import ANONYMOUS, GroupTotal, Nominee, Standing

if TYPE_CHECKING:
    from ceremonies.script import Script

GROUP = UUID("6f1f0000-0000-4000-8000-00000000000f")
UNMENTIONED = ("Wilhelmina Quist", "Quist", "Wilhelmina")
"""What must never be seen: she is in the group, counts, and is not mentioned."""
WITHDRAWS = "Oluwaseun Adéyẹmí"


@dataclass(frozen=True, slots=True)
class Company:
    """The nominees, and the names as they are permitted at the start."""

    nominees: tuple[Nominee, ...]
    names: dict[UUID, str | None]

    def reference(self, name: str) -> UUID:
        """Give the reference of the person shown under this name."""
        return next(one.reference for one in self.nominees if one.display_name == name)


def person(name: str, *moments: str, key: str = "") -> Nominee:
    """Make a nominee; without a name, an anonymous one."""
    standing = Standing.NAMED if name else Standing.ANONYMOUS
    moments = moments or ("Took the first step and came to the group",)
    return Nominee(uuid5(GROUP, key or name), name or ANONYMOUS, standing, "", moments)


def consent_mix() -> Company:
    """Make F6: 4 full, 3 first names (two the same), 2 nicknames, 2 anonymous; the twelfth is not mentioned at all."""
    shown = ("Siân ap Gruffydd", "محمد الأمين", "Đặng Thị Ánh", WITHDRAWS, "Anna", "Bo", "Sunflower", "{name} & <b>")
    nominees = [person(name, "Came back to the group after a break") for name in shown]
    nominees += [person("Anna", "Came to half of the sessions", key="the other Anna")]
    nominees += [person("", key="first of two"), person("", key="second of two")]
    names: dict[UUID, str | None] = {one.reference: one.display_name for one in nominees}
    names[uuid5(GROUP, UNMENTIONED[0])] = None
    return Company(tuple(nominees), names)


def script_for(company: Company, title: str = "Autumn graduation") -> Script:
    """Make the shipped ceremony for them; the total counts everybody, twelve people."""
    return make_ceremony(company.nominees, GroupTotal(131, 12, 12), title, ceremony=GROUP, starts="19:00")
