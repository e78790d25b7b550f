"""Certificates: who meets the rule, who does not and why, and one print job for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QComboBox

from exports.batch import Batch, issue_certificates, planned_certificates, reprint
from models.access import Permission
from models.people.participant import Participant
from models.programme.attendance import Attendance
from models.programme.cohort import Cohort, CohortLine, CohortState, cohorts
from models.programme.enrolment import Enrolment
from models.programme.meeting import Meeting
from models.recognition.certificate import Certificate, Entitlement, certificates, entitlements
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.screen import Screen
from ui.tables.rows import SOFT, Column, Look, RowsModel
from ui.translation import plural, tr
from ui.widgets.buttons import primary, secondary
from ui.widgets.cards import EmptyState, Page, PageHeader, row
from ui.widgets.forms import choice
from ui.widgets.labels import Soft
from ui.widgets.progress import ProgressRow
from ui.widgets.table import TableFrame, TableView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from models.storage.media import Media
    from models.work import Work
    from ui.context import Context
    from ui.tasks import Progress
    from ui.widgets.labels import Kind


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One member: what they reached, and what stands in the way, if anything."""

    entitlement: Entitlement
    review: str

    @property
    def is_ready(self) -> bool:
        """Whether a certificate would be issued now."""
        return self.entitlement.is_entitled and not self.entitlement.serial and not self.review


@dataclass(frozen=True, slots=True)
class CertificatesPage:
    """All that the page shows; `cohort` is None in a clinic without any."""

    cohorts: tuple[CohortLine, ...]
    cohort: UUID | None
    rule: str
    rows: tuple[CertificateRow, ...]


class CertificatesScreen(Screen[CertificatesPage]):
    """The front desk's page for the end of a programme."""

    watches = frozenset({Certificate, Attendance, Meeting, Enrolment, Participant, Cohort})
    help_page = "certificates"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._page: CertificatesPage | None = None
        self._may_issue = context.actor.may(Permission.ISSUE_CERTIFICATES)
        self.cohort = choice([])
        self.cohort.setAccessibleName(tr("Cohort"))
        self.cohort.hide()
        self.cohort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.cohort.activated.connect(lambda _: context.go("certificates", cohort=self.cohort.currentData()))
        self.issue_button = primary(tr("Issue and print"), self.issue, key="Ctrl P")
        self.issue_button.hide()
        self.shortcut("Ctrl+P", self.issue)
        self.header = PageHeader(tr("Certificates"), actions=(self.cohort, self.issue_button))
        self.progress = ProgressRow()
        self.progress.hide()
        self.rows = RowsModel(_columns(), spoken=_spoken)
        self.table = TableView(self.rows, tr("Certificates"))
        self.table.opened.connect(self._open)
        self.frame = TableFrame(self.table)
        self.empty = EmptyState(
            "graduation-cap", tr("No certificates yet."), tr("They are decided when a programme has ended.")
        )
        self.again_button = secondary(tr("Look at this certificate"), lambda: self._open(self.table.current()))
        self.foot = Soft(wrap=True)
        for part in (self.frame, self.empty, self.again_button):
            part.hide()
        page = Page()
        page.add(self.header, self.progress, self.frame, self.empty, row(self.foot, self.again_button, stretch=0))
        page.body.addStretch()
        self.outer.addWidget(page)

    def query(self) -> Callable[[Work], CertificatesPage]:
        """Ask for the cohort chosen, else for the one that ended last."""
        chosen = self.parameters.get("cohort")
        return partial(_read, chosen=chosen if isinstance(chosen, UUID) else None)

    def show_result(self, result: CertificatesPage) -> None:
        """Show who gets one and why the others do not."""
        self._page = result
        self.cohort.clear()
        for line in result.cohorts:
            self.cohort.addItem(line.name, line.id)
        self.cohort.setCurrentIndex(self.cohort.findData(result.cohort))
        self.cohort.setVisible(bool(result.cohorts))
        self.header.below.setText(result.rule)
        self.rows.set_rows(result.rows)
        self.table.fit_height()
        self.frame.setVisible(bool(result.rows))
        self.empty.setVisible(not result.rows)
        ready = sum(line.is_ready for line in result.rows)
        issued = sum(bool(line.entitlement.serial) for line in result.rows)
        self.issue_button.setVisible(bool(ready or issued) and self._may_issue)
        self.issue_button.set_label(_issue_label(ready, issued))
        self.again_button.setVisible(bool(issued))
        self.foot.setText(_foot_text(result.rows, ready, issued))

    def first_focus(self) -> QWidget:
        """Give the keyboard to the list."""
        return self.table

    def issue(self) -> None:
        """Issue what is ready, together with what was issued before, as one job; then preview it."""
        page = self._page
        if page is None or page.cohort is None or self.issue_button.isHidden() or not self.issue_button.isEnabled():
            return
        self.issue_button.setEnabled(False)
        media, cohort = self.context.clinic.media, page.cohort

        def job(work: Work, progress: Progress) -> Batch:
            progress.check()
            return issue_certificates(work, media, cohort)

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

    def _open(self, line: object) -> None:
        if isinstance(line, CertificateRow) and line.entitlement.serial:
            serial = line.entitlement.serial
            query = partial(_kept, media=self.context.clinic.media, serial=serial)
            self.context.tasks.read(self, query, partial(self._show_one, serial))

    def _show_one(self, serial: str, kept: tuple[UUID, bytes]) -> None:
        title, name = tr("Certificate {serial}", serial=serial), f"certificate-{serial}.pdf"
        certificate, content = kept
        PrintPreviewDialog(self, self.context, title, content, name, [Leaf("certificate", certificate)]).open()


def _read(work: Work, chosen: UUID | None) -> CertificatesPage:
    lines = cohorts(work)
    ended = [line for line in lines if line.state is CohortState.ENDED]
    first = next(iter(ended or lines), None)
    line = next((each for each in lines if each.id == chosen), first)
    if line is None:
        return CertificatesPage((), None, "", ())
    looked = planned_certificates(work, line.id).review if work.actor.may(Permission.READ_CONTACT) else ()
    review = {left.enrolment: left.reason for left in looked}
    people = entitlements(work, line.id)
    rows = tuple(CertificateRow(each, review.get(each.member.enrolment, "")) for each in people)
    ended_text = (
        tr("ended")
        if line.state is CohortState.ENDED
        else tr("week {week} of {sessions}", week=line.week, sessions=line.sessions)
    )
    return CertificatesPage(lines, line.id, f"{line.name} · {line.programme} · {ended_text}", rows)


def _kept(work: Work, media: Media, serial: str) -> tuple[UUID, bytes]:
    """Give the kept PDF of a certificate, and which record it is of."""
    content = reprint(work, media, serial)
    return next(line.id for line in certificates(work) if line.serial == serial), content


def _columns() -> tuple[Column[CertificateRow], ...]:
    return (
        Column(tr("Name"), lambda line: line.entitlement.name, _name_look, tip=lambda line: line.entitlement.name),
        Column(tr("Certificate"), _state_text, lambda line: Look("chip", kind=_state_kind(line)), width=150),
        Column(tr("Why"), _why_text, SOFT, tip=_why_text),
    )


def _name_look(line: CertificateRow) -> Look:
    return Look(bold=True, aside=line.entitlement.member.distinguisher)


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


def _spoken(line: CertificateRow) -> str:
    return ", ".join((line.entitlement.name, _state_text(line), _why_text(line)))


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
