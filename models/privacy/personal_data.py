"""Everything that the clinic keeps about one person, as tables of plain values, with nobody else in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models.access import Permission, Role
from models.errors import SealedError
from models.outcomes.instruments.library import instrument
from models.outcomes.questionnaire import QuestionnaireResponse, responses
from models.people.consent import consent_history
from models.people.naming import full_name
from models.people.participant import Participant
from models.people.retention import Keeping
from models.people.staff import staff
from models.privacy.mentions import mentions_of, mentions_of_names
from models.programme.attendance import MARK_WORDS, Attendance, AttendanceChange, Mark
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from models.programme.meeting import Meeting
from models.programme.programme import Programme
from models.reach import cohorts_within
from models.recognition.badge import BADGES, BadgeAward
from models.recognition.ceremony import Ceremony
from models.recognition.certificate import Certificate
from models.recognition.effort import EffortPoint
from models.storage.audit import AuditEntry
from models.trail import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from uuid import UUID

    from models.access import Confirmed
    from models.outcomes.questionnaire import ResponseView
    from models.work import Work

HANDED_OUT: Final = "personal_data"
"""What the audit calls the file with everything about a person."""
Value = str | int | float | date | None

_FIELDS: Final = (
    "given_name", "family_name", "preferred_name", "nickname", "pronunciation", "born", "email", "phone", "language",
)  # fmt: skip
_TOLD: Final = ("kicker", "headline", "line", "say")
"""The words of a part of a ceremony that are read or heard."""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of record: its name for files, its title, its headings, and each row's values."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the clinic's media that is the person's: how it is called outside, and inside."""

    name: str
    media: str


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All of it; `left_out` says in sentences what is missing, why, and who can add it."""

    person: UUID
    name: str
    sections: tuple[Section, ...]
    files: tuple[KeptFile, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _About:
    """Whom it is about, and how others are kept out of it."""

    records: tuple[Participant, ...]
    groups: dict[UUID, str]
    """By enrolment."""
    role: Callable[[UUID | None], str]
    clear: Callable[[str], str]


def personal_data(work: Work, person: UUID, *, confirmed: Confirmed) -> PersonalData:
    """Read everything that is kept about a person; that it was handed out is written down."""
    work.require(Permission.EXPORT_PERSON, person=person)
    work.confirm(confirmed)
    asked = work.get(Participant, person)
    whole = work.get(Participant, asked.merged_into or person)
    merged = work.session.scalars(select(Participant).where(Participant.merged_into == whole.id))
    records = (whole, *merged)
    groups, hidden = _groups(work, records)
    about = _About(records, groups, _roles(work), _others_cleared(work, records, groups))
    views, sealed = _views(work, records)
    certificates = _certificates(work, about)
    sections = (
        _person(records), _memberships(work, about), _attendance(work, about), _corrections(work, about),
        _points(work, about), _badges(work, about), _consents(work, about), _forms(work, about), _answers(views),
        _scores(views), _ceremonies(work, about), certificates, _keepings(work, about), _accesses(work, about),
    )  # fmt: skip
    work.record_export(Action.EXPORT, HANDED_OUT, whole.id)
    return PersonalData(
        whole.id, full_name(whole.identity), sections, _files(work, about), tuple(_left_out(hidden, sealed))
    )


def _left_out(hidden: int, sealed: int) -> Iterator[str]:
    if hidden:
        yield (
            f"Groups of other teams ({hidden}): not shown to the person who made this file. An administrator can make "
            "one with them."
        )
    if sealed:
        yield (
            f"Answers and scores of {sealed} forms: they open only for clinical roles. A facilitator of this person's "
            "group, or an administrator who is clinical too, can make a file with them."
        )


def _groups(work: Work, records: tuple[Participant, ...]) -> tuple[dict[UUID, str], int]:
    """Give the memberships that the person acting reaches, and how many others there are."""
    mine = Enrolment.participant_id.in_([row.id for row in records])
    query = select(Enrolment.id, Cohort.name).join(Cohort, Cohort.id == Enrolment.cohort_id).where(mine)
    every = dict(work.session.execute(query.order_by(Enrolment.joined_on, Enrolment.id)).all())
    reached = cohorts_within(work.actor, Permission.EXPORT_PERSON, Enrolment.cohort_id)
    open_ = set(work.session.scalars(select(Enrolment.id).where(mine, reached)))
    return {id_: name for id_, name in every.items() if id_ in open_}, len(every) - len(open_)


def _roles(work: Work) -> Callable[[UUID | None], str]:
    """Name staff by what they do here and never by name."""
    known = {line.id: ", ".join(sorted(role.value for role in line.roles)) for line in staff(work)}
    return lambda id_: "" if id_ is None else known.get(id_, Role.PROGRAM.value if id_.int == 0 else "staff")


def _others_cleared(work: Work, records: tuple[Participant, ...], groups: dict[UUID, str]) -> Callable[[str], str]:
    """Take the names of other members and of staff out of free words; the person's own names stay."""
    own = {getattr(row, field) for row in records for field in _FIELDS[:4]} | {
        full_name(row.identity) for row in records
    }
    cohorts = select(Enrolment.cohort_id).where(Enrolment.id.in_(groups))
    there = select(Enrolment.participant_id).where(Enrolment.cohort_id.in_(cohorts))
    ids = [row.id for row in records]
    others = work.session.scalars(select(Participant).where(Participant.id.in_(there), Participant.id.not_in(ids)))
    members = mentions_of(others.all(), own)
    team = mentions_of_names((line.name for line in staff(work)), own)
    return lambda text: team.cleared(members.cleared(text))


