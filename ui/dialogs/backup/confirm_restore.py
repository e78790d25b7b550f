"""The last question before a restore: what is in the backup, what is not, and what becomes of today's clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from models.backup.restore import carry_out
from models.folder.clock import system_clock
from models.folder.folder import Found
from ui.dialogs.panel import Panel
from ui.translation import tr
from ui.widgets.buttons import primary, quiet
from ui.widgets.cards import Divider, column, row
from ui.widgets.labels import Body, Problem, Soft, Strong
from ui.widgets.progress import ProgressRow
from ui.words.restore import age_text, manifest_text, missing_text, moment_text, todays_fate_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from models.backup.restore import Proposal
    from models.folder.clock import Clock
    from ui.tasks import Runner


class ConfirmRestore(Panel):
    """Says what restoring changes, and restores."""

    restored = Signal(object)
    """The `Restored`."""
    back_asked = Signal()

    def __init__(self, runner: Runner, proposal: Proposal, *, clock: Clock = system_clock) -> None:
        now = clock()
        zone = now.astimezone().tzinfo
        assert zone is not None  # noqa: S101  (an aware instant has a zone)
        made_at = proposal.manifest.made_at
        when = moment_text(made_at, now, zone)
        super().__init__(
            tr("Restore the backup of {when}?", when=when),
            tr("It is whole: Laurel opened it and checked all of it."), width=560,
        )  # fmt: skip
        self._runner, self._proposal, self._clock = runner, proposal, clock
        is_new = proposal.folder.look() is Found.NOTHING
        self._say(tr("What is in it"), f"{manifest_text(proposal.manifest)} · {age_text(made_at, now)}")
        self.add(Divider())
        self.missing = self._say(tr("What is not in it"), missing_text(proposal.today, made_at, now, zone))
        self.add(Divider())
        fate = (
            tr("The clinic is made in {folder}.", folder=proposal.folder.path)
            if is_new
            else todays_fate_text(proposal.today)
        )
        self.fate = self._say(tr("Where it goes") if is_new else tr("What becomes of today's"), fate)
        self.add(Soft(tr("Passphrases stay as they are today. People who were erased stay erased."), wrap=True))
        self.problem = Problem()
        self.progress = ProgressRow()
        self.back_button = quiet(tr("Back"), self.back_asked.emit)
        self.button = primary(tr("Restore it"), self.restore)
        foot = row(self.back_button, self.button)
        foot.insertStretch(1, 1)
        self.add(self.problem, self.progress, foot)

    def first_field(self) -> QWidget | None:
        """Give the button that leads back: Enter must not restore unread."""
        return self.back_button

    def restore(self) -> None:
        """Restore the backup, off the GUI thread; it cannot be cancelled."""
        self.problem.hide()
        job = self._runner.start(
            self,
            lambda _progress: carry_out(self._proposal, clock=self._clock),
            self.restored.emit,
            self.problem.refuse,
        )
        for button in (self.button, self.back_button):
            button.setEnabled(False)
        job.finished.connect(self._enable_buttons)
        self.progress.follow(job, tr("Putting the backup in place…"))

    def _say(self, title: str, text: str) -> Body:
        body = Body(text)
        self.add(column(Strong(title), body))
        return body

    def _enable_buttons(self) -> None:
        for button in (self.button, self.back_button):
            button.setEnabled(True)
