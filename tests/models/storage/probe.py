"""A table of the tests' own, outside Laurel's metadata, so that these tests do not depend on any clinical noun."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, MetaData
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import CreateTable

from models.base import NAMING, Record
from models.keys.sealed import Sealed
from models.storage import cipher

if TYPE_CHECKING:
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys


class ProbeRecord(Record):
    """Keeps the tables below apart from Laurel's."""

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMING)


class Probe(ProbeRecord):
    """A row with an open and a sealed value."""

    __tablename__ = "probe"

    name: Mapped[str] = mapped_column(unique=True)
    number: Mapped[int] = mapped_column(Integer, default=0)
    secret: Mapped[Any] = mapped_column(Sealed("probe.secret"), nullable=True)
    parent: Mapped[UUID | None] = mapped_column(ForeignKey("probe.id"))


class Silent(ProbeRecord):
    """A row whose changes are not audited."""

    __tablename__ = "silent"
    audited: ClassVar[bool] = False

    name: Mapped[str]


def add_tables(folder: ClinicFolder, keys: Keys) -> None:
    """Make the tables in a clinic's file, as a migration would."""
    with closing(cipher.connect(folder.database, keys.data)) as connection:
        for table in ProbeRecord.metadata.sorted_tables:
            connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
