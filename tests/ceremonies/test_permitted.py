from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ceremonies.permitted import shown_as, staged, words
from leaderboards.stage_name import StageName
from models.people.naming import Level
from models.recognition.script import SOMEBODY, Fallback, Script, ScriptError
from tests.ceremonies.company import stage_name
from tests.models.recognition.test_script import cue


def test_that_a_person_who_withdrew_is_passed_over_or_leaves_the_fallback() -> None:
    recipient = uuid4()
    alone = cue(recipient=recipient, headline="{name}")
    more = Fallback(headline="Thank you for the tea", action="thanks for the tea", say="Thanks for the tea.")
    shared = cue(
        recipient=recipient, headline="{name} made tea", segment="Tea", do=("{name} is here", "tea"), fallback=more
    )
    assert staged(alone, {recipient: stage_name("Bo")}) is alone
    assert staged(alone, {recipient: stage_name("")}) is alone
    assert staged(alone, {recipient: None}) is None
    assert staged(alone, {}) is None
    without = staged(shared, {recipient: None})
    assert without is not None
    assert without.recipient is None
    assert (without.headline, without.do, without.title) == ("Thank you for the tea", ("tea",), "Tea")
    assert not any(step.reveals_name for step in without.steps)


def test_that_an_anonymous_person_is_a_member_of_this_group_and_nobody_else_can_be_filled_in() -> None:
    recipient = uuid4()
    one = cue(recipient=recipient, headline="{name}")
    script = Script(id=UUID(int=1), title="Spring", cues=(one,))
    assert words("{name}", script, one, {recipient: stage_name("")}) == SOMEBODY
    assert words("{title}: {name}", script, one, {recipient: stage_name("Bo {title}")}) == "Spring: Bo {title}"
    with pytest.raises(ScriptError):
        words("{name}", script, one, {recipient: None})


def test_that_somebody_who_chose_to_be_called_like_the_unnamed_is_not_anonymous() -> None:
    chosen = StageName(SOMEBODY, Level.NICKNAME)
    assert shown_as(chosen) == shown_as(stage_name("")) == SOMEBODY
    assert [chosen.is_anonymous, stage_name("").is_anonymous] == [False, True]


def test_that_the_words_for_somebody_without_a_name_stand_in_one_place() -> None:
    root = Path(__file__).parents[2]
    places = [
        path.relative_to(root).as_posix()
        for folder in ("models", "leaderboards", "ceremonies", "exports", "ui")
        for path in (root / folder).rglob("*.py")
        if f'"{SOMEBODY}"' in path.read_text(encoding="utf-8")
    ]
    assert places == ["models/recognition/script.py"]
