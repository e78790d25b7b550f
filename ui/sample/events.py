"""What happens to each group of the sample clinic, as actions of the app with the instant of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from ceremonies.script_editing import draft_ceremony
from leaderboards.awards import close_session, correct_attendance, mark_rest
from models.outcomes.occasion import WINDOWS, Occasion
from models.outcomes.questionnaire import enter_form
from models.people.consent import record_consents
from models.people.participant import add_person
from models.programme.attendance import record_sheet
from models.programme.cohort import plan_cohort
from models.programme.enrolment import end_enrolment, enrol
from models.programme.mark import Mark
from models.programme.meeting import cancel_meeting, meetings
from models.programme.programme import BACK_IN_MOTION, programme_named
from models.recognition.badge import AwardState, BadgeKind, awards, decide_badges
from models.recognition.ceremony import freeze_ceremony
from models.settings import ZONES
from ui.sample.course import INTAKE_RETURNED, WEEK_2_RETURNED, Course, answers, courses, pain, returned
from ui.sample.people import SamplePerson, agreements, with_details
from ui.sample.plan import COUNTRY, GroupPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from models.work import Work

    Event = tuple[datetime, "Callable[[Work], object]"]

_NOBODY: Final = UUID(int=0)
ZONE: Final = ZoneInfo(ZONES[COUNTRY])
_REASONS: Final = (
    "moved away",
    "work took all evenings",
    "felt too tired to come",
    "found another programme",
    "no reply",
)


@dataclass(slots=True)
class Group:
    """The state of a group while its events are carried out; ids fill in as records are made."""

    plan: GroupPlan
    people: tuple[SamplePerson, ...]
    courses: tuple[Course, ...]
    intake: frozenset[int]
    week_2: frozenset[int]
    rng: Random
    cohort: UUID = _NOBODY
    enrolments: dict[int, UUID] = field(default_factory=dict)
    meetings: tuple[UUID, ...] = ()

    def instant(self, day: date, at: time | None = None, minutes: int = 0) -> datetime:
        """Give an instant on a day of the group, so many minutes after `at`; without `at`, after its session began."""
        return (datetime.combine(day, at or self.plan.at, tzinfo=ZONE) + timedelta(minutes=minutes)).astimezone(UTC)


def events_of(plan: GroupPlan, rng: Random, today: date) -> list[Event]:
    """List a group's events; those of a past group are one event at its end, so that a large clinic is made sooner."""
    events = sorted(_course_of(_group(plan, rng), today), key=itemgetter(0))
    return [(events[-1][0], partial(_in_one_go, events))] if plan.is_past else events


def _group(plan: GroupPlan, rng: Random) -> Group:
    size = len(plan.people)
    first = plan.days[0]
    detailed = tuple(with_details(person, rng.randrange(1000), first, rng) for person in plan.people)
    ways = courses(rng, size, plan.sessions_held, min(plan.leavers, size))
    intake = returned(rng, ways, INTAKE_RETURNED, session=1)
    week_2 = returned(rng, ways, WEEK_2_RETURNED, session=3)
    return Group(plan, detailed, ways, intake, week_2, Random(rng.getrandbits(64)))  # noqa: S311  (as above)


def _course_of(group: Group, today: date) -> Iterator[Event]:
    """Give a group's events, none later than yesterday: what is due today is left for the visitor to do."""
    plan = group.plan
    begin = group.instant(plan.days[0] - timedelta(days=9), time(11, 0))
    yield begin, partial(_begin, group)
    if plan.cancelled is not None:
        yield group.instant(plan.days[plan.cancelled - 2], minutes=120), partial(_cancel_session, group)
    for number, day in enumerate(plan.days[: plan.sessions_held], start=1):
        if number == plan.cancelled:
            continue
        yield group.instant(day, minutes=100), partial(_hold_session, group, number)
        # The badges of the latest session of a running group wait, so that Recognition has something to approve.
        is_waiting = number == plan.sessions_held and not plan.is_graduating and not plan.is_past
        is_later = plan.is_past and number < plan.sessions_held
        if not is_waiting and not is_later and day + timedelta(days=1) < today:
            yield group.instant(day + timedelta(days=1), time(8, 30)), partial(_approve, group, number)
    opens = plan.days[0] + timedelta(days=WINDOWS[Occasion.WEEK_2].opens)
    if opens < today:
        yield (
            group.instant(min(opens + timedelta(days=2), today - timedelta(days=1)), time(9, 15)),
            partial(_enter_week_2, group),
        )
    if plan.is_graduating:
        yield group.instant(today - timedelta(days=1), time(16, 0)), partial(_prepare_ceremony, group, today)


