"""How is text set, on stage and on paper? Fonts, shaping in every script, and fitting names."""

from ceremonies.type.direction import plain
from ceremonies.type.fitting import Fitted, Review, fit, wrap
from ceremonies.type.fonts import Face, Family, Segment, outline
from ceremonies.type.shaping import Glyph, Run, ShapedLine, measure, missing_glyphs, shape

__all__ = [
    "Face",
    "Family",
    "Fitted",
    "Glyph",
    "Review",
    "Run",
    "Segment",
    "ShapedLine",
    "fit",
    "measure",
    "missing_glyphs",
    "outline",
    "plain",
    "shape",
    "wrap",
]
