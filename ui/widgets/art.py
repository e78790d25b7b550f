"""Art that Laurel draws itself: the four shapes of badges and the group's path."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from ceremonies.scenes.badge import CURVES, STROKES, corners
from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import Size
from ui.translation import tr
from ui.widgets.labels import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from ceremonies.scenes.badge import BadgeShape, BadgeSign

_FILLS: Final = {
    "disc": ("laurel", "gold_fill"),
    "hexagon": ("badge_blue", "badge_blue_rim"),
    "octagon": ("badge_brown", "gold_fill"),
    "pentagon": ("badge_violet", "badge_violet_rim"),
}


class BadgeArt(Label):
    """A badge, told apart by shape and sign as well as by colour; its name is the accessible name."""

    def __init__(
        self, shape: BadgeShape, name: str, *, sign: BadgeSign = "tick", side: int = 60, faded: bool = False
    ) -> None:
        super().__init__()
        self._shape, self._sign, self._side, self._faded = shape, sign, side, faded
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be a square that follows the zoom."""
        side = px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Give the same square, so that it is never clipped."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw rim, ground and sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.45 if self._faded else 1.0)
        side = float(min(self.width(), self.height()))
        fill, rim = _FILLS[self._shape]
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, inset in ((rim, 0.0), (fill, side * 0.05)):
            painter.setBrush(colour_of(colour))
            painter.drawPath(_outline(self._shape, side, inset))
        ink = colour_of("on_laurel" if self._shape == "disc" else "badge_ink")
        pen = QPen(ink, side * 0.065, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_sign(self._sign, side))
        painter.end()


def _outline(shape: BadgeShape, side: float, inset: float) -> QPainterPath:
    path = QPainterPath()
    centre, radius = side / 2, side / 2 - inset - 0.5
    if shape == "disc":
        path.addEllipse(QPointF(centre, centre), radius, radius)
        return path
    path.addPolygon(QPolygonF([QPointF(x * side, y * side) for x, y in corners(shape, radius / side)]))
    path.closeSubpath()
    return path


def _sign(sign: str, side: float) -> QPainterPath:
    path = QPainterPath()
    for line in STROKES.get(sign, ()):
        path.moveTo(line[0][0] * side, line[0][1] * side)
        for x, y in line[1:]:
            path.lineTo(x * side, y * side)
    if sign in CURVES:
        begin, *handles = (QPointF(x * side, y * side) for x, y in CURVES[sign])
        path.moveTo(begin)
        path.cubicTo(*handles)
    elif sign == "star":
        points = [
            QPointF(side / 2 + r * side * sin(pi * n / 5), side / 2 - r * side * cos(pi * n / 5))
            for n, r in enumerate((0.24, 0.1) * 5)
        ]
        path.addPolygon(QPolygonF([*points, points[0]]))
    elif sign == "heart":
        path.moveTo(0.5 * side, 0.7 * side)
        path.cubicTo(0.16 * side, 0.5 * side, 0.3 * side, 0.22 * side, 0.5 * side, 0.4 * side)
        path.cubicTo(0.7 * side, 0.22 * side, 0.84 * side, 0.5 * side, 0.5 * side, 0.7 * side)
    return path


class ProgressPath(QProgressBar):
    """How far the whole group has come, as a path along a coast with a golden marker."""

    def __init__(self, done: int, of: int, words: str, stations: Sequence[tuple[int, str]] = ()) -> None:
        """Show `done` of `of`; `words` are the accessible name; stations stand below the path at their value."""
        super().__init__()
        self.setTextVisible(False)
        self.setObjectName("coast")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stations: tuple[tuple[int, str], ...] = ()
        self.walk(done, of, words, stations)

    def walk(self, done: int, of: int, words: str, stations: Sequence[tuple[int, str]] = ()) -> None:
        """Show another progress."""
        self._stations = tuple(stations)
        self.setRange(0, max(1, of))
        self.setValue(min(done, max(1, of)))
        self.setAccessibleName(words)
        self.setAccessibleDescription(tr("{done} of {total}", done=done, total=of))
        self.update()

    def sizeHint(self) -> QSize:
        """Be wide and low."""
        return QSize(px(560), px(116))

    def minimumSizeHint(self) -> QSize:
        """Never be too low for the words below the path."""
        return QSize(px(240), px(116))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the path, the part walked, the walker, and the stations."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        path = self._coast()
        thick = float(px(12))
        share = self.value() / self.maximum()
        self._stroke(painter, path, "line", thick)
        self._stroke(painter, _first_part(path, share), "laurel", thick)
        # By length: percent of a Bézier path runs faster where its control points lie apart.
        at = path.pointAtPercent(path.percentAtLength(path.length() * share))
        painter.setPen(QPen(colour_of("raised"), px(3)))
        painter.setBrush(colour_of("gold_fill"))
        painter.drawEllipse(at, thick * 1.15, thick * 1.15)
        # The path is mirrored in a right-to-left window, but its words must not be.
        painter.resetTransform()
        self._draw_stations(painter, path)
        painter.end()

    def _coast(self) -> QPainterPath:
        edge, width = px(18), self.width() - 2 * px(18)
        height = px(84)

        def at(x: float, y: float) -> QPointF:
            return QPointF(edge + x * width, y * height + px(8))

        path = QPainterPath(at(0, 0.78))
        path.cubicTo(at(0.14, 0.2), at(0.24, 0.86), at(0.36, 0.56))
        path.cubicTo(at(0.48, 0.26), at(0.6, -0.1), at(0.7, 0.3))
        path.cubicTo(at(0.79, 0.86), at(0.9, 0.86), at(1, 0.18))
        return path

    def _stroke(self, painter: QPainter, path: QPainterPath, colour: str, thick: float) -> None:
        pen = QPen(colour_of(colour), thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _draw_stations(self, painter: QPainter, path: QPainterPath) -> None:
        painter.setFont(font_of(Size.SMALL))
        painter.setPen(colour_of("soft"))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for value, text in self._stations:
            at = path.pointAtPercent(path.percentAtLength(path.length() * min(1.0, value / self.maximum())))
            x = self.width() - at.x() if mirrored else at.x()
            width = painter.fontMetrics().horizontalAdvance(text) + 4
            left = max(0.0, min(self.width() - width, x - width / 2))
            room = QRectF(left, at.y() + px(11), width, px(20))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)


def _first_part(path: QPainterPath, share: float) -> QPainterPath:
    """Give the first part of a path by its length, as a polyline fine enough to look smooth."""
    part = QPainterPath(path.pointAtPercent(0))
    steps = max(1, round(120 * share))
    for step in range(1, steps + 1):
        part.lineTo(path.pointAtPercent(path.percentAtLength(path.length() * share * step / steps)))
    return part
