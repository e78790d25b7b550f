"""Everything that the clinic stores about one person, as tables of plain values, with other people's names removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models.access import Permission, Role
from models.people.naming import full_name
from models.people.participant import Participant
from models.people.staff import staff
from models.personal_table import ExportSubject, Fields, LeftOut, Section, SharedTable
from models.privacy.declared import is_sealed, mapped_classes, personal_records, rows_about, table_of
from models.privacy.mentions import mentions_of, mentions_of_names
from models.privacy.sections import every_field, section_of
from models.programme.cohort import Cohort
from models.programme.enrolment import Enrolment
from models.storage.audit import AuditEntry
from models.trail import Action
from models.translation import plural, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from models.access import Confirmed
    from models.work import Work

HANDED_OUT: Final = "personal_data"
"""The entity under which the audit records such an export."""
_ORDER: Final = (
    "person", "groups", "attendance", "attendance_changes", "effort_points", "badges", "consents", "forms", "answers",
    "scores", "ceremonies", "certificates",
)  # fmt: skip
"""The first sections, in this order; all others follow by their titles."""
_NAMES: Final = ("given_name", "family_name", "preferred_name", "nickname")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the clinic's media about the person: its name in the export, and its name in `media/`."""

    name: str
    media: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """A person's data; `left_out` has a sentence for each thing that is missing: what, why, and who can add it."""

    person: UUID
    name: str
    sections: tuple[Section, ...]
    files: tuple[KeptFile, ...]
    left_out: tuple[str, ...]


def personal_data(work: Work, person: UUID, *, confirmed: Confirmed) -> PersonalData:
    """Read everything that is stored about a person; the export is audited.

    Raises `NotConfirmedError` unless the passphrase was typed in the last minutes.
    """
    work.require(Permission.EXPORT_PERSON, person=person)
    work.confirm(confirmed)
    asked = work.get(Participant, person)
    kept = work.get(Participant, asked.merged_into or person)
    merged = work.session.scalars(select(Participant).where(Participant.merged_into == kept.id))
    people = (kept, *merged)
    groups, hidden = _groups(work, people)
    subject = ExportSubject(
        people=tuple(row.id for row in people), enrolments=tuple(groups), clear=_others_cleared(work, people, groups),
        name=full_name(kept.identity), groups=groups, role=_roles(work),
    )  # fmt: skip
    parts = tuple(_parts(work, subject))
    sections = sorted((one for one in parts if isinstance(one, Section)), key=_place)
    sentences = [one.sentence for one in parts if isinstance(one, LeftOut)]
    work.record_export(Action.EXPORT, HANDED_OUT, kept.id)
    return PersonalData(
        person=kept.id, name=subject.name, sections=(*sections, _accesses(work, subject)),
        files=tuple(_files(work, subject)), left_out=(*_hidden(hidden), *sentences),
    )  # fmt: skip


def _parts(work: Work, subject: ExportSubject) -> Iterator[Section | LeftOut]:
    """Give the sections of every table, as the table declares them, else with every field."""
    for record in mapped_classes():
        if isinstance(record.personal, SharedTable):
            for tell in record.personal.export:
                yield from tell(work, subject)
    for personal, said in personal_records():
        for one in said.export or (every_field(personal, said),):
            yield from section_of(work, personal, one, subject) if isinstance(one, Fields) else one(work, subject)


def _place(section: Section) -> tuple[int, str]:
    return (_ORDER.index(section.name) if section.name in _ORDER else len(_ORDER)), section.title


def _hidden(count: int) -> Iterator[str]:
    if count:
        yield plural(
            count,
            "Groups of other teams ({count}): not shown to the person who made this file. An administrator can make "
            "one with them.",
            "Groups of other teams ({count}): not shown to the person who made this file. An administrator can make "
            "one with them.",
        )


def _groups(work: Work, people: tuple[Participant, ...]) -> tuple[dict[UUID, str], int]:
    """Give the memberships in cohorts open to the person acting, with the cohort's name, and the number of others."""
    mine = Enrolment.participant_id.in_([row.id for row in people])
    query = select(Enrolment.id, Cohort.name).join(Cohort, Cohort.id == Enrolment.cohort_id).where(mine)
    every = dict(work.session.execute(query.order_by(Enrolment.joined_on, Enrolment.id)).all())
    reached = work.cohorts_within(Permission.EXPORT_PERSON, Enrolment.cohort_id)
    open_ = set(work.session.scalars(select(Enrolment.id).where(mine, reached)))
    return {id_: name for id_, name in every.items() if id_ in open_}, len(every) - len(open_)


def _roles(work: Work) -> Callable[[UUID | None], str]:
    """Give the function that shows a member of staff by their roles and never by name."""
    # The export is the person's: colleagues are third parties in it. Id 0 is Laurel itself.
    known = {line.id: ", ".join(sorted(role.value for role in line.roles)) for line in staff(work)}
    return lambda id_: "" if id_ is None else known.get(id_, Role.PROGRAM.value if id_.int == 0 else "staff")


def _others_cleared(work: Work, people: tuple[Participant, ...], groups: dict[UUID, str]) -> Callable[[str], str]:
    """Give the function that removes the names of other members and of staff from a text; the person's own stay."""
    own = {getattr(row, field) for row in people for field in _NAMES} | {full_name(row.identity) for row in people}
    cohorts = select(Enrolment.cohort_id).where(Enrolment.id.in_(groups))
    there = select(Enrolment.participant_id).where(Enrolment.cohort_id.in_(cohorts))
    ids = [row.id for row in people]
    others = work.session.scalars(select(Participant).where(Participant.id.in_(there), Participant.id.not_in(ids)))
    members = mentions_of(others.all(), own)
    team = mentions_of_names((line.name for line in staff(work)), own)
    return lambda text: team.cleared(members.cleared(text))


def _files(work: Work, subject: ExportSubject) -> Iterator[KeptFile]:
    """List the files in `media/` that belong to the person's rows."""
    for record, said in personal_records():
        if said.files is None:
            continue
        for row in rows_about(work.session, record, subject):
            if inside := getattr(row, said.files.column):
                open_ = (column.name for column in table_of(record).c if not is_sealed(column))
                values = {name: getattr(row, name) for name in open_}
                yield KeptFile(said.files.name.format(**values), inside)


def _accesses(work: Work, subject: ExportSubject) -> Section:
    """List what was done with the person's record: by which role, when, to which fields; the audit has no values."""
    mine = AuditEntry.row_id.in_([*subject.people, *subject.enrolments])
    rows = tuple(
        (
            row.at.isoformat(timespec="seconds"), subject.role(row.actor), row.action.value, row.entity,
            row.fields.replace(",", " "),
        )
        for row in work.session.scalars(select(AuditEntry).where(mine).order_by(AuditEntry.seq))
    )  # fmt: skip
    headings = ("at", "by", "what", "record", "fields")
    return Section(name="accesses", title=tr("Who did what with your record"), headings=headings, rows=rows)
