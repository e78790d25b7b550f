"""A cue as it may be shown with the names permitted now: itself, its fallback or nothing, with its texts filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.recognition.script import SOMEBODY, Placeholder, fill
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from leaderboards.stage_name import StageName
    from models.recognition.script import Cue, Script

    Names = Mapping[UUID, StageName | None]
    """How each person may be called now; None, or not in it: this person is not mentioned."""


def shown_as(name: StageName) -> str:
    """Give what the audience reads as this person's name."""
    return tr(SOMEBODY) if name.is_anonymous else name.shown


def staged(cue: Cue, names: Names) -> Cue | None:
    """Give the cue as it may be shown now: itself, its fallback, or None when it is passed over."""
    if cue.recipient is None or names.get(cue.recipient) is not None:
        return cue
    return None if cue.fallback is None else cue.without_name()


def words(text: str, script: Script, cue: Cue, names: Names, called: Callable[[StageName], str] = shown_as) -> str:
    """Fill a text of this cue in with the permitted names.

    Raises `ScriptError` for a name that is not permitted: a sentence with a gap would show that somebody is left out.
    """
    values = {Placeholder.TITLE: script.title}
    name = None if cue.recipient is None else names.get(cue.recipient)
    if name is not None:
        values[Placeholder.NAME] = called(name)
    return fill(text, values)
