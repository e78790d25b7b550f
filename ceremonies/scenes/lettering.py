"""Text on the stage: sizes, lines and columns, laid out within the safe area."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ceremonies.scenes.easing import GENTLE_FADE, arriving, eased
from ceremonies.scenes.palette import CAPTION, CREAM
from ceremonies.scenes.paths import rectangle
from ceremonies.scenes.picture import (
    HEIGHT,
    SAFE_X,
    SAFE_Y,
    SMALLEST_TEXT,
    WIDTH,
    Box,
    Colour,
    Group,
    Item,
    Shape,
    Text,
    Transform,
)
from ceremonies.type import Review, ShapedLine, fit, missing_glyphs, plain, shape, wrap

TEXT_WIDTH: Final = WIDTH - 2 * SAFE_X - 40
_CAPTION_SIZE: Final = 42.0
_PITCH: Final = 0.9
_SMALLER: Final = 0.9
_LARGEST_NAME_LINES: Final = 3
"""Of a name that does not fit in two lines at a readable size, and was shown all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text and how it is set; `space` is the room above it."""

    text: str
    size: float
    colour: Colour
    bold: bool = False
    most: int = 1
    """The most lines that it may take before it is made smaller, and at last cut."""
    spread: float = 0.0
    space: float = 0.0
    width: float = TEXT_WIDTH


@dataclass(frozen=True, slots=True)
class Column:
    """Texts below one another: one group each in the order given, their bottoms, and the top of the whole."""

    top: float
    groups: tuple[Group, ...]
    bottoms: tuple[float, ...]


def capitals(text: str) -> str:
    """Return the text in capitals where its script has them and a font can draw them."""
    raised = plain(text).upper()
    return (
        plain(text)
        if missing_glyphs(raised, bold=True) or any("\u10d0" <= char <= "\u10ff" for char in text)
        else raised  # Georgian has capitals in Unicode, which its readers do not expect
    )


def _cut(lines: tuple[ShapedLine, ...], words: Words, size: float) -> tuple[ShapedLine, ...]:
    """Keep as many lines as are allowed, and end the last one with an ellipsis."""
    kept, last = lines[: words.most], lines[words.most - 1].text
    while last and shape(last + "…", size=size, bold=words.bold).width > words.width:
        last = last[:-1]
    return (*kept[:-1], shape(last.rstrip() + "…", size=size, bold=words.bold))


def _balanced(text: str, words: Words, size: float, lines: tuple[ShapedLine, ...]) -> tuple[ShapedLine, ...]:
    """Break into the same number of lines of more equal length."""
    best, share = lines, 0.94
    while len(lines) > 1 and share > 0.5:
        narrower = wrap(text, width=words.width * share, size=size, bold=words.bold)
        if len(narrower) != len(lines):
            break
        best, share = narrower, share - 0.06
    return best


def _paragraph(words: Words) -> tuple[ShapedLine, ...]:
    """Break a sentence into lines; one that is too long is made smaller first and then cut."""
    size = words.size
    while True:
        lines = wrap(words.text, width=words.width, size=size, bold=words.bold)
        if len(lines) <= words.most:
            return _balanced(words.text, words, size, lines)
        if size <= SMALLEST_TEXT:
            return _cut(lines, words, size)
        size = max(SMALLEST_TEXT, size * _SMALLER)


def set_name(words: Words) -> tuple[ShapedLine, ...]:
    """Set a name on one line or two; one that does not fit is broken further, so that it stays on the stage."""
    fitted = fit(words.text, width=words.width, size=words.size, bold=True)
    if isinstance(fitted, Review):
        return _paragraph(replace(words, most=_LARGEST_NAME_LINES, size=words.size / 2))
    return fitted.lines


def _lines(words: Words, share: float) -> tuple[ShapedLine, ...]:
    """Set a text at a share of its size; a name keeps the lines that it has at its full size."""
    if not plain(words.text):
        return ()
    size = max(SMALLEST_TEXT, words.size * share)
    if words.spread:
        line = shape(words.text, size=size, bold=words.bold, tracking=words.spread)
        if line.width <= words.width:
            return (line,)
    if words.bold and words.most == 1:
        return tuple(line.at(max(SMALLEST_TEXT, line.size * share)) for line in set_name(words))
    return _paragraph(replace(words, size=size))


def _pitch(line: ShapedLine) -> float:
    return _PITCH * (line.ascent + line.descent)


def _height(lines: tuple[ShapedLine, ...]) -> float:
    return sum(_pitch(line) for line in lines)


def _placed(lines: tuple[ShapedLine, ...], top: float, colour: Colour) -> Group:
    texts: list[Item] = []
    y = top
    for line in lines:
        baseline = y + _pitch(line) * line.ascent / (line.ascent + line.descent)
        texts.append(Text(line=line, x=WIDTH / 2 - line.width / 2, y=baseline, fill=colour))
        y += _pitch(line)
    # The box is wider than the advance widths: letters may reach past them, as Arabic ones do.
    widest = max((line.width for line in lines), default=0.0)
    lean = max((line.size for line in lines), default=0.0)
    box = Box(
        x=WIDTH / 2 - widest / 2 - lean * 0.4, y=top - lean * 0.5, width=widest + lean * 0.8, height=y - top + lean
    )
    return Group(items=tuple(texts), still=box)


@lru_cache(maxsize=256)
def column(words: tuple[Words, ...], top: float, bottom: float, room: float = 0.0, *, low: bool = False) -> Column:
    """Set texts below one another between two heights, under `room` for a figure; `low` aligns them at the bottom."""
    share = 1.0
    while True:
        blocks = [_lines(each, share) for each in words]
        spaces = [each.space * share if lines else 0.0 for each, lines in zip(words, blocks, strict=True)]
        tall = room + sum(spaces) + sum(_height(lines) for lines in blocks)
        if tall <= bottom - top or all(each.size * share <= SMALLEST_TEXT for each in words):
            break
        share *= _SMALLER
    start = max(top, bottom - tall if low else (top + bottom - tall) / 2)
    y = start + room
    groups, bottoms = [], []
    for each, lines, space in zip(words, blocks, spaces, strict=True):
        y += space
        groups.append(_placed(lines, y, each.colour))
        y += _height(lines)
        bottoms.append(y)
    return Column(start, tuple(groups), tuple(bottoms))


@lru_cache(maxsize=64)
def caption(text: str) -> tuple[Group, float]:
    """Set a caption in a box at the bottom of the safe area; also give the top of the box."""
    foot = HEIGHT - SAFE_Y
    if not plain(text):
        return Group(items=()), foot
    lines = _paragraph(Words(text=text, size=_CAPTION_SIZE, colour=CREAM, most=2, width=TEXT_WIDTH - 60))
    tall = _height(lines) + 18
    wide = max(line.width for line in lines) + 60
    box = Box(x=WIDTH / 2 - wide / 2, y=foot - tall, width=wide, height=tall)
    words = _placed(lines, foot - tall + 9, CREAM)
    return Group(items=(Shape(rectangle(box, 12), CAPTION), *words.items), still=box), foot - tall


def entering(
    group: Group, seconds: float, start: float, *, gentle: bool, rise: float = 26.0, length: float = 0.8
) -> Group:
    """Fade a group in while it rises a little; with `gentle` it only fades."""
    if gentle:
        return Group(items=(group,), opacity=eased(seconds, start * 0.5, GENTLE_FADE))
    lifted = rise * (1 - arriving(seconds, start, length))
    return Group(items=(group,), opacity=eased(seconds, start, length), transform=Transform.moved(0, lifted))
