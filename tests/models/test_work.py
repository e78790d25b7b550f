"""The unit of work: a passphrase that was typed once more speaks for one person, for some minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from models.access import CONFIRMED_LASTS, Confirmed
from models.errors import NotConfirmedError

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import MovingClock


@pytest.mark.parametrize("age", [timedelta(), CONFIRMED_LASTS, timedelta(seconds=-1)])
def test_that_a_fresh_confirmation_is_taken(clinic: Database, actor: Actor, clock: MovingClock, age: timedelta) -> None:
    confirmed = Confirmed(actor.id, clock())
    clock.now += age
    with clinic.read(actor) as work:
        work.confirm(confirmed)


@pytest.mark.parametrize("age", [CONFIRMED_LASTS + timedelta(seconds=1), timedelta(days=-1), timedelta(days=400)])
def test_that_an_old_confirmation_is_refused_whichever_way_the_clock_went(
    clinic: Database, actor: Actor, clock: MovingClock, age: timedelta
) -> None:
    confirmed = Confirmed(actor.id, clock())
    clock.now += age
    with clinic.read(actor) as work, pytest.raises(NotConfirmedError, match="once more"):
        work.confirm(confirmed)


def test_that_the_confirmation_of_somebody_else_is_refused(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    with clinic.read(actor) as work, pytest.raises(NotConfirmedError):
        work.confirm(Confirmed(UUID(int=5), clock()))
