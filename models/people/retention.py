"""Decisions to keep a person's records beyond the clinic's retention time; each is asked again after a year."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record
from models.personal_table import Erase, Fields, Merge, PersonalTable
from models.translation import mark


class Need(StrEnum):
    """Why a record is kept although the clinic's time of keeping is over."""

    CARE = "care"
    """The person is still in touch with the clinic, or may come back."""
    LAW = "law"
    """The law asks for a longer time in this case."""
    CLAIM = "claim"
    """A claim or a case is open."""
    WISH = "wish"
    """The person wishes it."""


class Keeping(Record):
    """One decision to keep a person's records longer; the newest holds."""

    __tablename__ = "keeping"
    personal = PersonalTable(
        about="participant_id",
        erase=Erase.DELETE,
        merge=Merge.MOVE,
        free_text=(),
        keep=None,  # a decision to keep records does not count as having had to do with the person
        export=(Fields(
            name="kept_longer",
            title=mark("Decisions to keep your records longer"),
            fields={
                "decided_at": "decided_at", "decided_by": "decided_by", "why": "need", "asked_again_on": "ask_again_on",
            },
            order=("decided_at",),
        ),),
    )  # fmt: skip

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID]
    need: Mapped[Need]
    ask_again_on: Mapped[date]
