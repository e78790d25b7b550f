"""Shaping a line of text in any script into positioned glyphs, the same for stage and paper."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

import uharfbuzz
from fontTools import unicodedata as scripts

from ceremonies.type.direction import is_right_to_left, levels, plain, visual_order
from ceremonies.type.fonts import Face, Family, coverage, extents, faces_for, font_of, units_per_em

_NEEDS_NO_GLYPH = frozenset("\u200c\u200d") | {chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}
_SPACED_OUT = frozenset(
    {"Latn", "Cyrl", "Grek", "Geor", "Ethi", "Zyyy"}
)  # scripts whose letters do not join: only these take tracking


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One glyph; all figures in the unit of the line's size, y growing upwards from the baseline."""

    index: int
    x: float
    """Where it is drawn, from the left of its run; kerning and mark offsets are in it."""
    y: float
    advance: float
    cluster: int
    """The first character, in the run's text, that it stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Glyphs of one font in one direction, from left to right as seen."""

    text: str
    """The characters in the order they are read."""
    face: Face
    script: str
    rtl: bool
    glyphs: tuple[Glyph, ...]
    x: float
    """Its left end, from the left end of the line."""
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedLine:
    """One line ready to draw: runs from left to right, all in the unit of `size`."""

    text: str
    runs: tuple[Run, ...]
    size: float
    width: float
    ascent: float
    descent: float
    rtl: bool

    def at(self, size: float) -> ShapedLine:
        """Return the same line at another size; shaping is linear in it."""
        return self if size == self.size else _scaled(self, size)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    text: str
    level: int
    script: str
    face: Face


def _clusters(text: str) -> list[str]:
    """Split into base characters, each with its combining marks."""
    found: list[str] = []
    for char in text:
        leans = unicodedata.category(char) in {"Mn", "Mc", "Me"} or char in _NEEDS_NO_GLYPH
        if found and (leans or found[-1].endswith("\u200d")):
            found[-1] += char
        else:
            found.append(char)
    return found


def _scripts(clusters: list[str]) -> list[str]:
    """Give each cluster a script; a character of several scripts takes that of the one before it, or the first."""
    own = [scripts.script(cluster[0]) for cluster in clusters]
    real = [script for script in own if script not in {"Zyyy", "Zinh", "Zzzz"}]
    current = real[0] if real else "Zyyy"
    found = []
    for script in own:
        current = script if script not in {"Zyyy", "Zinh", "Zzzz"} else current
        found.append(current)
    return found


def _has(face: Face, cluster: str) -> bool:
    return all(ord(char) in coverage(face) for char in cluster if char not in _NEEDS_NO_GLYPH)


@lru_cache(maxsize=8192)
def _face_for(cluster: str, script: str, family: Family, *, bold: bool) -> tuple[Face, bool]:
    """Choose a face that has all of a cluster, and tell whether there is one."""
    faces = faces_for(script, family=family, bold=bold)
    found = next((face for face in faces if _has(face, cluster)), None)
    if found is not None:
        return found, True
    return next(
        (face for face in faces if _has(face, cluster[0])), faces_for("Latn", family=family, bold=bold)[0]
    ), False


def missing_glyphs(text: str, *, family: Family = Family.SANS, bold: bool = False) -> tuple[str, ...]:
    """List the characters that none of the fonts here can draw, each once, in reading order."""
    clusters = _clusters(plain(text))
    missing: dict[str, None] = {}
    for cluster, script in zip(clusters, _scripts(clusters), strict=True):
        face, complete = _face_for(cluster, script, family, bold=bold)
        if not complete:
            drawn = coverage(face)
            missing.update(dict.fromkeys(c for c in cluster if ord(c) not in drawn and c not in _NEEDS_NO_GLYPH))
    return tuple(missing)


