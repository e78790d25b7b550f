"""Frames of a whole ceremony at 1920x1080 on the processor alone, against a frame in which nothing is painted."""

from __future__ import annotations

import time
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from ceremonies.director_types import Output
from ceremonies.scenes import picture
from tests.ceremonies.company import consent_mix, script_for
from ui.ceremony.stage import StagePainter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceremonies.scenes import Picture

RATE: Final = 60
SECONDS: Final = 3.0


def frames() -> Iterator[tuple[bool, Picture]]:
    """Give every frame of every step while it moves, each with whether confetti falls in it."""
    company = consent_mix()
    script = script_for(company)
    for place, cue in enumerate(script.cues):
        for step in range(len(cue.steps)):
            for number in range(int(SECONDS * RATE)):
                start = time.perf_counter()
                drawn = picture(script, place, step, number / RATE, Output.OPEN, gentle=False, names=company.names)
                _COMPOSED.append(time.perf_counter() - start)
                yield cue.steps[step].confetti, drawn
                if not drawn.moving:
                    break


_COMPOSED: Final[list[float]] = []


def measure() -> dict[str, float]:
    """Compose and paint one frame after the other into the same image; milliseconds."""
    app = QGuiApplication([])
    image = QImage(1920, 1080, QImage.Format.Format_RGB32)
    whole = QRectF(image.rect())
    stage = StagePainter()
    painted: list[float] = []
    festive: list[float] = []
    empty: list[float] = []
    for confetti, drawn in frames():
        start = time.perf_counter()
        painter = QPainter(image)
        stage.paint(painter, drawn, whole)
        painter.end()
        middle = time.perf_counter()
        painter = QPainter(image)
        painter.end()
        empty.append(time.perf_counter() - middle)
        painted.append(middle - start + _COMPOSED[-1])
        if confetti:
            festive.append(painted[-1])
    app.quit()
    return {
        "stage_p99_ms": quantiles(painted, n=100)[98] * 1000,
        "stage_median_ms": median(painted) * 1000,
        "stage_confetti_p99_ms": quantiles(festive, n=100)[98] * 1000,
        "stage_slowest_ms": max(painted) * 1000,
        "stage_empty_frame_ms": median(empty) * 1000,
        "stage_frames": len(painted),
    }
