"""Every dialog: Enter does what its button says, Escape nothing, and what it says has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.dialogs.base import Dialog
from ui.widgets.forms import Form, line

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme


class Asking(Dialog):
    """Asks for a name."""

    def __init__(self) -> None:
        super().__init__("What is it called?")
        self.times = 0
        self.name = line()
        form = Form()
        self.row = form.add("Name", self.name)
        self.add(form)
        self.act("Call it", self.do)

    def do(self) -> None:
        self.times += 1


def shown(qtbot: QtBot) -> Asking:
    dialog = Asking()
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_that_the_first_field_has_the_keyboard_and_enter_acts(theme: Theme, qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    qtbot.waitUntil(dialog.name.hasFocus)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.times == 1


def test_that_enter_on_cancel_cancels(theme: Theme, qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    dialog.cancel_button.setFocus()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.cancel_button, Qt.Key.Key_Return)
    assert dialog.times == 0


def test_that_escape_does_nothing_but_close(theme: Theme, qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)
    assert dialog.times == 0


def test_that_a_dialog_grows_with_what_it_says(theme: Theme, qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    before = dialog.height()
    dialog.row.set_error("This cannot be the name, because " + "it is already the name of another group, " * 3)
    dialog.show_problem("The clinic could not keep it. " * 6)
    qtbot.waitUntil(lambda: dialog.height() > before + 60)
    assert dialog.row.below.height() >= dialog.row.below.heightForWidth(dialog.row.below.width())
    assert dialog.problem.height() >= dialog.problem.heightForWidth(dialog.problem.width())


def test_that_a_dialog_that_grows_stays_on_the_screen(theme: Theme, qtbot: QtBot) -> None:
    dialog = Dialog("Erase this person?", "What goes is read first.")
    qtbot.addWidget(dialog)
    dialog.open()
    room, before = dialog.screen().availableGeometry(), dialog.height()
    dialog.move(room.left(), room.bottom() - dialog.height())
    dialog.show_problem("One sentence after another that makes it taller. " * 8)
    qtbot.waitUntil(lambda: dialog.geometry().bottom() <= room.bottom() and dialog.height() > before)
