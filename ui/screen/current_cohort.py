"""The current cohort of a window, remembered until another is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from uuid import UUID


class CurrentCohort(QObject):
    """The cohort that this window follows; None until one is chosen or a screen has found today's."""

    changed = Signal()
    """Another cohort was chosen: what is shown of the one before is stale."""

    def __init__(self) -> None:
        super().__init__()
        self.id: UUID | None = None

    def choose(self, cohort: UUID) -> None:
        """Follow this cohort from now on, on every screen."""
        if cohort != self.id:
            self.id = cohort
            self.changed.emit()

    def settle(self, cohort: UUID) -> None:
        """Keep the cohort that a query chose by itself, so that it does not change as time goes by."""
        if self.id is None:
            self.id = cohort

    def forget(self) -> None:
        """Follow none, as when the cohort is no longer open to this person."""
        self.id = None
