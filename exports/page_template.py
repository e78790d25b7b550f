"""A page template as a value: what stands where on a certificate, with places for what is known only when it is issued.

All figures are points. Heights count from the top or the bottom edge, and what stands at the side is placed between
two margins, so that one template serves every paper size. A template that reaches out of its page cannot be made.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from string import Formatter
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from exports.page import GOLD_FILL, LETTER_COUNTRIES, PageSize
from exports.page_parts import Colour, Height, Length, Lettering, Placed, Reach, Share, Side, Size, height_of
from exports.paper import Orientation, Paper, page_sizes
from models.document import Code, Document, Part, Text
from models.recognition.badge import BadgeKind  # noqa: TC001  (pydantic reads it)
from models.translation import tr

PLACES: Final = frozenset({"title", "certify", "completed", "programme", "group", "rule", "footer"})
"""What may stand in braces in a text of a template."""
LARGEST_SYMBOL: Final = 132
"""The side of the largest square code: that of a certificate with the longest address."""
_OVERHANG: Final = 20
"""How far the lines below a small code, which may be as wide as a large one, stand out beside it."""
_NARROWEST: Final = 40
"""The room between the margins below which a text would be cut letter by letter."""


class GroundArt(StrEnum):
    """The art that Laurel ships to lie under a page."""

    ROSETTE = "rosette"
    BORDER = "border"
    TICKET = "ticket"
    GUILLOCHE = "guilloche"
    MARK = "mark"


class Background(Part):
    """What lies under everything: a colour, a picture over the whole page, and art of Laurel's."""

    colour: Colour | None = None
    picture: Code | None = None
    """The name of a file in the clinic's media."""
    art: tuple[GroundArt, ...] = ()
    mark_top: Length = 99
    """How far down the foot of the mark stands."""


class Words(Placed):
    """One line, made smaller to fit; `{title}` and the like are filled in when it is issued."""

    kind: Literal["words"] = "words"
    text: Text
    lettering: Lettering
    y: Height
    """Of the baseline."""

    def reach(self, size: PageSize) -> Reach:
        """Give the room that it takes."""
        y = height_of(self.y, size)
        return self.between(size, top=y + self.lettering.ascent, bottom=y - self.lettering.descent)


class Name(Placed):
    """The name, on one line or two, with a rule below it; what follows in the middle begins under that rule."""

    kind: Literal["name"] = "name"
    lettering: Lettering
    y: Height
    floor: Share
    """The share of its size below which it takes two lines, and below which it is not issued unseen."""
    two_lines: Size
    """The size that two lines do not exceed."""
    rule: Length
    rule_ink: Colour = GOLD_FILL

    @property
    def unit(self) -> float:
        """How large the distances around the name are: 1 for the size of Laurel's own certificate."""
        return self.lettering.size / 43

    def reach(self, size: PageSize) -> Reach:
        """Give the room that it takes on two lines, or on one where that is more."""
        y = height_of(self.y, size)
        two = min(self.two_lines, self.lettering.size)
        below = min(y - 20 * self.unit, y + 10 * self.unit - 1.25 * two - 14.5 * self.unit)
        return self.between(size, top=max(y + self.lettering.ascent, y + 10 * self.unit + two), bottom=below)


class Piece(Part):
    """A piece of a sentence in a lettering of its own."""

    text: Text
    lettering: Lettering


class Sentences(Placed):
    """Sentences below each other, each of one or more pieces; one that is too long is broken."""

    kind: Literal["sentences"] = "sentences"
    sentences: tuple[Annotated[tuple[Piece, ...], Field(min_length=1)], ...]
    above: Length
    step: Length
    foot: Length = 0
    """How far above the lower edge they have to end."""
    floor: Share = 1.0
    """The share of their size down to which they are made smaller to do so."""

    def reach(self, size: PageSize) -> Reach:
        """Give the room that they may take."""
        return self.between(size, top=size.height, bottom=self.foot)


class Signatories(Placed):
    """Lines to sign on, with a name and a role below each; `width` of a line, `step` from one to the next."""

    kind: Literal["signatories"] = "signatories"
    name: Lettering
    role: Lettering
    bottom: Length
    width: Length
    step: Length
    most: Annotated[int, Field(ge=1, le=6)]

    @property
    def unit(self) -> float:
        """How large the distances below a line are: 1 for the size of Laurel's own certificate."""
        return self.name.size / 11.2

    def reach(self, size: PageSize) -> Reach:
        """Give the room that all of them take, however many there are."""
        below = self.bottom - 20.5 * self.unit - self.role.descent
        return self.around(size, self.across(self.most), top=self.bottom + 14 * self.unit, bottom=below)

    def across(self, count: int) -> float:
        """Give the width of so many lines."""
        return (count - 1) * self.step + self.width


