"""Two records of one person become one, and nothing that was done or said is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from leaderboards.awards import close_session, correct_attendance
from leaderboards.progress import shared_total
from models.access import Role
from models.clinic.clinic import PROGRAM
from models.errors import InvalidError, NotAllowedError, StaleError
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import enter_form, responses
from models.people.consent import Purpose, Source, consents, record_consent
from models.people.naming import Level
from models.people.participant import Participant, find_people, person
from models.privacy.merge import MergePreview, SharedCohort, merge_people, merge_preview
from models.programme.attendance import attendance_history, marks, record_attendance
from models.programme.cohort import plan_cohort
from models.programme.enrolment import end_enrolment, enrol, members
from models.programme.mark import Mark
from models.programme.meeting import meetings
from models.programme.programme import programme_named, ship_programmes
from models.programme.tally import tallies
from models.programme.team_access import CohortTeamAccess
from models.recognition.badge import AwardState, BadgeKind, awards, decide_badges
from models.recognition.certificate import IssuedPage, certificates, record_certificates
from models.recognition.effort import point_totals
from models.settings import found_clinic
from models.storage.database import Database
from tests import factory
from tests.conftest import CLINIC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.work import Work


@pytest.fixture
def clinic(database: Database) -> Database:
    with database.write(PROGRAM) as work:
        found_clinic(work, id_=CLINIC, name="Quayside", country="GB")
        ship_programmes(work)
    return database


@pytest.fixture
def work(clinic: Database, clock: factory.MovingClock) -> Iterator[Work]:
    clock.to(factory.START + timedelta(days=80))
    with clinic.write(factory.actor()) as opened:
        yield opened


def merged(work: Work, keep: UUID, remove: UUID) -> MergePreview:
    shown = merge_preview(work, keep, remove)
    merge_people(work, keep, remove, keep_version=shown.keep_version, remove_version=shown.remove_version)
    return shown


def test_that_blanks_are_filled_and_what_differs_stays_as_it_was(work: Work) -> None:
    keep = factory.person(work, "Anna", "Berg", born=date(1968, 3, 4))
    remove = factory.person(work, "Ann", "Berg", born=date(1968, 4, 3), email="a@example.org", preferred_name="Annie")
    shown = merged(work, keep, remove)
    assert {(one.field, one.kept) for one in shown.filled} == {("email", "a@example.org"), ("preferred_name", "Annie")}
    assert {(one.field, one.kept, one.dropped) for one in shown.differing} == {
        ("given_name", "Anna", "Ann"), ("born", "1968-03-04", "1968-04-03"),
    }  # fmt: skip
    form = person(work, keep).form
    assert (form.given_name, form.born, form.email) == ("Anna", date(1968, 3, 4), "a@example.org")
    assert [line.id for line in find_people(work, "annie")] == [keep]
    assert [line.id for line in find_people(work)] == [keep]
    assert work.get(Participant, remove).merged_into == keep


def test_that_memberships_forms_and_certificates_come_along(work: Work, clinic: Database) -> None:
    them = factory.group(work, size=2)
    keep, remove = factory.person(work, "Anna", "Berg"), them.people[0]
    factory.run_sessions(work, factory.Group(them.cohort, them.people, them.enrolments, them.meetings), ["PP"])
    enter_form(work, them.enrolments[0], "nprs", Occasion.INTAKE, answered_on=factory.START, answers=[6])
    page = IssuedPage(
        id=work.new_id(),
        serial="2026-0001-K",
        enrolment=them.enrolments[0],
        name_as_printed="Anna Berg",
        rule_text="rule",
        key_id="k",
        media="m",
        sha256="0" * 64,
    )
    record_certificates(work, them.cohort, [page])
    shown = merged(work, keep, remove)
    assert (shown.moved, shown.shared, shown.forms, shown.certificates) == (("Autumn evening",), (), 1, 1)
    assert keep in {one.person for one in members(work, them.cohort)}
    assert remove not in {one.person for one in members(work, them.cohort)}
    assert [one.answers for one in responses(work, keep)] == [(6,)]
    assert certificates(work)[0].enrolment == them.enrolments[0]
    assert tallies(work, them.cohort)[them.enrolments[0]].attended == 1


def test_that_two_memberships_of_one_cohort_become_one_with_the_better_marks(work: Work) -> None:
    them = factory.group(work, size=3)
    factory.run_sessions(work, them, ["PNP", "NPP", "EFP", "NEP"])
    keep, remove = them.enrolments[:2]
    total = shared_total(work, them.cohort).evenings
    before = {(line.enrolment, line.kind): line.id for line in awards(work, them.cohort)}
    badges = {line.kind: line.id for line in awards(work, them.cohort) if line.enrolment == remove}
    decide_badges(work, [badges[BadgeKind.FIRST_SESSION]], AwardState.APPROVED)
    shown = merged(work, *them.people[:2])
    assert shown.shared == (SharedCohort("Autumn evening", 2),)
    assert [one.enrolment for one in members(work, them.cohort)].count(remove) == 0
    assert [marks(work, line.id)[keep] for line in them.meetings[:4]] == [
        Mark.PRESENT, Mark.PRESENT, Mark.EXCUSED, Mark.EXCUSED,
    ]  # fmt: skip
    assert point_totals(work, them.cohort) == {keep: 30, them.enrolments[2]: 40}
    assert shared_total(work, them.cohort).evenings == total
    own = {line.kind: line.state for line in awards(work, them.cohort) if line.enrolment == keep}
    assert own[BadgeKind.FIRST_SESSION] is AwardState.APPROVED
    after = {line.kind: line.id for line in awards(work, them.cohort) if line.enrolment == keep}
    # The one that was approved may stand in a ceremony already, by its id.
    assert after[BadgeKind.FIRST_SESSION] == before[remove, BadgeKind.FIRST_SESSION]
    history = attendance_history(work, them.meetings[1].id, keep)
    assert {(step.before, step.after) for step in history} >= {(None, Mark.NO_SHOW), (None, Mark.PRESENT)}
    assert [(step.before, step.after) for step in history if "merged" in step.reason] == [(Mark.NO_SHOW, Mark.PRESENT)]


def test_that_the_register_goes_on_after_a_merge(work: Work) -> None:
    them = factory.group(work, size=3)
    factory.run_sessions(work, them, ["PNP"])
    merged(work, *them.people[:2])
    second = them.meetings[1].id
    for enrolment in (them.enrolments[0], them.enrolments[2]):
        record_attendance(work, second, enrolment, Mark.PRESENT)
    close_session(work, second)
    correct_attendance(work, second, them.enrolments[0], Mark.LATE, reason="came at seven")
    assert point_totals(work, them.cohort)[them.enrolments[0]] == 20


def test_that_rows_of_sessions_before_the_other_joined_come_along(work: Work) -> None:
    cohort = plan_cohort(work, "Autumn", programme_named(work, "Back in Motion").id, start=factory.START, at=time(18))
    keep, remove = factory.person(work, "Anna"), factory.person(work, "Anna")
    early = enrol(work, cohort, remove, joined_on=factory.START)
    late = enrol(work, cohort, keep, joined_on=factory.START + timedelta(days=7))
    end_enrolment(work, early, on=factory.START + timedelta(days=30), reason="twice")
    first = meetings(work, cohort)[0]
    record_attendance(work, first.id, early, Mark.PRESENT)
    merged(work, keep, remove)
    (member,) = members(work, cohort)
    assert (member.enrolment, member.joined_on, member.left_on) == (late, factory.START, None)
    assert marks(work, first.id) == {late: Mark.PRESENT}


def test_that_a_form_of_both_for_one_occasion_is_kept_twice(work: Work) -> None:
    them = factory.group(work, size=2)
    for enrolment, pain in zip(them.enrolments, (6, 7), strict=True):
        enter_form(work, enrolment, "nprs", Occasion.INTAKE, answered_on=factory.START, answers=[pain])
    merged(work, *them.people)
    assert sorted(one.answers for one in responses(work, them.people[0])) == [(6,), (7,)]


def test_that_the_later_word_is_in_force_and_of_two_at_once_the_more_reserved(
    clinic: Database, clock: factory.MovingClock
) -> None:
    with clinic.write(factory.actor()) as work:
        keep, remove = factory.person(work), factory.person(work)
        for one, level, sms in ((keep, Level.FULL, True), (remove, Level.FIRST, False)):
            record_consent(work, one, Purpose.CEREMONY_NAME, is_given=True, level=level, source=Source.LIST)
            record_consent(work, one, Purpose.SMS, is_given=sms, source=Source.LIST)
        record_consent(work, remove, Purpose.BOARD, is_given=True, source=Source.PAPER)
        record_consent(work, keep, Purpose.PHOTO, is_given=False, source=Source.SPOKEN)
    clock.now += timedelta(days=1)
    with clinic.write(factory.actor()) as work:
        record_consent(work, keep, Purpose.EMAIL, is_given=True, source=Source.SPOKEN)
        record_consent(work, remove, Purpose.PHOTO, is_given=True, source=Source.SPOKEN)
        shown = merged(work, keep, remove)
        assert set(shown.consents) == {Purpose.CEREMONY_NAME, Purpose.SMS, Purpose.BOARD, Purpose.PHOTO}
        now = consents(work, keep)
        assert now[Purpose.CEREMONY_NAME].level is Level.FIRST
        assert not now[Purpose.SMS].is_given
        assert now[Purpose.BOARD].source is Source.PAPER
        assert now[Purpose.EMAIL].is_given
        assert now[Purpose.PHOTO].is_given


def test_that_a_front_desk_merges_forms_that_it_cannot_read(
    clinic: Database, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    with clinic.write(factory.actor()) as work:
        them = factory.group(work, size=2)
        enter_form(work, them.enrolments[1], "nprs", Occasion.INTAKE, answered_on=factory.START, answers=[6])
    desk = Database.open(
        clinic_folder, replace(keys, clinical=None), clock=factory.MovingClock(), team_access=CohortTeamAccess
    )
    with desk.write(factory.actor(Role.FRONT_DESK)) as work:
        merged(work, *them.people)
    desk.close()
    with clinic.read(factory.actor()) as work:
        assert [one.answers for one in responses(work, them.people[0])] == [(6,)]


def test_that_a_merge_is_refused_to_itself_twice_and_when_stale(work: Work) -> None:
    keep, remove, third = (factory.person(work) for _ in range(3))
    with pytest.raises(InvalidError, match="one record, not two"):
        merge_preview(work, keep, keep)
    shown = merge_preview(work, keep, remove)
    with pytest.raises(StaleError):
        merge_people(work, keep, remove, keep_version=shown.keep_version + 1, remove_version=shown.remove_version)
    merged(work, keep, remove)
    with pytest.raises(InvalidError, match="merged before"):
        merge_preview(work, third, remove)


def test_that_who_was_merged_before_follows(work: Work) -> None:
    first, second, third = (factory.person(work) for _ in range(3))
    merged(work, second, first)
    merged(work, third, second)
    assert work.get(Participant, first).merged_into == third


def test_that_a_preview_changes_nothing_and_a_peer_lead_does_not_merge(clinic: Database) -> None:
    with clinic.write(factory.actor()) as work:
        them = factory.group(work, size=2)
    with clinic.read(factory.actor()) as work:
        merge_preview(work, *them.people)
        assert len(members(work, them.cohort)) == 2
    with clinic.read(factory.actor(Role.PEER_LEAD)) as work, pytest.raises(NotAllowedError):
        merge_preview(work, *them.people)
