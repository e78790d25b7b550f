"""The consent form on paper: the clinic's words in the person's language, with boxes to tick, to be signed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ceremonies.type import missing_glyphs, shape, wrap
from exports.form_words import FormWords, form_words
from exports.logo import logo_picture
from exports.page import GOLD_FILL, INK, LINE, MM, SOFT_INK, PageSize, Picture, Sheet, number, pdf, portrait_for
from models.access import Permission
from models.errors import ClinicError, InvalidError
from models.people.consent import Purpose
from models.people.consent_text import Form, consent_form_texts
from models.people.naming import Identity, legal_name, shown_name
from models.people.participant import identities, languages
from models.people.purpose import ASKED, channels_of
from models.programme.enrolment import members
from models.settings import Profile, profile

if TYPE_CHECKING:
    from uuid import UUID

    from models.storage.media import Media
    from models.work import Work

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
"""Languages whose pages begin at the right."""
MARKS: Final = 4
"""Above or below one letter: no script needs more."""
_SIDE: Final = 19 * MM
_HEAD: Final = 17 * MM
_FOOT: Final = 19 * MM
_COLUMN: Final = 21 * MM
"""Width of a column of boxes."""
_BOX: Final = 4 * MM
_LOGO: Final = 16 * MM


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands on the form of one person; `identity` is None on a blank one."""

    texts: Form
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class FormJob:
    """Forms to look through and print; `people` says of whom each sheet is, None on a blank one."""

    pdf: bytes
    people: tuple[UUID | None, ...]


def consent_form(work: Work, media: Media, person: UUID) -> FormJob:
    """Draw the form of one person, in their language, with their name on it."""
    work.require(Permission.RECORD_CONSENT, person=person)
    return draw_forms(profile(work), _logo(work, media), _named(work, [person]))


def cohort_consent_forms(work: Work, media: Media, cohort: UUID) -> FormJob:
    """Draw the forms of everybody in a cohort as one job, each in the person's own language."""
    work.require(Permission.RECORD_CONSENT, cohort=cohort)
    there = [one.person for one in members(work, cohort) if one.left_on is None]
    if not there:
        raise InvalidError("Nobody is in this group yet, so there is no form to print.")
    return draw_forms(profile(work), _logo(work, media), _named(work, there))


def blank_consent_form(work: Work, media: Media, language: str) -> FormJob:
    """Draw a form without a name, in the words that are in force for a language."""
    work.require(Permission.RECORD_CONSENT)
    return draw_forms(profile(work), _logo(work, media), [FormPage(consent_form_texts(work, language))])


def draw_forms(clinic: Profile, logo: Picture | None, pages: list[FormPage]) -> FormJob:
    """Draw forms one after the other on the paper of the clinic's country; each begins on a sheet of its own."""
    drawn = [(page.identity, _Paper(clinic, logo, page).draw()) for page in pages]
    sheets = [sheet for _, own in drawn for sheet in own]
    people = tuple(None if one is None else one.id for one, own in drawn for _ in own)
    return FormJob(pdf(sheets, title="Consent form", author=clinic.name, language=pages[0].texts.language), people)


def _named(work: Work, people: list[UUID]) -> list[FormPage]:
    spoken, named = languages(work, people), identities(work, people)
    forms = {language: consent_form_texts(work, language) for language in {spoken[one] for one in people}}
    return [FormPage(forms[spoken[one]], named[one]) for one in people]


def _logo(work: Work, media: Media) -> Picture | None:
    """Give the clinic's logo, or none where its file is missing: the form is as good without it."""
    name = profile(work).logo
    try:
        return None if name is None else logo_picture(media.read(name))
    except ClinicError:
        return None


