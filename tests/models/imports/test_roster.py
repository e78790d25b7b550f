"""A preview tells of every row of a list what would become of it, and all that is wrong with it."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.errors import InvalidError, NotAllowedError
from models.imports.headings import Field, propose_columns
from models.imports.listed_person import ListedConsent
from models.imports.roster import (
    Outcome,
    Preview,
    ambiguous_date,
    changed_columns,
    likely_order,
    open_roster,
    preview_roster,
)
from models.imports.table_file import read_table
from models.people.birth_date import DateOrder
from models.people.consent import Purpose
from models.people.naming import Level
from models.people.participant import change_person, person
from models.settings import found_clinic
from tests import factory

if TYPE_CHECKING:
    from models.imports.listed_person import ListedPerson
    from models.storage.database import Database
    from models.work import Work

ROSTERS = Path(__file__).parents[2] / "data" / "rosters"
NAUGHTY = Path(__file__).parents[4] / "shared" / "data" / "naughty_strings.json"


@pytest.fixture
def work(database: Database) -> object:
    from models.clinic.clinic import PROGRAM
    from tests.conftest import CLINIC

    with database.write(PROGRAM) as opened:
        found_clinic(opened, id_=CLINIC, name="Quayside", country="GB")
    with database.write(factory.actor()) as opened:
        yield opened


def listed(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def preview(work: Work, path: Path, dates: DateOrder | None = None) -> Preview:
    return preview_roster(work, open_roster(path, dates=dates))


def only(work: Work, folder: Path, heading: str, *values: str) -> list[ListedPerson]:
    text = f"Given name,{heading}\n" + "".join(f'Anna {place},"{value}"\n' for place, value in enumerate(values))
    found = [line.listed for line in preview(work, listed(folder, text)).lines]
    assert all(found)
    return [one for one in found if one is not None]


def test_that_the_headings_of_a_list_are_recognised() -> None:
    proposed = propose_columns(read_table(ROSTERS / "clinic_list.csv"))
    assert list(proposed.columns) == [
        Field.GIVEN, Field.FAMILY, Field.EMAIL, Field.PHONE, Field.BORN, Field.LANGUAGE, Field.SMS, Field.EMAIL_CONSENT,
        Field.CEREMONY,
    ]  # fmt: skip
    german = propose_columns(read_table(ROSTERS / "excel_german.csv"))
    assert dict(german.columns) == {
        Field.FAMILY: 0, Field.GIVEN: 1, Field.BORN: 2, Field.EMAIL: 3, Field.PHONE: 4,
    }  # fmt: skip
    assert [str(one) for one in german.remarks] == ["Not read: Bemerkung."]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("FIRST NAME;Last-Name;D.O.B.;E-mail address;Cell phone", "GIVEN FAMILY BORN EMAIL PHONE"),
        ("Prénom;Nom;Né(e) le;Courriel;Téléphone", "GIVEN FAMILY BORN EMAIL PHONE"),
        ("Name;Vorname;Geburtsdatum (TT.MM.JJJJ);Handy", "FAMILY GIVEN BORN PHONE"),
        ("Full name;Known as;Pronounced;Nickname", "WHOLE PREFERRED PRONUNCIATION NICKNAME"),
        ("Imię;Nazwisko;Data urodzenia", "GIVEN FAMILY BORN"),
        ("Forename;Surname;On the board", "GIVEN FAMILY BOARD"),
    ],
)
def test_that_headings_have_many_names(tmp_path: Path, headings: str, fields: str) -> None:
    table = read_table(listed(tmp_path, headings + "\n" + ";".join("x" * (headings.count(";") + 1)) + "\n"))
    columns = propose_columns(table).columns
    assert {place: field for field, place in columns.items()} == {
        place: Field[name] for place, name in enumerate(fields.split()) if name != "-"
    }


def test_that_a_doubled_heading_is_told_and_the_first_is_read(tmp_path: Path) -> None:
    proposed = propose_columns(read_table(listed(tmp_path, "Name,Email,E-mail\nAnna,a@b.org,c@d.org\n")))
    assert proposed.columns[Field.EMAIL] == 1
    assert "only Email is read" in str(proposed.remarks[0])


def test_that_a_list_without_headings_keeps_its_first_person(work: Work, tmp_path: Path) -> None:
    plan = open_roster(listed(tmp_path, "Anna,Berg,anna@example.org\nBo,Li,bo@example.org\n"))
    assert plan.table.headings == ("Column 1", "Column 2", "Column 3")
    with pytest.raises(InvalidError, match="is called a name"):
        preview_roster(work, plan)
    chosen = preview_roster(work, changed_columns(plan, {Field.GIVEN: 0, Field.FAMILY: 1, Field.EMAIL: 2}))
    assert [(line.row, line.name, line.outcome) for line in chosen.lines] == [
        (1, "Anna Berg", Outcome.GOOD),
        (2, "Bo Li", Outcome.GOOD),
    ]
    with pytest.raises(InvalidError, match="stands for two things"):
        preview_roster(work, changed_columns(plan, {Field.GIVEN: 0, Field.FAMILY: 0}))


def test_that_the_clinics_list_is_good_from_top_to_bottom(work: Work) -> None:
    found = preview(work, ROSTERS / "clinic_list.csv")
    assert [line.outcome for line in found.lines] == [Outcome.GOOD] * 12
    assert not ambiguous_date(found.plan)
    assert [line.name for line in found.lines][8:] == [
        "Anna Berg", "Zoë O'Brien-Ó Súilleabháin", "कृष्णा द्विवेदी", "Madonna",
    ]  # fmt: skip
    hong = found.lines[2]
    assert hong.listed is not None
    assert hong.listed.form.born == date(1981, 7, 2)
    assert hong.listed.consents == (
        ListedConsent(Purpose.SMS, True),
        ListedConsent(Purpose.EMAIL, True),
        ListedConsent(Purpose.CEREMONY_NAME, True, Level.NICKNAME),
    )
    assert "anonymous until one is entered" in str(hong.remarks[0])
    assert [str(one) for one in found.lines[8].remarks] == ["Somebody else has the same name: they stay two people."]
    assert found.lines[3].listed is not None
    assert found.lines[3].listed.consents[-1] == ListedConsent(Purpose.CEREMONY_NAME, False, None)


def test_that_every_bad_row_is_told_with_all_its_reasons(work: Work) -> None:
    found = preview(work, ROSTERS / "broken_rows.csv")
    told = {line.row: (line.outcome, [str(reason) for reason in line.reasons]) for line in found.lines}
    good = [row for row, (outcome, _) in told.items() if outcome is Outcome.GOOD]
    assert good == [2, 3, 5, 7, 9, 10, 11, 12, 13]
    assert {row: said for row, said in told.items() if row not in good} == {
        4: (Outcome.BAD, ["The date of birth 31/02/1981 does not exist: February 1981 has no day 31. Correct it."]),
        6: (
            Outcome.BAD,
            [
                (
                    "two@example.org, three@example.org is not one e-mail address. "
                    "Enter one address, such as anna@example.org."
                )
            ],
        ),
        8: (
            Outcome.BAD,
            ["ring the daughter is not a phone number. Enter digits, with + and the country's code if abroad."],
        ),
        14: (Outcome.EMPTY, ["The row is empty."]),
        15: (Outcome.REPEATED, ["The same person stands in row 2 already."]),
        16: (
            Outcome.BAD,
            ["Given name looks like a spreadsheet formula. If it is truly a name, add this person by hand."],
        ),
        17: (
            Outcome.BAD,
            [
                "The date of birth, 2031-01-01, lies in the future. Correct it.",
                "SMS consent is “maybe”, neither yes nor no. Ask the person.",
            ],
        ),
    }
    assert not ambiguous_date(found.plan)


def test_that_the_order_of_day_and_month_is_asked_once_for_the_file(work: Work, tmp_path: Path) -> None:
    path = listed(tmp_path, "Name,DOB\nAnna,04/03/1968\nBo,25/12/1990\nSiân,1963-05-19\n")
    asked = preview(work, path)
    assert ambiguous_date(asked.plan)
    assert ambiguous_date(asked.plan) == "04/03/1968"
    assert likely_order(asked.plan) is DateOrder.DMY
    assert [line.outcome for line in asked.lines] == [Outcome.BAD, Outcome.GOOD, Outcome.GOOD]
    born = [line.listed.form.born for line in preview(work, path, DateOrder.DMY).lines if line.listed]
    assert born == [date(1968, 3, 4), date(1990, 12, 25), date(1963, 5, 19)]
    american = preview(work, path, DateOrder.MDY)
    assert not ambiguous_date(american.plan)
    assert [line.outcome for line in american.lines] == [Outcome.GOOD, Outcome.BAD, Outcome.GOOD]


def test_that_a_heading_can_state_the_order(work: Work, tmp_path: Path) -> None:
    for shape, born in (("dd/mm/yyyy", date(1968, 3, 4)), ("MM/DD/YYYY", date(1968, 4, 3))):
        found = preview(work, listed(tmp_path, f"Name,Date of birth ({shape})\nAnna,04/03/1968\n"))
        assert found.lines[0].listed is not None
        assert found.lines[0].listed.form.born == born


def test_that_one_person_is_known_in_either_form_of_unicode_and_two_are_two(work: Work, tmp_path: Path) -> None:
    factory.person(work, "Zoë", "Berg", born=date(1979, 6, 25), email="zoe@example.org")
    zoe = unicodedata.normalize("NFD", "Zoë")
    text = (
        "Given name,Family name,Date of birth,Email\n"
        f"{zoe},Berg,1979-06-25,new@example.org\n"  # same birth date
        "ZOË,berg,,ZOE@example.org\n"  # same address, no birth date
        "Zoë,Berg,1980-01-01,zoe@example.org\n"  # another birth date: mother and daughter share an address
        "Zoë,Berg,,\n"  # nothing but the name
        "Zoe,Berg,1979-06-25,\n"  # written without the dots
    )
    outcomes = [line.outcome for line in preview(work, listed(tmp_path, text)).lines]
    assert outcomes == [Outcome.KNOWN, Outcome.KNOWN, Outcome.GOOD, Outcome.GOOD, Outcome.KNOWN]


def test_that_an_old_name_of_a_merged_person_leads_to_the_one_kept(work: Work, tmp_path: Path) -> None:
    from models.people.participant import Participant

    kept = factory.person(work, "Anna", "Berg-Holm", born=date(1968, 3, 4))
    old = factory.person(work, "Anna", "Berg", born=date(1968, 3, 4))
    work.get(Participant, old).merged_into = kept
    found = preview(work, listed(tmp_path, "Given,Family,Born\nAnna,Berg,1968-03-04\n"))
    assert (found.lines[0].outcome, found.lines[0].person) == (Outcome.KNOWN, kept)


def test_that_answers_are_understood_in_several_languages_and_never_guessed(work: Work, tmp_path: Path) -> None:
    found = only(work, tmp_path, "SMS consent", "yes", "JA", "x", "no", "Nein", "", "maybe", "ask her")
    assert [one.consents[0].is_given if one.consents else None for one in found] == [
        True, True, True, False, False, None, None, None,
    ]  # fmt: skip
    assert [len(one.faults) for one in found] == [0, 0, 0, 0, 0, 0, 1, 1]


def test_that_every_level_of_name_has_its_word(work: Work, tmp_path: Path) -> None:
    words = ("full", "First and initial", "first", "initials", "alias", "anonymous", "none", "", "yes")
    found = only(work, tmp_path, "Ceremony name", *words)
    assert [one.consents[0].level if one.consents else None for one in found] == [
        Level.FULL, Level.FIRST_INITIAL, Level.FIRST, Level.INITIALS, Level.NICKNAME, Level.ANONYMOUS, None, None, None,
    ]  # fmt: skip
    assert found[6].consents == (ListedConsent(Purpose.CEREMONY_NAME, False, None),)
    assert "It can be full, first and initial" in str(found[8].faults[0])


def test_that_languages_are_read_by_code_or_name(work: Work, tmp_path: Path) -> None:
    found = only(work, tmp_path, "Language", "vi", "German", "Deutsch", "en-GB", "français", "", "Klingonish")
    assert [one.form.language for one in found] == ["vi", "de", "de", "en", "fr", "en", "en"]
    assert [bool(one.faults) for one in found] == [False] * 6 + [True]


def test_that_what_a_spreadsheet_would_calculate_is_no_name(work: Work, tmp_path: Path) -> None:
    names = ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "=HYPERLINK(1)", "\t=1", "-", "'t Hooft", "@nna", "–Anna"]
    text = "Name\tNote\n" + "".join(f'"{name}"\tx\n' for name in names)
    found = preview(work, listed(tmp_path, text)).lines
    assert [line.outcome is Outcome.BAD for line in found] == [True] * 6 + [False] * 4


def test_that_our_own_escape_is_undone_except_in_a_file_of_rejected_rows(work: Work, tmp_path: Path) -> None:
    ours = preview(work, listed(tmp_path, 'Name,Note\n"\'=HYPERLINK(1)",x\n')).lines[0]
    assert ours.listed is not None
    assert ours.listed.form.given_name == "=HYPERLINK(1)"
    rejected = preview(work, listed(tmp_path, 'Name,Reason\n"\'=HYPERLINK(1)",x\n')).lines[0]
    assert rejected.outcome is Outcome.BAD


def test_that_whole_names_are_parted_at_a_comma_only(work: Work, tmp_path: Path) -> None:
    found = preview(work, listed(tmp_path, 'Name;Note\nBerg, Anna;x\nNguyễn Thị Hồng Nhung;x\n"Li,";x\n'))
    forms = [line.listed.form for line in found.lines if line.listed]
    assert [(form.given_name, form.family_name) for form in forms] == [
        ("Anna", "Berg"), ("Nguyễn Thị Hồng Nhung", ""), ("Li,", ""),
    ]  # fmt: skip


def test_that_invisible_characters_are_taken_out_with_a_word(work: Work, tmp_path: Path) -> None:
    found = preview(work, listed(tmp_path, "Name,Note\nAn\u202ena,x\n\u200b,x\nAnna\u00a0Berg,x\n")).lines
    assert found[0].listed is not None
    assert found[0].listed.form.given_name == "Anna"
    assert str(found[0].remarks[0]) == "Invisible characters were taken out of the name."
    assert found[1].outcome is Outcome.BAD
    assert not found[2].remarks


def test_that_a_name_of_ten_thousand_letters_is_refused(work: Work, tmp_path: Path) -> None:
    found = preview(work, listed(tmp_path, f"Name,Note\n{'x' * 10_000},x\n")).lines[0]
    assert "longer than 120 characters" in str(found.reasons[0])


def test_that_the_front_desk_previews_and_a_peer_lead_does_not(work: Work, tmp_path: Path) -> None:
    from models.access import Role
    from models.work import Work as OpenWork

    peer = OpenWork(work.session, factory.actor(Role.PEER_LEAD), work.now, work.new_id)
    with pytest.raises(NotAllowedError):
        preview_roster(peer, open_roster(ROSTERS / "clinic_list.csv"))


def test_that_naughty_strings_become_names_letter_by_letter_or_are_refused(work: Work, tmp_path: Path) -> None:
    if not NAUGHTY.exists():
        pytest.skip("the list of naughty strings is not on this machine")
    import csv
    import io

    strings = json.loads(NAUGHTY.read_text("utf-8"))
    kept = [one for one in strings if not any(unicodedata.category(sign) == "Cc" for sign in one.replace("\n", ""))]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("Given name", "Family name", "Date of birth"))
    for place, one in enumerate(kept):
        writer.writerow((one, f"Row {place}", "1968-03-04"))
    found = preview(work, listed(tmp_path, text.getvalue()))
    assert len(found.lines) == len(kept) > 450
    for one, line in zip(kept, found.lines, strict=True):
        assert line.outcome in {Outcome.GOOD, Outcome.BAD}, one
        if line.outcome is Outcome.GOOD:
            assert line.listed is not None
            stored = line.listed.form.given_name
            assert stored == " ".join(unicodedata.normalize("NFC", one).split()) or line.remarks or one[:1] == "'", one
        else:
            assert line.reasons


def test_that_a_preview_changes_nobody(work: Work) -> None:
    one = factory.person(work, "Anna", "Berg", born=date(1968, 3, 4))
    before = person(work, one)
    preview(work, ROSTERS / "clinic_list.csv")
    assert person(work, one) == before
    change_person(work, one, before.form, version=before.version, country="GB")
