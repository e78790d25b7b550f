"""The open unit of work that every use case is handed."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import false, true

from models.access import CONFIRMED_LASTS
from models.errors import NotAllowedError, NotConfirmedError, NotFoundError, StaleError
from models.trail import Action, Change, Trail

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from models.access import Actor, Confirmed, Permission
    from models.base import Record

    R = TypeVar("R", bound=Record)
    T = TypeVar("T")
    Column = ColumnElement[UUID] | InstrumentedAttribute[UUID] | InstrumentedAttribute[Any]


class TeamAccess(Protocol):
    """Tells which groups and people a member of a team may open, from the programme's tables, for one unit of work.

    It is asked only for a permission that the actor does not have for the whole clinic.
    """

    def has_cohort(self, session: Session, staff: UUID, cohort: UUID) -> bool:
        """Tell whether a member of staff may open the group."""

    def has_person(self, session: Session, staff: UUID, person: UUID) -> bool:
        """Tell whether a member of staff may open the person's record."""

    def cohorts_of(self, staff: UUID, cohort: Column) -> ColumnElement[bool]:
        """Give the condition that keeps, of a query, the groups that a member of staff may open."""

    def people_of(self, staff: UUID, person: Column) -> ColumnElement[bool]:
        """Give the condition that keeps, of a query, the people whose record a member of staff may open."""

    def forget(self) -> None:
        """Forget remembered answers: a team was changed."""


class NoTeamAccess:
    """Opens nothing to members of teams: the default, so that a database without team access gives too little."""

    def has_cohort(self, _session: Session, _staff: UUID, _cohort: UUID) -> bool:
        """Refuse every group."""
        return False

    def has_person(self, _session: Session, _staff: UUID, _person: UUID) -> bool:
        """Refuse every person."""
        return False

    def cohorts_of(self, _staff: UUID, _cohort: Column) -> ColumnElement[bool]:
        """Keep no group."""
        return false()

    def people_of(self, _staff: UUID, _person: Column) -> ColumnElement[bool]:
        """Keep nobody."""
        return false()

    def forget(self) -> None:
        """Do nothing: there are no answers to forget."""


