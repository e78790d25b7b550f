"""The texts that people agree to: those that Laurel ships, and the clinic's own, with every version kept."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from models.access import Permission
from models.base import Record
from models.errors import InvalidError
from models.people.appended import append_only
from models.people.purpose import Purpose
from models.people.shipped_texts import SHIPPED, SHIPPED_VERSION
from models.personal_table import SharedTable
from models.settings import profile
from models.text import required_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.work import Work

LIMIT: Final = 600
"""Characters of one text: people read a form of nine texts to the end only where each is short."""


class ConsentText(Record):
    """The clinic's own words for one purpose in one language, from a moment on."""

    __tablename__ = "consent_text"
    personal = SharedTable(why="what the clinic asks everybody", other_text=("language", "text"))

    purpose: Mapped[Purpose]
    language: Mapped[str]
    edition: Mapped[int]
    """Counts the clinic's own versions of this text; the highest is in force."""
    text: Mapped[str]
    since: Mapped[datetime]
    changed_by: Mapped[UUID]

    __table_args__ = (UniqueConstraint("purpose", "language", "edition"),)


append_only(ConsentText)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One text as it is shown, with its version: "2" is Laurel's, "2.1" the clinic's first of its own."""

    purpose: Purpose
    language: str
    text: str
    edition: int = 0
    since: datetime | None = None

    @property
    def version(self) -> str:
        """The version as it is stored and printed."""
        return f"{SHIPPED_VERSION}.{self.edition}" if self.edition else SHIPPED_VERSION

    @property
    def shown(self) -> tuple[str, str, str]:
        """What is kept of it beside an agreement: the words, their version and their language."""
        return self.text, self.version, self.language

    @property
    def is_own(self) -> bool:
        """Whether these are the clinic's own words."""
        return self.edition > 0


@dataclass(frozen=True)
class Form:
    """All texts of one language as they were together in force; its code identifies them on a printed form."""

    language: str
    texts: Mapping[Purpose, Wording]

    @cached_property
    def code(self) -> str:
        """The first six Base32 characters of the SHA-256 over language and texts: it is typed from the paper's foot."""
        content = "\n".join((self.language, *(f"{purpose}\t{self.texts[purpose].text}" for purpose in Purpose)))
        return b32encode(hashlib.sha256(content.encode()).digest())[:6].decode()

    @property
    def version(self) -> str:
        """The version of the whole form: it rises with each text that the clinic changes."""
        changed = sum(text.edition for text in self.texts.values())
        return f"{SHIPPED_VERSION}.{changed}" if changed else SHIPPED_VERSION


def consent_form_texts(work: Work, language: str) -> Form:
    """Give the texts in force for a language; where there are none, the clinic's first language, else English."""
    work.require(Permission.READ_CONSENT)
    rows = tuple(work.session.scalars(select(ConsentText).order_by(ConsentText.edition)))
    return _form(_form_language(work, language, rows), rows)


def consent_languages(work: Work) -> tuple[str, ...]:
    """List the languages in which every purpose has its words, in the order of their codes."""
    work.require(Permission.READ_CONSENT)
    rows = tuple(work.session.scalars(select(ConsentText)))
    return tuple(sorted({*SHIPPED, *(row.language for row in rows if _is_complete(row.language, rows))}))


def consent_wordings(work: Work, language: str) -> dict[Purpose, Wording]:
    """Give for an editor what stands in exactly this language; a purpose without words has an empty text."""
    work.require(Permission.READ_CONSENT)
    return _own(work, language)


def form_of_code(work: Work, code: str) -> Form:
    """Give the texts that a printed form held, by the code on it, or raise `InvalidError`."""
    work.require(Permission.READ_CONSENT)
    wanted = "".join(code.split()).upper()
    rows = tuple(work.session.scalars(select(ConsentText).order_by(ConsentText.since, ConsentText.edition)))
    # The code is a digest: each state that the texts were ever in is put together again until one has that code.
    for language in sorted({*SHIPPED, *(row.language for row in rows)}):
        own = [row for row in rows if row.language == language]
        for count in range(len(own), -1, -1):
            form = _form(language, own[:count])
            if form.code == wanted:
                return form
    raise InvalidError(
        "No form of this clinic has the code {code}. Compare it with the foot of the paper.", code=wanted or "–"
    )


def change_consent_texts(work: Work, language: str, texts: Mapping[Purpose, str]) -> int:
    """Put the clinic's own texts in force from now on and give how many changed; earlier agreements keep their words.

    Raises `InvalidError` for a text that is empty or longer than `LIMIT`.
    """
    work.require(Permission.CHANGE_PROFILE)
    tag = required_line(language, "The language", limit=12)
    before = _own(work, tag)
    changed = 0
    for purpose, text in texts.items():
        cleaned = required_line(text, "The text", limit=LIMIT)
        if cleaned == before[purpose].text:
            continue
        changed += 1
        work.session.add(
            ConsentText(
                id=work.new_id(), purpose=purpose, language=tag, edition=before[purpose].edition + 1,
                text=cleaned, since=work.now, changed_by=work.actor.id,
            )
        )  # fmt: skip
    work.session.flush()
    return changed


def _form(language: str, rows: Iterable[ConsentText]) -> Form:
    """Put a form together; a purpose without a text in this language gets the English one, so that none is left out."""
    found = _wordings(language, [row for row in rows if row.language == language])
    english = SHIPPED["en"]
    return Form(
        language,
        {
            purpose: one if one.text else Wording(purpose=purpose, language="en", text=english[purpose.value])
            for purpose, one in found.items()
        },
    )


def _wordings(language: str, rows: Iterable[ConsentText]) -> dict[Purpose, Wording]:
    """Give the texts that Laurel ships, replaced by the clinic's own; `rows` are in the order of their editions."""
    shipped = SHIPPED.get(language, {})
    found = {
        purpose: Wording(purpose=purpose, language=language, text=shipped.get(purpose.value, "")) for purpose in Purpose
    }
    for row in rows:
        found[row.purpose] = Wording(
            purpose=row.purpose, language=language, text=row.text, edition=row.edition, since=row.since
        )
    return found


def _own(work: Work, language: str) -> dict[Purpose, Wording]:
    rows = select(ConsentText).where(ConsentText.language == language).order_by(ConsentText.edition)
    return _wordings(language, work.session.scalars(rows))


def _form_language(work: Work, language: str, rows: Iterable[ConsentText]) -> str:
    known = tuple(rows)
    # "de-AT" and "de_AT" are read in "de" where they have no texts of their own.
    wanted = language.replace("_", "-").partition("-")[0].lower()
    for one in (language, wanted):
        if _is_complete(one, known):
            return one
    return next((one for one in profile(work).languages if _is_complete(one, known)), "en")


def _is_complete(language: str, rows: Iterable[ConsentText]) -> bool:
    if language in SHIPPED:
        return True
    return {row.purpose for row in rows if row.language == language} == set(Purpose)
