"""Shows a finished print job page by page; prints it or saves it as it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from exports.delivery import deliver, note_taken
from models.errors import ClinicError
from models.trail import Action
from ui.dialogs.base import Dialog
from ui.theme.appearance import colour_of
from ui.translation import plural, sentence, tr
from ui.widgets.files import ask_where_to_save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ui.context import Context

DOTS_PER_INCH = 300


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a page is about, for the audit entry."""

    entity: str
    row: UUID | None = None


class PrintPreviewDialog(Dialog):
    """The pages as they will be printed. `file_name` is proposed when the job is saved.

    There is one leaf for each page; the last one also stands for the pages after it. What was printed, how often, and
    what was saved is audited.
    """

    def __init__(
        self, parent: QWidget, context: Context, title: str, content: bytes, file_name: str, leaves: Sequence[Leaf]
    ) -> None:
        super().__init__(title, parent=parent, width=820)
        self._context, self._content, self._file_name, self._leaves = context, content, file_name, tuple(leaves)
        self.view = QPdfView(self)  # made first, so that it goes first: it draws from the others in a thread of its own
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(self)
        self.document.load(self._buffer)
        pages = self.document.pageCount()
        self.sentence.setText(plural(pages, "{count} page. Look through it before you print.",
                                     "{count} pages. Look through them before you print."))  # fmt: skip
        self.sentence.show()
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.view.setAccessibleName(tr("Pages of the print job"))
        ground = self.view.palette()
        ground.setColor(QPalette.ColorRole.Dark, colour_of("line"))
        self.view.setPalette(ground)
        self.view.setMinimumHeight(self.room_for(460))
        self.add(self.view)
        self.cancel_button.set_label(tr("Close"))
        self.act(tr("Save as PDF…"), self.save, "secondary")
        self.print_button = self.act(tr("Print…"), self.print)

    def save(self) -> None:
        """Save the bytes as they were issued."""
        path = ask_where_to_save(self, tr("Save the print job"), self._file_name, "PDF (*.pdf)")
        if path is None:
            return
        try:
            deliver(path, self._content)
        except ClinicError as error:
            self.show_problem(sentence(error))
            return
        self._context.toast(tr("Saved as {file}.", file=path.name))
        self._note(Action.EXPORT, Counter(dict.fromkeys(self._leaves, 1)))

    def print(self) -> None:
        """Print through the system's dialog; without a printer, say that the PDF can be saved."""
        if not QPrinterInfo.availablePrinters():
            self.show_problem(tr("No printer is set up on this computer. Save the PDF and print it from another one."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(DOTS_PER_INCH)
        points = self.document.pagePointSize(0)
        landscape = points.width() > points.height()
        size = QPageSize(points.transposed() if landscape else points, QPageSize.Unit.Point)
        turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
        printer.setPageLayout(QPageLayout(size, turned, QMarginsF()))
        printer.setFullPage(True)
        printer.setFromTo(1, self.document.pageCount())
        chosen = QPrintDialog(printer, self)
        chosen.accepted.connect(lambda: self._send(printer))
        chosen.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen.setModal(True)
        chosen.show()

    def _send(self, printer: QPrinter) -> None:
        painter = QPainter()
        if not painter.begin(printer):
            self.show_problem(tr("The printer did not answer. Check that it is on, or save the PDF."))
            return
        first, last = printer.fromPage() or 1, printer.toPage() or self.document.pageCount()
        for number in range(first - 1, last):
            if number >= first:
                printer.newPage()
            place = painter.viewport()
            image = self.document.render(number, QSize(place.width(), place.height()))
            painter.drawImage(place, image)
        painter.end()
        pages = last - first + 1
        self._context.toast(plural(pages, "{count} page sent to the printer.", "{count} pages sent to the printer."))
        printed = Counter(self._leaves[min(number, len(self._leaves) - 1)] for number in range(first - 1, last))
        copies = printer.copyCount()
        self._note(Action.PRINT, Counter({leaf: count * copies for leaf, count in printed.items()}))

    def _note(self, action: Action, left: Counter[Leaf]) -> None:
        """Audit what was printed, in pages of each leaf, or saved, each leaf once."""
        counts = {(leaf.entity, leaf.row): count for leaf, count in left.items()}
        self._context.tasks.write(self._context.tasks, partial(note_taken, action=action, counts=counts))
