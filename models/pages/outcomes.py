"""The Outcomes page: a cohort's forms, and one person's forms with the course of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.outcomes.completion import forms_returned
from models.outcomes.course import course_of
from models.outcomes.instruments.library import offered
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import first_sessions, responses
from models.outcomes.schedule import forms_due
from models.programme.current_cohort import CohortChoice, cohort_choice
from models.programme.enrolment import members

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from models.outcomes.completion import Returned
    from models.outcomes.course import Course
    from models.outcomes.questionnaire import ResponseView
    from models.outcomes.schedule import FormDue
    from models.programme.enrolment import Member
    from models.work import Work


@dataclass(frozen=True, slots=True)
class MemberForms:
    """One member with the forms that were returned and those that are due; no score."""

    member: Member
    first_session: date
    returned: tuple[Returned, ...]
    due: tuple[FormDue, ...]

    @property
    def open_forms(self) -> tuple[tuple[str, Occasion], ...]:
        """What can still be entered: (form, occasion), in order, whether due or not."""
        kept = {(form.instrument, form.occasion) for form in self.returned}
        every = ((form.id, occasion) for occasion in Occasion for form in offered())
        return tuple(each for each in every if each not in kept)


@dataclass(frozen=True, slots=True)
class OutcomesPage:
    """The page's left side: which cohorts there are, and the forms of the chosen one."""

    today: date
    choice: CohortChoice
    people: tuple[MemberForms, ...]


@dataclass(frozen=True, slots=True)
class PersonOutcomes:
    """The page's right side: one course for each form that was returned at least once, and all answers."""

    person: UUID
    courses: tuple[Course, ...]
    responses: tuple[ResponseView, ...]


def outcomes_page(work: Work, cohort: UUID | None = None) -> OutcomesPage:
    """Read the forms of a cohort; unless one that is open to the person acting is named, of the current one."""
    work.require(Permission.READ_FORMS_DUE, cohort=cohort)
    today = work.today
    # A front desk sees which forms are due, and no answers.
    purpose = Permission.READ_OUTCOMES if work.may(Permission.READ_OUTCOMES) else Permission.READ_FORMS_DUE
    choice = cohort_choice(work, cohort, purpose=purpose)
    if choice.chosen is None:
        return OutcomesPage(today, choice, ())
    chosen = choice.chosen.id
    returned, first, due = forms_returned(work, chosen), first_sessions(work, chosen), forms_due(work, chosen, today)
    people = tuple(
        MemberForms(
            member,
            first[member.enrolment],
            returned[member.enrolment],
            tuple(form for form in due if form.enrolment == member.enrolment),
        )
        for member in members(work, chosen)
    )
    return OutcomesPage(today, choice, people)


def person_outcomes(work: Work, participant: UUID) -> PersonOutcomes:
    """Read one person's forms and put the course of each together."""
    work.require(Permission.READ_OUTCOMES, person=participant)
    views = responses(work, participant)
    courses = (course_of(form, views) for form in offered())
    return PersonOutcomes(participant, tuple(course for course in courses if course.points), views)
