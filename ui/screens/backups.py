"""Backups: their state, both places, what lies in them, and making, checking or restoring one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from models.access import Permission
from models.backup.archive import Reason
from ui.dialogs.backup.try_backup import TryBackup
from ui.screen.screen import Screen
from ui.tables.backups import BackupRow, backup_model, backup_rows
from ui.translation import plural, sentence, tr
from ui.widgets.buttons import primary, quiet, secondary
from ui.widgets.cards import Card, Page, PageHeader, column, row
from ui.widgets.files import ask_folder
from ui.widgets.forms import choice
from ui.widgets.icons import icon
from ui.widgets.labels import Body, Elided, Label, Problem, Soft, Strong
from ui.widgets.progress import ProgressRow
from ui.widgets.proof_cards import CheckCard, DrillCard
from ui.widgets.responsive_row import ResponsiveRow
from ui.widgets.table import TableFrame, TableView
from ui.words.backup import place_text, second_place_text, state_text
from ui.words.restore import manifest_text, moment_text

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

    from models.backup.archive import Manifest
    from models.backup.backup_state import BackupState
    from models.errors import ClinicError
    from ui.background.backup_watch import BackupWatch, Round
    from ui.context import Context
    from ui.job import Job
    from ui.widgets.labels import Tone

DAYS: Final = (1, 2, 3, 5, 7, 14, 30)
"""After how many days without a backup, or without a copy elsewhere, somebody may want to be told."""
_SIGNS: Final = {"laurel": "check-circle", "info": "clock", "care": "warning-circle"}


class BackupsScreen(Screen[None]):
    """The page of backups. What it shows is read from the folders by the backup watch, not from the records."""

    help_page = "backups"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._may_choose = context.actor.may(Permission.KEEP_BACKUPS)
        self.now_button = primary(tr("Back up now"), self.back_up, icon="download-simple")
        self.header = PageHeader(
            tr("Backups"), tr("Each one is unpacked and opened before it counts."), actions=(self.now_button,)
        )
        self.progress = ProgressRow()
        self.sign, self.state = Label(), Strong(wrap=True)
        self.problem = Problem()
        self.here_path, self.here = _path(), Body()
        self.there_path, self.there, self.there_note = _path(), Body(), Soft(wrap=True)
        self.choose_button = secondary(tr("Choose a second place…"), self.choose)
        self.forget_button = quiet(tr("Copy nowhere any more"), self.forget)
        now = context.preferences.now
        self.days, self.copy_days = _choice(now.backup_days), _choice(now.copy_days)
        self.rows = backup_model(context.zone)
        self.table = TableView(self.rows, tr("Backups, the newest first"))
        self.frame = TableFrame(self.table)
        self.check_button = secondary(tr("Check this backup"), self.check)
        self.restore_button = secondary(tr("Restore this backup…"), self.restore)
        self.acts = row(self.check_button, self.restore_button)
        """What can be done with the backup that is marked."""
        self.checked = Body()
        self.check_card, self.drill_card = CheckCard(context), DrillCard(context)
        self.drill_card.asked.connect(self.try_out)
        self._lay_out()
        self._follow()

    @property
    def watch(self) -> BackupWatch | None:
        """The watch that makes the backups; None where this clinic makes none."""
        return self.context.backups

    @property
    def chosen(self) -> BackupRow | None:
        """The backup that is marked."""
        marked = self.table.current()
        return marked if isinstance(marked, BackupRow) else None

    def refresh(self) -> None:
        """Read both places again."""
        super().refresh()
        if self.watch is not None:
            self.watch.refresh()
        self.check_card.refresh()
        self.drill_card.refresh()

    def first_focus(self) -> QWidget:
        """Give the keyboard to the list."""
        return self.table

    def back_up(self) -> None:
        """Make a backup now; one that would hold nothing new only verifies the newest."""
        if self.watch is not None and self.watch.job is None:
            self.watch.back_up(Reason.ASKED, self._say_done)

    def choose(self) -> None:
        """Ask for the second place, and copy the newest backup there at once."""
        if self.watch is None:
            return
        place = ask_folder(self, tr("Where the copies of the backups are kept"), self.watch.second_place)
        if place is not None:
            self.problem.hide()
            self.watch.choose(place, self._say_done, self.problem.refuse)

    def forget(self) -> None:
        """Make no more copies in the second place."""
        if self.watch is not None:
            before = self.watch.second_place
            self.watch.forget_second_place()
            self.context.toast(
                tr("No copies are made from now on. Those that are there stay."), partial(self._choose_again, before)
            )

    def try_out(self) -> None:
        """Ask for the recovery key, and restore the newest backup as a drill."""
        dialog = TryBackup(self.context, self)
        dialog.tried.connect(self.refresh)
        dialog.open()

    def restore(self) -> None:
        """Close the clinic, and preview what the marked backup would bring back."""
        marked = self.chosen
        if marked is not None:
            self.context.restore(marked.line.path)

    def check(self) -> None:
        """Unpack and open the marked backup, and compare it with its manifest."""
        marked = self.chosen
        if marked is None or self.watch is None:
            return
        self.check_button.setEnabled(False)
        self.checked.hide()
        job = self.watch.check(marked.line, partial(self._say_sound, marked), self._say_unsound)
        job.finished.connect(self._mark)
        self.progress.follow(job, tr("Checking…"))

    def show_state(self, state: BackupState) -> None:
        """Show the state of both places, and keep the marked backup marked."""
        zone, preferences = self.context.zone, self.context.preferences.now
        text, tone = state_text(state, preferences, zone)
        self.state.setText(text)
        self.sign.setPixmap(icon(_SIGNS[tone], tone).pixmap(28, 28))
        self.here_path.setText(str(self.context.clinic.folder.backups))
        self.here.setText(place_text(state.here, state.newest, state, zone))
        self._show_second(state)
        before = self.chosen
        rows = backup_rows(state)
        self.rows.set_rows(rows)
        self.table.fit_height()
        self.frame.setVisible(bool(rows))
        # By path: a new backup on top moves every row down, and the marked one must stay the same backup.
        kept = [n for n, each in enumerate(rows) if before is not None and each.line.path == before.line.path]
        if rows:
            self.table.select_row(kept[0] if kept else 0)
        self._mark()

    def _show_second(self, state: BackupState) -> None:
        last = self.context.preferences.now.copied_at(self.context.clinic.folder.path)
        known = "" if last is None else moment_text(last, state.at, self.context.zone)
        is_seen = state.second_place is not None and state.is_there
        self.there_path.setText("" if state.second_place is None else str(state.second_place))
        self.there_path.setVisible(state.second_place is not None)
        self.there.setText(place_text(state.there, state.newest_there, state, self.context.zone) if is_seen else "")
        self.there.setVisible(is_seen)
        note = second_place_text(state, known)
        self.there_note.setText(note)
        self.there_note.setVisible(bool(note))
        has_place = state.second_place is not None
        self.choose_button.set_label(tr("Choose another place…") if has_place else tr("Choose a second place…"))
        self.forget_button.setVisible(self._may_choose and has_place)

    def _follow(self) -> None:
        watch = self.watch
        for button in (self.now_button, self.check_button, self.choose_button):
            button.setEnabled(watch is not None and watch.is_able)
        if watch is None:
            return
        watch.found.connect(self.show_state)
        watch.began.connect(self._show_running)
        if watch.state is not None:
            self.show_state(watch.state)
        if watch.job is not None:
            self._show_running(watch.job)

    def _show_running(self, job: Job) -> None:
        self.now_button.setEnabled(False)
        self.problem.hide()
        self.progress.follow(job, tr("Backing up and checking…"))
        job.finished.connect(self._ready_again)

    def _ready_again(self) -> None:
        self.now_button.setEnabled(True)

    def _say_done(self, made: Round) -> None:
        problem = made.problem or made.copy_problem
        if problem is not None:
            self.problem.refuse(problem)
        elif made.state.second_place is None:
            self.context.toast(tr("Backed up and checked."))
        else:
            self.context.toast(tr("Backed up and checked, here and in the second place."))

    def _say_sound(self, marked: BackupRow, manifest: Manifest) -> None:
        when = moment_text(manifest.made_at, marked.now, self.context.zone)
        self._say_checked(
            tr("The backup of {when} is sound: {what}.", when=when, what=manifest_text(manifest)), "laurel"
        )

    def _say_unsound(self, error: ClinicError) -> None:
        self._say_checked(sentence(error), "care")

    def _say_checked(self, text: str, tone: Tone) -> None:
        self.checked.setText(text)
        self.checked.set_tone(tone)
        self.checked.show()

    def _choose_again(self, folder: Path | None) -> None:
        if folder is not None and self.watch is not None:
            self.watch.choose(folder, self._say_done, self.problem.refuse)

    def _mark(self) -> None:
        for button in (self.check_button, self.restore_button):
            button.setEnabled(self.chosen is not None)

    def _keep_days(self) -> None:
        kept = self.context.preferences
        kept.save(replace(kept.now, backup_days=self.days.currentData(), copy_days=self.copy_days.currentData()))
        if self.watch is not None and self.watch.state is not None:
            # The days are a preference, not a record, so no commit tells the notice on Today about them.
            self.watch.found.emit(self.watch.state)

    def _lay_out(self) -> None:
        standing = Card()
        standing.add(row(self.sign, column(self.state), stretch=1))
        self.checked.hide()
        here, there = Card(tr("On this computer")), Card(tr("Second place"))
        here.add(self.here_path, self.here, self._days_row(tr("Today tells when one is missing for"), self.days))
        there.add(self.there_path, self.there, self.there_note, row(self.choose_button, self.forget_button))
        there.add(self._days_row(tr("Today tells when a copy is missing for"), self.copy_days))
        self.choose_button.setVisible(self._may_choose)
        self.forget_button.hide()
        self.table.current_changed.connect(lambda _row: self._mark())
        page = Page()
        page.add(
            self.header, self.progress, standing, self.problem, ResponsiveRow((1, column(here)), (1, column(there)))
        )
        page.add(ResponsiveRow((1, column(self.check_card)), (1, column(self.drill_card))))
        page.add(self.acts, self.checked, self.frame)
        page.body.addStretch()
        self.outer.addWidget(page)

    def _days_row(self, name: str, field: QComboBox) -> QHBoxLayout:
        field.activated.connect(lambda _: self._keep_days())
        field.setAccessibleName(name)
        return row(Soft(name, wrap=True), field)


def _path() -> Elided:
    """Make the line that shows a folder: elided, with the whole path as its tool tip."""
    return Elided(tone="soft", type_name="small")


def _choice(days: int) -> QComboBox:
    offered = sorted({*DAYS, days})
    return choice([(plural(one, "{count} day", "{count} days"), one) for one in offered], days)
