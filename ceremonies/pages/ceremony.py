"""The page of one ceremony: its running order with the texts, the stage names, and concerns about the script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceremonies.content_check import Concern, concerns
from ceremonies.permitted import staged, words
from ceremonies.script_editing import script_of
from leaderboards.pages.ceremony import ceremony_group
from models.access import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from ceremonies.permitted import Names
    from leaderboards.stage_name import StageName
    from models.recognition.ceremony import CeremonyView
    from models.recognition.script import Cue, Script
    from models.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRow:
    """One part of the running order, with the names that are permitted now; one that is passed over has no texts."""

    number: int
    part: Cue
    title: str
    say: str
    is_passed_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyPage:
    """All that the page shows."""

    view: CeremonyView
    cohort_name: str
    script: Script
    rows: tuple[CueRow, ...]
    stage_names: tuple[StageName | None, ...]
    concerns: tuple[Concern, ...]


def ceremony_page(work: Work, id_: UUID) -> CeremonyPage:
    """Read the script as it would be shown with the names that consent allows now."""
    work.require(Permission.READ_CEREMONY)
    group = ceremony_group(work, id_)
    script = script_of(group.view)
    names = group.names
    mentioned = [person for person, name in names.items() if name is not None]
    rows = tuple(_row(number, part, script, names) for number, part in enumerate(script.cues, start=1))
    return CeremonyPage(
        view=group.view,
        cohort_name=group.cohort_name,
        script=script,
        rows=rows,
        stage_names=tuple(names.values()),
        concerns=concerns(script, mentioned, group.presentable),
    )


def _row(number: int, part: Cue, script: Script, names: Names) -> CueRow:
    shown = staged(part, names)
    if shown is None:
        return CueRow(number=number, part=part, title="", say="", is_passed_over=True)
    return CueRow(
        number=number,
        part=part,
        title=words(shown.title, script, shown, names),
        say=words(shown.say, script, shown, names),
        is_passed_over=False,
    )
