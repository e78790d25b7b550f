"""A field that is refused says why and has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from models.errors import InvalidError
from ui.widgets.forms import Form

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


WRONG = InvalidError("Give it a name.")


@pytest.mark.usefixtures("theme")
def test_that_a_refused_line_says_why_and_is_selected_to_be_typed_anew(qtbot: QtBot) -> None:
    form, field, other = Form(), QLineEdit("a lantern on the key"), QLineEdit()
    row = form.add("Passphrase", field)
    form.add("Again", other)
    qtbot.addWidget(form)
    form.show()
    other.setFocus()
    row.refuse(WRONG)
    assert row.has_error
    assert row.below.text() == "Give it a name."
    assert form.focusWidget() is field
    assert field.selectedText() == field.text()


@pytest.mark.usefixtures("theme")
def test_that_words_of_several_lines_are_not_selected_where_they_are_refused(qtbot: QtBot) -> None:
    form, field = Form(), QPlainTextEdit("anchor willow seven\ncopper lantern tide")
    row = form.add("Words", field)
    qtbot.addWidget(form)
    row.refuse(WRONG)
    assert row.has_error
    assert not field.textCursor().hasSelection()
