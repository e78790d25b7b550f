"""The certificate as a page: what stands on it, where, and when a person has to look at it first."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date  # noqa: TC003  (part of the value that callers make)
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ceremonies.type import Family, Review, missing_glyphs, plain
from exports import signed_token
from exports.page import pdf
from exports.page_lettering import NO_GLYPH
from exports.page_painter import Filling, Pictures, Signature, painted, review_of
from exports.page_template import PageTemplate  # noqa: TC001  (part of the value that callers make)
from exports.shipped_templates import CERTIFICATE
from exports.wording import RIGHT_TO_LEFT, day, language_for, months, wording
from models.translation import mark

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from exports.wording import Wording

LONGEST_ADDRESS: Final = 150
"""Bytes of a page's address that the square code still carries at its size on paper."""
LONG_ADDRESS: Final = mark(
    "The address of the page for checking certificates is too long for the code. Shorten it in Settings."
)
NO_PICTURES: Final = Pictures()


@dataclass(frozen=True, slots=True, kw_only=True)
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
    template: PageTemplate = CERTIFICATE

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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """Say why a person must look at this page first: a character without glyph, or a text without room."""
    for text in (page.programme, page.cohort, page.clinic, *(signature.name for signature in page.signatures)):
        missing = _missing(text)
        if missing:
            return Review(NO_GLYPH, (("characters", " ".join(missing)), ("text", text)))
    if len(page.verification_page.encode()) > LONGEST_ADDRESS:
        return Review(LONG_ADDRESS)
    return review_of(page.template, page.template.size_for(page.country), _filling(page))


def printed(
    page: CertificatePage,
    *,
    serial: str,
    salt: bytes,
    key: Ed25519PrivateKey,
    pictures: Pictures = NO_PICTURES,
) -> Printed:
    """Sign and draw one certificate; the same page, serial, salt, key and pictures give the same bytes.

    Raises `NeedsReviewError` for a page that a person has to look at first.
    """
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
    filling = replace(_filling(page), serial=serial, code=code, pictures=pictures)
    sheet = painted(page.template, page.template.size_for(page.country), filling)
    written = pdf([sheet], title=title, author=page.clinic, language=language)
    return Printed(serial=serial, name_as_printed=name, rule_text=page.rule_text, code=code, pdf=written)


@lru_cache(maxsize=512)
def _missing(text: str) -> tuple[str, ...]:
    both = (missing_glyphs(text, family=family) for family in Family)
    return tuple(dict.fromkeys(char for missing in both for char in missing))


def _filling(page: CertificatePage) -> Filling:
    """Put together what stands at the places of the template, but for the number, the code and the pictures."""
    words, language = page.words, language_for(page.language)
    span = months(page.first_day, page.last_day, language)
    group = words.group_itself if page.cohort.casefold().endswith(words.group_word) else words.group
    address = page.verification_page.removeprefix("https://").removeprefix("http://").rstrip("/")
    footer = words.footer_page if address else words.footer_code
    texts = {
        "title": words.title,
        "certify": words.certify,
        "completed": words.completed,
        "programme": page.programme,
        "group": group.format(cohort=page.cohort, months=span),
        "rule": page.rule_text,
        "footer": footer.format(clinic=page.clinic, page=address),
    }
    issued = words.issued.format(day=day(page.issued_on, language))
    return Filling(
        texts=texts,
        name=page.name,
        signatures=page.signatures,
        serial="",
        issued=issued,
        code="",
        is_mirrored=language in RIGHT_TO_LEFT,
    )
