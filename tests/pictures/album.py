"""What is photographed: every screen and dialog of the window, in the order in which a clinic meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from models.access import Role
from models.keys.slots import Keys
from models.people.account import FirstPassphrase, add_account, leave
from models.people.birth_date import DateOrder
from models.people.consent import Purpose
from models.people.participant import find_people
from models.programme.cohort import cohort
from models.programme.meeting import MeetingState
from models.recognition.ceremony import ceremonies
from models.trail import Action
from tests.pictures.long_ago import bring_long_ago
from tests.pictures.sitting import EARLY, EVENING, GRADUATING, PASSPHRASE, TONIGHT
from ui.dialogs.confirm_identity import ConfirmIdentity
from ui.dialogs.print_preview import PrintPreviewDialog
from ui.dialogs.session.first_passphrase import FirstPassphraseDialog
from ui.dialogs.staff.check_sheet import CheckSheet
from ui.dialogs.staff.recovery_sheet import offer_recovery_sheet
from ui.widgets.forms import SearchBox
from ui.widgets.wizard import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.clinic.clinic import Clinic
    from tests.pictures.sitting import Sitting
    from ui.screens.backups import BackupsScreen

    Page = Callable[[Sitting], None]

W = TypeVar("W", bound=QWidget)
ROSTERS: Final = Path(__file__).parents[1] / "data" / "rosters"


def tonight(at: Sitting) -> UUID:
    """Give tonight's session of the group that meets tonight."""
    view = at.ask(lambda work: cohort(work, at.cohort(TONIGHT)))
    return next(line.id for line in view.meetings if line.state is MeetingState.PLANNED)


def today(at: Sitting) -> None:
    at.go("today")
    at.take("10-today")


def find(at: Sitting) -> None:
    at.go("today")
    at.window.find_anything()
    at.camera.settle()
    found = at.take_dialog("11-find-empty", close=False)
    QTest.keyClicks(part(found, SearchBox), "mar")
    at.take_dialog("12-find")


def help_page(at: Sitting) -> None:
    at.go("register", meeting=tonight(at))
    at.window.help()
    at.take_dialog("13-help")


def register(at: Sitting) -> None:
    screen = at.go("register", meeting=tonight(at))
    at.take("20-register-before")
    at.press(screen.table, "7l3e")
    at.take("21-register-mid-marking")
    at.press(screen.table, "\n")
    at.take("22-register-all-marked")
    screen.show_history()
    at.take_dialog("23-mark-history")
    screen.close_the_session()
    at.camera.settle()
    at.take("24-register-closed")
    at.press(screen.table, "2n")
    at.take_dialog("25-correction-with-reason")


def cohort_list(at: Sitting) -> None:
    screen = at.go("cohorts")
    at.take("30-cohorts")
    screen.plan()
    at.camera.settle()
    at.take_dialog("31-plan-a-cohort")


def one_cohort(at: Sitting) -> None:
    screen = at.go("cohort", cohort=at.cohort(GRADUATING))
    at.take("32-cohort-people")
    screen.enrol_someone()
    at.take_dialog("33-enrol-a-person")
    screen.choose_team()
    at.camera.settle()
    at.take_dialog("33-team")
    screen.save_table()
    at.take_dialog("34-save-as-a-table")
    part(screen, Tabs).setCurrentIndex(1)
    at.take("34-cohort-sessions")


def people(at: Sitting) -> None:
    screen = at.go("people")
    at.take("40-people")
    at.press(screen.search, "zz")
    at.take("41-people-nobody")
    screen.search.clear()
    screen.add_person()
    at.take_dialog("42-add-a-person")


def import_people(at: Sitting) -> None:
    at.go("people", importing=True, cohort=at.cohort(EARLY))
    shown = at.take_dialog("43-import-list", close=False)
    shown.read(ROSTERS / "broken_rows.csv")
    at.take_dialog("43-import-columns", close=False)
    choice = shown.columns_page.dates
    choice.setCurrentIndex(choice.findData(DateOrder.DMY))
    shown.steps.go_on()
    at.take_dialog("43-import-rows")


def person(at: Sitting) -> None:
    screen = at.go("person", person=at.ask(lambda work: find_people(work, "maria silva"))[0].id)
    at.take("45-person")
    screen.change()
    at.take_dialog("46-change-a-person")
    screen.merge()
    at.take_dialog("47-same-person-twice")
    screen._record(next(iter(screen._page.consents)))
    at.take_dialog("48-consent")
    screen.agreed.rows[Purpose.CEREMONY_NAME].ask()
    at.take("48-consent-withdraw")
    screen.record_paper()
    at.take_dialog("48-consent-on-paper")
    screen.show_history()
    at.camera.settle()
    at.take_dialog("48-consent-history")
    screen.print_form()
    at.camera.settle()
    at.camera.wait_for(lambda: is_drawn(at))
    at.take_dialog("48-consent-form")


