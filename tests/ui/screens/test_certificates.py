"""Certificates: who gets one and why not, one job with its preview, and the same bytes when printed again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from exports.batch import reprint
from exports.shipped_templates import CERTIFICATE, SHIPPED, Shipped
from models.access import Actor, Role
from models.recognition.certificate import certificates
from tests import factory
from tests.ui.screens.conftest import texts
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.screens.certificates import CertificatesScreen
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from models.storage.database import Database
    from tests.factory import Group, MovingClock
    from tests.ui.conftest import Heard
    from ui.context import Context

    Show = Callable[..., Any]
    Opened = Callable[..., Any]
    Settle = Callable[[], None]
    Ask = Callable[..., Any]


@pytest.fixture
def ended(clinic: Database, writer: Actor, clock: MovingClock) -> Group:
    """Three people at the end of their programme: came always, came to eight of twelve, came to nine."""
    clock.to(factory.START)
    with clinic.write(writer) as work:
        them = factory.group(work, size=3)
    marks = [f"P{'P' if place < 8 else 'E'}{'P' if place < 9 else 'N'}" for place in range(12)]
    clock.to(them.meetings[-1].day)
    with clinic.write(writer) as work:
        factory.run_sessions(work, them, marks)
    return them


def rows(screen: CertificatesScreen) -> dict[str, tuple[str, str]]:
    model = screen.rows.model
    return {
        str(model.data(model.index(place, 0))): (
            str(model.data(model.index(place, 1))),
            str(model.data(model.index(place, 2))),
        )
        for place in range(model.rowCount())
    }


def preview(screen: CertificatesScreen, opened: Opened) -> PrintPreviewDialog:
    dialog = opened(screen, PrintPreviewDialog)
    assert isinstance(dialog, PrintPreviewDialog)
    return dialog


def test_that_a_clinic_without_groups_offers_nothing_to_print(context: Context, show: Show) -> None:
    screen = show(CertificatesScreen(context))
    assert "No certificates yet." in texts(screen)
    assert not [one for one in screen.findChildren(Button) if one.isVisibleTo(screen)]


def test_that_each_person_is_listed_with_the_rule_or_the_reason(context: Context, ended: Group, show: Show) -> None:
    screen = show(CertificatesScreen(context), cohort=ended.cohort)
    assert rows(screen) == {
        "Anna Berg": ("ready", "attended 12 of 12 sessions, 100 %; rule: at least 75 %"),
        "Samir Rahimi": ("not yet", "Not yet: attended 8 of 12 sessions, 66 %; rule: at least 75 %."),
        "Nguyễn Thị Hồng Nhung": ("ready", "attended 9 of 12 sessions, 75 %; rule: at least 75 %"),
    }
    assert screen.foot.text() == "2 ready · 1 without one, with the reason"
    assert screen.issue_button.label == "Issue and print 2"


def test_that_issuing_previews_every_page_and_printing_again_gives_the_same_bytes(
    qtbot: QtBot, context: Context, ended: Group, show: Show, opened: Opened, settle: Settle, ask: Ask, heard: Heard
) -> None:
    screen = show(CertificatesScreen(context), cohort=ended.cohort)
    assert screen.table.hasFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    first = preview(screen, opened)
    assert first.document.pageCount() == 2
    assert "2 pages. Look through them before you print." in texts(first)
    assert heard.toasts == [("2 certificates issued.", None)]
    first.reject()
    settle()
    issued = ask(partial(certificates, cohort=ended.cohort))
    assert len(issued) == 2
    assert screen.issue_button.label == "Print again"
    screen.issue_button.click()
    again = preview(screen, opened)
    assert again._content == first_bytes(screen, ended)
    assert len(ask(partial(certificates, cohort=ended.cohort))) == 2
    assert len(heard.toasts) == 1


def test_that_new_certificates_look_as_chosen_and_the_choice_goes_when_all_are_issued(
    context: Context, ended: Group, show: Show, opened: Opened, settle: Settle
) -> None:
    screen = show(CertificatesScreen(context), cohort=ended.cohort)
    assert screen.template_field.isVisibleTo(screen)
    assert screen.template_field.currentText() == "Landscape sheet"
    choose(screen, "Portrait sheet")
    settle()
    assert rows(screen)["Anna Berg"][0] == "ready"
    screen.issue()
    size = preview(screen, opened).document.pagePointSize(0)
    assert size.height() > size.width()


def test_that_who_has_to_be_looked_at_depends_on_the_template(
    context: Context, ended: Group, show: Show, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = [
        element.model_copy(update={"start": 360.0, "end": 360.0}) if element.kind == "name" else element
        for element in CERTIFICATE.elements
    ]
    monkeypatch.setitem(SHIPPED, Shipped.CARD, CERTIFICATE.model_copy(update={"elements": tuple(narrow)}))
    screen = show(CertificatesScreen(context), cohort=ended.cohort)
    assert rows(screen)["Nguyễn Thị Hồng Nhung"][0] == "ready"
    choose(screen, "Card, A5")
    settle()
    told = "This name is too long for two lines at a readable size."
    assert rows(screen)["Nguyễn Thị Hồng Nhung"] == ("look first", told)


def choose(screen: CertificatesScreen, text: str) -> None:
    field = screen.template_field
    field.setCurrentIndex(field.findText(text))
    field.activated.emit(field.currentIndex())


def first_bytes(screen: CertificatesScreen, ended: Group) -> bytes:
    from exports.print_job import joined

    with screen.context.tasks.database.read(screen.context.actor) as work:
        serials = [line.serial for line in sorted(certificates(work, ended.cohort), key=lambda line: line.serial)]
        return joined(reprint(work, screen.context.clinic.media, serial) for serial in serials)


def test_that_one_certificate_is_looked_at_as_it_was_issued(
    qtbot: QtBot, context: Context, ended: Group, show: Show, opened: Opened, settle: Settle, ask: Ask
) -> None:
    screen = show(CertificatesScreen(context), cohort=ended.cohort)
    screen.issue()
    preview(screen, opened).reject()
    settle()
    screen.table.select_row(0)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    one = preview(screen, opened)
    serial = screen.rows.rows[0].entitlement.serial
    assert one.heading.text() == f"Certificate {serial}"
    assert one.document.pageCount() == 1
    assert one._content == ask(partial(reprint, media=context.clinic.media, serial=serial))


def test_that_the_job_is_saved_byte_by_byte_and_a_missing_printer_is_said(
    context: Context, ended: Group, show: Show, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    heard: Heard,
) -> None:  # fmt: skip
    screen = show(CertificatesScreen(context), cohort=ended.cohort)
    screen.issue()
    dialog = preview(screen, opened)
    out = tmp_path / "job.pdf"
    monkeypatch.setattr("ui.dialogs.print_preview.ask_where_to_save", lambda *_args: out)
    dialog.save()
    assert out.read_bytes() == dialog._content
    assert heard.toasts[-1][0] == "Saved as job.pdf."
    monkeypatch.setattr("ui.dialogs.print_preview.QPrinterInfo.availablePrinters", list)
    dialog.print()
    assert "No printer is set up" in dialog.problem.text()


def test_that_nothing_is_ready_before_the_end(
    context: Context, clinic: Database, writer: Actor, them: Group, show: Show, settle: Settle, ask: Ask
) -> None:
    with clinic.write(writer) as work:
        factory.run_sessions(work, them, ["PPPPPPPPPPPP"])
    screen = show(CertificatesScreen(context), cohort=them.cohort)
    assert {state for state, _ in rows(screen).values()} == {"not yet"}
    screen.issue()
    settle()
    assert not ask(certificates)


@pytest.mark.parametrize("executor", ["inline"], indirect=True)
class TestPeerLead:
    """What a peer lead meets on certificates."""

    @pytest.fixture
    def actor(self) -> Actor:
        return factory.actor(Role.PEER_LEAD)

    def test_that_a_peer_lead_reads_and_issues_nothing(
        self, qtbot: QtBot, context: Context, ended: Group, show: Show, ask: Ask, heard: Heard
    ) -> None:
        screen = show(CertificatesScreen(context), cohort=ended.cohort)
        assert len(rows(screen)) == 3
        assert not screen.issue_button.isVisibleTo(screen)
        qtbot.keyClick(screen.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        assert not ask(certificates)
        assert not heard.banners