@dataclass(slots=True)
class _Paper:
    """One form while it is being drawn, from the top of its first sheet to the foot of its last."""

    clinic: Profile
    logo: Picture | None
    page: FormPage
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0

    def draw(self) -> list[Sheet]:
        """Draw everything and give the sheets."""
        self._begin()
        self._title()
        self._columns()
        for purpose in ASKED:
            self._purpose(purpose)
        self._signature()
        for at, sheet in enumerate(self.sheets, start=1):
            self._foot(sheet, at)
        return self.sheets

    @property
    def size(self) -> PageSize:
        return portrait_for(self.clinic.country)

    @property
    def width(self) -> float:
        return self.size.width - 2 * _SIDE

    @property
    def words(self) -> FormWords:
        return form_words(self.page.texts.language)

    @property
    def is_mirrored(self) -> bool:
        return self.page.texts.language in RIGHT_TO_LEFT

    def _begin(self) -> None:
        self.sheets.append(Sheet(self.size))
        self.y = self.size.height - _HEAD

    def _left(self, start: float, width: float) -> float:
        """Give the left end of something so wide that begins so far from where reading begins."""
        return self.size.width - _SIDE - start - width if self.is_mirrored else _SIDE + start

    def _write(
        self, text: str, size: float, *, start: float = 0.0, width: float = 0.0, bold: bool = False, ink: str = INK
    ) -> None:
        """Write a text in as many lines as it takes, and go below it; a line that has no room begins a new sheet."""
        for line in wrap(_calm(text), width=width or self.width - start, size=size, bold=bold):
            self._need(size * 1.4)
            self.y -= size * 1.4
            self.sheets[-1].text(line, self._left(start, line.width), self.y, ink)

    def _need(self, height: float) -> None:
        if self.y - height < _FOOT:
            self._go_on()
            self._columns()

    def _go_on(self) -> None:
        """Begin another sheet, which says whose it is: sheets come apart."""
        self._begin()
        told = (self.words.title, "" if self.page.identity is None else legal_name(self.page.identity))
        line = wrap(_calm(" · ".join(filter(None, told))), width=self.width, size=10)[0]
        self.y -= 14
        self.sheets[-1].text(line, self._left(0, line.width), self.y, SOFT_INK)
        self.y -= 8

    def _title(self) -> None:
        top = self.y
        room = self.width
        if self.logo is not None:
            scale = min(_LOGO / self.logo.height, 3 * _LOGO / self.logo.width)
            wide, high = self.logo.width * scale, self.logo.height * scale
            left = _SIDE if self.is_mirrored else self.size.width - _SIDE - wide
            self.sheets[-1].picture(self.logo, left, top - high, wide, high)
            room -= wide + 12
        self._write(self.clinic.name, 10.5, width=room, ink=SOFT_INK)
        self._write(self.words.title, 21, width=room, bold=True)
        self.y = min(self.y - 6, top - (_LOGO if self.logo is not None else 0))
        self._name()
        for rule in self.words.rules:
            self._write(rule, 10)
        self.y -= 6

    def _name(self) -> None:
        """Write the name, or leave a line for it: also where no font here could write it rightly."""
        name = "" if self.page.identity is None else legal_name(self.page.identity)
        if not name or missing_glyphs(name, bold=True):
            self.y -= 26
            label = shape(self.words.name, size=10)
            self.sheets[-1].text(label, self._left(0, label.width), self.y, SOFT_INK)
            long = self.width - label.width - 8
            self.sheets[-1].rule(self._left(label.width + 8, long), self.y - 2, long, SOFT_INK, 0.6)
        else:
            self._write(name, 14, bold=True)
        self.y -= 8

    def _columns(self) -> None:
        """Name the three columns of boxes, at the top of each sheet."""
        tall = self.y
        low = tall
        for at, text in enumerate(self.words.channels.values()):
            y = tall
            for line in wrap(text, width=_COLUMN - 4, size=8.2)[:3]:
                y -= 10.5
                self.sheets[-1].centred(line, self._middle(at), y, SOFT_INK)
            low = min(low, y)
        self.y = low - 5
        self.sheets[-1].rule(_SIDE, self.y, self.width, GOLD_FILL, 0.8)

    def _middle(self, column: int) -> float:
        """Give the middle of a column of boxes, counted in reading order."""
        from_end = (len(self.words.channels) - column - 0.5) * _COLUMN
        return _SIDE + from_end if self.is_mirrored else self.size.width - _SIDE - from_end

    def _purpose(self, purpose: Purpose) -> None:
        text = self.page.texts.texts[purpose].text
        _drawable(text, purpose)
        narrow = self.width - (3 if len(channels_of(purpose)) > 1 else 1.4) * _COLUMN - 8
        rows = len(wrap(text, width=narrow, size=10.5))
        self._need(min(rows * 14.7, 240) + (60 if purpose is Purpose.CEREMONY_NAME else 16))
        self.y -= 6
        top = self.y
        self._write(text, 10.5, width=narrow)
        below = self.y
        if purpose is Purpose.CEREMONY_NAME:
            self._levels(narrow)
        else:
            self.y = top if top > below else below + 14.7  # beside the end of a text that ran over to the next sheet
            self._boxes(purpose)
            self.y = below
        self.y -= 7
        self.sheets[-1].rule(_SIDE, self.y, self.width, LINE, 0.6)

    def _levels(self, narrow: float) -> None:
        """Give each way of being named a row, with what it would show of this person."""
        for level, label in self.words.levels.items():
            shown = "" if self.page.identity is None else shown_name(self.page.identity, level) or ""
            told = f"{label}: {shown}" if shown and not missing_glyphs(shown) else label
            lines = wrap(told, width=narrow - 14, size=10)
            self._need(len(lines) * 14 + 5)
            self.y -= 3
            self._boxes(Purpose.CEREMONY_NAME)
            self._write(told, 10, start=14, width=narrow - 14)
            self.y -= 2

    def _boxes(self, purpose: Purpose) -> None:
        """Draw the boxes beside the line that comes next; one box where the channel is not asked."""
        foot = self.y - 14
        if len(channels_of(purpose)) > 1:
            for at in range(len(self.words.channels)):
                self._box(self._middle(at), foot)
            return
        middle = self._middle(2)
        self._box(middle, foot)
        yes = shape(self.words.yes, size=10)
        aside = -_BOX / 2 - 5 - yes.width
        left = middle - aside - yes.width if self.is_mirrored else middle + aside
        self.sheets[-1].text(yes, left, foot + 2, INK)

    def _box(self, middle: float, foot: float) -> None:
        self.sheets[-1].colour(INK)
        corner = f"{number(middle - _BOX / 2)} {number(foot)}"
        self.sheets[-1].operators(f"0.9 w {corner} {number(_BOX)} {number(_BOX)} re S")

    def _signature(self) -> None:
        if self.y - 60 < _FOOT:
            self._go_on()
        self.y -= 46
        for start, long, word in ((0.0, self.width * 0.62, self.words.signature),
                                  (self.width * 0.68, self.width * 0.32, self.words.day)):  # fmt: skip
            self.sheets[-1].rule(self._left(start, long), self.y, long, INK, 0.7)
            label = shape(word, size=9)
            self.sheets[-1].text(label, self._left(start, label.width), self.y - 12, SOFT_INK)

    def _foot(self, sheet: Sheet, at: int) -> None:
        """Write the code that tells exactly which words were signed."""
        texts = self.page.texts
        told = shape(self.words.foot.format(code=texts.code, version=texts.version), size=8.5)
        sheet.text(told, self._left(0, told.width), 12 * MM, SOFT_INK)
        page = shape(self.words.page.format(page=at, pages=len(self.sheets)), size=8.5)
        sheet.text(page, self._left(self.width - page.width, page.width), 12 * MM, SOFT_INK)


def _calm(text: str) -> str:
    """Leave each letter at most four marks: more of them run over the lines around it."""
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
