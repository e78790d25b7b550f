"""Changes the words to say and the planned length of one part of a ceremony."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QSpinBox

from ceremonies.script_editing import change_words
from models.recognition.script import ScriptError, placeholders
from ui.dialogs.base import Dialog
from ui.translation import tr
from ui.widgets.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from models.recognition.ceremony import CeremonyView
    from models.recognition.script import Cue
    from ui.context import Context

SHORTEST, LONGEST = 5, 1800


class EditCueDialog(Dialog):
    """Words as they are read aloud; {name} stands for the name that consent allows at that moment."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        title: str,
        view: CeremonyView,
        cue: Cue,
        then: Callable[[], object],
    ) -> None:
        super().__init__(
            title,
            tr("Where {name} stands, the name that the person allows is put in.", name="{name}"),
            parent,
            width=560,
        )
        self.context, self._then = context, then
        self._change = partial(change_words, id_=view.id, cue=cue.id, version=view.version)
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
            self.say_row.refuse(error)
            return
        self.say_row.set_error("")
        action = partial(self._change, say=self.say.toPlainText(), seconds=self.seconds.value())
        self.context.tasks.write(self, action, lambda _: self._done(), self._refused)

    def _done(self) -> None:
        self.accept()
        self._then()
