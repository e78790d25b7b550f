"""Ceremonies without somebody: the parts about that person taken out or made anonymous, and every mention gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.access import Permission
from models.document import digest_of
from models.recognition.ceremony import Ceremony, CeremonyEvent, CeremonyRun
from models.recognition.script import Script, ScriptError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from uuid import UUID

    from models.work import Work

    Clear = Callable[[str], str]


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
            digest = digest_of(script)
            _follow(work, row.id, row.digest, digest)
            row.script, row.digest = script, digest
        row.title = clear(row.title) or row.title
    work.session.flush()


def without(script: str, enrolments: Collection[UUID], clear: Clear, *, keep_places: bool) -> str:
    """Give a stored script without these people, or the text itself where nothing is about them.

    What changes is written in the present format, whatever format it had: only the present type knows every text that
    there may be. The journal goes on, since it names the script by a digest that follows, and counts cues and steps.
    """
    try:
        before = Script.from_text(script)
    except ScriptError:
        # An erasure does not wait for a script that is damaged, and which nobody can present: its bare text is cleared.
        return clear(script)
    after = script_without(before, enrolments, clear, keep_places=keep_places)
    return script if after == before else after.to_text()


def script_without(script: Script, people: Collection[UUID], clear: Clear, *, keep_places: bool) -> Script:
    """Give a script with the parts about these people taken out and every other text cleared of them.

    With `keep_places`, and where there is no other part, their parts stay, emptied. The result is not checked again.
    """
    theirs = [not cue.references().isdisjoint(people) for cue in script.cues]
    keeps = keep_places or all(theirs)
    cleared = script.with_texts(clear)
    cues = tuple(
        cue.emptied() if is_theirs else cue
        for cue, is_theirs in zip(cleared.cues, theirs, strict=True)
        if keeps or not is_theirs
    )
    left = cleared.model_copy(update={"cues": cues})
    return left.with_references(lambda person: None if person in people else person)


def _follow(work: Work, ceremony: UUID, before: str, after: str) -> None:
    """Let the journal name the script as it is now: it holds no words, only the script's digest."""
    runs = select(CeremonyRun.id).where(CeremonyRun.ceremony_id == ceremony)
    for event in work.session.scalars(select(CeremonyEvent).where(CeremonyEvent.run_id.in_(runs))):
        event.event = event.event.replace(before, after)
