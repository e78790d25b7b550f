"""A run that an earlier version wrote down goes on in this one, and in one with more fields."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ceremonies.director_types import Output, Place
from ceremonies.journal import read, replay, resumed
from models.errors import InvalidError
from models.recognition.script import Script, StoredScript
from tests.ceremonies.company import stage_name
from tests.models.recognition.yesterday import FORMAT_1, JOURNAL_1, RECIPIENT, NextScript

NAMES = {RECIPIENT: stage_name("Bo")}


@pytest.mark.parametrize("kind", [Script, NextScript])
def test_that_an_interrupted_run_of_yesterday_goes_on_where_it_was(kind: type[Script]) -> None:
    stored = StoredScript.read(kind, FORMAT_1)
    back = resumed(stored, JOURNAL_1, datetime(2026, 11, 23, 19, 5, tzinfo=UTC))
    assert back is not None
    assert (back.place, back.output) == (Place(1, 1), Output.CURTAIN)
    action = back.what_go_does(NAMES)
    assert action is not None
    assert action.text == "Bo"
    assert back.presented() == ()


def test_that_the_journal_of_another_text_is_refused_even_where_it_means_the_same() -> None:
    rewritten = StoredScript.of(Script.from_text(FORMAT_1))
    with pytest.raises(InvalidError, match="does not belong to its script"):
        replay(rewritten, (entry.event for entry in read(JOURNAL_1)))
