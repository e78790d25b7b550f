"""Painting a page template: its elements, filled with what one certificate says, on a sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ceremonies.type import Review, ShapedLine
from exports.art import certificate_ground
from exports.badge_art import badge_art
from exports.page import INK, Sheet
from exports.page_lettering import NeedsReviewError, fitted, shaped, wrapped
from exports.page_parts import height_of
from exports.page_template import (
    LARGEST_SYMBOL,
    BadgeArt,
    Image,
    Line,
    Logo,
    Name,
    QrCode,
    Sentences,
    Signatories,
    Words,
)
from exports.qr_code import symbol
from exports.strokes import box
from models.translation import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exports.page import PageSize, Picture
    from exports.page_template import Background, Element, PageTemplate, Piece

NO_ROOM: Final = mark("“{text}” has no room on this page. Choose another template, or shorten it.")
NO_PICTURE: Final = mark("A picture of this template is not in the clinic's media.")
_SMALLER: Final = 0.05
"""The steps in which sentences are made smaller."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: who, and as what."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The pictures that a template draws: the clinic's logo, and those of its media by their name there."""

    logo: Picture | None = None
    media: Mapping[str, Picture] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What is put into a template: the texts for its places, the name, who signs, the number and the code's text."""

    texts: Mapping[str, str]
    """For each of `PLACES`."""
    name: str
    signatures: tuple[Signature, ...]
    serial: str
    issued: str
    code: str
    pictures: Pictures | None = None
    """None leaves them out, where it is only asked whether everything has room."""
    is_mirrored: bool = False


def painted(template: PageTemplate, size: PageSize, filling: Filling) -> Sheet:
    """Paint a template on a sheet; raises `NeedsReviewError` for what does not go onto it."""
    painter = _Painter(Sheet(size), filling)
    painter.ground(template.background)
    for element in template.elements:
        painter.paint(element)
    return painter.sheet


def review_of(template: PageTemplate, size: PageSize, filling: Filling) -> Review | None:
    """Say why a person must look at what would be painted, if they must; the code and the pictures always fit."""
    painter = _Painter(Sheet(size), filling)
    try:
        for element in template.elements:
            if isinstance(element, (Words, Name, Sentences, Signatories)):
                painter.paint(element)
    except NeedsReviewError as error:
        return error.review
    return None


