"""Drafting a ceremony from the group's records, and editing its script while it is a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceremonies.draft_script import make_ceremony
from leaderboards.nominees import group_total, nominees
from models.access import Permission
from models.recognition.ceremony import Venue, ceremony, change_script, save_ceremony
from models.recognition.script import Script, ScriptError, StoredScript
from models.text import required_line

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from uuid import UUID

    from models.recognition.ceremony import CeremonyView
    from models.work import Work


def draft_ceremony(
    work: Work, cohort: UUID, title: str, planned_for: datetime, zone: tzinfo, venue: Venue = Venue.ANYWHERE
) -> UUID:
    """Draft a complete, timed script for the cohort and store it; give the ceremony's id.

    `planned_for` is an instant; `zone` says how its time of day is read out.
    """
    work.require(Permission.PREPARE_CEREMONY, cohort=cohort)
    id_ = work.new_id()
    script = make_ceremony(
        nominees(work, cohort, venue),
        group_total(work, cohort),
        required_line(title, "The ceremony's title", limit=120),
        ceremony=id_,
        starts=planned_for.astimezone(zone).strftime("%H:%M"),
    )
    save_ceremony(work, id_, cohort, script.title, planned_for, StoredScript.of(script), venue)
    return id_


def change_words(work: Work, id_: UUID, cue: UUID, *, say: str, seconds: int, version: int) -> None:
    """Change one part of a draft: the words to say, and its length in seconds. Raises as `change_script` does."""
    work.require(Permission.PREPARE_CEREMONY)
    script = script_of(ceremony(work, id_))
    cues = tuple(
        part.model_copy(update={"say": say, "seconds": seconds}) if part.id == cue else part for part in script.cues
    )
    changed = script.model_copy(update={"cues": cues})
    change_script(work, id_, StoredScript.of(changed), version=version)


def move_cue(work: Work, id_: UUID, cue: UUID, by: int, *, version: int) -> None:
    """Move one part of a draft up (-1) or down (+1); beyond the ends nothing happens. Raises as `change_script`."""
    work.require(Permission.PREPARE_CEREMONY)
    script = script_of(ceremony(work, id_))
    cues = list(script.cues)
    place = next(number for number, part in enumerate(cues) if part.id == cue)
    other = place + by
    if not 0 <= other < len(cues):
        return
    cues[place], cues[other] = cues[other], cues[place]
    changed = script.model_copy(update={"cues": tuple(cues)})
    change_script(work, id_, StoredScript.of(changed), version=version)


def script_of(view: CeremonyView) -> Script:
    """Read the stored script; raises as `stored_script_of` does."""
    return stored_script_of(view).document


def stored_script_of(view: CeremonyView) -> StoredScript:
    """Read the stored script with its text; raise `ScriptError` where it cannot be read or its digest differs."""
    stored = StoredScript.read(Script, view.script)
    if stored.digest != view.digest:
        raise ScriptError("The script of {title} is damaged. Make the ceremony again.", title=view.title)
    return stored
