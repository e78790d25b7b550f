"""The first start: try the sample clinic, make a new clinic, or open one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from models.errors import InvalidError
from models.folder.folder_location import confirm_own_disk
from models.folder.storage_errors import UnsafeLocationError
from models.keys.slots import SHORTEST_PASSPHRASE
from models.settings import ZONES
from ui.dialogs.panel import Panel
from ui.theme.tokens import Space
from ui.translation import sentence, tr
from ui.widgets.buttons import Button, link, primary, quiet
from ui.widgets.cards import Divider, row
from ui.widgets.files import FolderField
from ui.widgets.forms import Form, choice, line, passphrase_line
from ui.widgets.icons import icon
from ui.widgets.labels import Elided, Label, Problem, Soft, Strong
from ui.widgets.profile_form import country_text
from ui.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.errors import ClinicError
    from ui.tasks import Runner


class Offer(QFrame):
    """One way to begin: an icon, what it is, what that means, and its button."""

    def __init__(self, picture: str, title: str, below: str, button: Button) -> None:
        super().__init__()
        self.button = button
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.L)
        sign = Label()
        sign.setPixmap(icon(picture, "laurel").pixmap(28, 28))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Strong(title, wrap=True))
        words.addWidget(Soft(below, wrap=True))
        box.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)


class Welcome(Panel):
    """Offers three ways to begin, and the clinics that were opened last."""

    sample_asked = Signal()
    new_asked = Signal()
    sample_unwanted = Signal()
    restore_asked = Signal()
    chosen = Signal(object)
    """The folder of a clinic to open."""

    def __init__(self, recent: Sequence[str], *, has_sample: bool = True, sample: str = "") -> None:
        super().__init__(
            tr("Welcome to Laurel"),
            tr("Group evenings, recognition and trophy ceremonies, in one encrypted folder on this computer."),
            width=600,
        )
        self.sample = Offer(
            "sparkle", tr("Look around in a sample clinic"),
            tr("Three groups with invented people. Nothing real, deleted in one press."),
            Button(tr("Open the sample"), on_click=self.sample_asked.emit),
        )  # fmt: skip
        self.new = Offer(
            "house", tr("Start your clinic"), tr("Name it, choose a folder and your passphrase. Takes a minute."),
            primary(tr("New clinic"), self.new_asked.emit),
        )  # fmt: skip
        self.open = Offer(
            "folder-open", tr("Open a clinic"), tr("A folder that Laurel made, on this computer or a drive."),
            Button(tr("Choose…"), on_click=self._choose),
        )  # fmt: skip
        offers = [self.new, self.open] + ([self.sample] if has_sample else [])
        for number, offer in enumerate(offers):
            self.add(*([Divider()] if number else []), offer)
        self.progress = ProgressRow()
        self.problem = Problem()
        self.add(self.progress, self.problem)
        self.add(link(tr("Have a backup? Restore a clinic from it"), self.restore_asked.emit))
        self._add_recent(recent, sample)

    def first_field(self) -> QWidget | None:
        """Give the primary button."""
        return self.new.button

    def _add_recent(self, recent: Sequence[str], sample: str) -> None:
        there = [Path(path) for path in recent if Path(path).is_dir()]
        if not there:
            return
        self.add(Divider(), Soft(tr("Opened lately")))
        for path in there:
            name = Elided(str(path), type_name="small", tone="soft")
            doors = [link(tr("Open"), partial(self.chosen.emit, path))]
            if str(path) == sample:
                doors.insert(0, link(tr("Delete the sample"), self.sample_unwanted.emit))
            self.add(row(name, *doors, stretch=0))

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose the clinic's folder"), str(Path.home()))
        if name:
            self.chosen.emit(Path(name))


class NewClinic(Panel):
    """Asks what a new clinic needs: its name, country, folder, who looks after it, and the passphrase."""

    made = Signal(object, str, str)
    """The folder, the administrator's name and the passphrase."""
    back_asked = Signal()

    def __init__(self, runner: Runner, create: Callable[..., object], home: Path | None = None) -> None:
        super().__init__(
            tr("A new clinic"),
            tr("Everything stays in one encrypted folder. You can change the name and country later."),
        )
        self._runner, self._create = runner, create
        self._home = home or Path.home() / "Laurel"
        self._folder_was_typed = False
        self._warned_of: Path | None = None
        self.name = line(placeholder=tr("Riverside Community Clinic"), limit=120)
        self.country = choice(_countries(), QLocale.territoryToCode(QLocale().territory()) or "GB")
        self.folder = FolderField(self._home / tr("Clinic"), tr("Choose a new or empty folder"))
        self.administrator = line(placeholder=tr("Your own name"), limit=120)
        self.passphrase, self.again = passphrase_line(), passphrase_line()
        self._build_form()
        self.progress = ProgressRow()
        self.problem = Problem()
        self.make_button = primary(tr("Make the clinic"), self.make)
        foot = row(quiet(tr("Back"), self.back_asked.emit), self.make_button)
        foot.insertStretch(1, 1)
        self.add(self.form, self.progress, self.problem, foot)
        self.name.textEdited.connect(self._propose_folder)
        self.folder.line.textEdited.connect(self._keep_folder)
        self.passphrase.textChanged.connect(self._show_strength)
        for field in (self.name, self.administrator, self.passphrase, self.again, self.folder.line):
            field.returnPressed.connect(self.make)

    def first_field(self) -> QWidget | None:
        """Give the field of the name."""
        return self.name

    def make(self) -> None:
        """Check the form, then make the clinic off the GUI thread."""
        self.form.clear_errors()
        self.problem.hide()
        self._check()
        self._warn_of_location()
        if self.form.focus_first_error():
            return
        folder = self.folder.path
        job = self._runner.start(
            self,
            lambda _progress: self._create(
                folder, name=self._typed["name"], country=self._typed["country"],
                administrator=self._typed["administrator"], passphrase=self._typed["passphrase"],
            ),
            lambda _done: self.made.emit(folder, self._typed["administrator"], self._typed["passphrase"]),
            self._show_problem,
        )  # fmt: skip
        self.make_button.setEnabled(False)
        job.finished.connect(lambda: self.make_button.setEnabled(True))
        self.progress.follow(job, tr("Making the clinic…"))

    def _build_form(self) -> None:
        self.form = Form()
        self.name_row = self.form.add(tr("Name of the clinic"), self.name)
        self.form.add(tr("Country"), self.country, tr("Its public holidays are left out when sessions are planned."))
        self.folder_row = self.form.add(tr("Folder"), self.folder)
        self.administrator_row = self.form.add(
            tr("Administrator"),
            self.administrator,
            tr("The first person with a key: manages people and may run groups."),
        )
        self.passphrase_row = self.form.add(tr("Passphrase"), self.passphrase, _strength_hint(""))
        self.again_row = self.form.add(
            tr("Passphrase again"), self.again,
            tr("Nobody can look it up. Write it down and keep it in a safe place."),
        )  # fmt: skip

    def _check(self) -> None:
        self._typed = {
            "name": self.name.text().strip(), "country": str(self.country.currentData()),
            "administrator": self.administrator.text().strip(), "passphrase": self.passphrase.text(),
        }  # fmt: skip
        if not self._typed["name"]:
            self.name_row.set_error(tr("Give the clinic a name."))
        if self.folder.path is None:
            self.folder_row.set_error(tr("Choose a folder for the clinic."))
        if not self._typed["administrator"]:
            self.administrator_row.set_error(tr("Say who looks after the clinic."))
        if len(self._typed["passphrase"]) < SHORTEST_PASSPHRASE:
            self.passphrase_row.set_error(
                tr("Use at least {count} characters. Several words are easy to remember.", count=SHORTEST_PASSPHRASE)
            )
        elif self.again.text() != self._typed["passphrase"]:
            self.again_row.set_error(tr("The two are not the same. Type it again."))

    def _warn_of_location(self) -> None:
        """Warn once of a folder that is synced or on a network drive; pressing again uses it."""
        folder, warned = self.folder.path, self._warned_of
        self._warned_of = folder
        if folder is None or folder == warned:
            return
        try:
            confirm_own_disk(folder)
        except UnsafeLocationError as warning:
            self.folder_row.set_error(sentence(warning) + " " + tr("If you know what you do, press once more."))

    def _show_problem(self, error: ClinicError) -> None:
        if isinstance(error, InvalidError) and "folder" in error.values:
            self.folder_row.refuse(error)
        else:
            self.problem.refuse(error)

    def _propose_folder(self, name: str) -> None:
        if not self._folder_was_typed:
            # Signs that some system does not allow in a folder's name are left out.
            plain = "".join(letter for letter in name if letter.isalnum() or letter in " -_").strip()
            self.folder.line.setText(str(self._home / (plain or tr("Clinic"))))

    def _keep_folder(self) -> None:
        self._folder_was_typed = True

    def _show_strength(self, passphrase: str) -> None:
        self.passphrase_row.set_hint(_strength_hint(passphrase))


def _strength_hint(passphrase: str) -> str:
    """Say how hard the passphrase is to guess, by its length alone."""
    if not passphrase:
        return tr("At least {count} characters; four words or more are best.", count=SHORTEST_PASSPHRASE)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return tr("{count} more characters are needed.", count=SHORTEST_PASSPHRASE - len(passphrase))
    # Length is what counts (OWASP ASVS 5.0, 6.2); fifteen letters are about four short words.
    if len(passphrase) < 15 or len(set(passphrase)) < 6:
        return tr("Fair. Another word or two makes it strong.")
    return tr("Strong.")


def _countries() -> list[tuple[str, str]]:
    return sorted((country_text(code), code) for code in ZONES)
