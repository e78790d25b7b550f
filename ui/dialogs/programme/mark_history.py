"""Shows every step of one mark: who, when and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.pages.mark_history import MarkStepLine, mark_history_page
from ui.dialogs.base import Dialog
from ui.tables.attendance import mark_text
from ui.translation import tr
from ui.widgets.cards import Divider, Row
from ui.widgets.labels import Soft
from ui.words.wording import short_day_text, time_text

if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from models.programme.enrolment import Member
    from ui.context import Context


class MarkHistoryDialog(Dialog):
    """A list of steps, oldest first."""

    def __init__(self, parent: QWidget, context: Context, meeting: UUID, member: Member) -> None:
        super().__init__(tr("History of {name}’s mark", name=member.label.in_text), parent=parent, width=520)
        self.context = context
        self.cancel_button.set_label(tr("Close"))
        context.tasks.read(self, partial(mark_history_page, meeting=meeting, enrolment=member.enrolment), self._show)

    def _show(self, found: tuple[MarkStepLine, ...]) -> None:
        if not found:
            self.add(Soft(tr("Nobody has marked this row yet.")))
        for number, line in enumerate(found):
            if number:
                self.add(Divider())
            step = line.change
            when = step.changed_at.astimezone(self.context.zone)
            text = " · ".join(
                filter(None, (line.staff_name, short_day_text(when.date()), time_text(when), step.reason))
            )
            self.add(Row(tr("{before} → {after}", before=mark_text(step.before), after=mark_text(step.after)), text))
