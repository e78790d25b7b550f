"""Certificates: who is entitled, who is not and why, and one print job for all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exports.batch import Batch, issue_certificates
from exports.pages.certificates import (
    CertificateRow,
    CertificatesPage,
    KeptCertificate,
    certificates_page,
    kept_certificate,
)
from models.access import Permission
from models.people.naming import PersonLabel
from models.programme.cohort import CohortLine, CohortState
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.screen.cohort_screen import CurrentCohortScreen
from ui.tables.person import name_column
from ui.tables.rows import SOFT, Column, Look
from ui.translation import plural, tr
from ui.widgets.buttons import primary, secondary
from ui.widgets.cards import EmptyState, Page, PageHeader, row
from ui.widgets.labels import Soft
from ui.widgets.progress import ProgressRow
from ui.widgets.row_list import RowList
from ui.widgets.template_chooser import TemplateChooser

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from models.work import Work
    from ui.context import Context
    from ui.widgets.labels import Kind


class CertificatesScreen(CurrentCohortScreen[CertificatesPage]):
    """The page on which a cohort's certificates are issued and printed."""

    help_page = "certificates"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._page: CertificatesPage | None = None
        self._may_issue = context.actor.may(Permission.ISSUE_CERTIFICATES)
        self.issue_button = primary(tr("Issue and print"), self.issue, key="Ctrl P")
        self.issue_button.hide()
        self.shortcut("Ctrl+P", self.issue)
        self.template_field = TemplateChooser()
        self.template_field.chosen.connect(self.refresh)
        self.template_words = Soft(tr("New certificates look like"))
        for part in (self.template_words, self.template_field):
            part.hide()
        self.header = PageHeader(tr("Certificates"), actions=(self.chooser, self.issue_button))
        self.progress = ProgressRow()
        self.progress.hide()
        empty = EmptyState(
            "graduation-cap", tr("No certificates yet."), tr("They are decided when a programme has ended.")
        )
        self.rows = RowList(tr("Certificates"), _columns(), empty, accessible_text=_accessible_text)
        self.table = self.rows.table
        self.table.opened.connect(self._open)
        self.again_button = secondary(tr("Look at this certificate"), lambda: self._open(self.rows.current()))
        self.foot = Soft(wrap=True)
        self.again_button.hide()
        page = Page()
        page.add(
            self.header,
            row(self.template_words, self.template_field),
            self.progress,
            self.rows,
            row(self.foot, self.again_button, stretch=0),
        )
        page.body.addStretch()
        self.outer.addWidget(page)

    def query(self) -> Callable[[Work], CertificatesPage]:
        """Ask for the current cohort."""
        return partial(certificates_page, cohort=self.wanted_cohort, template=self.template_field.template)

    def show_result(self, result: CertificatesPage) -> None:
        """Show who gets one and why the others do not."""
        super().show_result(result)
        self._page = result
        chosen = result.choice.chosen
        self.header.below.setText("" if chosen is None else _cohort_text(chosen))
        self.rows.show_rows(result.rows)
        ready = sum(line.is_ready for line in result.rows)
        issued = sum(bool(line.entitlement.serial) for line in result.rows)
        for part in (self.template_words, self.template_field):
            part.setVisible(self._may_issue and any(not one.entitlement.serial for one in result.rows))
        self.issue_button.setVisible(bool(ready or issued) and self._may_issue)
        self.issue_button.set_label(_issue_label(ready, issued))
        self.again_button.setVisible(bool(issued))
        self.foot.setText(_foot_text(result.rows, ready, issued))

    def first_focus(self) -> QWidget:
        """Give the keyboard to the list."""
        return self.table

    def issue(self) -> None:
        """Issue all that are ready, and preview them with those issued before as one print job."""
        page = self._page
        chosen = None if page is None else page.choice.chosen
        # Ctrl+P reaches here without the button, so what the button forbids is asked once more.
        if chosen is None or self.issue_button.isHidden() or not self.issue_button.isEnabled():
            return
        self.issue_button.setEnabled(False)
        media, template = self.context.clinic.media, self.template_field.template
        job = partial(issue_certificates, media=media, cohort=chosen.id, template=template)
        running = self.context.tasks.run_writing(self, job, self._preview)
        running.finished.connect(lambda: self.issue_button.setEnabled(True))
        self.progress.follow(running, tr("Making certificates…"))

    def _preview(self, batch: Batch) -> None:
        new = sum(each.is_new for each in batch.issued)
        if new:
            self.context.toast(plural(new, "{count} certificate issued.", "{count} certificates issued."))
        if batch.issued:
            title = plural(len(batch.issued), "{count} certificate", "{count} certificates")
            leaves = [Leaf("certificate", each.certificate) for each in batch.issued]
            PrintPreviewDialog(self, self.context, title, batch.merged, "certificates.pdf", leaves).open()

    def _open(self, line: CertificateRow | None) -> None:
        if line is not None and line.entitlement.serial:
            media = self.context.clinic.media
            query = partial(kept_certificate, media=media, serial=line.entitlement.serial)
            self.context.tasks.read(self, query, self._show_one)

    def _show_one(self, kept: KeptCertificate) -> None:
        title, name = tr("Certificate {serial}", serial=kept.serial), f"certificate-{kept.serial}.pdf"
        PrintPreviewDialog(self, self.context, title, kept.pdf, name, [Leaf("certificate", kept.id)]).open()


def _cohort_text(line: CohortLine) -> str:
    """Name the cohort, its programme and its week."""
    week = tr("week {week} of {sessions}", week=line.week, sessions=line.sessions)
    return " · ".join((line.name, line.programme, tr("ended") if line.state is CohortState.ENDED else week))


def _columns() -> tuple[Column[CertificateRow], ...]:
    return (
        name_column(_label),
        Column(tr("Certificate"), _state_text, lambda line: Look("chip", kind=_state_kind(line)), width=150),
        Column(tr("Why"), _why_text, SOFT, tip=_why_text),
    )


def _label(line: CertificateRow) -> PersonLabel:
    """Give the name as the certificate prints it, with what tells namesakes apart."""
    return PersonLabel(line.entitlement.name, line.entitlement.member.label.distinguisher)


def _state_text(line: CertificateRow) -> str:
    if line.entitlement.serial:
        return line.entitlement.serial
    if line.review:
        return tr("look first")
    return tr("ready") if line.entitlement.is_entitled else tr("not yet")


def _state_kind(line: CertificateRow) -> Kind:
    if line.entitlement.serial:
        return "gold"
    if line.review:
        return "info"
    return "laurel" if line.entitlement.is_entitled else "neutral"


def _why_text(line: CertificateRow) -> str:
    return line.review or line.entitlement.reason or line.entitlement.statement


def _accessible_text(line: CertificateRow) -> str:
    return ", ".join((_label(line).in_list, _state_text(line), _why_text(line)))


def _issue_label(ready: int, issued: int) -> str:
    if ready:
        return plural(ready, "Issue and print {count}", "Issue and print {count}")
    return tr("Print again") if issued else tr("Issue and print")


def _foot_text(rows: tuple[CertificateRow, ...], ready: int, issued: int) -> str:
    left_out = len(rows) - ready - issued
    parts = [
        plural(ready, "{count} ready", "{count} ready") if ready else "",
        plural(issued, "{count} issued", "{count} issued") if issued else "",
        plural(left_out, "{count} without one, with the reason", "{count} without one, each with the reason")
        if left_out
        else "",
    ]
    return " · ".join(filter(None, parts))