def _in_one_go(events: Sequence[Event], work: Work) -> None:
    """Carry out events in one transaction, each with its own instant as the present one."""
    for at, act in events:
        act(replace(work, now=at))


def _begin(group: Group, work: Work) -> None:
    """Plan the cohort, add its people with what they agreed to, and enrol them."""
    plan, rng = group.plan, group.rng
    course = programme_named(work, BACK_IN_MOTION[0])
    group.cohort = plan_cohort(work, plan.name, course.id, start=plan.days[0], at=plan.at, place=plan.place)
    group.meetings = tuple(line.id for line in meetings(work, group.cohort))
    stayers = [place for place, course in enumerate(group.courses) if course.leaves is None]
    on_board = set(rng.sample(stayers, min(plan.on_board, len(stayers))))
    for place, (person, own) in enumerate(zip(group.people, group.courses, strict=True)):
        id_ = add_person(work, person.form, country=COUNTRY)
        consents = agreements(person, rng, is_on_board=place in on_board)
        record_consents(work, id_, consents, language=person.form.language)
        joined_on = plan.days[own.joins - 1] - timedelta(days=0 if own.joins == 1 else 3)
        group.enrolments[place] = enrol(work, group.cohort, id_, joined_on=joined_on)


def _cancel_session(group: Group, work: Work) -> None:
    number = group.plan.cancelled or 1
    cancel_meeting(work, group.meetings[number - 1], "The clinic is closed for a holiday week")


def _hold_session(group: Group, number: int, work: Work) -> None:
    """Take the register as a facilitator does: the exceptions, then the rest; close it and enter the forms."""
    meeting = group.meetings[number - 1]
    marks = {place: mark for place, own in enumerate(group.courses) if (mark := own.marks[number - 1]) is not None}
    mistaken = next((place for place in marks if group.courses[place].leaves is None), 0) if number == 2 else None
    if mistaken is not None:
        marks[mistaken] = Mark.NO_SHOW
    by_paper = group.plan.is_past  # a whole sheet is copied in; else the exceptions are ticked and then the rest
    sheet = {group.enrolments[place]: mark for place, mark in marks.items() if by_paper or mark is not Mark.PRESENT}
    record_sheet(work, meeting, sheet)
    if not by_paper:
        mark_rest(work, meeting)
    close_session(work, meeting)
    if mistaken is not None:
        who, reason = group.enrolments[mistaken], "signed in at the other door"
        correct_attendance(work, meeting, who, Mark.LATE, reason=reason)
    if number == 1:
        _enter_intake(group, work)
    for place, own in enumerate(group.courses):
        if own.leaves == number:
            reason = group.rng.choice(_REASONS)
            end_enrolment(work, group.enrolments[place], on=group.plan.days[number - 1], reason=reason)


def _enter_intake(group: Group, work: Work) -> None:
    for place in sorted(group.intake):
        _enter(group, place, Occasion.INTAKE, group.plan.days[0], 0, work)


def _enter_week_2(group: Group, work: Work) -> None:
    day = work.now.astimezone(ZONE).date()
    for place in sorted(group.week_2):
        _enter(group, place, Occasion.WEEK_2, day, 1, work)


def _enter(group: Group, place: int, occasion: Occasion, day: date, later: int, work: Work) -> None:
    """Enter the PEG and, but for a past group, the pain rating; `later` is 0 at intake and 1 in week 2."""
    # From a seed of the person's own: both occasions must lie on one course, in whatever order they are drawn.
    level = pain(Random(f"{group.plan.name} {place}"))[later]  # noqa: S311  (invented answers)
    given = {"peg": answers(group.rng, max(level - 1, 0))} | ({} if group.plan.is_past else {"nprs": [level]})
    for form, values in given.items():
        enter_form(work, group.enrolments[place], form, occasion, answered_on=day, answers=values)


def _approve(group: Group, number: int, work: Work) -> None:
    """Approve what the session proposed; one badge of the fourth is declined, because its owner asked for it."""
    waiting = [line for line in awards(work, group.cohort) if line.state is AwardState.PROPOSED]
    declined = [line.id for line in waiting if number == 4 and line.kind is BadgeKind.FOUR_SESSIONS][:1]
    decide_badges(work, declined, AwardState.DECLINED)
    decide_badges(work, [line.id for line in waiting if line.id not in declined], AwardState.APPROVED)


def _prepare_ceremony(group: Group, today: date, work: Work) -> None:
    waiting = [line.id for line in awards(work, group.cohort) if line.state is AwardState.PROPOSED]
    decide_badges(work, waiting, AwardState.APPROVED)
    starts = group.instant(today + timedelta(days=3), time(18, 0))
    ceremony = draft_ceremony(work, group.cohort, f"{group.plan.name}: graduation", starts, ZONE)
    freeze_ceremony(work, ceremony)
