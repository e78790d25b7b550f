"""Recording a signed consent form: all purposes at once; one that was left empty is not recorded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ceremonies.type.direction import is_right_to_left
from models.people.consent import Source, record_consents
from models.people.consent_text import form_of_code
from models.people.purpose import ASKED
from models.people.statement import Paper
from ui.dialogs.base import Dialog
from ui.dialogs.people.record_consent import UntilRow
from ui.translation import plural, sentence, tr
from ui.widgets.answers import PurposeAnswer
from ui.widgets.cards import Divider, column
from ui.widgets.forms import Form, date_field, day_of, line
from ui.widgets.labels import Soft
from ui.widgets.responsive_row import ResponsiveRow
from ui.words.consent import purpose_text
from ui.words.wording import language_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from models.errors import ClinicError
    from models.people.consent_text import Form as Texts
    from models.people.naming import Identity
    from ui.context import Context

HEIGHT = 270
"""Pixels at normal size for the purposes; they scroll."""


class RecordPaperDialog(Dialog):
    """The day of the signature, the form's code, where the paper is kept, and what was ticked on it."""

    def __init__(self, parent: QWidget, context: Context, identity: Identity, texts: Texts) -> None:
        told = tr("Enter what is ticked on the paper. What was left empty stays as it is.")
        super().__init__(tr("A form that came back signed"), told, parent, width=740)
        self.context, self._identity = context, identity
        self.signed = date_field(context.today)
        self.code = line(texts.code, limit=20)
        self.code.editingFinished.connect(self._look_up)
        self.kept = line(placeholder=tr("Folder 3, front desk"), limit=200)
        about, place = Form(), Form()
        about.add(tr("Signed on"), self.signed)
        self.code_row = about.add(tr("Code of the form"), self.code, tr("at the foot of each page"))
        place.add(tr("Where the paper is kept"), self.kept)
        self.until = UntilRow(context)
        place.add_widget(self.until)
        self.answers = {
            purpose: PurposeAnswer(purpose, identity, name=purpose_text(purpose), unasked=tr("left empty"))
            for purpose in ASKED
        }
        self.words = {purpose: Soft(wrap=True) for purpose in ASKED}
        self.add(ResponsiveRow((1, about), (1, place), narrow=420), self._list())
        self.act(tr("Record the form"), self._record)
        self._show_texts(texts)

    def _list(self) -> QScrollArea:
        parts: list[QWidget | QLayout] = []
        for purpose in ASKED:
            parts += [Divider()] if parts else []
            parts.append(column(self.answers[purpose], self.words[purpose], spacing=4))
        inside = QWidget()
        box = column(*parts, spacing=10)
        box.setContentsMargins(0, 0, 12, 0)
        inside.setLayout(box)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.setFixedHeight(self.room_for(HEIGHT, beside=400))
        return scroll

    def _look_up(self) -> None:
        """Show the texts of the form that has this code."""
        self.context.tasks.read(self, partial(form_of_code, code=self.code.text()), self._show_texts, self._unknown)

    def _show_texts(self, texts: Texts) -> None:
        self.code_row.set_hint(
            tr("{language}, version {version}", language=language_text(texts.language), version=texts.version)
        )
        self.code_row.set_error("")
        for purpose, label in self.words.items():
            text = texts.texts[purpose].text
            label.setText(text)
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if mirrored or is_right_to_left(text) else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)

    def _unknown(self, error: ClinicError) -> None:
        self.code_row.set_error(sentence(error))

    def _record(self) -> None:
        said = [one for answer in self.answers.values() for one in answer.statements(Source.PAPER, self.until.day)]
        if not said:
            self.show_problem(tr("Nothing is entered yet. Choose what was ticked on the paper."))
            return
        paper = Paper(day_of(self.signed), self.code.text(), self.kept.text())
        action = partial(record_consents, person=self._identity.id, said=said, paper=paper)
        self.context.tasks.write(self, action, lambda _: self._done(len({one.purpose for one in said})), self._refused)

    def _done(self, count: int) -> None:
        self.context.toast(plural(count, "{count} answer recorded.", "{count} answers recorded."))
        self.accept()
