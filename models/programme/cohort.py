"""Cohorts: a group running through a programme."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ForeignKey, and_, case, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import InvalidError, NotFoundError
from models.personal_table import SharedTable
from models.programme.enrolment import Enrolment
from models.programme.meeting import LINE_COLUMNS, Meeting, MeetingLine, MeetingState, line_of, meeting_line
from models.programme.programme import ProgrammeLine, programme, programmes
from models.programme.team import found_team
from models.programme.timetable import Timetable, confirm_start, timetable, wall_time
from models.settings import profile
from models.text import clean_line, fold, required_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.work import Work


class CohortState(StrEnum):
    """Whether a cohort has begun and ended."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class Cohort(Record):
    """One group and when it meets."""

    __tablename__ = "cohort"
    personal = SharedTable(why="a group as a whole", free_text=("place",), other_text=("name", "folded"))

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    at: Mapped[time]
    minutes: Mapped[int]
    place: Mapped[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortLine:
    """A cohort as a list shows it; `week` is the number of the last session that was due, 0 before the first."""

    id: UUID
    name: str
    programme: str
    state: CohortState
    week: int
    sessions: int
    people: int
    next_meeting: MeetingLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortView:
    """A cohort as its page shows it."""

    id: UUID
    version: int
    name: str
    programme: ProgrammeLine
    state: CohortState
    week: int
    at: time
    place: str
    meetings: tuple[MeetingLine, ...]

    @property
    def is_decided(self) -> bool:
        """Whether completion can be decided: the last planned session was held, or the end is reached."""
        return self.state is CohortState.ENDED


def proposed_timetable(work: Work, programme_id: UUID, start: date) -> Timetable:
    """Give the days on which a cohort would meet, without public holidays of the clinic's country."""
    work.require(Permission.READ_PROGRAMME)
    course = programme(work, programme_id)
    confirm_start(start, work.today)
    return timetable(start, course.sessions, interval_days=course.interval_days, country=profile(work).country)


def plan_cohort(
    work: Work, name: str, programme_id: UUID, *, start: date, at: time, minutes: int | None = None, place: str = ""
) -> UUID:
    """Plan a cohort with all its sessions at the clinic's wall time, and give its id.

    Raises `InvalidError` for a name that another cohort has, a start that cannot be meant, and a time that does not
    exist on one of the days.
    """
    work.require(Permission.PLAN_COHORT)
    cleaned = required_line(name, "The cohort's name", limit=120)
    if work.session.scalars(select(Cohort.id).where(Cohort.folded == fold(cleaned))).first():
        raise InvalidError("There is already a cohort called {name}. Choose another name.", name=cleaned)
    course = programme(work, programme_id)
    length = course.minutes if minutes is None else minutes
    row = Cohort(
        id=work.new_id(), programme_id=course.id, name=cleaned, folded=fold(cleaned), starts_on=start, at=at,
        minutes=length, place=clean_line(place, "The place", limit=120),
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    zone = work.zone
    for number, day in enumerate(proposed_timetable(work, course.id, start).days, start=1):
        work.session.add(
            Meeting(
                id=work.new_id(), cohort_id=row.id, number=number, day=day, starts_at=wall_time(day, at, zone),
                minutes=length, state=MeetingState.PLANNED, closed_at=None, closed_by=None, cancel_reason="",
            )
        )  # fmt: skip
    work.session.flush()
    found_team(work, row.id)
    return row.id


def rename_cohort(work: Work, id_: UUID, name: str, *, version: int) -> None:
    """Give the cohort another name; `version` is the one that the form showed.

    Raises `InvalidError` for a name that another cohort has, and `StaleError` where the cohort was changed meanwhile.
    """
    work.require(Permission.PLAN_COHORT, cohort=id_)
    row = work.get(Cohort, id_, version=version)
    cleaned = required_line(name, "The cohort's name", limit=120)
    other = work.session.scalars(select(Cohort.id).where(Cohort.folded == fold(cleaned), Cohort.id != id_)).first()
    if other:
        raise InvalidError("There is already a cohort called {name}. Choose another name.", name=cleaned)
    row.name, row.folded = cleaned, fold(cleaned)


def cohorts(work: Work, *, purpose: Permission = Permission.READ_PROGRAMME) -> tuple[CohortLine, ...]:
    """List the cohorts that are open to this person for a purpose: running, planned, ended, and by name in each."""
    work.require(Permission.READ_PROGRAMME)
    names = {line.id: line.name for line in programmes(work)}
    courses = _courses(work, work.today)
    people = _people_by_cohort(work)
    lines = []
    open_to_them = work.cohorts_within(purpose, Cohort.id)
    rows = select(Cohort.id, Cohort.name, Cohort.programme_id).where(open_to_them)
    for id_, name, programme_id in work.session.execute(rows):
        course = courses.get(id_, _NO_COURSE)
        lines.append(
            CohortLine(
                id=id_, name=name, programme=names[programme_id], state=course.state, week=course.week,
                sessions=course.sessions, people=people[id_], next_meeting=course.following,
            )
        )  # fmt: skip
    order = (CohortState.RUNNING, CohortState.PLANNED, CohortState.ENDED)
    return tuple(sorted(lines, key=lambda line: (order.index(line.state), fold(line.name))))


def cohort(work: Work, id_: UUID) -> CohortView:
    """Give one cohort with its sessions, or raise `NotFoundError`."""
    work.require(Permission.READ_PROGRAMME, cohort=id_)
    row = work.get(Cohort, id_)
    rows = work.session.scalars(select(Meeting).where(Meeting.cohort_id == id_).order_by(Meeting.number))
    sessions = tuple(meeting_line(each) for each in rows)
    state, week, _ = course_of(sessions, work.today)
    return CohortView(
        id=row.id,
        version=row.version,
        name=row.name,
        programme=programme(work, row.programme_id),
        state=state,
        week=week,
        at=row.at,
        place=row.place,
        meetings=sessions,
    )


def group_names(work: Work) -> dict[UUID, tuple[str, ...]]:
    """Give for each person the names of the groups that they are in or were in, the newest first."""
    work.require(Permission.READ_PROGRAMME)
    rows = work.session.execute(
        select(Enrolment.participant_id, Cohort.name)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(work.cohorts_within(Permission.READ_PROGRAMME, Cohort.id))
        .order_by(Cohort.starts_on.desc(), Cohort.folded)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for person, name in rows:
        found[person] = (*found.get(person, ()), name)
    return found


def cohort_named(work: Work, name: str) -> UUID:
    """Give the id of the cohort of this name, or raise `NotFoundError`."""
    work.require(Permission.READ_PROGRAMME)
    found = work.session.scalars(select(Cohort.id).where(Cohort.folded == fold(name))).first()
    if found is None:
        raise NotFoundError("There is no cohort called {name}. Check the spelling, or list the cohorts.", name=name)
    work.require(Permission.READ_PROGRAMME, cohort=found)
    return found


def course_of(sessions: Sequence[MeetingLine], today: date) -> tuple[CohortState, int, MeetingLine | None]:
    """Give state, week and next session of a cohort from its sessions in order.

    It has ended once the last session was held or its day is past; the week is the number of sessions whose day has
    come. Cancelled sessions count in neither.
    """
    counting = [line for line in sessions if line.counts]
    due = sum(line.day <= today for line in counting)
    open_ = [line for line in counting if line.state is MeetingState.PLANNED and line.day >= today]
    following = open_[0] if open_ else None
    return (_state(counting[-1], today) if due else CohortState.PLANNED), due, following


def _state(last: MeetingLine, today: date) -> CohortState:
    """Tell whether a cohort that has begun has ended, by its last counting session."""
    done = {MeetingState.HELD, MeetingState.CLOSED}
    ended = last.day < today or (last.state in done and last.day <= today)
    return CohortState.ENDED if ended else CohortState.RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """What a list shows of a cohort's sessions."""

    state: CohortState
    week: int
    sessions: int
    following: MeetingLine | None


_NO_COURSE: Final = _Course(state=CohortState.PLANNED, week=0, sessions=0, following=None)


def _courses(work: Work, today: date) -> dict[UUID, _Course]:
    """Give for every cohort what `course_of` gives."""
    # Only the last and the next session of each are read: a clinic of many years has thousands of sessions.
    open_ = and_(Meeting.state == MeetingState.PLANNED, Meeting.day >= today)
    totals = (
        select(
            Meeting.cohort_id,
            func.count().label("sessions"),
            func.sum(case((Meeting.day <= today, 1), else_=0)).label("due"),
            func.max(Meeting.number).label("last"),
            func.min(case((open_, Meeting.number))).label("following"),
        )
        .where(Meeting.state != MeetingState.CANCELLED)
        .group_by(Meeting.cohort_id)
        .subquery()
    )
    rows = work.session.execute(
        select(totals.c.sessions, totals.c.due, totals.c.last, totals.c.following, *LINE_COLUMNS).join(
            Meeting,
            and_(
                Meeting.cohort_id == totals.c.cohort_id,
                or_(Meeting.number == totals.c.last, Meeting.number == totals.c.following),
            ),
        )
    )
    lasts: dict[UUID, tuple[int, int, MeetingLine]] = {}
    followings: dict[UUID, MeetingLine] = {}
    for sessions, due, last, following, *columns in rows:
        line = line_of(columns)
        if line.number == last:
            lasts[line.cohort] = (sessions, due, line)
        if line.number == following:
            followings[line.cohort] = line
    return {
        cohort: _Course(
            state=_state(last, today) if due else CohortState.PLANNED,
            week=due,
            sessions=sessions,
            following=followings.get(cohort),
        )
        for cohort, (sessions, due, last) in lasts.items()
    }


def _people_by_cohort(work: Work) -> Counter[UUID]:
    query = select(Enrolment.cohort_id, func.count()).where(Enrolment.left_on.is_(None)).group_by(Enrolment.cohort_id)
    return Counter(dict(work.session.execute(query).all()))
