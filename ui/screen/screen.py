"""The base of every screen: it queries the clinic when shown, and again when what it shows has changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from models.work import with_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QShowEvent

    from models.base import Base
    from models.errors import ClinicError
    from models.work import Work
    from ui.context import Context

T = TypeVar("T")
V = TypeVar("V")


class Screen(QWidget, Generic[T]):
    """One page of the window. `T` is the frozen view-model that `query` reads and `show_result` shows.

    A screen never changes what it shows after a write: the commit is announced, and the screen queries again.
    """

    help_page: ClassVar[str] = ""
    """Name of the help text in ui/assets/help, without suffix."""
    once: ClassVar[frozenset[str]] = frozenset()
    """Parameters that ask for an act, such as opening a dialog: coming back to the screen does not repeat it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.parameters: Mapping[str, object] = {}
        self._is_stale = True
        self._asked = 0
        self._tables: frozenset[str] | None = None
        """What the answers since the screen was opened were read from; None before the first."""
        self._is_newly_opened = True
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(0)
        context.tasks.changed.connect(self._hear_change)

    def query(self) -> Callable[[Work], T] | None:
        """Give the query, a `partial` of a module function; None for a screen that reads nothing."""
        return None

    def show_result(self, result: T) -> None:
        """Show the answer of the query."""

    def show_failure(self, error: ClinicError) -> None:
        """Show that the query failed; a banner unless overridden."""
        self.context.tasks.failed.emit(error)

    def undo(self) -> bool:
        """Undo the last act (Ctrl+Z); tell whether there was one."""
        return False

    def first_focus(self) -> QWidget | None:
        """Give the widget that has the keyboard when the screen is opened."""
        return None

    def may_leave(self) -> bool:
        """Tell whether the screen can be left now; one that refuses shows the reason itself."""
        return True

    def open(self, parameters: Mapping[str, object]) -> None:
        """Show the screen for these parameters."""
        self.parameters = parameters
        self._is_stale = self._is_newly_opened = True
        self._tables = None
        if self.isVisible():
            self.refresh()

    def parameter(self, name: str, kind: type[V]) -> V:
        """Give a required parameter of this type."""
        value = self.parameters[name]
        if not isinstance(value, kind):
            message = f"the parameter {name} of {type(self).__name__} is not a {kind.__name__}"
            raise TypeError(message)
        return value

    def refresh(self) -> None:
        """Query now; only the newest answer is shown."""
        self._is_stale = False
        self._asked += 1
        asked = self._asked
        query = self.query()
        if query is None:
            self._tables = frozenset()
        else:
            read = partial(with_tables, query)
            self.context.tasks.read(self, read, lambda found: self._show_if_last(asked, *found), self.show_failure)

    def take_keyboard(self) -> None:
        """Put the keyboard where `first_focus` says, on the screen itself while that does not show yet."""
        wanted = self.first_focus()
        shown = wanted is not None and wanted.isVisibleTo(self)
        (wanted if wanted is not None and shown else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_keyboard(self) -> None:
        """Move the keyboard to the screen itself before the widget that has it is made anew."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_title(self, title: str) -> None:
        """Say what the last part of the breadcrumb is, such as a person's name, once it is known."""
        self.setWindowTitle(title)

    def act(self, action: Callable[[Work], V], then: Callable[[V], None] | None = None) -> None:
        """Carry out an action in one transaction; an error becomes a banner, the commit makes screens query again."""
        self.context.tasks.write(self, action, then)

    def shortcut(self, keys: str, slot: Callable[[], object]) -> QShortcut:
        """Bind keys while this screen or something on it has the keyboard: `shortcut("Ctrl+N", self.add)`."""
        bound = QShortcut(QKeySequence(keys), self)
        bound.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        bound.activated.connect(lambda: slot())  # noqa: PLW0108  (Qt must not count the slot's parameters)
        return bound

    def showEvent(self, event: QShowEvent) -> None:
        """Query if something changed while the screen was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def ask_again(self) -> None:
        """Query now if the screen is shown, else when it is shown next."""
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _hear_change(self, tables: frozenset[type[Base]]) -> None:
        if self._tables is None or not self._tables.isdisjoint(each.__tablename__ for each in tables):
            self.ask_again()

    def _show_if_last(self, asked: int, result: T, tables: frozenset[str]) -> None:
        if asked != self._asked:
            return
        # A screen may ask less when it asks again and show the rest from before, so nothing is taken off the list.
        self._tables = tables | (self._tables or frozenset())
        self.show_result(result)
        if self._is_newly_opened and self.isVisible():
            self._is_newly_opened = False
            focused = QApplication.focusWidget()
            if focused is None or focused is self or not self.isAncestorOf(focused):
                self.take_keyboard()
