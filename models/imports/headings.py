"""The meaning of a list's columns, recognised by synonyms of their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from models.errors import InvalidError
from models.imports.import_message import ImportMessage, import_message
from models.imports.table_file import Table, TableRow
from models.people.birth_date import DateOrder
from models.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


class Field(StrEnum):
    """What a column of a list can hold; the value is its English name."""

    GIVEN = "Given name"
    FAMILY = "Family name"
    WHOLE = "Whole name"
    PREFERRED = "Preferred name"
    NICKNAME = "Ceremony nickname"
    PRONUNCIATION = "Pronunciation"
    BORN = "Date of birth"
    EMAIL = "E-mail"
    PHONE = "Mobile phone"
    LANGUAGE = "Language"
    SMS = "SMS consent"
    EMAIL_CONSENT = "E-mail consent"
    CEREMONY = "Ceremony name"
    BOARD = "Board consent"


Columns = Mapping[Field, int]
"""Which column (counted from 0) holds what."""

NAMES: Final = (Field.GIVEN, Field.FAMILY, Field.WHOLE)
# As compared: folded, so without accents and capitals, and with every other sign as a space.
_SYNONYMS: Final[dict[Field, str]] = {
    Field.GIVEN: (
        "given name|given names|given|first name|firstname|first names|forename|forenames|christian name|"
        "vorname|vornamen|rufname|prenom|nombre|nombres|nome|nome proprio|imie|imiona|voornaam|fornavn|"
        "fornamn|etunimi|enw cyntaf"
    ),
    Field.FAMILY: (
        "family name|family names|family|surname|surnames|last name|lastname|last names|second name|nachname|"
        "familienname|zuname|nom|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|nazwisko|"
        "achternaam|etternavn|efternavn|efternamn|sukunimi|cyfenw"
    ),
    Field.WHOLE: (
        "name|full name|fullname|whole name|participant|participant name|patient|patient name|person|"
        "vollstandiger name|nom complet|nombre completo|nome completo|nome e cognome|imie i nazwisko|naam|"
        "navn|namn"
    ),
    Field.PREFERRED: (
        "preferred name|preferred|known as|likes to be called|called|goes by|bevorzugter name|anrede name|"
        "nom usuel|nom prefere|nombre preferido"
    ),
    Field.NICKNAME: "nickname|ceremony nickname|ceremony alias|spitzname|surnom|apodo|soprannome",
    Field.PRONUNCIATION: (
        "pronunciation|pronounced|how to say it|say it like|say|aussprache|prononciation|pronunciacion"
    ),
    Field.BORN: (
        "date of birth|birth date|birthdate|birthday|dob|d o b|born|born on|geburtsdatum|geboren|geboren am|"
        "geb datum|geburtstag|date de naissance|ne le|fecha de nacimiento|data di nascita|data de nascimento|"
        "data urodzenia|geboortedatum|fodselsdato|fodelsedatum|syntymaaika|dyddiad geni"
    ),
    Field.EMAIL: (
        "email|e mail|mail|email address|e mail address|mail address|e mail adresse|email adresse|"
        "mailadresse|courriel|adresse e mail|adresse mail|adresse electronique|correo|correo electronico|"
        "posta elettronica|adres e mail|e mailadres|e post|epost|e bost|ebost"
    ),
    Field.PHONE: (
        "mobile|mobile phone|mobile number|mobile no|phone|phone number|phone no|telephone|telephone number|"
        "tel|tel no|cell|cell phone|cellphone|contact number|telefon|telefonnummer|telefonnr|handy|"
        "handynummer|mobil|mobiltelefon|mobilnummer|mobilfunk|rufnummer|portable|numero de telephone|"
        "telefono|movil|cellulare|telemovel|telefone|komorka|numer telefonu|telefoon|mobiel|"
        "mobiltelefonnummer|puhelin|ffon|ffon symudol"
    ),
    Field.LANGUAGE: (
        "language|lang|preferred language|first language|spoken language|sprache|muttersprache|langue|idioma|"
        "lingua|jezyk|taal|sprak|sprog|kieli|iaith"
    ),
    Field.SMS: (
        "sms consent|sms|consent sms|consent to sms|text consent|text messages|texts|text message consent|"
        "sms einwilligung|einwilligung sms|sms ok|accord sms|consentement sms|consentimiento sms"
    ),
    Field.EMAIL_CONSENT: (
        "email consent|e mail consent|consent email|consent e mail|consent to email|consent to e mail|"
        "mail consent|email einwilligung|e mail einwilligung|einwilligung e mail|einwilligung email|"
        "consentement e mail|consentimiento email"
    ),
    Field.CEREMONY: (
        "ceremony name|ceremony|name at ceremony|name at ceremonies|ceremony display|ceremony consent|"
        "name shown|show name as|name on stage|stage name|name bei der feier|feier name"
    ),
    Field.BOARD: "board consent|board|on the board|leaderboard|leader board|leaderboard consent|bestenliste",
}
_MEANING: Final[dict[str, Field]] = {
    synonym: field for field, synonyms in _SYNONYMS.items() for synonym in synonyms.split("|")
}
# In English, German (Tag, Jahr) and French (jour, année).
_ORDERS: Final = (
    (re.compile(r"\b(dd?|tt?|jj?)\W+mm?\W+(y|j|a)"), DateOrder.DMY),
    (re.compile(r"\bmm?\W+(dd?|tt?)\W+(y|j|a)"), DateOrder.MDY),
)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The table, with or without its first row as headings, and what its columns mean."""

    table: Table
    columns: Columns
    remarks: tuple[ImportMessage, ...]


