"""Who may be recognised in front of the group, as each person's consent allows now; never a score or a clinical fact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class Standing(Enum):
    """How a person takes part; people who are not to be mentioned are never in a list of nominees."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Nominee:
    """One person as a ceremony may know them."""

    reference: UUID
    """The enrolment's id."""
    display_name: str
    """The name that this person agreed to; for an anonymous one “A member of this group”."""
    standing: Standing
    pronunciation: str
    moments: tuple[str, ...]
    """Sentences of effort, at least one."""


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """What the group did together; counts only, everybody counts."""

    evenings: int
    people: int
    sessions: int