def outcomes(at: Sitting) -> None:
    screen = at.go("outcomes", cohort=at.cohort(GRADUATING))
    at.take("50-outcomes")
    screen = at.go("outcomes", cohort=at.cohort(EARLY))
    places = [number for number, row in enumerate(screen.people.rows) if row.forms.due]
    screen.table.select_row(places[0] if places else 0)
    at.camera.settle()
    at.take("51-outcomes-due")
    screen.enter_form()
    at.camera.settle()
    at.take_dialog("52-enter-a-form")


def recognition(at: Sitting) -> None:
    screen = at.go("recognition", cohort=at.cohort(EARLY))
    at.take("60-recognition-to-approve")
    screen = at.go("recognition", cohort=at.cohort(TONIGHT))
    for place, name in enumerate(("together", "paths", "badges", "board")):
        part(screen, Tabs).setCurrentIndex(place)
        at.take(f"6{place + 1}-recognition-{name}")


def ceremony_list(at: Sitting) -> None:
    screen = at.go("ceremonies")
    at.take("70-ceremonies")
    screen.make()
    at.camera.settle()
    at.take_dialog("71-make-me-a-ceremony")


def one_ceremony(at: Sitting) -> None:
    view = at.ask(ceremonies)[0]
    screen = at.go("ceremony", ceremony=view.id)
    screen.table.select_row(2)
    at.take("72-ceremony-ready")
    screen.make_ready()
    at.camera.settle()
    screen.table.select_row(2)
    at.take("73-ceremony-draft")
    screen.edit(screen.table.current())
    at.take_dialog("74-words-to-say")
    screen.make_ready()
    at.camera.settle()


def certificates(at: Sitting) -> None:
    screen = at.go("certificates", cohort=at.cohort(TONIGHT))
    at.take("80-certificates-not-yet")
    screen = at.go("certificates", cohort=at.cohort(GRADUATING))
    at.take("81-certificates")
    screen.issue()
    at.camera.settle()
    at.camera.wait_for(lambda: is_drawn(at))
    at.take_dialog("82-print-preview")
    at.take("83-certificates-issued")


def bring_colleagues(clinic: Clinic) -> None:
    """Let some people work here, of whom one waits for a key, one never came and one has left."""
    sure = clinic.confirm(PASSPHRASE)
    ring, without = clinic.keyring, replace(clinic.keyring, keys=Keys(clinic.keys.data, None))
    with clinic.database.write(clinic.actor) as work:
        for name, keyring, roles in (
            ("محمد الحسيني", ring, [Role.CO_FACILITATOR, Role.DIGITAL_COACH]),
            ("Sam Reed", without, [Role.FACILITATOR]),
            ("Maria do Carmo de Jesus Rodrigues Fernandes de Albuquerque e Castro", ring, [Role.FRONT_DESK]),
        ):
            add_account(work, keyring, name, roles, confirmed=sure)
        left = add_account(work, ring, "Jo Ferro", [Role.FRONT_DESK], confirmed=sure).staff
        leave(work, ring, left, version=1, confirmed=sure)


def settings(at: Sitting) -> None:
    bring_colleagues(at.clinic)
    screen = at.go("settings")
    at.take("90-settings")
    screen.add_person()
    at.take_dialog("90-add-an-account")
    mina = next(one for one in screen.people.rows.values() if one.doors)
    mina.doors[-1].click()
    at.take_dialog("90-a-colleague")
    FirstPassphraseDialog(
        screen,
        at.window.context,
        FirstPassphrase(
            staff=UUID(int=1), name="محمد الحسيني", passphrase="anchor willow seven copper lantern tide", until=EVENING
        ),
    ).open()
    at.take_dialog("90-first-passphrase")
    screen.make_sheet()
    at.take_dialog("90-make-a-recovery-sheet")
    screen.change_passphrase()
    at.take_dialog("90-change-my-passphrase")
    about = "Their answers, marks and awards are taken out of the clinic."
    ConfirmIdentity(screen, at.window.context, "Erase this person?", about, "Erase", print, kind="danger").open()
    at.take_dialog("90-confirm-identity")


def consent_texts(at: Sitting) -> None:
    screen = at.go("consent_texts")
    at.take("93-words-of-consent")
    screen.language.setCurrentIndex(screen.language.findData("ar"))
    screen._change_language()
    at.camera.settle()
    at.take("93-words-of-consent-arabic")


