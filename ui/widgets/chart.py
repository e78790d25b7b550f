"""A course of scores over time as a line, with the same said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.appearance import colour_of, font_of, px
from ui.theme.tokens import Size, Space
from ui.translation import tr
from ui.widgets.labels import Soft

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One value and when it was taken, as a word under the axis: "Intake", "Week 2"."""

    at: float
    label: str
    value: float | None
    """None leaves a gap: nothing was returned, and nothing is made up."""


class LineChart(QWidget):
    """A line chart; `direction` is a sentence such as "Lower is better"."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._points: tuple[ChartPoint, ...] = ()
        self._limits = (0.0, 1.0)
        self._band: tuple[float, float] | None = None
        self.plot = pg.PlotWidget()
        self.plot.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs to the right in every language
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setFixedHeight(px(260))
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = Soft(wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.XS)
        box.addWidget(self.plot, 1)
        box.addWidget(self.words)

    def show_points(
        self,
        points: Sequence[ChartPoint],
        limits: tuple[float, float],
        direction: str,
        band: tuple[float, float] | None = None,
    ) -> None:
        """Draw the points between the lowest and highest possible value, and say them in words.

        `band` is shaded behind the line: values that are no meaningful change.
        """
        self._points, self._limits, self._band = tuple(points), limits, band
        known = [point for point in self._points if point.value is not None]
        course = ", ".join(tr("{label}: {value}", label=point.label, value=f"{point.value:g}") for point in known)
        self.words.setText(direction)
        self.setAccessibleName(tr("{name}. {course}. {direction}", name=self._name, course=course, direction=direction))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours and the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        self.plot.clear()
        self.plot.setBackground(colour_of("raised"))
        item = self.plot.getPlotItem()
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(pg.mkPen(colour_of("line")))
            axis.setTextPen(pg.mkPen(colour_of("soft")))
            axis.setStyle(tickFont=font_of(Size.SMALL), tickLength=0)
        item.getAxis("bottom").setTicks([[(point.at, point.label) for point in self._points]])
        item.showGrid(x=False, y=True, alpha=0.25)
        low, high = self._limits
        self.plot.setYRange(low, high, padding=0.06)
        if self._points:
            first, last = self._points[0].at, self._points[-1].at
            self.plot.setXRange(first, max(last, first + 1), padding=0.08)
        self._draw_line()

    def _draw_line(self) -> None:
        if self._band is not None:
            shade = pg.LinearRegionItem(
                self._band, orientation="horizontal", movable=False, brush=colour_of("current"), pen=pg.mkPen(None)
            )
            # Behind the grid and the line.
            shade.setZValue(-10)
            self.plot.addItem(shade)
        if all(point.value is None for point in self._points):
            return
        pen = pg.mkPen(colour_of("laurel"), width=px(3))
        values = [float("nan") if point.value is None else point.value for point in self._points]
        self.plot.plot(
            [point.at for point in self._points],
            values,
            pen=pen,
            connect="finite",
            antialias=True,
            symbol="o",
            symbolSize=px(10),
            symbolBrush=colour_of("laurel"),
            symbolPen=pg.mkPen(colour_of("raised"), width=2),
        )
        for point in self._points:
            if point.value is not None:
                self._write_value(point.at, point.value)

    def _write_value(self, at: float, value: float) -> None:
        """Write a value above its point, or below it near the top."""
        low, high = self._limits
        is_near_top = value > low + 0.85 * (high - low)
        shown = pg.TextItem(
            QLocale().toString(round(float(value), 1), "g", 4), anchor=(0.5, -0.25 if is_near_top else 1.25)
        )
        shown.setColor(colour_of("ink"))
        shown.setFont(font_of(Size.SMALL, QFont.Weight.DemiBold))
        shown.setPos(at, value)
        self.plot.addItem(shown, ignoreBounds=True)
