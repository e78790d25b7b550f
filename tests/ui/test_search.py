"""What Ctrl+K finds says its day as the clinic's calendar does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ceremonies.script_editing import draft_ceremony
from models.settings import change_profile, profile
from tests import factory
from ui.search import search
from ui.words.wording import day_text

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database


def test_that_a_ceremony_is_found_with_its_day_in_the_clinic(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        change_profile(work, replace(profile(work), zone="America/Los_Angeles"))
    evening = datetime(2026, 12, 2, 2, tzinfo=UTC)  # six in the evening of the first
    with clinic.write(actor) as work:
        draft_ceremony(work, factory.group(work, size=1).cohort, "Celebration", evening, work.zone)
        found = [hit for hit in search(work, "celebr") if hit.kind == "ceremony"]
    assert [hit.below for hit in found] == [day_text(evening.astimezone(work.zone).date())]
    assert "1" in found[0].below
    assert "2" not in found[0].below
