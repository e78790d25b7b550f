"""Shows every step of one mark: who, when and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.people.staff import staff
from models.programme.attendance import ChangeLine, attendance_history
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
    from models.work import Work
    from ui.context import Context


class MarkHistoryDialog(Dialog):
    """A list of steps, oldest first."""

    def __init__(self, parent: QWidget, context: Context, meeting: UUID, member: Member) -> None:
        super().__init__(tr("History of {name}’s mark", name=member.name), parent=parent, width=520)
        self.context = context
        self.cancel_button.set_label(tr("Close"))
        context.tasks.read(self, partial(_history, meeting=meeting, enrolment=member.enrolment), self._show)

    def _show(self, found: tuple[tuple[ChangeLine, str], ...]) -> None:
        if not found:
            self.add(Soft(tr("Nobody has marked this row yet.")))
        for number, (step, name) in enumerate(found):
            if number:
                self.add(Divider())
            when = step.changed_at.astimezone(self.context.zone)
            told = " · ".join(filter(None, (name, short_day_text(when.date()), time_text(when), step.reason)))
            self.add(Row(tr("{before} → {after}", before=mark_text(step.before), after=mark_text(step.after)), told))


def _history(work: Work, meeting: UUID, enrolment: UUID) -> tuple[tuple[ChangeLine, str], ...]:
    names = {one.id: one.name for one in staff(work)}
    steps = attendance_history(work, meeting, enrolment)
    return tuple((step, names.get(step.changed_by, "")) for step in steps)
