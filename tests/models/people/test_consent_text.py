"""The words of consent: shipped in eight languages, the clinic's own on top, and told by a code on paper."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.access import Role
from models.errors import InvalidError, NotAllowedError
from models.people.consent_text import (
    LIMIT,
    change_consent_texts,
    consent_form_texts,
    consent_languages,
    consent_wordings,
    form_of_code,
)
from models.people.purpose import ASKED, Purpose
from models.people.shipped_texts import SHIPPED
from models.settings import change_profile, profile
from tests import factory
from tests.faults.hostile import corpora, is_only_cleaned, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.access import Actor
    from models.storage.database import Database
    from models.work import Work
    from tests.factory import MovingClock

PHOTO = Purpose.PHOTO


@pytest.fixture
def work(clinic: Database, actor: Actor) -> Iterator[Work]:
    with clinic.write(actor) as opened:
        yield opened


@pytest.mark.parametrize("language", SHIPPED)
def test_that_each_shipped_language_has_plain_words_for_every_purpose(work: Work, language: str) -> None:
    form = consent_form_texts(work, language)
    assert form.language == language
    assert set(form.texts) == set(Purpose) == set(ASKED)
    for words in form.texts.values():
        assert words.language == language
        assert 20 < len(words.text) <= LIMIT
        assert words.text[-1] in ".。"
        assert words.version == form.version == "2"
    assert "STOP" in form.texts[Purpose.SMS].text
    assert len({words.text for words in form.texts.values()}) == len(Purpose)


def test_that_the_clinics_own_words_win_and_count_their_versions(work: Work) -> None:
    assert change_consent_texts(work, "fr", {PHOTO: "  On peut montrer ma photo.  ", Purpose.BOARD: "Oui."}) == 2
    assert change_consent_texts(work, "fr", {PHOTO: "On peut montrer ma photo."}) == 0
    assert change_consent_texts(work, "fr", {PHOTO: "Ma photo, oui."}) == 1
    form = consent_form_texts(work, "fr-CA")
    assert (form.texts[PHOTO].text, form.texts[PHOTO].version, form.texts[PHOTO].is_own) == (
        "Ma photo, oui.",
        "2.2",
        True,
    )
    assert form.texts[Purpose.BOARD].version == "2.1"
    assert form.version == "2.3"
    assert consent_form_texts(work, "en").version == "2"


def test_that_a_language_without_words_gets_the_clinics_first_and_else_english(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        assert consent_form_texts(work, "cy").language == "en"
        about = profile(work)
        change_profile(work, replace(about, languages=("de", "en")))
    with clinic.read(actor) as work:
        assert consent_form_texts(work, "cy").language == "de"


def test_that_a_language_of_the_clinic_is_used_once_it_is_whole(work: Work) -> None:
    change_consent_texts(work, "cy", {PHOTO: "Gall y grŵp weld fy llun."})
    assert consent_form_texts(work, "cy").language == "en"
    assert "cy" not in consent_languages(work)
    assert consent_wordings(work, "cy")[PHOTO].text == "Gall y grŵp weld fy llun."
    assert consent_wordings(work, "cy")[Purpose.SMS].text == ""
    change_consent_texts(work, "cy", {purpose: f"Testun {purpose}" for purpose in Purpose if purpose is not PHOTO})
    assert consent_form_texts(work, "cy").language == "cy"
    assert "cy" in consent_languages(work)


def test_that_a_code_finds_the_words_of_its_day(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    codes = []
    for number in range(4):
        with clinic.write(actor) as work:
            if number:
                change_consent_texts(work, "de", {PHOTO: f"Fassung {number}", Purpose.BOARD: f"Tafel {number}"})
            codes.append(consent_form_texts(work, "de").code)
        clock.now += timedelta(days=1)
    assert len(set(codes)) == 4
    with clinic.read(actor) as work:
        for number, code in enumerate(codes):
            form = form_of_code(work, f"{code[:3]} {code[3:].lower()}")
            assert (form.language, form.code) == ("de", code)
            assert form.texts[PHOTO].version == ("2" if number == 0 else f"2.{number}")
        assert {consent_form_texts(work, one).code for one in SHIPPED if one != "de"}.isdisjoint(codes)
        assert all(sign in string.ascii_uppercase + "234567" for code in codes for sign in code)


@pytest.mark.parametrize("strings", corpora())
def test_that_any_words_are_kept_as_they_are_or_refused(work: Work, strings: Callable[[], tuple[str, ...]]) -> None:
    refused = [text for text in strings() if stored(text, limit=LIMIT) is None]
    for text in refused:
        with pytest.raises(InvalidError):
            change_consent_texts(work, "en", {PHOTO: text})
    taken = [text for text in strings() if text not in refused]
    for start in range(0, len(taken), len(Purpose)):
        few = dict(zip(Purpose, taken[start : start + len(Purpose)], strict=False))
        change_consent_texts(work, "en", few)
        form = consent_form_texts(work, "en")
        assert all(is_only_cleaned(text, form.texts[purpose].text) for purpose, text in few.items())
    assert form_of_code(work, form.code).texts == form.texts


def test_that_words_in_either_form_of_unicode_are_the_same_words(work: Work) -> None:
    change_consent_texts(work, "fr", {PHOTO: "Photo montre\u0301e."})
    assert consent_form_texts(work, "fr").texts[PHOTO].text == "Photo montrée."
    assert change_consent_texts(work, "fr", {PHOTO: "Photo montrée."}) == 0


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * (LIMIT + 1), "\ud800"])
def test_that_a_blank_or_endless_text_is_refused(work: Work, text: str) -> None:
    with pytest.raises(InvalidError):
        change_consent_texts(work, "en", {PHOTO: text})


def test_that_only_who_changes_the_clinic_changes_its_words(clinic: Database) -> None:
    with pytest.raises(NotAllowedError), clinic.write(factory.actor(Role.FACILITATOR)) as work:
        change_consent_texts(work, "en", {PHOTO: "Yes."})
