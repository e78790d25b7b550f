"""The consent form on paper: the clinic's words in the person's language, with boxes to tick, to be signed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from ceremonies.type import missing_glyphs, shape, wrap
from exports.flow import Layout, Spot, Strip, Style, laid, number_pages, paragraph, rule, with_drawing
from exports.form_words import FormWords, form_words
from exports.logo import kept_logo
from exports.page import GOLD_FILL, INK, LINE, MM, SOFT_INK, Picture, Sheet, pdf, portrait_for
from exports.wording import RIGHT_TO_LEFT
from models.access import Permission
from models.errors import InvalidError
from models.people.consent import Purpose
from models.people.consent_text import Form, consent_form_texts
from models.people.naming import Identity, legal_name, shown_name
from models.people.participant import identities, languages
from models.people.purpose import ASKED, channels_of
from models.programme.enrolment import members
from models.settings import Profile, profile
from models.translation import tr

if TYPE_CHECKING:
    from uuid import UUID

    from models.storage.media import Media
    from models.work import Work

MARKS: Final = 4
"""Above or below one letter: no script needs more."""
_SIDE: Final = 19 * MM
_HEAD: Final = 17 * MM
_FOOT: Final = 19 * MM
_COLUMN: Final = 21 * MM
"""Width of a column of boxes."""
_BOX: Final = 4 * MM
_LOGO: Final = 16 * MM
_KEPT: Final = 240.0
"""A text not higher than this is never divided between two sheets."""
_CLINIC: Final = Style(size=10.5, leading=14.7, ink=SOFT_INK)
_TITLE: Final = Style(size=21, leading=29.4, bold=True)
_NAME: Final = Style(size=14, leading=19.6, bold=True)
_RULE: Final = Style(size=10, leading=14)
_TEXT: Final = Style(size=10.5, leading=14.7)
_AGAIN: Final = Style(size=10, leading=14, ink=SOFT_INK)
_CODE: Final = Style(size=8.5, leading=12, ink=SOFT_INK)


@dataclass(frozen=True, slots=True)
class FormPage:
    """The content of one person's form; `identity` is None on a blank one."""

    texts: Form
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class FormJob:
    """A print job of forms; `people` names the person of each sheet, None on a blank one."""

    pdf: bytes
    people: tuple[UUID | None, ...]


def consent_form(work: Work, media: Media, person: UUID) -> FormJob:
    """Draw the form of one person, in their language, with their name on it."""
    work.require(Permission.RECORD_CONSENT, person=person)
    return draw_forms(profile(work), kept_logo(work, media), _named(work, [person]))


def cohort_consent_forms(work: Work, media: Media, cohort: UUID) -> FormJob:
    """Draw the forms of everybody in a cohort as one job, each in the person's own language."""
    work.require(Permission.RECORD_CONSENT, cohort=cohort)
    there = [one.person for one in members(work, cohort) if one.left_on is None]
    if not there:
        raise InvalidError("Nobody is in this group yet, so there is no form to print.")
    return draw_forms(profile(work), kept_logo(work, media), _named(work, there))


def blank_consent_form(work: Work, media: Media, language: str) -> FormJob:
    """Draw a form without a name, in the words that are in force for a language."""
    work.require(Permission.RECORD_CONSENT)
    return draw_forms(profile(work), kept_logo(work, media), [FormPage(consent_form_texts(work, language))])


def draw_forms(clinic: Profile, logo: Picture | None, pages: list[FormPage]) -> FormJob:
    """Draw forms one after the other on the paper of the clinic's country; each begins on a sheet of its own."""
    drawn = [(page.identity, _Form(clinic, logo, page).draw()) for page in pages]
    sheets = [sheet for _, own in drawn for sheet in own]
    people = tuple(None if one is None else one.id for one, own in drawn for _ in own)
    return FormJob(pdf(sheets, title=tr("Consent form"), author=clinic.name, language=pages[0].texts.language), people)


