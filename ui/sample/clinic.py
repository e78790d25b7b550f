"""The sample clinic: made day by day by the same actions that the window calls, with a clock that moves."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from ceremonies.script_editing import draft_ceremony
from leaderboards.awards import close_session, correct_attendance, mark_rest
from models.access import Confirmed
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.errors import InvalidError
from models.folder.clock import system_clock
from models.folder.folder import ClinicFolder, Found
from models.keys.recovery_key import new_recovery_key
from models.outcomes.occasion import WINDOWS, Occasion
from models.outcomes.questionnaire import enter_form
from models.people.consent import record_consents
from models.people.participant import add_person
from models.people.recovery_sheet import make_recovery_sheet_valid
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
from ui.sample.plan import COUNTRY, GroupPlan, groups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from models.folder.clock import Clock
    from models.keys.slots import Cost
    from models.work import Work

    Happening = tuple[datetime, "Callable[[Work], object]"]
    Progress = Callable[[int, int], object]

NAME: Final = "Riverside Community Clinic (sample)"
ADMINISTRATOR: Final = "Mina Okafor"
_NOBODY: Final = UUID(int=0)
_ZONE: Final = ZoneInfo(ZONES[COUNTRY])
_REASONS: Final = (
    "moved away",
    "work took all evenings",
    "felt too tired to come",
    "found another programme",
    "no reply",
)
_WORDS: Final = (
    "amber", "anchor", "apple", "apron", "arch", "autumn", "barley", "basket", "beacon", "birch", "bramble", "bridge",
    "bronze", "candle", "canoe", "castle", "cedar", "cherry", "chestnut", "cliff", "clover", "cobalt", "comet",
    "copper", "coral", "cotton", "cricket", "crystal", "daisy", "dolphin", "drum", "ember", "falcon", "fern",
    "fiddle", "finch", "flint", "forest", "fountain", "garden", "ginger", "glacier", "granite", "harbour", "harvest",
    "hazel", "heather", "hedge", "heron", "hollow", "honey", "island", "ivory", "jasmine", "kettle", "kite", "ladder",
    "lagoon", "lantern", "lemon", "linen", "maple", "marble", "meadow", "mint", "mirror", "moon",
)  # fmt: skip


@dataclass(slots=True)
class _Clock:
    """The clock of the clinic while it is made: each happening sets it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class _Group:
    """A group on its way through its sessions; ids fill in as things happen."""

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
        """Give a moment of the group's day; without a time, of its session."""
        return (datetime.combine(day, at or self.plan.at, tzinfo=_ZONE) + timedelta(minutes=minutes)).astimezone(UTC)


def sample_clinic(
    folder: Path,
    *,
    passphrase: str,
    seed: int = 7,
    cohorts: int = 3,
    people: int | None = None,
    today: date | None = None,
    progress: Progress | None = None,
    clock: Clock = system_clock,
    cost: Cost | None = None,
) -> None:
    """Make the sample clinic in a new or empty folder; it appears there whole or not at all.

    The same seed on the same day gives the same clinic, its keys apart. `people` is the size of each
    group; `progress` is told how many of all happenings are done. The administrator is `ADMINISTRATOR`.
    """
    if ClinicFolder(folder).look() is not Found.NOTHING:
        raise InvalidError("{folder} already holds something. Choose a new or empty folder.", folder=folder)
    draft = folder.with_name(f".{folder.name}.sample")
    shutil.rmtree(draft, ignore_errors=True)
    day = today or clock().astimezone(_ZONE).date()
    try:
        _make(draft, passphrase, seed, day, cohorts, people, progress, cost)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def easy_passphrase() -> str:
    """Make a passphrase of five plain words."""
    return " ".join(secrets.choice(_WORDS) for _ in range(5))


def _make(
    folder: Path, passphrase: str, seed: int, today: date, cohorts: int, people: int | None, progress: Progress | None,
    cost: Cost | None,
) -> None:  # fmt: skip
    rng, ids = Random(seed), Random(f"ids {seed}")  # noqa: S311  (invented people, not a secret)
    plans = groups(today, rng, cohorts, people)
    happenings = sorted((found for plan in plans for found in _life(plan, rng, today)), key=itemgetter(0))
    clock = _Clock(min((at for at, _ in happenings), default=_midday(today)) - timedelta(days=7))

    def new_id() -> UUID:
        return UUID(int=ids.getrandbits(128), version=4)

    create_clinic(
        folder, name=NAME, country=COUNTRY, administrator=ADMINISTRATOR, passphrase=passphrase, clock=clock,
        new_id=new_id, cost=cost,
    )  # fmt: skip
    clinic = open_clinic(folder, passphrase, clock=clock, new_id=new_id)
    try:
        clinic.database.adopt_thread()
        done = 0
        for at, together in groupby(happenings, key=itemgetter(0)):
            clock.now = at
            with clinic.database.write(clinic.actor) as work:
                for _, happen in together:
                    happen(work)
                    done += 1
            if progress is not None:
                progress(done, len(happenings))
        with clinic.database.write(clinic.actor) as work:
            sure = Confirmed(clinic.actor.id, clock())
            make_recovery_sheet_valid(work, clinic.keyring, new_recovery_key(), confirmed=sure)
    finally:
        clinic.close()


