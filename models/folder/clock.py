"""The one place that asks the computer what time it is, and doubts what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from models.folder.storage_errors import ClockError

Clock = Callable[[], datetime]
_BACKWARDS: Final = timedelta(hours=1)
_IDLE: Final = timedelta(days=400)


def system_clock() -> datetime:
    """Give the present instant, aware, in UTC."""
    return datetime.now(tz=UTC)


def clock_doubt(last: datetime, now: datetime) -> ClockError | None:
    """Doubt a computer's clock that stands before the last entry, or more than a year after it."""
    if last - _BACKWARDS <= now <= last + _IDLE:
        return None
    return ClockError(
        "This computer's clock says {now}, and the last entry was made on {last}. If the clock is wrong, set it right "
        "before you go on.",
        now=f"{now:%Y-%m-%d %H:%M} UTC",
        last=f"{last:%Y-%m-%d %H:%M} UTC",
    )
