"""Work off the GUI thread, and what comes back from it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QObject

from models.access import Permission
from models.errors import ClinicError, InvalidError
from models.settings import ClinicProfile, change_profile, profile
from tests.inline import InlineExecutor
from ui.tasks import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from pytestqt.qtbot import QtBot

    from models.work import Work
    from ui.job import Progress
    from ui.tasks import Tasks


@pytest.fixture
def receiver(qapp: QObject) -> QObject:
    return QObject()


@pytest.fixture
def runner(executor: Executor, qapp: QObject) -> Iterator[Runner]:
    made = Runner(executor)
    yield made
    made.close()


def test_that_a_result_comes_on_the_gui_thread_and_never_before_the_call_has_returned(
    runner: Runner, receiver: QObject, qtbot: QtBot
) -> None:
    got: list[tuple[int, int]] = []
    runner.start(receiver, lambda _progress: 42, lambda value: got.append((value, threading.get_ident())))
    assert got == []
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, threading.get_ident())]


def test_that_nothing_is_handed_to_a_receiver_that_is_gone(runner: Runner, receiver: QObject, qtbot: QtBot) -> None:
    got: list[int] = []
    runner.start(receiver, lambda _progress: 42, got.append)
    shiboken6.delete(receiver)
    qtbot.waitUntil(lambda: runner.is_idle)
    assert got == []


def test_that_an_error_for_clinicians_goes_to_whoever_asked(runner: Runner, receiver: QObject, qtbot: QtBot) -> None:
    def refuse(_progress: Progress) -> None:
        raise InvalidError("The name is empty. Write one.")

    told: list[ClinicError] = []
    runner.start(receiver, refuse, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert str(told[0]) == "The name is empty. Write one."


def test_that_an_error_nobody_takes_is_announced(runner: Runner, receiver: QObject, qtbot: QtBot) -> None:
    def refuse(_progress: Progress) -> None:
        raise InvalidError("The name is empty. Write one.")

    with qtbot.waitSignal(runner.failed) as heard:
        runner.start(receiver, refuse)
    assert isinstance(heard.args[0], InvalidError)


def test_that_a_bug_reaches_the_crash_hooks_and_no_banner(runner: Runner, receiver: QObject, qtbot: QtBot) -> None:
    def stumble(_progress: Progress) -> None:
        raise ZeroDivisionError

    told: list[ClinicError] = []
    with qtbot.captureExceptions() as caught:
        runner.start(receiver, stumble, failed=told.append)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert told == []


def test_that_progress_is_told_and_a_cancelled_job_hands_nothing_over(
    qapp: QObject, receiver: QObject, qtbot: QtBot
) -> None:
    runner = Runner(ThreadPoolExecutor(1))
    cancelled = threading.Event()
    told: list[tuple[int, int]] = []
    ended: list[object] = []

    def count(progress: Progress) -> str:
        progress.report(1, 3)
        cancelled.wait(5)
        progress.report(2, 3)
        return "done"

    job = runner.start(receiver, count, ended.append, ended.append)
    job.progressed.connect(lambda done, total: told.append((done, total)))
    qtbot.waitUntil(lambda: bool(told))
    with qtbot.waitSignal(job.finished):
        job.cancel()
        cancelled.set()
    assert told == [(1, 3)]
    assert ended == []
    runner.close()


def test_that_after_closing_nothing_is_started(executor: Executor, receiver: QObject, qtbot: QtBot) -> None:
    runner = Runner(executor)
    runner.close()
    got: list[int] = []
    runner.start(receiver, lambda _progress: 1, got.append)
    qtbot.wait(20)
    assert got == []


def test_that_every_query_runs_on_the_one_database_thread(tasks: Tasks, receiver: QObject, qtbot: QtBot) -> None:
    threads: list[int] = []

    def where(work: Work) -> int:
        work.require(Permission.READ_PROFILE)
        return threading.get_ident()

    for _ in range(3):
        tasks.read(receiver, where, threads.append)
    qtbot.waitUntil(lambda: len(threads) == 3)
    assert len(set(threads)) == 1


def test_that_a_write_is_kept_announced_and_timed(tasks: Tasks, receiver: QObject, qtbot: QtBot) -> None:
    def rename(work: Work) -> str:
        about = profile(work)
        work.get(ClinicProfile, about.id).name = "Harbour Clinic"
        return "renamed"

    got: list[object] = []
    with qtbot.waitSignals([tasks.changed, tasks.saved]):
        tasks.changed.connect(got.append)
        tasks.write(receiver, rename, got.append)
    qtbot.waitUntil(lambda: len(got) == 2)
    assert isinstance(got[0], frozenset)
    assert ClinicProfile in got[0]
    assert got[1] == "renamed"
    names: list[str] = []
    tasks.read(receiver, lambda work: profile(work).name, names.append)
    qtbot.waitUntil(lambda: bool(names))
    assert names == ["Harbour Clinic"]


def test_that_a_slow_job_that_fails_changes_nothing(tasks: Tasks, receiver: QObject, qtbot: QtBot) -> None:
    def spoil(work: Work) -> None:
        about = profile(work)
        work.get(ClinicProfile, about.id).name = "Spoilt"
        work.session.flush()
        change_profile(work, about)

    told: list[ClinicError] = []
    tasks.run_writing(receiver, spoil, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    names: list[str] = []
    tasks.read(receiver, lambda work: profile(work).name, names.append)
    qtbot.waitUntil(lambda: bool(names))
    assert names == ["Riverside Community Clinic"]


def test_that_the_inline_executor_keeps_errors_for_whoever_asks() -> None:
    def stumble() -> None:
        raise ZeroDivisionError

    future = InlineExecutor().submit(stumble)
    assert isinstance(future.exception(), ZeroDivisionError)
