"""The computer's clock: the only module that reads it, and when not to believe it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from models.folder.storage_errors import ClockError

Clock = Callable[[], datetime]
_BACKWARDS: Final = timedelta(hours=1)
"""A clock that is corrected by less is no reason to warn."""
_IDLE: Final = timedelta(days=400)
"""A clinic may rest for a year between two programmes."""


def system_clock() -> datetime:
    """Give the present instant, aware, in UTC."""
    return datetime.now(tz=UTC)


def clock_warning(last: datetime, now: datetime) -> ClockError | None:
    """Give a warning where the clock is over an hour before the last entry, or over 400 days after it; else None."""
    if last - _BACKWARDS <= now <= last + _IDLE:
        return None
    return ClockError(
        "This computer's clock says {now}, and the last entry was made on {last}. If the clock is wrong, set it right "
        "before you go on.",
        now=f"{now:%Y-%m-%d %H:%M} UTC",
        last=f"{last:%Y-%m-%d %H:%M} UTC",
    )
