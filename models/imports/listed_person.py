"""Reading one row of a list as a person, with every fault that it has."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from babel import Locale

from models.errors import ClinicError, InvalidError
from models.imports.headings import NAMES, Field
from models.imports.import_message import ImportMessage, import_message, message_of
from models.imports.spreadsheet_escape import is_escaped
from models.people.birth_date import read_date
from models.people.consent import Purpose
from models.people.naming import Level
from models.people.person_form import PersonForm, check_person
from models.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from models.people.birth_date import DateOrder

T = TypeVar("T")
_TEXTS: Final = {
    Field.GIVEN: "given_name", Field.FAMILY: "family_name", Field.PREFERRED: "preferred_name",
    Field.NICKNAME: "nickname", Field.PRONUNCIATION: "pronunciation", Field.EMAIL: "email", Field.PHONE: "phone",
}  # fmt: skip
_NAMES: Final = (Field.GIVEN, Field.FAMILY, Field.WHOLE, Field.PREFERRED, Field.NICKNAME, Field.PRONUNCIATION)
_FORMULA: Final = re.compile(r"[=\t\r]|[+\-@]\s*[\w.]*\s*[(|!\d]")
_YES: Final = frozenset(
    {
        "yes",
        "y",
        "true",
        "1",
        "x",
        "✓",
        "✔",
        "ok",
        "agreed",
        "given",
        "ja",
        "j",
        "oui",
        "o",
        "si",
        "s",
        "sim",
        "tak",
        "t",
    }
)
_NO: Final = frozenset({"no", "n", "false", "0", "refused", "nein", "non", "nao", "nie", "nee", "nej", "na"})
_LEVELS: Final[dict[str, Level]] = {
    "full": Level.FULL, "full name": Level.FULL, "whole name": Level.FULL, "voll": Level.FULL,
    "voller name": Level.FULL, "first and initial": Level.FIRST_INITIAL, "first initial": Level.FIRST_INITIAL,
    "first name and initial": Level.FIRST_INITIAL, "first": Level.FIRST, "first name": Level.FIRST,
    "given": Level.FIRST, "given name": Level.FIRST, "vorname": Level.FIRST, "initials": Level.INITIALS,
    "initialen": Level.INITIALS, "alias": Level.NICKNAME, "nickname": Level.NICKNAME, "spitzname": Level.NICKNAME,
    "anonymous": Level.ANONYMOUS, "anon": Level.ANONYMOUS, "anonym": Level.ANONYMOUS, "none": Level.UNMENTIONED,
    "no": Level.UNMENTIONED, "unmentioned": Level.UNMENTIONED, "not mentioned": Level.UNMENTIONED,
    "nein": Level.UNMENTIONED, "keine": Level.UNMENTIONED,
}  # fmt: skip
_ASKED: Final = {Field.SMS: Purpose.SMS, Field.EMAIL_CONSENT: Purpose.EMAIL, Field.BOARD: Purpose.BOARD}
_NAMED_IN: Final = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class ListedConsent:
    """One agreement that a list states."""

    purpose: Purpose
    is_given: bool
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """A row as it was read; with `faults` it is not imported."""

    form: PersonForm
    consents: tuple[ListedConsent, ...]
    faults: tuple[ImportMessage, ...]
    remarks: tuple[ImportMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the cells of a list are read.

    `is_rejects`: Laurel wrote the list of rejected rows, and escaped its cells once more.
    """

    order: DateOrder | None
    epoch: date | None
    today: date
    country: str
    is_rejects: bool = False


def listed_person(cells: Mapping[Field, str], reading: Reading) -> ListedPerson:
    """Read the cells of one row; all faults are given, not only the first."""
    faults: list[ImportMessage] = []
    texts = {field: _attempt(faults, partial(_plain, field, text, reading), "") for field, text in cells.items()}
    # Also of the raw text: a name that was refused as a formula is not missing.
    is_nameless = not any(texts.get(field) or cells.get(field, "").strip() for field in NAMES)
    if is_nameless:
        faults.append(import_message("The name is missing. Type at least one name."))
    form = _form(texts, reading, faults)
    consents = _consents(texts, faults)
    if not form.given_name and not form.family_name and not faults:
        faults.append(import_message("The name is missing. Type at least one name."))
    return ListedPerson(
        form=form, consents=consents, faults=tuple(faults), remarks=() if faults else _remarks(texts, form, consents)
    )


def bare_name(given: str, family: str) -> str:
    """Give a name for comparison: folded, in whatever order its parts are."""
    return " ".join(sorted(fold(f"{given} {family}").split()))


def _attempt(faults: list[ImportMessage], read: Callable[[], T], otherwise: T) -> T:
    """Call `read`; a `ClinicError` becomes a fault, and `otherwise` is given."""
    try:
        return read()
    except ClinicError as fault:
        faults.append(message_of(fault))
        return otherwise


