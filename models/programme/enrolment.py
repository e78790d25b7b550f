"""Enrolments: who belongs to which cohort, from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, func, select, union_all
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import InvalidError
from models.people.naming import Identity, PersonLabel, labels
from models.people.participant import Participant
from models.personal_table import Erase, Fields, PersonalTable, Unite
from models.programme.meeting import Meeting, MeetingState
from models.text import clean_line
from models.translation import mark

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select

    from models.work import Work

_COLOURS: Final = (
    "Amber", "Blue", "Bronze", "Coral", "Copper", "Golden", "Green", "Grey", "Indigo", "Ivory", "Olive", "Pearl",
    "Red", "Rose", "Silver", "White",
)  # fmt: skip
_CREATURES: Final = (
    "Badger", "Beaver", "Dolphin", "Falcon", "Finch", "Fox", "Hare", "Heron", "Kestrel", "Lark", "Lynx", "Otter",
    "Owl", "Robin", "Seal", "Swan", "Swift", "Wren",
)  # fmt: skip


def _last_days() -> Select[UUID, date]:
    """Select (person, day): the last day in a group, and of a group still running its last session, held or planned."""
    belongs = Enrolment.participant_id
    planned = (Meeting.cohort_id == Enrolment.cohort_id) & (Meeting.state != MeetingState.CANCELLED)
    days = union_all(
        select(belongs, func.coalesce(Enrolment.left_on, Enrolment.joined_on).label("day")),
        select(belongs, Meeting.day).join(Meeting, planned & Enrolment.left_on.is_(None)),
    ).subquery()
    return select(days.c.participant_id, days.c.day)


def _unite(_work: Work, mine: Enrolment, theirs: Enrolment) -> None:
    """Make one membership of two in the same cohort: from the first day of both to the last."""
    both_left = mine.left_on is not None and theirs.left_on is not None
    mine.joined_on = min(mine.joined_on, theirs.joined_on)
    mine.left_on = max(mine.left_on, theirs.left_on) if mine.left_on and theirs.left_on else None
    # Only a membership that has ended has a reason.
    mine.left_reason = mine.left_reason if both_left else ""


class Enrolment(Record):
    """A person's membership of one cohort; never deleted, ended by a date."""

    __tablename__ = "enrolment"
    personal = PersonalTable(
        about="participant_id",
        erase=Erase.DELETE,
        merge=Unite(by=("cohort_id",), before=_unite),
        free_text=("left_reason",),
        other_text=("alias",),
        keep=_last_days,
        export=(Fields(
            name="groups",
            title=mark("Groups"),
            fields={
                "group": "cohort_id.name", "programme": "cohort_id.programme_id.name", "place": "cohort_id.place",
                "joined_on": "joined_on", "left_on": "left_on", "left_reason": "left_reason", "board_name": "alias",
            },
            order=("joined_on",),
        ),),
    )  # fmt: skip

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    left_reason: Mapped[str]
    alias: Mapped[str]
    """The made-up name for the board; never shown at a ceremony, where it would be seen beside the real name."""

    __table_args__ = (UniqueConstraint("cohort_id", "participant_id"), UniqueConstraint("cohort_id", "alias"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person as a member of a cohort, for staff."""

    enrolment: UUID
    person: UUID
    identity: Identity
    label: PersonLabel
    joined_on: date
    left_on: date | None
    alias: str

    @property
    def name(self) -> str:
        """The name alone."""
        return self.label.name


def enrol(work: Work, cohort: UUID, person: UUID, *, joined_on: date | None = None) -> UUID:
    """Enrol a person and give the enrolment's id; somebody who left gets the same membership back.

    Raises `InvalidError` for a person who is a member already.
    """
    work.require(Permission.ENROL, cohort=cohort, person=person)
    row = work.session.scalars(
        select(Enrolment).where(Enrolment.cohort_id == cohort, Enrolment.participant_id == person)
    ).one_or_none()
    if row is not None and row.left_on is None:
        raise InvalidError("This person is already enrolled in this cohort.")
    if row is not None:
        # The first day stays, and with it the sessions that count.
        row.left_on, row.left_reason = None, ""
        return row.id
    today = work.today
    row = Enrolment(
        id=work.new_id(), cohort_id=cohort, participant_id=work.get(Participant, person).id,
        joined_on=joined_on or today, left_on=None, left_reason="", alias=_free_alias(work, cohort),
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row.id


def end_enrolment(work: Work, enrolment: UUID, *, on: date, reason: str) -> None:
    """End a membership with its last day; marks, forms and badges stay.

    Raises `InvalidError` for a last day before the first one.
    """
    work.require(Permission.ENROL)
    row = reached_enrolment(work, enrolment, Permission.ENROL)
    if on < row.joined_on:
        raise InvalidError("The last day lies before the first. Choose a later day.")
    row.left_on = on
    row.left_reason = clean_line(reason, "The reason")


def members(work: Work, cohort: UUID, *, on: date | None = None) -> tuple[Member, ...]:
    """List the members in the clinic's sort order; with a day, those enrolled on it."""
    work.require(Permission.READ_PEOPLE, cohort=cohort)
    rows = work.session.execute(
        select(Enrolment, Participant)
        .join(Participant, Participant.id == Enrolment.participant_id)
        .where(Enrolment.cohort_id == cohort)
        .order_by(Participant.sort_key, Participant.born, Enrolment.id)
    ).all()
    there = [(row, one) for row, one in rows if on is None or is_member(row.joined_on, row.left_on, on)]
    called = labels(one.identity for _, one in there)
    return tuple(
        Member(
            enrolment=row.id, person=one.id, identity=one.identity_for(work.actor), label=called[one.id],
            joined_on=row.joined_on, left_on=row.left_on, alias=row.alias,
        )
        for row, one in there
    )  # fmt: skip


def reached_enrolment(work: Work, id_: UUID, permission: Permission) -> Enrolment:
    """Give the row of a membership; refuse with `NotAllowedError` unless its cohort is open to the person acting."""
    work.require(permission)
    row = work.get(Enrolment, id_)
    work.require(permission, cohort=row.cohort_id)
    return row


def cohorts_of(work: Work, person: UUID) -> tuple[tuple[UUID, UUID], ...]:
    """List (enrolment, cohort) of one person in the cohorts that are reached, newest membership first."""
    work.require(Permission.READ_PEOPLE, person=person)
    reached = work.cohorts_within(Permission.READ_PEOPLE, Enrolment.cohort_id)
    rows = work.session.scalars(
        select(Enrolment).where(Enrolment.participant_id == person, reached).order_by(Enrolment.joined_on.desc())
    )
    return tuple((row.id, row.cohort_id) for row in rows)


def reach_enrolments(work: Work, enrolments: Collection[UUID], permission: Permission) -> None:
    """Refuse with `NotAllowedError` unless the cohorts of all these memberships are open to the person acting."""
    work.require(permission)
    if not work.actor.may_everywhere(permission):
        query = select(Enrolment.cohort_id).where(Enrolment.id.in_(enrolments)).distinct()
        for cohort in work.session.scalars(query).all():
            work.require(permission, cohort=cohort)


def is_member(joined_on: date, left_on: date | None, on: date) -> bool:
    """Tell whether a membership covers a day; the last day belongs to it."""
    return joined_on <= on and (left_on is None or on <= left_on)


def _free_alias(work: Work, cohort: UUID) -> str:
    """Choose an alias that nobody in the cohort has."""
    # From `new_id` and not from `random`: a sample clinic made again from the same seed has the same aliases.
    used = set(work.session.scalars(select(Enrolment.alias).where(Enrolment.cohort_id == cohort)))
    every = [f"{colour} {creature}" for colour in _COLOURS for creature in _CREATURES]
    start = work.new_id().int % len(every)
    for alias in every[start:] + every[:start]:
        if alias not in used:
            return alias
    return f"{every[start]} {len(used)}"  # more members than the 288 aliases
