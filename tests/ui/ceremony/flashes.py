"""Counts flashes in a row of frames, by the general-flash rule of WCAG 2.3.1, for as large as anybody will see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

STEP = 0.10
DARKER = 0.80
FIELD = (256 / 1080, 341 / 1920)
"""The part of a full-HD screen, high and wide, that ten degrees of sight take in."""
AREA = 0.25


_CODE = np.arange(256) / 255
_LINEAR = np.where(_CODE <= 0.04045, _CODE / 12.92, ((_CODE + 0.055) / 1.055) ** 2.4)


def luminance(image: QImage) -> NDArray[np.float64]:
    """Relative luminance of each pixel, 0 to 1."""
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    seen: NDArray[np.float64] = _LINEAR[raw[:, : image.width(), :3]] @ np.array([0.0722, 0.7152, 0.2126])
    return seen


def largest_share(mask: NDArray[np.bool_]) -> float:
    """The largest share of any ten-degree field that the mask covers."""
    high, wide = (max(1, round(size * part)) for size, part in zip(mask.shape, FIELD, strict=True))
    total = np.pad(mask.astype(np.float64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    inside = total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide]
    return float(inside.max() / (high * wide))


def flashes(frames: Iterable[NDArray[np.float64]], rate: int, together: int = 4) -> list[int]:
    """The frames at which more than a quarter of a field flashed: two opposing changes of 10 % or more within a second.

    Pixels count as flashing together when their second change falls into the same few frames.
    """
    low = high = since = direction = last = np.zeros(())
    found: list[int] = []
    for number, frame in enumerate(frames):
        if number == 0:
            low, high = frame.copy(), frame.copy()
            direction, since = np.zeros(frame.shape), np.full(frame.shape, -10.0 * rate)
            last = np.full(frame.shape, -10 * rate)
            continue
        up = (direction <= 0) & (frame - low >= STEP) & (low < DARKER)
        down = (direction >= 0) & (high - frame >= STEP) & (frame < DARKER)
        flash = ((up & (direction < 0)) | (down & (direction > 0))) & (number - since <= rate)
        changed = up | down
        since = np.where(changed, number, since)
        direction = np.where(up, 1, np.where(down, -1, direction))
        low = np.where(changed, frame, np.minimum(low, frame))
        high = np.where(changed, frame, np.maximum(high, frame))
        last = np.where(flash, number, last)
        if largest_share(number - last < together) > AREA:
            found.append(number)
    return found