def audit(at: Sitting) -> None:
    screen = at.go("audit")
    at.camera.wait_for(lambda: bool(screen.proof.text()))
    at.take("92-what-was-done")
    screen.print_sheet()
    at.camera.wait_for(lambda: bool(at.window.findChildren(PrintPreviewDialog)))
    at.take_dialog("92-day-sheet")
    screen.check_sheet()
    part(screen, CheckSheet).letters.setText("4711 ABCD EFGH IJKL MNOP QRST")
    part(screen, CheckSheet).check()
    at.camera.settle()
    at.take_dialog("92-check-a-day-sheet")


def backups(at: Sitting) -> None:
    """Two evenings, a second place that was chosen in between, and one copy that was damaged there."""
    watch = at.window.context.backups
    assert watch is not None
    at.clinic.is_exclusive = True
    stick = at.clinic.folder.path.with_name(f"{at.clinic.folder.path.name} stick")
    stick.mkdir()
    for number, reason in enumerate(("close", "every half hour", "import", "lock", "every half hour")):
        at.clock.now += timedelta(minutes=30) if number else timedelta(days=-1)
        at.tasks.database.note(at.clinic.actor, Action.PRINT, "day_sheet")
        if number == 2:
            watch.choose(stick, lambda _round: None, at.tasks.failed.emit)
            at.camera.settle()
        watch.back_up(reason)
        at.camera.settle()
    at.clock.now = EVENING + timedelta(hours=2)
    next(iter(sorted(stick.glob("*/*.laurel")))).write_bytes(b"damaged")
    screen = at.go("backups")
    _shown_elsewhere(screen)
    at.take("94-backups")
    screen.try_out()
    at.take_dialog("94-try-a-backup-out")
    stick.rename(stick.with_name(f"{stick.name} in the drawer"))
    at.tasks.database.note(at.clinic.actor, Action.PRINT, "day_sheet")
    at.clock.now += timedelta(days=9)
    screen.refresh()
    at.camera.settle()
    _shown_elsewhere(screen)
    at.take("94-backups-that-need-somebody")
    at.go("today")
    at.take("94-today-tells-of-backups")
    at.clinic.is_exclusive = False


def _shown_elsewhere(screen: BackupsScreen) -> None:
    """Show folders as a clinic has them, not where the pictures are taken."""
    screen.here_path.setText("C:\\Clinic\\Laurel\\Riverside\\backups")
    screen.there_path.setText("E:\\Laurel")


def privacy(at: Sitting) -> None:
    bring_long_ago(at)
    screen = at.go("privacy")
    at.take("93-privacy")
    screen.keep(screen.people[0])
    at.take_dialog("93-keep-longer")
    screen.erase(screen.people[1])
    at.camera.settle()
    at.take_dialog("93-erase-somebody-whose-time-is-over")
    screen = at.go("person", person=at.ask(lambda work: find_people(work, "maria silva"))[0].id)
    screen.export()
    at.take_dialog("94-everything-about-a-person")
    screen.erase()
    at.camera.settle()
    at.take_dialog("94-erase-a-person")


def new_clinic(at: Sitting) -> None:
    for name in ("today", "cohorts", "people", "outcomes", "recognition", "ceremonies", "certificates"):
        at.go(name)
        at.take(f"03-new-clinic-{name}")
    at.go("today")
    offer_recovery_sheet(at.window)
    at.take_dialog("03-new-clinic-recovery-sheet")


def banner(at: Sitting) -> None:
    at.go("cohorts")
    at.window.show_banner("There is already a cohort called Autumn evening. Choose another name.", "care")
    at.take("91-banner")


def is_drawn(at: Sitting) -> bool:
    """Tell whether the preview's pages, which are drawn in the background, have come."""
    from PySide6.QtPdfWidgets import QPdfView
    from PySide6.QtWidgets import QApplication

    views = [one for one in QApplication.allWidgets() if isinstance(one, QPdfView) and one.isVisible()]
    if not views:
        return False
    seen = views[0].grab().toImage()
    middle = range(seen.width() // 4, 3 * seen.width() // 4, 3)
    return len({seen.pixel(x, seen.height() // 3) for x in middle}) > 3


def part(of: QWidget, kind: type[W]) -> W:
    """Give the one part of this kind."""
    (found,) = of.findChildren(kind)
    return found


PAGES: Final[tuple[Page, ...]] = (
    today, find, help_page, cohort_list, one_cohort, people, import_people, person, outcomes, recognition, register,
    ceremony_list, one_ceremony, certificates, settings, consent_texts, audit, backups, privacy, banner,
)  # fmt: skip
SOME: Final[tuple[Page, ...]] = (today, one_cohort, person, recognition, certificates, settings)
"""Enough to see whether another size or reading direction holds."""
