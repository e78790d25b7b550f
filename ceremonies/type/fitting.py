"""Fitting a name into a width: smaller on one line, else on two, else for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass

from ceremonies.type.direction import plain
from ceremonies.type.fonts import Family
from ceremonies.type.shaping import ShapedLine, missing_glyphs, shape
from models.translation import mark, tr


@dataclass(frozen=True, slots=True)
class Fitted:
    """One or two lines that fit, all at the same size."""

    lines: tuple[ShapedLine, ...]
    size: float


@dataclass(frozen=True, slots=True)
class Review:
    """A text that a person must look at; `reason` is a template, and `values` are its values."""

    reason: str
    values: tuple[tuple[str, str], ...] = ()

    def sentence(self) -> str:
        """Return the reason with its values."""
        return tr(self.reason).format(**dict(self.values))


NOTHING = mark("There is no name to show.")
NO_GLYPH = mark("No font here can draw {characters} in this name.")
TOO_LONG = mark("This name is too long for two lines at a readable size.")


def _halves(words: list[str]) -> list[tuple[str, str]]:
    return [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]


def fit(
    text: str, *, width: float, size: float, floor: float = 0.5, bold: bool = False, family: Family = Family.SANS
) -> Fitted | Review:
    """Fit a text into a width: on one line at `size` down to `floor` of it, else on two, else for review."""
    clean = plain(text)
    if not clean:
        return Review(NOTHING)
    missing = missing_glyphs(clean, family=family, bold=bold)
    if missing:
        return Review(NO_GLYPH, (("characters", " ".join(missing)),))
    whole = shape(clean, size=size, bold=bold, family=family)
    # A width is linear in the size, so that one division finds the size; below `floor` nobody could read it.
    share = min(1.0, width / whole.width) if whole.width else 1.0
    if share >= floor:
        return Fitted((whole.at(size * share),), size * share)
    broken = [
        (shape(first, size=size, bold=bold, family=family), shape(second, size=size, bold=bold, family=family))
        for first, second in _halves(clean.split(" "))
    ]
    if broken:
        best = min(broken, key=lambda pair: max(line.width for line in pair))
        share = min(1.0, width / max(line.width for line in best))
        if share >= floor:
            return Fitted(tuple(line.at(size * share) for line in best), size * share)
    return Review(TOO_LONG)


def _chop(word: str, *, width: float, size: float, bold: bool, family: Family) -> list[str]:
    """Cut a word that is wider than the line into parts that fit."""
    parts = [""]
    for char in word:
        longer = parts[-1] + char
        if parts[-1] and shape(longer, size=size, bold=bold, family=family).width > width:
            parts.append(char)
        else:
            parts[-1] = longer
    return parts


def wrap(
    text: str, *, width: float, size: float, bold: bool = False, family: Family = Family.SANS
) -> tuple[ShapedLine, ...]:
    """Break a sentence into as many lines as the width needs; a word wider than the line is cut."""
    lines: list[str] = []
    for word in plain(text).split(" "):
        candidate = f"{lines[-1]} {word}" if lines else word
        if lines and shape(candidate, size=size, bold=bold, family=family).width <= width:
            lines[-1] = candidate
        elif shape(word, size=size, bold=bold, family=family).width <= width:
            lines.append(word)
        else:
            lines.extend(_chop(word, width=width, size=size, bold=bold, family=family))
    return tuple(shape(line, size=size, bold=bold, family=family) for line in lines if line)
