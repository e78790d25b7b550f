"""What every unit of work of a clinic is handed beside its session: roles, zone and teams as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.storage import clinic_zone, role_cache
from models.storage.changes import tables_read
from models.storage.clinic_zone import ClinicZone
from models.storage.role_cache import RoleCache
from models.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models.access import Actor
    from models.base import Base
    from models.trail import Trail
    from models.work import TeamAccess

_REMEMBERED: Final = frozenset({role_cache.TABLE, clinic_zone.TABLE})
"""What every answer rests on, though it is seldom asked anew."""


class WorkOpener:
    """Makes units of work; remembers between them what only a commit to accounts or profile changes."""

    def __init__(self, new_id: Callable[[], UUID], team_access: Callable[[], TeamAccess]) -> None:
        self._new_id = new_id
        self._team_access = team_access
        self._accounts = RoleCache()
        self._zone = ClinicZone()

    def opened(self, session: Session, actor: Actor, now: datetime, trail: Trail) -> Work:
        """Give a unit of work for who acts, with the roles of the account and the clinic's zone."""
        current, zone = self._accounts.current(session, actor), self._zone.current(session)
        tables = tables_read(session)
        tables |= _REMEMBERED
        return Work(
            session, current, now, self._new_id,
            trail=trail, team_access=self._team_access(), zone_name=zone, tables_read=tables,
        )  # fmt: skip

    def hear(self, tables: frozenset[type[Base]]) -> None:
        """Ask again for what a commit touched."""
        self._accounts.hear(tables)
        self._zone.hear(tables)
