"""The texts that people agree to, by language: the shipped ones or the clinic's own; every version is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QPlainTextEdit

from exports.consent_form import FormJob, blank_consent_form
from exports.wording import RIGHT_TO_LEFT
from models.pages.consent_texts import TextsPage, consent_texts_page
from models.people.consent_text import LIMIT, Wording, change_consent_texts
from models.people.purpose import ASKED
from models.people.shipped_texts import SHIPPED
from ui.dialogs.print_preview import Leaf, PrintPreviewDialog
from ui.screen.screen import Screen
from ui.theme.appearance import px
from ui.translation import plural, tr
from ui.widgets.buttons import link, primary, secondary
from ui.widgets.cards import Card, Page, PageHeader, row
from ui.widgets.forms import FormRow, choice
from ui.widgets.labels import Soft
from ui.words.consent import purpose_text
from ui.words.wording import language_text, short_day_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from PySide6.QtWidgets import QWidget

    from models.people.consent import Purpose
    from models.work import Work
    from ui.context import Context

LINES = 3
"""Of a text that can be seen at once; a longer one scrolls."""


class TextCard(Card):
    """The text of one purpose, with its version and a way back to the shipped text."""

    def __init__(self, purpose: Purpose, on_change: Callable[[], object]) -> None:
        super().__init__(purpose_text(purpose), " ")
        self.purpose, self._language, self.kept = purpose, "en", ""
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.setAccessibleName(tr("Words for: {purpose}", purpose=purpose_text(purpose)))
        metrics = self.editor.fontMetrics()
        self.editor.setFixedHeight(metrics.lineSpacing() * LINES + px(24))
        self.editor.textChanged.connect(on_change)
        self.shipped_button = link(tr("Laurel’s words"), self.take_shipped)
        self.shipped_button.setAccessibleName(tr("Laurel’s words for: {purpose}", purpose=purpose_text(purpose)))
        self.count = Soft()
        self.editor.textChanged.connect(self._count)
        self.add(self.editor, row(self.count, self.shipped_button, stretch=0))

    @property
    def typed(self) -> str:
        """The text in the field, on one line."""
        return " ".join(self.editor.toPlainText().split())

    @property
    def is_changed(self) -> bool:
        """Whether the field differs from what is stored."""
        return self.typed != self.kept

    def fill(self, words: Wording, zone: tzinfo, *, is_other: bool) -> None:
        """Show the stored text; one that is being edited stays, unless the language changes."""
        was_changed, self.kept, self._language = self.is_changed, words.text, words.language
        self._turn(is_right_to_left=words.language in RIGHT_TO_LEFT)
        if is_other or not was_changed:
            self.editor.setPlainText(words.text)
        version = tr("version {version}", version=words.version) if words.text else tr("not written yet")
        since = (
            "" if words.since is None else tr("since {day}", day=short_day_text(words.since.astimezone(zone).date()))
        )
        self.aside.setText(" · ".join(filter(None, (version, since))))
        self._count()

    def take_shipped(self) -> None:
        """Put the shipped text into the field; it is stored when the page is saved."""
        self.editor.setPlainText(SHIPPED[self._language][self.purpose.value])
        self.editor.setFocus()

    def _turn(self, *, is_right_to_left: bool) -> None:
        """Set the direction of the text to that of its language."""
        side = Qt.AlignmentFlag.AlignRight if is_right_to_left else Qt.AlignmentFlag.AlignLeft
        option = self.editor.document().defaultTextOption()
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if is_right_to_left else Qt.LayoutDirection.LeftToRight)
        self.editor.document().setDefaultTextOption(option)

    def _count(self) -> None:
        shipped = SHIPPED.get(self._language, {}).get(self.purpose.value, "")
        self.shipped_button.setVisible(bool(shipped) and self.typed != shipped)
        over = len(self.typed) - LIMIT
        self.count.setText(plural(over, "{count} letter too many", "{count} letters too many") if over > 0 else "")
        self.count.setVisible(over > 0)


class ConsentTextsScreen(Screen[TextsPage]):
    """The page of consent texts; what is saved is in force at once."""

    help_page = "consent_texts"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._language = context.profile().languages[0]
        self._shown: TextsPage | None = None
        self.save_button = primary(tr("Save the words"), self.save, key="Ctrl S")
        self.print_button = secondary(tr("Print a blank form…"), self.print_blank)
        self.shortcut("Ctrl+S", self.save)
        rule = tr(
            "What was agreed to keeps the words that it was agreed in. New words hold for who is asked from now on."
        )
        self.header = PageHeader(tr("Words of consent"), rule, actions=(self.print_button, self.save_button))
        self.language = choice([])
        self.language.setMinimumContentsLength(18)
        self.language.activated.connect(lambda _: self._change_language())
        self.note = Soft(wrap=True)
        self.cards = {purpose: TextCard(purpose, self._follow) for purpose in ASKED}
        page = Page()
        page.add(self.header, row(FormRow(tr("Language"), self.language)), self.note, *self.cards.values())
        page.body.addStretch()
        self.outer.addWidget(page)

    @property
    def changed(self) -> dict[Purpose, str]:
        """The edited texts that are not stored yet."""
        return {purpose: card.typed for purpose, card in self.cards.items() if card.is_changed}

    def query(self) -> Callable[[Work], TextsPage]:
        """Ask for the words of the language that is chosen."""
        return partial(consent_texts_page, language=self._language)

    def show_result(self, result: TextsPage) -> None:
        """Show the words with their versions."""
        is_other = self._shown is None or self._shown.language != result.language
        self._shown = result
        with QSignalBlocker(self.language):
            self.language.clear()
            for code in result.languages:
                self.language.addItem(language_text(code), code)
            self.language.setCurrentIndex(self.language.findData(result.language))
        for purpose, card in self.cards.items():
            card.fill(result.texts[purpose], self.context.zone, is_other=is_other)
        self.note.setText(
            tr("Another language appears here when you add it to the languages of the clinic, in the settings.")
            if result.is_used
            else tr("Not used yet: people are asked in this language as soon as every text is written.")
        )
        self._follow()

    def first_focus(self) -> QWidget:
        """Give the keyboard to the choice of a language."""
        return self.language

    def save(self) -> None:
        """Store the edited texts as new versions, in force from now on."""
        changed = {purpose: text for purpose, text in self.changed.items() if text}
        if changed:
            self.act(partial(change_consent_texts, language=self._language, texts=changed), self._say_saved)

    def print_blank(self) -> None:
        """Preview the form without a name, with the stored texts."""
        draw = partial(blank_consent_form, media=self.context.clinic.media, language=self._language)
        self.context.tasks.read(self, draw, self._show_form)

    def may_leave(self) -> bool:
        """Refuse, with a banner, while there are edits that are not stored."""
        if self.changed:
            self.context.show_banner(tr("You have changed words that are not saved. Save them, or put them back."))
        return not self.changed

    def _change_language(self) -> None:
        wanted = self.language.currentData()
        if wanted == self._language:
            return
        if not self.may_leave():
            self.language.setCurrentIndex(self.language.findData(self._language))
            return
        self._language = wanted
        self.refresh()

    def _follow(self) -> None:
        self.save_button.setEnabled(any(self.changed.values()))

    def _say_saved(self, count: int) -> None:
        self.context.toast(
            plural(count, "{count} text is in force from now on.", "{count} texts are in force from now on.")
        )

    def _show_form(self, job: FormJob) -> None:
        leaves = [Leaf("consent_text", one) for one in job.people]
        PrintPreviewDialog(self, self.context, tr("Consent form"), job.pdf, "consent-form.pdf", leaves).open()
