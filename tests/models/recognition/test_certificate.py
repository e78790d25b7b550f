"""Who is entitled to a certificate, and why the others are not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.programme.enrolment import end_enrolment
from models.recognition.certificate import (
    CHECK_LETTERS,
    IssuedPage,
    entitlements,
    next_serials,
    record_certificates,
    serial,
)
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import MovingClock


def test_that_nobody_is_entitled_before_the_programme_has_ended(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=1)
    clock.to(them.meetings[9].day)
    with clinic.write(actor) as work:
        factory.run_sessions(work, them, ["P"] * 10)
        (line,) = entitlements(work, them.cohort)
    assert not line.is_entitled
    assert line.reason == "The programme has not ended yet: decided after its last session."


def test_that_the_rule_decides_over_all_planned_sessions_and_says_why_not(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=4)
    clock.to(them.meetings[-1].day + timedelta(days=1))
    with clinic.write(actor) as work:
        rows = ["PPPP"] * 8 + ["PEPP", "LFPP", "NNPP", "NNNP"]
        factory.run_sessions(work, them, rows)
        end_enrolment(work, them.enrolments[3], on=them.meetings[-1].day, reason="moved away")
        lines = {line.member.enrolment: line for line in entitlements(work, them.cohort)}
    first, second, third, left = (lines[enrolment] for enrolment in them.enrolments)
    assert (first.is_entitled, first.statement) == (True, "attended 10 of 12 sessions, 83 %; rule: at least 75 %")
    assert second.reason == "Not yet: attended 8 of 12 sessions, 66 %; rule: at least 75 %."
    assert third.is_entitled
    assert left.reason.startswith("Left the group on")


def test_that_serials_go_on_and_their_letter_finds_a_slip(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=1)
        first = next_serials(work, 2)
        page = IssuedPage(
            id=work.new_id(),
            serial=first[1],
            enrolment=them.enrolments[0],
            name_as_printed="Anna Berg",
            rule_text="rule",
            key_id="key",
            media="media",
            sha256="hash",
        )
        record_certificates(work, them.cohort, [page])
        assert next_serials(work, 1) == (serial(2026, 3),)
    assert first == (serial(2026, 1), serial(2026, 2))


@pytest.mark.parametrize("number", [1, 42, 9999, 12345])
def test_that_one_wrong_digit_or_two_swapped_ones_change_the_letter(number: int) -> None:
    digits = f"2026{number:04d}"
    letter = CHECK_LETTERS[int(digits) % 23]
    for place, digit in enumerate(digits):
        for other in set("0123456789") - {digit}:
            slip = digits[:place] + other + digits[place + 1 :]
            assert CHECK_LETTERS[int(slip) % 23] != letter
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        assert swapped == digits or CHECK_LETTERS[int(swapped) % 23] != letter
