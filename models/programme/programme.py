"""Programmes: how many sessions, which phases, and which rule completes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import NotFoundError
from models.personal_table import SharedTable
from models.text import fold
from models.translation import number_text, plural

if TYPE_CHECKING:
    from models.work import Work


class Programme(Record):
    """A course that cohorts run through."""

    __tablename__ = "programme"
    personal = SharedTable(why="a course that many groups run through", other_text=("name",))

    name: Mapped[str]
    sessions: Mapped[int]
    interval_days: Mapped[int]
    minutes: Mapped[int]
    threshold_percent: Mapped[int]
    excused_count: Mapped[bool]
    """Whether excused and flare-up sessions stay in the denominator of completion; they do in the shipped programme."""


class Phase(Record):
    """Consecutive sessions of a programme under one label."""

    __tablename__ = "phase"
    personal = SharedTable(why="part of a programme", other_text=("label",))

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    label: Mapped[str]
    first_session: Mapped[int]
    last_session: Mapped[int]

    __table_args__ = (UniqueConstraint("programme_id", "number"),)


@dataclass(frozen=True, slots=True)
class Rule:
    """When a programme counts as completed."""

    threshold_percent: int
    excused_count: bool

    def is_met(self, attended: int, planned: int) -> bool:
        """Tell whether this many of the planned sessions reach the threshold."""
        # In whole numbers: a percentage rounded first would let 74.6 % pass for 75 %.
        return planned > 0 and attended * 100 >= self.threshold_percent * planned

    def statement(self, attended: int, planned: int) -> str:
        """Say what was reached and what the rule asks; the percentage is rounded down, so it never shows more."""
        reached = attended * 100 // planned if planned else 0
        return plural(
            planned,
            "attended {attended} of {count} session, {reached} %; rule: at least {minimum} %",
            "attended {attended} of {count} sessions, {reached} %; rule: at least {minimum} %",
            attended=number_text(attended),
            reached=reached,
            minimum=self.threshold_percent,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseLine:
    """A phase as a label over its sessions."""

    number: int
    label: str
    first_session: int
    last_session: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine:
    """A programme as a choice when a cohort is planned."""

    id: UUID
    name: str
    sessions: int
    interval_days: int
    minutes: int
    rule: Rule
    phases: tuple[PhaseLine, ...]

    def phase_of(self, session: int) -> str:
        """Give the label of the phase that a session belongs to, "" for none."""
        return next((phase.label for phase in self.phases if phase.first_session <= session <= phase.last_session), "")


BACK_IN_MOTION: Final = ("Back in Motion", 12, 7, 90, 75)
PHASES: Final = (("Settle", 1, 3), ("Move", 4, 6), ("Strengthen", 7, 9), ("Keep going", 10, 12))


def ship_programmes(work: Work) -> None:
    """Write the programme that every new clinic starts with."""
    work.require(Permission.CHANGE_PROFILE)
    name, sessions, interval, minutes, threshold = BACK_IN_MOTION
    row = Programme(
        id=work.new_id(), name=name, sessions=sessions, interval_days=interval, minutes=minutes,
        threshold_percent=threshold, excused_count=True,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    for number, (label, first, last) in enumerate(PHASES, start=1):
        work.session.add(
            Phase(
                id=work.new_id(),
                programme_id=row.id,
                number=number,
                label=label,
                first_session=first,
                last_session=last,
            )
        )


def programmes(work: Work) -> tuple[ProgrammeLine, ...]:
    """List the programmes by name, each with its phases."""
    work.require(Permission.READ_PROGRAMME)
    phases: dict[UUID, list[PhaseLine]] = {}
    for phase in work.session.scalars(select(Phase).order_by(Phase.number)):
        line = PhaseLine(
            number=phase.number, label=phase.label, first_session=phase.first_session, last_session=phase.last_session
        )
        phases.setdefault(phase.programme_id, []).append(line)
    lines = (
        ProgrammeLine(
            id=row.id, name=row.name, sessions=row.sessions, interval_days=row.interval_days, minutes=row.minutes,
            rule=Rule(row.threshold_percent, row.excused_count), phases=tuple(phases.get(row.id, ())),
        )
        for row in work.session.scalars(select(Programme))
    )  # fmt: skip
    return tuple(sorted(lines, key=lambda line: fold(line.name)))


def programme_named(work: Work, name: str) -> ProgrammeLine:
    """Give the programme of this name, or raise `NotFoundError`."""
    work.require(Permission.READ_PROGRAMME)
    for line in programmes(work):
        if fold(line.name) == fold(name):
            return line
    raise NotFoundError("There is no programme called {name}. Check the spelling.", name=name)


def programme(work: Work, id_: UUID) -> ProgrammeLine:
    """Give one programme, or raise `NotFoundError`."""
    work.require(Permission.READ_PROGRAMME)
    for line in programmes(work):
        if line.id == id_:
            return line
    raise NotFoundError("This programme is no longer in the clinic. Choose another.")