def _plain(field: Field, text: str, reading: Reading) -> str:
    """Remove the escape of our own export; raise `InvalidError` for a name that a spreadsheet would calculate."""
    written = text.strip(" ")
    if reading.is_rejects and is_escaped(written):
        written = written[1:]
    if is_escaped(written):
        return written[1:]
    if field in _NAMES and _FORMULA.match(written):
        raise InvalidError(
            "{field} looks like a spreadsheet formula. If it is truly a name, add this person by hand.",
            field=field.value,
        )
    return written


def _form(texts: Mapping[Field, str], reading: Reading, faults: list[ImportMessage]) -> PersonForm:
    """Read the cells one by one, so that each gives its own fault."""
    form = PersonForm(given_name="")
    parts = {**_whole_name(texts.get(Field.WHOLE, "")), **{field: texts[field] for field in _TEXTS if texts.get(field)}}
    for field, text in parts.items():
        form = _with(form, _TEXTS[field], text, reading, faults)
    born = _attempt(faults, lambda: read_date(texts.get(Field.BORN, ""), reading.order, reading.epoch), None)
    form = _with(form, "born", born, reading, faults)
    return replace(form, language=_attempt(faults, lambda: _language(texts.get(Field.LANGUAGE, "")), "en"))


def _with(form: PersonForm, name: str, value: object, reading: Reading, faults: list[ImportMessage]) -> PersonForm:
    """Check one cell and put its cleaned value into the form.

    It is checked in a form that is otherwise sound, so that each cell gives its own fault.
    """
    part: dict[str, Any] = {name: value}
    alone, empty = replace(PersonForm(given_name="x"), **part), PersonForm(given_name="")
    checked = _attempt(faults, lambda: check_person(alone, today=reading.today, country=reading.country), empty)
    part[name] = getattr(checked, name)
    return replace(form, **part)


def _whole_name(text: str) -> dict[Field, str]:
    """Split "Berg, Anna" at its comma; a name without one stays whole, as the given name."""
    # Without a comma nobody knows where the family name begins: "Maria del Carmen Ruiz".
    family, comma, given = text.partition(",")
    if comma and given.strip():
        return {Field.GIVEN: given.strip(), Field.FAMILY: family.strip()}
    return {Field.GIVEN: text} if text else {}


def _consents(texts: Mapping[Field, str], faults: list[ImportMessage]) -> tuple[ListedConsent, ...]:
    found = []
    for field, purpose in _ASKED.items():
        answer = _attempt(faults, partial(_answer, field, texts.get(field, "")), None)
        if answer is not None:
            found.append(ListedConsent(purpose, answer))
    level = _attempt(faults, lambda: _level(texts.get(Field.CEREMONY, "")), None)
    if level is not None:
        is_given = level is not Level.UNMENTIONED
        found.append(ListedConsent(Purpose.CEREMONY_NAME, is_given, level if is_given else None))
    return tuple(found)


def _answer(field: Field, text: str) -> bool | None:
    word = fold(text).rstrip(".!")
    if not word:
        return None
    if word not in _YES | _NO:
        raise InvalidError("{field} is “{text}”, neither yes nor no. Ask the person.", field=field.value, text=text)
    return word in _YES


def _level(text: str) -> Level | None:
    word = " ".join(fold(text).replace("-", " ").replace("+", " and ").split())
    if not word:
        return None
    if word not in _LEVELS:
        raise InvalidError(
            "{field} is “{text}”. It can be full, first and initial, first, initials, alias, anonymous or none.",
            field=Field.CEREMONY.value,
            text=text,
        )
    return _LEVELS[word]


def _language(text: str) -> str:
    """Give the code of a language that is written as code or by its name."""
    word = fold(text)
    if not word:
        return "en"
    code = word.replace("_", "-").partition("-")[0]
    known = _languages()
    if code in known.values():
        return code
    if word not in known:
        raise InvalidError("“{text}” is not a language that Laurel knows. Write it as in “en”.", text=text)
    return known[word]


@cache
def _languages() -> dict[str, str]:
    return {
        fold(name): code
        for locale in reversed(_NAMED_IN)  # English last, so that it wins where two share a word
        for code, name in Locale.parse(locale).languages.items()
        if "_" not in code
    }


def _remarks(
    texts: Mapping[Field, str], form: PersonForm, consents: tuple[ListedConsent, ...]
) -> tuple[ImportMessage, ...]:
    found = []
    if any(_has_invisible(texts.get(field, "")) for field in _NAMES):
        found.append(import_message("Invisible characters were taken out of the name."))
    if not form.nickname and any(consent.level is Level.NICKNAME for consent in consents):
        found.append(
            import_message("Wants a nickname at ceremonies and none is given: anonymous until one is entered.")
        )
    return tuple(found)


def _has_invisible(text: str) -> bool:
    return " ".join(unicodedata.normalize("NFC", text).split()) != clean_line(text, "", limit=len(text) * 4 + 4)
