from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import digest_of
from models.recognition.erasure import script_without
from models.recognition.script import (
    SOMEBODY,
    Cue,
    CueKind,
    Placeholder,
    Script,
    ScriptError,
    Step,
    StepKind,
    StoredScript,
    fill,
    literal,
    placeholders,
)
from tests.ceremonies.company import consent_mix, script_for
from tests.models.recognition.yesterday import DIGEST_1, FORMAT_1, RECIPIENT, NextScript, with_new_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOW_NAME = Step(kind=StepKind.NAME, action="{name}", reveals_name=True)
CARD = Step(kind=StepKind.CARD, action="welcome")


def cue(**changes: object) -> Cue:
    values = {"id": uuid4(), "kind": CueKind.MOMENT, "title": "t", "steps": (SHOW_NAME,), "seconds": 60} | changes
    return Cue.model_validate(values)


def test_that_a_script_comes_back_from_json_the_same() -> None:
    script = script_for(consent_mix())
    assert Script.from_text(script.to_text()) == script


def test_that_the_digest_changes_with_any_word() -> None:
    script = script_for(consent_mix())
    other = script.model_copy(update={"pause": "Back soon."})
    assert StoredScript.of(other).digest != StoredScript.of(script).digest


@pytest.mark.parametrize("spoil", [
    lambda data: data | {"colour": "blue"},
    lambda data: data | {"format": 3},
    lambda data: data | {"format": 1, "cues": 4},
    lambda data: data | {"opening": "Hello, {name}"},
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
    data = spoil(json.loads(script_for(consent_mix()).to_text()))  # type: ignore[operator]
    with pytest.raises(ScriptError, match="This ceremony cannot be read"):
        Script.from_text(json.dumps(data))


def test_that_no_name_is_in_a_script() -> None:
    company = consent_mix()
    text = script_for(company).to_text()
    for name in {person.name.shown for person in company.nominees} - {"", "Bo", "{name} & <b>"}:
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
        {"recipient": recipient, "fallback": {"headline": "Thanks, {name}", "action": "thanks"}},
    ):
        with pytest.raises(ValueError, match=r"the cue|must do without the name"):
            cue(**wrong)


@given(st.text())
def test_that_literal_text_is_shown_as_it_was_whatever_its_braces(text: str) -> None:
    assert placeholders(literal(text)) == frozenset()
    assert fill(literal(text), {}) == text


@given(st.text())
def test_that_braces_inside_a_name_are_never_filled_in(name: str) -> None:
    assert fill("{name}, hello", {Placeholder.NAME: name}) == f"{name}, hello"


def test_that_a_script_of_the_first_format_opens_with_the_digest_that_was_kept() -> None:
    stored = StoredScript.read(Script, FORMAT_1)
    assert (stored.text, stored.digest) == (FORMAT_1, DIGEST_1)
    assert [cue.award for cue in stored.document.cues] == [None, None]
    assert stored.document.title == "Spring {graduation}"
    assert json.loads(stored.document.to_text())["format"] == Script.FORMAT


def test_that_a_script_of_an_earlier_format_opens_in_a_version_that_has_more_fields() -> None:
    for text in (FORMAT_1, Script.from_text(FORMAT_1).to_text()):
        stored = StoredScript.read(NextScript, text)
        assert stored.digest == digest_of(text)
        assert [cue.model_dump()["memory"] for cue in stored.document.cues] == ["", ""]


def test_that_a_script_of_a_newer_version_is_refused_with_what_to_do() -> None:
    newer = NextScript.from_text(FORMAT_1).to_text()
    with pytest.raises(ScriptError, match=r"cannot be read: it was made by a newer Laurel\. Update Laurel"):
        Script.from_text(newer)


def test_that_a_foreign_key_is_refused_in_every_format_with_its_place() -> None:
    for text in (FORMAT_1, Script.from_text(FORMAT_1).to_text()):
        data = json.loads(text)
        data["cues"][1]["steps"][0]["colour"] = "gold"
        with pytest.raises(ScriptError, match="cues › 1 › steps › 0 › colour"):
            Script.from_text(json.dumps(data))


MARK = "Zephyrine"


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give the way to every string below a value."""
    if isinstance(value, str):
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from places(item, (*path, key))


@given(st.data())
@pytest.mark.parametrize("kind", [Script, NextScript])
def test_that_every_text_that_a_script_can_hold_is_found_and_cleared(kind: type[Script], data: st.DataObject) -> None:
    stored = json.loads(kind.from_text(FORMAT_1).to_text())
    *way, last = data.draw(st.sampled_from(list(places(stored))))
    holder = stored
    for key in way:
        holder = holder[key]
    holder[last] = MARK
    try:
        script = kind.from_text(json.dumps(stored))
    except ScriptError:
        assert last in {"id", "kind", "sound", "priority", "recipient"}
        return
    assert (MARK in script.texts()) is (last != "trophy")
    cleared = script_without(script, (), lambda text: text.replace(MARK, "…"), keep_places=True)
    assert kind.from_text(cleared.to_text()) == cleared
    assert (MARK in cleared.to_text()) is (last == "trophy")


def test_that_somebodys_part_is_taken_out_or_emptied_with_every_text_of_it() -> None:
    script = NextScript.from_text(with_new_texts(FORMAT_1, "She sang."))
    left = script_without(script, {RECIPIENT}, str, keep_places=False)
    assert [cue.title for cue in left.cues] == ["Welcome"]
    kept = script_without(script, {RECIPIENT}, str, keep_places=True)
    assert kept.references() == frozenset()
    assert [len(cue.steps) for cue in kept.cues] == [1, 2]
    assert set(kept.cues[1].texts()) == {"", "Moments", SOMEBODY}
    assert NextScript.from_text(kept.to_text()) == kept


def test_that_the_only_part_of_a_script_stays_emptied() -> None:
    script = Script.from_text(FORMAT_1)
    alone = script.model_copy(update={"cues": script.cues[1:]})
    left = script_without(alone, {RECIPIENT}, str, keep_places=False)
    assert [cue.title for cue in left.cues] == [SOMEBODY]
