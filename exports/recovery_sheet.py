"""The recovery sheet: one page for the safe, with the words and the square code that open a clinic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (part of the value that callers make)
from typing import TYPE_CHECKING, Final

from ceremonies.type import Family, shape, wrap
from exports.page import GOLD, GOLD_FILL, INK, SOFT_INK, Sheet, pdf, portrait_for
from exports.qr_code import symbol
from exports.wording import day
from models.access import Permission
from models.keys.recovery_key import RecoveryKey, new_recovery_key
from models.people.recovery_sheet import make_recovery_sheet_valid, next_recovery_sheet_number
from models.settings import profile

if TYPE_CHECKING:
    from models.access import Confirmed
    from models.keys.keyring import KeyRing
    from models.work import Work

_SIDE: Final = 72.0
"""Room left and right of the text, in points."""
_CODE_SCALE: Final = 2.2
"""How much larger than on a certificate the square code is: there is room, and cameras are old."""
_WORD_SIZE: Final = 15.0
_SENTENCES: Final = (
    (
        "This sheet opens the clinic when a passphrase is lost. It opens all of it: names, answers, scores and notes. "
        "Whoever holds the sheet and the clinic's folder can read everything."
    ),
    "Keep it in the clinic's safe, in a closed envelope. Do not copy it, photograph it or send it.",
    (
        "To use it, choose “Passphrase lost? Use the recovery key” where you sign in, and type the four lines or scan "
        "the code. You then choose a new passphrase."
    ),
    "Older sheets no longer count: those with a lower number do not open the clinic any more. Tear them up.",
)


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    """All that stands on one recovery sheet."""

    clinic: str
    country: str
    number: str
    made_on: date
    key: RecoveryKey


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """A sheet that was just made: its number, and the page to print."""

    number: str
    pdf: bytes


def make_recovery_sheet(work: Work, keyring: KeyRing, *, confirmed: Confirmed) -> RecoverySheet:
    """Draw a sheet with a new key, and let it be the one that counts; the key is on the page and nowhere else."""
    work.require(Permission.MANAGE_STAFF)
    work.confirm(confirmed)
    about, key, number = profile(work), new_recovery_key(), next_recovery_sheet_number(work, keyring)
    made_on = work.now.astimezone(about.time_zone).date()
    drawn = recovery_pdf(RecoveryPage(about.name, about.country, number, made_on, key))
    return RecoverySheet(make_recovery_sheet_valid(work, keyring, key, confirmed=confirmed).number, drawn)


def recovery_pdf(page: RecoveryPage) -> bytes:
    """Draw the sheet on the paper of the clinic's country."""
    sheet = Sheet(portrait_for(page.country))
    below = _draw_words(sheet, page.key, _draw_head(sheet, page))
    _draw_code(sheet, page.key, _draw_sentences(sheet, below))
    return pdf([sheet], title=f"Recovery sheet {page.number}", author=page.clinic, language="en")


def _draw_head(sheet: Sheet, page: RecoveryPage) -> float:
    """Say what this is and whose; gives the height of the rule below."""
    y = sheet.size.height - 92
    sheet.text(shape("RECOVERY SHEET", size=13.2, bold=True, tracking=0.34), _SIDE, y, GOLD)
    y -= 36
    for line in wrap(page.clinic, width=_width(sheet), size=24, bold=True, family=Family.SERIF)[:3]:
        sheet.text(line, _SIDE, y, INK)
        y -= 29
    made = f"Sheet number {page.number}, made on {day(page.made_on, 'en')}"
    sheet.text(shape(made, size=12), _SIDE, y, SOFT_INK)
    sheet.rule(_SIDE, y - 20, _width(sheet), GOLD_FILL, 0.8)
    return y - 20


def _draw_words(sheet: Sheet, key: RecoveryKey, top: float) -> float:
    """Write four lines of four words, each with its check digits; gives the height of the rule below."""
    y = top - 38
    column = (_width(sheet) - 28 - 40) / 4
    for at, (words, digits) in enumerate(key.lines, start=1):
        sheet.text(shape(str(at), size=11), _SIDE, y, SOFT_INK)
        for place, word in enumerate(words):
            sheet.text(shape(word, size=_WORD_SIZE, bold=True), _SIDE + 28 + place * column, y, INK)
        last = shape(digits, size=_WORD_SIZE)
        sheet.text(last, sheet.size.width - _SIDE - last.width, y, INK)
        y -= 30
    sheet.rule(_SIDE, y + 6, _width(sheet), GOLD_FILL, 0.8)
    return y + 6


def _draw_sentences(sheet: Sheet, top: float) -> float:
    """Say what the sheet opens, where to keep it and how to use it; gives the height of the last line."""
    y = top - 30
    for text in _SENTENCES:
        for line in wrap(text, width=_width(sheet), size=11.6):
            sheet.text(line, _SIDE, y, INK)
            y -= 17
        y -= 8
    return y


def _draw_code(sheet: Sheet, key: RecoveryKey, top: float) -> None:
    square = symbol(key.code)
    side = square.side * _CODE_SCALE
    left, foot = (sheet.size.width - side) / 2, top - side + 6
    sheet.operators(f"{_CODE_SCALE} 0 0 {_CODE_SCALE} {left:.2f} {foot:.2f} cm {square.operators(0, 0)}")
    sheet.centred(shape("The same key as a code", size=9.8), sheet.size.width / 2, foot - 8, SOFT_INK)


def _width(sheet: Sheet) -> float:
    return sheet.size.width - 2 * _SIDE
