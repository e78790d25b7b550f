"""The base of the screens that follow the window's current cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from models.errors import NotAllowedError, NotFoundError
from ui.screen.screen import Screen
from ui.widgets.cohort_chooser import CohortChooser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.errors import ClinicError
    from models.programme.current_cohort import CohortChoice
    from ui.context import Context


class CohortPage(Protocol):
    """What such a screen is shown: any view-model that names its cohort and the others to choose from."""

    @property
    def choice(self) -> CohortChoice:
        """The cohorts to choose from, and the chosen one."""


P = TypeVar("P", bound=CohortPage)


class CurrentCohortScreen(Screen[P]):
    """A screen of the current cohort, with the field that chooses another for every screen of the window.

    A cohort named when the screen is opened becomes the current one, and is not kept in the history: coming back shows
    the cohort that is current then.
    """

    once = frozenset({"cohort"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.chooser = CohortChooser()
        self.chooser.chosen.connect(context.current_cohort.choose)
        context.current_cohort.changed.connect(self.ask_again)

    @property
    def wanted_cohort(self) -> UUID | None:
        """The cohort to query; None leaves the choice to the query."""
        return self.context.current_cohort.id

    def open(self, parameters: Mapping[str, object]) -> None:
        """Be shown for the current cohort, or for the one that is named."""
        named = parameters.get("cohort")
        if isinstance(named, UUID):
            self.context.current_cohort.choose(named)
        super().open(parameters)

    def show_result(self, result: P) -> None:
        """Show the cohort in the chooser."""
        self.chooser.show_choice(result.choice)
        if result.choice.chosen is not None:
            self.context.current_cohort.settle(result.choice.chosen.id)

    def show_failure(self, error: ClinicError) -> None:
        """Show the error; where the current cohort is no longer open to this person, forget it and query again."""
        super().show_failure(error)
        if isinstance(error, NotAllowedError | NotFoundError) and self.context.current_cohort.id is not None:
            self.context.current_cohort.forget()
            self.refresh()
