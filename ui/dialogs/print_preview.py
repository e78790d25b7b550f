"""Shows a finished print job page by page; prints it or saves it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from exports.delivery import deliver
from models.errors import ClinicError
from ui.dialogs.base import Dialog
from ui.theme import app_theme
from ui.translation import plural, sentence, tr
from ui.widgets.files import ask_where_to_save

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

DOTS_PER_INCH = 300


class PrintPreviewDialog(Dialog):
    """The pages as they will come out of the printer. `file_name` is proposed when the job is saved."""

    def __init__(
        self, parent: QWidget, title: str, content: bytes, file_name: str, said: Callable[[str], object]
    ) -> None:
        super().__init__(title, parent=parent, width=820)
        self._content, self._file_name, self._said = content, file_name, said
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(self)
        self.document.load(self._buffer)
        pages = self.document.pageCount()
        self.sentence.setText(plural(pages, "{count} page. Look through it before you print.",
                                     "{count} pages. Look through them before you print."))  # fmt: skip
        self.sentence.show()
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.view.setAccessibleName(tr("Pages of the print job"))
        ground = self.view.palette()
        ground.setColor(QPalette.ColorRole.Dark, app_theme().colour("line"))
        self.view.setPalette(ground)
        self.view.setMinimumHeight(app_theme().px(460))
        self.add(self.view)
        self.cancel_button.set_label(tr("Close"))
        self.act(tr("Save as PDF…"), self.save, "secondary")
        self.print_button = self.act(tr("Print…"), self.print)

    def save(self) -> None:
        """Save the very bytes that were issued."""
        path = ask_where_to_save(self, tr("Save the print job"), self._file_name, "PDF (*.pdf)")
        if path is None:
            return
        try:
            deliver(path, self._content)
        except ClinicError as error:
            self.show_problem(sentence(error))
            return
        self._said(tr("Saved as {file}.", file=path.name))

    def print(self) -> None:
        """Send the pages to a printer; without one, say so: the PDF can still be saved."""
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
        self._said(plural(last - first + 1, "{count} page sent to the printer.", "{count} pages sent to the printer."))
