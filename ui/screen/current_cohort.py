"""The one cohort that the pages of a window are about, remembered until another is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from uuid import UUID


class CurrentCohort(QObject):
    """Which cohort this window follows; None until one is chosen or a page has found today's."""

    changed = Signal()
    """Another cohort was chosen: what is shown of the one before is stale."""

    def __init__(self) -> None:
        super().__init__()
        self.id: UUID | None = None

    def choose(self, cohort: UUID) -> None:
        """Follow this cohort from now on, on every page."""
        if cohort != self.id:
            self.id = cohort
            self.changed.emit()

    def settle(self, cohort: UUID) -> None:
        """Stay with what a page found by itself, so that it does not change under somebody's hands as time goes by."""
        if self.id is None:
            self.id = cohort

    def forget(self) -> None:
        """Follow none, such as when the one followed is no longer open to this person."""
        self.id = None
