"""What the tests of screens share: a group, the dialog that is open, and the reading of what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import isValid

from models.access import Actor, Role
from tests import factory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from models.work import Work
    from tests.factory import Group, MovingClock
    from ui.tasks import Tasks

W = TypeVar("W", bound="QWidget")
T = TypeVar("T")


@pytest.fixture
def writer(actor: Actor) -> Actor:
    """The person signed in with every role, to make what a test is about: on the team of each group that is made."""
    return Actor(actor.id, actor.name, frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}))


@pytest.fixture
def them(clinic: Database, writer: Actor, clock: MovingClock) -> Group:
    """Twelve people on the evening of their first session."""
    clock.to(factory.START)
    with clinic.write(writer) as work:
        return factory.group(work)


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Wait until everything asked for has been answered and shown."""

    def wait() -> None:
        qtbot.waitUntil(lambda: tasks.is_idle)
        qtbot.wait(1)
        qtbot.waitUntil(lambda: tasks.is_idle)

    return wait


@pytest.fixture
def opened(qtbot: QtBot, settle: Callable[[], None]) -> Callable[[QWidget, type[Any]], Any]:
    """Give the dialog of this kind that a screen has just opened."""

    def found(screen: QWidget, kind: type[W]) -> W:
        qtbot.waitUntil(lambda: any(one.isVisible() for one in screen.findChildren(kind)))
        settle()
        return next(one for one in screen.findChildren(kind) if one.isVisible())

    return found


@pytest.fixture
def ask(clinic: Database, writer: Actor) -> Callable[[Callable[[Work], T]], T]:
    """Read the clinic as somebody who may see everything."""

    def answer(query: Callable[[Work], T]) -> T:
        with clinic.read(writer) as work:
            return query(work)

    return answer


def texts(widget: QWidget) -> list[str]:
    """Read every label that can be seen, as a person would."""
    QApplication.processEvents()
    return [text for text in _texts(widget) if text]


def is_closed(dialog: QWidget) -> bool:
    """Tell whether a dialog is gone, as one is that did what it asked for."""
    return not isValid(dialog) or not dialog.isVisible()


def _texts(widget: QWidget) -> Iterator[str]:
    for label in widget.findChildren(QLabel):
        if label.isVisibleTo(widget):
            yield getattr(label, "_whole", label.text())
