"""Asks who is on a group's team, and says what that means."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from models.access import Permission
from models.programme.team import TeamChoice, change_team, team
from ui.dialogs.base import Dialog
from ui.theme.tokens import Space
from ui.translation import literal, tr
from ui.widgets.cards import column
from ui.widgets.labels import Soft
from ui.words.wording import joined_text, role_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from models.errors import ClinicError
    from ui.context import Context

TALLEST = 360
"""Pixels at normal size; a longer list scrolls."""


class TeamDialog(Dialog):
    """One box for each person who could run the group; those on the team are ticked."""

    def __init__(
        self, parent: QWidget, context: Context, cohort: UUID, then: Callable[[frozenset[UUID]], object]
    ) -> None:
        text = tr(
            "Only the team reaches this group's people and records. Front desk and administrators see every group for"
            " their own work."
        )
        super().__init__(tr("Team"), text, parent)
        self.context = context
        self._cohort, self._then = cohort, then
        self.boxes: dict[UUID, QCheckBox] = {}
        self.about = Soft(wrap=True)
        self.about.hide()
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Space.M)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self.add(self._scroll, self.about)
        self.save_button = self.act(tr("Save the team"), self._save)
        self.save_button.setEnabled(False)
        context.tasks.read(self, partial(team, cohort=cohort), self._offer, self._refused)

    @property
    def chosen(self) -> frozenset[UUID]:
        """Who is ticked."""
        return frozenset(one for one, box in self.boxes.items() if box.isChecked())

    def _offer(self, found: tuple[TeamChoice, ...]) -> None:
        for one in found:
            self._list.addLayout(self._line(one))
        for part in self._inside.findChildren(QWidget):
            part.show()
        self._scroll.setFixedHeight(min(self._list.sizeHint().height() + Space.S, self.room_for(TALLEST)))
        self.save_button.setEnabled(bool(found))
        if not found:
            self.about.setText(tr("Nobody here has a role in groups yet."))
        self.about.setVisible(not found)
        if found:
            self.boxes[found[0].staff].setFocus()
            self._show_warning()
        self.adjustSize()

    def _line(self, one: TeamChoice) -> QVBoxLayout:
        roles = joined_text([role_text(role) for role in sorted(one.roles, key=lambda role: role.value)])
        box = QCheckBox()
        box.setText(literal(one.name))
        box.setAccessibleName(one.name)
        box.setAccessibleDescription(roles)
        box.setChecked(one.is_on_team)
        box.toggled.connect(self._show_warning)
        self.boxes[one.staff] = box
        below = Soft(roles, wrap=True)
        below.setIndent(30)
        return column(box, below, spacing=0)

    def _show_warning(self) -> None:
        """Warn the person who would no longer reach the group after saving."""
        actor = self.context.actor
        is_lost = bool(self.chosen) and actor.id not in self.chosen
        is_lost = is_lost and not actor.may_everywhere(Permission.READ_PROGRAMME)
        self.about.setText(tr("You are not ticked: this group closes for you when you save.") if is_lost else "")
        self.about.setVisible(is_lost)
        self.show_problem("")

    def _save(self) -> None:
        chosen = self.chosen
        self.save_button.setEnabled(False)
        action = partial(change_team, cohort=self._cohort, members=chosen)
        self.context.tasks.write(self, action, lambda _none: self._done(chosen), self._refused)

    def _done(self, chosen: frozenset[UUID]) -> None:
        self.accept()
        self._then(chosen)

    def _refused(self, error: ClinicError) -> None:
        super()._refused(error)
        self.save_button.setEnabled(bool(self.boxes))  # where the team could not be read there is nothing to save
