"""The scenes with words and figures: where each part is, and when it appears."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import pi, sin
from typing import Final

from ceremonies.scenes import backdrop, laurel
from ceremonies.scenes.confetti import SECONDS, confetti, still_confetti
from ceremonies.scenes.easing import GENTLE_FADE, eased, share
from ceremonies.scenes.lettering import Column, Words, capitals, caption, column, entering
from ceremonies.scenes.palette import CREAM, GILT, GLADE, GOLD, LINEN, MEADOW, mixed
from ceremonies.scenes.paths import ellipse, polygon
from ceremonies.scenes.picture import (
    EVERYWHERE,
    SAFE_Y,
    WIDTH,
    Box,
    Group,
    Item,
    Linear,
    Picture,
    Shape,
    Stroke,
    Transform,
)
from ceremonies.type import Segment

LONG_AGO: Final = 60.0
"""Seconds after which every part is in place."""
MOTION: Final = 3.2
"""Seconds for which a scene without confetti moves: the longest of its parts."""
CONFETTI_AFTER: Final = 0.25
"""Seconds after the words, so that the name is read first."""
MIDDLE: Final = WIDTH / 2
_FIGURE = re.compile(r"^\s*(\d[\d\s.,'’]*\d|\d)\s+(\S.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The words of a scene; anything may be empty."""

    kicker: str = ""
    headline: str = ""
    line: str = ""
    caption: str = ""
    engraving: str = ""
    seed: int = 0
    """The seed of the confetti."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Seconds since each part of a scene appeared; LONG_AGO for what was there before."""

    kicker: float = LONG_AGO
    words: float = LONG_AGO
    trophy: float = LONG_AGO
    step: float = LONG_AGO
    gentle: bool = False
    confetti: bool = False

    @classmethod
    def at(cls, seconds: float, *, gentle: bool, confetti: bool = False) -> Moment:
        """Let every part appear at the same time."""
        return cls(kicker=seconds, words=seconds, trophy=seconds, step=seconds, gentle=gentle, confetti=confetti)

    def is_moving(self) -> bool:
        """Tell whether a later moment will look different."""
        return self.step < (SECONDS + CONFETTI_AFTER if self.confetti and not self.gentle else MOTION)


Emblem = Callable[[float, Moment], tuple[Item, ...]]
"""Draws the figure above the words; it is given the top of its room."""


def kicker_words(text: str) -> Words:
    """Set a kicker, which says what something is for, in small golden capitals."""
    return Words(text=capitals(text), size=42, colour=GILT, bold=True, most=2, spread=0.16)


# Cached, as every still group: a painter knows the pixels that it kept by the identity of the items.
@lru_cache(maxsize=4)
def golden_rule(y: float) -> Group:
    """Draw the short golden line under a headline."""
    fade = ((0.0, GOLD.faded(0.0)), (0.2, GILT), (0.8, GILT), (1.0, GOLD.faded(0.0)))
    box = Box(x=MIDDLE - 170, y=y - 2, width=340, height=5)
    return Group(
        items=(
            Shape(
                polygon([(box.x, y), (box.x + 340, y), (box.x + 340, y + 3), (box.x, y + 3)]),
                Linear(x1=box.x, y1=0, x2=box.x + 340, y2=0, stops=fade),
            ),
        ),
        still=box,
    )


def captioned(card: Card, moment: Moment) -> tuple[Item, ...]:
    """Draw the caption as it appears."""
    group, _ = caption(card.caption)
    return (entering(group, moment.step, 0.8, gentle=moment.gentle, rise=0.0, length=0.5),) if group.items else ()


def confetti_of(card: Card, moment: Moment) -> tuple[Item, ...]:
    """Draw the confetti, where this step has any."""
    if not moment.confetti:
        return ()
    return (
        still_confetti(card.seed, moment.step) if moment.gentle else confetti(card.seed, moment.step - CONFETTI_AFTER)
    )


def words_entering(moment: Moment, laid: Column, first: float) -> tuple[Item, ...]:
    """Draw kicker, headline and line as they appear one after the other."""
    kicker, headline, line = laid.groups[:3]
    return (
        entering(kicker, moment.kicker, 0.1, gentle=moment.gentle, rise=10.0),
        entering(headline, moment.words, first, gentle=moment.gentle),
        entering(line, moment.words, first + 0.45, gentle=moment.gentle, rise=16.0),
    )


