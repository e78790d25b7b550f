"""Questionnaire responses: what a person answered, when, how it was entered, and how it was scored."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import InvalidError, SealedError
from models.keys.sealed import Sealed
from models.outcomes.instruments.library import instrument, offered
from models.outcomes.occasion import Mode, Occasion, occasion_span
from models.people.participant import Participant
from models.personal_table import Computed, Erase, Fields, LeftOut, Merge, PersonalTable, Section
from models.programme.enrolment import Enrolment
from models.programme.meeting import Meeting, MeetingState
from models.translation import mark, plural, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Select

    from models.outcomes.instruments.form import Instrument
    from models.outcomes.instruments.rules import Value
    from models.outcomes.instruments.scoring import Answer
    from models.personal_table import ExportSubject
    from models.work import Work


def _opened(work: Work, subject: ExportSubject) -> Iterator[Section | LeftOut]:
    """Give answers and scores where the person acting can open them, and a sentence on the number that stay closed."""
    mine = QuestionnaireResponse.participant_id.in_(subject.people)
    count = work.session.scalars(select(func.count()).select_from(QuestionnaireResponse).where(mine)).one()
    views: tuple[ResponseView, ...] = ()
    if count and all(work.may(Permission.READ_OUTCOMES, person=person) for person in subject.people):
        # A clinical role may still wait for its key to be passed on.
        with suppress(SealedError):
            views = tuple(view for person in subject.people for view in responses(work, person))
    yield _answers(views)
    yield _scores(views)
    if count > len(views):
        yield LeftOut(plural(
            count - len(views),
            "Answers and scores of {count} form: they open only for clinical roles. A facilitator of this person's "
            "group, or an administrator who is clinical too, can make a file with them.",
            "Answers and scores of {count} forms: they open only for clinical roles. A facilitator of this person's "
            "group, or an administrator who is clinical too, can make a file with them.",
        ))  # fmt: skip


def _answers(views: Iterable[ResponseView]) -> Section:
    rows = tuple(
        (view.title, view.occasion.value, view.answered_on, number, item.text or item.name, answer)
        for view in views
        for number, (item, answer) in enumerate(zip(instrument(view.instrument).items, view.answers, strict=False), 1)
    )
    headings = ("form", "occasion", "answered_on", "number", "question", "answer")
    return Section(name="answers", title=tr("Your answers"), headings=headings, rows=rows)


def _scores(views: Iterable[ResponseView]) -> Section:
    rows = tuple(
        (view.title, view.occasion.value, view.answered_on, key,
         value if isinstance(value, int | float | str) else str(value))
        for view in views
        for key, value in view.scores.items()
    )  # fmt: skip
    headings = ("form", "occasion", "answered_on", "score", "value")
    return Section(name="scores", title=tr("Your scores"), headings=headings, rows=rows)


class QuestionnaireResponse(Record):
    """One form that a person returned; answers and scores are sealed under the clinical key."""

    __tablename__ = "questionnaire_response"
    personal = PersonalTable(
        about="participant_id",
        others=("enrolment_id",),
        erase=Erase.DELETE,
        merge=Merge.MOVE,
        free_text=(),
        other_text=("instrument", "form_version", "language", "rule_version", "answers", "scores"),
        keep="answered_on",
        export=(
            Fields(
                name="forms",
                title=mark("Forms that you gave back"),
                fields={
                    "form": Computed(lambda id_: instrument(id_).title, ("instrument",)),
                    "form_version": "form_version", "occasion": "occasion", "answered_on": "answered_on",
                    "entered_at": "entered_at", "entered_by": "entered_by", "mode": "mode",
                },
                order=("answered_on", "instrument"),
            ),
            _opened,
        ),
    )  # fmt: skip

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"))
    instrument: Mapped[str]
    form_version: Mapped[str]
    language: Mapped[str]
    mode: Mapped[Mode]
    occasion: Mapped[Occasion]
    answered_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[UUID]
    rule_version: Mapped[str]
    answers: Mapped[list[int | float | str | None]] = mapped_column(Sealed("questionnaire_response.answers"))
    scores: Mapped[dict[str, object]] = mapped_column(Sealed("questionnaire_response.scores"))

    __table_args__ = (
        UniqueConstraint("enrolment_id", "instrument", "occasion"),
        Index("ix_questionnaire_response_participant", "participant_id", "instrument", "answered_on"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseView:
    """A form as a clinical role sees it; without a number in `scores` where it could not be scored."""

    id: UUID
    instrument: str
    title: str
    form_version: str
    occasion: Occasion
    answered_on: date
    entered_at: datetime
    entered_by: UUID
    mode: Mode
    answers: tuple[Answer, ...]
    scores: Mapping[str, Value]
    is_scored: bool
    rule_version: str


def enter_form(
    work: Work,
    enrolment: UUID,
    instrument_id: str,
    occasion: Occasion,
    *,
    answered_on: date,
    answers: Sequence[Answer],
    mode: Mode = Mode.PAPER,
) -> UUID:
    """Store and score a form that a member of a cohort returned, and give its id.

    Blanks stay blank (None), never 0; a form that cannot be scored with them is stored without a score. Raises
    `InvalidError` for a second form of an occasion, for a day in the future, before the person's birth or outside the
    occasion, and for an answer that the form does not have.
    """
    work.require(Permission.RECORD_OUTCOMES)
    from models.outcomes.instruments.scoring import score  # loaded when a form comes back, not at every start

    member = work.get(Enrolment, enrolment)
    work.require(Permission.RECORD_OUTCOMES, cohort=member.cohort_id, person=member.participant_id)
    form = instrument(instrument_id)
    _check_day(work, member, occasion, answered_on)
    _check_answers(form, answers)
    _check_once(work, enrolment, form, occasion)
    scored = score(form.id, answers)
    row = QuestionnaireResponse(
        id=work.new_id(), participant_id=member.participant_id, enrolment_id=enrolment, instrument=form.id,
        form_version=form.form_version, language=form.language, mode=mode, occasion=occasion,
        answered_on=answered_on, entered_at=work.now, entered_by=work.actor.id, rule_version=scored.rule_version,
        answers=list(answers), scores={"values": dict(scored.scores), "valid": scored.valid},
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row.id


def responses(work: Work, participant: UUID) -> tuple[ResponseView, ...]:
    """List one person's forms with their answers, oldest first, of cohorts open to the person acting; audited."""
    work.require(Permission.READ_OUTCOMES, person=participant)
    work.record_read("participant", participant, "answers", "scores")
    reached = work.cohorts_within(Permission.READ_OUTCOMES, Enrolment.cohort_id)
    rows = work.session.scalars(
        select(QuestionnaireResponse)
        .outerjoin(Enrolment, Enrolment.id == QuestionnaireResponse.enrolment_id)
        .where(
            QuestionnaireResponse.participant_id == participant,
            or_(QuestionnaireResponse.enrolment_id.is_(None), reached),
        )
        .order_by(QuestionnaireResponse.answered_on, QuestionnaireResponse.instrument, QuestionnaireResponse.id)
    )
    return tuple(_view(row) for row in rows)