def _person(records: tuple[Participant, ...]) -> Section:
    rows = tuple(
        (*(getattr(row, field) for field in _FIELDS), "" if at == 0 else "merged") for at, row in enumerate(records)
    )
    return Section("person", "About you", (*_FIELDS, "record"), rows)


def _memberships(work: Work, about: _About) -> Section:
    rows = work.session.execute(
        select(Enrolment, Cohort.name, Programme.name, Cohort.place)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Programme, Programme.id == Cohort.programme_id)
        .where(Enrolment.id.in_(about.groups))
        .order_by(Enrolment.joined_on)
    )
    headings = ("group", "programme", "place", "joined_on", "left_on", "left_reason", "board_name")
    return Section("groups", "Groups", headings, tuple(
        (name, programme, about.clear(place), row.joined_on, row.left_on, about.clear(row.left_reason), row.alias)
        for row, name, programme, place in rows
    ))  # fmt: skip


def _attendance(work: Work, about: _About) -> Section:
    rows = work.session.execute(
        select(Attendance, Meeting)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.enrolment_id.in_(about.groups))
        .order_by(Meeting.starts_at)
    )
    headings = ("group", "session", "day", "starts_at", "mark", "meaning", "marked_at", "marked_by")
    return Section("attendance", "Attendance", headings, tuple(
        (
            about.groups[row.enrolment_id], meeting.number, meeting.day, _iso(meeting.starts_at), row.mark,
            _meaning(row.mark), _iso(row.marked_at), about.role(row.marked_by),
        )
        for row, meeting in rows
    ))  # fmt: skip


def _corrections(work: Work, about: _About) -> Section:
    rows = work.session.execute(
        select(AttendanceChange, Attendance.enrolment_id, Meeting.number)
        .join(Attendance, Attendance.id == AttendanceChange.attendance_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.enrolment_id.in_(about.groups))
        .order_by(AttendanceChange.changed_at, Meeting.starts_at)
    )
    headings = (
        "group", "session", "before", "after", "meaning_before", "meaning_after", "changed_at", "changed_by", "reason",
    )  # fmt: skip
    return Section("attendance_changes", "How attendance was marked and corrected", headings, tuple(
        (
            about.groups[enrolment], number, row.before, row.after, _meaning(row.before),
            _meaning(row.after), _iso(row.changed_at), about.role(row.changed_by), about.clear(row.reason),
        )
        for row, enrolment, number in rows
    ))  # fmt: skip


def _meaning(mark: Mark | None) -> str:
    return MARK_WORDS[mark] if mark else ""


def _points(work: Work, about: _About) -> Section:
    rows = work.session.execute(
        select(EffortPoint.enrolment_id, Meeting.number, EffortPoint.points)
        .join(Meeting, Meeting.id == EffortPoint.meeting_id)
        .where(EffortPoint.enrolment_id.in_(about.groups))
        .order_by(Meeting.starts_at)
    )
    points = tuple((about.groups[enrolment], number, value) for enrolment, number, value in rows)
    return Section("effort_points", "Effort points", ("group", "session", "points"), points)


def _badges(work: Work, about: _About) -> Section:
    query = select(BadgeAward).where(BadgeAward.enrolment_id.in_(about.groups)).order_by(BadgeAward.proposed_at)
    headings = ("group", "badge", "for", "state", "reason", "proposed_at", "decided_at", "decided_by")
    return Section("badges", "Badges", headings, tuple(
        (
            about.groups[row.enrolment_id], BADGES[row.kind].title, BADGES[row.kind].sentence,
            row.state, about.clear(row.reason), _iso(row.proposed_at), _iso(row.decided_at),
            about.role(row.decided_by),
        )
        for row in work.session.scalars(query)
    ))  # fmt: skip


def _consents(work: Work, about: _About) -> Section:
    lines = [line for record in about.records for line in consent_history(work, record.id)]
    headings = (
        "purpose", "where", "agreed", "name_shown", "how", "text", "text_version", "language", "said_on",
        "recorded_at", "recorded_by", "holds_until",
    )  # fmt: skip
    return Section("consents", "What you agreed to", headings, tuple(
        (
            line.purpose.value, line.channel.value, "yes" if line.is_given else "no",
            line.level.value if line.level else "", line.source.value, line.text, line.text_version, line.language,
            line.day, _iso(line.recorded_at), about.role(line.recorded_by), _iso(line.expires_at),
        )
        for line in sorted(lines, key=lambda line: line.recorded_at)
    ))  # fmt: skip