def _layout(card: Card, room: float, size: float, *, high: bool) -> Column:
    """Lay kicker, headline and line out around a figure; with `high` the kicker is above the figure."""
    headline = Words(text=card.headline, size=size, colour=CREAM, bold=True, space=14)
    line = Words(text=card.line, size=54, colour=LINEN, most=3, space=48, width=1480)
    top, bottom = SAFE_Y + 10, caption(card.caption)[1] - 24
    if not high:
        return column((kicker_words(card.kicker), headline, line), top, bottom, room=room)
    head = column((kicker_words(card.kicker),), SAFE_Y + 4, SAFE_Y + 110)
    rest = column((headline, line), head.bottoms[0] + 10, bottom, room=room)
    return Column(rest.top, (*head.groups, *rest.groups), (*head.bottoms, *rest.bottoms))


def _talk(
    card: Card,
    moment: Moment,
    emblem: Emblem,
    room: float,
    *,
    size: float = 112.0,
    behind: Group | None = None,
    high: bool = False,
) -> Picture:
    """Set a figure, a kicker, a headline and a line on the stage."""
    laid = _layout(card, room, size, high=high)
    items: list[Item] = list(emblem(laid.top, moment))
    if card.headline and card.line:
        items.append(entering(golden_rule(laid.bottoms[1] + 22), moment.words, 0.5, gentle=moment.gentle, rise=0.0))
    items += [*confetti_of(card, moment), *words_entering(moment, laid, 0.25), *captioned(card, moment)]
    return Picture(backdrop=behind or backdrop.quiet_stage(), items=tuple(items), moving=moment.is_moving())


def _laurel_emblem(top: float, moment: Moment) -> tuple[Item, ...]:
    return (entering(_emblem_at(top), moment.step, 0.0, gentle=moment.gentle, rise=12.0),)


@lru_cache(maxsize=16)
def _emblem_at(top: float) -> Group:
    box = Box(x=MIDDLE - 80, y=top, width=160, height=150)
    return Group(items=laurel.emblem(MIDDLE, top + 4, 128, GILT, GLADE), still=box)


def title_scene(card: Card, moment: Moment) -> Picture:
    """Set a headline and a line under Laurel's emblem: welcome, thanks, closing, waiting."""
    return _talk(card, moment, _laurel_emblem, 176.0)


def moment_scene(card: Card, moment: Moment) -> Picture:
    """Show one person: a wreath, the name and one sentence."""

    def emblem(top: float, now: Moment) -> tuple[Item, ...]:
        # While it grows each frame is another wreath; grown, it is the cached one, which costs nothing to paint.
        grown = eased(now.words, 0.0, 1.8)
        drawn = Group(items=laurel.wreath(MIDDLE, top + 96, 92, grown)) if grown < 1.0 else _small_wreath(top + 96)
        shown = eased(now.words, 0.0, GENTLE_FADE)
        return (Group(items=(_small_wreath(top + 96),), opacity=shown) if now.gentle else drawn,)

    return _talk(card, moment, emblem, 216.0, size=132.0, behind=backdrop.lit_stage())


@lru_cache(maxsize=16)
def _small_wreath(middle: float) -> Group:
    drawn = laurel.wreath(MIDDLE, middle, 92)
    return Group(
        items=(*drawn, *laurel.emblem(MIDDLE, middle - 42, 74, GILT, GLADE)),
        still=Box(x=MIDDLE - 150, y=middle - 140, width=300, height=280),
    )


def milestone_scene(card: Card, moment: Moment) -> Picture:
    """Show what the whole group reached: a rising row of leaves over the words."""

    def emblem(top: float, now: Moment) -> tuple[Item, ...]:
        drawn: list[Item] = []
        for number, leaf in enumerate(_rising(top + 170)):
            opacity = eased(now.words, 0.12 * number, 0.7)
            drawn.append(leaf if opacity >= 1.0 else Group(items=(leaf,), opacity=opacity))
        return tuple(drawn)

    return _talk(card, moment, emblem, 214.0)


