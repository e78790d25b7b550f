"""The certificate as a page: what stands on it, where, and when a person has to look at it first."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (part of the value that callers make)
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ceremonies.type import Family, Fitted, Review, ShapedLine, fit, missing_glyphs, plain, shape, wrap
from exports import signed_token
from exports.art import certificate_ground
from exports.page import GOLD, GOLD_FILL, INK, SOFT_INK, PageSize, Sheet, landscape_for, pdf
from exports.qr_code import symbol
from exports.wording import day, language_for, months, wording

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from exports.wording import Wording

NAME_SIZE: Final = 43.0
NAME_FLOOR: Final = 0.62
"""The share of its size below which a name takes two lines, and below which it is not issued unseen."""
_TWO_LINES: Final = 30.0
"""The size that a name on two lines does not exceed."""
_NAME_SIDE: Final = 92.0
"""Room left and right of the name, in points."""
_SIDE: Final = 82.0
"""Room left and right of the text, in points."""
LONGEST_ADDRESS: Final = 150
"""Bytes of a page's address that the square code still carries at its size on paper."""
LONG_ADDRESS: Final = (
    "The address of the page for checking certificates is too long for the code. Shorten it in Settings."
)
NO_GLYPH: Final = "No font here can draw {characters} in “{text}”."


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: who, and as what."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """All that stands on one certificate, but for its serial."""

    name: str
    programme: str
    cohort: str
    first_day: date
    last_day: date
    attended: int
    sessions: int
    minimum_percent: int
    clinic: str
    country: str
    issued_on: date
    signatures: tuple[Signature, ...] = ()
    verification_page: str = ""
    language: str = "en"

    @property
    def words(self) -> Wording:
        """The sentences in the participant's language, where Laurel has it."""
        return wording(language_for(self.language))

    @property
    def rule_text(self) -> str:
        """The rule that was met, as printed; the percentage is rounded down, so that it never flatters."""
        return self.words.rule.format(
            attended=self.attended,
            sessions=self.sessions,
            percent=self.attended * 100 // self.sessions,
            minimum=self.minimum_percent,
        )


@dataclass(frozen=True, slots=True)
class Printed:
    """An issued page: the bytes that are kept, and what is written down about them."""

    serial: str
    name_as_printed: str
    rule_text: str
    code: str
    """What its square code says."""
    pdf: bytes

    @property
    def sha256(self) -> str:
        """The hash of the kept bytes, in hexadecimal."""
        return hashlib.sha256(self.pdf).hexdigest()


def needs_review(page: CertificatePage) -> Review | None:
    """Say why a person must look at this page first: a character without glyph, or a name that does not fit."""
    for text in (page.programme, page.cohort, page.clinic, *(signature.name for signature in page.signatures)):
        missing = _missing(text)
        if missing:
            return Review(NO_GLYPH, (("characters", " ".join(missing)), ("text", text)))
    if len(page.verification_page.encode()) > LONGEST_ADDRESS:
        return Review(LONG_ADDRESS)
    name = _name(page.name, landscape_for(page.country))
    return name if isinstance(name, Review) else None


def printed(page: CertificatePage, *, serial: str, salt: bytes, key: Ed25519PrivateKey) -> Printed:
    """Sign and draw one certificate; the same page, serial, salt and key give the same bytes."""
    name = plain(page.name)
    claims = signed_token.Claims.about(
        name,
        serial=serial,
        kind=signed_token.COMPLETION,
        issued_on=page.issued_on,
        salt=salt,
        page=page.verification_page,
    )
    code = signed_token.at_page(page.verification_page, signed_token.sign(claims, key))
    language = language_for(page.language)
    title = f"{page.words.title.capitalize()} {serial}"
    written = pdf([_drawn(page, serial, code)], title=title, author=page.clinic, language=language)
    return Printed(serial, name, page.rule_text, code, written)


@lru_cache(maxsize=512)
def _missing(text: str) -> tuple[str, ...]:
    both = (missing_glyphs(text, family=family) for family in Family)
    return tuple(dict.fromkeys(char for missing in both for char in missing))


@lru_cache(maxsize=512)
def _name(name: str, size: PageSize) -> Fitted | Review:
    return fit(
        name, width=size.width - 2 * _NAME_SIDE, size=NAME_SIZE, floor=NAME_FLOOR, bold=True, family=Family.SERIF
    )


_wrapped = lru_cache(maxsize=512)(wrap)
"""The same sentences stand on every page of a job."""


