"""The window: rail, top bar, banner, toast and screens."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from models.access import Role
from models.settings import ClinicProfile, profile
from ui.context import Context
from ui.navigation import PLACES, Destination, Position, open_to
from ui.preferences import KeptPreferences
from ui.translation import literal, sentence, tr
from ui.widgets.frame import Rail, TopBar
from ui.widgets.notices import Banner, Toast
from ui.widgets.window_size import open_within_screen
from ui.words.wording import role_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from models.base import Base
    from models.clinic.clinic import Clinic
    from models.errors import ClinicError
    from models.settings import Profile
    from ui.background.backup_watch import BackupWatch
    from ui.background.integrity_watch import IntegrityWatch
    from ui.context import BannerKind
    from ui.errors import CrashReporter
    from ui.screen.screen import Screen
    from ui.tasks import Tasks
    from ui.theme.theme import Theme


class MainWindow(QMainWindow):
    """Opens screens by name, keeps the history, and shows messages."""

    lock_asked = Signal()
    closed = Signal()
    """The person wants to leave Laurel."""
    moved = Signal(str)
    """The name of the screen that is now shown."""
    restore_asked = Signal(object)
    """The `Path` of the backup to go back to, or None: the clinic is left for it."""

    def __init__(
        self, clinic: Clinic, about: Profile, tasks: Tasks, theme: Theme, places: tuple[Destination, ...] = PLACES,
        *, crashes: CrashReporter | None = None, preferences: KeptPreferences | None = None,
        backups: BackupWatch | None = None, health: IntegrityWatch | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._tasks, self._theme, self._profile = tasks, theme, about
        self.places = open_to(places, tasks.actor)
        self._screens: dict[str, Screen[Any]] = {}
        self._history: list[tuple[str, dict[str, object]]] = []
        self.context = Context(
            tasks=tasks, actor=tasks.actor, clinic=clinic, profile=lambda: self._profile, theme=theme,
            go=self.go, back=self.back, show_banner=self.show_banner, toast=self.show_toast,
            preferences=preferences or KeptPreferences(), backups=backups, health=health,
            restore=self.restore_asked.emit,
        )  # fmt: skip
        if crashes is not None:
            self.context = replace(self.context, hold_reports=crashes.hold, release_reports=crashes.let_go)
        self._build()
        self._fill_rail()
        self._add_actions()
        tasks.failed.connect(self.show_error)
        tasks.changed.connect(self._hear_change)
        self._retitle()
        open_within_screen(self)

    @property
    def screen_shown(self) -> Screen[Any] | None:
        """The screen that is shown."""
        return self._screens.get(self._history[-1][0]) if self._history else None

    def go(self, name: str, /, **parameters: object) -> None:
        """Open a screen by its name; a banner where this person may not."""
        if name not in self.places:
            self.show_banner(tr("This page is not open to you. Ask an administrator for the right role."), "care")
            return
        if not self.may_leave():
            return
        once = self._screen(name).once
        # What asks for an act, such as opening a dialog, is not repeated when one comes back.
        place = {key: value for key, value in parameters.items() if key not in once}
        if not self._history or self._history[-1] != (name, place):
            self._history.append((name, place))
        self._show_last(parameters)

    def back(self) -> None:
        """Go back to the screen before."""
        if len(self._history) > 1 and self.may_leave():
            self._history.pop()
            self._show_last()

    def show_banner(self, text: str, kind: BannerKind = "info", /) -> None:
        """Show one sentence across the top of the page."""
        self.banner.say(text, kind)

    def show_error(self, error: ClinicError) -> None:
        """Show an error as a banner."""
        self.show_banner(sentence(error), "care")

    def show_toast(self, text: str, undo: Callable[[], None] | None = None, /) -> None:
        """Show what was done, with an undo."""
        self.toast.say(text, undo)

    def undo(self) -> None:
        """Undo the last act: that of the toast, else that of the screen."""
        if self.toast.isVisible() and self.toast.undo():
            return
        shown = self.screen_shown
        if shown is None or not shown.undo():
            self.show_toast(tr("There is nothing to undo here."))

    def find_anything(self) -> None:
        """Open the search over people, cohorts, ceremonies and actions."""
        from ui.dialogs.find import Find

        Find(self.context, self.menu_actions, self).open()

    def help(self) -> None:
        """Open the help of the page."""
        from ui.dialogs.help import Help

        Help(self.screen_shown.help_page if self.screen_shown else "", self).show()

    def begin(self) -> None:
        """Open the first screen that this person may use."""
        first = next((name for name, place in self.places.items() if place.spot == Position.RAIL), "")
        if first:
            self.go(first)

    def may_leave(self) -> bool:
        """Tell whether the current screen can be left."""
        shown = self.screen_shown
        return shown is None or shown.may_leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask to be closed instead of closing: the clinic is backed up and closed first."""
        event.ignore()
        self.closed.emit()

    def _build(self) -> None:
        actor = self._tasks.actor
        role = next((role_text(role) for role in Role if role in actor.roles), "")
        self.rail, self.top_bar, self.banner = Rail(), TopBar(actor.name, role), Banner()
        self.stack = QStackedWidget()
        self.stack.setObjectName("page")
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.top_bar, self.banner):
            right.addWidget(part)
        right.addWidget(self.stack, 1)
        whole = QWidget()
        whole.setObjectName("window")
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addLayout(right, 1)
        self.setCentralWidget(whole)
        self.toast = Toast(self.stack)
        self.rail.chosen.connect(self._choose)
        self.top_bar.search_asked.connect(self.find_anything)
        self.top_bar.crumb_chosen.connect(lambda _place: self.go(self._root(self._history[-1][0])))

    def _fill_rail(self) -> None:
        number = 0
        for place in self.places.values():
            if place.spot == Position.RAIL:
                number += 1
                tip = tr("{place} (Ctrl+{number})", place=tr(place.text), number=number)
                self.rail.add(place.name, tr(place.text), place.icon, tip)
            elif place.spot == Position.FOOT:
                self.rail.add(place.name, tr(place.text), place.icon, at_foot=True)
        self.rail.add("", tr("Lock"), "lock-simple", tr("Lock (Ctrl+L)"), at_foot=True)

    def _add_actions(self) -> None:
        self.menu_actions: list[QAction] = []
        menu = QMenu(self)
        keys = (f"Ctrl+{number}" for number in range(1, 10))
        for place in self.places.values():
            if place.spot != Position.INSIDE:
                shortcut = next(keys) if place.spot == Position.RAIL else ""
                self._add_action(menu, tr(place.text), shortcut, partial(self.go, place.name))
        menu.addSeparator()
        self._add_action(menu, tr("Find anyone or anything"), "Ctrl+K", self.find_anything)
        self._add_action(menu, tr("Back"), "Alt+Left", self.back)
        self._add_action(menu, tr("Undo"), "Ctrl+Z", self.undo)
        menu.addSeparator()
        self._add_action(menu, tr("Larger"), "Ctrl++", self._theme.zoom_in).setShortcuts(
            # Plus needs Shift on many layouts, where the key without it is =.
            [QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")]
        )
        self._add_action(menu, tr("Smaller"), "Ctrl+-", self._theme.zoom_out)
        self._add_action(menu, tr("Normal size"), "Ctrl+0", lambda: self._theme.set_zoom(100))
        self._add_action(menu, tr("Full screen"), "F11", self._toggle_full_screen)
        menu.addSeparator()
        self._add_action(menu, tr("Help"), "F1", self.help)
        self._add_action(menu, tr("Lock"), "Ctrl+L", self.lock_asked.emit)
        self._add_action(menu, tr("Quit Laurel"), "Ctrl+Q", self.close)
        self.top_bar.person.menu_shown = menu

    def _add_action(self, menu: QMenu, text: str, shortcut: str, slot: Callable[[], object]) -> QAction:
        action = QAction(literal(text), self)
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda: slot())  # noqa: PLW0108  (`checked` is not for it)
        self.addAction(action)
        menu.addAction(action)
        self.menu_actions.append(action)
        return action

    def _choose(self, name: str) -> None:
        if name:
            self.go(name)
        else:
            self.lock_asked.emit()
        # The click has checked the button; where the screen refused to be left, this takes it back.
        self.rail.select(self._root(self._history[-1][0]) if self._history else "")

    def _show_last(self, asked: dict[str, object] | None = None) -> None:
        name, place = self._history[-1]
        self.banner.hide()
        self.toast.forget()
        screen = self._screen(name)
        # Opened before it is added: it must not query for its earlier parameters when it appears.
        screen.open(place if asked is None else asked)
        self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        self.rail.select(self._root(name))
        self._retitle()
        screen.take_keyboard()
        self.moved.emit(name)

    def _screen(self, name: str) -> Screen[Any]:
        """Give the screen of this name; it is made when it is first wanted."""
        if name not in self._screens:
            screen = self.places[name].screen_class()(self.context)
            screen.windowTitleChanged.connect(self._retitle)
            self._screens[name] = screen
        return self._screens[name]

    def _root(self, name: str) -> str:
        place = self.places.get(name)
        return name if place is None or not place.within else place.within

    def _retitle(self) -> None:
        crumbs: list[str] = []
        if self._history:
            name = self._history[-1][0]
            root = self._root(name)
            crumbs = [tr(self.places[root].text)] if root in self.places else []
            if root != name:
                shown = self._screens[name]
                crumbs.append(shown.windowTitle() or tr(self.places[name].text))
        self.top_bar.show_crumbs(crumbs)
        place = crumbs[:1]  # never a person's name: the title is seen in task bars and shared screens
        self.setWindowTitle(" · ".join([*place, self._profile.name, tr("Laurel")]))

    def _hear_change(self, tables: frozenset[type[Base]]) -> None:
        if ClinicProfile in tables:
            self._tasks.read(self, profile, self._take_profile)

    def _take_profile(self, about: Profile) -> None:
        self._profile = about
        self._retitle()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
