"""The one place that asks the computer what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Give the present instant, aware, in UTC."""
    return datetime.now(tz=UTC)
