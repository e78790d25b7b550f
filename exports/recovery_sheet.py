"""The recovery sheet: one page for the safe, with the words and the QR code that open a clinic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (part of the value that callers make)
from typing import TYPE_CHECKING, Final

from ceremonies.type import Family, shape
from exports.flow import Layout, Spot, Strip, Style, laid, line_strip, paragraph, rule
from exports.page import GOLD, GOLD_FILL, INK, SOFT_INK, pdf, portrait_for
from exports.qr_code import symbol
from models.access import Permission
from models.keys.recovery_key import RecoveryKey, new_recovery_key
from models.people.recovery_sheet import make_recovery_sheet_valid, next_recovery_sheet_number
from models.settings import profile
from models.translation import current_language, day_text, mark, tr

if TYPE_CHECKING:
    from models.access import Confirmed
    from models.keys.keyring import KeyRing
    from models.work import Work

_CODE_SCALE: Final = 2.2
"""How much larger than on a certificate the square code is: there is room, and cameras are old."""
_KIND: Final = Style(size=13.2, leading=24, ink=GOLD, bold=True, tracking=0.34)
_CLINIC: Final = Style(size=24, leading=29, bold=True, family=Family.SERIF)
_MADE: Final = Style(size=12, leading=18, ink=SOFT_INK)
_WORD: Final = Style(size=15, leading=30, bold=True)
_SENTENCE: Final = Style(size=11.6, leading=17)
_SENTENCES: Final = (
    mark(
        "This sheet opens the clinic when a passphrase is lost. It opens all of it: names, answers, scores and notes. "
        "Whoever holds the sheet and the clinic's folder can read everything."
    ),
    mark("Keep it in the clinic's safe, in a closed envelope. Do not copy it, photograph it or send it."),
    mark(
        "To use it, choose “Passphrase lost? Use the recovery key” where you sign in, and type the four lines or scan "
        "the code. You then choose a new passphrase."
    ),
    mark("Older sheets no longer count: those with a lower number do not open the clinic any more. Tear them up."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPage:
    """The content of one recovery sheet."""

    clinic: str
    country: str
    number: str
    made_on: date
    key: RecoveryKey


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """A new recovery sheet: its number, and the page to print."""

    number: str
    pdf: bytes


def make_recovery_sheet(work: Work, keyring: KeyRing, *, confirmed: Confirmed) -> RecoverySheet:
    """Draw a sheet with a new key and make it the valid one; the key is nowhere but on the page."""
    work.require(Permission.MANAGE_STAFF)
    work.confirm(confirmed)
    about, key, number = profile(work), new_recovery_key(), next_recovery_sheet_number(work, keyring)
    made_on = work.today
    drawn = recovery_pdf(
        RecoveryPage(clinic=about.name, country=about.country, number=number, made_on=made_on, key=key)
    )
    return RecoverySheet(make_recovery_sheet_valid(work, keyring, key, confirmed=confirmed).number, drawn)


def recovery_pdf(page: RecoveryPage) -> bytes:
    """Draw the sheet on the paper of the clinic's country."""
    layout = Layout(size=portrait_for(page.country), side=72, top=76, foot=36)
    sheets = laid([*_head(page, layout.width), *_words(page.key), *_sentences(layout.width), _code(page.key)], layout)
    title = tr("Recovery sheet {number}", number=page.number)
    return pdf(sheets, title=title, author=page.clinic, language=current_language().code)


def _head(page: RecoveryPage, width: float) -> list[Strip]:
    """Set the title and the clinic."""
    made = tr("Sheet number {number}, made on {day}", number=page.number, day=day_text(page.made_on))
    return [
        line_strip(_KIND.shaped(tr("RECOVERY SHEET")), _KIND),
        *paragraph(page.clinic, _CLINIC, width, above=5)[:3],
        line_strip(_MADE.shaped(made), _MADE, above=8),
        rule(GOLD_FILL, 0.8, above=14, below=20),
    ]


def _words(key: RecoveryKey) -> list[Strip]:
    """Set four lines of four words, each with its check digits."""
    lines = [_word_line(at, words, digits) for at, (words, digits) in enumerate(key.lines, start=1)]
    return [*lines, rule(GOLD_FILL, 0.8, above=13, below=10)]


def _word_line(at: int, words: tuple[str, ...], digits: str) -> Strip:
    def draw(spot: Spot) -> None:
        column = (spot.width - 28 - 40) / 4
        spot.text(shape(str(at), size=11), 0, _WORD.baseline, SOFT_INK)
        for place, word in enumerate(words):
            spot.text(_WORD.shaped(word), 28 + place * column, _WORD.baseline, INK)
        spot.text_at_end(shape(digits, size=_WORD.size), spot.width, _WORD.baseline, INK)

    return Strip(height=_WORD.leading, draw=draw)


def _sentences(width: float) -> list[Strip]:
    """Set what the sheet opens, where to keep it and how to use it."""
    return [strip for text in _SENTENCES for strip in paragraph(tr(text), _SENTENCE, width, above=8)]


def _code(key: RecoveryKey) -> Strip:
    square = symbol(key.code)
    side = square.side * _CODE_SCALE

    def draw(spot: Spot) -> None:
        spot.symbol(square, (spot.width - side) / 2, 0, _CODE_SCALE)
        spot.centred(shape(tr("The same key as a code"), size=9.8), spot.width / 2, side + 8, SOFT_INK)

    return Strip(height=side + 12, draw=draw, above=10)
