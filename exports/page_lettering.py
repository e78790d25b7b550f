"""Texts as a page template's letterings set them, and the error of one that does not go onto the page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ceremonies.type import Family, Fitted, Review, ShapedLine, fit, missing_glyphs, shape, wrap
from exports.page_parts import Typeface
from models.translation import mark

if TYPE_CHECKING:
    from exports.page_parts import Lettering

NO_GLYPH: Final = mark("No font here can draw {characters} in “{text}”.")
_FAMILIES: Final = {Typeface.SANS: Family.SANS, Typeface.SERIF: Family.SERIF}

# The same texts stand on every page of a job, and shaping is most of the work of one.
_fit = lru_cache(maxsize=512)(fit)
_wrap = lru_cache(maxsize=512)(wrap)
_shape = lru_cache(maxsize=512)(shape)
_missing = lru_cache(maxsize=512)(missing_glyphs)


class NeedsReviewError(ValueError):
    """Something does not go onto the page as it is."""

    def __init__(self, review: Review) -> None:
        super().__init__(review.sentence())
        self.review = review


def fitted(text: str, lettering: Lettering, width: float, floor: float) -> Fitted:
    """Fit a name on one line or two; raises `NeedsReviewError` where it does not."""
    family = _FAMILIES[lettering.family]
    found = _fit(text, width=width, size=lettering.size, floor=floor, bold=lettering.bold, family=family)
    if isinstance(found, Review):
        raise NeedsReviewError(found)
    return found


def wrapped(text: str, lettering: Lettering, width: float, share: float) -> tuple[ShapedLine, ...]:
    """Break a text into lines, set at a share of its size; raises `NeedsReviewError` for one that no font draws."""
    _check_glyphs(text, lettering)
    family = _FAMILIES[lettering.family]
    return _wrap(text, width=width, size=lettering.size * share, bold=lettering.bold, family=family)


def shaped(text: str, lettering: Lettering, width: float | None = None) -> ShapedLine:
    """Shape a text on one line, smaller where it is wider; raises `NeedsReviewError` for one that no font draws."""
    _check_glyphs(text, lettering)
    family = _FAMILIES[lettering.family]
    line = _shape(text, size=lettering.size, bold=lettering.bold, family=family, tracking=lettering.tracking)
    return line.at(line.size * min(1.0, width / line.width)) if width is not None and line.width else line


def _check_glyphs(text: str, lettering: Lettering) -> None:
    missing = _missing(text, family=_FAMILIES[lettering.family], bold=lettering.bold)
    if missing:
        raise NeedsReviewError(Review(NO_GLYPH, (("characters", " ".join(missing)), ("text", text))))
