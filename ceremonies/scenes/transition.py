"""Transitions from one picture to the next: a fade, or the curtain."""

from __future__ import annotations

from typing import Final

from ceremonies.scenes.curtain import drapes, how_closed
from ceremonies.scenes.easing import eased, share
from ceremonies.scenes.picture import Group, Item, Picture

FADE: Final = 0.45
DRAPES: Final = 1.4
GENTLE: Final = 0.8
"""Seconds, all three; slow enough that not even repeated presses flash (WCAG 2.3.1: three a second)."""


def transition_seconds(before: Picture, after: Picture, *, gentle: bool) -> float:
    """Give the seconds that the transition from one picture to another takes."""
    if before.is_curtain != after.is_curtain:
        return GENTLE if gentle else DRAPES
    return FADE


def transition(before: Picture, after: Picture, seconds: float, *, gentle: bool) -> Picture:
    """Draw the transition `seconds` after it began; at its end this is `after` itself."""
    length = transition_seconds(before, after, gentle=gentle)
    if seconds >= length:
        return after
    if before.is_curtain != after.is_curtain and not gentle:
        return _drawn_curtain(before, after, seconds)
    return _faded(before, after, eased(seconds, 0.0, length))


def _faded(before: Picture, after: Picture, done: float) -> Picture:
    # Most scenes share a backdrop; fading one over itself would darken it for a moment.
    behind: tuple[Item, ...] = ()
    if before.backdrop is not after.backdrop:
        behind = (Group(items=(after.backdrop,), opacity=done),)
    items = (*behind, Group(items=before.items, opacity=1 - done), Group(items=after.items, opacity=done))
    return Picture(backdrop=before.backdrop, items=items, moving=True, moment=after.moment)


def _drawn_curtain(before: Picture, after: Picture, seconds: float) -> Picture:
    """Move the drapes over the scene; the card appears once they have met, and fades before they part."""
    closing = after.is_curtain
    scene, curtain = (before, after) if closing else (after, before)
    card_in = share(seconds, DRAPES - 0.4, 0.4) if closing else 1 - share(seconds, 0.0, 0.4)
    closed = how_closed(seconds if closing else seconds - 0.25, DRAPES - 0.25, closing=closing)
    if closed >= 1.0:
        return Picture(
            backdrop=curtain.backdrop,
            items=(Group(items=curtain.items, opacity=card_in),),
            moving=True,
            moment=after.moment,
        )
    items = (*scene.items, *drapes(closed), Group(items=curtain.items, opacity=card_in))
    return Picture(backdrop=scene.backdrop, items=items, moving=True, moment=after.moment)
