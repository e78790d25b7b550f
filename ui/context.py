"""What a screen is given: the clinic's tasks, and the window's services."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from ui.preferences import KeptPreferences
from ui.screen.current_cohort import CurrentCohort

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, tzinfo
    from pathlib import Path

    from models.access import Actor
    from models.clinic.clinic import Clinic
    from models.settings import Profile
    from ui.background.backup_watch import BackupWatch
    from ui.background.integrity_watch import IntegrityWatch
    from ui.tasks import Tasks
    from ui.theme.theme import Theme

    BannerKind = Literal["care", "info", "laurel"]


class Go(Protocol):
    """Opens a screen by its name: `go("register", meeting=id)`."""

    def __call__(self, name: str, /, **parameters: object) -> None:
        """Open it, with the parameters that say of what."""


class ShowBanner(Protocol):
    """Shows one sentence at the top of the window until it is closed or the screen is left."""

    def __call__(self, text: str, kind: BannerKind = "info", /) -> None:
        """Show the sentence."""


class ShowToast(Protocol):
    """Shows what was just done, with an undo."""

    def __call__(self, text: str, undo: Callable[[], None] | None = None, /) -> None:
        """Show it for some seconds."""


def _restore_nothing(_path: Path | None) -> None:
    """Do nothing: this window cannot restore."""


def _nothing() -> None:
    """Do nothing: this window shows no reports."""


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every screen; carries no state of its own."""

    tasks: Tasks
    actor: Actor
    clinic: Clinic
    profile: Callable[[], Profile]
    """The clinic's profile as it is now."""
    theme: Theme
    go: Go
    back: Callable[[], None]
    show_banner: ShowBanner
    toast: ShowToast
    current_cohort: CurrentCohort = field(default_factory=CurrentCohort)
    """The cohort that this window follows."""
    preferences: KeptPreferences = field(default_factory=KeptPreferences)
    """What is set for this computer."""
    backups: BackupWatch | None = None
    """Keeps backups made; None where a screen is shown without a window."""
    hold_reports: Callable[[], None] = _nothing
    """Called while a ceremony is on stage: no bug report pops up over it."""
    release_reports: Callable[[], None] = _nothing
    """Called when the ceremony has ended: what was held back is shown."""
    health: IntegrityWatch | None = None
    """Checks the records in the background; None where a screen is shown without a window."""
    restore: Callable[[Path | None], None] = _restore_nothing
    """Leaves the clinic and leads to a backup that takes its place; of all, where none is named."""

    @property
    def zone(self) -> tzinfo:
        """The clinic's time zone, for `wording.time_text`."""
        return self.profile().time_zone

    @property
    def today(self) -> date:
        """The day that it is in the clinic now."""
        return self.clinic.clock().astimezone(self.zone).date()
