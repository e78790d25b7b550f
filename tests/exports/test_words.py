"""Every paper and a made ceremony in a language that nobody speaks: no English is left."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from pypdf import PdfReader

from ceremonies.draft_script import make_ceremony
from exports.batch import issue_certificates
from exports.consent_form import blank_consent_form
from exports.day_sheet import day_sheet
from exports.personal_data import export_person
from exports.personal_data_words import HEADINGS, code_text
from exports.recovery_sheet import RecoveryPage, recovery_pdf
from exports.table import Listing, cohort_table
from leaderboards.awards import propose_badges
from leaderboards.nominees import group_total, nominees
from models.access import Confirmed
from models.keys.recovery_key import RecoveryKey
from models.outcomes.instruments.library import offered
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import enter_form
from models.pages.day_sheet import day_page
from models.people.consent_text import consent_form_texts
from models.people.shipped_texts import SHIPPED
from models.privacy.personal_data import personal_data
from models.programme.enrolment import Enrolment
from models.recognition.badge import AwardState, awards, decide_badges
from models.storage.audit_anchor import anchor_groups
from tests import factory
from tests.pseudo_language import LEFT_TO_RIGHT, RIGHT_TO_LEFT, spoken_everywhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from models.access import Actor
    from models.storage.database import Database
    from models.storage.media import Media
    from tests.factory import Group, MovingClock

RUNS: Final = re.compile(r"[A-Za-z]{2,}")
NAMES: Final = """
    Laurel PDF UTC CSV JSON UTF YYYY MM DDTHH SS DD Riverside Community Clinic Autumn Mina Okafor Jo Ferro Back in
    Motion North room about you pdf data json tables csv certificates schema laurel personal README txt
"""
"""Data, and the names of files and formats."""
FORMS: Final = tuple(text for form in offered() for text in (form.title, *(item.text for item in form.items)))


@pytest.fixture(params=[LEFT_TO_RIGHT, RIGHT_TO_LEFT], ids=lambda spoken: spoken.code, autouse=True)
def _spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    with spoken_everywhere(request.param):
        yield


@pytest.fixture
def group(clinic: Database, actor: Actor, clock: MovingClock) -> Group:
    clock.to(factory.START + timedelta(days=100))
    with clinic.write(actor) as work:
        them = factory.group(work, size=6, name="Autumn")
        factory.run_sessions(work, them, ["PPLNEF", "PPPPPP", "PRMEPN", *["PPPPPP"] * 3, *["PNNNNN"] * 6])
        enter_form(work, them.enrolments[0], "peg", Occasion.INTAKE, answered_on=factory.START, answers=[7, 8, 9])
        propose_badges(work, them.cohort)
        decide_badges(work, [one.id for one in awards(work, them.cohort)], AwardState.APPROVED)
    return them


def english_in(said: Iterable[str], *data: str) -> set[str]:
    known = {word.casefold() for word in RUNS.findall(" ".join((NAMES, *data, *map(" ".join, factory.NAMES))))}
    return {run for text in said for run in RUNS.findall(text) if run.casefold() not in known}


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_that_a_day_sheet_says_no_english(clinic: Database, actor: Actor, group: Group) -> None:
    with clinic.read(actor) as work:
        said = pages(day_sheet(work, group.meetings[0].day))
        letters = anchor_groups(day_page(work, group.meetings[0].day).head)
    assert english_in(said, *letters) == set()


def test_that_a_recovery_sheet_says_no_english() -> None:
    key = RecoveryKey(bytes(range(100, 116)))
    drawn = recovery_pdf(RecoveryPage(clinic="Riverside", country="GB", number="1", made_on=factory.START, key=key))
    assert english_in(pages(drawn), *(word for words, _ in key.lines for word in words)) == set()


def test_that_a_consent_form_says_its_own_texts_and_no_other_english(
    clinic: Database, actor: Actor, media: Media
) -> None:
    with clinic.read(actor) as work:
        said, code = pages(blank_consent_form(work, media, "en").pdf), consent_form_texts(work, "en").code
    assert english_in(said, code, *SHIPPED["en"].values()) == set()


def test_that_the_file_about_a_person_says_no_english(
    clinic: Database, actor: Actor, media: Media, group: Group
) -> None:
    with clinic.read(actor) as work:
        content = export_person(work, media, group.people[0], confirmed=Confirmed(actor.id, work.now))
        alias = work.get(Enrolment, group.enrolments[0]).alias
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        said = [*pages(archive.read("about-you.pdf")), archive.read("README.txt").decode()]
    assert english_in(said, "example.org en", alias, *FORMS) == set()


def test_that_a_band_and_a_score_are_named_in_words() -> None:
    assert english_in([code_text("value", "Mild depression"), code_text("score", "item9_flag")]) == set()
    assert code_text("value", "4.3") == "4.3"


def test_that_every_heading_of_a_persons_data_has_words(clinic: Database, actor: Actor, group: Group) -> None:
    with clinic.read(actor) as work:
        data = personal_data(work, group.people[0], confirmed=Confirmed(actor.id, work.now))
    assert {heading for section in data.sections for heading in section.headings} <= set(HEADINGS)


def test_that_certificates_say_no_english(clinic: Database, actor: Actor, media: Media, group: Group) -> None:
    with clinic.write(actor) as work:
        batch = issue_certificates(work, media, group.cohort)
    said = [*pages(batch.merged), *(left.reason for left in (*batch.excluded, *batch.review))]
    assert batch.issued
    assert batch.excluded
    assert english_in(said, *(each.serial for each in batch.issued)) == set()


@pytest.mark.parametrize("listing", list(Listing))
def test_that_a_list_says_no_english(clinic: Database, actor: Actor, group: Group, listing: Listing) -> None:
    if listing is Listing.PEOPLE:
        return
    with clinic.read(actor) as work:
        table = cohort_table(work, listing, group.cohort, confirmed=Confirmed(actor.id, work.now))
    words = [cell for row in table.rows for cell in row if isinstance(cell, str) and listing is Listing.SCORES]
    assert english_in((table.title, *table.headings, *words), *FORMS, "mean dp") == set()


def test_that_a_made_ceremony_says_no_english(clinic: Database, actor: Actor, group: Group) -> None:
    with clinic.read(actor) as work:
        people, total = nominees(work, group.cohort), group_total(work, group.cohort)
    script = make_ceremony(people, total, "Autumn", ceremony=group.cohort, starts="18:00")
    said = list(script.texts())
    assert len(script.cues) >= 5
    assert english_in(re.sub(r"\{[a-z]+\}", "", text) for text in said) == set()
