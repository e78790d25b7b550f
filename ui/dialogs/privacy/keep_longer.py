"""Keeping a person's records beyond the clinic's retention period, for a reason and for a year."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.people.retention import Need
from models.privacy.retention import OverdueLine, keep_longer
from ui.dialogs.base import Dialog
from ui.translation import tr
from ui.widgets.forms import Form, choice
from ui.words.privacy import need_text
from ui.words.wording import day_and_year_text

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from ui.context import Context


class KeepLongerDialog(Dialog):
    """Asks for one of a few reasons; free text could tell about the person."""

    def __init__(self, parent: QWidget, context: Context, line: OverdueLine) -> None:
        super().__init__(
            tr("Keep the records of {name}?", name=line.label.in_text),
            tr("They stay as they are. Laurel asks about them again in a year."),
            parent,
        )
        self.context, self._line = context, line
        self.need = choice([(need_text(one), one.value) for one in Need], line.kept_before)
        form = Form()
        form.add(tr("Why"), self.need)
        self.add(form)
        self.act(tr("Keep them"), self.keep)

    def keep(self) -> None:
        """Store the decision."""
        action = partial(keep_longer, person=self._line.person, need=Need(self.need.currentData()))
        self.context.tasks.write(self, action, self._show_kept, self._refused)

    def _show_kept(self, again: date) -> None:
        self.accept()
        self.context.toast(tr("Kept. This is asked again on {day}.", day=day_and_year_text(again)))
