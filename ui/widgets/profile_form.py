"""The clinic's profile as fields; one that is being edited is never overwritten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from babel import Locale
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPlainTextEdit

from models.settings import ZONES, known_zones
from models.translation import current_language
from ui.theme.appearance import px
from ui.translation import tr
from ui.widgets.buttons import quiet
from ui.widgets.cards import Card, row
from ui.widgets.files import DropZone
from ui.widgets.forms import Form, choice, line
from ui.widgets.labels import Caption, Label, Problem

if TYPE_CHECKING:
    from models.settings import Profile
    from models.storage.media import Media

FIELDS: Final = ("name", "country", "zone", "languages", "urgent_words", "verification_page", "logo")


class ProfileForm(Card):
    """A card with every field of the profile."""

    finished = Signal()
    """A field was left, a choice made, or a logo dropped."""
    logo_chosen = Signal(object)
    """The path of a picture for the logo."""

    def __init__(self, media: Media, *, may_change: bool) -> None:
        super().__init__(tr("Clinic"))
        self._media = media
        self._logo: str | None = None
        self.name = line(limit=120)
        self.country = choice([(country_text(code), code) for code in sorted(ZONES, key=country_text)])
        self.zone = choice([(name.replace("_", " "), name) for name in known_zones()])
        self.languages = line(limit=60)
        self.urgent = QPlainTextEdit()
        self.urgent.setFixedHeight(px(84))
        self.urgent.setTabChangesFocus(True)
        self.page_address = line(placeholder="https://")
        self.logo = Label()
        self.logo_zone = DropZone(tr("Drop the clinic’s logo here"), tr("a PNG or JPEG picture"), "*.png *.jpg *.jpeg")
        self.logo_zone.chosen.connect(self.logo_chosen)
        self.no_logo = quiet(tr("Without a logo"), lambda: self.take_logo(None))
        self.problem = Problem()
        self._lay_out()
        self._connect(may_change=may_change)

    def typed(self, shown: Profile) -> Profile:
        """Give the shown profile with the values of the fields."""
        return replace(
            shown,
            name=self.name.text(),
            country=str(self.country.currentData()),
            zone=str(self.zone.currentData()),
            languages=tuple(part.strip() for part in self.languages.text().split(",") if part.strip()),
            urgent_words=self.urgent.toPlainText(),
            verification_page=self.page_address.text(),
            logo=self._logo,
        )

    def fill(self, shown: Profile, before: Profile | None, sent: Profile | None = None) -> None:
        """Show the profile; a field with a value other than those of `before` and `sent` is being edited and stays."""
        typed = None if before is None else self.typed(before)
        for field in FIELDS:
            known = [getattr(one, field) for one in (before, sent, shown) if one is not None]
            if typed is None or getattr(typed, field) in known:
                self._show(field, getattr(shown, field))

    def take_logo(self, name: str | None) -> None:
        """Show a stored picture as the logo, or none, and signal the change."""
        self._show_logo(name)
        self.finished.emit()

    def show_problem(self, sentence: str) -> None:
        """Say above the fields what keeps them from being saved; "" takes it back."""
        self.problem.say(sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Signal that the words for urgent contact were left."""
        if event.type() == QEvent.Type.FocusOut and watched is self.urgent:
            self.finished.emit()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        form = Form()
        form.add(tr("Name"), self.name)
        form.add(tr("Country"), self.country, tr("Its public holidays are left out when sessions are planned."))
        form.add(tr("Time zone"), self.zone, tr("Sessions stay at this clock, wherever the computer travels."))
        form.add(tr("Languages"), self.languages, tr("As codes, the first is the usual one: en, cy"))
        form.add(tr("Words for urgent contact"), self.urgent, tr("Whom to call when something cannot wait."))
        form.add(tr("Verification page"), self.page_address, tr("Where certificates can be checked; may stay empty."))
        self.add(self.problem, form, Caption(tr("Logo")), self.logo, self.logo_zone, row(self.no_logo))

    def _connect(self, *, may_change: bool) -> None:
        for field in (self.name, self.languages, self.page_address):
            field.editingFinished.connect(self.finished)
            field.setReadOnly(not may_change)
        for choices in (self.country, self.zone):
            choices.activated.connect(lambda _: self.finished.emit())
            choices.setEnabled(may_change)
        # A text of many lines has no `editingFinished`.
        self.urgent.installEventFilter(self)
        self.urgent.setReadOnly(not may_change)
        for part in (self.logo_zone, self.no_logo):
            part.setVisible(may_change)

    def _show(self, field: str, value: object) -> None:
        match field:
            case "logo":
                self._show_logo(value if isinstance(value, str) else None)
            case "country" | "zone":
                choices = self.country if field == "country" else self.zone
                choices.setCurrentIndex(choices.findData(value))
            case "urgent_words":
                if self.urgent.toPlainText() != value:
                    self.urgent.setPlainText(str(value))
            case _:
                self._show_line(field, ", ".join(value) if isinstance(value, tuple) else str(value))

    def _show_line(self, field: str, text: str) -> None:
        shown = {"name": self.name, "languages": self.languages, "verification_page": self.page_address}[field]
        if shown.text() != text:
            shown.setText(text)

    def _show_logo(self, name: str | None) -> None:
        self._logo = name
        self.logo.setVisible(name is not None)
        if name is not None:
            picture = QPixmap()
            picture.loadFromData(self._media.read(name))
            side = px(96)
            smooth = Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth))


def country_text(code: str) -> str:
    """Name a country; a code that is not known stands for itself."""
    return str(Locale.parse(current_language().formats).territories.get(code, code))
