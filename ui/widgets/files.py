"""Choosing files and folders: by a button, or by dropping one on the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme.tokens import Space
from ui.translation import tr
from ui.widgets.buttons import Button
from ui.widgets.icons import icon
from ui.widgets.labels import Body, Label, Soft, restyle

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent


class DropZone(QFrame):
    """A place to drop one file on, with a button that does the same."""

    chosen = Signal(object)
    """The `Path` of the file."""

    def __init__(self, sentence: str, kinds: str, pattern: str) -> None:
        """Say what is wanted; `kinds` names the kinds of file, `pattern` is Qt's "*.csv *.xlsx"."""
        super().__init__()
        self.setObjectName("dropZone")
        self.setAcceptDrops(True)
        self._kinds, self._pattern = kinds, pattern
        box = QVBoxLayout(self)
        box.setContentsMargins(Space.XL, Space.XXL, Space.XL, Space.XXL)
        box.setSpacing(Space.S)
        picture = Label()
        picture.setPixmap(icon("file-arrow-up", "laurel").pixmap(40, 40))
        self.button = Button(tr("Choose a file…"), on_click=self.choose)
        centre = Qt.AlignmentFlag.AlignHCenter
        sentence_label = Body(sentence, wrap=False)
        for part in (picture, sentence_label, Soft(kinds), self.button):
            box.addWidget(part, 0, centre)

    def choose(self) -> None:
        """Ask for the file in the system's dialog."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), "", f"{self._kinds} ({self._pattern})")
        if name:
            self.chosen.emit(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one local file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()
            self._light(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the highlight away."""
        super().dragLeaveEvent(event)
        self._light(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Signal the file that was dropped."""
        self._light(over=False)
        event.acceptProposedAction()
        self.chosen.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def _light(self, *, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        restyle(self)


class FolderField(QWidget):
    """A line with a folder's path and a button to choose it."""

    changed = Signal()

    def __init__(self, folder: Path | None, question: str) -> None:
        super().__init__()
        self._question = question
        self.line = QLineEdit(str(folder) if folder else "")
        self.line.textChanged.connect(self.changed)
        self.setFocusProxy(self.line)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.S)
        box.addWidget(self.line, 1)
        box.addWidget(Button(tr("Choose…"), icon="folder-open", on_click=self._choose))

    def setAccessibleName(self, name: str) -> None:  # noqa: N802  (Qt's name)
        """Name the line that is typed in."""
        self.line.setAccessibleName(name)

    @property
    def path(self) -> Path | None:
        """The folder, or None while the line is empty."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def _choose(self) -> None:
        start = str(self.path.parent if self.path else Path.home())
        name = QFileDialog.getExistingDirectory(self, self._question, start)
        if name:
            self.line.setText(name)


def ask_folder(parent: QWidget, title: str, start: Path | None = None) -> Path | None:
    """Ask for a folder; None where nobody chose one."""
    name = QFileDialog.getExistingDirectory(parent, title, "" if start is None else str(start))
    return Path(name) if name else None


def ask_where_to_save(parent: QWidget, title: str, name: str, kind: str) -> Path | None:
    """Ask for a file to write; `kind` is like "PDF (*.pdf)"; None where the person cancels."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), kind)
    return Path(chosen) if chosen else None
