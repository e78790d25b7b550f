"""Painting a page template: its elements, filled with what one certificate says, on a sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ceremonies.type import Family, Fitted, Review, ShapedLine, fit, shape, wrap
from exports.art import certificate_ground
from exports.page import INK, Sheet
from exports.page_template import Ground, Name, QrCode, Sentences, Signatories, Typeface, Words
from exports.qr_code import symbol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exports.page import PageSize
    from exports.page_template import Lettering, PageTemplate, Piece

_FAMILIES = {Typeface.SANS: Family.SANS, Typeface.SERIF: Family.SERIF}


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: who, and as what."""

    name: str
    role: str


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


def painted(template: PageTemplate, size: PageSize, filling: Filling) -> Sheet:
    """Paint a template on a sheet; raises `ValueError` for a name that needs a review."""
    painter = _Painter(Sheet(size), filling)
    for element in template.elements:
        painter.paint(element)
    return painter.sheet


def fitted_name(template: PageTemplate, size: PageSize, name: str) -> Fitted | Review:
    """Fit a name into the place that the template has for it, or say why a person must look at it."""
    place = next(element for element in template.elements if isinstance(element, Name))
    return _fitted(name, size.width - 2 * place.side, place.floor, _Letters.of(place.lettering))


@dataclass(frozen=True, slots=True)
class _Letters:
    """A lettering as a key that is quickly looked up."""

    size: float
    family: Family
    bold: bool

    @classmethod
    def of(cls, lettering: Lettering) -> _Letters:
        return cls(lettering.size, _FAMILIES[lettering.family], lettering.bold)


@lru_cache(maxsize=512)
def _fitted(name: str, width: float, floor: float, letters: _Letters) -> Fitted | Review:
    return fit(name, width=width, size=letters.size, floor=floor, bold=letters.bold, family=letters.family)


_wrapped = lru_cache(maxsize=512)(wrap)
"""The same sentences stand on every page of a job."""


class _Painter:
    """A sheet while a template is painted on it; `y` is where the last element in the middle ended."""

    def __init__(self, sheet: Sheet, filling: Filling) -> None:
        self.sheet = sheet
        self._filling = filling
        self._middle = sheet.size.width / 2
        self._y = 0.0

    def paint(self, element: Ground | Words | Name | Sentences | Signatories | QrCode) -> None:
        match element:
            case Ground():
                self.sheet.place(certificate_ground(self.sheet.size, self.sheet.size.height - element.mark_top))
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

    def _filled(self, text: str) -> str:
        return text.format_map(self._filling.texts)

    def _words(self, element: Words) -> None:
        line = _shaped(self._filled(element.text), element.lettering)
        if element.widest is not None:
            line = _shrunk(line, self.sheet.size.width - 2 * element.widest)
        y = self.sheet.size.height - element.y if element.y >= 0 else -element.y
        self.sheet.centred(line, self._middle, y, element.lettering.ink)

    def _name(self, element: Name) -> None:
        """Write the name on one line or two and a rule under it."""
        width = self.sheet.size.width - 2 * element.side
        name = _fitted(self._filling.name, width, element.floor, _Letters.of(element.lettering))
        if isinstance(name, Review):
            raise ValueError(name.sentence())
        two = len(name.lines) == 2
        size = min(name.size, element.two_lines) if two else name.size
        baseline = self.sheet.size.height - element.y
        first, leading = baseline + (10 if two else 0), size * 1.25
        for at, line in enumerate(name.lines):
            self.sheet.centred(line.at(size), self._middle, first - at * leading, element.lettering.ink)
        self._y = first - leading - 14.5 if two else baseline - 20
        self.sheet.rule(self._middle - element.rule / 2, self._y, element.rule, element.rule_ink, 0.8)

    def _sentences(self, element: Sentences) -> None:
        self._y -= element.above
        width = self.sheet.size.width - 2 * element.side
        for pieces in element.sentences:
            ink = pieces[0].lettering.ink
            for parts in self._lines(pieces, width):
                x = self._middle - sum(part.width for part in parts) / 2
                for part in parts:
                    self.sheet.text(part, x, self._y, ink)
                    x += part.width
                self._y -= element.step

    def _lines(self, pieces: tuple[Piece, ...], width: float) -> list[tuple[ShapedLine, ...]]:
        """Set the pieces beside each other where they have room on one line, else below each other."""
        broken = [self._broken(piece, width) for piece in pieces]
        if len(pieces) > 1 and all(len(lines) == 1 for lines in broken):
            first = pieces[0].lettering
            space = _shaped("n", first).width / 2.2
            gap = ShapedLine(text=" ", runs=(), size=first.size, width=space, ascent=0.0, descent=0.0, rtl=False)
            together = [broken[0][0], *(part for lines in broken[1:] for part in (gap, lines[0]))]
            if sum(part.width for part in together) <= width:
                return [tuple(together)]
        return [(line,) for lines in broken for line in lines]

    def _broken(self, piece: Piece, width: float) -> tuple[ShapedLine, ...]:
        letters = _Letters.of(piece.lettering)
        return _wrapped(
            self._filled(piece.text), width=width, size=letters.size, bold=letters.bold, family=letters.family
        )

    def _signatories(self, element: Signatories) -> None:
        for at, signature in enumerate(self._filling.signatures[: element.most]):
            left = element.left + at * element.step
            middle = left + element.width / 2
            self.sheet.rule(left, element.bottom + 13, element.width, INK, 0.8)
            name = _shrunk(_shaped(signature.name, element.name), element.width)
            self.sheet.centred(name, middle, element.bottom - 5, element.name.ink)
            role = _shrunk(_shaped(signature.role, element.role), element.width)
            self.sheet.centred(role, middle, element.bottom - 20.5, element.role.ink)

    def _code(self, element: QrCode) -> None:
        square = symbol(self._filling.code)
        left = self.sheet.size.width - element.right - square.side
        self.sheet.operators(square.operators(left, element.bottom))
        middle = left + square.side / 2
        serial, issued = element.serial, element.issued
        self.sheet.centred(_shaped(self._filling.serial, serial), middle, element.bottom - 9, serial.ink)
        self.sheet.centred(_shaped(self._filling.issued, issued), middle, element.bottom - 21, issued.ink)


def _shaped(text: str, lettering: Lettering) -> ShapedLine:
    letters = _Letters.of(lettering)
    return shape(text, size=letters.size, bold=letters.bold, family=letters.family, tracking=lettering.tracking)


def _shrunk(line: ShapedLine, width: float) -> ShapedLine:
    return line.at(line.size * min(1.0, width / line.width)) if line.width else line
