"""Reads every window that the album shows: what is not translated, and what is clipped."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from tests.pictures.camera import Camera
from ui.widgets.buttons import Button
from ui.widgets.labels import Elided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QDialog

    from tests.pictures.camera import Look

RUNS: Final = re.compile(r"[A-Za-z]{2,}")
"""Every letter of the made-up language has an accent: two without one are English, or data."""
_AS_IT_IS: Final = re.compile(r"\{[a-z]+\}|\b\w*\d\w*\b")
"""Where a name goes in words that are being edited, and numbers of records: shown as they are written."""
_KEYS: Final = """
    Ctrl Alt Shift Enter Esc Tab Space Backspace Del Home End PgUp PgDown Return Left Right Up Down
"""
_NAMES: Final = """
    Laurel PDF QR CSV XLSX JSON Excel UTC GO https Mina Okafor Boxing Day observed
"""
"""The holidays library says a country's holidays in the languages of that country."""
_ZONES: Final = {word for zone in available_timezones() for word in RUNS.findall(zone)}
FIXED: Final = frozenset(_KEYS.split()) | frozenset(_NAMES.split()) | _ZONES
"""What is called the same in every language."""


class Proofreader(Camera):
    """Takes no pictures: reads what would be on them."""

    def __init__(self, folder: Path, look: Look, is_idle: Callable[[], bool]) -> None:
        super().__init__(folder, look, is_idle)
        self._said: dict[str, str] = {}
        self.clipped: dict[str, str] = {}
        self.shown: set[type[QWidget]] = set()
        """The classes of all that was read."""

    def take(self, name: str, widget: QWidget) -> None:
        """Read a window."""
        self.settle()
        for part in (widget, *widget.findChildren(QWidget)):
            if part.isVisible():
                self.shown |= set(type(part).__mro__)
                self._read(name, part)

    def take_over(self, name: str, window: QWidget, dialog: QDialog) -> None:
        """Read a dialog."""
        del window
        self.take(name, dialog)

    def keep(self, name: str, image: QImage) -> None:
        """Let go of a picture that was made elsewhere."""

    def english(self, known: frozenset[str]) -> list[str]:
        """Give where English was read; `known` are the words of the clinic's own data, in lower case."""
        found = []
        for text, place in self._said.items():
            left = [run for run in RUNS.findall(_AS_IT_IS.sub("", text)) if run not in FIXED]
            if any(run.casefold() not in known for run in left):
                found.append(f"{place}: {' '.join(left)}")
        return sorted(found)

    def _read(self, name: str, part: QWidget) -> None:
        for text in texts_of(part):
            self._said.setdefault(text, f"{name}: {type(part).__name__} {text!r}")
        if is_clipped(part):
            said = next(iter(texts_of(part)), "")
            hint, size = part.sizeHint(), part.size()
            self.clipped.setdefault(
                f"{type(part).__name__} {said}",
                f"{name}: {type(part).__name__} {said!r} wants {hint.width()}×{hint.height()}, "
                f"has {size.width()}×{size.height()}",
            )


def texts_of(part: QWidget) -> Iterator[str]:
    """Give what a widget says: its text, title, tip and accessible name, and the cells of a table."""
    said = (*_own(part), part.toolTip(), part.accessibleName(), part.windowTitle() if part.isWindow() else "")
    yield from (unescape(text.removeprefix("<qt>").removesuffix("</qt>")) for text in said if text)


def _own(part: QWidget) -> Iterator[str]:
    match part:
        case Elided():
            yield part.accessibleName()
        case QLabel() | QAbstractButton():
            yield part.text()
        case QGroupBox():
            yield part.title()
        case QLineEdit() | QPlainTextEdit():
            yield part.placeholderText()
        case QTabBar():
            yield from (part.tabText(at) for at in range(part.count()))
        case QMenu():
            yield from (action.text() for action in part.actions())
        case QComboBox() | QAbstractItemView() if part.model() is not None:
            yield from _cells(part.model())


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    top = QModelIndex()
    for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(top)):
        if isinstance(model, QAbstractTableModel):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(top), 40)):
            index = model.index(row, column, top)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                yield str(index.data(role) or "")


def is_clipped(part: QWidget) -> bool:
    """Tell whether a label or button has less room than its text takes; one that ends in dots does so on purpose."""
    if isinstance(part, Elided) or not isinstance(part, QLabel | QAbstractButton) or not part.text():
        return False
    if isinstance(part, Button):
        return part.is_cut_off or part.sizeHint().height() > part.height() + 1
    if isinstance(part, QAbstractButton) and not part.icon().isNull():
        return False  # a button of a field, which shows a picture; its text is for screen readers
    if isinstance(part, QLabel) and part.wordWrap():
        return part.heightForWidth(part.width()) > part.height() + 1
    return part.sizeHint().width() > part.width() + 1
