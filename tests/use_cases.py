"""Who may call which use case: one line for each, written by hand and held against the code by the matrix test."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from ceremonies.director import Director
from ceremonies.script_editing import stored_script_of
from exports.shipped_templates import PORTRAIT
from exports.table import Listing
from models.access import Confirmed, Permission, Role
from models.outcomes.occasion import Occasion
from models.pages.audit import AuditSearch
from models.people.consent import Purpose, Source
from models.people.erasure import Ground
from models.people.participant import Participant
from models.people.person_form import PersonForm
from models.people.retention import Need
from models.programme.attendance import MarkStep
from models.programme.mark import Mark
from models.recognition.badge import AwardState, BadgeKind, Proposal
from models.recognition.ceremony import Venue, ceremony
from models.trail import Action
from tests.ceremonies.company import consent_mix, stored_for
from tests.use_case import (
    CLINICAL,
    EVERYONE,
    LEADS,
    OFFICE,
    STAFF,
    Case,
    Scope,
    clinic,
    confirmed,
    listed,
    of_ceremony,
    of_cohort,
    of_meeting,
    of_people,
    of_person,
    record,
    saved,
)

if TYPE_CHECKING:
    from models.recognition.script import StoredScript
    from models.work import Work

_DAY: Final = date(2026, 9, 7)
_SCRIPT: Final[StoredScript] = stored_for(consent_mix())
_AT: Final = datetime(2026, 12, 1, 18, tzinfo=UTC)
_ANNA: Final = PersonForm(given_name="Anna", family_name="Berg")
_READ: Final = Permission.READ_ATTENDANCE
_NOBODY: Final = UUID(int=77)
_MEDIA: Final = SimpleNamespace(read=lambda _name: b"", names=frozenset, problems=lambda _names: [])

_PATH: Final = Path(os.devnull)
"""No file, so that nothing is written."""


def _director(work: Work, ceremony_id: UUID) -> Director:
    """Give the director of a ceremony that has not begun, for whoever may read it."""
    return Director.start(stored_script_of(ceremony(work, ceremony_id)))


CASES: Final[dict[str, Case]] = {
    "models.pages.audit.search_audit": clinic("A", AuditSearch()),
    "models.pages.audit.audit_export": confirmed("A", AuditSearch()),
    "models.pages.day_sheet.day_page": listed(STAFF, lambda f, w, _p: f(w)),
    "models.pages.cohort.cohort_page": of_cohort(STAFF),
    "models.pages.consent_history.consent_history_page": of_person(STAFF),
    "models.pages.consent_texts.consent_texts_page": clinic(STAFF, "en"),
    "models.pages.mark_history.mark_history_page": record(STAFF, lambda f, w, p: f(w, p.meeting, p.enrolment)),
    "models.pages.people.people_page": listed(STAFF, lambda f, w, _p: f(w)),
    "models.pages.person.person_page": of_person(CLINICAL + "KA"),
    "models.pages.search.search": listed(EVERYONE, lambda f, w, p: f(w, p.name)),
    "models.pages.settings.settings_page": clinic(EVERYONE, None, None),
    "models.backup.second_place.choose_second_place": clinic("A", None, None),
    "models.clinic.drill.last_drill": clinic("A"),
    "models.clinic.drill.drill_is_due": clinic("A"),
    "models.clinic.drill.drill_state": clinic("A"),
    "models.privacy.erasure.erasure_preview": record("AL", lambda f, w, p: f(w, p.person)),
    "models.privacy.erasure.erase_person": record(
        "AL",
        lambda f, w, p: f(w, None, p.person, version=1, ground=Ground.ASKED, confirmed=Confirmed(w.actor.id, w.now)),
    ),
    "models.privacy.erasure.erase_again": record("AL", lambda f, w, p: f(w, p.id)),
    "models.privacy.merge.merge_preview": record(OFFICE, lambda f, w, p: f(w, p.person, p.person)),
    "models.privacy.merge.merge_people": record(
        OFFICE, lambda f, w, p: f(w, p.person, p.person, keep_version=1, remove_version=1)
    ),
    "models.outcomes.completion.forms_returned": of_cohort(CLINICAL + "KA"),
    "models.outcomes.course.course": of_person(CLINICAL, "peg"),
    "models.pages.outcomes.outcomes_page": of_cohort(CLINICAL + "KA"),
    "models.pages.outcomes.person_outcomes": of_person(CLINICAL),
    "models.outcomes.questionnaire.enter_form": record(
        CLINICAL, lambda f, w, p: f(w, p.enrolment, "peg", Occasion.INTAKE, answered_on=_DAY, answers=[1, 2, 3])
    ),
    "models.outcomes.questionnaire.responses": of_person(CLINICAL),
    "models.outcomes.questionnaire.first_sessions": of_cohort(CLINICAL + "KA"),
    "models.outcomes.schedule.forms_due": of_cohort(CLINICAL + "KA", _DAY),
    "models.outcomes.schedule.forms_waiting": record(CLINICAL + "KA", lambda f, w, p: f(w, [p.cohort], _DAY)),
    "models.people.contact_list.contact_list": listed("FCDKA", lambda f, w, _p: f(w)),
    "models.people.consent.record_consent": record(
        OFFICE, lambda f, w, p: f(w, p.person, Purpose.PHOTO, is_given=True, source=Source.PAPER)
    ),
    "models.people.consent.record_consents": of_person(OFFICE, []),
    "models.people.consent.consents": of_person(STAFF),
    "models.people.consent.consent_history": of_person(STAFF),
    "models.people.consent.carry_consents": of_person(OFFICE, []),
    "models.people.consent_text.change_consent_texts": clinic("AL", "en", {}),
    "models.people.consent_text.consent_form_texts": clinic(STAFF, "en"),
    "models.people.consent_text.consent_languages": clinic(STAFF),
    "models.people.consent_text.consent_wordings": clinic(STAFF, "en"),
    "models.people.consent_text.form_of_code": clinic(STAFF, "0"),
    "models.people.consent.levels": of_people(STAFF, Purpose.BOARD),
    "models.people.consent.agreed": of_people(STAFF, Purpose.BOARD),
    "models.people.consent.agreements": of_people(STAFF),
    "models.people.erasure.erasures": clinic("AL"),
    "models.people.erasure.recorded": clinic("AL"),
    "models.people.erasure.restored_people": clinic("AL", []),
    "models.people.erasure.unfinished": clinic("AL"),
    "models.people.erasure.finish": clinic("AL", []),
    "models.people.participant.add_person": clinic(OFFICE, _ANNA, country="GB"),
    "models.people.participant.change_person": record(
        OFFICE, lambda f, w, p: f(w, p.person, _ANNA, version=1, country="GB")
    ),
    "models.people.participant.person": of_person(CLINICAL + "KA"),
    "models.people.participant.find_people": listed(STAFF, lambda f, w, _p: f(w)),
    "models.people.participant.person_named": listed(STAFF, lambda f, w, p: f(w, str(p.person))),
    "models.people.participant.identities": of_people(STAFF),
    "models.people.participant.languages": of_people(STAFF),
    "models.people.participant.pronunciations": of_people(STAFF),
    "models.people.participant.namesakes": listed(OFFICE, lambda f, w, _p: f(w, _ANNA)),
    "models.imports.roster.preview_roster": clinic(OFFICE, None),
    "models.people.staff.add_staff": clinic("AL", "New", [Role.PEER_LEAD]),
    "models.people.staff.staff": clinic(EVERYONE),
    "models.people.staff.actor_of": clinic(EVERYONE, _NOBODY),
    "models.people.account.accounts": clinic(EVERYONE, None),
    "models.people.account.add_account": confirmed("AL", None, "New", []),
    "models.people.account.give_first_passphrase": confirmed("AL", None, _NOBODY),
    "models.people.account.change_passphrase": clinic(EVERYONE, None, "", ""),
    "models.people.account.change_roles": confirmed("AL", None, _NOBODY, [], version=1),
    "models.people.account.pass_clinical_key": confirmed(CLINICAL, None, _NOBODY),
    "models.people.account.leave": confirmed("AL", None, _NOBODY, version=1),
    "models.people.recovery_sheet.valid_recovery_sheet": clinic(EVERYONE, None),
    "models.people.recovery_sheet.next_recovery_sheet_number": clinic("AL", None),
    "models.people.recovery_sheet.make_recovery_sheet_valid": confirmed("AL", None, _NOBODY),
    "models.people.recovery_sheet.recover_account": clinic("AL", None, _NOBODY, ""),
    "models.privacy.personal_data.personal_data": record(
        LEADS + "A", lambda f, w, p: f(w, p.person, confirmed=Confirmed(w.actor.id, w.now))
    ),
    "models.privacy.sections.section_of": clinic(LEADS + "A", Participant, None, None),
    "models.privacy.joining.join_rows": clinic(OFFICE, None, None, None),
    "models.programme.attendance.record_attendance": record(
        "FCDK", lambda f, w, p: f(w, p.meeting, p.enrolment, Mark.LATE)
    ),
    "models.programme.attendance.record_sheet": record(
        "FCDK", lambda f, w, p: f(w, p.meeting, {p.enrolment: Mark.LATE})
    ),
    "models.programme.attendance.mark_rest_present": of_meeting("FCDK"),
    "models.programme.attendance.undo_marks": record(
        "FCDK", lambda f, w, p: f(w, MarkStep(p.meeting, (), is_closed=False))
    ),
    "models.programme.attendance.close_meeting": of_meeting(LEADS),
    "models.programme.attendance.attendance_history": record(STAFF, lambda f, w, p: f(w, p.meeting, p.enrolment)),
    "models.programme.attendance.marks": of_meeting(STAFF),
    "models.programme.tally.tallies": of_cohort(STAFF),
    "models.programme.cohort.proposed_timetable": Case(EVERYONE, Scope.CLINIC, lambda f, w, p: f(w, p.programme, _DAY)),
    "models.programme.cohort.plan_cohort": Case(
        OFFICE, Scope.CLINIC, lambda f, w, p: f(w, "Spring", p.programme, start=_DAY, at=time(18))
    ),
    "models.programme.cohort.rename_cohort": record(OFFICE, lambda f, w, p: f(w, p.cohort, "Spring", version=1)),
    "models.programme.cohort.cohorts": listed(EVERYONE, lambda f, w, _p: f(w)),
    "models.programme.cohort.cohort": of_cohort(EVERYONE),
    "models.programme.cohort.group_names": listed(EVERYONE, lambda f, w, _p: f(w)),
    "models.programme.cohort.cohort_named": record(EVERYONE, lambda f, w, p: f(w, p.name)),
    "models.programme.current_cohort.cohort_choice": listed(EVERYONE, lambda f, w, p: f(w, p.cohort)),
    "models.programme.enrolment.enrol": record(OFFICE, lambda f, w, p: f(w, p.cohort, p.person)),
    "models.programme.enrolment.end_enrolment": record(
        OFFICE, lambda f, w, p: f(w, p.enrolment, on=_DAY, reason="moved")
    ),
    "models.programme.enrolment.members": of_cohort(STAFF),
    "models.programme.enrolment.reached_enrolment": record(STAFF, lambda f, w, p: f(w, p.enrolment, _READ)),
    "models.programme.enrolment.cohorts_of": of_person(STAFF),
    "models.programme.enrolment.reach_enrolments": record(STAFF, lambda f, w, p: f(w, [p.enrolment], _READ)),
    "models.programme.meeting.meetings": of_cohort(STAFF),
    "models.programme.meeting.meeting": of_meeting(STAFF),
    "models.programme.meeting.cancel_meeting": record(OFFICE, lambda f, w, p: f(w, p.meeting, "ill")),
    "models.programme.meeting.reached_meeting": record(STAFF, lambda f, w, p: f(w, p.meeting, _READ)),
    "models.programme.programme.ship_programmes": clinic("AL"),
    "models.programme.programme.programmes": clinic(EVERYONE),
    "models.programme.programme.programme_named": clinic(EVERYONE, "Back in Motion"),
    "models.programme.programme.programme": clinic(EVERYONE, _NOBODY),
    "models.imports.import_people.import_people": record(OFFICE, lambda f, w, p: f(w, None, p.cohort)),
    "models.imports.import_people.rehearse_import": record(OFFICE, lambda f, w, p: f(w, None, p.cohort)),
    "models.programme.team.team": of_cohort(EVERYONE),
    "models.programme.team.change_team": record(OFFICE, lambda f, w, p: f(w, p.cohort, [p.id])),
    "models.programme.team.found_team": of_cohort(OFFICE),
    "models.recognition.badge.propose": record(
        LEADS,
        lambda f, w, p: f(w, [Proposal(enrolment=p.enrolment, kind=BadgeKind.HALF_WAY, meeting=p.meeting, reason="")]),
    ),
    "models.recognition.badge.withdraw_proposal": record(
        LEADS, lambda f, w, p: f(w, p.enrolment, BadgeKind.FIRST_SESSION)
    ),
    "models.recognition.badge.decide_badges": record(LEADS, lambda f, w, p: f(w, [p.award], AwardState.APPROVED)),
    "models.recognition.badge.present_badges": record(LEADS + "P", lambda f, w, p: f(w, [p.award])),
    "models.recognition.badge.awards": of_cohort(STAFF),
    "models.recognition.badge.award_states": of_cohort(STAFF),
    "models.recognition.badge.proposals": listed(LEADS, lambda f, w, _p: f(w)),
    "models.recognition.ceremony.change_venue": record(LEADS + "P", lambda f, w, p: f(w, p.ceremony, Venue.ROOM)),
    "models.recognition.ceremony.save_ceremony": record(
        LEADS + "P", lambda f, w, p: f(w, p.id, p.cohort, "Graduation", _AT, _SCRIPT)
    ),
    "models.recognition.ceremony.change_script": record(
        LEADS + "P", lambda f, w, p: f(w, p.ceremony, _SCRIPT, version=2)
    ),
    "models.recognition.ceremony.freeze_ceremony": of_ceremony(LEADS + "P"),
    "models.recognition.ceremony.reopen_ceremony": of_ceremony(LEADS + "P"),
    "models.recognition.ceremony.ceremonies": listed(STAFF, lambda f, w, _p: f(w)),
    "models.recognition.ceremony.ceremony": of_ceremony(STAFF),
    "models.recognition.ceremony.start_run": record(LEADS + "P", lambda f, w, p: f(w, p.ceremony, is_rehearsal=True)),
    "models.recognition.ceremony.interrupted_run": of_ceremony(LEADS + "P"),
    "models.recognition.ceremony.record_event": record(LEADS + "P", lambda f, w, p: f(w, p.run, 7, "{}")),
    "models.recognition.ceremony.events": record(LEADS + "P", lambda f, w, p: f(w, p.run)),
    "models.recognition.ceremony.end_run": record(LEADS + "P", lambda f, w, p: f(w, p.run, is_finished=False)),
    "models.recognition.ceremony.reached_ceremony": record(STAFF, lambda f, w, p: f(w, p.ceremony, _READ)),
    "models.recognition.certificate.entitlements": of_cohort(STAFF),
    "models.recognition.certificate.certificates": of_cohort(STAFF),
    "models.recognition.certificate.certificate_numbered": listed(STAFF, lambda f, w, p: f(w, p.serial)),
    "models.recognition.certificate.withdrawn_certificates": clinic(OFFICE),
    "models.recognition.certificate.next_serials": clinic(OFFICE, 1),
    "models.recognition.certificate.record_certificates": record(OFFICE, lambda f, w, p: f(w, p.cohort, [p.page])),
    "models.recognition.certificate.void_certificate": record(OFFICE, lambda f, w, p: f(w, p.certificate, "typo")),
    "models.recognition.signing_key.signing_keys": clinic(OFFICE),
    "models.recognition.signing_key.keep_signing_key": clinic(OFFICE, "kid", b"", b""),
    "models.recognition.erasure.ceremonies_about": clinic("AL", [], str),
    "models.recognition.erasure.join_in_ceremonies": clinic(OFFICE, _NOBODY, _NOBODY),
    "models.recognition.erasure.forget_in_ceremonies": clinic("AL", [], str),
    "models.recognition.effort.post_points": record(LEADS, lambda f, w, p: f(w, p.meeting, {p.enrolment: 10})),
    "models.recognition.effort.point_totals": of_cohort(STAFF),
    "models.pages.register.roll": of_meeting(STAFF),
    "models.pages.register.register": of_meeting(STAFF),
    "models.pages.privacy.privacy_page": clinic("AL"),
    "models.privacy.retention.retention_years": clinic(EVERYONE),
    "models.privacy.retention.set_retention_years": clinic("AL", 8),
    "models.privacy.retention.overdue": clinic("AL"),
    "models.privacy.retention.keep_longer": record("AL", lambda f, w, p: f(w, p.person, Need.WISH)),
    "models.privacy.retention.keep_until": record("AL", lambda f, w, p: f(w, p.person)),
    "models.privacy.retention.last_days": clinic("AL"),
    "models.settings.found_clinic": clinic("AL", id_=None, name="", country="GB"),
    "models.settings.profile": clinic(EVERYONE),
    "models.settings.change_profile": clinic("AL", None),
    "models.pages.today.today": listed(STAFF, lambda f, w, _p: f(w)),
    "leaderboards.awards.close_session": of_meeting(LEADS),
    "leaderboards.awards.correct_attendance": record("FCDK", lambda f, w, p: f(w, p.meeting, p.enrolment, Mark.LATE)),
    "leaderboards.awards.mark_rest": of_meeting("FCDK"),
    "leaderboards.awards.undo_attendance": record(
        "FCDK", lambda f, w, p: f(w, MarkStep(p.meeting, (), is_closed=False))
    ),
    "leaderboards.awards.propose_badges": of_cohort(LEADS),
    "leaderboards.awards.earned_badges": of_cohort(STAFF),
    "leaderboards.stage_name.stage_names": of_cohort(STAFF),
    "leaderboards.stage_name.ceremony_levels": listed(STAFF, lambda f, w, p: f(w, [p.person], Venue.ROOM)),
    "leaderboards.integrity.record_problems": clinic(EVERYONE, _MEDIA),
    "leaderboards.nominees.nominees": of_cohort(STAFF),
    "leaderboards.nominees.group_total": of_cohort(STAFF),
    "leaderboards.pages.recognition.recognition_page": of_cohort(STAFF),
    "leaderboards.awards.note_presented": record(LEADS + "P", lambda f, w, p: f(w, [p.award])),
    "leaderboards.pages.ceremony.ceremony_group": of_ceremony(STAFF),
    "leaderboards.points.post_session_points": of_meeting(LEADS),
    "leaderboards.progress.own_progress": of_cohort(STAFF),
    "leaderboards.progress.shared_total": of_cohort(STAFF),
    "leaderboards.standings.standings": of_cohort(STAFF),
    "ceremonies.script_editing.draft_ceremony": of_cohort(LEADS + "P", "Graduation", _AT, UTC),
    "ceremonies.script_editing.change_words": record(
        LEADS + "P", lambda f, w, p: f(w, p.ceremony, p.cue, say="Welcome", seconds=20, version=2)
    ),
    "ceremonies.script_editing.move_cue": record(LEADS + "P", lambda f, w, p: f(w, p.ceremony, p.cue, 1, version=2)),
    "ceremonies.pages.ceremony.ceremony_page": of_ceremony(STAFF),
    "ceremonies.run.open_rehearsal": of_ceremony(LEADS + "P"),
    "ceremonies.run.open_live": of_ceremony(LEADS + "P"),
    "ceremonies.run.record_row": record(
        LEADS + "P", lambda f, w, p: f(w, p.run, 7, "{}", SimpleNamespace(cohort=p.cohort, held=Venue.ROOM))
    ),
    "ceremonies.run.close_run": record(LEADS + "P", lambda f, w, p: f(w, p.run, _director(w, p.ceremony))),
    "exports.batch.planned_certificates": of_cohort(STAFF),
    "exports.batch.issue_certificates": record(OFFICE, lambda f, w, p: f(w, _MEDIA, p.cohort)),
    "exports.batch.reprint": listed(STAFF, lambda f, w, p: f(w, _MEDIA, p.serial)),
    "exports.batch.signatories": clinic(EVERYONE),
    "exports.logo.kept_logo": clinic(EVERYONE, _MEDIA),
    "exports.issuer_file.issuer_file": clinic(OFFICE),
    "exports.issuer_file.signing_key": clinic(OFFICE),
    "exports.template_pictures.template_pictures": clinic(STAFF, _MEDIA, PORTRAIT),
    "exports.pages.certificates.certificates_page": of_cohort(STAFF),
    "exports.pages.certificates.kept_certificate": listed(STAFF, lambda f, w, p: f(w, _MEDIA, p.serial)),
    "exports.audit.save_audit": confirmed("A", AuditSearch(), _PATH, UTC),
    "exports.delivery.note_taken": clinic(EVERYONE, Action.PRINT, {}),
    "exports.table.save_listing": record(
        "FCDKA",
        lambda f, w, p: f(w, Listing.PEOPLE, p.cohort, _PATH, confirmed=Confirmed(w.actor.id, w.now)),
    ),
    "exports.table.people_table": saved("FCDKA"),
    "exports.table.attendance_table": saved("FCDKA"),
    "exports.table.board_table": saved("FCDKA"),
    "exports.table.forms_table": saved("FCDKA"),
    "exports.table.scores_table": saved("FCD"),
    "exports.table.cohort_table": record(
        "FCDKA", lambda f, w, p: f(w, Listing.PEOPLE, p.cohort, confirmed=Confirmed(w.actor.id, w.now))
    ),
    "exports.consent_form.consent_form": record(OFFICE, lambda f, w, p: f(w, _MEDIA, p.person)),
    "exports.consent_form.cohort_consent_forms": record(OFFICE, lambda f, w, p: f(w, _MEDIA, p.cohort)),
    "exports.consent_form.blank_consent_form": clinic(OFFICE, _MEDIA, "en"),
    "exports.personal_data.save_person": record(
        LEADS + "A", lambda f, w, p: f(w, _MEDIA, p.person, _PATH, confirmed=Confirmed(w.actor.id, w.now))
    ),
    "exports.personal_data.export_person": record(
        LEADS + "A", lambda f, w, p: f(w, _MEDIA, p.person, confirmed=Confirmed(w.actor.id, w.now))
    ),
    "exports.day_sheet.day_sheet": listed(STAFF, lambda f, w, _p: f(w)),
    "exports.recovery_sheet.make_recovery_sheet": confirmed("AL", None),
}
