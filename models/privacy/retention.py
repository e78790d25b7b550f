"""The clinic's retention time, and the people for whom it is over: a list to decide from; nothing is deleted here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from models.access import Permission
from models.errors import InvalidError
from models.people.naming import PersonLabel, labels
from models.people.participant import Participant
from models.people.retention import Keeping, Need
from models.privacy.declared import Paths, person_path, personal_records, table_of
from models.settings import ClinicProfile, profile
from models.storage.audit import AuditEntry
from models.trail import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from sqlalchemy import Select

    from models.base import Record
    from models.work import Work

LONGEST: Final = 100
"""Years: more is a typing error."""
ASK_AGAIN: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueLine:
    """Somebody whose retention time is over."""

    person: UUID
    label: PersonLabel
    last_day: date
    """The last day that counts for retention: see `last_days`."""
    until: date
    """The day until which their records were to be kept."""
    kept_before: Need | None
    """The reason of the last decision to keep them longer."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """The retention time, and the people to decide about, the longest overdue first."""

    years: int
    people: tuple[OverdueLine, ...]
    postponed: int
    """How many are kept longer by a decision that is still valid."""


def retention_years(work: Work) -> int:
    """Give the years for which records are kept after a person's last day (`last_days`)."""
    work.require(Permission.READ_PROFILE)
    return work.session.scalars(select(ClinicProfile.retention_years)).one()


def set_retention_years(work: Work, years: int) -> None:
    """Set the years for which records are kept; nothing is deleted. Raises `InvalidError` beyond 1 to `LONGEST`."""
    work.require(Permission.KEEP_PRIVACY)
    if not 1 <= years <= LONGEST:
        raise InvalidError("Records can be kept for 1 to {most} years. Choose a number in between.", most=LONGEST)
    work.get(ClinicProfile, profile(work).id).retention_years = years
    work.session.flush()


def overdue(work: Work) -> Overdue:
    """List the people whose retention time is over and whom no valid decision keeps longer."""
    work.require(Permission.KEEP_PRIVACY)
    today, years = work.today, retention_years(work)
    due = {person: day for person, day in last_days(work).items() if kept_until(day, years) <= today}
    query = select(Participant).where(Participant.id.in_(due), Participant.merged_into.is_(None))
    people = {row.id: row.identity for row in work.session.scalars(query)}
    called, decided = labels(people.values()), _decisions(work, people)
    lines = tuple(
        OverdueLine(
            person=id_, label=called[id_], last_day=day,
            until=kept_until(day, years), kept_before=decided[id_].need if id_ in decided else None,
        )
        for id_, day in sorted(due.items(), key=lambda item: (item[1], item[0]))
        if id_ in people and not (id_ in decided and today < decided[id_].ask_again_on)
    )  # fmt: skip
    return Overdue(years, lines, len(people) - len(lines))


def keep_longer(work: Work, person: UUID, need: Need) -> date:
    """Keep somebody's records beyond the retention time; give the day on which this is asked again."""
    work.require(Permission.KEEP_PRIVACY, person=person)
    again = work.today + ASK_AGAIN
    work.session.add(
        Keeping(
            id=work.new_id(), participant_id=work.get(Participant, person).id, decided_at=work.now,
            decided_by=work.actor.id, need=need, ask_again_on=again,
        )
    )  # fmt: skip
    work.session.flush()
    return again


def keep_until(work: Work, person: UUID) -> date | None:
    """Give the day until which a person's records are to be kept; None where that is over, or nothing is known."""
    work.require(Permission.KEEP_PRIVACY, person=person)
    last = last_days(work, person).get(person)
    until = None if last is None else kept_until(last, retention_years(work))
    return None if until is None or until <= work.today else until


def last_days(work: Work, only: UUID | None = None) -> dict[UUID, date]:
    """Give for each person (or for one) the day from which the retention time runs.

    It is the last of what the tables declare: a session, form, certificate or day in a group, also one still to come.
    For somebody without any it is the day on which their record was made or last changed.
    """
    work.require(Permission.KEEP_PRIVACY)
    found: dict[UUID, date] = {}
    for person, day in _days(work, only):
        if day is not None:
            found[person] = max(day, found.get(person, day))
    people = work.session.scalars(select(Participant.id).where(Participant.merged_into.is_(None))).all()
    for person in people if only is None else [only]:
        if person not in found and (made := _last_change(work, person)) is not None:
            found[person] = made
    return found


def kept_until(last_day: date, years: int) -> date:
    """Add the years; a 29 February becomes the 1 March, so that records are not kept a day too short."""
    year = min(last_day.year + years, date.max.year)
    try:
        return last_day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _days(work: Work, only: UUID | None) -> Iterator[tuple[UUID, date | None]]:
    """Give (person, day) of every table that declares a day."""
    for record, declared in personal_records():
        if declared.keep is None:
            continue
        dated = (_at(record, declared.keep) if isinstance(declared.keep, str) else declared.keep()).subquery()
        person, day = dated.c
        query = select(person, func.max(day)).group_by(person)
        for whose, last in work.session.execute(query if only is None else query.where(person == only)).all():
            yield whose, last.astimezone(work.zone).date() if isinstance(last, datetime) else last


def _at(record: type[Record], path: str) -> Select[Any, Any]:
    paths = Paths(table_of(record))
    person, day = (paths.column(each)[0] for each in (person_path(table_of(record)), path))
    return paths.select(person.label("person"), day.label("day"))


def _last_change(work: Work, person: UUID) -> date | None:
    query = select(func.max(AuditEntry.at)).where(
        AuditEntry.row_id == person, AuditEntry.action.in_((Action.INSERT, Action.UPDATE))
    )
    at = work.session.scalars(query).one()
    return None if at is None else at.astimezone(work.zone).date()


def _decisions(work: Work, people: Iterable[UUID]) -> dict[UUID, Keeping]:
    query = select(Keeping).where(Keeping.participant_id.in_(tuple(people))).order_by(Keeping.decided_at, Keeping.id)
    return {row.participant_id: row for row in work.session.scalars(query)}
