"""Ceremonies: the script as it was frozen, each run of it, and the journal of what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import InvalidError
from models.personal_table import SharedTable
from models.text import required_line

if TYPE_CHECKING:
    from models.recognition.script import StoredScript
    from models.work import Work


class CeremonyState(StrEnum):
    """Where a ceremony stands."""

    DRAFT = "draft"
    READY = "ready"
    FINISHED = "finished"


class Venue(StrEnum):
    """Where a ceremony is shown, as far as it is known: nowhere may more be shown than people allow there."""

    ANYWHERE = "anywhere"
    """In the room and in a video call, or not known: of each name the least that its person allows."""
    ROOM = "room"
    CALL = "call"


class Ceremony(Record):
    """A script for one cohort; once ready its text is frozen and people stay references."""

    __tablename__ = "ceremony"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    title: Mapped[str]
    planned_for: Mapped[datetime]
    venue: Mapped[Venue] = mapped_column("held")
    state: Mapped[CeremonyState]
    script: Mapped[str] = mapped_column(Text)
    digest: Mapped[str]
    frozen_at: Mapped[datetime | None]


class CeremonyRun(Record):
    """One time that a ceremony was rehearsed or presented."""

    __tablename__ = "ceremony_run"
    personal = SharedTable(why="when a ceremony of a group was rehearsed or presented")

    ceremony_id: Mapped[UUID] = mapped_column(ForeignKey("ceremony.id"), index=True)
    is_rehearsal: Mapped[bool]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CeremonyEvent(Record):
    """One line of the journal, committed before what it says is painted."""

    __tablename__ = "ceremony_event"
    audited = False
    personal = SharedTable(why="steps of the stage, which name no one", other_text=("event",))

    run_id: Mapped[UUID] = mapped_column(ForeignKey("ceremony_run.id"))
    sequence: Mapped[int]
    recorded_at: Mapped[datetime]
    event: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("run_id", "sequence"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyView:
    """A ceremony as lists and the console read it; `script` is JSON and `digest` its SHA-256."""

    id: UUID
    version: int
    cohort: UUID
    title: str
    planned_for: datetime
    state: CeremonyState
    script: str
    digest: str
    venue: Venue = Venue.ANYWHERE


def save_ceremony(
    work: Work,
    id_: UUID,
    cohort: UUID,
    title: str,
    planned_for: datetime,
    script: StoredScript,
    venue: Venue = Venue.ANYWHERE,
) -> None:
    """Keep a new ceremony as a draft; `id_` is the script's own id."""
    work.require(Permission.PREPARE_CEREMONY, cohort=cohort)
    work.session.add(
        Ceremony(
            id=id_,
            cohort_id=cohort,
            title=required_line(title, "The ceremony's title", limit=120),
            planned_for=planned_for,
            venue=venue,
            state=CeremonyState.DRAFT,
            script=script.text,
            digest=script.digest,
            frozen_at=None,
        )
    )
    work.session.flush()


def change_script(work: Work, id_: UUID, script: StoredScript, *, version: int) -> None:
    """Save an edited script; a frozen one is refused."""
    work.require(Permission.PREPARE_CEREMONY)
    row = reached_ceremony(work, id_, Permission.PREPARE_CEREMONY, version=version)
    if row.state != CeremonyState.DRAFT:
        raise InvalidError(
            "{title} is ready, so its words are fixed. Put it back to draft to change them.", title=row.title
        )
    row.script, row.digest = script.text, script.digest


def change_venue(work: Work, id_: UUID, venue: Venue) -> None:
    """Say where a ceremony is shown; one that has been presented stays as it was."""
    work.require(Permission.PREPARE_CEREMONY)
    row = reached_ceremony(work, id_, Permission.PREPARE_CEREMONY)
    if row.state == CeremonyState.FINISHED:
        raise InvalidError("{title} has been presented. Where it was shown can no longer be changed.", title=row.title)
    if interrupted_run(work, id_) is not None:
        raise InvalidError("{title} is being presented. Change where it is shown when it has ended.", title=row.title)
    row.venue = venue


def freeze_ceremony(work: Work, id_: UUID) -> None:
    """Fix the script's words; from now on only consent changes what is shown."""
    work.require(Permission.PREPARE_CEREMONY)
    row = reached_ceremony(work, id_, Permission.PREPARE_CEREMONY)
    if row.state == CeremonyState.DRAFT:
        row.state, row.frozen_at = CeremonyState.READY, work.now


