"""Which badges a course of marks has earned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboards.badge_rules import earned
from models.programme.mark import EXCUSED, Mark
from models.recognition.badge import BadgeKind

COURSES = st.lists(st.one_of(st.none(), st.sampled_from(Mark)), max_size=12)


def course(letters: str) -> list[Mark | None]:
    return [None if letter == "-" else Mark(letter) for letter in letters]


def kinds(letters: str, planned: int = 12) -> dict[BadgeKind, int]:
    return {badge.kind: badge.place for badge in earned(course(letters), planned)}


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("", {}),
        ("NNE", {}),
        ("P", {BadgeKind.FIRST_SESSION: 0}),
        ("EL", {BadgeKind.FIRST_SESSION: 1}),
        ("PLRX", {BadgeKind.FIRST_SESSION: 0, BadgeKind.FOUR_SESSIONS: 3}),
        ("PNPFPEP", {BadgeKind.FIRST_SESSION: 0, BadgeKind.FOUR_SESSIONS: 6}),
        ("PPPPPP", {BadgeKind.FIRST_SESSION: 0, BadgeKind.FOUR_SESSIONS: 3, BadgeKind.HALF_WAY: 5}),
        ("PFFP", {BadgeKind.FIRST_SESSION: 0, BadgeKind.CAME_BACK: 3}),
        ("PNP", {BadgeKind.FIRST_SESSION: 0}),
        ("P--P", {BadgeKind.FIRST_SESSION: 0}),
        ("NNP", {BadgeKind.FIRST_SESSION: 2}),
    ],
)
def test_that_the_rules_say_what_was_announced(letters: str, expected: dict[BadgeKind, int]) -> None:
    assert kinds(letters) == expected


@given(COURSES, st.data())
def test_that_telling_us_instead_of_staying_away_never_loses_a_badge(
    marks: list[Mark | None], data: st.DataObject
) -> None:
    kinder = [data.draw(st.sampled_from(sorted(EXCUSED))) if mark is Mark.NO_SHOW else mark for mark in marks]
    before = {badge.kind for badge in earned(marks, 12)}
    assert before <= {badge.kind for badge in earned(kinder, 12)}


@given(COURSES)
def test_that_a_badge_names_a_session_that_the_person_came_to(marks: list[Mark | None]) -> None:
    for badge in earned(marks, 12):
        assert marks[badge.place] in set(Mark) - {Mark.NO_SHOW, Mark.EXCUSED, Mark.FLARE_UP}
