"""The scenes around a trophy: what it is for, and the trophy itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ceremonies.scenes import backdrop, laurel, trophy
from ceremonies.scenes.cards import MIDDLE, captioned, confetti_of, golden_rule, kicker_words, words_entering
from ceremonies.scenes.easing import GENTLE_FADE, arriving, eased
from ceremonies.scenes.lettering import Column, Words, caption, column, entering
from ceremonies.scenes.palette import CREAM, LINEN
from ceremonies.scenes.picture import HEIGHT, SAFE_Y, Box, Group, Item, Picture, Transform

if TYPE_CHECKING:
    from ceremonies.scenes.cards import Card, Moment


def kicker_scene(card: Card, moment: Moment) -> Picture:
    """Show what the next recognition is for, under an empty spotlight."""
    words = (Words(text=card.kicker, size=84, colour=CREAM, bold=True, most=3, width=1400),)
    laid = column(words, SAFE_Y + 60, caption(card.caption)[1] - 60)
    rule = entering(golden_rule(laid.bottoms[0] + 34), moment.kicker, 0.4, gentle=moment.gentle, rise=0.0)
    shown = entering(laid.groups[0], moment.kicker, 0.1, gentle=moment.gentle)
    return Picture(
        backdrop=backdrop.lit_stage(), items=(shown, rule, *captioned(card, moment)), moving=moment.is_moving()
    )


def trophy_scene(card: Card, moment: Moment, *, shared: bool = False) -> Picture:
    """Show the trophy rising above the name; a shared one stands in a wreath."""
    floor = caption(card.caption)[1] - 30 if card.caption else HEIGHT - SAFE_Y - 20
    words = (
        Words(text=card.headline, size=128, colour=CREAM, bold=True),
        Words(text=card.line, size=50, colour=LINEN, most=2, space=6, width=1600),
    )
    # Words first, from the bottom: the trophy takes the room that a long name leaves it.
    low = column(words, 500.0, floor, low=True)
    high = column((kicker_words(card.kicker),), SAFE_Y + 4, SAFE_Y + 110)
    head = high.bottoms[0] if card.kicker else SAFE_Y
    room = low.top - head - 22
    by = min(1.06, room / (trophy.HEIGHT + 16))
    stands = low.top - 12
    laid = Column(head, (*high.groups, *low.groups), (*high.bottoms, *low.bottoms))
    items = (
        *_cup(card, moment, stands, by, shared=shared),
        *confetti_of(card, moment),
        *words_entering(moment, laid, 0.7),
        *captioned(card, moment),
    )
    return Picture(backdrop=backdrop.lit_stage(), items=items, moving=moment.is_moving())


def _cup(card: Card, moment: Moment, foot: float, by: float, *, shared: bool) -> tuple[Item, ...]:
    """Draw the trophy at its present height, its sheen, and the wreath behind a shared one."""
    rise = 0.0 if moment.gentle else 130 * (1 - arriving(moment.trophy, 0.1, 1.3))
    shown = eased(moment.trophy, 0.1, GENTLE_FADE)
    transform = Transform(a=by, d=by, e=MIDDLE, f=foot + rise)
    drawn: list[Item] = []
    # Gently the trophy does not rise: the wreath that appears around it marks the moment instead.
    if shared or moment.gentle:
        around = _trophy_wreath(foot - 345 * by, 286 * by)
        drawn.append(Group(items=(around,), opacity=eased(moment.trophy, 0.5, 1.4)))
    drawn.append(Group(items=(trophy.cup(card.engraving, by),), opacity=shown, transform=transform))
    if not moment.gentle:
        drawn.append(Group(items=trophy.sheen(moment.trophy, 1.2), transform=transform))
    return tuple(drawn)


@lru_cache(maxsize=16)
def _trophy_wreath(middle: float, radius: float) -> Group:
    return Group(
        items=laurel.wreath(MIDDLE, middle, radius),
        still=Box(x=MIDDLE - radius * 1.6, y=middle - radius * 1.5, width=radius * 3.2, height=radius * 3),
    )
