"""What a ceremony may know of people: names as consent allows now, effort, and nothing clinical."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING

from leaderboards.nominees import Mention, Moment, Nominee, group_total, nominees
from leaderboards.stage_name import stage_names
from models.people.consent import Purpose, Source, record_consent
from models.people.naming import Level
from models.people.person_form import PersonForm
from models.programme.enrolment import end_enrolment
from models.recognition.badge import AwardState, BadgeKind, awards, decide_badges, present_badges
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database

LEVELS = [
    Level.FULL,
    Level.FIRST_INITIAL,
    Level.FIRST,
    Level.INITIALS,
    Level.NICKNAME,
    Level.ANONYMOUS,
    Level.UNMENTIONED,
]


def test_that_each_person_is_named_as_they_agreed_and_the_rest_leave_no_hole(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=9)
        for one, level in zip(them.people, LEVELS, strict=False):
            factory.agree(work, one, Purpose.CEREMONY_NAME, level)
        factory.run_sessions(work, them, ["P" * 9])
        end_enrolment(work, them.enrolments[0], on=them.meetings[0].day, reason="moved away")
        names = stage_names(work, them.cohort)
        listed = nominees(work, them.cohort)
    shown = [names[enrolment] for enrolment in them.enrolments]
    assert [name and name.shown for name in shown] == [
        None, "Samir R.", "Nguyễn Thị Hồng", "Ł.Ż.", "", "", None, None, None,
    ]  # fmt: skip
    assert {one.reference for one in listed} == set(them.enrolments[1:6])
    assert all(one.moments for one in listed)
    assert {one.reference for one in listed if one.mention is Mention.ANONYMOUS} == set(them.enrolments[4:6])


def test_that_a_withdrawal_holds_at_once_and_the_group_still_counts_everybody(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=6, level=Level.FULL)
        factory.run_sessions(work, them, ["PPPPPE"])
    with clinic.write(actor) as work:
        record_consent(work, them.people[2], Purpose.CEREMONY_NAME, is_given=False, source=Source.SPOKEN)
    with clinic.read(actor) as work:
        assert stage_names(work, them.cohort)[them.enrolments[2]] is None
        assert group_total(work, them.cohort).evenings == 5
        assert group_total(work, them.cohort).people == 6


def test_that_only_approved_badges_become_moments(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=2, level=Level.FULL)
        factory.run_sessions(work, them, ["PP"])
        first = next(award for award in awards(work, them.cohort) if award.enrolment == them.enrolments[0])
        decide_badges(work, [first.id], AwardState.APPROVED)
        moments = {one.reference: one.moments for one in nominees(work, them.cohort)}
    assert moments[them.enrolments[0]][0] == Moment("Took the first step and came to the group", first.id)
    assert moments[them.enrolments[1]] == (Moment("Belongs to this group, every week"),)


def test_that_a_badge_that_was_presented_gives_way_to_one_that_was_not(
    clinic: Database, actor: Actor, clock: factory.MovingClock
) -> None:
    clock.to(factory.START + timedelta(weeks=4))
    with clinic.write(actor) as work:
        them = factory.group(work, size=1, level=Level.FULL)
        factory.run_sessions(work, them, ["P"] * 4)
        by_kind = {award.kind: award.id for award in awards(work, them.cohort)}
        first, four = by_kind[BadgeKind.FIRST_SESSION], by_kind[BadgeKind.FOUR_SESSIONS]
        decide_badges(work, [first, four], AwardState.APPROVED)
        present_badges(work, [four])
        (with_one_left,) = nominees(work, them.cohort)
        present_badges(work, [first])
        (with_none_left,) = nominees(work, them.cohort)
    assert [moment.award for moment in with_one_left.moments] == [first, None]
    assert [moment.award for moment in with_none_left.moments] == [four, first, None]


def test_that_a_nominee_has_no_room_for_a_score_or_contact() -> None:
    clinical = {field.name for field in fields(PersonForm)} - {"pronunciation"}
    assert not {field.name for field in fields(Nominee)} & clinical
    assert {field.name for field in fields(Nominee)} == {
        "reference", "name", "moments",
    }  # fmt: skip
