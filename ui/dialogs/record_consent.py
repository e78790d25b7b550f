"""Records what a person agreed to, with the words that they were shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from models.people.consent import TEXTS, Purpose, Source, record_consent
from models.people.naming import Level
from ui.dialogs.base import Dialog
from ui.translation import sentence, tr
from ui.widgets.forms import Form, choice
from ui.widgets.labels import Body
from ui.wording import level_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from models.errors import ClinicError
    from models.people.naming import Identity
    from ui.context import Context


class RecordConsentDialog(Dialog):
    """Yes or no, how it was said, and for a name how much of it may be shown."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        identity: Identity,
        purpose: Purpose,
        title: str,
        *,
        level: Level | None = None,
    ) -> None:
        super().__init__(title, tr("Read the words to the person, or show them."), parent)
        self.context, self._identity, self._purpose = context, identity, purpose
        self.add(Body(f"“{TEXTS[purpose]}”"))
        form = Form()
        self.answer = choice([(tr("Yes, I agree"), True), (tr("No"), False)], current=True)
        form.add(tr("Answer"), self.answer)
        shown = [one for one in Level if one is not Level.NICKNAME or identity.nickname]
        # Where two levels show the same, the one that reveals less stays the same if the name ever grows.
        names = {level_text(identity, one): one.value for one in shown}
        self.level = choice(list(names.items()), names[level_text(identity, level or Level.FIRST)])
        self.level_row = form.add(tr("Shown as"), self.level)
        self.level_row.setVisible(purpose is Purpose.CEREMONY_NAME)
        self.answer.currentIndexChanged.connect(self._show_level)
        self.source = choice([(tr("said to me"), Source.SPOKEN.value), (tr("signed on paper"), Source.PAPER.value)])
        form.add(tr("How"), self.source)
        self.add(form)
        self.act(tr("Record"), self._record)
        self.answer.setFocus()

    def _show_level(self) -> None:
        self.level_row.setVisible(self._purpose is Purpose.CEREMONY_NAME and bool(self.answer.currentData()))

    def _record(self) -> None:
        named = self._purpose is Purpose.CEREMONY_NAME
        action = partial(
            record_consent,
            person=self._identity.id,
            purpose=self._purpose,
            is_given=bool(self.answer.currentData()),
            source=Source(self.source.currentData()),
            level=Level(self.level.currentData()) if named else None,
        )
        self.context.tasks.write(self, action, lambda _: self.accept(), self._refused)

    def _refused(self, error: ClinicError) -> None:
        self.show_problem(sentence(error))
