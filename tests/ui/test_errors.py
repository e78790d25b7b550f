"""A bug becomes a report that can be copied and names nobody."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QGuiApplication

from tests.factory import MovingClock
from ui.dialogs.bug_report import ReportDialog
from ui.errors import CrashReporter, report_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme

SECRET = "Anna Berg, born 1988"


@pytest.fixture
def crashes(tmp_path: Path, qapp: object) -> Iterator[CrashReporter]:
    handler = CrashReporter(tmp_path / "log", MovingClock())
    yield handler
    handler.remove()


def stumble() -> None:
    name = SECRET
    try:
        raise KeyError(name)
    except KeyError as error:
        message = f"nobody called {name}"
        raise RuntimeError(message) from error


def caught() -> RuntimeError:
    with pytest.raises(RuntimeError) as info:
        stumble()
    return info.value


def test_that_a_report_says_where_and_never_whom() -> None:
    report = report_of(caught(), "2026-11-23 18:04 UTC")
    assert "test_errors.py" in report
    assert "in stumble" in report
    assert "builtins.RuntimeError" in report
    assert "builtins.KeyError" in report
    assert SECRET not in report
    assert "Berg" not in report
    assert "/home" not in report


def test_that_a_bug_is_written_down_and_shown(crashes: CrashReporter, tmp_path: Path, qtbot: QtBot) -> None:
    error = caught()
    with qtbot.waitSignal(crashes.reported) as told:
        crashes.take(type(error), error, error.__traceback__)
    written = list((tmp_path / "log").glob("report-*.txt"))
    assert [file.read_text(encoding="utf-8") for file in written] == told.args


def test_that_a_bug_in_a_thread_is_shown_on_the_gui_thread(crashes: CrashReporter, qtbot: QtBot) -> None:
    crashes.install()
    with qtbot.waitSignal(crashes.reported) as told:
        thread = threading.Thread(target=stumble)
        thread.start()
        thread.join()
    assert "in stumble" in told.args[0]


def test_that_nothing_pops_up_during_a_ceremony(crashes: CrashReporter, qtbot: QtBot) -> None:
    shown: list[str] = []
    crashes.reported.connect(shown.append)
    crashes.hold()
    error = caught()
    for _ in range(2):
        crashes.take(type(error), error, error.__traceback__)
    qtbot.wait(20)
    assert shown == []
    crashes.let_go()
    assert len(shown) == 1


def test_that_an_interrupt_from_the_keyboard_is_no_bug(
    crashes: CrashReporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[object] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *args: passed.append(args[0]))
    crashes.take(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert passed == [KeyboardInterrupt]
    assert not (tmp_path / "log").exists()


def test_that_only_the_latest_reports_are_kept(tmp_path: Path, qapp: object) -> None:
    clock = MovingClock()
    handler = CrashReporter(tmp_path, clock)
    error = caught()
    for minute in range(30):
        clock.now = clock.now.replace(minute=minute)
        handler.take(type(error), error, error.__traceback__)
    assert len(list(tmp_path.glob("report-*.txt"))) == 20


def test_that_messages_of_qt_go_to_the_log(crashes: CrashReporter, caplog: pytest.LogCaptureFixture) -> None:
    crashes.install()
    qWarning("the room is dark")
    assert "the room is dark" in caplog.text


def test_that_the_report_can_be_copied(theme: Theme, qtbot: QtBot) -> None:
    dialog = ReportDialog("where it was")
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.act_button is not None
    dialog.act_button.click()
    assert QGuiApplication.clipboard().text() == "where it was"
    assert dialog.act_button.label == "Copied"
