"""The window that shows a bug report and lets it be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from ui.dialogs.base import Dialog
from ui.theme.appearance import px
from ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ReportDialog(Dialog):
    """Says that something went wrong in Laurel, what that means, and offers the report."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Something went wrong in Laurel"),
            tr(
                "What you saved is safe. You can go on; if the page looks wrong, open it again. The report below names "
                "no participant: please send it to whoever looks after Laurel."
            ),
            parent,
            width=640,
        )
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Report"))
        self.text.setMinimumHeight(px(220))
        self.add(self.text)
        self.act(tr("Copy the report"), self._copy)
        self.cancel_button.set_label(tr("Close"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        if self.act_button is not None:
            self.act_button.set_label(tr("Copied"))
