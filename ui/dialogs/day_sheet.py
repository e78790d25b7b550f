"""Printing the day sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.context import Context


def show_day_sheet(parent: QWidget, context: Context) -> None:
    """Draw today's sheet beside the window and show it, ready to be printed."""
    from exports.day_sheet import day_sheet  # paper, loaded when it is needed

    context.tasks.run_reading(parent, day_sheet, partial(_preview, parent, context))


def _preview(parent: QWidget, context: Context, content: bytes) -> None:
    from ui.dialogs.print_preview import Leaf, PrintPreviewDialog

    today = context.today
    name = f"day-sheet-{today:%Y-%m-%d}.pdf"
    PrintPreviewDialog(parent, context, tr("Day sheet"), content, name, [Leaf("day_sheet")]).open()
