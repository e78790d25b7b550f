"""Invented people of many scripts, and what each of them agreed to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from models.people.consent import Purpose, Source
from models.people.naming import Level
from models.people.person_form import PersonForm
from models.people.statement import Statement
from models.text import fold

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """An invented person; `level` is how they want to be named, None where nobody asked yet."""

    form: PersonForm
    level: Level | None


def _person(
    given: str,
    family: str,
    language: str,
    level: Level | None,
    *,
    preferred: str = "",
    nickname: str = "",
    spoken: str = "",
) -> SamplePerson:
    form = PersonForm(
        given_name=given,
        family_name=family,
        preferred_name=preferred,
        nickname=nickname,
        pronunciation=spoken,
        born=None,
        email="",
        phone="",
        language=language,
    )
    return SamplePerson(form, level)


FULL, FIRST, INITIAL = Level.FULL, Level.FIRST, Level.FIRST_INITIAL
EVENING: Final = (
    _person("Tomás", "Ó Briain", "en", FULL, spoken="toh-MAWSS oh BREE-in"),
    _person("فاطمة", "الزهراوي", "ar", FULL, spoken="FAH-ti-mah az-zah-RAH-wee"),
    _person("Nguyễn Minh", "Châu", "vi", FIRST, spoken="nwin ming CHOW"),
    _person("Maria", "Silva", "pt", FULL),
    _person("Maria", "Silva", "pt", INITIAL),
    _person("Łucja", "Wąsowicz", "pl", Level.INITIALS, spoken="WOO-tsya von-SO-vitch"),
    _person("Δημήτρης", "Παπαδάκης", "el", FULL, spoken="thi-MEE-tris pa-pa-THA-kis"),
    _person("Ingibjörg", "Þórðardóttir", "is", Level.NICKNAME, nickname="Northern Light"),
    _person("सुनीता", "शर्मा", "hi", FULL, spoken="su-NEE-taa SHAR-maa"),
    _person("美玲", "陳", "zh", Level.ANONYMOUS),
    _person("Wolfram Maximilian", "von Hohenstein-Oberndorf-Lichtenfels und zu Wertheim", "de", FIRST, preferred="Max"),
    _person("Kwabena", "", "en", Level.UNMENTIONED),
    _person("Олена", "Шевчук", "uk", None),
    _person("Gwenllïan", "ap Rhys", "cy", FULL, spoken="GWEN-hlee-an"),
)
MORNING: Final = (
    _person("Þorsteinn", "Ægisson", "is", FULL, spoken="THOR-stayn EYE-iss-son"),
    _person("José Luis", "Ibáñez Peña", "es", FULL, spoken="ho-SEH loo-EES"),
    _person("מרים", "בן־דוד", "he", FULL, spoken="MEER-yam ben da-VEED"),
    _person("İpek", "Şahin", "tr", FIRST, spoken="ee-PECK sha-HEEN"),
    _person("Aroha", "Ngata", "mi", FULL, nickname="Morning Tide"),
    _person("พิมพ์ใจ", "ศรีสุข", "th", INITIAL),
    _person("Zsófia", "Győri", "hu", Level.NICKNAME, nickname="Blue Kite"),
    _person("Giulia", "D’Amico", "it", FIRST),
    _person("Олександр", "Бондаренко", "uk", Level.ANONYMOUS),
    _person("Élodie", "Lefèvre-Dubois", "fr", Level.UNMENTIONED),
    _person("ნინო", "ბერიძე", "ka", None),
)
WORK: Final = (
    _person("Adaeze", "Okonkwo", "en", FULL, spoken="ah-DAY-zeh"),
    _person("Håkon", "Bjørnstad", "no", FIRST),
    _person("রুমানা", "চৌধুরী", "bn", FULL),
    _person("حسین", "رضایی", "fa", INITIAL, spoken="ho-SAYN re-ZAA-ee"),
    _person("Chloë", "van der Linden", "nl", Level.NICKNAME),
    _person("Željko", "Čović", "hr", None),
    _person("민준", "김", "ko", Level.ANONYMOUS),
    _person("Ruth", "Abernathy", "en", Level.UNMENTIONED),
)
_GIVEN: Final = (
    "Amara", "Beatriz", "Callum", "Dilnoza", "Eero", "Farida", "Gethin", "Hana", "Ilse", "Jamal", "Kateryna", "Leïla",
    "Mateusz", "Niamh", "Otto", "Priya", "Quentin", "Rosa", "Søren", "Tadeáš", "Ulla", "Valeria", "Wanjiru",
    "Xóchitl", "Yusuf", "Zainab", "Andrés", "Brigid", "Chidi", "Daria", "Émile", "Freya", "Goran", "Heledd", "Imran",
    "Jūlija",
)  # fmt: skip
_FAMILY: Final = (
    "Adeyemi", "Bjarnason", "Conti", "Dvořák", "Evans", "Fraser", "Gómez", "Hughes", "Iwu", "Jansen", "Kovács",
    "Lindqvist", "Müller", "Nowak", "O’Neill", "Pereira", "Quinn", "Rossi", "Sørensen", "Tran", "Ueda", "Vasquez",
    "Wójcik", "Xu", "Yılmaz", "Zieliński", "Ahmadi", "Brown", "Costa", "Dimitrov", "Eriksen", "Farouk", "Grant",
)  # fmt: skip
_LEVELS: Final = (FULL, FIRST, INITIAL, Level.INITIALS, Level.NICKNAME, Level.ANONYMOUS, Level.UNMENTIONED, None)
_WEIGHTS: Final = (40, 20, 10, 5, 5, 8, 5, 7)
_SKIES: Final = ("Quiet", "Bright", "Early", "Silver", "Wide", "Steady", "Green", "Kind")
_THINGS: Final = ("Harbour", "Meadow", "Lantern", "River", "Sail", "Garden", "Hill", "Compass")


def invented(rng: Random) -> SamplePerson:
    """Invent one more person."""
    level = rng.choices(_LEVELS, _WEIGHTS)[0]
    nickname = f"{rng.choice(_SKIES)} {rng.choice(_THINGS)}" if level is Level.NICKNAME else ""
    return _person(rng.choice(_GIVEN), rng.choice(_FAMILY), "en", level, nickname=nickname)


def with_details(person: SamplePerson, number: int, start: date, rng: Random) -> SamplePerson:
    """Give a person a birth date, an address and a phone number of the range reserved for fiction."""
    born = start - timedelta(days=round(rng.triangular(24, 84, 56) * 365.25) + rng.randrange(365))
    ascii_name = "".join(sign for sign in fold(person.form.given_name or person.form.family_name) if sign.isascii())
    account = "".join(sign for sign in ascii_name if sign.isalnum()) or "person"
    has_email, has_phone = rng.random() < 0.85, rng.random() < 0.9
    form = replace(
        person.form,
        born=born,
        email=f"{account}.{number}@example.org" if has_email else "",
        phone=f"+44 7700 90{rng.randrange(10000):04d}" if has_phone else "",
    )
    return replace(person, form=form)


def agreements(person: SamplePerson, rng: Random, *, is_on_board: bool) -> tuple[Statement, ...]:
    """Give the consents of a person at intake."""
    source = rng.choices((Source.PAPER, Source.SPOKEN, Source.LIST), (60, 25, 15))[0]
    found = []
    if person.level is not None:
        is_named = person.level is not Level.UNMENTIONED
        found.append(
            Statement(
                purpose=Purpose.CEREMONY_NAME,
                is_given=is_named,
                source=source,
                level=person.level if is_named else None,
            )
        )
        found.append(Statement(purpose=Purpose.KEEPSAKE, is_given=is_named and rng.random() < 0.7, source=source))
        found.append(Statement(purpose=Purpose.PHOTO, is_given=rng.random() < 0.4, source=source))
    ways = ((Purpose.SMS, 0.7, person.form.phone), (Purpose.EMAIL, 0.6, person.form.email))
    for purpose, share, way in ways:
        if way and rng.random() < 0.9:
            found.append(Statement(purpose=purpose, is_given=rng.random() < share, source=source))
    if is_on_board or rng.random() < 0.5:
        found.append(Statement(purpose=Purpose.BOARD, is_given=is_on_board, source=Source.SPOKEN))
    return tuple(found)