def reopen_ceremony(work: Work, id_: UUID) -> None:
    """Put a ready ceremony back to draft, unless it has been presented."""
    work.require(Permission.PREPARE_CEREMONY)
    row = reached_ceremony(work, id_, Permission.PREPARE_CEREMONY)
    if row.state == CeremonyState.FINISHED:
        raise InvalidError("{title} has been presented and stays as it was.", title=row.title)
    row.state, row.frozen_at = CeremonyState.DRAFT, None


def ceremonies(work: Work) -> tuple[CeremonyView, ...]:
    """List the ceremonies, the next one first, presented ones last."""
    work.require(Permission.READ_CEREMONY)
    reached = work.cohorts_within(Permission.READ_CEREMONY, Ceremony.cohort_id)
    rows = work.session.scalars(select(Ceremony).where(reached).order_by(Ceremony.planned_for))
    return tuple(sorted(map(_view, rows), key=lambda view: view.state is CeremonyState.FINISHED))


def ceremony(work: Work, id_: UUID) -> CeremonyView:
    """Give one ceremony, or raise `NotFoundError`."""
    work.require(Permission.READ_CEREMONY)
    return _view(reached_ceremony(work, id_, Permission.READ_CEREMONY))


def start_run(work: Work, ceremony_id: UUID, *, is_rehearsal: bool) -> UUID:
    """Begin a run of a frozen ceremony and give its id."""
    work.require(Permission.PRESENT_CEREMONY)
    row = reached_ceremony(work, ceremony_id, Permission.PRESENT_CEREMONY)
    if row.state == CeremonyState.DRAFT:
        raise InvalidError("{title} is still a draft. Make it ready first.", title=row.title)
    run = CeremonyRun(
        id=work.new_id(), ceremony_id=row.id, is_rehearsal=is_rehearsal, started_at=work.now, ended_at=None
    )
    work.session.add(run)
    work.session.flush()
    return run.id


def interrupted_run(work: Work, ceremony_id: UUID) -> UUID | None:
    """Give the live run that never ended, newest first, or None when the last one ended properly."""
    work.require(Permission.PRESENT_CEREMONY)
    reached_ceremony(work, ceremony_id, Permission.PRESENT_CEREMONY)
    return work.session.scalars(
        select(CeremonyRun.id)
        .where(
            CeremonyRun.ceremony_id == ceremony_id,
            CeremonyRun.is_rehearsal.is_(False),
            CeremonyRun.ended_at.is_(None),
        )
        .order_by(CeremonyRun.started_at.desc())
        .limit(1)
    ).first()


def record_event(work: Work, run: UUID, sequence: int, event: str) -> None:
    """Append one event to the journal of a run; a number is used once."""
    work.require(Permission.PRESENT_CEREMONY)
    _reach_run(work, run)
    work.session.add(CeremonyEvent(id=work.new_id(), run_id=run, sequence=sequence, recorded_at=work.now, event=event))
    work.session.flush()


def events(work: Work, run: UUID) -> tuple[str, ...]:
    """Give the journal of a run in order."""
    work.require(Permission.PRESENT_CEREMONY)
    _reach_run(work, run)
    return tuple(
        work.session.scalars(
            select(CeremonyEvent.event).where(CeremonyEvent.run_id == run).order_by(CeremonyEvent.sequence)
        )
    )


def end_run(work: Work, run: UUID, *, is_finished: bool) -> None:
    """End a run; a live one that reached its closing finishes the ceremony."""
    work.require(Permission.PRESENT_CEREMONY)
    _reach_run(work, run)
    row = work.get(CeremonyRun, run)
    row.ended_at = work.now
    if is_finished and not row.is_rehearsal:
        work.get(Ceremony, row.ceremony_id).state = CeremonyState.FINISHED


def reached_ceremony(work: Work, id_: UUID, permission: Permission, *, version: int | None = None) -> Ceremony:
    """Give the row of a ceremony whose cohort is open to the person acting for this purpose."""
    work.require(permission)
    row = work.get(Ceremony, id_, version=version)
    work.require(permission, cohort=row.cohort_id)
    return row


def _reach_run(work: Work, run: UUID) -> None:
    """Refuse unless the cohort of this run is open to the person acting."""
    query = select(Ceremony.cohort_id).join(CeremonyRun, CeremonyRun.ceremony_id == Ceremony.id)
    work.require(Permission.PRESENT_CEREMONY, cohort=work.session.scalars(query.where(CeremonyRun.id == run)).first())


def _view(row: Ceremony) -> CeremonyView:
    return CeremonyView(
        id=row.id, version=row.version, cohort=row.cohort_id, title=row.title, planned_for=row.planned_for,
        state=row.state, script=row.script, digest=row.digest, venue=row.venue,
    )  # fmt: skip