def first_sessions(work: Work, *cohorts: UUID) -> dict[UUID, date]:
    """Give by enrolment the day from which occasions count: the first session since joining, else that of joining."""
    work.require(Permission.READ_FORMS_DUE)
    for cohort in cohorts:
        work.require(Permission.READ_FORMS_DUE, cohort=cohort)
    return _first_sessions(work, cohorts)


FIRST_DAY: Final = func.coalesce(func.min(Meeting.day), Enrolment.joined_on)
"""The day from which a member's occasions count, in `first_days`."""


def first_days() -> Select[UUID, UUID, date]:
    """Select (enrolment, cohort, `FIRST_DAY`) of every member; callers narrow it with `where` and `having`."""
    return (
        select(Enrolment.id, Enrolment.cohort_id, FIRST_DAY)
        .outerjoin(
            Meeting,
            (Meeting.cohort_id == Enrolment.cohort_id)
            & (Meeting.day >= Enrolment.joined_on)
            & (Meeting.state != MeetingState.CANCELLED),
        )
        .group_by(Enrolment.id, Enrolment.cohort_id, Enrolment.joined_on)
    )


def _first_sessions(work: Work, cohorts: Sequence[UUID], only: UUID | None = None) -> dict[UUID, date]:
    first = first_days().where(Enrolment.cohort_id.in_(cohorts))
    if only is not None:
        first = first.where(Enrolment.id == only)
    return {enrolment: day for enrolment, _, day in work.session.execute(first)}


def _check_day(work: Work, member: Enrolment, occasion: Occasion, answered_on: date) -> None:
    if answered_on > work.today:
        raise InvalidError("The form cannot have been answered on {day}: that day is still to come.", day=answered_on)
    born = work.get(Participant, member.participant_id).born
    if born is not None and answered_on < born:
        raise InvalidError("The form cannot have been answered on {day}: the person was not born yet.", day=answered_on)
    first, last = occasion_span(occasion, _first_sessions(work, (member.cohort_id,), member.id)[member.id])
    if not first <= answered_on <= last:
        raise InvalidError(
            "Answers of {day} cannot stand for {occasion}, which for this person runs from {first} to {last}. "
            "Check the day, or choose another occasion.",
            day=answered_on,
            occasion=occasion.value,
            first=first,
            last=last,
        )


def _check_answers(form: Instrument, answers: Sequence[Answer]) -> None:
    from models.outcomes.instruments.scoring import check_answers

    if form not in offered():
        raise InvalidError("{title} is not offered in this clinic. Choose another form.", title=form.title)
    fault = check_answers(form, answers)
    if fault:
        raise InvalidError("{fault}", fault=fault)
    if all(answer is None for answer in answers):
        raise InvalidError("Nothing is answered yet. Enter at least one answer, or leave the form for later.")


def _check_once(work: Work, enrolment: UUID, form: Instrument, occasion: Occasion) -> None:
    # The unique constraint holds this too; asked first, it is refused with a sentence that names the day.
    earlier = work.session.scalars(
        select(QuestionnaireResponse.answered_on).where(
            QuestionnaireResponse.enrolment_id == enrolment,
            QuestionnaireResponse.instrument == form.id,
            QuestionnaireResponse.occasion == occasion,
        )
    ).first()
    if earlier is not None:
        raise InvalidError(
            "{title} for {occasion} is already kept for this person, answered on {day}. Nothing was changed.",
            title=form.title,
            occasion=occasion.value,
            day=earlier,
        )


def _view(row: QuestionnaireResponse) -> ResponseView:
    values = row.scores["values"]
    return ResponseView(
        id=row.id, instrument=row.instrument, title=instrument(row.instrument).title, form_version=row.form_version,
        occasion=row.occasion, answered_on=row.answered_on, entered_at=row.entered_at, entered_by=row.entered_by,
        mode=row.mode, answers=tuple(row.answers), scores=dict(values) if isinstance(values, Mapping) else {},
        is_scored=row.scores["valid"] is True, rule_version=row.rule_version,
    )  # fmt: skip
