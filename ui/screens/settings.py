"""Settings: the clinic's profile, the people who work here, and how the window looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from babel import Locale
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPlainTextEdit

from exports.logo import logo_bytes
from models.access import Permission
from models.people.staff import Staff, StaffLine, staff
from models.settings import ZONES, ClinicProfile, Profile, change_profile, known_zones, profile
from models.storage.backup import backups
from ui.screen import Screen
from ui.theme_tokens import Scheme
from ui.translation import sentence, tr
from ui.widgets.buttons import primary, quiet
from ui.widgets.cards import Card, Page, PageHeader, Row, clear, column, columns, row
from ui.widgets.files import DropZone
from ui.widgets.forms import Form, choice, line
from ui.widgets.labels import Label, Soft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from models.errors import ClinicError
    from models.storage.folder import ClinicFolder
    from models.work import Work
    from ui.context import Context


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """All that the page shows."""

    profile: Profile
    staff: tuple[StaffLine, ...]
    last_backup: str
    backups: int


class SettingsScreen(Screen[SettingsPage]):
    """The clinic's own page."""

    watches = frozenset({ClinicProfile, Staff})
    help_page = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: Profile | None = None
        self._logo: str | None = None
        self.save_button = primary(tr("Save"), self.save, key="Ctrl S")
        self.save_button.setVisible(context.actor.may(Permission.CHANGE_PROFILE))
        self.shortcut("Ctrl+S", self.save)
        self.header = PageHeader(tr("Settings"), tr("The clinic and this window"), actions=(self.save_button,))
        self.name = line(limit=120)
        self.country = choice([(_country_name(code), code) for code in sorted(ZONES, key=_country_name)])
        self.zone = choice([(name.replace("_", " "), name) for name in known_zones()])
        self.languages = line(limit=60)
        self.urgent = QPlainTextEdit()
        self.urgent.setFixedHeight(context.theme.px(84))
        self.urgent.setTabChangesFocus(True)
        self.page_address = line(placeholder="https://")
        self.logo = Label()
        self.logo_zone = DropZone(tr("Drop the clinic’s logo here"), tr("a PNG or JPEG picture"), "*.png *.jpg *.jpeg")
        self.logo_zone.chosen.connect(self._take_logo)
        self.staff_list, self.backup_text = column(spacing=0), Soft(wrap=True)
        self._lay_out()

    def query(self) -> Callable[[Work], SettingsPage]:
        """Ask for the profile, the staff and the backups."""
        return partial(_read, folder=self.context.clinic.folder)

    def show_result(self, result: SettingsPage) -> None:
        """Fill the form in."""
        self._shown = shown = result.profile
        self.name.setText(shown.name)
        self.country.setCurrentIndex(self.country.findData(shown.country))
        self.zone.setCurrentIndex(self.zone.findData(shown.zone))
        self.languages.setText(", ".join(shown.languages))
        self.urgent.setPlainText(shown.urgent_words)
        self.page_address.setText(shown.verification_page)
        self._show_logo(shown.logo)
        clear(self.staff_list)
        for one in result.staff:
            roles = ", ".join(sorted(tr(role.value) for role in one.roles))
            self.staff_list.addWidget(Row(one.name, roles if one.is_active else tr("left")))
        self.backup_text.setText(
            tr("{count} verified backups; the newest is {name}.", count=result.backups, name=result.last_backup)
            if result.backups
            else tr("A verified backup is made each time the clinic is closed. There is none yet.")
        )

    def first_focus(self) -> QWidget:
        """Give the keyboard to the name."""
        return self.name

    def save(self) -> None:
        """Save the profile whole or not at all."""
        if self._shown is None or not self.context.actor.may(Permission.CHANGE_PROFILE):
            return
        changed = replace(
            self._shown,
            name=self.name.text(),
            country=str(self.country.currentData()),
            zone=str(self.zone.currentData()),
            languages=tuple(part.strip() for part in self.languages.text().split(",") if part.strip()),
            urgent_words=self.urgent.toPlainText(),
            verification_page=self.page_address.text(),
            logo=self._logo,
        )
        self.act(partial(change_profile, shown=changed), lambda _: self.context.toast(tr("Saved.")))

    def _lay_out(self) -> None:
        clinic, people, safety = Card(tr("Clinic")), Card(tr("People who work here")), Card(tr("Backups"))
        form = Form()
        form.add(tr("Name"), self.name)
        form.add(tr("Country"), self.country, tr("Its public holidays are left out when sessions are planned."))
        form.add(tr("Time zone"), self.zone, tr("Sessions stay at this clock, wherever the computer travels."))
        form.add(tr("Languages"), self.languages, tr("As codes, the first is the usual one: en, cy"))
        form.add(tr("Words for urgent contact"), self.urgent, tr("Whom to call when something cannot wait."))
        form.add(tr("Verification page"), self.page_address, tr("Where certificates can be checked; may stay empty."))
        clinic.add(form, Soft(tr("Logo")), self.logo, self.logo_zone, row(quiet(tr("Without a logo"), self._drop_logo)))
        people.add(self.staff_list)
        safety.add(self.backup_text)
        right = column(self._look(), people, safety, spacing=20)
        left = column(clinic)
        for part in (left, right):
            part.addStretch()
        page = Page()
        page.add(self.header, columns((5, left), (4, right)))
        page.body.addStretch()
        self.outer.addWidget(page)

    def _look(self) -> Card:
        card = Card(tr("This window"))
        theme = self.context.theme
        options: list[tuple[str, object]] = [(tr("as the system"), None)]
        options += [
            (tr("light"), Scheme.LIGHT),
            (tr("dark"), Scheme.DARK),
            (tr("high contrast"), Scheme.CONTRAST),
        ]
        self.scheme = choice(options, theme.wanted)
        self.scheme.activated.connect(lambda _: theme.set_scheme(self.scheme.currentData()))
        form = Form()
        form.add(tr("Colours"), self.scheme, tr("Ctrl + and Ctrl − make everything larger or smaller."))
        card.add(form)
        return card

    def _take_logo(self, path: Path) -> None:
        media = self.context.clinic.media

        def keep(_progress: object) -> str:
            return media.store(logo_bytes(path))

        self.context.tasks.run(self, keep, self._show_logo, self._refuse_logo)

    def _refuse_logo(self, error: ClinicError) -> None:
        self.context.show_banner(sentence(error), "red")

    def _drop_logo(self) -> None:
        self._show_logo(None)

    def _show_logo(self, name: str | None) -> None:
        self._logo = name
        self.logo.setVisible(name is not None)
        if name is not None:
            picture = QPixmap()
            picture.loadFromData(self.context.clinic.media.read(name))
            side = self.context.theme.px(96)
            smooth = Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth))


def _read(work: Work, folder: ClinicFolder) -> SettingsPage:
    kept = backups(folder)
    return SettingsPage(profile(work), staff(work), kept[0].name if kept else "", len(kept))


def _country_name(code: str) -> str:
    return str(Locale("en").territories.get(code, code))
