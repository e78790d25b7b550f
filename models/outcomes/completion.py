"""Which forms were returned: no answer and no score, which recognition must never depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.access import Permission
from models.outcomes.questionnaire import QuestionnaireResponse
from models.programme.enrolment import Enrolment

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from models.outcomes.occasion import Occasion
    from models.work import Work


@dataclass(frozen=True, slots=True)
class Returned:
    """A form that a member returned, complete or not."""

    instrument: str
    occasion: Occasion
    answered_on: date


def forms_returned(work: Work, *cohorts: UUID) -> dict[UUID, tuple[Returned, ...]]:
    """List by enrolment the forms that were returned, oldest first; members without any have an empty tuple."""
    work.require(Permission.READ_FORMS_DUE)
    for cohort in cohorts:
        work.require(Permission.READ_FORMS_DUE, cohort=cohort)
    rows = work.session.execute(
        select(
            Enrolment.id,
            QuestionnaireResponse.instrument,
            QuestionnaireResponse.occasion,
            QuestionnaireResponse.answered_on,
        )
        .outerjoin(QuestionnaireResponse, QuestionnaireResponse.enrolment_id == Enrolment.id)
        .where(Enrolment.cohort_id.in_(cohorts))
        .order_by(QuestionnaireResponse.answered_on, QuestionnaireResponse.instrument)
    )
    found: dict[UUID, list[Returned]] = {}
    for enrolment, form, occasion, answered_on in rows:
        forms = found.setdefault(enrolment, [])
        if form is not None:
            forms.append(Returned(form, occasion, answered_on))
    return {enrolment: tuple(forms) for enrolment, forms in found.items()}
