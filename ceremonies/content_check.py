"""Checks of a script's content: nobody is left out, nothing compares people, nothing is clinical.

The words are English ones; a script in another language is checked for numbers and names of forms only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.recognition.script import CueKind
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from models.recognition.script import Cue, Script

COMPARING: Final = re.compile(
    r"\b(winners?|won|losers?|lost to|best|worst|champions?|fastest|slowest|strongest|weakest|beat|"
    r"rank(ed|ing)?|runners?[- ]up|(first|second|third|last) place|number one|top \d+)\b",
    re.IGNORECASE,
)
CLINICAL: Final = re.compile(
    r"\b(pain(s|ful)?|scores?|scored|failed|failure|non-?complian\w*|disab\w*|depress\w*|anxi\w*|symptoms?|"
    r"diagnos\w*|medicat\w*|opioids?|phq\S*|gad-?7|nprs|peg|pseq\S*|odi|rmdq|tsk\S*|pcs|eq-5d\S*|promis\S*|"
    r"questionnaires?)\b|\d+\s*(/|out of)\s*\d+|\d\s*%",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to look at before the ceremony is made ready; `cue` is None where it is about the whole script."""

    cue: UUID | None
    found: str
    advice: str


def is_kind(text: str) -> bool:
    """Tell whether a text has no comparing and no clinical word."""
    return not COMPARING.search(text) and not CLINICAL.search(text)


def concerns(
    script: Script, expected: Iterable[UUID] = (), approved: Collection[UUID] | None = None
) -> tuple[Concern, ...]:
    """List the concerns about a script.

    `expected` are the enrolments of everybody who should have a moment of their own; `approved` are the awards that may
    be presented, None where that is not known.
    """
    found = [concern for cue in script.cues for concern in _in_words(cue)]
    celebrated = {cue.recipient for cue in script.cues if cue.kind in {CueKind.MOMENT, CueKind.AWARD}}
    without = [person for person in expected if person not in celebrated]
    if without:
        found.append(Concern(None, str(len(without)), tr("Somebody has no moment in this ceremony. Add one for each.")))
    if approved is not None:
        found += [
            Concern(cue.id, cue.line, tr("This badge is no longer approved. Approve it, or make the ceremony again."))
            for cue in script.cues
            if cue.award is not None and cue.award not in approved
        ]
    return tuple(found)


def _in_words(cue: Cue) -> list[Concern]:
    found = []
    for text in cue.texts():
        if match := COMPARING.search(text):
            found.append(Concern(cue.id, match.group(), tr("This word compares people. Say what they did instead.")))
        if match := CLINICAL.search(text):
            found.append(
                Concern(cue.id, match.group(), tr("This belongs in the record, not on a stage. Leave it out."))
            )
    return found
