from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceremonies.script import (
    SOMEBODY,
    Cue,
    CueKind,
    Fallback,
    Placeholder,
    Script,
    ScriptError,
    Step,
    StepKind,
    fill,
    literal,
    placeholders,
    staged,
    words,
)
from tests.ceremonies.company import consent_mix, script_for

SHOW_NAME = Step(kind=StepKind.NAME, action="{name}", reveals_name=True)
CARD = Step(kind=StepKind.CARD, action="welcome")


def cue(**changes: object) -> Cue:
    values = {"id": uuid4(), "kind": CueKind.MOMENT, "title": "t", "steps": (SHOW_NAME,), "seconds": 60} | changes
    return Cue.model_validate(values)


def test_that_a_script_comes_back_from_json_the_same() -> None:
    script = script_for(consent_mix())
    assert Script.from_json(script.to_json()) == script
    assert Script.from_json(script.to_json()).digest == script.digest


def test_that_the_digest_is_of_canonical_json_and_changes_with_any_word() -> None:
    script = script_for(consent_mix())
    shuffled = json.dumps(dict(reversed(json.loads(script.to_json()).items())), indent=3)
    assert Script.from_json(shuffled).digest == script.digest
    assert script.model_copy(update={"pause": "Back soon."}).digest != script.digest


@pytest.mark.parametrize("spoil", [
    lambda data: data | {"colour": "blue"},
    lambda data: data | {"format": 2},
    lambda data: data | {"cues": []},
    lambda data: data | {"title": ""},
    lambda data: data | {"gentle": "yes"},
    lambda data: data | {"cues": [data["cues"][0] | {"score": 4}]},
    lambda data: data | {"cues": [data["cues"][0] | {"seconds": 0}]},
    lambda data: data | {"cues": [data["cues"][0] | {"kind": "winner"}]},
    lambda data: data | {"cues": [data["cues"][0] | {"headline": "{surname}"}]},
    lambda data: data | {"cues": [data["cues"][0] | {"headline": "a lone { brace"}]},
    lambda data: data | {"cues": data["cues"] + data["cues"][:1]},
])  # fmt: skip
def test_that_a_script_with_anything_unknown_or_impossible_is_refused_in_one_sentence(spoil: object) -> None:
    data = spoil(json.loads(script_for(consent_mix()).to_json()))  # type: ignore[operator]
    with pytest.raises(ScriptError, match="This ceremony cannot be read"):
        Script.from_json(json.dumps(data))


def test_that_no_name_is_in_a_script() -> None:
    company = consent_mix()
    text = script_for(company).to_json()
    for name in {person.display_name for person in company.nominees} - {SOMEBODY, "Bo", "{name} & <b>"}:
        assert name not in text


def test_that_a_name_has_a_person_and_a_step_of_its_own_and_nothing_shows_it_before() -> None:
    recipient = uuid4()
    assert cue(recipient=recipient, headline="{name}").name_step == 0
    kicker = Step(kind=StepKind.KICKER, action="the next", caption="{name}")
    for wrong in (
        {"recipient": None},
        {"recipient": None, "headline": "{name}", "steps": (CARD,)},
        {"recipient": recipient, "steps": (CARD,)},
        {"recipient": recipient, "steps": (SHOW_NAME, SHOW_NAME)},
        {"recipient": recipient, "kicker": "For {name}"},
        {"recipient": recipient, "plaque": "{name}"},
        {"recipient": recipient, "steps": (kicker, SHOW_NAME)},
        {"recipient": recipient, "steps": (CARD, SHOW_NAME)},
        {"recipient": recipient, "fallback": Fallback(headline="Thanks, {name}", action="thanks")},
    ):
        with pytest.raises(ValueError, match=r"the cue|what the cue"):
            cue(**wrong)


@given(st.text())
def test_that_literal_text_is_shown_as_it_was_whatever_its_braces(text: str) -> None:
    assert placeholders(literal(text)) == frozenset()
    assert fill(literal(text), {}) == text


@given(st.text())
def test_that_braces_inside_a_name_are_never_filled_in(name: str) -> None:
    assert fill("{name}, hello", {Placeholder.NAME: name}) == f"{name}, hello"


def test_that_a_person_who_withdrew_is_passed_over_or_leaves_the_fallback() -> None:
    recipient = uuid4()
    alone = cue(recipient=recipient, headline="{name}")
    more = Fallback(headline="Thank you for the tea", action="thanks for the tea", say="Thanks for the tea.")
    shared = cue(
        recipient=recipient, headline="{name} made tea", segment="Tea", do=("{name} is here", "tea"), fallback=more
    )
    assert staged(alone, {recipient: "Bo"}) is alone
    assert staged(alone, {recipient: ""}) is alone
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
    assert words("{name}", script, one, {recipient: ""}) == SOMEBODY
    assert words("{title}: {name}", script, one, {recipient: "Bo {title}"}) == "Spring: Bo {title}"
    with pytest.raises(ScriptError):
        words("{name}", script, one, {recipient: None})
