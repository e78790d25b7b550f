"""Importing a list of people into a cohort: all of it or nothing, or the good rows alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models.access import Permission
from models.people.consent import Source, record_consent
from models.people.participant import add_person
from models.people.remark import Remark, remark
from models.people.roster import Outcome, preview_roster
from models.programme.cohort import cohort as cohort_view
from models.programme.enrolment import Enrolment, enrol
from models.settings import profile

if TYPE_CHECKING:
    from uuid import UUID

    from models.people.listed_person import ListedPerson
    from models.people.roster import RosterLine, RosterPlan
    from models.work import Work

USUAL: Final = 15
"""People in the largest groups that published programmes run; more are let in, with a warning."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; rows by their number in the file. Nothing at all while `is_refused`."""

    imported: int
    enrolled: int
    """People of the clinic who were already known and now belong to the cohort."""
    skipped: tuple[RosterLine, ...]
    rejected: tuple[RosterLine, ...]
    warnings: tuple[Remark, ...]
    is_refused: bool


def import_people(work: Work, plan: RosterPlan, cohort: UUID, *, only_good: bool = False) -> Imported:
    """Add the people of a list, enrol them and record what the list says they agreed to.

    One bad row refuses the whole list unless `only_good`. Whoever is in the clinic already is only
    enrolled: neither what is known of them nor what they said is changed by a list.
    """
    work.require(Permission.IMPORT_PEOPLE, cohort=cohort)
    preview = preview_roster(work, plan)
    name = cohort_view(work, cohort).name
    skipped = preview.those(Outcome.KNOWN, Outcome.REPEATED, Outcome.EMPTY)
    rejected = preview.those(Outcome.BAD)
    if rejected and not only_good:
        return Imported(0, 0, skipped, rejected, (), is_refused=True)
    good = [line.listed for line in preview.those(Outcome.GOOD) if line.listed is not None]
    country = profile(work).country
    for listed in good:
        _add(work, listed, cohort, country)
    told = tuple(_enrolled_if_new(work, line, cohort) for line in skipped)
    enrolled = sum(line is not before for line, before in zip(told, skipped, strict=True))
    return Imported(len(good), enrolled, told, rejected, _warnings(work, cohort, name), is_refused=False)


def _add(work: Work, listed: ListedPerson, cohort: UUID, country: str) -> None:
    person = add_person(work, listed.form, country=country)
    for consent in listed.consents:
        record_consent(
            work, person, consent.purpose, is_given=consent.is_given, level=consent.level, source=Source.LIST,
            language=listed.form.language,
        )  # fmt: skip
    enrol(work, cohort, person)


def _enrolled_if_new(work: Work, line: RosterLine, cohort: UUID) -> RosterLine:
    """Enrol a known person who never belonged to the cohort; who left it stays away until a person decides."""
    if line.person is None:
        return line
    member = work.session.scalars(
        select(Enrolment.id).where(Enrolment.cohort_id == cohort, Enrolment.participant_id == line.person)
    ).first()
    if member is not None:
        return line
    enrol(work, cohort, line.person)
    return replace(line, reasons=(*line.reasons, remark("Enrolled in the cohort.")))


def _warnings(work: Work, cohort: UUID, name: str) -> tuple[Remark, ...]:
    people = work.session.scalars(
        select(func.count()).select_from(Enrolment).where(Enrolment.cohort_id == cohort, Enrolment.left_on.is_(None))
    ).one()
    if people <= USUAL:
        return ()
    return (
        remark(
            "{cohort} now has {count} people; groups of more than {usual} are hard to lead.",
            cohort=name, count=people, usual=USUAL,
        ),
    )  # fmt: skip
