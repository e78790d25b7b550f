"""The data files of the forms."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pytest
from pydantic import ValidationError

from models.outcomes.instruments.form import Instrument
from models.outcomes.instruments.library import FOLDER, instrument, instruments, offered, offered_titles


def test_that_each_file_is_named_after_its_form() -> None:
    assert [each.id for each in instruments()] == sorted(file.stem for file in FOLDER.glob("*.json"))


def test_that_no_two_forms_share_a_name() -> None:
    names = [{name.casefold() for name in (each.id, each.title, *each.aliases)} for each in instruments()]
    assert max(Counter(name for each in names for name in each).values()) == 1


def test_that_the_window_offers_the_two_forms_whose_words_may_be_shipped() -> None:
    assert [each.id for each in offered()] == ["nprs", "peg"]
    assert all(each.wording_shipped for each in offered())


@pytest.mark.parametrize("form", [each.id for each in instruments()])
def test_that_wording_is_shipped_only_where_the_file_says_so(form: str) -> None:
    known = instrument(form)
    assert all(bool(item.text) is known.wording_shipped for item in known.items)
    assert known.licence
    assert known.sources
    assert known.recall
    assert known.missing


@pytest.mark.parametrize("form", [each.id for each in instruments()])
def test_that_the_rules_speak_of_questions_and_scores_that_exist(form: str) -> None:
    known = instrument(form)
    before: set[str] = set()
    for rule in known.rules:
        assert all(1 <= number <= len(known.items) for number in getattr(rule, "items", ()))
        assert getattr(rule, "of", rule.key) in before | {rule.key}
        before.add(rule.key)
    assert set(known.main) <= before


@pytest.mark.parametrize("place", [(), ("items", 0), ("rules", 0), ("change",)])
def test_that_a_key_unknown_to_laurel_is_refused(place: tuple[str | int, ...]) -> None:
    data = json.loads((FOLDER / "peg.json").read_text(encoding="utf-8"))
    part = data
    for step in place:
        part = part[step]
    part["prorate"] = True
    with pytest.raises(ValidationError, match="prorate"):
        Instrument.model_validate_json(json.dumps(data), strict=True)


def test_that_scoring_loads_neither_database_nor_window() -> None:
    code = (
        "import sys; from models.outcomes.instruments.scoring import score; score('peg', [1, 2, 3]);"
        "print(sorted({'sqlalchemy', 'PySide6', 'sqlcipher3'} & set(sys.modules)), flush=True)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_that_the_titles_are_those_of_the_offered_forms_in_their_order() -> None:
    assert [(form.id, form.title) for form in offered_titles()] == [(form.id, form.title) for form in offered()]
