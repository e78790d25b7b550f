"""The list of ceremonies, and “Make me a ceremony”."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.access import Permission
from models.recognition.ceremony import CeremonyState, CeremonyView, ceremonies
from ui.dialogs.ceremony.make_ceremony import MakeCeremonyDialog
from ui.screen.list_screen import ListScreen
from ui.tables.rows import SOFT, STRONG, Column, Look
from ui.translation import tr
from ui.widgets.buttons import primary
from ui.widgets.cards import EmptyState, PageHeader
from ui.widgets.row_list import RowList
from ui.words.wording import day_and_year_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from models.work import Work
    from ui.context import Context
    from ui.widgets.labels import Kind


class CeremoniesScreen(ListScreen[CeremonyView]):
    """The list of ceremonies."""

    help_page = "ceremonies"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shortcut("Ctrl+N", self.make)

    def make_header(self) -> PageHeader:
        """Make the title with the way to make a ceremony."""
        self.make_button = primary(tr("Make me a ceremony"), self.make, key="Ctrl N")
        self.make_button.setVisible(self.context.actor.may(Permission.PREPARE_CEREMONY))
        return PageHeader(
            tr("Ceremonies"), tr("A finished, fair script from the group’s own record"), actions=(self.make_button,)
        )

    def make_rows(self) -> RowList[CeremonyView]:
        """Make the list, the next ceremony first."""
        return RowList(
            tr("Ceremonies"),
            (
                Column(tr("Title"), lambda view: view.title, STRONG, tip=lambda view: view.title),
                Column(tr("When"), partial(_when_text, self.context), SOFT, width=260),
                Column(tr("State"), state_text, lambda view: Look("chip", kind=state_kind(view)), width=120),
            ),
            EmptyState(
                "trophy",
                tr("No ceremony yet."),
                tr("Choose a group, and Laurel writes the script: a moment for every person, a trophy for all."),
            ),
        )

    def open_row(self, line: CeremonyView) -> None:
        """Open the ceremony's page."""
        self.context.go("ceremony", ceremony=line.id)

    def query(self) -> Callable[[Work], tuple[CeremonyView, ...]]:
        """Ask for all ceremonies."""
        return ceremonies

    def make(self) -> None:
        """Ask for the group and the evening, and make the ceremony."""
        if self.context.actor.may(Permission.PREPARE_CEREMONY):
            MakeCeremonyDialog(self, self.context, self._open_made).open()

    def _open_made(self, ceremony: UUID) -> None:
        self.context.go("ceremony", ceremony=ceremony)
        self.context.toast(tr("Your ceremony is written. Read it once, then make it ready."))


def state_text(view: CeremonyView) -> str:
    """Say where a ceremony stands."""
    words = {
        CeremonyState.DRAFT: tr("draft"),
        CeremonyState.READY: tr("ready"),
        CeremonyState.FINISHED: tr("presented"),
    }
    return words[view.state]


def state_kind(view: CeremonyView) -> Kind:
    """Give a state its chip."""
    kinds: dict[CeremonyState, Kind] = {
        CeremonyState.DRAFT: "neutral",
        CeremonyState.READY: "laurel",
        CeremonyState.FINISHED: "gold",
    }
    return kinds[view.state]


def _when_text(context: Context, view: CeremonyView) -> str:
    local = view.planned_for.astimezone(context.zone)
    return f"{day_and_year_text(local.date())}, {time_text(local)}"
