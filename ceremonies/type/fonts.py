"""The fonts: those in Laurel's own folder, and the system's for Chinese, Japanese and Korean."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz

FOLDER = Path(__file__).parent / "fonts"


class Family(Enum):
    """Sans on screen and stage, serif on paper."""

    SANS = "Sans"
    SERIF = "Serif"


@dataclass(frozen=True, slots=True)
class Face:
    """One font of one file; `number` counts the fonts inside a collection (.ttc)."""

    name: str
    path: Path
    number: int = 0


class Segment(NamedTuple):
    """One step of an outline: verb M, L, Q, C or Z and its coordinates, x and y alternating."""

    verb: str
    at: tuple[float, ...] = ()


_BY_SCRIPT: dict[str, dict[Family, str]] = {
    script: {Family.SANS: sans, Family.SERIF: serif}
    for script, sans, serif in (
        ("Arab", "NotoNaskhArabic", "NotoNaskhArabic"),
        ("Hebr", "NotoSansHebrew", "NotoSerifHebrew"),
        ("Deva", "NotoSansDevanagari", "NotoSerifDevanagari"),
        ("Thai", "NotoSansThai", "NotoSerifThai"),
        ("Taml", "NotoSansTamil", "NotoSerifTamil"),
        ("Beng", "NotoSansBengali", "NotoSerifBengali"),
        ("Geor", "NotoSansGeorgian", "NotoSerifGeorgian"),
        ("Ethi", "NotoSansEthiopic", "NotoSerifEthiopic"),
    )
}
_LATIN = {Family.SANS: "NotoSans", Family.SERIF: "NotoSerif"}
_SYMBOLS = ("NotoSansSymbols2", "NotoSansSymbols")
# The system's, since one such font has 19 to 27 MB; the number is that of the language in Noto's collection.
_EAST_ASIAN = {"Hani": 2, "Hira": 0, "Kana": 0, "Hang": 1, "Bopo": 3}

_SYSTEM_FOLDERS: dict[str, tuple[Path, ...]] = {
    "win32": (Path("C:/Windows/Fonts"), Path.home() / "AppData/Local/Microsoft/Windows/Fonts"),
    "darwin": (Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library/Fonts"),
    "linux": (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"),
}
_SYSTEM_NAMES: tuple[tuple[str, str], ...] = (  # bold file, regular file; the best first
    ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"),
    ("NotoSansCJKsc-Bold.otf", "NotoSansCJKsc-Regular.otf"),
    ("SourceHanSansSC-Bold.otf", "SourceHanSansSC-Regular.otf"),
    ("msyhbd.ttc", "msyh.ttc"),
    ("YuGothB.ttc", "YuGothR.ttc"),
    ("malgunbd.ttf", "malgun.ttf"),
    ("PingFang.ttc", "PingFang.ttc"),
    ("Hiragino Sans GB.ttc", "Hiragino Sans GB.ttc"),
    ("AppleSDGothicNeo.ttc", "AppleSDGothicNeo.ttc"),
    ("wqy-microhei.ttc", "wqy-microhei.ttc"),
    ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"),
)
_NUMBERED = frozenset({"NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"})  # Japanese, Korean, Simplified, Traditional


@lru_cache(maxsize=1)
def _system_files() -> dict[str, Path]:
    """Find the East Asian fonts that this computer has, by file name."""
    wanted = {name for pair in _SYSTEM_NAMES for name in pair}
    found: dict[str, Path] = {}
    for folder in _SYSTEM_FOLDERS.get(sys.platform, _SYSTEM_FOLDERS["linux"]):
        for suffix in ("ttc", "otf", "ttf"):
            for path in folder.rglob(f"*.{suffix}"):
                if path.name in wanted:
                    found.setdefault(path.name, path)
    return found


def _system_faces(script: str, *, bold: bool) -> tuple[Face, ...]:
    """List this computer's faces for an East Asian script, the best first."""
    files = _system_files()
    faces = []
    for pair in _SYSTEM_NAMES:
        name = pair[0] if bold else pair[1]
        if name in files:
            number = _EAST_ASIAN[script] if name in _NUMBERED else 0
            faces.append(Face(f"{Path(name).stem}-{number}", files[name], number))
    return tuple(faces)


@lru_cache(maxsize=256)
def vendored(name: str, *, bold: bool) -> Face:
    """Give a face in Laurel's own folder; a font without a bold face gives its regular one."""
    style = "Bold" if bold and (FOLDER / f"{name}-Bold.ttf").exists() else "Regular"
    return Face(f"{name}-{style}", FOLDER / f"{name}-{style}.ttf")


@lru_cache(maxsize=256)
def faces_for(script: str, *, family: Family, bold: bool) -> tuple[Face, ...]:
    """List the faces to try for a script (ISO 15924, as "Arab"), the preferred first."""
    names = [_LATIN[family], *(by_family[family] for by_family in _BY_SCRIPT.values()), *_SYMBOLS]
    own = _BY_SCRIPT.get(script)
    if own is not None:
        names.insert(0, own[family])
    faces = [vendored(name, bold=bold) for name in dict.fromkeys(names)]
    if script in _EAST_ASIAN:
        return (*_system_faces(script, bold=bold), *faces)
    return tuple(faces)


@lru_cache(maxsize=64)
def font_of(face: Face) -> uharfbuzz.Font:
    """Open a face for shaping; its scale is the face's units per em."""
    blob = uharfbuzz.Blob.from_file_path(str(face.path))
    return uharfbuzz.Font(uharfbuzz.Face(blob, face.number))


@lru_cache(maxsize=64)
def coverage(face: Face) -> frozenset[int]:
    """Return the code points that a face has a glyph for."""
    return frozenset(font_of(face).face.unicodes)


def units_per_em(face: Face) -> int:
    """Return the size of a face's design square, in its own units."""
    return int(font_of(face).face.upem)


@lru_cache(maxsize=64)
def extents(face: Face) -> tuple[float, float]:
    """Return the ascent and descent of a face, both positive, in ems."""
    reach = font_of(face).get_font_extents("ltr")
    em = units_per_em(face)
    return reach.ascender / em, -reach.descender / em


def _pen() -> uharfbuzz.DrawFuncs:
    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, out: out.append(Segment("M", (x, y))))
    pen.set_line_to_func(lambda x, y, out: out.append(Segment("L", (x, y))))
    pen.set_quadratic_to_func(lambda cx, cy, x, y, out: out.append(Segment("Q", (cx, cy, x, y))))
    pen.set_cubic_to_func(lambda ax, ay, bx, by, x, y, out: out.append(Segment("C", (ax, ay, bx, by, x, y))))
    pen.set_close_path_func(lambda out: out.append(Segment("Z")))
    return pen


_PEN = _pen()


@lru_cache(maxsize=4096)
def outline(face: Face, glyph: int) -> tuple[Segment, ...]:
    """Return a glyph's outline in ems, y growing upwards, for any painter that fills paths."""
    drawn: list[Segment] = []
    font_of(face).draw_glyph(glyph, _PEN, drawn)
    em = units_per_em(face)
    return tuple(Segment(step.verb, tuple(value / em for value in step.at)) for step in drawn)
