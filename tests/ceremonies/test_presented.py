"""Which badges count as presented: those of the parts in which their person was really named."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from ceremonies.director import Director
from models.recognition.script import Fallback, StoredScript
from tests.ceremonies.company import consent_mix, script_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceremonies.director_types import Refusal
    from leaderboards.stage_name import StageName

    Names = Mapping[UUID, StageName | None]

COMPANY = consent_mix()
PLAIN = Fallback(headline="Thank you", action="thanks")


def _awarded() -> StoredScript:
    """Make a script of four moments, each with its award; the last one can do without its person."""
    script = script_for(COMPANY)
    moments = [cue for cue in script.cues if cue.recipient is not None][:4]
    cues = [cue.model_copy(update={"award": UUID(int=number)}) for number, cue in enumerate(moments)]
    cues[3] = cues[3].model_copy(update={"fallback": PLAIN})
    return StoredScript.of(script.model_copy(update={"cues": tuple(cues)}))


SCRIPT = _awarded()
AWARDS = tuple(UUID(int=number) for number in range(4))


def ok(result: Director | Refusal) -> Director:
    assert isinstance(result, Director), result
    return result


def without(*cues: int) -> Names:
    """Give the names when the people of these cues may not be mentioned."""
    gone = {SCRIPT.document.cues[cue].recipient for cue in cues}
    return {person: None if person in gone else name for person, name in COMPANY.names.items()}


def pressed(presses: int, names: Names = COMPANY.names, director: Director | None = None) -> Director:
    """Press GO this often, two seconds apart; the first press opens the curtain."""
    now = director or Director.start(SCRIPT)
    start = 0.0 if now.event is None else now.event.at
    for press in range(1, presses + 1):
        now = ok(now.go(start + 2 * press, names))
    return now


@pytest.mark.parametrize(("presses", "shown"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (8, 4)])
def test_that_a_badge_is_presented_when_its_persons_name_is_on_stage_and_not_before(presses: int, shown: int) -> None:
    assert pressed(presses).presented() == AWARDS[:shown]


def test_that_somebody_passed_over_is_presented_nothing() -> None:
    assert pressed(6, without(1)).presented() == (AWARDS[0], AWARDS[2], AWARDS[3])


def test_that_a_part_that_was_shown_without_its_person_presents_nothing() -> None:
    shown = pressed(8, without(3))
    assert shown.reached == (1, 1, 1, 1)
    assert shown.presented() == AWARDS[:3]


def test_that_a_part_that_was_skipped_presents_nothing_until_it_is_shown_after_all() -> None:
    skipped = ok(Director.start(SCRIPT).skip(0, 1))
    assert pressed(2, director=skipped).presented() == (AWARDS[1],)
    arrived = ok(pressed(2, director=skipped).arm(0, 8, COMPANY.names))
    assert pressed(2, director=arrived).presented() == AWARDS[:2]


def test_that_a_part_left_out_after_its_name_was_shown_counts_as_not_presented() -> None:
    assert ok(pressed(2).skip(0, 9)).presented() == ()


def test_that_a_consent_that_ends_later_takes_nothing_back() -> None:
    director = pressed(2)
    assert pressed(2, without(0), director).presented() == AWARDS[:2]


def test_that_a_name_that_was_withheld_as_it_was_revealed_was_not_presented() -> None:
    assert pressed(2).withhold(4.1).presented() == ()


def test_that_going_back_behind_the_curtain_shows_nobody() -> None:
    unnamed = pressed(8, without(3))
    covered = ok(unnamed.curtain(30, down=True))
    assert ok(covered.back(31, COMPANY.names)).presented() == AWARDS[:3]
    frozen = ok(unnamed.freeze(30, on=True))
    assert ok(frozen.back(31, COMPANY.names)).presented() == AWARDS[:3]