class QrCode(Placed):
    """The square code, with the number and the day below it."""

    kind: Literal["code"] = "code"
    serial: Lettering
    issued: Lettering
    bottom: Length

    @property
    def unit(self) -> float:
        """How large the distances below the code are: 1 for the size of Laurel's own certificate."""
        return self.serial.size / 9.8

    def reach(self, size: PageSize) -> Reach:
        """Give the room that it takes with the longest address."""
        below = self.bottom - 21 * self.unit - self.issued.descent
        square = self.around(size, LARGEST_SYMBOL, top=self.bottom + LARGEST_SYMBOL, bottom=below)
        return replace(square, left=square.left - _OVERHANG, right=square.right + _OVERHANG)


class Boxed(Placed):
    """Something in a box whose foot is at `y`."""

    y: Height
    width: Side
    height: Side

    def reach(self, size: PageSize) -> Reach:
        """Give the room that the box takes."""
        foot = height_of(self.y, size)
        return self.around(size, self.width, top=foot + self.height, bottom=foot)


class Logo(Boxed):
    """The clinic's logo as large as its box allows; nothing where the clinic has none."""

    kind: Literal["logo"] = "logo"


class Image(Boxed):
    """A picture of the clinic's as large as its box allows."""

    kind: Literal["picture"] = "picture"
    media: Code
    """The name of the file in the clinic's media."""


class BadgeArt(Boxed):
    """The art of a badge as large as its box allows."""

    kind: Literal["badge"] = "badge"
    badge: BadgeKind


class Line(Boxed):
    """A straight rule; its box is filled."""

    kind: Literal["line"] = "line"
    ink: Colour = GOLD_FILL


Element = Words | Name | Sentences | Signatories | QrCode | Logo | Image | BadgeArt | Line


class PageTemplate(Document):
    """All that stands on a certificate, in the order in which it is drawn."""

    paper: Paper = Paper.COUNTRY
    orientation: Orientation = Orientation.LANDSCAPE
    background: Background = Background()
    elements: tuple[Annotated[Element, Field(discriminator="kind")], ...]

    @model_validator(mode="after")
    def _can_be_filled(self) -> Self:
        kinds = [element.kind for element in self.elements]
        if kinds.count("name") != 1:
            raise ValueError(tr("a certificate has one name"))
        if "sentences" in kinds[: kinds.index("name")]:
            raise ValueError(tr("sentences stand below the name and come after it"))
        for text in self.texts():
            _check_places(text)
        return self

    @model_validator(mode="after")
    def _is_inside_the_page(self) -> Self:
        for size in page_sizes(self.paper, self.orientation):
            for number, element in enumerate(self.elements, start=1):
                if not element.reach(size).is_inside(size):
                    raise ValueError(tr("element {number} reaches out of the page", number=number))
                if (
                    isinstance(element, (Words, Name, Sentences))
                    and size.width < element.start + element.end + _NARROWEST
                ):
                    raise ValueError(tr("element {number} has no room between its margins", number=number))
            if self.background.mark_top > size.height:
                raise ValueError(tr("the mark reaches out of the page"))
        return self

    def size_for(self, country: str) -> PageSize:
        """Give the page as a printer of a country (ISO 3166) takes it."""
        a4, *letter = page_sizes(self.paper, self.orientation)
        return letter[0] if letter and country in LETTER_COUNTRIES else a4

    def media(self) -> tuple[str, ...]:
        """List the files of the clinic's media that are drawn on it."""
        ground = () if self.background.picture is None else (self.background.picture,)
        return (*ground, *(element.media for element in self.elements if isinstance(element, Image)))


def _check_places(text: str) -> None:
    """Raise `ValueError` for a text with a place for what is not known."""
    for _, field, spec, conversion in Formatter().parse(text):
        if field is not None and (field not in PLACES or spec or conversion):
            raise ValueError(tr("nothing is known as {field}", field="".join(filter(None, (field, conversion, spec)))))
