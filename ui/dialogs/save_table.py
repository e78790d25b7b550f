"""Asks which list is saved and as what, where to, and for the passphrase; then writes it beside the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from exports.file_name import file_name
from exports.table import Listing, listings, save_listing
from ui.dialogs.base import Dialog
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.translation import mark, plural, tr
from ui.widgets.files import ask_where_to_save
from ui.widgets.forms import Form, choice
from ui.widgets.labels import Soft

if TYPE_CHECKING:
    from uuid import UUID

    from models.access import Confirmed
    from ui.context import Context
    from ui.screen.screen import Screen

_NAMES: Final = {
    Listing.PEOPLE: mark("People"),
    Listing.ATTENDANCE: mark("Attendance"),
    Listing.BOARD: mark("Board"),
    Listing.FORMS: mark("Forms returned"),
    Listing.SCORES: mark("Scores"),
}
_NOTES: Final = {
    Listing.PEOPLE: mark("Names, dates of birth, addresses and what people agreed to, as an import reads them."),
    Listing.ATTENDANCE: mark("Names, each session's mark, and what the marks add up to."),
    Listing.BOARD: mark("Made-up names and effort points of those who agreed to be on the board."),
    Listing.FORMS: mark("Names, and the day on which each form came back. No answer and no score."),
    Listing.SCORES: mark("Names and scores. This is health data: keep it where only the team can read it."),
}
_KINDS: Final = {".xlsx": mark("Excel workbook (*.xlsx)"), ".csv": mark("CSV, for any program (*.csv)")}


class SaveTableDialog(Dialog):
    """Offers the lists that the person signed in may save; without a cohort, the people of the clinic."""

    def __init__(self, parent: Screen[Any], context: Context, cohort: UUID | None = None, name: str = "") -> None:
        super().__init__(
            tr("Save as a table"),
            tr("The file lies outside Laurel and is not encrypted. Keep it where only those open it who may see it."),
            parent,
        )
        self.context, self._screen = context, parent
        self._cohort, self._name = cohort, name
        offered = (Listing.PEOPLE,) if cohort is None else listings(context.actor)
        self.listing = choice([(tr(_NAMES[one]), one.value) for one in offered])
        self.kind = choice([(tr(text), kind) for kind, text in _KINDS.items()])
        self.note = Soft(wrap=True)
        form = Form()
        self.listing_row = form.add(tr("What"), self.listing)
        self.listing_row.setVisible(cohort is not None)
        form.add(tr("As"), self.kind)
        self.add(form, self.note)
        self.listing.currentIndexChanged.connect(lambda _: self._show_note())
        self.save_button = self.act(tr("Save…"), self.save)
        self._show_note()

    @property
    def wanted(self) -> Listing:
        """The chosen list."""
        return Listing(self.listing.currentData())

    def save(self) -> None:
        """Ask where to, and then for the passphrase."""
        kind = str(self.kind.currentData())
        path = ask_where_to_save(self, tr("Save as a table"), self._proposed(kind), tr(_KINDS[kind]))
        if path is None:
            return
        named = path if path.suffix.lower() in _KINDS else path.with_name(path.name + kind)
        if named != path and named.exists():
            self.show_problem(tr("There is a file called {name} already. Choose another name.", name=named.name))
            return
        self.accept()
        job = partial(save_listing, listing=self.wanted, cohort=self._cohort, path=named)
        ConfirmIdentity(
            self._screen, self.context, tr("Save a list of people"),
            tr("What leaves Laurel is written down with your name."), tr("Save the list"),
            partial(_start, self._screen, job),
        ).open()  # fmt: skip

    def _proposed(self, kind: str) -> str:
        """Propose a file name that says what is in the file and names nobody."""
        today = self.context.today
        parts = ("laurel", tr(_NAMES[self.wanted]).lower(), self._name, f"{today:%Y-%m-%d}")
        return file_name(" ".join(filter(None, parts)), kind)

    def _show_note(self) -> None:
        self.note.setText(tr(_NOTES[self.wanted]))


def _start(screen: Screen[Any], job: partial[int], confirmed: Confirmed) -> None:
    def say(rows: int) -> None:
        screen.context.toast(plural(rows, "{count} row is saved.", "{count} rows are saved."))

    screen.context.tasks.run_reading(screen, partial(job, confirmed=confirmed), say)
