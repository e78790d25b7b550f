"""The words of a clinic's own data, which no language changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models.outcomes.instruments.library import offered
from models.people.shipped_texts import SHIPPED
from models.people.staff import staff
from models.tables import METADATA

if TYPE_CHECKING:
    from models.outcomes.instruments.form import Instrument
    from models.work import Work

ROSTERS: Final = Path(__file__).parents[1] / "data" / "rosters"
"""The lists that the album imports."""
_FREE: Final = {
    "participant": (
        "given_name", "family_name", "preferred_name", "nickname", "pronunciation", "email", "phone", "language",
    ),
    "staff": ("name",),
    "clinic_profile": ("name", "country", "zone", "urgent_words"),
    "cohort": ("name", "place"),
    "programme": ("name",),
    "phase": ("label",),
    "enrolment": ("alias", "left_reason"),
    "meeting": ("cancel_reason",),
    "ceremony": ("title",),
    "consent_text": ("text", "language"),
    "attendance_change": ("reason",),
}  # fmt: skip
"""Tables and columns into which people write what they like; no enumeration is among them."""


def known_words(work: Work) -> frozenset[str]:
    """Give the words of names, groups and texts, and of the forms that Laurel offers, in lower case."""
    said: list[str] = [word for form in offered() for word in (form.title, *_asked(form))]
    said += [text for texts in SHIPPED.values() for text in texts.values()]
    said += [file.read_text(encoding="utf-8", errors="replace") for file in ROSTERS.glob("*.csv")]
    said += [line.name for line in staff(work)]
    for name, columns in _FREE.items():
        table = METADATA.tables[name]
        for column in columns:
            said += [str(value) for value in work.session.scalars(select(table.columns[column]).distinct())]
    return frozenset(word.casefold() for text in said for word in re.findall(r"[A-Za-z]+", text))


def _asked(form: Instrument) -> tuple[str, ...]:
    """Give the wording of a form's questions: it is validated in each language, not translated."""
    return tuple(text for item in form.items for text in (item.text, item.low, item.high))
