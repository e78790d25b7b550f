from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random
from uuid import UUID, uuid4

import pytest

from ceremonies.content_check import concerns, is_kind
from ceremonies.draft_script import chosen_moments, make_ceremony
from ceremonies.permitted import staged, words
from leaderboards.nominees import GroupTotal, Moment, Nominee
from models.recognition.script import CueKind, Script, Sound
from tests.ceremonies.company import GROUP, UNMENTIONED, consent_mix, person, script_for

TOTAL = GroupTotal(131, 12, 12)


def people(count: int) -> list[Nominee]:
    return [person(f"Person {number}", f"Did a good thing, kind {number % 5}") for number in range(count)]


def test_that_everybody_has_a_moment_and_the_evening_has_its_parts_in_order() -> None:
    company = consent_mix()
    script = script_for(company)
    kinds = [cue.kind for cue in script.cues]
    assert kinds[:2] == [CueKind.TITLE, CueKind.GROUP_TOTAL]
    assert kinds[-3:] == [CueKind.SHARED_TROPHY, CueKind.PHOTO, CueKind.CLOSING]
    assert script.references() == {one.reference for one in company.nominees}
    assert kinds.count(CueKind.MOMENT) == len(company.nominees)
    assert concerns(script, script.references()) == ()
    assert script.opening.startswith("We begin at 19:00.")


@pytest.mark.parametrize(
    ("count", "least", "most"), [(0, 5, 12), (1, 5, 14), (3, 9, 15), (12, 20, 30), (30, 30, 45), (66, 30, 46)]
)
def test_that_the_evening_is_neither_rushed_nor_long(count: int, least: int, most: int) -> None:
    script = make_ceremony(people(count), TOTAL, "Spring", ceremony=GROUP)
    assert least * 60 <= script.seconds <= most * 60


@pytest.mark.parametrize("count", [0, 3, 11, 12, 13, 20, 40, 66, 120])
def test_that_nobody_sits_for_longer_than_twenty_minutes(count: int) -> None:
    sitting = 0
    for cue in make_ceremony(people(count), TOTAL, "Spring", ceremony=GROUP).cues:
        sitting = 0 if cue.kind is CueKind.BREAK else sitting + cue.seconds
        assert sitting <= 20 * 60 + 30


def test_that_the_order_owes_nothing_to_the_order_of_the_list() -> None:
    group = people(12)
    script = make_ceremony(group, TOTAL, "Spring", ceremony=GROUP)
    assert make_ceremony(group[::-1], TOTAL, "Spring", ceremony=GROUP) == script
    other = make_ceremony(group, TOTAL, "Spring", ceremony=GROUP, rng=Random(5))
    assert order(script) != order(other) != [one.reference for one in group]
    firsts = {order(make_ceremony(group, TOTAL, "Spring", ceremony=uuid4()))[0] for _ in range(60)}
    assert len(firsts) >= 6


def order(script: Script) -> list[UUID]:
    return [cue.recipient for cue in script.cues if cue.recipient is not None]


def test_that_unnamed_people_and_equal_sentences_do_not_follow_each_other_where_that_can_be() -> None:
    group = [person(f"P{n}", f"Thing {'ab'[n % 2]}") for n in range(8)] + [
        person("", "Thing a", key=str(n)) for n in range(3)
    ]
    for seed in range(30):
        script = make_ceremony(group, TOTAL, "Spring", ceremony=GROUP, rng=Random(seed))
        unnamed = [cue.do[0].startswith("Look") for cue in script.cues if cue.recipient]
        assert not any(one and other for one, other in pairwise(unnamed))


def test_that_a_named_person_gets_their_own_sentence_and_an_anonymous_one_a_shared_one() -> None:
    both = ("Came back to the group after a break", "Took the first step")
    named, other, unnamed = person("Bo", *both), person("Li", both[1]), person("", *both)
    said = chosen_moments([named, other, unnamed])
    assert said[named.reference].sentence == both[0]
    assert said[unnamed.reference].sentence == both[1]


def test_that_sentences_that_compare_or_are_clinical_never_reach_the_stage() -> None:
    unkind = ("Winner of the week", "Lowest pain score", "Came to 12 sessions", "Walked to the shop again.")
    assert chosen_moments([person("Bo", *unkind)])[person("Bo").reference].sentence == "Walked to the shop again"
    only = person("Li", "The best of the group", "PHQ-9 went down", "Reached 80 %")
    assert "kept going" in chosen_moments([only])[only.reference].sentence


@pytest.mark.parametrize(
    "text", ["the winner", "our best", "no pain", "a score of 4", "8/10", "90 %", "PHQ-9", "second place"]
)
def test_that_unkind_words_are_found(text: str) -> None:
    assert not is_kind(text)


@pytest.mark.parametrize(
    "text", ["Came back to the group after a break", "Took the first step and came", "painted the fence", "2 of us"]
)
def test_that_kind_words_are_left_alone(text: str) -> None:
    assert is_kind(text)


def test_that_a_person_without_a_moment_is_noticed() -> None:
    script = make_ceremony(people(3), TOTAL, "Spring", ceremony=GROUP)
    assert len(concerns(script, [*script.references(), uuid4()])) == 1


def test_that_a_badge_goes_with_its_sentence_from_the_nominee_to_the_part() -> None:
    award = uuid4()
    bo = replace(person("Bo"), moments=(Moment("Came to 12 sessions"), Moment("Came back to the group.", award)))
    script = make_ceremony([bo, person("Li", "Came back")], TOTAL, "Spring", ceremony=GROUP)
    assert {cue.line: cue.award for cue in script.cues if cue.recipient} == {
        "Came back to the group": award, "Came back": None,
    }  # fmt: skip


def test_that_a_part_whose_badge_is_no_longer_approved_is_noticed() -> None:
    award = uuid4()
    bo = replace(person("Bo"), moments=(Moment("Came back to the group", award),))
    script = make_ceremony([bo], TOTAL, "Spring", ceremony=GROUP)
    assert concerns(script, [bo.reference], {award}) == concerns(script, [bo.reference]) == ()
    (found,) = concerns(script, [bo.reference], set())
    assert (found.found, "no longer approved" in found.advice) == ("Came back to the group", True)


def test_that_a_name_is_heard_and_shown_only_at_the_press_that_reveals_it() -> None:
    for cue in script_for(consent_mix()).cues:
        loud = [step for step in cue.steps if step.sound is not Sound.NONE]
        assert all(step.reveals_name or cue.kind is CueKind.SHARED_TROPHY for step in loud)
        if cue.recipient:
            assert [step.reveals_name for step in cue.steps] == [False, True]


def test_that_every_text_can_be_filled_in_and_holds_nobody_who_is_not_mentioned() -> None:
    company = consent_mix()
    script = script_for(company)
    for cue in script.cues:
        shown = staged(cue, company.names)
        assert shown is not None
        for text in (shown.title, shown.headline, shown.line, shown.say, *shown.do, *(s.caption for s in shown.steps)):
            filled = words(text, script, shown, company.names)
            assert not any(name in filled for name in UNMENTIONED)
            assert filled.strip() == filled


def test_that_a_group_that_has_not_met_yet_gets_sentences_without_counts() -> None:
    script = make_ceremony([], GroupTotal(0, 0, 0), "Spring", ceremony=GROUP)
    assert not any(letter.isdigit() for cue in script.cues for letter in cue.headline + cue.say)
    one = make_ceremony(people(1), GroupTotal(1, 1, 1), "Spring", ceremony=GROUP)
    assert [cue.headline for cue in one.cues if "1" in cue.headline] == ["1 session, 1 person", "1 evening, together"]
