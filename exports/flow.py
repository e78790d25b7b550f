"""The flow of every text paper: strips of shaped text laid on pages, with repeated heads and page numbers.

ReportLab's platypus is not used: its documents draw on a Canvas that sets characters and cannot carry our glyph runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ceremonies.type import Family, Fitted, fit, measure, plain, shape, wrap
from exports.page import INK, SOFT_INK, Sheet, number
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ceremonies.type import ShapedLine
    from exports.page import PageSize, Picture
    from exports.qr_code import Symbol

_CAPITAL: Final = 0.72
"""The share of the size that capitals are high, in Noto Sans and Serif."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A text style; `size` and `leading` (from line to line) in points, `tracking` a share of the size."""

    size: float
    leading: float
    ink: str = INK
    bold: bool = False
    family: Family = Family.SANS
    tracking: float = 0.0

    @property
    def baseline(self) -> float:
        """The distance of the baseline from the top of the strip, with the capitals in the middle; in points."""
        return (self.leading + _CAPITAL * self.size) / 2

    def shaped(self, text: str) -> ShapedLine:
        """Shape a text that stands on one line."""
        return shape(text, size=self.size, bold=self.bold, family=self.family, tracking=self.tracking)

    def wrapped(self, text: str, width: float) -> tuple[ShapedLine, ...]:
        """Break a text into lines of this width."""
        return wrap(text, width=width, size=self.size, bold=self.bold, family=self.family)

    def fitted(self, text: str, width: float) -> ShapedLine:
        """Shape a text on one line: smaller down to 70 %, then cut off with an ellipsis."""
        found = fit(text, width=width, size=self.size, floor=0.7, bold=self.bold, family=self.family)
        if isinstance(found, Fitted) and len(found.lines) == 1:
            return found.lines[0]
        size, full = self.size * 0.7, plain(text)
        kept = full
        while len(kept) > 1 and measure(f"{kept}…", size=size, bold=self.bold, family=self.family) > width:
            kept = kept[:-1]
        return shape(full if kept == full else f"{kept}…", size=size, bold=self.bold, family=self.family)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place to draw a strip: points, `start` in reading direction, `down` from the top."""

    sheet: Sheet
    left: float
    top: float
    width: float
    is_mirrored: bool

    def text(self, line: ShapedLine, start: float, down: float, ink: str) -> None:
        """Draw a line from `start`, with its baseline at `down`."""
        self.sheet.text(line, self._x(start, line.width), self.top - down, ink)

    def text_at_end(self, line: ShapedLine, end: float, down: float, ink: str) -> None:
        """Draw a line that ends at `end`."""
        self.text(line, end - line.width, down, ink)

    def centred(self, line: ShapedLine, middle: float, down: float, ink: str) -> None:
        """Draw a line centred at `middle`."""
        self.text(line, middle - line.width / 2, down, ink)

    def rule(self, start: float, down: float, length: float, ink: str, weight: float) -> None:
        """Draw a horizontal line."""
        self.sheet.rule(self._x(start, length), self.top - down, length, ink, weight)

    def box(self, middle: float, down: float, side: float) -> None:
        """Draw an empty box to tick; `down` is its foot."""
        self.sheet.colour(INK)
        corner = f"{number(self._x(middle - side / 2, side))} {number(self.top - down)}"
        self.sheet.operators(f"0.9 w {corner} {number(side)} {number(side)} re S")

    def picture(self, picture: Picture, start: float, width: float, height: float) -> None:
        """Draw a picture at the top."""
        self.sheet.picture(picture, self._x(start, width), self.top - height, width, height)

    def symbol(self, square: Symbol, start: float, down: float, scale: float = 1.0) -> None:
        """Draw a QR code with its quiet zone; `down` is its top."""
        side = square.side * scale
        left, foot = self._x(start, side), self.top - down - side
        self.sheet.operators(f"{scale} 0 0 {scale} {left:.2f} {foot:.2f} cm {square.operators(0, 0)}")

    def _x(self, start: float, width: float) -> float:
        return self.left + (self.width - start - width if self.is_mirrored else start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A piece of a page, as wide as the text and never divided."""

    height: float
    draw: Callable[[Spot], None]
    above: float = 0.0
    """Room above it; none at the top of a page."""
    keeps_next: bool = False
    """Whether it stays on one page with the strip that follows, as a heading does."""
    heads: tuple[Strip, ...] = ()
    """Drawn again above it where it is the first of a page, as the head of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The pages on which strips are laid: margins in points, and what every page repeats."""

    size: PageSize
    side: float
    top: float
    foot: float
    is_mirrored: bool = False
    again: tuple[Strip, ...] = ()
    """What stands at the top of every page but the first."""

    @property
    def width(self) -> float:
        """The width of the text."""
        return self.size.width - 2 * self.side

    def spot(self, sheet: Sheet, top: float) -> Spot:
        """Give the spot of the text's width at a height of a page, for what stands outside the flow."""
        return Spot(sheet=sheet, left=self.side, top=top, width=self.width, is_mirrored=self.is_mirrored)


