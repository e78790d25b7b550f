"""The course of a score, and what a change says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outcomes.course import Course, course_of
from models.outcomes.instruments.form import Direction
from models.outcomes.instruments.library import instrument
from models.outcomes.instruments.scoring import Answer, score
from models.outcomes.occasion import Mode, Occasion
from models.outcomes.questionnaire import ResponseView


def made(form: str, *forms: tuple[Answer, ...]) -> Course:
    views = []
    for place, answers in enumerate(forms):
        scored = score(form, answers)
        views.append(
            ResponseView(
                id=UUID(int=place), instrument=form, title=form, form_version="1", occasion=list(Occasion)[place % 2],
                answered_on=date(2026, 9, 7 + place), entered_at=datetime(2026, 9, 7, tzinfo=UTC),
                entered_by=UUID(int=9), mode=Mode.PAPER, answers=answers, scores=scored.scores,
                is_scored=scored.valid, rule_version="1",
            )
        )  # fmt: skip
    return course_of(instrument(form), views)


def test_that_the_direction_and_the_meaningful_change_come_with_the_line() -> None:
    drawn = made("nprs", (7,))
    assert drawn.direction is Direction.LOWER_IS_BETTER
    assert drawn.range == (0, 10)
    assert (drawn.meaningful, drawn.relative) == (2, 0.3)
    assert drawn.change is None


@pytest.mark.parametrize(
    ("first", "last", "meaningful", "share", "better"),
    [
        (7, 5, True, False, True),
        (7, 4, True, True, True),
        (5, 7, True, True, False),
        (4, 3, False, False, True),
        (3, 2, False, True, True),
    ],
)
def test_that_points_and_share_are_two_labels(
    first: int, last: int, meaningful: bool, share: bool, better: bool
) -> None:
    change = made("nprs", (first,), (last,)).change
    assert change is not None
    assert (change.is_meaningful, change.is_large_share, change.is_better) == (meaningful, share, better)
    assert change.is_beyond_error is None


def test_that_a_share_of_nothing_is_no_share() -> None:
    change = made("nprs", (0,), (3,)).change
    assert change is not None
    assert change.is_large_share is None
    assert not change.is_better


def test_that_a_form_without_score_stands_in_the_course_and_not_in_the_change() -> None:
    drawn = made("peg", (6, 6, 6), (None, 4, 4))
    assert [point.value for point in drawn.points] == [6, None]
    assert drawn.change is None


@given(st.lists(st.integers(0, 10), min_size=6, max_size=6))
def test_that_a_difference_of_thirds_is_compared_as_on_paper(answers: list[int]) -> None:
    change = made("peg", tuple(answers[:3]), tuple(answers[3:])).change
    assert change is not None
    assert change.is_meaningful is (abs(sum(answers[:3]) - sum(answers[3:])) >= 3)
