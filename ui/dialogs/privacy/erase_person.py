"""Erasing one person: shows what is erased and what stays, asks for the reason and the passphrase."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QCheckBox

from models.people.erasure import Ground
from models.privacy.erasure import erasure_preview
from models.privacy.sweep import erase, older_backups
from ui.dialogs.base import Dialog
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.translation import literal, plural, tr
from ui.widgets.cards import clear, column
from ui.widgets.forms import Form, choice
from ui.widgets.labels import Body, Soft
from ui.widgets.progress import ProgressRow
from ui.words.privacy import changed_texts, gone_text, ground_text
from ui.words.wording import day_and_year_text

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from models.access import Confirmed
    from models.clinic.clinic import Clinic
    from models.errors import ClinicError
    from models.privacy.erasure import ErasurePreview
    from models.privacy.sweep import ErasedPerson, OlderBackups
    from ui.context import Context
    from ui.job import Progress
    from ui.screen.screen import Screen

KEPT_MONTHS: Final = 24
"""How long the rotation rule keeps the last backup of a month."""
_OFFERED: Final = (Ground.ASKED, Ground.RETENTION, Ground.MISTAKE, Ground.ORDER)


class ErasePersonDialog(Dialog):
    """Shows the consequences, and erases once a reason is chosen."""

    def __init__(self, parent: Screen[Any], context: Context, person: UUID, name: str) -> None:
        super().__init__(
            tr("Erase {name}?", name=name),
            tr("Everything that is kept about this person goes for good, here and in whatever is restored later."),
            parent,
            width=660,
        )
        self.context, self._person = context, person
        self._shown: ErasurePreview | None = None
        self.told = column(spacing=6)
        self.ground = choice([(tr("Choose…"), None), *((ground_text(one), one.value) for one in _OFFERED)])
        self.ground.activated.connect(lambda _: self._enable_button())
        self.early = Body(tone="care")
        self.early_box = QCheckBox(literal(tr("Erase them earlier all the same")))
        self.backups_told = Soft(wrap=True)
        self.backups_box = QCheckBox(literal(tr("Delete the older backups too, once the new one is verified")))
        form = Form()
        form.add(tr("Why"), self.ground, tr("This is written down, and no other word about the person."))
        for box in (self.early_box, self.backups_box):
            box.toggled.connect(lambda _: self._enable_button())
        self.progress = ProgressRow()
        self.add(self.told, form, self.early, self.early_box, self.backups_told, self.backups_box, self.progress)
        for part in (self.early, self.early_box, self.backups_told, self.backups_box):
            part.hide()
        self.erase_button = self.act(tr("Erase this person…"), self.ask, "danger")
        self.erase_button.setEnabled(False)
        context.tasks.read(self, partial(erasure_preview, person=person), self._show, self._refused)

    @property
    def backup_folders(self) -> tuple[Path, ...]:
        """The folders outside the clinic's own in which this computer keeps backups."""
        folder = self.context.preferences.now.backup_folder
        return (Path(folder),) if folder else ()

    def ask(self) -> None:
        """Ask for the passphrase."""
        self.show_problem("")
        ConfirmIdentity(
            self, self.context, tr("Erase this person"), tr("This cannot be undone."), tr("Erase for good"),
            self.erase, kind="danger",
        ).open()  # fmt: skip

    def erase(self, confirmed: Confirmed) -> None:
        """Erase the person, off the GUI thread."""
        if self._shown is None:
            return
        self.erase_button.setEnabled(False)
        job = partial(
            _erase, self.context.clinic, self._shown, ground=Ground(self.ground.currentData()), confirmed=confirmed,
            knowing=self.early_box.isChecked(), forget_backups=self.backups_box.isChecked(),
            backup_folders=self.backup_folders,
        )  # fmt: skip
        self.progress.follow(
            self.context.tasks.run(self, job, self._show_done, self._refused), tr("Erasing, and making a new backup…")
        )

    def _show(self, shown: ErasurePreview) -> None:
        self._shown = shown
        clear(self.told)
        self.told.addWidget(Body(tr("What goes: {things}.", things=gone_text(shown))))
        for text in changed_texts(shown):
            self.told.addWidget(Soft(text, wrap=True))
        self.told.addWidget(
            Soft(tr("Paper and files that have left Laurel are not reached: look for them yourself."), wrap=True)
        )
        until = shown.keep_until
        self.early.setVisible(until is not None)
        self.early_box.setVisible(until is not None)
        if until is not None:
            self.early.setText(
                tr(
                    "By the clinic's own rule these records are kept until {day}. Erase them earlier only where you "
                    "know that you must.",
                    day=day_and_year_text(until),
                )
            )
        folder, key = self.context.clinic.folder, self.context.clinic.keys.data
        backup_folders = self.backup_folders
        self.context.tasks.run(self, lambda _progress: older_backups(folder, key, backup_folders), self._show_backups)
        self._enable_button()

    def _show_backups(self, older: OlderBackups) -> None:
        if older.newest is None:
            return
        last = _months_later(older.newest.astimezone(self.context.zone).date(), KEPT_MONTHS)
        told = [
            plural(
                older.count,
                "{count} older backup still holds the person, until about {day}, when it is thinned out. It brings "
                "nobody back: whenever it is restored, Laurel erases the person again before anything is shown.",
                "{count} older backups still hold the person, until about {day}, when the last is thinned out. They "
                "bring nobody back: whenever one is restored, Laurel erases the person again before anything is shown.",
                day=day_and_year_text(last),
            )
        ]
        if older.aside:
            told.append(
                plural(
                    len(older.aside),
                    "What a restored backup took the place of lies in the folder “set aside” and holds the person too.",
                    "What {count} restored backups took the place of lies in the folder “set aside” and holds the "
                    "person too.",
                )
            )
            self.backups_box.setText(
                literal(tr("Delete these and what was set aside too, once the new backup is verified"))
            )
        self.backups_told.setText(" ".join(told))
        self.backups_told.show()
        self.backups_box.show()

    def _enable_button(self) -> None:
        """Enable the button once a reason is chosen and an erasure before its time is confirmed."""
        shown = self._shown
        ready = shown is not None and self.ground.currentData() is not None
        is_early = shown is not None and shown.keep_until is not None
        self.erase_button.setEnabled(ready and (not is_early or self.early_box.isChecked()))

    def _refused(self, error: ClinicError) -> None:
        super()._refused(error)
        self._enable_button()

    def _show_done(self, done: ErasedPerson) -> None:
        self.accept()
        self.context.go("people")
        if done.removed:
            text = plural(
                done.removed,
                "Erased. A new backup is verified, and {count} older one is deleted.",
                "Erased. A new backup is verified, and {count} older ones are deleted.",
            )
        else:
            text = tr("Erased. A new backup is made and verified.")
        self.context.toast(text)


def _erase(
    clinic: Clinic,
    shown: ErasurePreview,
    _progress: Progress,
    *,
    ground: Ground,
    confirmed: Confirmed,
    knowing: bool,
    forget_backups: bool,
    backup_folders: tuple[Path, ...],
) -> ErasedPerson:
    clinic.back_up_before("erasure")
    return erase(
        clinic, shown.person, version=shown.version, ground=ground, confirmed=confirmed, knowing=knowing,
        forget_backups=forget_backups, backup_folders=backup_folders,
    )  # fmt: skip


def _months_later(day: date, months: int) -> date:
    return day.replace(year=day.year + months // 12, day=min(day.day, 28))