def _named(work: Work, people: list[UUID]) -> list[FormPage]:
    language_of, named = languages(work, people), identities(work, people)
    forms = {language: consent_form_texts(work, language) for language in {language_of[one] for one in people}}
    return [FormPage(forms[language_of[one]], named[one]) for one in people]


@dataclass(frozen=True, slots=True)
class _Form:
    """One person's form while it is drawn."""

    clinic: Profile
    logo: Picture | None
    page: FormPage

    def draw(self) -> list[Sheet]:
        """Draw everything and give the sheets."""
        layout = replace(self.layout, again=(*self._whose(), *self._columns()))
        purposes = [strip for purpose in ASKED for strip in self._purpose(purpose)]
        sheets = laid(
            [*self._title(), *self._name(), *self._rules(), *self._columns(), *purposes, self._signature()], layout
        )
        number_pages(sheets, layout, self._page_text, _CODE.size, 12 * MM)
        texts = self.page.texts
        text = _CODE.shaped(self.words.foot.format(code=texts.code, version=texts.version))
        for sheet in sheets:  # the code tells exactly which words were signed
            layout.spot(sheet, 12 * MM).text(text, 0, 0, SOFT_INK)
        return sheets

    def _page_text(self, page: int, pages: int) -> str:
        return self.words.page.format(page=page, pages=pages)

    @property
    def layout(self) -> Layout:
        is_mirrored = self.page.texts.language in RIGHT_TO_LEFT
        return Layout(
            size=portrait_for(self.clinic.country), side=_SIDE, top=_HEAD, foot=_FOOT, is_mirrored=is_mirrored
        )

    @property
    def width(self) -> float:
        return self.layout.width

    @property
    def words(self) -> FormWords:
        return form_words(self.page.texts.language)

    @property
    def name(self) -> str:
        return "" if self.page.identity is None else legal_name(self.page.identity)

    def _whose(self) -> list[Strip]:
        """Say on each sheet but the first whose it is: sheets come apart."""
        told = " · ".join(filter(None, (self.words.title, self.name)))
        return [*paragraph(_limited_marks(told), _AGAIN, self.width)[:1], Strip(height=8, draw=lambda _: None)]

    def _title(self) -> list[Strip]:
        """Set the clinic and the title, with the logo at the end of the lines."""
        logo = self.logo
        wide = high = 0.0
        if logo is not None:
            scale = min(_LOGO / logo.height, 3 * _LOGO / logo.width)
            wide, high = logo.width * scale, logo.height * scale
        room = self.width - (0 if logo is None else wide + 12)
        lines = [
            *paragraph(_limited_marks(self.clinic.name), _CLINIC, room),
            *paragraph(self.words.title, _TITLE, room),
        ]
        if logo is not None:
            lines[0] = with_drawing(lines[0], lambda spot: spot.picture(logo, self.width - wide, wide, high))
        below = max(6.0, (0 if logo is None else _LOGO) - sum(line.height for line in lines))
        return [*lines, Strip(height=below, draw=lambda _: None)]

    def _name(self) -> list[Strip]:
        """Set the name, or a line to write it on: also where no font here can draw it."""
        if self.name and not missing_glyphs(self.name, bold=True):
            return [*paragraph(_limited_marks(self.name), _NAME, self.width), Strip(height=8, draw=lambda _: None)]

        def draw(spot: Spot) -> None:
            label = _RULE.shaped(self.words.name)
            spot.text(label, 0, 26, SOFT_INK)
            spot.rule(label.width + 8, 28, spot.width - label.width - 8, SOFT_INK, 0.6)

        return [Strip(height=34, draw=draw)]

    def _rules(self) -> list[Strip]:
        lines = [strip for text in self.words.rules for strip in paragraph(text, _RULE, self.width)]
        return [*lines, Strip(height=6, draw=lambda _: None)]

    def _columns(self) -> list[Strip]:
        """Set the headings of the three columns of boxes, at the top of each sheet."""
        named = [wrap(text, width=_COLUMN - 4, size=8.2)[:3] for text in self.words.channels.values()]

        def draw(spot: Spot) -> None:
            for at, lines in enumerate(named):
                for place, line in enumerate(lines, start=1):
                    spot.centred(line, self._middle(at), place * 10.5, SOFT_INK)

        return [Strip(height=max(map(len, named)) * 10.5 + 5, draw=draw), rule(GOLD_FILL, 0.8)]

    def _middle(self, column: int) -> float:
        """Give the middle of a column of boxes, counted in reading order."""
        return self.width - (len(self.words.channels) - column - 0.5) * _COLUMN

    def _purpose(self, purpose: Purpose) -> list[Strip]:
        text = self.page.texts.texts[purpose].text
        _drawable(text, purpose)
        narrow = self.width - (3 if len(channels_of(purpose)) > 1 else 1.4) * _COLUMN - 8
        lines = paragraph(_limited_marks(text), _TEXT, narrow, above=6, keeps_next=True)
        is_kept = len(lines) * _TEXT.leading <= _KEPT
        if is_kept:
            lines = [replace(line, keeps_next=True) for line in lines]
        if purpose is Purpose.CEREMONY_NAME:
            return [*lines, *self._levels(narrow), rule(LINE, 0.6, above=7)]
        # Drawn after the text, because readers tell what a page says in the order of its drawing; beside the first
        # line, but for a text that may go on over the page.
        up = (len(lines) - 1) * _TEXT.leading if is_kept else 0.0
        lines[-1] = with_drawing(lines[-1], partial(self._boxes, purpose, up))
        return [*lines, rule(LINE, 0.6, above=7)]

    def _levels(self, narrow: float) -> list[Strip]:
        """Set a row for each level of naming, with what it shows of this person."""
        strips: list[Strip] = []
        for level, label in self.words.levels.items():
            shown = "" if self.page.identity is None else shown_name(self.page.identity, level) or ""
            text = f"{label}: {shown}" if shown and not missing_glyphs(shown) else label
            lines = paragraph(_limited_marks(text), _RULE, narrow - 14, start=14, above=5)
            lines[0] = with_drawing(lines[0], partial(self._boxes, Purpose.CEREMONY_NAME, 0.0))
            strips += lines
        return strips

    def _boxes(self, purpose: Purpose, up: float, spot: Spot) -> None:
        """Draw the boxes so far above a line; one box where the channel is not asked."""
        if len(channels_of(purpose)) > 1:
            for at in range(len(self.words.channels)):
                spot.box(self._middle(at), 13 - up, _BOX)
            return
        middle = self._middle(2)
        spot.box(middle, 13 - up, _BOX)
        spot.text_at_end(_RULE.shaped(self.words.yes), middle - _BOX / 2 - 5, 11 - up, INK)

    def _signature(self) -> Strip:
        def draw(spot: Spot) -> None:
            for start, length, word in (
                (0.0, spot.width * 0.62, self.words.signature),
                (spot.width * 0.68, spot.width * 0.32, self.words.day),
            ):
                spot.rule(start, 46, length, INK, 0.7)
                spot.text(shape(word, size=9), start, 58, SOFT_INK)

        return Strip(height=60, draw=draw)


def _limited_marks(text: str) -> str:
    """Keep at most four combining marks on each letter: more run over the lines around it."""
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.category(sign) == "Mn" else 0
        if marks <= MARKS:
            kept.append(sign)
    return "".join(kept)


def _drawable(text: str, purpose: Purpose) -> None:
    missing = missing_glyphs(text)
    if missing:
        raise InvalidError(
            "The text for “{purpose}” has signs that no font here can draw: {signs}. Change the text in the settings.",
            purpose=purpose.value,
            signs=" ".join(missing),
        )
