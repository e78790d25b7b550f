"""Adds a person, or changes one: names, reach, language and how the name is spoken."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from babel import Locale
from PySide6.QtCore import QDate, Qt

from models.people.participant import PersonForm, PersonLine, PersonView, add_person, change_person, namesakes
from ui.dialogs.base import Dialog
from ui.translation import sentence, tr
from ui.widgets.forms import Form, choice, line
from ui.widgets.labels import Soft

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from models.errors import ClinicError
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
        super().__init__(title, parent=parent, width=560)
        self.context, self._shown, self._then = context, shown, then
        form = shown.form if shown else PersonForm("", language=context.profile().languages[0])
        self.given = line(form.given_name, limit=120)
        self.family = line(form.family_name, limit=120)
        self.preferred = line(form.preferred_name, limit=120)
        self.nickname = line(form.nickname, limit=120)
        self.pronunciation = line(form.pronunciation, tr("sharn app GRIFF-ith"), limit=120)
        self.born = line(_date_text(form.born), tr("1968-03-04"), limit=10)
        self.email = line(form.email, tr("anna@example.org"), limit=254)
        self.phone = line(form.phone, limit=60)
        self.language = choice([(_language_name(code), code) for code in _languages(form.language)], form.language)
        self._lay_out()
        self.act(tr("Add the person") if shown is None else tr("Save"), self._save)
        self.given.setFocus(Qt.FocusReason.OtherFocusReason)

    def form(self) -> PersonForm | None:
        """Give what is typed, or None after showing which field cannot be right."""
        text = self.born.text().strip()
        born = QDate.fromString(text, Qt.DateFormat.ISODate)
        if text and not born.isValid():
            self.born_row.set_error(tr("Write the date as year-month-day, for example 1968-03-04."))
            self.born.setFocus()
            return None
        day = date(born.year(), born.month(), born.day()) if text else None
        return PersonForm(
            self.given.text(), self.family.text(), self.preferred.text(), self.nickname.text(),
            self.pronunciation.text(), day, self.email.text(), self.phone.text(), str(self.language.currentData()),
        )  # fmt: skip

    def _lay_out(self) -> None:
        fields = Form()
        fields.add(tr("Given name"), self.given)
        fields.add(tr("Family name"), self.family, tr("One name alone is enough."))
        fields.add(tr("Preferred name"), self.preferred, tr("What the group calls them, if it differs."))
        fields.add(tr("Ceremony nickname"), self.nickname, tr("Shown at a ceremony only if the person chose so."))
        fields.add(tr("Said like"), self.pronunciation, tr("Only the presenter sees it."))
        self.born_row = fields.add(tr("Date of birth"), self.born)
        fields.add(tr("E-mail"), self.email)
        fields.add(tr("Phone"), self.phone)
        fields.add(tr("Language"), self.language)
        self.alike = Soft(tone="gold", wrap=True)
        self.alike.hide()
        fields.add_widget(self.alike)
        self.add(fields)
        if self._shown is None:
            for field in (self.given, self.family):
                field.editingFinished.connect(self._look_for_namesakes)

    def _look_for_namesakes(self) -> None:
        form = PersonForm(self.given.text(), self.family.text())
        if form.given_name or form.family_name:
            self.context.tasks.read(self, partial(namesakes, form=form), self._show_namesakes)

    def _show_namesakes(self, found: tuple[PersonLine, ...]) -> None:
        names = ", ".join(" ".join(filter(None, (one.name, one.distinguisher))) for one in found)
        self.alike.setText(tr("Already here: {names}. Two people may share a name; they stay two.", names=names))
        self.alike.setVisible(bool(found))

    def _save(self) -> None:
        self.born_row.set_error("")
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

    def _refused(self, error: ClinicError) -> None:
        self.show_problem(sentence(error))


def _languages(current: str) -> tuple[str, ...]:
    return LANGUAGES if current in LANGUAGES else (current, *LANGUAGES)


def _language_name(code: str) -> str:
    known = Locale("en").languages.get(code)
    return known or code


def _date_text(day: date | None) -> str:
    return "" if day is None else day.isoformat()
