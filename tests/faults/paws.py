"""What a monkey does to a window: it presses keys and buttons, clicks into tables, writes and chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QWidget

from tests.faults.hostile import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

PASSPHRASE: Final = "a lantern on the quay"
KEYS: Final = (
    Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_F11, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageDown, Qt.Key.Key_Delete, Qt.Key.Key_Backtab, Qt.Key.Key_Slash, *range(Qt.Key.Key_0, Qt.Key.Key_9),
    *range(Qt.Key.Key_A, Qt.Key.Key_Z),
)  # fmt: skip
WITH_CONTROL: Final = tuple(Qt.Key(ord(sign)) for sign in "K1234567NIZYL=-0")


def press_key(chance: Random, front: QWidget) -> None:
    """Press a key, sometimes with Ctrl, where the keyboard is."""
    goal = QApplication.focusWidget() or front
    if goal.window() is not front:
        goal = front
    if chance.random() < 0.2:
        QTest.keyClick(goal, chance.choice(WITH_CONTROL), Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.keyClick(goal, Qt.Key(chance.choice(KEYS)))


def click_button(chance: Random, front: QWidget) -> None:
    """Press one of the buttons that can be seen."""
    if buttons := pressable(front):
        QTest.mouseClick(chance.choice(buttons), Qt.MouseButton.LeftButton)


def click_row(chance: Random, front: QWidget) -> None:
    """Click, or click twice, into one of the tables."""
    views = [one for one in front.findChildren(QAbstractItemView) if one.isVisible()]
    if views:
        sheet = chance.choice(views).viewport()
        spot = QPoint(chance.randrange(max(sheet.width(), 1)), chance.randrange(max(sheet.height(), 1)))
        click = QTest.mouseDClick if chance.random() < 0.3 else QTest.mouseClick
        click(sheet, Qt.MouseButton.LeftButton, pos=spot)


def write(chance: Random, front: QWidget) -> None:
    """Write something odd, or a name, into a field."""
    fields = [one for one in front.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]
    if fields:
        field_ = chance.choice(fields)
        is_secret = field_.echoMode() is not QLineEdit.EchoMode.Normal
        text = PASSPHRASE if is_secret else chance.choice((*ALWAYS, "Anna", "2026-09-07", "18:00", ""))
        field_.setText(text)
        field_.textEdited.emit(text)


def choose(chance: Random, front: QWidget) -> None:
    """Choose something from a list that opens."""
    boxes = [one for one in front.findChildren(QComboBox) if one.isVisible() and one.isEnabled() and one.count()]
    if boxes:
        box = chance.choice(boxes)
        box.setCurrentIndex(chance.randrange(box.count()))
        box.activated.emit(box.currentIndex())


def pressable(inside: QWidget) -> list[QAbstractButton]:
    return [one for one in inside.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]


def words_of(button: QAbstractButton) -> str:
    return button.text() or button.accessibleName()


ACTS: Final[dict[Callable[[Random, QWidget], None], int]] = {
    press_key: 30, click_button: 34, click_row: 12, write: 10, choose: 6,
}  # fmt: skip
"""How likely each is."""
