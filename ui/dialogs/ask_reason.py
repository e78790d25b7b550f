"""Asks for one reason and does what the button says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.dialogs.base import Dialog
from ui.translation import tr
from ui.widgets.forms import Form, line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class AskReasonDialog(Dialog):
    """One field, which must be filled, and one act."""

    def __init__(
        self, parent: QWidget, title: str, about: str, act: str, then: Callable[[str], object], *, hint: str = ""
    ) -> None:
        super().__init__(title, about, parent)
        self._then = then
        self.reason = line(limit=300)
        form = Form()
        self.reason_row = form.add(tr("Reason"), self.reason, hint)
        self.add(form)
        self.act(act, self._do)
        self.reason.setFocus()

    def _do(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.reason_row.set_error(tr("Say why, so that it can be understood later."))
            self.reason.setFocus()
            return
        self._then(reason)
        self.accept()