UNDOING: Final = "laurel_undoing"
"""Where the session of a write keeps what puts files back; `models.storage.changes` opens and closes it."""


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction: the session, who acts, and the time."""

    session: Session
    actor: Actor
    """Who acts, with the roles that the account has now."""
    now: datetime
    """The instant at which the work began, aware, in UTC."""
    new_id: Callable[[], UUID]
    """Makes the ids of new rows; passed in, so that a sample clinic of one seed is the same each time."""
    _: KW_ONLY
    trail: Trail = field(default_factory=Trail)
    """What was read, refused or exported; written into the audit at the end."""
    team_access: TeamAccess = field(default_factory=NoTeamAccess)
    """Which groups and people those who work in teams may open."""
    zone_name: str = ""
    """The clinic's time zone (IANA name); "" while a file holds no clinic."""
    tables_read: set[str] = field(default_factory=set)
    """Names of the tables read so far: a screen asks again when one of them changes."""

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone: an instant has a day only in it. Raises `NotFoundError` in a file without a clinic.

        Made only when it is asked for: with a zone that this computer does not know, the settings must still open.
        """
        if not self.zone_name:
            raise NotFoundError("This file holds no clinic. Open another folder, or restore a backup.")
        return ZoneInfo(self.zone_name)

    @property
    def today(self) -> date:
        """The day that it is in the clinic, whatever the computer's own zone is."""
        return self.now.astimezone(self.zone).date()

    def require(self, permission: Permission, *, cohort: UUID | None = None, person: UUID | None = None) -> None:
        """Refuse with `NotAllowedError` unless the person acting may do this, to this cohort or person."""
        if not self.actor.may(permission):
            self.trail.add(Change(Action.REFUSED, *_about(cohort, person), (permission.name.lower(),)))
            if not self.actor.roles:
                raise NotAllowedError("The account of {name} is closed. Ask an administrator.", name=self.actor.name)
            raise NotAllowedError(
                "{name} is not allowed to do this here. Ask an administrator for the right role.",
                name=self.actor.name,
            )
        if not self.may(permission, cohort=cohort, person=person):
            self.trail.add(Change(Action.REFUSED, *_about(cohort, person), (permission.name.lower(),)))
            raise NotAllowedError(
                "{name} is not on the team of this group. Ask its team, or an administrator.", name=self.actor.name
            )

    def may(self, permission: Permission, *, cohort: UUID | None = None, person: UUID | None = None) -> bool:
        """Tell whether `require` would pass; a refusal is not audited."""
        actor = self.actor
        if not actor.may(permission):
            return False
        # Without a cohort or person the question is about the role alone: teams have no say in it.
        if (cohort is None and person is None) or actor.may_everywhere(permission):
            return True
        if cohort is not None and not self.team_access.has_cohort(self.session, actor.id, cohort):
            return False
        return person is None or self.team_access.has_person(self.session, actor.id, person)

    def cohorts_within(self, permission: Permission, cohort: Column) -> ColumnElement[bool]:
        """Give the SQL condition for the groups for which the actor has the permission; `cohort` is the id's column."""
        everywhere = self.actor.may_everywhere(permission)
        return true() if everywhere else self.team_access.cohorts_of(self.actor.id, cohort)

    def people_within(self, permission: Permission, person: Column) -> ColumnElement[bool]:
        """Give the SQL condition for people of groups that the actor may open, and for people who were in no group."""
        everywhere = self.actor.may_everywhere(permission)
        return true() if everywhere else self.team_access.people_of(self.actor.id, person)

    def confirm(self, confirmed: Confirmed) -> None:
        """Refuse with `NotConfirmedError` unless the person acting typed their passphrase in the last minutes."""
        # `abs`: a clock that was set back must not make one passphrase count for hours.
        if confirmed.staff != self.actor.id or abs(self.now - confirmed.at) > CONFIRMED_LASTS:
            raise NotConfirmedError("Your passphrase is needed once more. Type it again, and repeat what you did.")

    def record_read(self, entity: str, row: UUID | None, *fields: str) -> None:
        """Note that fields of this record were read; it is audited when the unit of work ends."""
        self.trail.add(Change(Action.READ, entity, row, fields))

    def record_export(self, action: Action, entity: str, row: UUID | None, *, count: int = 1) -> None:
        """Note that something was exported or printed; it is audited when the unit of work ends."""
        self.trail.add(Change(action, entity, row, count=count))

    def on_rollback(self, put_back: Callable[[], None]) -> None:
        """Register how a file beside the records, about to be changed, is put back if this write is not committed.

        Only a write has somewhere to note it: in a read a `KeyError` is raised, a programming error.
        """
        undoing: ExitStack = self.session.info[UNDOING]
        undoing.callback(put_back)

    def get(self, record: type[R], id_: UUID, *, version: int | None = None) -> R:
        """Give the row; raise `NotFoundError` without one, and `StaleError` where its version is not the one given."""
        row = self.session.get(record, id_)
        if row is None:
            raise NotFoundError("This record is no longer in the clinic. Go back and choose again.")
        if version is not None and row.version != version:
            raise StaleError(
                "Somebody changed this record after you opened it. Look at it again and repeat your change."
            )
        return row


def with_tables(query: Callable[[Work], T], work: Work) -> tuple[T, frozenset[str]]:
    """Run a query, and give its result with the names of the tables that it read."""
    return query(work), frozenset(work.tables_read)


def _about(cohort: UUID | None, person: UUID | None) -> tuple[str, UUID | None]:
    """Give entity and id of the record that a refusal is about."""
    if person is not None:
        return "participant", person
    return ("", None) if cohort is None else ("cohort", cohort)
