"""The clinic's time zone as its profile says now, for every unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import String, column, select, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from models.base import Base

TABLE: Final = "clinic_profile"
_PROFILE: Final = table(TABLE, column("zone", String))  # the mapped class lies above this folder
_ZONE: Final = select(_PROFILE.c.zone)


class ClinicZone:
    """Remembers the zone's name until a commit changes the profile; one Laurel writes a clinic at a time."""

    def __init__(self) -> None:
        self._known = ""
        self._changes = 0

    def current(self, session: Session) -> str:
        """Give the zone's name, "" in a file that holds no clinic yet."""
        if self._known:
            return self._known
        before, found = self._changes, session.scalars(_ZONE).first() or ""
        if before == self._changes:  # else another thread's commit came between, and the name may be the old one
            self._known = found
        return found

    def hear(self, tables: Iterable[type[Base]]) -> None:
        """Ask again where a commit touched the profile."""
        if any(each.__tablename__ == TABLE for each in tables):
            self._changes += 1
            self._known = ""