def _life(plan: GroupPlan, rng: Random, today: date) -> list[Happening]:
    """List what happens to a group; what is long past happens in one go at its end."""
    happenings = sorted(_course_of(_group(plan, rng), today), key=itemgetter(0))
    return [(happenings[-1][0], partial(_at_once, happenings))] if plan.is_past else happenings


def _group(plan: GroupPlan, rng: Random) -> _Group:
    size = len(plan.people)
    first = plan.days[0]
    detailed = tuple(with_details(person, rng.randrange(1000), first, rng) for person in plan.people)
    ways = courses(rng, size, plan.taken, min(plan.leavers, size))
    intake = returned(rng, ways, INTAKE_RETURNED, session=1)
    week_2 = returned(rng, ways, WEEK_2_RETURNED, session=3)
    return _Group(plan, detailed, ways, intake, week_2, Random(rng.getrandbits(64)))  # noqa: S311  (as above)


def _course_of(group: _Group, today: date) -> Iterator[Happening]:
    """List what happens to a group, each with its moment; nothing later than yesterday."""
    plan = group.plan
    begin = group.instant(plan.days[0] - timedelta(days=9), time(11, 0))
    yield begin, partial(_begin, group)
    if plan.cancelled is not None:
        yield group.instant(plan.days[plan.cancelled - 2], minutes=120), partial(_call_off, group)
    for number, day in enumerate(plan.days[: plan.taken], start=1):
        if number == plan.cancelled:
            continue
        yield group.instant(day, minutes=100), partial(_evening, group, number)
        is_waiting = number == plan.taken and not plan.is_graduating and not plan.is_past
        is_later = plan.is_past and number < plan.taken
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


def _at_once(happenings: Sequence[Happening], work: Work) -> None:
    """Let the course of a past group happen in one transaction, each part at its own moment."""
    for at, happen in happenings:
        happen(replace(work, now=at))


def _begin(group: _Group, work: Work) -> None:
    """Plan the cohort, add its people with what they agreed to, and enrol them."""
    plan, rng = group.plan, group.rng
    course = programme_named(work, BACK_IN_MOTION[0])
    group.cohort = plan_cohort(work, plan.name, course.id, start=plan.days[0], at=plan.at, place=plan.place)
    group.meetings = tuple(line.id for line in meetings(work, group.cohort))
    stayers = [place for place, course in enumerate(group.courses) if course.leaves is None]
    on_board = set(rng.sample(stayers, min(plan.on_board, len(stayers))))
    for place, (person, own) in enumerate(zip(group.people, group.courses, strict=True)):
        id_ = add_person(work, person.form, country=COUNTRY)
        said = agreements(person, rng, is_on_board=place in on_board)
        record_consents(work, id_, said, language=person.form.language)
        joined_on = plan.days[own.joins - 1] - timedelta(days=0 if own.joins == 1 else 3)
        group.enrolments[place] = enrol(work, group.cohort, id_, joined_on=joined_on)


def _call_off(group: _Group, work: Work) -> None:
    number = group.plan.cancelled or 1
    cancel_meeting(work, group.meetings[number - 1], "The clinic is closed for a holiday week")


def _evening(group: _Group, number: int, work: Work) -> None:
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


def _enter_intake(group: _Group, work: Work) -> None:
    for place in sorted(group.intake):
        _enter(group, place, Occasion.INTAKE, group.plan.days[0], 0, work)


def _enter_week_2(group: _Group, work: Work) -> None:
    day = work.now.astimezone(_ZONE).date()
    for place in sorted(group.week_2):
        _enter(group, place, Occasion.WEEK_2, day, 1, work)


def _enter(group: _Group, place: int, occasion: Occasion, day: date, later: int, work: Work) -> None:
    """Enter the forms of a person (long ago it was one); the ratings are the person's own, whenever they are drawn."""
    level = pain(Random(f"{group.plan.name} {place}"))[later]  # noqa: S311  (invented answers)
    given = {"peg": answers(group.rng, max(level - 1, 0))} | ({} if group.plan.is_past else {"nprs": [level]})
    for form, values in given.items():
        enter_form(work, group.enrolments[place], form, occasion, answered_on=day, answers=values)


def _approve(group: _Group, number: int, work: Work) -> None:
    """Approve what the session proposed; one badge of the fourth is declined, because its owner asked for it."""
    waiting = [line for line in awards(work, group.cohort) if line.state is AwardState.PROPOSED]
    declined = [line.id for line in waiting if number == 4 and line.kind is BadgeKind.FOUR_SESSIONS][:1]
    decide_badges(work, declined, AwardState.DECLINED)
    decide_badges(work, [line.id for line in waiting if line.id not in declined], AwardState.APPROVED)


def _prepare_ceremony(group: _Group, today: date, work: Work) -> None:
    waiting = [line.id for line in awards(work, group.cohort) if line.state is AwardState.PROPOSED]
    decide_badges(work, waiting, AwardState.APPROVED)
    starts = group.instant(today + timedelta(days=3), time(18, 0))
    ceremony = draft_ceremony(work, group.cohort, f"{group.plan.name}: graduation", starts, _ZONE)
    freeze_ceremony(work, ceremony)


def _midday(day: date) -> datetime:
    return datetime.combine(day, time(12, 0), tzinfo=UTC)
