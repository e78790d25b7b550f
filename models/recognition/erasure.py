"""Erasing a person from ceremonies: their parts are removed or emptied, and mentions in other texts are cleared."""

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
    """Count the ceremonies that an erasure would change."""
    work.require(Permission.KEEP_PRIVACY)
    return sum(
        (clear(row.title), without(row.script, enrolments, clear, keep_places=True)) != (row.title, row.script)
        for row in work.session.scalars(select(Ceremony))
    )


def forget_in_ceremonies(work: Work, enrolments: Collection[UUID], clear: Clear) -> None:
    """Remove the person from every script, also from one that is ready or was presented.

    A ceremony that was run keeps all parts in their places, since its journal refers to them by number; the person's
    parts are emptied there.
    """
    work.require(Permission.KEEP_PRIVACY)
    was_run = set(work.session.scalars(select(CeremonyRun.ceremony_id).distinct()))
    for row in work.session.scalars(select(Ceremony)):
        _store(work, row, without(row.script, enrolments, clear, keep_places=row.id in was_run))
        row.title = clear(row.title) or row.title
    work.session.flush()


def without(script: str, enrolments: Collection[UUID], clear: Clear, *, keep_places: bool) -> str:
    """Give a stored script without these people, or the unchanged text where nothing is about them.

    A changed script is written in the present format, whatever format it had: only the present type lists every text.
    """
    try:
        before = Script.from_text(script)
    except ScriptError:
        # An erasure does not wait for a script that is damaged, and which nobody can present: its bare text is cleared.
        return clear(script)
    after = script_without(before, enrolments, clear, keep_places=keep_places)
    return script if after == before else after.to_text()


def script_without(script: Script, people: Collection[UUID], clear: Clear, *, keep_places: bool) -> Script:
    """Give a script without the parts about these people, and with every other text cleared of them.

    With `keep_places`, and where there is no other part, their parts stay, emptied. The result is not validated again.
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


def join_in_ceremonies(work: Work, kept: UUID, dropped: UUID) -> None:
    """Let the membership that a merge keeps stand in every script where the dropped one stood.

    Otherwise that part would be passed over, and a later erasure would not find it.
    """
    work.require(Permission.CHANGE_PEOPLE)
    for row in work.session.scalars(select(Ceremony)):
        try:
            script = Script.from_text(row.script)
        except ScriptError:
            continue  # nobody can present a damaged script, and a merge does not wait for it
        if dropped in script.references():
            changed = script.with_references(lambda person: kept if person == dropped else person)
            _store(work, row, changed.to_text())
    work.session.flush()


def _store(work: Work, row: Ceremony, script: str) -> None:
    """Keep a changed script; its digest follows in the row and in the journal of its runs."""
    if script != row.script:
        digest = digest_of(script)
        _follow(work, row.id, row.digest, digest)
        row.script, row.digest = script, digest


def _follow(work: Work, ceremony: UUID, before: str, after: str) -> None:
    """Replace the script's digest in the journal of its runs; a journal with another digest could not be resumed."""
    runs = select(CeremonyRun.id).where(CeremonyRun.ceremony_id == ceremony)
    for event in work.session.scalars(select(CeremonyEvent).where(CeremonyEvent.run_id.in_(runs))):
        event.event = event.event.replace(before, after)
