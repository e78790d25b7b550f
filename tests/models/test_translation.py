"""Words in the language of the moment, without Qt."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest

from models.catalogues.collect import ROOT
from models.errors import InvalidError
from models.text import required_line
from models.translation import (
    Text,
    current_language,
    day_text,
    language,
    language_of,
    number_text,
    plural,
    speak,
    tr,
    written_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def german() -> Iterator[None]:
    speak(language_of("de"))
    yield
    speak(language_of("en"))


def test_that_a_template_without_a_language_is_said_in_english() -> None:
    assert tr("register closed at {time}", time="18:04") == "register closed at 18:04"
    assert tr("") == ""


def test_that_a_language_is_spoken_inside_its_block_alone() -> None:
    with language("de"):
        assert tr("register closed at {time}", time="18:04") == "Liste geschlossen um 18:04"
        with language("pl"):
            assert tr("Signature") == "Podpis"
        assert tr("Signature") == "Unterschrift"
    assert tr("Signature") == "Signature"


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 osoba"), (3, "3 osoby"), (5, "5 osób"), (12, "12 osób"), (22, "22 osoby")]
)
def test_that_polish_counts_in_three_forms_without_qt(count: int, said: str) -> None:
    with language("pl"):
        assert plural(count, "{count} person", "{count} people") == said


def test_that_no_qt_is_loaded_for_words() -> None:
    code = (
        "import sys; from models.translation import language, plural, tr\n"
        "with language('pl'): print(plural(5, '{count} person', '{count} people'), flush=True)\n"
        "assert not {'PySide6', 'babel'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "5 osób"


@pytest.mark.usefixtures("german")
def test_that_other_threads_speak_the_programs_language_and_never_that_of_somebody_elses_block() -> None:
    with language("pl"), ThreadPoolExecutor(1) as other:
        assert other.submit(tr, "Signature").result() == "Unterschrift"


def test_that_a_refusal_is_said_in_the_language_of_the_place_where_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(InvalidError) as refusal:
        required_line(" ", "Signature")
    german = language_of("de")
    monkeypatch.setattr(
        german.catalogue,
        "_catalog",
        {**german.catalogue.__dict__["_catalog"], "{field} is missing. Type it in.": "Es fehlt: {field}."},
    )
    with language("de"):
        assert str(refusal.value) == "Es fehlt: Unterschrift."
    assert str(refusal.value) == "Signature is missing. Type it in."


def test_that_a_text_is_translated_when_it_is_shown() -> None:
    text = Text("register closed at {time}", {"time": "18:04"})
    with language("de"):
        assert f"{text}" == str(text) == "Liste geschlossen um 18:04"
    assert str(text) == "register closed at 18:04"


def test_that_days_and_numbers_are_written_as_the_language_does() -> None:
    assert (day_text(date(2026, 12, 14)), number_text(1200)) == ("14 December 2026", "1,200")
    with language("de"):
        assert (day_text(date(2026, 12, 14)), number_text(1200)) == ("14. Dezember 2026", "1.200")


def test_that_a_paper_is_written_in_a_language_that_has_all_its_words_and_else_in_english() -> None:
    assert written_in("de_AT", ("Signature", "Date", "Name")) == "de"
    assert written_in("de", ("Signature", "nobody translates this")) == "en"
    assert written_in("cy", ("Signature",)) == "en"


def test_that_a_language_without_a_catalogue_is_said_in_english() -> None:
    with language("cy"):
        assert current_language().code == "cy"
        assert tr("Signature") == "Signature"