def laid(strips: Iterable[Strip], layout: Layout) -> list[Sheet]:
    """Lay strips on pages; those that keep together stay so, unless a page cannot hold them."""
    pages = _Pages(layout)
    for kept in _kept_together(strips):
        pages.make_room(kept)
        for strip in kept:
            pages.make_room([strip])
            pages.put(strip)
    return pages.sheets


def number_pages(
    sheets: Sequence[Sheet], layout: Layout, words: Callable[[int, int], str], size: float, height: float
) -> None:
    """Draw the page number at a height of each page; `words` makes its text from number and total."""
    for at, sheet in enumerate(sheets, start=1):
        line = shape(words(at, len(sheets)), size=size)
        layout.spot(sheet, height).text_at_end(line, layout.width, 0, SOFT_INK)


def page_text(page: int, pages: int) -> str:
    """Say which page of how many it is."""
    return tr("Page {page} of {pages}", page=page, pages=pages)


def paragraph(
    text: str,
    style: Style,
    width: float,
    *,
    start: float = 0.0,
    above: float = 0.0,
    keeps_next: bool = False,
    is_turned: bool = False,
) -> list[Strip]:
    """Break a text into lines, of which no first and no last one is alone on a page.

    `is_turned` sets right-to-left lines at the other end of the width, on a page that reads from the left.
    """
    lines = style.wrapped(text, width)
    strips = [_line(line, style, start + (width - line.width if is_turned and line.rtl else 0.0)) for line in lines]
    last = len(strips) - 1
    return [
        replace(strip, above=0.0 if at else above, keeps_next=keeps_next if at == last else at == 0 or at == last - 1)
        for at, strip in enumerate(strips)
    ]


def line_strip(line: ShapedLine, style: Style, *, above: float = 0.0, keeps_next: bool = False) -> Strip:
    """Make a strip of one shaped line."""
    return replace(_line(line, style, 0.0), above=above, keeps_next=keeps_next)


def rule(ink: str, weight: float, *, above: float = 0.0, below: float = 0.0, keeps_next: bool = False) -> Strip:
    """Draw a line across the text."""
    return Strip(
        height=below, draw=lambda spot: spot.rule(0, 0, spot.width, ink, weight), above=above, keeps_next=keeps_next
    )


def table_row(cells: Sequence[str], shares: Sequence[int], style: Style, width: float, *, below: float = 4.0) -> Strip:
    """Set cells in columns of these shares of the width; a row is never divided."""
    unit = width / sum(shares)
    wrapped = [style.wrapped(text, share * unit - 8) for text, share in zip(cells, shares, strict=True)]

    def draw(spot: Spot) -> None:
        for at, lines in enumerate(wrapped):
            left, room = sum(shares[:at]) * unit, shares[at] * unit - 8
            for place, line in enumerate(lines):
                start = left + (room - line.width if line.rtl != spot.is_mirrored else 0.0)
                spot.text(line, start, place * style.leading + style.baseline, style.ink)

    return Strip(height=max(map(len, wrapped)) * style.leading + below, draw=draw)


def table(head: Strip, rows: Sequence[Strip]) -> list[Strip]:
    """Set rows under a head that is repeated on every page, and never without a row."""
    return [replace(head, keeps_next=True), *(replace(one, heads=(head,)) for one in rows)]


def with_drawing(strip: Strip, draw: Callable[[Spot], None]) -> Strip:
    """Add a drawing to a strip."""

    def both(spot: Spot) -> None:
        strip.draw(spot)
        draw(spot)

    return replace(strip, draw=both)


class _Pages:
    """Pages while they are being filled, from the top down."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.sheets: list[Sheet] = []
        self._y = 0.0
        self._is_at_top = self._is_fresh = True
        self._begin()

    def make_room(self, strips: Sequence[Strip]) -> None:
        """Begin a page where the strips do not fit; on an empty page they are put in any case."""
        if not self._is_fresh and self._y - sum(one.above + one.height for one in strips) < self._layout.foot:
            self._begin()
            for one in (*self._layout.again, *strips[0].heads):
                self.put(one)
            self._is_fresh = True  # or a strip higher than a page would begin pages for ever

    def put(self, strip: Strip) -> None:
        self._y -= 0.0 if self._is_at_top else strip.above
        strip.draw(self._layout.spot(self.sheets[-1], self._y))
        self._y -= strip.height
        self._is_at_top = self._is_fresh = False

    def _begin(self) -> None:
        self.sheets.append(Sheet(self._layout.size))
        self._y = self._layout.size.height - self._layout.top
        self._is_at_top = self._is_fresh = True


def _kept_together(strips: Iterable[Strip]) -> list[list[Strip]]:
    groups: list[list[Strip]] = []
    is_open = False
    for strip in strips:
        if is_open:
            groups[-1].append(strip)
        else:
            groups.append([strip])
        is_open = strip.keeps_next
    return groups


def _line(line: ShapedLine, style: Style, start: float) -> Strip:
    return Strip(height=style.leading, draw=lambda spot: spot.text(line, start, style.baseline, style.ink))
