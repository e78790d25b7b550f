"""Ceremonies: the script, each run of it, and the journal of a run."""

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
    """Whether a ceremony's script is being written, fixed, or was presented."""

    DRAFT = "draft"
    READY = "ready"
    FINISHED = "finished"


class Venue(StrEnum):
    """Where a ceremony is shown: it decides which channel's consent applies."""

    ANYWHERE = "anywhere"
    """In the room and in a video call, or not known: of each name the least that the person allows in any channel."""
    ROOM = "room"
    CALL = "call"


class Ceremony(Record):
    """A ceremony of one cohort; its script names people by their enrolments, so that consent is applied when shown."""

    __tablename__ = "ceremony"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    title: Mapped[str]
    planned_for: Mapped[datetime]
    venue: Mapped[Venue] = mapped_column("held")  # the column's name of the first version; clinics have it stored
    state: Mapped[CeremonyState]
    script: Mapped[str] = mapped_column(Text)
    digest: Mapped[str]
    frozen_at: Mapped[datetime | None]


class CeremonyRun(Record):
    """One rehearsal or presentation of a ceremony."""

    __tablename__ = "ceremony_run"
    personal = SharedTable(why="when a ceremony of a group was rehearsed or presented")

    ceremony_id: Mapped[UUID] = mapped_column(ForeignKey("ceremony.id"), index=True)
    is_rehearsal: Mapped[bool]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CeremonyEvent(Record):
    """One event of a run's journal, committed before the stage paints it: after a crash nothing seen is missing."""

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
    """Store a new ceremony as a draft; `id_` is the script's own id. Raises `InvalidError` for an empty title."""
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
    """Save an edited script. Raises `InvalidError` unless the ceremony is a draft, and `StaleError`."""
    work.require(Permission.PREPARE_CEREMONY)
    row = reached_ceremony(work, id_, Permission.PREPARE_CEREMONY, version=version)
    if row.state != CeremonyState.DRAFT:
        raise InvalidError(
            "{title} is ready, so its words are fixed. Put it back to draft to change them.", title=row.title
        )
    row.script, row.digest = script.text, script.digest


def change_venue(work: Work, id_: UUID, venue: Venue) -> None:
    """Set where a ceremony is shown. Raises `InvalidError` once it has been, or is being, presented."""
    work.require(Permission.PREPARE_CEREMONY)
    row = reached_ceremony(work, id_, Permission.PREPARE_CEREMONY)
    if row.state == CeremonyState.FINISHED:
        raise InvalidError("{title} has been presented. Where it was shown can no longer be changed.", title=row.title)
    # The names on stage follow the venue: they must not change in the middle of a presentation.
    if interrupted_run(work, id_) is not None:
        raise InvalidError("{title} is being presented. Change where it is shown when it has ended.", title=row.title)
    row.venue = venue


def freeze_ceremony(work: Work, id_: UUID) -> None:
    """Make a draft ready: its words are fixed, and from now on only consent changes what is shown."""
    work.require(Permission.PREPARE_CEREMONY)
    row = reached_ceremony(work, id_, Permission.PREPARE_CEREMONY)
    if row.state == CeremonyState.DRAFT:
        row.state, row.frozen_at = CeremonyState.READY, work.now


def reopen_ceremony(work: Work, id_: UUID) -> None:
    """Put a ready ceremony back to draft. Raises `InvalidError` for one that has been presented."""
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
    """Begin a run of a ready ceremony and give the run's id. Raises `InvalidError` for a draft."""
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
    """Give the newest presentation that has not ended, or None where there is none."""
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
    """Append one event (JSON) to the journal of a run; `sequence` is used once in a run."""
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
    """End a run; with `is_finished` a presentation also makes the ceremony a finished one."""
    work.require(Permission.PRESENT_CEREMONY)
    _reach_run(work, run)
    row = work.get(CeremonyRun, run)
    row.ended_at = work.now
    if is_finished and not row.is_rehearsal:
        work.get(Ceremony, row.ceremony_id).state = CeremonyState.FINISHED


def reached_ceremony(work: Work, id_: UUID, permission: Permission, *, version: int | None = None) -> Ceremony:
    """Give the row of a ceremony; refuse with `NotAllowedError` unless its cohort is open to the person acting."""
    work.require(permission)
    row = work.get(Ceremony, id_, version=version)
    work.require(permission, cohort=row.cohort_id)
    return row


def _reach_run(work: Work, run: UUID) -> None:
    """Refuse with `NotAllowedError` unless the cohort of this run is open to the person acting."""
    query = select(Ceremony.cohort_id).join(CeremonyRun, CeremonyRun.ceremony_id == Ceremony.id)
    work.require(Permission.PRESENT_CEREMONY, cohort=work.session.scalars(query.where(CeremonyRun.id == run)).first())


def _view(row: Ceremony) -> CeremonyView:
    return CeremonyView(
        id=row.id, version=row.version, cohort=row.cohort_id, title=row.title, planned_for=row.planned_for,
        state=row.state, script=row.script, digest=row.digest, venue=row.venue,
    )  # fmt: skip