def _pieces(text: str, family: Family, *, bold: bool) -> list[_Piece]:
    """Split a plain line into runs of one direction, script and face, in reading order."""
    resolved = levels(text)
    clusters = _clusters(text)
    pieces: list[_Piece] = []
    at = 0
    for cluster, script in zip(clusters, _scripts(clusters), strict=True):
        face, _ = _face_for(cluster, script, family, bold=bold)
        piece = _Piece(text=cluster, level=resolved[at], script=script, face=face)
        at += len(cluster)
        if pieces and (pieces[-1].level, pieces[-1].script, pieces[-1].face) == (piece.level, script, face):
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text + cluster)
        else:
            pieces.append(piece)
    return pieces


def _shape_run(line: str, start: int, piece: _Piece, tracking: float) -> Run:
    """Shape one piece of a line."""
    buffer = uharfbuzz.Buffer()
    # The whole line is its context, so that Arabic letters join across a change of font.
    buffer.add_str(line, start, len(piece.text))
    buffer.direction = "rtl" if piece.level % 2 else "ltr"
    buffer.script = "Zyyy" if piece.script == "Zzzz" else piece.script
    spread = tracking if piece.script in _SPACED_OUT else 0.0
    # No ligatures where letters are set apart: "fi" as one glyph would stay together.
    uharfbuzz.shape(font_of(piece.face), buffer, {"liga": False, "clig": False} if spread else {})
    em = units_per_em(piece.face)
    pen = 0.0
    glyphs = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        advance = position.x_advance / em + (spread if position.x_advance else 0.0)
        x, y = pen + position.x_offset / em, position.y_offset / em
        glyphs.append(Glyph(index=info.codepoint, x=x, y=y, advance=advance, cluster=info.cluster - start))
        pen += advance
    return Run(
        text=piece.text,
        face=piece.face,
        script=piece.script,
        rtl=bool(piece.level % 2),
        glyphs=tuple(glyphs),
        x=0.0,
        width=pen,
    )


@lru_cache(maxsize=2048)
def _shaped(text: str, family: Family, tracking: float, *, bold: bool) -> ShapedLine:
    """Shape a plain line at size 1."""
    pieces = _pieces(text, family, bold=bold)
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece.text))
    runs = [_shape_run(text, start, piece, tracking) for start, piece in zip(starts[:-1], pieces, strict=True)]
    placed = []
    pen = 0.0
    for at in visual_order([piece.level for piece in pieces]):
        placed.append(replace(runs[at], x=pen))
        pen += runs[at].width
    if runs and tracking and runs[-1].script in _SPACED_OUT:
        pen -= tracking  # none after the last letter, or centred lines lean to the left
    reach = [extents(run.face) for run in placed] or [(1.0, 0.25)]
    ascent, descent = max(up for up, _ in reach), max(down for _, down in reach)
    return ShapedLine(
        text=text, runs=tuple(placed), size=1.0, width=pen, ascent=ascent, descent=descent, rtl=is_right_to_left(text)
    )


@lru_cache(maxsize=4096)
def _scaled(line: ShapedLine, size: float) -> ShapedLine:
    by = size / line.size
    runs = tuple(
        replace(
            run,
            x=run.x * by,
            width=run.width * by,
            glyphs=tuple(replace(g, x=g.x * by, y=g.y * by, advance=g.advance * by) for g in run.glyphs),
        )
        for run in line.runs
    )
    return ShapedLine(
        text=line.text,
        runs=runs,
        size=size,
        width=line.width * by,
        ascent=line.ascent * by,
        descent=line.descent * by,
        rtl=line.rtl,
    )


def shape(
    text: str, *, size: float, bold: bool = False, family: Family = Family.SANS, tracking: float = 0.0
) -> ShapedLine:
    """Shape one line; `tracking` is extra space between letters, in ems, where the script allows it."""
    return _shaped(plain(text), family, tracking, bold=bold).at(size)


def measure(text: str, *, size: float, bold: bool = False, family: Family = Family.SANS) -> float:
    """Return the width of a line of text, in the unit of its size."""
    return _shaped(plain(text), family, 0.0, bold=bold).width * size
