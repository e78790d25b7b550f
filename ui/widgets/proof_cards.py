"""Two cards about trust in the records and the backups: the last check, and the last drill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from models.access import Permission
from models.clinic.drill import drill_state
from models.keys.slots import read_key_file
from ui.background.integrity_watch import last_check
from ui.translation import plural, sentence, tr
from ui.widgets.buttons import secondary
from ui.widgets.cards import Card, row
from ui.widgets.labels import Body, Soft
from ui.widgets.progress import ProgressRow
from ui.words.restore import age_text, moment_text

if TYPE_CHECKING:
    from models.clinic.drill import DrillState
    from models.errors import ClinicError
    from ui.context import Context


class CheckCard(Card):
    """When all records were checked last, and checking them now; it can be stopped."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Is everything whole?"))
        self._context = context
        self.text = Body()
        self.progress = ProgressRow()
        self.button = secondary(tr("Check everything"), self.check)
        self.button.setEnabled(context.health is not None)
        self.add(
            self.text,
            Soft(tr("Every page, key, entry and kept file. Laurel does it once a week by itself."), wrap=True),
            self.progress, row(self.button),
        )  # fmt: skip
        if context.health is not None:
            context.health.checked.connect(self._tell)
        self.refresh()

    def refresh(self) -> None:
        """Show the last check."""
        clinic = self._context.clinic
        last, now = last_check(clinic.folder), clinic.clock()
        if last is None:
            self.text.setText(tr("Not checked yet."))
            self.text.set_tone("soft")
            return
        when = moment_text(last.at, now, self._context.zone)
        wrong = plural(
            last.problems, "{count} thing was not as it should be", "{count} things were not as they should be"
        )
        found = wrong if last.problems else tr("all was well")
        self.text.setText(tr("Checked {when}: {found}.", when=when, found=found))
        self.text.set_tone("care" if last.problems else "laurel")

    def check(self) -> None:
        """Check all of the clinic in the background."""
        job = None if self._context.health is None else self._context.health.check()
        if job is not None:
            self.button.setEnabled(False)
            job.finished.connect(lambda: self.button.setEnabled(True))
            self.progress.follow(job, tr("Checking everything…"))

    def _tell(self, problems: tuple[ClinicError, ...]) -> None:
        self.refresh()
        if problems:
            self.text.setText(f"{self.text.text()} {sentence(problems[0])}")


class DrillCard(Card):
    """When a backup was last tried out with the recovery key, and doing it now; for administrators."""

    asked = Signal()
    """Somebody wants to try the newest backup out."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Would a backup bring the clinic back?"))
        self._context = context
        self.text = Body()
        self.button = secondary(tr("Try it out…"), self.asked.emit)
        self.add(
            self.text,
            Soft(tr("The newest backup is restored for practice, with the recovery sheet from the safe."), wrap=True),
            row(self.button),
        )  # fmt: skip
        self.setVisible(context.actor.may(Permission.READ_AUDIT))

    def refresh(self) -> None:
        """Ask when the last drill was."""
        if not self._context.actor.may(Permission.READ_AUDIT):
            return
        if read_key_file(self._context.clinic.folder).recovery is None:
            self.text.setText(tr("Make a recovery sheet first, under Settings: without it nobody can try this out."))
            self.text.set_tone("care")
            self.button.setEnabled(False)
            return
        self.button.setEnabled(True)
        self._context.tasks.read(self, drill_state, self._show)

    def _show(self, asked: DrillState) -> None:
        last, is_due = asked.last, asked.is_due
        now, zone = self._context.clinic.clock(), self._context.zone
        if last is None:
            self.text.setText(tr("Nobody has tried it yet."))
        else:
            when, age = moment_text(last.at, now, zone), age_text(last.at, now)
            template = (
                tr("Tried {when} ({age}): it works.") if last.is_passed else tr("Tried {when} ({age}): it failed.")
            )
            self.text.setText(template.format(when=when, age=age))
        is_well = last is not None and last.is_passed and not is_due
        self.text.set_tone("laurel" if is_well else "care" if is_due or last is not None else "soft")
