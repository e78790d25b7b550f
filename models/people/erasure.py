"""Erasures: of whom (by an id that nothing else in the records has any more), when, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.people.participant import Participant
from models.personal_table import SharedTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.work import Work


class Ground(StrEnum):
    """Why somebody is erased: chosen from a list, since free text could keep something about the person."""

    ASKED = "asked"
    """The person asked for it."""
    RETENTION = "retention"
    """The clinic's time of keeping is over."""
    MISTAKE = "mistake"
    """The record should never have been made."""
    ORDER = "order"
    """A court or an authority ordered it."""
    RESTORED = "restored"
    """An older backup had brought the person back; Laurel itself erased them again."""


class Erasure(Record):
    """One person who was erased; `files` are the media still to be removed, and `finished_at` says that none are."""

    __tablename__ = "erasure"
    personal = SharedTable(
        why="names somebody who is not here any more, by an id that names nobody", other_text=("files",)
    )

    participant_id: Mapped[UUID] = mapped_column(unique=True)
    erased_at: Mapped[datetime]
    erased_by: Mapped[UUID]
    ground: Mapped[Ground]
    is_early: Mapped[bool]
    """Whether it was done although the clinic's time of keeping was not over."""
    files: Mapped[list[str]] = mapped_column(JSON)
    finished_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureLine:
    """One erasure as the list shows it."""

    person: UUID
    erased_at: datetime
    erased_by: UUID
    ground: Ground
    is_early: bool
    is_finished: bool


def erasures(work: Work) -> tuple[ErasureLine, ...]:
    """List the erasures, the newest first."""
    work.require(Permission.KEEP_PRIVACY)
    rows = work.session.scalars(select(Erasure).order_by(Erasure.erased_at.desc(), Erasure.participant_id))
    return tuple(
        ErasureLine(
            person=row.participant_id, erased_at=row.erased_at, erased_by=row.erased_by, ground=row.ground,
            is_early=row.is_early, is_finished=row.finished_at is not None,
        )
        for row in rows
    )  # fmt: skip


def recorded(work: Work) -> dict[UUID, datetime]:
    """Give by id who was erased according to the records, and when."""
    work.require(Permission.KEEP_PRIVACY)
    return dict(work.session.execute(select(Erasure.participant_id, Erasure.erased_at)).all())


def restored_people(work: Work, people: Iterable[UUID]) -> tuple[UUID, ...]:
    """Give those of the erased people who are in the records: an older backup has brought them back."""
    work.require(Permission.KEEP_PRIVACY)
    found = work.session.scalars(select(Participant.id).where(Participant.id.in_(tuple(people))))
    return tuple(found.all())


def unfinished(work: Work) -> dict[UUID, tuple[str, ...]]:
    """Give the erasures that are not yet swept from the database file, each with the media still to be removed."""
    work.require(Permission.KEEP_PRIVACY)
    rows = work.session.scalars(select(Erasure).where(Erasure.finished_at.is_(None)).order_by(Erasure.id))
    return {row.id: tuple(row.files) for row in rows}


def finish(work: Work, done: Iterable[UUID]) -> None:
    """Record that these erasures are complete: only older backups still hold the people."""
    work.require(Permission.KEEP_PRIVACY)
    for row in work.session.scalars(select(Erasure).where(Erasure.id.in_(tuple(done)))):
        row.files, row.finished_at = [], work.now
    work.session.flush()
