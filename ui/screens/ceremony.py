"""One ceremony: its running order, the words to say, how each person is named, and presenting it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from ceremonies.pages.ceremony import CeremonyPage, CueRow, ceremony_page
from ceremonies.script_editing import change_words, move_cue
from models.access import Permission
from models.people.naming import Level
from models.recognition.ceremony import (
    CeremonyState,
    Venue,
    change_venue,
    freeze_ceremony,
    reopen_ceremony,
)
from ui.ceremony.present import present
from ui.ceremony.wording import name_text
from ui.dialogs.ceremony.edit_cue import EditCueDialog
from ui.screen.screen import Screen
from ui.tables.rows import SOFT, Column, Look, RowsModel
from ui.translation import plural, tr
from ui.widgets.buttons import primary, quiet, secondary
from ui.widgets.cards import Card, Page, PageHeader, Row, clear, column, row
from ui.widgets.forms import FormRow, choice
from ui.widgets.labels import Body, Chip, Soft
from ui.widgets.responsive_row import ResponsiveRow
from ui.widgets.table import TableFrame, TableView
from ui.words.consent import venue_text
from ui.words.wording import day_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ceremonies.content_check import Concern
    from models.errors import ClinicError
    from models.recognition.script import Cue
    from models.work import Work
    from ui.context import Context


class CeremonyScreen(Screen[CeremonyPage]):
    """The page of one ceremony, from draft to presented."""

    help_page = "ceremony"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._page: CeremonyPage | None = None
        self.ready_button = secondary(tr("Make it ready"), self.make_ready)
        self.rehearse_button = secondary(tr("Rehearse"), lambda: self._present(is_rehearsal=True), key="Ctrl R")
        self.present_button = primary(tr("Present"), lambda: self._present(is_rehearsal=False), key="Ctrl G")
        self.shortcut("Ctrl+R", lambda: self._present(is_rehearsal=True))
        self.shortcut("Ctrl+G", lambda: self._present(is_rehearsal=False))
        self.header = PageHeader(actions=(self.ready_button, self.rehearse_button, self.present_button))
        self.rows = RowsModel(_columns(), accessible_text=_accessible_text)
        self.table = TableView(self.rows, tr("Running order"))
        self.table.current_changed.connect(self._show_words)
        self.table.opened.connect(self.edit)
        self.say = Body()
        self.venue = choice([(venue_text(venue), venue.value) for venue in Venue])
        self.venue.activated.connect(lambda _: self.change_place())
        self.names = column(spacing=0)
        self.advice = column(spacing=4)
        self._lay_out()

    def query(self) -> Callable[[Work], CeremonyPage]:
        """Ask for the script with the names that consent allows now."""
        return partial(ceremony_page, id_=self.parameter("ceremony", UUID))

    def show_result(self, result: CeremonyPage) -> None:
        """Show the running order, the names and the concerns of the content check."""
        was_draft = self._page is not None and self._page.view.state is CeremonyState.DRAFT
        self._page = result
        self.set_title(result.view.title)
        self.header.title.setText(result.view.title)
        local = result.view.planned_for.astimezone(self.context.zone)
        minutes = round(result.script.seconds / 60)
        when = f"{day_text(local.date())}, {time_text(local)}"
        length = plural(minutes, "{count} minute", "{count} minutes")
        self.header.below.setText(" · ".join((result.cohort_name, when, length)))
        self._show_state(result.view.state)
        if was_draft and result.view.state is CeremonyState.READY and self.focusWidget() is self.ready_button:
            self.rehearse_button.setFocus()  # the same button says "Back to draft" now: a second Enter would undo it
        self.venue.setCurrentIndex(self.venue.findData(result.view.venue.value))
        self.rows.set_rows(result.rows)
        self.table.fit_height()
        self._show_words(self.table.current())
        self._show_names(result)
        self._show_advice(result.concerns)

    def first_focus(self) -> QWidget:
        """Give the keyboard to the running order."""
        return self.table

    def make_ready(self) -> None:
        """Freeze the script, or put a ready ceremony back to draft."""
        if self._page is None:
            return
        view, toast = self._page.view, self.context.toast
        freeze, reopen = partial(freeze_ceremony, id_=view.id), partial(reopen_ceremony, id_=view.id)
        if view.state is CeremonyState.DRAFT:
            text = tr("Ready: its words are fixed. Rehearse it, or present it.")
            self.act(freeze, lambda _: toast(text, lambda: self.act(reopen)))
        else:
            self.act(reopen, lambda _: toast(tr("It is a draft again."), lambda: self.act(freeze)))

    def change_place(self) -> None:
        """Change the venue, which decides the consent that names are read from."""
        if self._page is None:
            return
        view, chosen = self._page.view, Venue(self.venue.currentData())
        if chosen is not view.venue:
            change = partial(change_venue, id_=view.id, venue=chosen)
            self.context.tasks.write(self, change, lambda _: None, self._keep_place)

    def _keep_place(self, error: ClinicError) -> None:
        # Read again after a refusal, or the field would show a venue that was not stored.
        self.context.tasks.failed.emit(error)
        self.refresh()

    def edit(self, line: object) -> None:
        """Edit the words and the length of a part; a frozen script is left as it is, with a banner."""
        if self._page is None or not isinstance(line, CueRow):
            return
        if self._page.view.state is not CeremonyState.DRAFT:
            self.context.show_banner(
                tr("This ceremony is ready, so its words are fixed. Put it back to draft to change them.")
            )
            return
        EditCueDialog(
            self, self.context, _title_text(line), self._page.view, line.part, partial(self._say_changed, line.part)
        ).open()

    def move_part(self, by: int) -> None:
        """Move the current part up or down in a draft."""
        line = self.table.current()
        if self._page is not None and isinstance(line, CueRow):
            view = self._page.view
            self.act(partial(move_cue, id_=view.id, cue=line.part.id, by=by, version=view.version))
            # Selected by place before the answer is read: the moved part is there when the rows are shown again.
            self.table.select_row(line.number - 1 + by)

    def _say_changed(self, before: Cue) -> None:
        """Offer an undo. It is a change of its own, against the version that is current then."""

        def put_back() -> None:
            if self._page is not None:
                view = self._page.view
                change = partial(change_words, id_=view.id, cue=before.id, version=view.version)
                self.act(partial(change, say=before.say, seconds=before.seconds))

        self.context.toast(tr("The words are saved."), put_back)

    def _present(self, *, is_rehearsal: bool) -> None:
        page = self._page
        if page is None or page.view.state is CeremonyState.DRAFT:
            return
        if self.context.actor.may(Permission.PRESENT_CEREMONY):
            present(self.context, page.view.id, is_rehearsal=is_rehearsal)

    def _lay_out(self) -> None:
        say, named, looked = Card(tr("Words to say")), Card(tr("Names on screen")), Card(tr("Fair and kind"))
        say.add(self.say)
        rule = Soft(tr("Read from each person’s consent at the moment it is shown."), wrap=True)
        named.add(FormRow(tr("Shown"), self.venue), rule, self.names)
        looked.add(self.advice)
        self.up_button = quiet(tr("Up"), lambda: self.move_part(-1))
        self.down_button = quiet(tr("Down"), lambda: self.move_part(1))
        self.edit_button = quiet(tr("Change the words…"), lambda: self.edit(self.table.current()))
        left = column(TableFrame(self.table), row(self.edit_button, self.up_button, self.down_button, spacing=4))
        right = column(say, named, looked, spacing=20)
        page = Page()
        page.add(self.header, ResponsiveRow((5, left), (4, right)))
        page.body.addStretch()
        self.outer.addWidget(page)

    def _show_state(self, state: CeremonyState) -> None:
        is_draft = state is CeremonyState.DRAFT
        self.ready_button.set_label(tr("Make it ready") if is_draft else tr("Back to draft"))
        self.ready_button.set_kind("primary" if is_draft else "secondary")
        may_prepare = self.context.actor.may(Permission.PREPARE_CEREMONY)
        self.ready_button.setVisible(may_prepare and state is not CeremonyState.FINISHED)
        may_present = self.context.actor.may(Permission.PRESENT_CEREMONY)
        self.rehearse_button.setVisible(may_present and not is_draft)
        self.present_button.setVisible(may_present and state is CeremonyState.READY)
        for button in (self.up_button, self.down_button, self.edit_button):
            button.setVisible(is_draft and may_prepare)
        self.venue.setEnabled(may_prepare and state is not CeremonyState.FINISHED)

    def _show_words(self, line: object) -> None:
        self.say.setText(line.say if isinstance(line, CueRow) else "")

    def _show_names(self, result: CeremonyPage) -> None:
        clear(self.names)
        for one in result.stage_names:
            if one is not None:
                self.names.addWidget(
                    Row(name_text(one), one.pronunciation, lead=Chip(_level_word(one.level), "laurel"), lead_width=104)
                )
        unnamed = result.stage_names.count(None)
        if unnamed:
            text = plural(unnamed, "{count} person is not mentioned and leaves no gap.",
                            "{count} people are not mentioned and leave no gap.")  # fmt: skip
            self.names.addWidget(Soft(text, wrap=True))

    def _show_advice(self, found: tuple[Concern, ...]) -> None:
        clear(self.advice)
        if not found:
            self.advice.addWidget(Body(tr("Everyone who may be mentioned has a moment. Nothing compares people.")))
        for concern in found:
            self.advice.addWidget(Body(f"“{concern.found}”: {concern.advice}", tone="info"))


def _columns() -> tuple[Column[CueRow], ...]:
    return (
        Column(tr("Number"), lambda line: str(line.number), SOFT, width=48, align="centre", hidden_title=True),
        Column(tr("Running order"), _title_text, _title_look, tip=_title_text),
        Column(tr("Time"), lambda line: minutes_text(line.part.seconds), SOFT, width=80, align="end"),
    )


def minutes_text(seconds: int) -> str:
    """Write a length as minutes and seconds: "2:30"."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _title_text(line: CueRow) -> str:
    return tr("passed over") if line.is_passed_over else line.title


def _accessible_text(line: CueRow) -> str:
    return f"{line.number}, {_title_text(line)}, {line.say}"


def _title_look(line: CueRow) -> Look:
    return Look(tone="soft") if line.is_passed_over else Look(bold=line.part.recipient is not None)


def _level_word(level: Level) -> str:
    known = {
        Level.FULL: tr("full name"),
        Level.FIRST_INITIAL: tr("first + initial"),
        Level.FIRST: tr("first name"),
        Level.INITIALS: tr("initials"),
        Level.NICKNAME: tr("nickname"),
        Level.ANONYMOUS: tr("no name"),
        Level.UNMENTIONED: tr("not mentioned"),
    }
    return known[level]
