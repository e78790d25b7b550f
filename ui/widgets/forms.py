"""Forms: a field's name above it, a hint or the one sentence that says what to correct below it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QSizePolicy, QTimeEdit, QVBoxLayout, QWidget

from ui.theme.tokens import Space
from ui.translation import sentence, tr
from ui.widgets.cards import TopBox
from ui.widgets.icons import icon
from ui.widgets.labels import Caption, Soft, restyle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.errors import ClinicError


class FormRow(QWidget):
    """One field with its name above, and below it a hint or, in its place, the error."""

    def __init__(self, name: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._hint = hint
        box = TopBox(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.XS)
        self.name = Caption(name)
        self.name.setBuddy(field)
        self.below = Soft(hint, wrap=True)
        box.addWidget(self.name)
        box.addWidget(field)
        box.addWidget(self.below)
        self.below.setVisible(bool(hint))
        field.setAccessibleName(name)
        field.setAccessibleDescription(hint)

    def set_hint(self, hint: str) -> None:
        """Show another hint, unless an error is shown."""
        self._hint = hint
        if not self.has_error:
            self.set_error("")

    def set_error(self, sentence: str) -> None:
        """Show an error below the field; "" removes it."""
        self.below.setText(sentence or self._hint)
        self.below.set_tone("care" if sentence else "soft")
        self.below.setVisible(bool(sentence or self._hint))
        self.field.setProperty("wrong", bool(sentence))
        restyle(self.field)
        self.field.setAccessibleDescription(sentence or self._hint)

    def refuse(self, error: ClinicError) -> None:
        """Say why what was typed is refused, and give the field the keyboard: what is handed to `Tasks` as `failed`.

        A line is selected as well: mostly one letter is wrong, and it can be corrected or typed anew.
        """
        self.set_error(sentence(error))
        if isinstance(self.field, QLineEdit):
            self.field.selectAll()
        self.field.setFocus()

    @property
    def has_error(self) -> bool:
        """Whether an error is shown."""
        return bool(self.field.property("wrong"))


class Form(QWidget):
    """Rows of fields, one under the other."""

    def __init__(self, *rows: FormRow) -> None:
        super().__init__()
        self.rows = list(rows)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(Space.L)
        for row in rows:
            self._box.addWidget(row)

    def add(self, name: str, field: QWidget, hint: str = "") -> FormRow:
        """Add a field; give its row, whose `set_error` shows an error."""
        row = FormRow(name, field, hint)
        self.rows.append(row)
        self._box.addWidget(row)
        return row

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is not a field."""
        self._box.addWidget(widget)

    def clear_errors(self) -> None:
        """Remove all errors."""
        for row in self.rows:
            row.set_error("")

    def focus_first_error(self) -> bool:
        """Focus the first field with an error; tell whether there is one."""
        wrong = next((row for row in self.rows if row.has_error), None)
        if wrong is not None:
            wrong.field.setFocus()
        return wrong is not None


class SearchBox(QLineEdit):
    """A line to find by letters, with a glass before it and a clear button after it."""

    def __init__(self, placeholder: str, on_change: Callable[[str], object] | None = None) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        self.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if on_change is not None:
            self.textChanged.connect(on_change)


def line(text: str = "", placeholder: str = "", *, limit: int = 200) -> QLineEdit:
    """Make a line to type in, of at most `limit` characters."""
    field = QLineEdit(text)
    field.setPlaceholderText(placeholder)
    field.setMaxLength(limit)
    return field


def passphrase_line(placeholder: str = "") -> QLineEdit:
    """Make a line whose letters are hidden until its eye is pressed."""
    field = line(placeholder=placeholder, limit=1000)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    show = field.addAction(icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
    show.setText(tr("Show the passphrase"))
    show.setToolTip(tr("Show the passphrase"))
    show.setCheckable(True)

    def turn(*, shown: bool) -> None:
        field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        show.setIcon(icon("eye-slash" if shown else "eye"))

    show.toggled.connect(lambda shown: turn(shown=shown))
    return field


def choice(options: Sequence[tuple[str, object]], current: object = None) -> QComboBox:
    """Make a choice of texts that stand for values; `currentData()` gives the value."""
    field = QComboBox()
    for text, value in options:
        field.addItem(text, value)
    place = next((place for place, (_, value) in enumerate(options) if value == current), 0)
    field.setCurrentIndex(place if options else -1)
    field.setMaxVisibleItems(12)
    return field


def date_field(day: date, *, latest: date | None = None) -> QDateEdit:
    """Make a field for a day, with a calendar; none after `latest` can be chosen."""
    field = QDateEdit(QDate(day.year, day.month, day.day))
    if latest is not None:
        field.setMaximumDate(QDate(latest.year, latest.month, latest.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat("d MMM yyyy")
    return field


def day_of(field: QDateEdit) -> date:
    """Give the day that a field shows."""
    shown = field.date()
    return date(shown.year(), shown.month(), shown.day())


def time_field(moment: time) -> QTimeEdit:
    """Make a field for a time of day."""
    field = QTimeEdit(QTime(moment.hour, moment.minute))
    field.lineEdit().setTextMargins(9, 0, 0, 0)
    return field


def time_of(field: QTimeEdit) -> time:
    """Give the time of day that a field shows."""
    shown = field.time()
    return time(shown.hour(), shown.minute())
