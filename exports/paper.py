"""The sheets of paper that a page is made for."""

from __future__ import annotations

from enum import StrEnum

from exports.page import A4, A5, LETTER, PageSize


class Paper(StrEnum):
    """A sheet that printers hold; that of the clinic's country is A4 or Letter."""

    COUNTRY = "country"
    A4 = "a4"
    LETTER = "letter"
    A5 = "a5"


class Orientation(StrEnum):
    """Which edge of the sheet is on top."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


_UPRIGHT = {Paper.COUNTRY: (A4, LETTER), Paper.A4: (A4,), Paper.LETTER: (LETTER,), Paper.A5: (A5,)}


def page_sizes(paper: Paper, orientation: Orientation) -> tuple[PageSize, ...]:
    """Give every size that a page on this paper may have: of the country's paper A4, then Letter."""
    upright = _UPRIGHT[paper]
    if orientation is Orientation.PORTRAIT:
        return upright
    return tuple(PageSize(size.height, size.width) for size in upright)
