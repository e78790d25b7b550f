"""Conversion of the stage's colours, paths and lines to Qt's types."""

from __future__ import annotations

from functools import lru_cache
from hashlib import shake_128
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QLinearGradient,
    QPainterPath,
    QPen,
    QRadialGradient,
    QTransform,
)

from ceremonies.scenes.picture import Colour, Linear, Outline, Paint, Stroke, Transform
from ceremonies.type import outline

if TYPE_CHECKING:
    from ceremonies.type import Face, ShapedLine

_GRAIN = 256


def colour(of: Colour) -> QColor:
    """Convert a colour."""
    found = QColor(of.red, of.green, of.blue)
    found.setAlphaF(of.alpha)
    return found


@lru_cache(maxsize=512)
def brush(paint: Paint) -> QBrush:
    """Convert a colour or a gradient."""
    if isinstance(paint, Colour):
        return QBrush(colour(paint))
    if isinstance(paint, Linear):
        gradient: QLinearGradient | QRadialGradient = QLinearGradient(paint.x1, paint.y1, paint.x2, paint.y2)
    else:
        gradient = QRadialGradient(QPointF(paint.x, paint.y), paint.radius)
    gradient.setStops([(at, colour(stop)) for at, stop in paint.stops])
    return QBrush(gradient)


def pen(stroke: Stroke) -> QPen:
    """Convert a stroke."""
    return QPen(
        brush(stroke.paint),
        stroke.width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def transform(of: Transform) -> QTransform:
    """Convert an affine map."""
    return QTransform(of.a, of.b, of.c, of.d, of.e, of.f)


def path(steps: Outline) -> QPainterPath:
    """Convert an outline."""
    drawn = QPainterPath()
    drawn.setFillRule(Qt.FillRule.WindingFill)
    for verb, at in steps:
        if verb == "L":
            drawn.lineTo(*at)
        elif verb == "M":
            drawn.moveTo(*at)
        elif verb == "C":
            drawn.cubicTo(*at)
        elif verb == "Q":
            drawn.quadTo(*at)
        else:
            drawn.closeSubpath()
    return drawn


@lru_cache(maxsize=2048)
def _glyph(face: Face, index: int) -> QPainterPath:
    return path(outline(face, index))


@lru_cache(maxsize=256)
def lettering(line: ShapedLine) -> QPainterPath:
    """Convert a shaped line to one path from the left end of its baseline, with exactly the glyphs of the shaping."""
    drawn = QPainterPath()
    drawn.setFillRule(Qt.FillRule.WindingFill)
    for run in line.runs:
        for glyph in run.glyphs:
            # Font units point up, the stage's points down.
            place = QTransform(line.size, 0, 0, -line.size, run.x + glyph.x, -glyph.y)
            drawn.addPath(place.map(_glyph(run.face, glyph.index)))
    return drawn


@lru_cache(maxsize=1)
def grain() -> QBrush:
    """Make noise of one or two grey levels, which keeps wide dark gradients from banding."""
    levels = shake_128(b"stage").digest(_GRAIN * _GRAIN)
    pixels = bytes(value for level in levels for value in (level % 3,) * 4)
    # Copied, since a QImage over Python's bytes does not keep them alive.
    tile = QImage(pixels, _GRAIN, _GRAIN, QImage.Format.Format_ARGB32_Premultiplied).copy()
    return QBrush(tile)
