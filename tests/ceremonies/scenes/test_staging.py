from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ceremonies.director_types import SETTLED, Output
from ceremonies.permitted import shown_as, staged
from ceremonies.scenes import curtain_of, picture
from ceremonies.scenes.picture import Group, Item, Picture, Text
from models.recognition.script import CueKind, StepKind
from tests.ceremonies.company import UNMENTIONED, WITHDRAWS, Company, consent_mix, script_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.recognition.script import Script


@pytest.fixture
def company() -> Company:
    return consent_mix()


@pytest.fixture
def script(company: Company) -> Script:
    return script_for(company)


def lines(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Group):
            yield from lines(item.items)
        elif isinstance(item, Text):
            yield item.line.text


def said(shown: Picture) -> str:
    return " ".join(lines(shown.items))


def shown_at(script: Script, company: Company, cue: int, step: int, seconds: float = SETTLED) -> Picture:
    return picture(script, cue, step, seconds, Output.OPEN, gentle=False, names=company.names)


def test_that_every_step_of_a_whole_ceremony_has_its_picture_with_its_words(script: Script, company: Company) -> None:
    moments = set()
    for place, cue in enumerate(script.cues):
        for step, what in enumerate(cue.steps):
            shown = shown_at(script, company, place, step)
            moments.add(shown.moment)
            assert not shown.moving
            assert said(shown)
            if what.kind is StepKind.KICKER:
                assert cue.kicker.lower() in said(shown).lower()
            assert not any(name in said(shown) for name in UNMENTIONED)
            assert "{" not in said(shown).replace("{name} & <b>", "")
    assert len(moments) == sum(len(cue.steps) for cue in script.cues)


def test_that_a_name_is_seen_on_its_step_and_not_before(script: Script, company: Company) -> None:
    asked = 0
    for place, cue in enumerate(script.cues):
        called = company.names.get(cue.recipient) if cue.recipient else None
        name = "" if called is None else shown_as(called)
        if not name or cue.name_step is None or name.isspace() or not name.isascii():
            continue
        asked += 1
        for step in range(cue.name_step):
            assert name not in said(shown_at(script, company, place, step))
        assert name in said(shown_at(script, company, place, cue.name_step))
    assert asked >= 3


def test_that_the_curtain_carries_the_card_and_nothing_of_what_is_behind_it(script: Script, company: Company) -> None:
    opening = picture(script, 0, 0, 0.0, Output.CURTAIN, gentle=False, names=company.names)
    assert opening.is_curtain
    assert script.title in said(opening)
    for place, cue in enumerate(script.cues):
        for step in range(len(cue.steps)):
            shown = picture(script, place, step, 9.0, Output.CURTAIN, gentle=False, names=company.names)
            assert shown == curtain_of(script, begun=(place, step) != (0, 0))
            assert script.title in said(shown)


def test_that_someone_who_withdrew_is_not_painted_again(script: Script, company: Company) -> None:
    who = company.reference(WITHDRAWS)
    now = {**company.names, who: None}
    for place, cue in enumerate(script.cues):
        for step in range(len(cue.steps)):
            shown = picture(script, place, step, 2.0, Output.OPEN, gentle=False, names=now)
            assert WITHDRAWS not in said(shown)
            if staged(cue, now) is None:
                assert shown.is_curtain


def test_that_the_picture_depends_on_its_arguments_alone(script: Script, company: Company) -> None:
    for place, cue in enumerate(script.cues):
        for step in range(len(cue.steps)):
            for seconds in (0.0, 0.8, 2.5, SETTLED):
                for gentle in (True, False):
                    one, two = (
                        picture(script, place, step, seconds, Output.OPEN, gentle=gentle, names=company.names)
                        for _ in range(2)
                    )
                    assert one == two
                    frozen = picture(script, place, step, seconds, Output.FROZEN, gentle=gentle, names=company.names)
                    assert frozen == one


def test_that_a_gentle_ceremony_is_gentle_for_everybody(script: Script, company: Company) -> None:
    gentle = script.model_copy(update={"gentle": True})
    for place in range(len(script.cues)):
        assert shown_at(gentle, company, place, 0, 1.0) == picture(
            script, place, 0, 1.0, Output.OPEN, gentle=True, names=company.names
        )


def test_that_the_shared_trophy_stands_on_the_stage(script: Script, company: Company) -> None:
    found = [
        (place, step)
        for place, cue in enumerate(script.cues)
        for step, what in enumerate(cue.steps)
        if cue.kind is CueKind.SHARED_TROPHY and what.kind is StepKind.TROPHY
    ]
    assert found
    for place, step in found:
        before = shown_at(script, company, place, step - 1) if step else None
        after = shown_at(script, company, place, step)
        assert len(list(after.everything())) > 1
        assert before != after