@lru_cache(maxsize=16)
def _rising(foot: float) -> tuple[Group, ...]:
    """Draw five emblems on one line, each a little taller than the one before it."""
    groups = []
    for number in range(5):
        tall, x = 78.0 + 20 * number, MIDDLE + (number - 2) * 138 + (number - 2) * abs(number - 2) * 6
        drawn = laurel.emblem(x, foot - tall, tall, mixed(MEADOW, GILT, 0.4 + 0.15 * number), GLADE)
        groups.append(Group(items=drawn, still=Box(x=x - 80, y=foot - tall - 4, width=160, height=tall + 8)))
    return tuple(groups)


def group_total_scene(card: Card, moment: Moment) -> Picture:
    """Show a number of the whole group inside a wreath, and what it counts below."""
    # "214 sessions, together": the number goes into the wreath, the rest below it.
    found = _FIGURE.match(card.headline)
    figure, counted = (found.group(1), found.group(2)) if found else ("", card.headline)
    words = Card(kicker=card.kicker, headline=counted, line=card.line, caption=card.caption)
    room = 452.0

    def emblem(top: float, now: Moment) -> tuple[Item, ...]:
        centre = top + 214
        inner = _figure(figure, centre) if figure else _emblem_at(centre - 70)
        shown = entering(inner, now.words, 0.3, gentle=now.gentle)
        if now.gentle:
            return (Group(items=(_large_wreath(centre),), opacity=eased(now.words, 0.0, GENTLE_FADE)), shown)
        grown = eased(now.words, 0.0, 2.2)
        around = _large_wreath(centre) if grown >= 1.0 else Group(items=laurel.wreath(MIDDLE, centre, 205, grown))
        return (around, shown)

    return _talk(words, moment, emblem, room, size=92.0, behind=backdrop.warm_stage(), high=True)


@lru_cache(maxsize=16)
def _large_wreath(middle: float) -> Group:
    return Group(
        items=laurel.wreath(MIDDLE, middle, 205), still=Box(x=MIDDLE - 320, y=middle - 300, width=640, height=600)
    )


@lru_cache(maxsize=16)
def _figure(figure: str, middle: float) -> Group:
    words = Words(text=figure, size=150, colour=CREAM, bold=True, width=290)
    return column((words,), middle - 150, middle + 150).groups[0]


def break_scene(card: Card, moment: Moment) -> Picture:
    """Show a movement break: rings that widen and narrow twice, then rest."""

    def emblem(top: float, now: Moment) -> tuple[Item, ...]:
        # Squared, so that the rings begin and end at rest.
        breath = 0.0 if now.gentle else sin(pi * share(now.step, 0.3, 2.6)) ** 2
        shown = eased(now.step, 0.0, GENTLE_FADE)
        rings = tuple(
            Shape(
                ellipse(MIDDLE, top + 150, radius * (1 + 0.10 * breath), radius * (1 + 0.10 * breath)),
                MEADOW.faded(0.14 + 0.06 * number),
                Stroke(GILT.faded(0.35 + 0.15 * number), 2.5),
            )
            for number, radius in enumerate((138.0, 98.0, 60.0))
        )
        return (
            Group(items=rings, opacity=shown),
            Group(items=(_emblem_at(top + 104),), opacity=shown, transform=Transform.scaled(0.72, MIDDLE, top + 150)),
        )

    return _talk(card, moment, emblem, 336.0)


def photo_scene(card: Card, moment: Moment) -> Picture:
    """Show a golden frame and a line while the group picture is taken."""

    def emblem(_top: float, now: Moment) -> tuple[Item, ...]:
        return (Group(items=(_frame(),), opacity=eased(now.step, 0.0, GENTLE_FADE)),)

    return _talk(card, moment, emblem, 0.0, behind=backdrop.lit_stage())


@lru_cache(maxsize=1)
def _frame() -> Group:
    corners: list[Item] = []
    left, top, right, bottom, arm = 150.0, 110.0, WIDTH - 150, 880.0, 130.0
    for x, y, dx, dy in ((left, top, 1, 1), (right, top, -1, 1), (left, bottom, 1, -1), (right, bottom, -1, -1)):
        path = (
            Segment("M", (x + dx * arm, y)),
            Segment("L", (x, y)),
            Segment("L", (x, y + dy * arm)),
        )
        corners.append(Shape(path, None, Stroke(GILT, 7)))
    return Group(items=tuple(corners), still=EVERYWHERE)
