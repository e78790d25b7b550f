"""The base of all tables: a client-made id, a version, and column types that give back what was stored."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, get_args, get_origin
from uuid import UUID

from sqlalchemy import JSON, DateTime, Integer, MetaData, String, Uuid, event
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from models.errors import UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Dialect
    from sqlalchemy.orm import TypeResolve

# Alembic can only drop a constraint that has a name, and SQLite gives none.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, stored as UTC without offset."""

    impl = DateTime
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time; store the instant in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant without a time zone reached the database"
            raise TypeError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored instant with its zone, UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class StoredEnum(TypeDecorator[Enum]):
    """A member of an enumeration, stored as the text of its value; `Mapped[CeremonyState]` takes this by itself.

    A stored text that the enumeration does not have raises `UnknownValueError`.
    """

    impl = String
    cache_ok = True

    def __init__(self, members: type[Enum], length: int | None = None) -> None:
        super().__init__(length)
        self.members = members
        self._by_text = {member.value: member for member in members}

    @override
    def process_bind_param(self, value: Enum | str | None, dialect: Dialect) -> str | None:
        """Take a member or the text of one; anything else is a programming error (`ValueError`)."""
        return None if value is None else str(self.members(value).value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Enum | None:
        """Give the member that the text stands for."""
        return None if value is None else _member(self._by_text, value)


class StoredEnumSet(TypeDecorator[frozenset[Enum]]):
    """Members of an enumeration, stored as the sorted texts of their values; `Mapped[frozenset[Role]]` takes this.

    A stored text that the enumeration does not have raises `UnknownValueError`.
    """

    impl = JSON
    cache_ok = True

    def __init__(self, members: type[Enum]) -> None:
        super().__init__()
        self.members = members
        self._by_text = {member.value: member for member in members}

    @override
    def process_bind_param(self, value: Iterable[Enum | str] | None, dialect: Dialect) -> list[str] | None:
        """Take members or the texts of some; anything else is a programming error (`ValueError`)."""
        return None if value is None else sorted(str(self.members(each).value) for each in value)

    @override
    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> frozenset[Enum] | None:
        """Give the members that the texts stand for."""
        return None if value is None else frozenset(_member(self._by_text, each) for each in value)


def _member(known: Mapping[str, Enum], text: str) -> Enum:
    try:
        return known[text]
    except KeyError:
        raise UnknownValueError(
            "A record holds “{value}” where this Laurel expects one of: {known}. Install the newest Laurel, or check "
            "the clinic.",
            value=text,
            known=", ".join(known),
        ) from None


class Declaration:
    """What a table says of itself: a `PersonalTable` or a `SharedTable`, which stand above this file."""

    __slots__ = ()
    free_text: tuple[str, ...]
    """Columns in which staff write freely, so that somebody may be mentioned in them."""


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {UUID: Uuid(as_uuid=True), datetime: UtcDateTime()}
    audited: ClassVar[bool] = True
    """Whether a change of a row writes an audit entry."""
    personal: ClassVar[Declaration]
    """What erasure, export, merge, mention search and retention do with the rows; every table must declare it."""


class Record(Base):
    """A row with a client-made id, and a version by which a form that is out of date is refused (`StaleError`)."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805  (SQLAlchemy's declared_attr is given the class)
        return {"version_id_col": cls.version}


@event.listens_for(Base, "resolve_type_annotation")
def _column_type(asked: TypeResolve) -> StoredEnum | StoredEnumSet | None:
    """Store every enumeration as the text of its value."""
    # SQLAlchemy's own type stores the names of the members: a member could not be renamed without a migration.
    kind = asked.resolved_type
    if get_origin(kind) is frozenset:
        (member,) = get_args(kind)
        return StoredEnumSet(member) if issubclass(member, Enum) else None
    return StoredEnum(kind) if isinstance(kind, type) and issubclass(kind, Enum) else None
