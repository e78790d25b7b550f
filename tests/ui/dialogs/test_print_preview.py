"""Printing and saving from the preview: what came out is written down, page by page, and nothing that did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from PySide6.QtPrintSupport import QPrinter

from exports.page import A4, Sheet, pdf
from models.pages.audit import AuditSearch, search_audit
from models.trail import Action
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.words.audit import what_text

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Heard
    from ui.context import Context

CERTIFICATES = [UUID(int=n) for n in (11, 12, 13)]


@pytest.fixture
def window(qtbot: QtBot, theme: object) -> QWidget:
    from PySide6.QtWidgets import QWidget

    made = QWidget()
    qtbot.addWidget(made)
    return made


def dialog(window: QWidget, context: Context, leaves: list[Leaf], pages: int = 3) -> PrintPreviewDialog:
    content = pdf([Sheet(A4) for _ in range(pages)], title="Job", author="Clinic", language="en")
    return PrintPreviewDialog(window, context, "Job", content, "job.pdf", leaves)


def printer(to: Path, first: int, last: int, copies: int) -> QPrinter:
    made = QPrinter()
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(to))
    made.setFromTo(first, last)
    made.setCopyCount(copies)
    return made


def noted(context: Context, action: Action, qtbot: QtBot) -> list[Any]:
    qtbot.waitUntil(lambda: context.tasks.is_idle)
    with context.tasks.database.read(context.actor) as work:
        return sorted(search_audit(work, AuditSearch(action=action)).lines, key=lambda line: line.seq)


def test_that_the_certificates_that_were_printed_are_written_down_and_no_others(
    window: QWidget, context: Context, heard: Heard, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = dialog(window, context, [Leaf("certificate", one) for one in CERTIFICATES])
    shown._send(printer(tmp_path / "out.pdf", 2, 3, copies=2))
    assert (tmp_path / "out.pdf").stat().st_size > 500
    assert heard.toasts[-1][0] == "2 pages sent to the printer."
    lines = noted(context, Action.PRINT, qtbot)
    assert [(line.entity, line.row, line.count) for line in lines] == [
        ("certificate", one, 2) for one in CERTIFICATES[1:]
    ]
    assert what_text(lines[0]) == "Printed, 2 pages"


def test_that_a_document_of_several_pages_is_one_entry_that_counts_them(
    window: QWidget, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog(window, context, [Leaf("day_sheet")])._send(printer(tmp_path / "out.pdf", 0, 0, copies=1))
    assert [(line.entity, line.row, line.count) for line in noted(context, Action.PRINT, qtbot)] == [
        ("day_sheet", None, 3)
    ]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_that_a_printer_that_does_not_answer_leaves_no_entry(
    window: QWidget, context: Context, heard: Heard, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = dialog(window, context, [Leaf("day_sheet")])
    shown._send(printer(tmp_path / "nowhere" / "out.pdf", 0, 0, copies=1))
    assert "did not answer" in shown.problem.text()
    assert not heard.toasts
    assert noted(context, Action.PRINT, qtbot) == []


def test_that_a_saved_job_is_written_down_once_for_each_certificate_in_it(
    window: QWidget, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    shown = dialog(window, context, [Leaf("certificate", one) for one in CERTIFICATES])
    monkeypatch.setattr("ui.dialogs.print_preview.ask_where_to_save", lambda *_: None)
    shown.save()
    assert noted(context, Action.EXPORT, qtbot) == []
    monkeypatch.setattr("ui.dialogs.print_preview.ask_where_to_save", lambda *_: tmp_path / "a" / "job.pdf")
    shown.save()
    assert [(line.row, line.count) for line in noted(context, Action.EXPORT, qtbot)] == [
        (one, 1) for one in CERTIFICATES
    ]