def _forms(work: Work, about: _About) -> Section:
    """List which forms came back, without opening what is sealed."""
    form = QuestionnaireResponse
    rows = work.session.execute(
        select(
            form.instrument,
            form.form_version,
            form.occasion,
            form.answered_on,
            form.entered_at,
            form.entered_by,
            form.mode,
        )
        .where(form.participant_id.in_([row.id for row in about.records]))
        .order_by(form.answered_on, form.instrument)
    )
    headings = ("form", "form_version", "occasion", "answered_on", "entered_at", "entered_by", "mode")
    return Section("forms", "Forms that you gave back", headings, tuple(
        (instrument(row[0]).title, row[1], row[2], row[3], _iso(row[4]), about.role(row[5]), row[6]) for row in rows
    ))  # fmt: skip


def _views(work: Work, records: tuple[Participant, ...]) -> tuple[tuple[ResponseView, ...], int]:
    """Give the forms with their answers, and of how many the answers do not open for the person acting."""
    ids = [row.id for row in records]
    count = len(work.session.scalars(
        select(QuestionnaireResponse.id).where(QuestionnaireResponse.participant_id.in_(ids))
    ).all())  # fmt: skip
    if not count or not all(work.may(Permission.READ_OUTCOMES, person=id_) for id_ in ids):
        return (), count
    try:
        views = tuple(view for id_ in ids for view in responses(work, id_))
    except SealedError:
        return (), count
    return views, count - len(views)


def _answers(views: Iterable[ResponseView]) -> Section:
    rows = tuple(
        (view.title, view.occasion.value, view.answered_on, number, item.text or item.name, answer)
        for view in views
        for number, (item, answer) in enumerate(zip(instrument(view.instrument).items, view.answers, strict=False), 1)
    )
    return Section("answers", "Your answers", ("form", "occasion", "answered_on", "number", "question", "answer"), rows)


def _scores(views: Iterable[ResponseView]) -> Section:
    rows = tuple(
        (
            view.title,
            view.occasion.value,
            view.answered_on,
            key,
            value if isinstance(value, int | float | str) else str(value),
        )
        for view in views
        for key, value in view.scores.items()
    )
    return Section("scores", "Your scores", ("form", "occasion", "answered_on", "score", "value"), rows)


def _ceremonies(work: Work, about: _About) -> Section:
    cohorts = select(Enrolment.cohort_id).where(Enrolment.id.in_(about.groups))
    own = {str(enrolment) for enrolment in about.groups}
    name = full_name(about.records[0].identity)
    rows: list[tuple[Value, ...]] = []
    for row in work.session.scalars(
        select(Ceremony).where(Ceremony.cohort_id.in_(cohorts)).order_by(Ceremony.planned_for)
    ):
        for cue in json.loads(row.script).get("cues", ()):
            if cue["recipient"] in own:
                words = " · ".join(cue[part] for part in _TOLD if cue[part])
                said = words.replace("{name}", name).replace("{title}", row.title).replace("{{", "{").replace("}}", "}")
                rows.append((about.clear(row.title), _iso(row.planned_for), row.state, about.clear(said)))
    return Section("ceremonies", "Your parts in ceremonies", ("ceremony", "planned_for", "state", "words"), tuple(rows))


def _certificates(work: Work, about: _About) -> Section:
    query = select(Certificate).where(Certificate.enrolment_id.in_(about.groups)).order_by(Certificate.serial)
    headings = ("number", "kind", "name_as_printed", "rule", "issued_on", "status", "status_reason", "status_on")
    return Section("certificates", "Certificates", headings, tuple(
        (
            row.serial, row.kind, row.name_as_printed, row.rule_text, row.issued_on, row.status,
            about.clear(row.status_reason), row.status_on,
        )
        for row in work.session.scalars(query)
    ))  # fmt: skip


def _files(work: Work, about: _About) -> tuple[KeptFile, ...]:
    query = select(Certificate.serial, Certificate.media).where(Certificate.enrolment_id.in_(about.groups))
    rows = work.session.execute(query.order_by(Certificate.serial))
    return tuple(KeptFile(f"certificates/certificate-{serial}.pdf", media) for serial, media in rows if media)


def _keepings(work: Work, about: _About) -> Section:
    query = select(Keeping).where(Keeping.participant_id.in_([row.id for row in about.records]))
    rows = tuple(
        (_iso(row.decided_at), about.role(row.decided_by), row.need, row.ask_again_on)
        for row in work.session.scalars(query.order_by(Keeping.decided_at))
    )
    headings = ("decided_at", "decided_by", "why", "asked_again_on")
    return Section("kept_longer", "Decisions to keep your records longer", headings, rows)


def _accesses(work: Work, about: _About) -> Section:
    """List what was done with the person's record: by which role, when, and which fields, never a value."""
    mine = [*(row.id for row in about.records), *about.groups]
    query = select(AuditEntry).where(AuditEntry.row_id.in_(mine)).order_by(AuditEntry.seq)
    return Section("accesses", "Who did what with your record", ("at", "by", "what", "record", "fields"), tuple(
        (_iso(row.at), about.role(row.actor), row.action, row.entity, row.fields.replace(",", " "))
        for row in work.session.scalars(query)
    ))  # fmt: skip


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="seconds")
