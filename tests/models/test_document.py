from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from models.document import Code, Document, DocumentError, Part, Reference, Stored, Text, digest_of


class Task(Part):
    goal: Text
    hints: tuple[Text, ...] = ()
    pair: tuple[Code, Text] = ("", "")
    doer: Reference | None = None
    others: tuple[Reference, ...] = ()
    note: Annotated[Text | None, Field(max_length=200)] = None


class Plan(Document):
    id: UUID
    title: Annotated[Text, Field(min_length=1)]
    tasks: tuple[Task, ...] = ()


def _named(data: dict[str, Any]) -> dict[str, Any]:
    return {("title" if key == "name" else key): value for key, value in data.items()}


def _with_place(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "place": data["title"].upper()}


class LaterPlan(Plan):
    FORMAT: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {1: _named, 2: _with_place}

    place: Text


_ID = UUID(int=7)
PEOPLE = (uuid4(), uuid4(), uuid4())
PLAN = Plan(
    id=_ID,
    title="Walking",
    tasks=(
        Task(
            goal="To the gate", hints=("slowly", "rest"), pair=("gate", "The gate"), doer=PEOPLE[0], note="With a stick"
        ),
        Task(goal="To the shop", others=PEOPLE[1:]),
    ),
)


def test_that_a_document_comes_back_from_its_text_the_same_whatever_the_order_of_keys() -> None:
    assert Plan.from_text(PLAN.to_text()) == PLAN
    shuffled = json.dumps(dict(reversed(json.loads(PLAN.to_text()).items())), indent=2)
    assert Plan.from_text(shuffled).to_text() == PLAN.to_text()


def test_that_every_text_and_reference_is_found_by_its_type_and_no_code_is() -> None:
    assert PLAN.texts() == (
        "Walking", "To the gate", "slowly", "rest", "The gate", "With a stick", "To the shop", "",
    )  # fmt: skip
    assert PLAN.references() == set(PEOPLE)


@given(st.text())
def test_that_a_change_reaches_every_text_and_nothing_else(mark: str) -> None:
    changed = PLAN.with_texts(lambda text: mark + text)
    assert changed.texts() == tuple(mark + text for text in PLAN.texts())
    assert changed.tasks[0].pair[0] == "gate"
    assert changed.with_texts(lambda text: text[len(mark) :]) == PLAN


def test_that_somebody_can_be_taken_out_of_the_references() -> None:
    gone = PLAN.with_references(lambda person: None if person == PEOPLE[0] else person)
    assert gone.tasks[0].doer is None
    assert gone.references() == set(PEOPLE[1:])


def test_that_a_field_of_a_later_type_is_found_without_being_listed() -> None:
    later = LaterPlan(id=_ID, title="Walking", place="At the river")
    assert "At the river" in later.texts()
    assert later.with_texts(lambda _text: "gone").place == "gone"


def test_that_a_string_must_say_whether_a_person_may_read_it() -> None:
    with pytest.raises(TypeError, match="say Text or Code"):
        type("Silent", (Part,), {"__annotations__": {"word": str}})
    with pytest.raises(TypeError, match=r"Silent\.words"):
        type("Silent", (Part,), {"__annotations__": {"words": tuple[str, ...]}})
    with pytest.raises(TypeError, match="a tuple for several"):
        type("Silent", (Part,), {"__annotations__": {"words": dict[str, Text]}})


def test_that_an_earlier_format_is_led_step_by_step_to_ours() -> None:
    first = json.dumps({"format": 1, "id": str(_ID), "name": "Walking", "tasks": []})
    second = json.dumps({"format": 2, "id": str(_ID), "title": "Walking", "tasks": []})
    for text in (first, second):
        read = LaterPlan.from_text(text)
        assert (read.title, read.place) == ("Walking", "WALKING")
    assert json.loads(read.to_text())["format"] == 3


def test_that_the_digest_is_of_the_text_that_is_stored_and_not_of_how_it_would_be_written_now() -> None:
    text = json.dumps({"format": 1, "id": str(_ID), "name": "Walking"}, indent=1)
    stored = Stored.read(LaterPlan, text)
    assert (stored.text, stored.digest) == (text, digest_of(text))
    assert stored.document.to_text() != text
    assert Stored.of(PLAN) == Stored.read(Plan, PLAN.to_text())


def test_that_a_newer_format_is_refused_in_one_sentence() -> None:
    with pytest.raises(
        DocumentError, match=r"^This document was written by a newer Laurel\. Update Laurel to open it\.$"
    ):
        Plan.from_text(json.dumps({"format": 2, "id": str(_ID), "title": "Walking", "more": 1}))


@pytest.mark.parametrize(("data", "place"), [
    ({"colour": "blue"}, "colour"),
    ({"title": ""}, "title"),
    ({"title": 3}, "title"),
    ({"tasks": [{"goal": "walk", "score": 3}]}, "tasks › 0 › score"),
    ({"format": True}, "format"),
    ({"format": "1"}, "format"),
    ({"format": 0}, "format"),
    ({"format": None}, "format"),
])  # fmt: skip
def test_that_anything_unknown_or_of_a_wrong_type_is_refused_with_its_place(data: dict[str, Any], place: str) -> None:
    with pytest.raises(DocumentError, match=f"^This document cannot be read: {place}: .*[.]$"):
        Plan.from_text(json.dumps({"format": 1, "id": str(_ID), "title": "Walking"} | data))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"format": 1}', "[" * 100_000])
def test_that_a_text_that_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        Plan.from_text(text)


def test_that_a_step_that_meets_damage_says_so_in_a_sentence() -> None:
    with pytest.raises(DocumentError, match="format 2"):
        LaterPlan.from_text('{"format": 2}')


def test_that_a_document_that_could_not_be_read_again_is_not_written() -> None:
    with pytest.raises(DocumentError, match="title"):
        Stored.of(PLAN.model_copy(update={"title": ""}))
