"""Changes the words to say and the planned length of one part of a ceremony."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QSpinBox

from ceremonies.script import ScriptError, placeholders
from ui.dialogs.base import Dialog
from ui.translation import sentence, tr
from ui.widgets.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ceremonies.script import Cue

SHORTEST, LONGEST = 5, 1800


class EditCueDialog(Dialog):
    """Words as they are read aloud; {name} stands for the name that consent allows at that moment."""

    def __init__(self, parent: QWidget, title: str, cue: Cue, then: Callable[[str, int], object]) -> None:
        super().__init__(
            title,
            tr("Where {name} stands, the name that the person allows is put in.", name="{name}"),
            parent,
            width=560,
        )
        self._then = then
        self.say = QPlainTextEdit(cue.say)
        self.say.setTabChangesFocus(True)
        self.seconds = QSpinBox()
        self.seconds.setRange(SHORTEST, LONGEST)
        self.seconds.setSingleStep(15)
        self.seconds.setSuffix(tr(" seconds"))
        self.seconds.setValue(cue.seconds)
        self.seconds.lineEdit().setTextMargins(9, 0, 0, 0)
        form = Form()
        self.say_row = form.add(tr("Words to say"), self.say)
        form.add(tr("Planned length"), self.seconds)
        self.add(form)
        self.act(tr("Save the words"), self._save)
        self.say.setFocus()

    def _save(self) -> None:
        try:
            placeholders(self.say.toPlainText())
        except ScriptError as error:
            self.say_row.set_error(sentence(error))
            return
        self._then(self.say.toPlainText(), self.seconds.value())
        self.accept()
