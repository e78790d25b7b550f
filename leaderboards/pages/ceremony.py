"""What the page of one ceremony shows of its group: whose ceremony it is, and how each person may be named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaderboards.billing import Billing, billings
from models.access import Permission
from models.programme.cohort import cohort
from models.recognition.ceremony import CeremonyView, ceremony

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work


@dataclass(frozen=True, slots=True)
class CeremonyGroup:
    """A ceremony with its group, for those who write and present it."""

    view: CeremonyView
    cohort_name: str
    billings: dict[UUID, Billing]
    """By enrolment."""


def ceremony_group(work: Work, id_: UUID) -> CeremonyGroup:
    """Read the ceremony, its group's name and the names that consent allows now."""
    work.require(Permission.READ_CEREMONY)
    view = ceremony(work, id_)
    return CeremonyGroup(view, cohort(work, view.cohort).name, billings(work, view.cohort, view.venue))
