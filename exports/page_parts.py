"""What every element of a page template is made of: lengths, colours, lettering, margins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from exports.page import INK
from models.document import Code, Part
from models.translation import tr

if TYPE_CHECKING:
    from exports.page import PageSize


def _colour(value: str) -> str:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        raise ValueError(tr("a colour is written as #RRGGBB"))
    return value


Colour = Annotated[Code, AfterValidator(_colour)]
"""#RRGGBB."""
Length = Annotated[float, Field(ge=0, le=2000, allow_inf_nan=False)]
Height = Annotated[float, Field(ge=-2000, le=2000, allow_inf_nan=False)]
"""From the top edge down, or from the bottom edge up where it is negative."""
Size = Annotated[float, Field(ge=4, le=144, allow_inf_nan=False)]
Side = Annotated[float, Field(ge=0.1, le=2000, allow_inf_nan=False)]
"""Of a box."""
Share = Annotated[float, Field(ge=0.25, le=1, allow_inf_nan=False)]
Tracking = Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]


class Typeface(StrEnum):
    """The family a text is set in."""

    SANS = "sans"
    SERIF = "serif"


class Align(StrEnum):
    """Where something stands between its margins; a page in Arabic starts at the right."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The room that something takes on a page, from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def is_inside(self, size: PageSize) -> bool:
        """Whether none of it is cut off."""
        return 0 <= self.left <= self.right <= size.width and 0 <= self.bottom <= self.top <= size.height


class Lettering(Part):
    """How a text is set; `tracking` is a share of the size."""

    size: Size
    family: Typeface = Typeface.SANS
    bold: bool = False
    tracking: Tracking = 0.0
    ink: Colour = INK

    @property
    def ascent(self) -> float:
        """How far its letters rise above their baseline."""
        return self.size

    @property
    def descent(self) -> float:
        """How far its letters fall below their baseline."""
        return 0.3 * self.size


class Placed(Part):
    """Something between two margins."""

    start: Length = 0
    end: Length = 0
    align: Align = Align.CENTRE

    def left(self, size: PageSize, width: float, *, is_mirrored: bool = False) -> float:
        """Say where something of this width begins, counted from the left edge."""
        if self.align is Align.CENTRE:
            left = (size.width + (self.start - self.end)) / 2 - width / 2
        else:
            left = self.start if self.align is Align.START else size.width - self.end - width
        return size.width - left - width if is_mirrored else left

    def between(self, size: PageSize, *, top: float, bottom: float) -> Reach:
        """Give the room between the margins from one height to another."""
        return Reach(left=self.start, bottom=bottom, right=size.width - self.end, top=top)

    def around(self, size: PageSize, width: float, *, top: float, bottom: float) -> Reach:
        """Give the room of something of this width from one height to another."""
        left = self.left(size, width)
        return Reach(left=left, bottom=bottom, right=left + width, top=top)


def height_of(y: float, size: PageSize) -> float:
    """Count a height from the bottom edge."""
    return size.height - y if y >= 0 else -y
