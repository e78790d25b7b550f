"""The picture of a frozen script at a cue, step and second; everything on the stage comes from this function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ceremonies.director_types import Output
from ceremonies.permitted import staged, words
from ceremonies.scenes import award, cards
from ceremonies.scenes.cards import LONG_AGO, Card, Moment
from ceremonies.scenes.curtain import curtain_scene
from models.recognition.script import CueKind, Placeholder, StepKind, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceremonies.permitted import Names
    from ceremonies.scenes.picture import Picture
    from models.recognition.script import Cue, Script

_SCENES: Final[dict[CueKind, Callable[[Card, Moment], Picture]]] = {
    CueKind.HOLDING: cards.title_scene,
    CueKind.TITLE: cards.title_scene,
    CueKind.GROUP_TOTAL: cards.group_total_scene,
    CueKind.MILESTONE: cards.milestone_scene,
    CueKind.MOMENT: cards.moment_scene,
    CueKind.AWARD: award.trophy_scene,
    CueKind.SHARED_TROPHY: cards.title_scene,
    CueKind.BREAK: cards.break_scene,
    CueKind.PHOTO: cards.photo_scene,
    CueKind.CLOSING: cards.title_scene,
}
_KICKER: Final = {StepKind.CARD, StepKind.KICKER}
_WORDS: Final = {StepKind.CARD, StepKind.NAME}


def curtain_of(script: Script, *, begun: bool, logo: str = "") -> Picture:
    """Draw the curtain with the ceremony's card: the opening line, or the one for a pause."""
    line = script.pause if begun else script.opening
    return curtain_scene(script.title, fill(line, {Placeholder.TITLE: script.title}), logo)


def picture(
    script: Script,
    cue: int,
    step: int,
    seconds: float,
    output: Output,
    *,
    gentle: bool,
    names: Names,
    logo: str = "",
) -> Picture:
    """Draw what the audience sees `seconds` into a step; the curtain where its person may not be mentioned any more.

    For frozen output the caller gives the same seconds again. `logo` is a media reference for the curtain.
    """
    shown = staged(script.cues[cue], names)
    if output is Output.CURTAIN or shown is None:
        return curtain_of(script, begun=(cue, step) != (0, 0), logo=logo)
    # A cue that is shown without its name, since consent changed, may have fewer steps.
    place = min(step, len(shown.steps) - 1)
    drawn = _scene(script, shown, place, seconds, gentle=gentle or script.gentle, names=names)
    return replace(drawn, moment=f"{shown.id}/{place}/{shown.recipient}")


def _since(cue: Cue, step: int, seconds: float, kinds: set[StepKind]) -> float | None:
    """Give the seconds since a part of the scene appeared: None where it has not, LONG_AGO where in an earlier step."""
    if any(earlier.kind in kinds for earlier in cue.steps[:step]):
        return LONG_AGO
    return seconds if cue.steps[step].kind in kinds else None


def _scene(script: Script, cue: Cue, step: int, seconds: float, *, gentle: bool, names: Names) -> Picture:
    kicker = _since(cue, step, seconds, _KICKER)
    words_since = _since(cue, step, seconds, _WORDS)
    trophy = _since(cue, step, seconds, {StepKind.TROPHY})
    # An award without a step for its trophy shows it together with the name.
    if cue.kind is CueKind.AWARD and trophy is None:
        trophy = words_since
    here = cue.steps[step]
    moment = Moment(
        kicker=LONG_AGO if kicker is None else kicker,
        words=LONG_AGO if words_since is None else words_since,
        trophy=LONG_AGO if trophy is None else trophy,
        step=seconds,
        gentle=gentle,
        confetti=here.confetti,
    )
    card = Card(
        kicker=words(cue.kicker, script, cue, names),
        headline=words(cue.headline, script, cue, names) if words_since is not None else "",
        line=words(cue.line, script, cue, names) if words_since is not None else "",
        caption=words(here.caption, script, cue, names),
        engraving=words(cue.plaque, script, cue, names),
        seed=cue.id.int & 0xFFFFFFFF,
    )
    if words_since is None and trophy is None:
        return award.kicker_scene(card, moment)
    if cue.kind is CueKind.SHARED_TROPHY and trophy is not None:
        return award.trophy_scene(card, moment, shared=True)
    return _SCENES[cue.kind](card, moment)
