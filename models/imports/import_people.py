"""Importing a list of people into a cohort: all rows or none, or, where asked, the good rows alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models.access import Permission
from models.imports.import_message import ImportMessage, import_message
from models.imports.roster import Outcome, preview_roster
from models.people.consent import Source, record_consents
from models.people.participant import add_person
from models.people.statement import Statement
from models.programme.cohort import cohort as cohort_view
from models.programme.enrolment import Enrolment, enrol
from models.settings import profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from models.imports.listed_person import ListedPerson
    from models.imports.roster import RosterLine, RosterPlan
    from models.work import Work

USUAL: Final = 15
"""People in the largest groups of published programmes; more are imported, with a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did; rows by their number in the file. Nothing at all while `is_refused`."""

    imported: int
    enrolled: int
    """People of the clinic who were already known and now belong to the cohort."""
    skipped: tuple[RosterLine, ...]
    rejected: tuple[RosterLine, ...]
    warnings: tuple[ImportMessage, ...]
    is_refused: bool


def import_people(work: Work, plan: RosterPlan, cohort: UUID, *, only_good: bool = False) -> Imported:
    """Add the people of a list, enrol them and record what the list says they agreed to.

    One bad row refuses the whole list (`is_refused`) unless `only_good`. Somebody who is in the clinic already is only
    enrolled: a list changes neither their details nor their consents.
    """
    work.require(Permission.IMPORT_PEOPLE, cohort=cohort)
    judged = _judged(work, plan, cohort, only_good=only_good)
    if not judged.result.is_refused:
        country = profile(work).country
        for listed in judged.good:
            _add(work, listed, cohort, country)
        for person in judged.joining:
            enrol(work, cohort, person)
    return judged.result


def rehearse_import(work: Work, plan: RosterPlan, cohort: UUID, *, only_good: bool = False) -> Imported:
    """Tell what `import_people` would do, and change nothing."""
    work.require(Permission.IMPORT_PEOPLE, cohort=cohort)
    return _judged(work, plan, cohort, only_good=only_good).result


@dataclass(frozen=True, slots=True)
class _Judged:
    good: tuple[ListedPerson, ...]
    joining: tuple[UUID, ...]
    result: Imported


def _judged(work: Work, plan: RosterPlan, cohort: UUID, *, only_good: bool) -> _Judged:
    preview = preview_roster(work, plan)
    view = cohort_view(work, cohort)
    skipped = preview.those(Outcome.KNOWN, Outcome.REPEATED, Outcome.EMPTY)
    rejected = preview.those(Outcome.BAD)
    if rejected and not only_good:
        return _Judged(
            (), (), Imported(imported=0, enrolled=0, skipped=skipped, rejected=rejected, warnings=(), is_refused=True)
        )
    members = select(Enrolment.participant_id, Enrolment.left_on).where(Enrolment.cohort_id == cohort)
    there = dict(work.session.execute(members).all())
    good = tuple(line.listed for line in preview.those(Outcome.GOOD) if line.listed is not None)
    # A dict keeps the order of the rows and holds a person listed twice once.
    joining = {
        line.person: None
        for line in skipped
        if line.person is not None and line.person not in there and work.may(Permission.ENROL, person=line.person)
    }
    explained = tuple(_with_outcome(line, joins=line.person in joining, there=there) for line in skipped)
    people = sum(left_on is None for left_on in there.values()) + len(good) + len(joining)
    warnings = _warnings(view.name, people)
    return _Judged(
        good,
        tuple(joining),
        Imported(
            imported=len(good),
            enrolled=len(joining),
            skipped=explained,
            rejected=rejected,
            warnings=warnings,
            is_refused=False,
        ),
    )


def _with_outcome(line: RosterLine, *, joins: bool, there: Mapping[UUID, date | None]) -> RosterLine:
    """Add to a row what happens to its known person; somebody who left the cohort is not enrolled again."""
    if joins:
        return replace(line, reasons=(*line.reasons, import_message("Enrolled in the cohort.")))
    if line.person is not None and line.person not in there:
        reason = import_message("They belong to a group of another team: the front desk can enrol them here.")
        return replace(line, reasons=(*line.reasons, reason))
    if line.person is not None and there.get(line.person) is not None:
        return replace(line, reasons=(*line.reasons, import_message("Left the cohort and was not enrolled again.")))
    return line


def _warnings(cohort: str, people: int) -> tuple[ImportMessage, ...]:
    if people <= USUAL:
        return ()
    return (
        import_message(
            "{cohort} now has {count} people; groups of more than {usual} are hard to lead.",
            cohort=cohort,
            count=people,
            usual=USUAL,
        ),
    )


def _add(work: Work, listed: ListedPerson, cohort: UUID, country: str) -> None:
    person = add_person(work, listed.form, country=country)
    statements = [
        Statement(purpose=each.purpose, is_given=each.is_given, source=Source.LIST, level=each.level)
        for each in listed.consents
    ]
    record_consents(work, person, statements, language=listed.form.language)
    enrol(work, cohort, person)
