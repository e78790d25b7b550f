"""A page of paper: shaped text, paths and pictures, written as a small PDF with reproducible bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase import pdfdoc

from exports.embedding import advance, deflated, embedded, font_object, is_plain, meanings, referred, stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceremonies.type import Face, Run, ShapedLine
    from exports.embedding import Embedded

MM: Final = 72 / 25.4
INK: Final = "#1F2430"
SOFT_INK: Final = "#5B6272"
LAUREL: Final = "#2F6B4F"
GOLD: Final = "#9A6B16"
GOLD_FILL: Final = "#C8963E"
LINE: Final = "#E4E0D8"
LETTER_COUNTRIES: Final = frozenset({"US", "CA"})
"""Where paper is Letter; ISO A4 is everywhere else."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height in points."""

    width: float
    height: float


A4: Final = PageSize(595.28, 841.89)
LETTER: Final = PageSize(612, 792)
A5: Final = PageSize(419.53, 595.28)


def portrait_for(country: str) -> PageSize:
    """Give the portrait paper that is used in a country (ISO 3166)."""
    return LETTER if country in LETTER_COUNTRIES else A4


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that many pages share: RGB pixels, row by row from the top."""

    name: str
    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Art:
    """A drawing that many pages share: PDF operators in a box from the lower left corner."""

    name: str
    operators: str
    width: float
    height: float


@dataclass(slots=True)
class Sheet:
    """One page while it is drawn; points from the lower left corner, y upwards."""

    size: PageSize
    marks: list[str | tuple[ShapedLine, float, float]] = field(default_factory=list)
    art: dict[str, Art] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)

    def colour(self, colour: str) -> None:
        """Set the colour (#RRGGBB) of what follows."""
        parts = " ".join(number(int(colour[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))
        self.marks.append(f"{parts} rg {parts} RG")

    def text(self, line: ShapedLine, x: float, y: float, colour: str) -> None:
        """Draw a shaped line from x, on the baseline y."""
        self.colour(colour)
        self.marks.append((line, x, y))

    def centred(self, line: ShapedLine, x: float, y: float, colour: str) -> None:
        """Draw a shaped line centred at x."""
        self.text(line, x - line.width / 2, y, colour)

    def rule(self, x: float, y: float, length: float, colour: str, weight: float) -> None:
        """Draw a horizontal line."""
        self.colour(colour)
        self.operators(f"{number(weight)} w {number(x)} {number(y)} m {number(x + length)} {number(y)} l S")

    def place(self, art: Art) -> None:
        """Put art on the page."""
        self.art[art.name] = art
        self.operators(f"/{art.name} Do")

    def place_at(self, art: Art, x: float, y: float, scale: float) -> None:
        """Put art on the page, with its lower left corner at x, y."""
        self.art[art.name] = art
        by = number(scale)
        self.operators(f"{by} 0 0 {by} {number(x)} {number(y)} cm /{art.name} Do")

    def picture(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        """Put a picture on the page, with its lower left corner at x, y."""
        self.pictures[picture.name] = picture
        self.operators(f"{number(width)} 0 0 {number(height)} {number(x)} {number(y)} cm /{picture.name} Do")

    def operators(self, text: str) -> None:
        """Add PDF operators; a drawing is bracketed, so that its state does not leak."""
        self.marks.append(f"q {text} Q" if text.endswith(("Do", "f")) else text)


def number(value: float, digits: int = 3) -> str:
    """Format a number for PDF, the same on every machine."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def pdf(sheets: Sequence[Sheet], *, title: str, author: str, language: str) -> bytes:
    """Write pages as one PDF; the same pages give the same bytes. The properties hold these texts alone."""
    document = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=(1, 7), lang=language)
    document.setTitle(title)
    document.setAuthor(author)
    document.setSubject("")
    document.setCreator("Laurel")
    document.setProducer("Laurel")
    for sheet in sheets:
        document.addPage(_page(document, sheet))
    return bytes(document.GetPDFData(None))


def _page(document: pdfdoc.PDFDocument, sheet: Sheet) -> pdfdoc.PDFPage:
    lines = [mark[0] for mark in sheet.marks if not isinstance(mark, str)]
    fonts = _fonts(lines)
    names = {face: f"F{at}" for at, face in enumerate(fonts, start=1)}
    content = "\n".join(mark if isinstance(mark, str) else _written(*mark, fonts, names) for mark in sheet.marks)
    page = pdfdoc.PDFPage()
    page.MediaBox = pdfdoc.PDFArray([0, 0, sheet.size.width, sheet.size.height])
    page.Contents = stream(deflated(content.encode()), {})
    page.Resources = pdfdoc.PDFResourceDictionary(
        Font={names[face]: font_object(document, font) for face, font in fonts.items()},
        XObject={
            **{name: referred(document, _form(art)) for name, art in sheet.art.items()},
            **{name: referred(document, _image(picture)) for name, picture in sheet.pictures.items()},
        },
    )
    return page


def _form(art: Art) -> pdfdoc.PDFStream:
    return stream(
        _art_program(art),
        {
            "Type": pdfdoc.PDFName("XObject"),
            "Subtype": pdfdoc.PDFName("Form"),
            "BBox": pdfdoc.PDFArray([0, 0, art.width, art.height]),
        },
    )


def _image(picture: Picture) -> pdfdoc.PDFStream:
    return stream(
        _packed(picture),
        {
            "Type": pdfdoc.PDFName("XObject"),
            "Subtype": pdfdoc.PDFName("Image"),
            "Width": picture.width,
            "Height": picture.height,
            "ColorSpace": pdfdoc.PDFName("DeviceRGB"),
            "BitsPerComponent": 8,
        },
    )


@lru_cache(maxsize=4)
def _packed(picture: Picture) -> bytes:
    return deflated(picture.pixels)


@lru_cache(maxsize=32)
def _art_program(art: Art) -> bytes:
    return deflated(art.operators.encode())


def _fonts(lines: Iterable[ShapedLine]) -> dict[Face, Embedded]:
    """Subset each font to what these lines use."""
    glyphs: dict[Face, set[int]] = {}
    texts: dict[Face, dict[int, str]] = {}
    for run in (run for line in lines for run in line.runs):
        glyphs.setdefault(run.face, set()).update(glyph.index for glyph in run.glyphs)
        known = texts.setdefault(run.face, {})
        for glyph, text in meanings(run).items():
            known.setdefault(glyph, text)
    return {face: embedded(face, frozenset(used), frozenset(texts[face].items())) for face, used in glyphs.items()}


def _written(line: ShapedLine, x: float, y: float, fonts: dict[Face, Embedded], names: dict[Face, str]) -> str:
    return "\n".join(
        _with_text(run, _run(run, line.size, x + run.x, y, fonts[run.face], names[run.face])) for run in line.runs
    )


def _with_text(run: Run, operators: str) -> str:
    """Attach the text to glyphs that do not map to it one by one, as in Devanagari.

    Not where it runs right to left: readers reverse the visual order by themselves, and would reverse this too.
    """
    if run.rtl or is_plain(run):
        return operators
    text = ("\ufeff" + run.text).encode("utf-16-be").hex().upper()
    return f"/Span << /ActualText <{text}> >> BDC\n{operators}\nEMC"


def _run(run: Run, size: float, x: float, y: float, font: Embedded, name: str) -> str:
    """Place each glyph where shaping put it: kerning and mark offsets as moves, heights as rises."""
    parts: list[str] = []
    shown: list[str] = []
    pen = 0.0
    rise = 0.0
    for glyph in run.glyphs:
        if glyph.y != rise:
            parts.append(_shown(shown))
            parts.append(f"{number(glyph.y)} Ts")
            shown, rise = [], glyph.y
        move = (pen - glyph.x) * 1000 / size
        # Thousandths of the size: what is smaller cannot be seen, and rounding would fill the file with moves.
        if abs(move) > 0.05:
            shown.append(f">{number(move, 1)}<")
            pen = glyph.x
        shown.append(f"{font.codes[glyph.index]:04X}")
        pen += advance(run.face, glyph.index) * size / 1000
    parts.append(_shown(shown))
    body = " ".join(part for part in parts if part)
    return f"BT /{name} {number(size)} Tf 0 Ts 1 0 0 1 {number(x)} {number(y)} Tm {body} ET"


def _shown(shown: Sequence[str]) -> str:
    return f"[<{''.join(shown)}>] TJ".replace("<>", "") if shown else ""
