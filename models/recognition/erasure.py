"""Ceremonies without somebody: the parts about that person taken out or made anonymous, and every mention gone."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from models.access import Permission
from models.recognition.ceremony import Ceremony, CeremonyEvent, CeremonyRun

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from uuid import UUID

    from models.work import Work

    Clear = Callable[[str], str]

SOMEBODY: Final = "A member of this group"
_WHOLE: Final = ("title", "opening", "pause")
_CUE: Final = ("segment", "title", "kicker", "headline", "line", "plaque", "say")
_FALLBACK: Final = ("headline", "line", "say", "action", "caption")
_STEP: Final = ("action", "caption")


def ceremonies_about(work: Work, enrolments: Collection[UUID], clear: Clear) -> int:
    """Count the ceremonies that would change."""
    work.require(Permission.KEEP_PRIVACY)
    return sum(
        (clear(row.title), without(row.script, enrolments, clear, keep_places=True)) != (row.title, row.script)
        for row in work.session.scalars(select(Ceremony))
    )


def forget_in_ceremonies(work: Work, enrolments: Collection[UUID], clear: Clear) -> None:
    """Take the person out of every script, also of a fixed or presented one.

    A ceremony that was run keeps its parts and their places, so that its journal and its counts still hold; there the
    person's parts say no more than that somebody had one.
    """
    work.require(Permission.KEEP_PRIVACY)
    was_run = set(work.session.scalars(select(CeremonyRun.ceremony_id).distinct()))
    for row in work.session.scalars(select(Ceremony)):
        script = without(row.script, enrolments, clear, keep_places=row.id in was_run)
        if script != row.script:
            digest = hashlib.sha256(script.encode()).hexdigest()
            _follow(work, row.id, row.digest, digest)
            row.script, row.digest = script, digest
        row.title = clear(row.title) or row.title
    work.session.flush()


def without(script: str, enrolments: Collection[UUID], clear: Clear, *, keep_places: bool) -> str:
    """Give the script without these people: canonical JSON again, or the text itself where nothing is about them."""
    before = json.loads(script)
    them = {str(enrolment) for enrolment in enrolments}
    cues = before.get("cues", [])
    others = [cue for cue in cues if cue["recipient"] not in them]
    kept = cues if keep_places or not others else others
    after = {
        **_cleared(before, _WHOLE, clear),
        "cues": [_anonymous(cue, clear) if cue["recipient"] in them else _cleared_cue(cue, clear) for cue in kept],
    }
    if after == {"cues": [], **before}:
        return script
    return json.dumps(after, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _anonymous(cue: dict[str, Any], clear: Clear) -> dict[str, Any]:
    """Leave of somebody's part its kind, its length and its steps."""
    blank = dict.fromkeys(("kicker", "line", "plaque", "say"), "")
    steps = [{**step, "action": SOMEBODY, "caption": "", "reveals_name": False} for step in cue["steps"]]
    words = {"segment": clear(cue["segment"]), "title": SOMEBODY, "headline": SOMEBODY, "do": []}
    return {**cue, **blank, **words, "recipient": None, "fallback": None, "steps": steps}


def _cleared_cue(cue: dict[str, Any], clear: Clear) -> dict[str, Any]:
    fallback = cue["fallback"]
    return {
        **_cleared(cue, _CUE, clear),
        "do": [clear(text) for text in cue["do"]],
        "fallback": None if fallback is None else _cleared(fallback, _FALLBACK, clear),
        "steps": [_cleared(step, _STEP, clear) for step in cue["steps"]],
    }


def _cleared(part: dict[str, Any], names: tuple[str, ...], clear: Clear) -> dict[str, Any]:
    return {**part, **{name: clear(part[name]) for name in names if name in part}}


def _follow(work: Work, ceremony: UUID, before: str, after: str) -> None:
    """Let the journal name the script as it is now: it holds no words, only the script's digest."""
    runs = select(CeremonyRun.id).where(CeremonyRun.ceremony_id == ceremony)
    for event in work.session.scalars(select(CeremonyEvent).where(CeremonyEvent.run_id.in_(runs))):
        event.event = event.event.replace(before, after)
