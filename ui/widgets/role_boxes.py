"""The roles that a person can have here, each with a box to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from models.access import Role
from ui.translation import tr
from ui.widgets.cards import column
from ui.widgets.labels import Soft
from ui.words.wording import role_text

if TYPE_CHECKING:
    from collections.abc import Iterable


class RoleBoxes(QWidget):
    """A box for each role; a note where the person acting cannot open answers and scores."""

    def __init__(self, *, opens_answers: bool) -> None:
        super().__init__()
        self.boxes = {role: QCheckBox(role_text(role)) for role in Role if role is not Role.PROGRAM}
        list_ = column(Soft(tr("What they do here")), *self.boxes.values(), spacing=8)
        list_.setContentsMargins(0, 0, 0, 0)
        if not opens_answers:
            note = tr("You do not read answers and scores, so you cannot open them for others. A colleague who does "
                      "passes the key on afterwards, here in the settings.")  # fmt: skip
            list_.addWidget(Soft(note, wrap=True))
        self.setLayout(list_)

    @property
    def chosen(self) -> frozenset[Role]:
        """The roles that are ticked."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())

    def show_roles(self, roles: Iterable[Role]) -> None:
        """Tick these roles and no others."""
        wanted = frozenset(roles)
        for role, box in self.boxes.items():
            box.setChecked(role in wanted)