class _Painter:
    """A sheet while a template is painted on it; `y` is where the last element in the middle ended."""

    def __init__(self, sheet: Sheet, filling: Filling) -> None:
        self.sheet = sheet
        self._filling = filling
        self._y = 0.0

    def ground(self, background: Background) -> None:
        """Paint what lies under everything."""
        size = self.sheet.size
        if background.colour is not None:
            self._fill(0, 0, size.width, size.height, background.colour)
        if background.picture is not None:
            picture = self._media(background.picture)
            scale = max(size.width / picture.width, size.height / picture.height)
            wide, high = picture.width * scale, picture.height * scale
            self.sheet.picture(picture, (size.width - wide) / 2, (size.height - high) / 2, wide, high)
        if background.art:
            self.sheet.place(certificate_ground(size, background.art, size.height - background.mark_top))

    def paint(self, element: Element) -> None:
        """Paint one element."""
        match element:
            case Words():
                self._words(element)
            case Name():
                self._name(element)
            case Sentences():
                self._sentences(element)
            case Signatories():
                self._signatories(element)
            case QrCode():
                self._code(element)
            case _:
                self._boxed(element)

    def _filled(self, text: str) -> str:
        return text.format_map(self._filling.texts)

    def _text(self, line: ShapedLine, x: float, y: float, ink: str) -> None:
        """Write a line; raises `NeedsReviewError` where it would be cut off at an edge of the page."""
        size = self.sheet.size
        # A tenth of a point: a line made smaller to fit is as wide as its room but for rounding.
        if not (x >= -0.1 and x + line.width <= size.width + 0.1 and y - 0.3 * line.size >= 0 and y <= size.height):
            raise NeedsReviewError(Review(NO_ROOM, (("text", line.text),)))
        self.sheet.text(line, x, y, ink)

    def _left(self, element: Element, width: float) -> float:
        return element.left(self.sheet.size, width, is_mirrored=self._filling.is_mirrored)

    def _room(self, element: Words | Name | Sentences) -> float:
        return self.sheet.size.width - (element.start + element.end)

    def _words(self, element: Words) -> None:
        line = shaped(self._filled(element.text), element.lettering, self._room(element))
        self._text(line, self._left(element, line.width), height_of(element.y, self.sheet.size), element.lettering.ink)

    def _name(self, element: Name) -> None:
        """Write the name on one line or two and a rule under it."""
        name = fitted(self._filling.name, element.lettering, self._room(element), element.floor)
        two, unit = len(name.lines) == 2, element.unit
        size = min(name.size, element.two_lines) if two else name.size
        baseline = height_of(element.y, self.sheet.size)
        first, leading = baseline + (10 * unit if two else 0), size * 1.25
        for at, line in enumerate(name.lines):
            set_line = line.at(size)
            self._text(set_line, self._left(element, set_line.width), first - at * leading, element.lettering.ink)
        self._y = first - leading - 14.5 * unit if two else baseline - 20 * unit
        length = min(element.rule, self._room(element))
        self.sheet.rule(self._left(element, length), self._y, length, element.rule_ink, 0.8)

    def _sentences(self, element: Sentences) -> None:
        """Write sentences below each other, smaller where they would end too low."""
        self._y -= element.above
        share, lines = 1.0, self._lines(element, 1.0)
        while self._y - max(0, len(lines) - 1) * element.step * share < element.foot:
            share -= _SMALLER
            if share < element.floor:
                said = " ".join(self._filled(piece.text) for pieces in element.sentences for piece in pieces)
                raise NeedsReviewError(Review(NO_ROOM, (("text", said),)))
            lines = self._lines(element, share)
        for parts, ink in lines:
            x = self._left(element, sum(part.width for part in parts))
            for part in parts:
                self._text(part, x, self._y, ink)
                x += part.width
            self._y -= element.step * share

    def _lines(self, element: Sentences, share: float) -> list[tuple[tuple[ShapedLine, ...], str]]:
        width = self._room(element)
        return [
            (parts, pieces[0].lettering.ink)
            for pieces in element.sentences
            for parts in self._beside(pieces, width, share)
        ]

    def _beside(self, pieces: tuple[Piece, ...], width: float, share: float) -> list[tuple[ShapedLine, ...]]:
        """Set the pieces beside each other where they have room on one line, else below each other."""
        broken = [wrapped(self._filled(piece.text), piece.lettering, width, share) for piece in pieces]
        if len(pieces) > 1 and all(len(lines) == 1 for lines in broken):
            first = pieces[0].lettering
            space = shaped("n", first).at(first.size * share).width / 2.2
            gap = ShapedLine(text=" ", runs=(), size=first.size, width=space, ascent=0.0, descent=0.0, rtl=False)
            together = [broken[0][0], *(part for lines in broken[1:] for part in (gap, lines[0]))]
            if self._filling.is_mirrored:
                together.reverse()
            if sum(part.width for part in together) <= width:
                return [tuple(together)]
        return [(line,) for lines in broken for line in lines]

    def _signatories(self, element: Signatories) -> None:
        signatures = self._filling.signatures[: element.most]
        if self._filling.is_mirrored:
            signatures = signatures[::-1]
        begin, unit = self._left(element, element.across(max(1, len(signatures)))), element.unit
        for at, signature in enumerate(signatures):
            left = begin + at * element.step
            middle = left + element.width / 2
            self.sheet.rule(left, element.bottom + 13 * unit, element.width, INK, 0.8)
            name = shaped(signature.name, element.name, element.width)
            self._text(name, middle - name.width / 2, element.bottom - 5 * unit, element.name.ink)
            role = shaped(signature.role, element.role, element.width)
            self._text(role, middle - role.width / 2, element.bottom - 20.5 * unit, element.role.ink)

    def _code(self, element: QrCode) -> None:
        square = symbol(self._filling.code)
        left = self._left(element, square.side)
        self.sheet.operators(square.operators(left, element.bottom))
        middle, unit = left + square.side / 2, element.unit
        below = ((self._filling.serial, element.serial, 9), (self._filling.issued, element.issued, 21))
        for text, lettering, depth in below:
            line = shaped(text, lettering, LARGEST_SYMBOL)
            # A line may be wider than its code: at an edge of the page it stands beside the middle, not cut off.
            x = min(max(0.0, middle - line.width / 2), self.sheet.size.width - line.width)
            self._text(line, x, element.bottom - depth * unit, lettering.ink)

    def _boxed(self, element: Logo | Image | BadgeArt | Line) -> None:
        foot = height_of(element.y, self.sheet.size)
        match element:
            case Line():
                self._fill(self._left(element, element.width), foot, element.width, element.height, element.ink)
            case BadgeArt():
                side = min(element.width, element.height)
                self.sheet.place_at(badge_art(element.badge), self._left(element, side), foot, side)
            case Logo() | Image():
                self._picture(element, foot)

    def _picture(self, element: Logo | Image, foot: float) -> None:
        picture = self._media(element.media) if isinstance(element, Image) else self._logo()
        if picture is not None:
            scale = min(element.width / picture.width, element.height / picture.height)
            wide, high = picture.width * scale, picture.height * scale
            self.sheet.picture(picture, self._left(element, wide), foot + (element.height - high) / 2, wide, high)

    def _logo(self) -> Picture | None:
        return None if self._filling.pictures is None else self._filling.pictures.logo

    def _media(self, name: str) -> Picture:
        known = {} if self._filling.pictures is None else self._filling.pictures.media
        if name not in known:
            raise NeedsReviewError(Review(NO_PICTURE))
        return known[name]

    def _fill(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        self.sheet.colour(ink)
        self.sheet.operators(f"{box(x, y, width, height)} f")
