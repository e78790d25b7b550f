"""One person: who they are, what they agreed to, and their cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.access import Permission
from models.people.consent import Consent, ConsentLine, Purpose, Source, consents, record_consent
from models.people.participant import Participant, PersonView, identities, person
from models.programme.attendance import Attendance, Tally, tallies
from models.programme.cohort import cohort
from models.programme.enrolment import Enrolment, cohorts_of
from ui.dialogs.edit_person import EditPersonDialog
from ui.dialogs.merge_people import MergePeopleDialog
from ui.dialogs.record_consent import RecordConsentDialog
from ui.screen import Screen
from ui.tally_words import came_tip
from ui.translation import mark, plural, tr
from ui.widgets.beside import Beside
from ui.widgets.buttons import link, secondary
from ui.widgets.cards import Card, Divider, EmptyState, Page, PageHeader, Row, clear, column
from ui.widgets.labels import Chip, Soft, Strong, set_tip
from ui.wording import day_and_year_text, language_text, level_text, short_day_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.people.naming import Identity
    from models.work import Work
    from ui.context import Context

PURPOSES: Final[dict[Purpose, str]] = {
    Purpose.CEREMONY_NAME: mark("Name at ceremonies"),
    Purpose.BOARD: mark("Group board"),
    Purpose.CEREMONY_RECORDING: mark("Recording of ceremonies"),
    Purpose.PHOTO: mark("Photo"),
    Purpose.KEEPSAKE: mark("Keepsake"),
    Purpose.SMS: mark("Text messages"),
    Purpose.EMAIL: mark("E-mail"),
    Purpose.WEARABLE: mark("Wearable data"),
    Purpose.RESEARCH: mark("Research export"),
}


@dataclass(frozen=True, slots=True)
class Membership:
    """A cohort of the person with what their marks add up to."""

    cohort: UUID
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class PersonPage:
    """All that the page shows."""

    view: PersonView
    identity: Identity
    consents: dict[Purpose, ConsentLine]
    memberships: tuple[Membership, ...]


class PersonScreen(Screen[PersonPage]):
    """A person's own page."""

    watches = frozenset({Participant, Consent, Enrolment, Attendance})
    help_page = "person"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._page: PersonPage | None = None
        may_change = context.actor.may(Permission.CHANGE_PEOPLE)
        self.merge_button = secondary(tr("Same person twice…"), self.merge)
        self.change_button = secondary(tr("Change"), self.change, key="Ctrl E")
        for button in (self.merge_button, self.change_button):
            button.setVisible(may_change)
        self.shortcut("Ctrl+E", self.change)
        self.header = PageHeader(actions=(self.merge_button, self.change_button))
        self.facts = column(spacing=2)
        self.groups = column(spacing=0)
        self.agreed = column(spacing=0)
        self._lay_out()

    def query(self) -> Callable[[Work], PersonPage]:
        """Ask for the person with their consent and cohorts."""
        return partial(_read, id_=self.parameter("person", UUID))

    def show_result(self, result: PersonPage) -> None:
        """Show who the person is, what they agreed to and where they belong."""
        self._page = result
        self.keep_keyboard()
        self.set_title(result.view.name)
        self.header.title.setText(result.view.name)
        born = result.view.form.born
        self.header.below.setText("" if born is None else tr("born {day}", day=day_and_year_text(born)))
        for layout in (self.facts, self.groups, self.agreed):
            clear(layout)
        self._show_facts(result.view)
        self._show_memberships(result.memberships)
        for number, purpose in enumerate(PURPOSES):
            if number:
                self.agreed.addWidget(Divider())
            self.agreed.addWidget(self._consent_row(purpose, result))

    def change(self) -> None:
        """Open the person's form."""
        if self._page is not None and self.context.actor.may(Permission.CHANGE_PEOPLE):
            EditPersonDialog(self, self.context, self._page.view, lambda _: self.context.toast(tr("Saved."))).open()

    def merge(self) -> None:
        """Choose the record that is the same person, and look at the preview."""
        if self._page is not None:
            MergePeopleDialog(self, self.context, self._page.view).open()

    def _lay_out(self) -> None:
        about, groups, agreed = Card(tr("About")), Card(tr("Groups")), Card(tr("What they agreed to"))
        about.add(self.facts)
        groups.add(self.groups)
        rule = tr(
            "Nothing is shown or sent until the person agrees. "
            "The last word counts, everywhere and at once; earlier ones are kept."
        )
        agreed.add(Soft(rule, wrap=True), self.agreed)
        page = Page()
        page.add(self.header, Beside((4, column(about, groups, spacing=20)), (5, column(agreed))))
        page.body.addStretch()
        self.outer.addWidget(page)

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
        if not found:
            self.groups.addWidget(EmptyState("users", tr("Not in a group yet.")))
        for one in found:
            came = tr("came to {came} of {planned} sessions", came=one.tally.attended, planned=one.tally.planned)
            told = plural(one.tally.told_us, "told us {count} time", "told us {count} times")
            open_it = link(tr("Open"), partial(self.context.go, "cohort", cohort=one.cohort))
            line = Row(one.name, " · ".join((came, told) if one.tally.told_us else (came,)), actions=(open_it,))
            set_tip(line, came_tip(one.tally))
            self.groups.addWidget(line)

    def _consent_row(self, purpose: Purpose, page: PersonPage) -> Row:
        found = page.consents.get(purpose)
        actions = []
        if self.context.actor.may(Permission.RECORD_CONSENT):
            if found is not None and found.is_given:
                actions.append(link(tr("Withdraw"), partial(self._withdraw, purpose)))
            actions.append(link(tr("Record"), partial(self._record, purpose)))
        below = _consent_text(found, page.identity)
        return Row(tr(PURPOSES[purpose]), below, lead=_chip(found), lead_width=92, actions=actions)

    def _record(self, purpose: Purpose) -> None:
        if self._page is not None:
            given = self._page.consents.get(purpose)
            RecordConsentDialog(
                self, self.context, self._page.identity, purpose, tr(PURPOSES[purpose]),
                level=given.level if given is not None else None,
            ).open()  # fmt: skip

    def _withdraw(self, purpose: Purpose) -> None:
        if self._page is None:
            return
        say = partial(record_consent, person=self._page.view.id, purpose=purpose)
        before = self._page.consents[purpose]
        put_back = partial(say, is_given=True, source=before.source, level=before.level)
        words = tr("Withdrawn. It holds everywhere from now on.")
        self.act(
            partial(say, is_given=False, source=Source.SPOKEN),
            lambda _: self.context.toast(words, lambda: self.act(put_back)),
        )


def _read(work: Work, id_: UUID) -> PersonPage:
    memberships = tuple(
        Membership(group, cohort(work, group).name, tallies(work, group)[enrolment])
        for enrolment, group in cohorts_of(work, id_)
    )
    return PersonPage(person(work, id_), identities(work, [id_])[id_], consents(work, id_), memberships)


def _chip(found: ConsentLine | None) -> Chip:
    if found is None:
        return Chip(tr("not asked"), "neutral")
    return Chip(tr("yes"), "laurel") if found.is_given else Chip(tr("no"), "neutral")


def _consent_text(found: ConsentLine | None, identity: Identity) -> str:
    if found is None:
        return ""
    sources = {Source.SPOKEN: tr("said"), Source.PAPER: tr("on paper"), Source.LIST: tr("from a list")}
    shown = tr("as “{name}”", name=level_text(identity, found.level)) if found.is_given and found.level else ""
    text = " · ".join(filter(None, (shown, f"{short_day_text(found.recorded_at.date())}, {sources[found.source]}")))
    if found.is_given and found.source is Source.LIST and found.purpose in {Purpose.SMS, Purpose.EMAIL}:
        text += " · " + tr("ask before sending")
    return text
