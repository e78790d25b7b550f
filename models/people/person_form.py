"""What is typed or imported about a person: cleaned, or refused with a sentence that names the field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.errors import InvalidError
from models.text import NAME_LIMIT, clean_line

if TYPE_CHECKING:
    from datetime import date

OLDEST: Final = 120
"""Years: an older birth date is a typing error."""
# Separators of several addresses and what surrounds a name; also the full-width comma and semicolon, the Arabic comma
# and the ideographic one, which keyboards in those languages type instead.
_NOT_IN_ADDRESS: Final = frozenset(' ,;:<>"()[]|\\\uff0c\uff1b\u060c\u3001')


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """What is typed or imported about a person; blank where unknown."""

    given_name: str
    family_name: str = ""
    preferred_name: str = ""
    nickname: str = ""
    pronunciation: str = ""
    born: date | None = None
    email: str = ""
    phone: str = ""
    language: str = "en"


def check_person(form: PersonForm, *, today: date, country: str) -> PersonForm:
    """Give the form cleaned, or raise `InvalidError` naming the field.

    A single name is enough. Phone numbers must be possible, not assigned (fictional numbers are never "valid"); they
    are kept in international form. `country` is the ISO 3166 code by which numbers without a prefix are read.
    """
    given = clean_line(form.given_name, "The given name", limit=NAME_LIMIT)
    family = clean_line(form.family_name, "The family name", limit=NAME_LIMIT)
    if not given and not family:
        raise InvalidError("The name is missing. Type at least one name.")
    return PersonForm(
        given_name=given,
        family_name=family,
        preferred_name=clean_line(form.preferred_name, "The preferred name", limit=NAME_LIMIT),
        nickname=clean_line(form.nickname, "The nickname", limit=NAME_LIMIT),
        pronunciation=clean_line(form.pronunciation, "The pronunciation", limit=NAME_LIMIT),
        born=_checked_birth(form.born, today),
        email=_checked_email(form.email),
        phone=_checked_phone(form.phone, country),
        language=clean_line(form.language, "The language", limit=12) or "en",
    )


def _checked_birth(born: date | None, today: date) -> date | None:
    if born is not None and born > today:
        raise InvalidError("The date of birth, {born}, lies in the future. Correct it.", born=born.isoformat())
    if born is not None and today.year - born.year > OLDEST:
        raise InvalidError(
            "The date of birth, {born}, is more than {years} years ago. Correct it.",
            born=born.isoformat(),
            years=OLDEST,
        )
    return born


def _checked_email(value: str) -> str:
    """Accept one plain address; several in one field are refused."""
    # 254 characters is the longest address that RFC 5321 allows.
    email = clean_line(value, "The e-mail address", limit=254)
    if not email:
        return ""
    local, at, domain = email.rpartition("@")
    if (
        not at
        or not local
        or "." not in domain.strip(".")
        or any(sign in email for sign in _NOT_IN_ADDRESS)
        or ("@" in local)
    ):
        raise InvalidError(
            "{email} is not one e-mail address. Enter one address, such as anna@example.org.", email=email
        )
    return email


def _checked_phone(value: str, country: str) -> str:
    text = clean_line(value, "The phone number", limit=60)
    if not text:
        return ""
    import phonenumbers  # loaded when a number is written down, not at every start

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise InvalidError(
            "{phone} is not a phone number. Enter digits, with + and the country's code if abroad.", phone=text
        ) from None
    if not phonenumbers.is_possible_number(number):
        raise InvalidError("{phone} has too many or too few digits for a phone number. Correct it.", phone=text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