def propose_columns(table: Table) -> ColumnPlan:
    """Propose what each column holds; a list without headings keeps its first row as a person."""
    found = [_meaning(heading) for heading in table.headings]
    if not any(found) and _is_person(table.headings):
        return ColumnPlan(_without_headings(table), MappingProxyType({}), ())
    columns: dict[Field, int] = {}
    remarks = []
    for place, field in enumerate(found):
        if field is not None and field in columns:
            remarks.append(
                import_message(
                    "The columns {first} and {second} both seem to hold {field}: only {first} is read.",
                    first=table.headings[columns[field]], second=table.headings[place], field=field.value,
                )
            )  # fmt: skip
        elif field is not None:
            columns[field] = place
    if Field.GIVEN in columns and Field.WHOLE in columns:  # "Name; Vorname": beside a given name it is the family name
        columns.setdefault(Field.FAMILY, columns.pop(Field.WHOLE))
    unread = [heading for heading, field in zip(table.headings, found, strict=True) if field is None and heading]
    if unread:
        remarks.append(import_message("Not read: {columns}.", columns=", ".join(unread)))
    return ColumnPlan(table, MappingProxyType(columns), tuple(remarks))


def check_columns(table: Table, columns: Columns) -> None:
    """Raise `InvalidError` where no column holds a name, or one column has two meanings."""
    if not any(field in columns for field in NAMES):
        raise InvalidError(
            "No column of {file} is called a name. Say which column holds the names, or head it “Given name”.",
            file=table.file,
        )
    if len(set(columns.values())) < len(columns):
        raise InvalidError("One column stands for two things. Choose another column for one of them.")


def order_in_heading(table: Table, columns: Columns) -> DateOrder | None:
    """Give the order of day and month where the heading itself states it: "Date of birth (dd/mm/yyyy)"."""
    if Field.BORN not in columns:
        return None
    heading = table.headings[columns[Field.BORN]].casefold()
    return next((order for shape, order in _ORDERS if shape.search(heading)), None)


def _meaning(heading: str) -> Field | None:
    # "Date of birth (dd/mm/yyyy)": what is in brackets explains, unless it is the only name.
    plain = re.sub(r"\(.*?\)|\[.*?\]", " ", heading)
    return _MEANING.get(_bare(plain)) or _MEANING.get(_bare(heading))


def _bare(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())


def _is_person(cells: Iterable[str]) -> bool:
    """Tell data from headings: an address, a date or a long number is no heading."""
    return any("@" in cell or sum(sign.isdigit() for sign in cell) >= 6 for cell in cells)


def _without_headings(table: Table) -> Table:
    headings = tuple(f"Column {place}" for place in range(1, len(table.headings) + 1))
    first = TableRow(table.rows[0].number - 1 if table.rows else 1, table.headings)
    return replace(table, headings=headings, rows=(first, *table.rows))
