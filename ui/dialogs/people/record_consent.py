"""Recording what a person agreed to, with the text that they were shown, in their language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from ceremonies.type.direction import is_right_to_left
from models.people.consent import Source, record_consents
from ui.dialogs.base import Dialog
from ui.translation import literal, tr
from ui.widgets.answers import PurposeAnswer
from ui.widgets.cards import column
from ui.widgets.forms import Form, FormRow, choice, date_field, day_of
from ui.widgets.labels import Body, Soft
from ui.words.consent import purpose_text
from ui.words.wording import language_text

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from models.people.consent import Agreement, Purpose
    from models.people.consent_text import Form as Texts
    from models.people.naming import Identity
    from ui.context import Context


class RecordConsentDialog(Dialog):
    """Asks for yes or no, for names how much is shown, where it holds, and until when."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        identity: Identity,
        purpose: Purpose,
        texts: Texts,
        own_texts: Texts,
        *,
        said: Agreement | None = None,
    ) -> None:
        super().__init__(purpose_text(purpose), tr("Read the words to the person, or show them."), parent)
        self.context, self._identity, self._texts = context, identity, texts
        self.add(shown_text(texts, own_texts, purpose))
        self.answer = PurposeAnswer(purpose, identity, name=tr("Answer"), unasked=tr("Choose what they say"))
        if said is not None:
            self.answer.preset(said)
        self.source = choice([(tr("said to me"), Source.SPOKEN.value), (tr("signed on paper"), Source.PAPER.value)])
        self.until = UntilRow(context)
        form = Form(FormRow(tr("How"), self.source))
        form.add_widget(self.until)
        self.add(self.answer, form)
        self.act(tr("Record"), self._record)

    def _record(self) -> None:
        if not self.answer.is_answered:
            self.show_problem(tr("Choose what the person says."))
            return
        action = partial(
            record_consents,
            person=self._identity.id,
            said=self.answer.statements(Source(self.source.currentData()), self.until.day),
            shown=self._texts,
        )
        self.context.tasks.write(self, action, lambda _: self.accept(), self._refused)


class UntilRow(Form):
    """A tick for an agreement that ends by itself, and the last day on which it holds."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        today = context.today
        self.limited = QCheckBox(literal(tr("Holds only until a certain day")))
        self.field = date_field(today.replace(year=today.year + 1, day=min(today.day, 28)))
        self.add_widget(self.limited)
        self.row = self.add(tr("Last day on which it holds"), self.field)
        self.row.hide()
        self.limited.toggled.connect(self.row.setVisible)

    @property
    def day(self) -> date | None:
        """The last day, or None for an agreement without an end."""
        return day_of(self.field) if self.limited.isChecked() else None


def shown_text(texts: Texts, own_texts: Texts, purpose: Purpose) -> QVBoxLayout:
    """Show the words in the person's language, and below them those that the clinic's staff read."""
    words, own = texts.texts[purpose], own_texts.texts[purpose]
    said = Body(words.text)
    if is_right_to_left(words.text):
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    about = tr("{language} · version {version}", language=language_text(words.language), version=words.version)
    lines: list[QWidget] = [said, Soft(about)]
    if own.language != words.language:
        lines.append(
            Soft(tr("In {language}: “{text}”", language=language_text(own.language), text=own.text), wrap=True)
        )
    return column(*lines, spacing=4)
