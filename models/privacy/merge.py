"""Two records of one person made one: everything moves to the record that is kept, nothing that was said is lost."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from models.access import Permission
from models.errors import InvalidError
from models.outcomes.questionnaire import QuestionnaireResponse
from models.people.consent import carry_consents, consents, later_words
from models.people.naming import distinguished, full_name
from models.people.participant import Participant, PersonForm, change_person
from models.people.retention import Keeping
from models.programme.attendance import ATTENDED, TOLD_US, Attendance, AttendanceChange, Mark
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from models.recognition.badge import AwardState, BadgeAward
from models.recognition.certificate import Certificate
from models.recognition.effort import EffortPoint
from models.settings import profile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.people.consent import ConsentLine, Purpose
    from models.work import Work

REASON: Final = "two records of one person were merged"
_NAMES: Final = frozenset({"given_name", "family_name"})
_STANDING: Final = (AwardState.PROPOSED, AwardState.DECLINED, AwardState.APPROVED, AwardState.PRESENTED)


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of the person's form: what is kept of it, and what is dropped ("" for nothing)."""

    field: str
    kept: str
    dropped: str


@dataclass(frozen=True, slots=True)
class SharedCohort:
    """A cohort to which both records belong: sessions marked for both, and those where the other mark is kept."""

    name: str
    marked_twice: int
    marks_taken: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do; the versions go back with it."""

    keep: UUID
    keep_version: int
    keep_name: str
    keep_distinguisher: str
    remove: UUID
    remove_version: int
    remove_name: str
    remove_distinguisher: str
    filled: tuple[Detail, ...]
    """Details that only the removed record has; the kept one receives them."""
    differing: tuple[Detail, ...]
    """Details that both have and that differ; those of the kept record stay."""
    moved: tuple[str, ...]
    """Cohorts that come along."""
    shared: tuple[SharedCohort, ...]
    forms: int
    consents: tuple[Purpose, ...]
    """Purposes for which the removed record holds the later word."""
    certificates: int


def merge_preview(work: Work, keep: UUID, remove: UUID) -> MergePreview:
    """Say what merging would move, unite and drop; nothing is changed."""
    work.require(Permission.CHANGE_PEOPLE, person=keep)
    work.record_read("participant", keep, "born", "email", "phone")
    work.record_read("participant", remove, "born", "email", "phone")
    kept, removed = _both(work, keep, remove)
    filled, differing = _details(kept, removed)
    own = _memberships(work, keep)
    moved, shared = [], []
    for cohort, enrolment in _memberships(work, remove).items():
        name = work.get(Cohort, cohort).name
        if cohort not in own:
            moved.append(name)
            continue
        pairs = list(_pairs(work, own[cohort].id, enrolment.id))
        both = sum(mine.mark is not None and theirs.mark is not None for mine, theirs in pairs)
        shared.append(SharedCohort(name, both, sum(_is_better(theirs.mark, mine.mark) for mine, theirs in pairs)))
    apart = distinguished((kept.identity, removed.identity))
    return MergePreview(
        keep=keep, keep_version=kept.version, keep_name=full_name(kept.identity), keep_distinguisher=apart[keep],
        remove=remove, remove_version=removed.version, remove_name=full_name(removed.identity),
        remove_distinguisher=apart[remove], filled=filled, differing=differing, moved=tuple(moved),
        shared=tuple(shared), forms=len(_forms(work, remove)),
        consents=tuple(dict.fromkeys(line.purpose for line in _later_words(work, keep, remove))),
        certificates=_count_certificates(work, remove),
    )  # fmt: skip


def merge_people(work: Work, keep: UUID, remove: UUID, *, keep_version: int, remove_version: int) -> None:
    """Move everything of one record to the other and mark it as merged; cannot be undone.

    In a cohort of both, each session keeps the mark that says more of having come. Of what was agreed
    to, the later word is in force, and of two at the same moment the more reserved one.
    """
    work.require(Permission.CHANGE_PEOPLE, person=keep)
    kept, removed = _both(work, keep, remove, keep_version=keep_version, remove_version=remove_version)
    carry_consents(work, keep, _later_words(work, keep, remove))
    own = _memberships(work, keep)
    for cohort, enrolment in _memberships(work, remove).items():
        if cohort in own:
            _unite(work, own[cohort], enrolment)
        else:
            enrolment.participant_id = keep
    for row in (*_forms(work, remove), *work.session.scalars(select(Keeping).where(Keeping.participant_id == remove))):
        row.participant_id = keep
    _fill(work, kept, removed)
    for earlier in work.session.scalars(select(Participant).where(Participant.merged_into == remove)):
        earlier.merged_into = keep
    removed.merged_into = keep
    work.session.flush()


def _both(
    work: Work, keep: UUID, remove: UUID, *, keep_version: int | None = None, remove_version: int | None = None
) -> tuple[Participant, Participant]:
    work.require(Permission.CHANGE_PEOPLE, person=remove)
    for cohort in {*_memberships(work, keep), *_memberships(work, remove)}:
        work.require(Permission.CHANGE_PEOPLE, cohort=cohort)
    if keep == remove:
        raise InvalidError("This is one record, not two. Choose the other record of this person.")
    kept = work.get(Participant, keep, version=keep_version)
    removed = work.get(Participant, remove, version=remove_version)
    if kept.merged_into is not None or removed.merged_into is not None:
        raise InvalidError("One of the two records was merged before. Look for the person again.")
    return kept, removed


def _details(kept: Participant, removed: Participant) -> tuple[tuple[Detail, ...], tuple[Detail, ...]]:
    """Tell which details only the removed record has, and which differ; names are never put together from two."""
    filled, differing = [], []
    for field in fields(PersonForm):
        mine, theirs = getattr(kept, field.name), getattr(removed, field.name)
        if theirs and not mine and field.name not in _NAMES:
            filled.append(Detail(field.name, str(theirs), ""))
        elif theirs and mine != theirs:
            differing.append(Detail(field.name, str(mine), str(theirs)))
    return tuple(filled), tuple(differing)


def _fill(work: Work, kept: Participant, removed: Participant) -> None:
    """Give the kept record what only the other one had."""
    form = PersonForm(**{field.name: getattr(kept, field.name) for field in fields(PersonForm)})
    added = {detail.field: getattr(removed, detail.field) for detail in _details(kept, removed)[0]}
    if added:
        country = profile(work).country
        change_person(work, kept.id, replace(form, **added), version=kept.version, country=country)


def _memberships(work: Work, person: UUID) -> dict[UUID, Enrolment]:
    rows = work.session.scalars(select(Enrolment).where(Enrolment.participant_id == person).order_by(Enrolment.id))
    return {row.cohort_id: row for row in rows}


def _later_words(work: Work, keep: UUID, remove: UUID) -> tuple[ConsentLine, ...]:
    """Give what is in force for the removed record and was said after what the kept one says."""
    return later_words(consents(work, keep), consents(work, remove))


def _forms(work: Work, person: UUID) -> tuple[QuestionnaireResponse, ...]:
    """Give the forms without opening what is sealed: a front desk may merge and not read them."""
    query = select(QuestionnaireResponse).where(QuestionnaireResponse.participant_id == person)
    closed = (defer(QuestionnaireResponse.answers), defer(QuestionnaireResponse.scores))
    return tuple(work.session.scalars(query.options(*closed)))


def _count_certificates(work: Work, person: UUID) -> int:
    query = select(func.count()).select_from(Certificate).join(Enrolment, Enrolment.id == Certificate.enrolment_id)
    return work.session.scalars(query.where(Enrolment.participant_id == person)).one()


def _unite(work: Work, mine: Enrolment, theirs: Enrolment) -> None:
    """Make two memberships of one cohort one, with every mark, badge, point, form and certificate of both."""
    _unite_marks(work, mine.id, theirs.id)
    _unite_points(work, mine.id, theirs.id)
    _unite_badges(work, mine.id, theirs.id)
    for certificate in work.session.scalars(select(Certificate).where(Certificate.enrolment_id == theirs.id)):
        certificate.enrolment_id = mine.id
    kept = {(form.instrument, form.occasion) for form in _forms(work, mine.participant_id)}
    for form in _forms(work, theirs.participant_id):
        if form.enrolment_id == theirs.id:
            form.enrolment_id = None if (form.instrument, form.occasion) in kept else mine.id
    mine.joined_on = min(mine.joined_on, theirs.joined_on)
    both_left = mine.left_on is not None and theirs.left_on is not None
    mine.left_on = max(mine.left_on, theirs.left_on) if mine.left_on and theirs.left_on else None
    mine.left_reason = mine.left_reason if both_left else ""
    work.session.flush()
    work.session.delete(theirs)
    work.session.flush()


def _unite_marks(work: Work, mine: UUID, theirs: UUID) -> None:
    for own, other in _pairs(work, mine, theirs):
        for step in work.session.scalars(select(AttendanceChange).where(AttendanceChange.attendance_id == other.id)):
            step.attendance_id = own.id
        if _is_better(other.mark, own.mark):
            before, own.mark, own.marked_at, own.marked_by = own.mark, other.mark, other.marked_at, other.marked_by
            work.session.add(
                AttendanceChange(
                    id=work.new_id(), attendance_id=own.id, before=before, after=own.mark, changed_at=work.now,
                    changed_by=work.actor.id, reason=REASON,
                )
            )  # fmt: skip
        work.session.flush()
        work.session.delete(other)
        work.session.flush()
    for other in work.session.scalars(select(Attendance).where(Attendance.enrolment_id == theirs)):
        other.enrolment_id = mine
    work.session.flush()


def _pairs(work: Work, mine: UUID, theirs: UUID) -> Iterable[tuple[Attendance, Attendance]]:
    """Give the rows of sessions for which both memberships have one."""
    query = select(Attendance).where(Attendance.enrolment_id.in_((mine, theirs)))
    rows: dict[UUID, dict[UUID, Attendance]] = {}
    for row in work.session.scalars(query.order_by(Attendance.id)):
        rows.setdefault(row.meeting_id, {})[row.enrolment_id] = row
    return [(pair[mine], pair[theirs]) for pair in rows.values() if len(pair) == 2]


def _is_better(mark: Mark | None, other: Mark | None) -> bool:
    """Tell whether a mark says more of having come than the other."""
    return _worth(mark) > _worth(other)


def _worth(mark: Mark | None) -> int:
    if mark is None:
        return 0
    if mark in ATTENDED:
        return 3
    return 2 if mark in TOLD_US else 1


def _unite_points(work: Work, mine: UUID, theirs: UUID) -> None:
    """Keep for each session the points of the better mark: they are never fewer."""
    own = {
        row.meeting_id: row for row in work.session.scalars(select(EffortPoint).where(EffortPoint.enrolment_id == mine))
    }
    for row in work.session.scalars(select(EffortPoint).where(EffortPoint.enrolment_id == theirs)):
        if row.meeting_id in own:
            own[row.meeting_id].points = max(own[row.meeting_id].points, row.points)
            work.session.delete(row)
        else:
            row.enrolment_id = mine
    work.session.flush()


def _unite_badges(work: Work, mine: UUID, theirs: UUID) -> None:
    """Keep one badge of each kind: the one that has come further."""
    own = {row.kind: row for row in work.session.scalars(select(BadgeAward).where(BadgeAward.enrolment_id == mine))}
    for row in work.session.scalars(select(BadgeAward).where(BadgeAward.enrolment_id == theirs)):
        known = own.get(row.kind)
        if known is not None and _STANDING.index(row.state) > _STANDING.index(known.state):
            work.session.delete(known)
            work.session.flush()
            known = None
        if known is None:
            row.enrolment_id = mine
        else:
            work.session.delete(row)
        work.session.flush()
