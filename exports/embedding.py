"""Shaped glyphs in a PDF: exactly the glyphs used, by glyph number, with the text they stand for.

ReportLab's own shaping gives unnamed glyphs private characters from a counter that lives as long as the program: the
same page made twice would differ, and copied text would be nonsense. Here a composite font (Identity-H) carries
HarfBuzz's glyphs as they are, TrueType and CFF alike.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import uharfbuzz
from reportlab.pdfbase import pdfdoc

from ceremonies.type.fonts import font_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceremonies.type import Face, Run

_NEEDED: Final = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp", "CFF ", "cvt "})
_SYMBOLIC: Final = 4
_CMAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Laurel-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """One font subset as the PDF carries it."""

    tag: str
    """Six letters that tell this subset from others of the font, as the PDF format requires."""
    name: str
    program: bytes
    """The subset of the font file, compressed; `length` is its size unpacked."""
    length: int
    is_cff: bool
    to_unicode: bytes
    """The table from codes back to characters, compressed."""
    codes: Mapping[int, int]
    """From a glyph's number in the font to its code in the page."""
    widths: str
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


@lru_cache(maxsize=64)
def _prepared(face: Face) -> uharfbuzz.Face:
    return uharfbuzz.subset_preprocess(font_of(face).face)


@lru_cache(maxsize=16_384)
def advance(face: Face, glyph: int) -> float:
    """Return the advance width of a glyph, in thousandths of the size."""
    font = font_of(face)
    return float(font.get_glyph_h_advance(glyph) * 1000 / font.face.upem)


def meanings(run: Run) -> dict[int, str]:
    """Give the text of each glyph of a run; in a cluster of several glyphs the widest has all of it."""
    starts = sorted({glyph.cluster for glyph in run.glyphs})
    ends = dict(zip(starts, [*starts[1:], len(run.text)], strict=True))
    widest: dict[int, tuple[float, int]] = {}
    for glyph in run.glyphs:
        known = widest.get(glyph.cluster)
        if known is None or glyph.advance > known[0]:
            widest[glyph.cluster] = (glyph.advance, glyph.index)
    return {index: run.text[start : ends[start]] for start, (_, index) in widest.items()}


def is_plain(run: Run) -> bool:
    """Tell whether each glyph stands for one character, in order."""
    return len(run.glyphs) == len(run.text) and all(g.cluster == at for at, g in enumerate(run.glyphs))


@lru_cache(maxsize=512)
def embedded(face: Face, glyphs: frozenset[int], texts: frozenset[tuple[int, str]]) -> Embedded:
    """Make the subset of a font with these glyphs; `texts` gives their characters."""
    plan = uharfbuzz.SubsetPlan(_prepared(face), _request(face, glyphs))
    codes = dict(plan.old_to_new_glyph_mapping)
    cut = plan.execute()
    is_cff = "CFF " in cut.table_tags
    program = cut.reference_table("CFF ").data if is_cff else cut.blob.data
    em = font_of(face).face.upem
    reach = font_of(face).get_font_extents("ltr")
    ascent, descent = round(reach.ascender * 1000 / em), round(reach.descender * 1000 / em)
    return Embedded(
        tag=_tag(face, codes),
        name=face.name.replace(" ", ""),
        program=deflated(program),
        length=len(program),
        is_cff=is_cff,
        to_unicode=deflated(_to_unicode({codes[glyph]: text for glyph, text in texts if text})),
        codes=codes,
        widths=" ".join(f"{advance(face, old):g}" for old, _ in sorted(codes.items(), key=lambda pair: pair[1])),
        # Wider than any glyph: a reader may clip to the box, and nothing needs it to be tight.
        box=(-1000, descent, 3000, ascent),
        ascent=ascent,
        descent=descent,
    )


def _request(face: Face, glyphs: frozenset[int]) -> uharfbuzz.SubsetInput:
    request = uharfbuzz.SubsetInput()
    request.glyph_set.update(glyphs)
    request.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE  # glyph 0 must exist in every font of a PDF
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE  # shaping is done: no glyph is needed that is not drawn
        | uharfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET
    )
    unwanted = set(font_of(face).face.table_tags) - _NEEDED
    request.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in unwanted)
    return request


def _tag(face: Face, codes: Mapping[int, int]) -> str:
    # From the content, and not by chance: the same certificate must give the same bytes.
    digest = hashlib.sha256(f"{face.name}:{sorted(codes)}".encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    lines = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(texts.items())]
    # A block of a CMap has at most 100 entries.
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return _CMAP.replace(
        "{blocks}", "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    ).encode()


def font_object(document: pdfdoc.PDFDocument, font: Embedded) -> Any:  # noqa: ANN401  (as below)
    """Write a font and its parts into a document and give the reference to it."""
    base = pdfdoc.PDFName(f"{font.tag}+{font.name}")
    kind = {"Subtype": pdfdoc.PDFName("CIDFontType0C")} if font.is_cff else {"Length1": font.length}
    program = stream(font.program, kind)
    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": base,
            "Flags": _SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray(font.box),
            "ItalicAngle": 0,
            "Ascent": font.ascent,
            "Descent": font.descent,
            "CapHeight": 714,
            "StemV": 80,
            "FontFile3" if font.is_cff else "FontFile2": referred(document, program),
        }
    )
    descendant = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType0" if font.is_cff else "CIDFontType2"),
            "BaseFont": base,
            "CIDSystemInfo": Raw("<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"),
            "FontDescriptor": referred(document, descriptor),
            "W": Raw(f"[0 [{font.widths}]]"),
        }
    )
    if not font.is_cff:
        descendant["CIDToGIDMap"] = pdfdoc.PDFName("Identity")
    return referred(
        document,
        pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": base,
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([referred(document, descendant)]),
                "ToUnicode": referred(document, stream(font.to_unicode, {})),
            }
        ),
    )


def referred(document: pdfdoc.PDFDocument, thing: pdfdoc.PDFObject) -> Any:  # noqa: ANN401  (ReportLab's, without types)
    """Write an object into a document and give the reference to it."""
    return document.Reference(thing)  # type: ignore[no-untyped-call]  # (as above)


class Raw(pdfdoc.PDFObject):
    """A piece of PDF that is already written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Give the piece as it is."""
        return self.text.encode()


def stream(packed: bytes, entries: Mapping[str, object]) -> pdfdoc.PDFStream:
    """Make a stream of bytes that are compressed already."""
    dictionary = pdfdoc.PDFDictionary({**entries, "Filter": pdfdoc.PDFName("FlateDecode")})
    return pdfdoc.PDFStream(dictionary, packed, filters=[])


def deflated(content: bytes) -> bytes:
    """Compress with the format's only lossless filter."""
    return zlib.compress(content)
