"""Adding or changing a person: names, contact, language and pronunciation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from models.errors import ClinicError
from models.people.birth_date import AmbiguousDateError, read_date
from models.people.participant import PersonLine, PersonView, add_person, change_person, namesakes
from models.people.person_form import PersonForm
from ui.dialogs.base import Dialog
from ui.translation import sentence, tr
from ui.widgets.cards import columns
from ui.widgets.forms import FormRow, choice, line
from ui.widgets.labels import Soft
from ui.words.wording import language_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ui.context import Context

LANGUAGES = (
    "en", "ar", "bn", "cy", "de", "el", "es", "fa", "fr", "ga", "he", "hi", "it", "nl", "pl", "pt", "ro", "ta", "th",
    "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip


class EditPersonDialog(Dialog):
    """The person's form; `shown` None adds a new person."""

    def __init__(
        self, parent: QWidget, context: Context, shown: PersonView | None, then: Callable[[UUID], object]
    ) -> None:
        title = tr("Add a person") if shown is None else tr("Change {name}", name=shown.name)
        super().__init__(title, parent=parent, width=680)
        self.context, self._shown, self._then = context, shown, then
        form = shown.form if shown else PersonForm(given_name="", language=context.profile().languages[0])
        self.given = line(form.given_name, limit=120)
        self.family = line(form.family_name, limit=120)
        self.preferred = line(form.preferred_name, limit=120)
        self.nickname = line(form.nickname, limit=120)
        self.pronunciation = line(form.pronunciation, tr("sharn app GRIFF-ith"), limit=120)
        self.born = line(_date_text(form.born), tr("1968-03-04"), limit=40)
        self.email = line(form.email, tr("anna@example.org"), limit=254)
        self.phone = line(form.phone, limit=60)
        self.language = choice([(language_text(code), code) for code in _languages(form.language)], form.language)
        self._lay_out()
        self.act(tr("Add the person") if shown is None else tr("Save"), self._save)
        self.given.setFocus(Qt.FocusReason.OtherFocusReason)

    def form(self) -> PersonForm | None:
        """Give the form as typed, or None after showing which field is wrong."""
        try:
            born = read_date(self.born.text(), None)
        except AmbiguousDateError:  # 4/3/1968: asking is better than guessing by the country
            self._refuse_date(tr("Write the month as a word or the year first: 4 March 1968, 1968-03-04."))
            return None
        except ClinicError as error:
            self._refuse_date(sentence(error))
            return None
        return PersonForm(
            given_name=self.given.text(), family_name=self.family.text(), preferred_name=self.preferred.text(),
            nickname=self.nickname.text(), pronunciation=self.pronunciation.text(), born=born,
            email=self.email.text(), phone=self.phone.text(), language=str(self.language.currentData()),
        )  # fmt: skip

    def _lay_out(self) -> None:
        self.born_row = FormRow(tr("Date of birth"), self.born)
        pairs = (
            (FormRow(tr("Given name"), self.given), FormRow(tr("Family name"), self.family)),
            (
                FormRow(tr("Preferred name"), self.preferred, tr("What the group calls them, if it differs.")),
                FormRow(tr("Said like"), self.pronunciation, tr("Only the presenter sees it.")),
            ),
            (
                FormRow(tr("Ceremony nickname"), self.nickname, tr("Shown only if the person chose so.")),
                self.born_row,
            ),
            (FormRow(tr("E-mail"), self.email), FormRow(tr("Phone"), self.phone)),
        )
        for left, right in pairs:
            self.add(columns((1, left), (1, right)))
        self.alike = Soft(tone="info", wrap=True)
        self.alike.hide()
        self.add(columns((1, FormRow(tr("Language"), self.language)), (1, Soft())), self.alike)
        if self._shown is None:
            for field in (self.given, self.family):
                field.editingFinished.connect(self._look_for_namesakes)

    def _look_for_namesakes(self) -> None:
        form = PersonForm(given_name=self.given.text(), family_name=self.family.text())
        if form.given_name or form.family_name:
            self.context.tasks.read(self, partial(namesakes, form=form), self._show_namesakes)

    def _show_namesakes(self, found: tuple[PersonLine, ...]) -> None:
        names = ", ".join(one.label.in_text for one in found)
        self.alike.setText(tr("Already here: {names}. Two people may share a name; they stay two.", names=names))
        self.alike.setVisible(bool(found))

    def _refuse_date(self, words: str) -> None:
        self.born_row.set_error(words)
        self.born.setFocus()

    def _save(self) -> None:
        self.born_row.set_error("")
        self.show_problem("")
        form = self.form()
        if form is None:
            return
        country = self.context.profile().country
        if self._shown is None:
            self.context.tasks.write(self, partial(add_person, form=form, country=country), self._done, self._refused)
            return
        shown = self._shown
        action = partial(change_person, person=shown.id, form=form, version=shown.version, country=country)
        self.context.tasks.write(self, action, lambda _: self._done(shown.id), self._refused)

    def _done(self, person: UUID) -> None:
        self.accept()
        self._then(person)


def _languages(current: str) -> tuple[str, ...]:
    # An import may have brought a language that the list does not have: saving must not change it.
    return LANGUAGES if current in LANGUAGES else (current, *LANGUAGES)


def _date_text(day: date | None) -> str:
    return "" if day is None else day.isoformat()
