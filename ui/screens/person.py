"""One person: who they are, what they agreed to, and their cohorts."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from exports.consent_form import FormJob, consent_form
from models.access import Permission
from models.errors import NotFoundError
from models.pages.person import Membership, PersonPage, person_page
from models.people.consent import Purpose, Source, carry_consents, record_consent
from ui.dialogs.people.consent_history import ConsentHistoryDialog
from ui.dialogs.people.edit_person import EditPersonDialog
from ui.dialogs.people.merge_people import MergePeopleDialog
from ui.dialogs.people.record_consent import RecordConsentDialog
from ui.dialogs.people.record_paper import RecordPaperDialog
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.dialogs.privacy.erase_person import ErasePersonDialog
from ui.dialogs.privacy.export_person import ExportPersonDialog
from ui.screen.screen import Screen
from ui.translation import plural, tr
from ui.widgets.buttons import Button, link, quiet, secondary
from ui.widgets.cards import Card, EmptyState, Page, PageHeader, Row, clear, column, row
from ui.widgets.consent_card import ConsentCard
from ui.widgets.labels import Soft, Strong, set_tip
from ui.widgets.responsive_row import ResponsiveRow
from ui.words.tally import came_tip
from ui.words.wording import day_and_year_text, language_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.errors import ClinicError
    from models.people.participant import PersonView
    from models.work import Work
    from ui.context import Context


class PersonScreen(Screen[PersonPage]):
    """The page of one person."""

    help_page = "person"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._page: PersonPage | None = None
        self._group_links: list[Button] = []
        """To each group of the person."""
        may_change = context.actor.may(Permission.CHANGE_PEOPLE)
        self.merge_button = secondary(tr("Same person twice…"), self.merge)
        self.change_button = secondary(tr("Change"), self.change, key="Ctrl E")
        for button in (self.merge_button, self.change_button):
            button.setVisible(may_change)
        self.shortcut("Ctrl+E", self.change)
        self.data_button = quiet(tr("Everything about this person…"), self.export)
        self.data_button.setVisible(context.actor.may(Permission.EXPORT_PERSON))
        self.erase_button = quiet(tr("Erase…"), self.erase)
        self.erase_button.setVisible(context.actor.may(Permission.KEEP_PRIVACY))
        self.header = PageHeader(actions=(self.merge_button, self.change_button))
        self.facts = column(spacing=2)
        self.groups = column(spacing=0)
        may_record = context.actor.may(Permission.RECORD_CONSENT)
        on_paper = (quiet(tr("Print a form…"), self.print_form), quiet(tr("A form came back…"), self.record_paper))
        for button in on_paper:
            button.setVisible(may_record)
        history = quiet(tr("History"), self.show_history)
        self.agreed = ConsentCard(may_record=may_record, actions=(*on_paper, history))
        self.agreed.record.connect(self._record)
        self.agreed.withdraw.connect(self._withdraw)
        self._lay_out()

    def query(self) -> Callable[[Work], PersonPage]:
        """Ask for the person with their consent and cohorts."""
        return partial(person_page, id_=self.parameter("person", UUID))

    def show_result(self, result: PersonPage) -> None:
        """Show who the person is, what they agreed to and where they belong."""
        self._page, at = result, self.agreed.at()
        self.keep_keyboard()
        self.set_title(result.view.name)
        self.header.title.setText(result.view.name)
        born = result.view.form.born
        self.header.below.setText("" if born is None else tr("born {day}", day=day_and_year_text(born)))
        for layout in (self.facts, self.groups):
            clear(layout)
        self._show_facts(result.view)
        self._show_memberships(result.memberships)
        self.agreed.show_agreements(result.consents, result.identity, self.context.zone)
        self._follow_reading()
        if at is not None:
            self.agreed.rows[at].record_button.setFocus()

    def change(self) -> None:
        """Open the person's form."""
        if self._page is not None and self.context.actor.may(Permission.CHANGE_PEOPLE):
            EditPersonDialog(self, self.context, self._page.view, lambda _: self.context.toast(tr("Saved."))).open()

    def merge(self) -> None:
        """Choose the record that is the same person, and look at the preview."""
        if self._page is not None:
            MergePeopleDialog(self, self.context, self._page.view).open()

    def export(self) -> None:
        """Export everything that is stored about the person."""
        if self._page is not None:
            ExportPersonDialog(self, self.context, self._page.view.id, self._page.view.name).open()

    def erase(self) -> None:
        """Erase the person, after showing what that means."""
        if self._page is not None:
            ErasePersonDialog(self, self.context, self._page.view.id, self._page.view.name).open()

    def show_failure(self, error: ClinicError) -> None:
        """Leave the page where the person no longer exists: erased, or merged into another."""
        if isinstance(error, NotFoundError):
            self.context.go("people")
        else:
            super().show_failure(error)

    def _lay_out(self) -> None:
        about, groups = Card(tr("About")), Card(tr("Groups"))
        about.add(self.facts)
        groups.add(self.groups)
        page = Page()
        page.add(self.header, ResponsiveRow((4, column(about, groups, spacing=20)), (5, column(self.agreed))))
        page.add(row(self.data_button, self.erase_button))
        page.body.addStretch()
        self.outer.addWidget(page)

    def _follow_reading(self) -> None:
        """Set the tab order to the order of reading; widgets made anew would come last."""
        order = (self.change_button, *self._group_links, *self.agreed.buttons(), self.data_button, self.erase_button)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _show_facts(self, view: PersonView) -> None:
        form = view.form
        facts = (
            (tr("Preferred name"), form.preferred_name),
            (tr("Ceremony nickname"), form.nickname),
            (tr("Said like"), form.pronunciation),
            (tr("E-mail"), form.email),
            (tr("Phone"), form.phone),
            (tr("Language"), language_text(form.language)),
        )
        for name, value in facts:
            if value:
                self.facts.addWidget(Soft(name))
                self.facts.addWidget(Strong(value, wrap=True))
                self.facts.addSpacing(8)

    def _show_memberships(self, found: tuple[Membership, ...]) -> None:
        self._group_links = []
        if not found:
            self.groups.addWidget(EmptyState("users", tr("Not in a group yet.")))
        for one in found:
            came = tr("came to {came} of {planned} sessions", came=one.tally.attended, planned=one.tally.planned)
            excused = plural(one.tally.excused, "told us {count} time", "told us {count} times")
            self._group_links.append(open_it := link(tr("Open"), partial(self.context.go, "cohort", cohort=one.cohort)))
            line = Row(one.name, " · ".join((came, excused) if one.tally.excused else (came,)), actions=(open_it,))
            set_tip(line, came_tip(one.tally))
            self.groups.addWidget(line)

    def record_paper(self) -> None:
        """Enter a form that came back signed."""
        if self._page is not None and self.context.actor.may(Permission.RECORD_CONSENT):
            RecordPaperDialog(self, self.context, self._page.identity, self._page.texts).open()

    def show_history(self) -> None:
        """Show every answer that the person gave."""
        if self._page is not None:
            ConsentHistoryDialog(self, self.context, self._page.identity).open()

    def print_form(self) -> None:
        """Show the form with this person's name on it, ready to be printed and signed."""
        if self._page is None or not self.context.actor.may(Permission.RECORD_CONSENT):
            return
        draw = partial(consent_form, media=self.context.clinic.media, person=self._page.view.id)
        self.context.tasks.read(self, draw, self._show_form)

    def _show_form(self, job: FormJob) -> None:
        leaves = [Leaf("consent_form", one) for one in job.people]
        PrintPreviewDialog(self, self.context, tr("Consent form"), job.pdf, "consent-form.pdf", leaves).open()

    def _record(self, purpose: Purpose) -> None:
        page = self._page
        if page is not None:
            RecordConsentDialog(
                self, self.context, page.identity, purpose, page.texts, page.own_texts, said=page.consents.get(purpose)
            ).open()

    def _withdraw(self, purpose: Purpose) -> None:
        if self._page is None:
            return
        id_, words = self._page.view.id, self._page.consents[purpose].words
        # The undo carries the earlier answers over as they were, with their level, channel and end.
        put_back = partial(carry_consents, person=id_, lines=words)
        say = partial(record_consent, person=id_, purpose=purpose, language=self._page.texts.language)
        text = tr("Withdrawn. It holds everywhere from now on.")
        self.act(
            partial(say, is_given=False, source=Source.SPOKEN),
            lambda _: self.context.toast(text, lambda: self.act(put_back)),
        )