def _drawn(page: CertificatePage, serial: str, code: str) -> Sheet:
    size = landscape_for(page.country)
    sheet = Sheet(size)
    middle, top = size.width / 2, size.height
    words = page.words
    sheet.place(certificate_ground(size, top - 99))
    title = shape(words.title, size=13.2, bold=True, tracking=0.34)
    sheet.centred(title, middle, top - 127.5, GOLD)
    sheet.centred(shape(words.certify, size=14.5, family=Family.SERIF), middle, top - 173, SOFT_INK)
    below = _draw_name(sheet, page, top - 230)
    _draw_text(sheet, page, below)
    _draw_signatures(sheet, page, 139)
    _draw_code(sheet, page, serial, code)
    _draw_footer(sheet, page)
    return sheet


def _draw_name(sheet: Sheet, page: CertificatePage, baseline: float) -> float:
    """Write the name on one line or two and a golden rule under it; gives the height of the rule."""
    name = _name(page.name, sheet.size)
    if isinstance(name, Review):
        raise ValueError(name.sentence())
    middle = sheet.size.width / 2
    two = len(name.lines) == 2
    size = min(name.size, _TWO_LINES) if two else name.size
    first, leading = baseline + (10 if two else 0), size * 1.25
    for at, line in enumerate(name.lines):
        sheet.centred(line.at(size), middle, first - at * leading, INK)
    below = first - leading - 14.5 if two else baseline - 20
    sheet.rule(middle - 172.5, below, 345, GOLD_FILL, 0.8)
    return below


def _draw_text(sheet: Sheet, page: CertificatePage, top: float) -> None:
    """Say what was completed, with whom, and by which rule."""
    middle = sheet.size.width / 2
    y = top - 34
    for parts in _sentences(page, sheet.size.width - 2 * _SIDE):
        x = middle - sum(part.width for part in parts) / 2
        for part in parts:
            sheet.text(part, x, y, INK)
            x += part.width
        y -= 24.8
    for line in _wrapped(page.rule_text, width=sheet.size.width - 2 * _SIDE, size=11.2):
        sheet.centred(line, middle, y - 11, SOFT_INK)
        y -= 15


def _sentences(page: CertificatePage, width: float) -> list[tuple[ShapedLine, ...]]:
    size = 15.8
    words = page.words
    lead = shape(words.completed + "\u00a0", size=size, family=Family.SERIF)
    space = shape("n", size=size, family=Family.SERIF).width / 2.2
    programme = _wrapped(page.programme, width=width, size=size, bold=True, family=Family.SERIF)
    span = months(page.first_day, page.last_day, language_for(page.language))
    pattern = words.group_itself if page.cohort.casefold().endswith(words.group_word) else words.group
    group = _wrapped(pattern.format(cohort=page.cohort, months=span), width=width, size=size, family=Family.SERIF)
    if len(programme) == 1 and lead.width + space + programme[0].width <= width:
        gap = ShapedLine(" ", (), size, space, 0.0, 0.0, rtl=False)
        first: list[tuple[ShapedLine, ...]] = [(lead, gap, programme[0])]
    else:
        first = [(lead,), *((line,) for line in programme)]
    return [*first, *((line,) for line in group)]


def _draw_signatures(sheet: Sheet, page: CertificatePage, height: float) -> None:
    for at, signature in enumerate(page.signatures[:2]):
        left = _SIDE + at * 240
        sheet.rule(left, height + 13, 195, INK, 0.8)
        name = _shrunk(shape(signature.name, size=11.2, family=Family.SERIF), 195)
        sheet.centred(name, left + 97.5, height - 5, INK)
        sheet.centred(_shrunk(shape(signature.role, size=9.6), 195), left + 97.5, height - 20.5, SOFT_INK)


def _draw_code(sheet: Sheet, page: CertificatePage, serial: str, code: str) -> None:
    square = symbol(code)
    left, foot = sheet.size.width - _SIDE + 26 - square.side, 102.0
    sheet.operators(square.operators(left, foot))
    middle = left + square.side / 2
    sheet.centred(shape(serial, size=9.8, bold=True), middle, foot - 9, INK)
    issued = page.words.issued.format(day=day(page.issued_on, language_for(page.language)))
    sheet.centred(shape(issued, size=8.4), middle, foot - 21, SOFT_INK)


def _draw_footer(sheet: Sheet, page: CertificatePage) -> None:
    words = page.words
    address = page.verification_page.removeprefix("https://").removeprefix("http://").rstrip("/")
    text = words.footer_page if address else words.footer_code
    line = shape(text.format(clinic=page.clinic, page=address), size=8.8)
    sheet.centred(_shrunk(line, sheet.size.width - 2 * _SIDE), sheet.size.width / 2, 41, SOFT_INK)


def _shrunk(line: ShapedLine, width: float) -> ShapedLine:
    return line.at(line.size * min(1.0, width / line.width)) if line.width else line
