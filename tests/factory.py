"""One factory of valid records for tests; each argument is what the test is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from models.access import Actor, Role
from models.people.consent import Purpose, Source, record_consent
from models.people.participant import add_person
from models.people.person_form import PersonForm
from models.programme.cohort import plan_cohort
from models.programme.enrolment import enrol
from models.programme.meeting import meetings
from models.programme.programme import programme_named
from models.programme.team import CohortTeam

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.people.naming import Level
    from models.programme.meeting import MeetingLine
    from models.work import Work

START = date(2026, 9, 7)
NAMES = (
    ("Anna", "Berg"), ("Samir", "Rahimi"), ("Nguyễn Thị Hồng", "Nhung"), ("Łukasz", "Żółć"), ("محمد", "الحسيني"),
    ("Siân", "ap Gruffydd"), ("Maria do Carmo de Jesus", "Rodrigues Fernandes de Albuquerque e Castro"), ("Bo", "Li"),
    ("Anna", "Berg"), ("Zoë", "O'Brien-Ó Súilleabháin"), ("कृष्णा", "द्विवेदी"), ("Madonna", ""),
)  # fmt: skip


class MovingClock:
    """A clock that a test sets and moves."""

    def __init__(self, now: datetime = datetime(2026, 9, 7, 18, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def to(self, day: date, at: time = time(18, 5)) -> None:
        self.now = datetime.combine(day, at, tzinfo=UTC)


def numbered_ids(start: int = 1) -> Callable[[], UUID]:
    """Make ids 1, 2, 3 …"""
    counter = iter(range(start, start + 10_000_000))
    return lambda: UUID(int=next(counter))


def actor(*roles: Role, name: str = "Mina Okafor") -> Actor:
    return Actor(UUID(int=2**64), name, frozenset(roles or (Role.FACILITATOR, Role.ADMINISTRATOR)))


@dataclass(frozen=True, slots=True)
class Group:
    """A planned cohort with its members, in the order of NAMES."""

    cohort: UUID
    people: tuple[UUID, ...]
    enrolments: tuple[UUID, ...]
    meetings: tuple[MeetingLine, ...]


def person(work: Work, given: str = "Anna", family: str = "Berg", **fields: object) -> UUID:
    form = PersonForm(given_name=given, family_name=family, **fields)  # type: ignore[arg-type]
    return add_person(work, form, country="GB")


def group(
    work: Work, *, size: int = 12, name: str = "Autumn evening", start: date = START, level: Level | None = None
) -> Group:
    cohort = plan_cohort(work, name, programme_named(work, "Back in Motion").id, start=start, at=time(18, 0))
    people = tuple(person(work, *NAMES[place % len(NAMES)], born=date(1950 + place, 3, 4)) for place in range(size))
    enrolments = tuple(enrol(work, cohort, one, joined_on=start - timedelta(days=7)) for one in people)
    if level is not None:
        for one in people:
            agree(work, one, Purpose.CEREMONY_NAME, level)
    return Group(cohort, people, enrolments, meetings(work, cohort))


def on_team(work: Work, cohort: UUID, *people: Actor) -> None:
    """Put people on a group's team, with or without an account."""
    work.session.add_all(CohortTeam(id=work.new_id(), cohort_id=cohort, staff_id=one.id) for one in people)
    work.session.flush()


def agree(work: Work, one: UUID, purpose: Purpose, level: Level | None = None) -> None:
    record_consent(work, one, purpose, is_given=True, level=level, source=Source.SPOKEN)


def run_sessions(work: Work, them: Group, marks: Sequence[str]) -> None:
    """Mark sessions from the first: each string holds one letter for each person, in order."""
    from leaderboards.awards import close_session
    from models.programme.attendance import record_attendance
    from models.programme.mark import Mark

    for meeting, letters in zip(them.meetings, marks, strict=False):
        for enrolment, letter in zip(them.enrolments, letters, strict=True):
            record_attendance(work, meeting.id, enrolment, Mark(letter))
        close_session(work, meeting.id)
