"""Merging two records of one person: everything moves to the record that is kept."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from models.access import Permission
from models.errors import InvalidError
from models.outcomes.questionnaire import QuestionnaireResponse
from models.people.consent import consents, later_words
from models.people.naming import PersonLabel, labels
from models.people.participant import Participant, change_person
from models.people.person_form import PersonForm
from models.privacy.declared import PARTICIPANT
from models.privacy.joining import join_rows
from models.programme.attendance import Attendance
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from models.programme.mark import mark_worth
from models.recognition.certificate import Certificate
from models.settings import profile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from models.people.consent import ConsentLine, Purpose
    from models.programme.mark import Mark
    from models.work import Work

_NAMES: Final = frozenset({"given_name", "family_name"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of the person's form: what is kept of it, and what is dropped ("" for nothing)."""

    field: str
    kept: str
    dropped: str


@dataclass(frozen=True, slots=True)
class SharedCohort:
    """A cohort to which both records belong, and in how many sessions the other mark is kept."""

    name: str
    marks_taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What a merge would do; the versions are given back to `merge_people`."""

    keep: UUID
    keep_version: int
    remove: UUID
    remove_version: int
    remove_label: PersonLabel
    filled: tuple[Detail, ...]
    """Details that only the removed record has; the kept one receives them."""
    differing: tuple[Detail, ...]
    """Details that both have and that differ; those of the kept record stay."""
    moved: tuple[str, ...]
    """Cohorts that come along."""
    shared: tuple[SharedCohort, ...]
    forms: int
    consents: tuple[Purpose, ...]
    """Purposes for which the removed record has the later statement."""
    certificates: int


def merge_preview(work: Work, keep: UUID, remove: UUID) -> MergePreview:
    """List what merging would move, unite and drop; nothing is changed, and the reading is audited."""
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
        shared.append(SharedCohort(name, sum(mark_worth(theirs) > mark_worth(mine) for mine, theirs in pairs)))
    called = labels((kept.identity, removed.identity))
    return MergePreview(
        keep=keep, keep_version=kept.version,
        remove=remove, remove_version=removed.version, remove_label=called[remove],
        filled=filled, differing=differing, moved=tuple(moved),
        shared=tuple(shared), forms=_count_forms(work, remove),
        consents=tuple(dict.fromkeys(line.purpose for line in _later_words(work, keep, remove))),
        certificates=_count_certificates(work, remove),
    )  # fmt: skip


def merge_people(work: Work, keep: UUID, remove: UUID, *, keep_version: int, remove_version: int) -> None:
    """Move everything of one record to the other and mark it as merged; cannot be undone.

    In a cohort of both, each session keeps the higher mark (`mark_worth`). Of consent the later statement is in force,
    and of two at the same moment the one that reveals less. Raises `InvalidError` for a record that was merged before,
    and `StaleError`.
    """
    work.require(Permission.CHANGE_PEOPLE, person=keep)
    kept, removed = _both(work, keep, remove, keep_version=keep_version, remove_version=remove_version)
    join_rows(work, PARTICIPANT, keep, remove)
    _fill(work, kept, removed)
    removed.merged_into = keep
    work.session.flush()


def _both(
    work: Work, keep: UUID, remove: UUID, *, keep_version: int | None = None, remove_version: int | None = None
) -> tuple[Participant, Participant]:
    work.require(Permission.CHANGE_PEOPLE, person=remove)
    # One record alone may be in a group of another team, whose marks the merge would change.
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
    """Give the details that only the removed record has, and those that differ."""
    # The given name of one record and the family name of the other could be the name of nobody.
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
    """Give the removed record's statements in force that are later than the kept record's."""
    return later_words(consents(work, keep), consents(work, remove))


def _count_forms(work: Work, person: UUID) -> int:
    query = select(func.count()).select_from(QuestionnaireResponse)
    return work.session.scalars(query.where(QuestionnaireResponse.participant_id == person)).one()


def _count_certificates(work: Work, person: UUID) -> int:
    query = select(func.count()).select_from(Certificate).join(Enrolment, Enrolment.id == Certificate.enrolment_id)
    return work.session.scalars(query.where(Enrolment.participant_id == person)).one()


def _pairs(work: Work, mine: UUID, theirs: UUID) -> Iterable[tuple[Mark | None, Mark | None]]:
    """Give the marks of sessions for which both memberships have a row."""
    query = select(Attendance.meeting_id, Attendance.enrolment_id, Attendance.mark)
    rows: dict[UUID, dict[UUID, Mark | None]] = {}
    for meeting, enrolment, mark in work.session.execute(query.where(Attendance.enrolment_id.in_((mine, theirs)))):
        rows.setdefault(meeting, {})[enrolment] = mark
    return [(pair[mine], pair[theirs]) for pair in rows.values() if len(pair) == 2]
