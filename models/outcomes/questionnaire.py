"""Questionnaire responses: what a person answered, when, how it was entered, and how it was scored."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record
from models.storage.sealed import Sealed


class QuestionnaireResponse(Record):
    """One form that one person gave back; the answers and scores are sealed under the clinical key."""

    __tablename__ = "questionnaire_response"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"))
    instrument: Mapped[str]
    form_version: Mapped[str]
    language: Mapped[str]
    mode: Mapped[str]
    occasion: Mapped[str]
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
