"""From the key to the mark that is saved in the encrypted file and painted again, in the real window.

Beside it the least that a program can do for the same: one row updated and committed in an encrypted
file in the same thread, one cell of a plain table changed and painted.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from models.programme.mark import Mark
from models.storage import cipher
from tests.bench.window import REGISTER, opened_window, wait_until
from ui.screens.register import RegisterScreen

if TYPE_CHECKING:
    import sqlite3

ROUNDS: Final = 20
PEOPLE: Final = 12
_CODES: Final = ((Mark.PRESENT, Qt.Key.Key_P), (Mark.LATE, Qt.Key.Key_L))


class Paints(QObject):
    """Counts how often a widget was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count, and let the event through."""
        self.count += event.type() == QEvent.Type.Paint
        return False


def ours() -> list[float]:
    """Mark everybody again and again; give the seconds of each mark."""
    taken: list[float] = []
    with opened_window((REGISTER,), PEOPLE) as (window, them):
        window.go("register", meeting=them.meetings[0].id)
        screen = window.screen_shown
        assert isinstance(screen, RegisterScreen)
        wait_until(lambda: len(screen.rows.rows) == PEOPLE)
        paints = Paints()
        screen.table.viewport().installEventFilter(paints)
        for number in range(ROUNDS):
            mark, key = _CODES[number % 2]
            for row in range(PEOPLE):
                screen.table.select_row(row)
                wait_until(lambda: screen.context.tasks.is_idle)
                taken.append(_marked(screen, paints, row, mark, key))
        screen.table.viewport().removeEventFilter(paints)
    return taken


def _marked(screen: RegisterScreen, paints: Paints, row: int, mark: Mark, key: Qt.Key) -> float:
    painted = 0

    def is_painted() -> bool:
        nonlocal painted
        if screen.rows.rows[row].mark is not mark:
            painted = paints.count
            return False
        return paints.count > painted

    start = time.perf_counter()
    QTest.keyClick(screen.table, key)
    wait_until(is_painted)
    return time.perf_counter() - start


def bare() -> list[float]:
    """Update, commit and paint with nothing in between; give the seconds of each."""
    taken: list[float] = []
    table = QTableWidget(PEOPLE, 6)
    table.resize(900, 700)
    table.show()
    with tempfile.TemporaryDirectory() as place:
        connection = cipher.create(Path(place) / "bare.db", os.urandom(32), uuid4())
        connection.execute("CREATE TABLE mark (id INTEGER PRIMARY KEY, mark TEXT)")
        connection.executemany("INSERT INTO mark VALUES (?, '')", [(row,) for row in range(PEOPLE)])
        for number in range(ROUNDS):
            mark = _CODES[number % 2][0].value
            for row in range(PEOPLE):
                start = time.perf_counter()
                _bare_mark(connection, table, row, mark)
                taken.append(time.perf_counter() - start)
        connection.close()
    table.hide()
    return taken


def _bare_mark(connection: sqlite3.Connection, table: QTableWidget, row: int, mark: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE mark SET mark = ? WHERE id = ?", (mark, row))
    connection.execute("COMMIT")
    table.setItem(row, 1, QTableWidgetItem(mark))
    table.viewport().repaint()


def measure() -> dict[str, float]:
    """Press the keys; milliseconds."""
    pressed = ours()
    least = bare()
    return {
        "marks_p95_ms": quantiles(pressed, n=100)[94] * 1000,
        "marks_median_ms": median(pressed) * 1000,
        "marks_bare_p95_ms": quantiles(least, n=100)[94] * 1000,
        "marks_ratio": median(pressed) / median(least),
    }
