"""The clinic's calendar days as instants: when a day begins in the clinic's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_SECOND: Final = timedelta(seconds=1)


def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """Give the instant (UTC) at which a day begins in a zone.

    Where the clocks jump over midnight, or over the whole day, it is the instant of the jump.
    """
    midnight = datetime.combine(day, time(), tzinfo=zone)
    earliest = midnight.astimezone(UTC)
    if earliest.astimezone(zone).replace(tzinfo=None) == midnight.replace(tzinfo=None):
        return earliest  # of a midnight that comes twice, fold=0 is the first
    # The midnight does not exist: read with the offset after the jump (fold=1) it lies before the jump, read with the
    # one before (fold=0) not. Zones change their offset on whole seconds, so the jump is found by halving.
    before, since = midnight.replace(fold=1).astimezone(UTC), earliest
    while since - before > _SECOND:
        between = before + (since - before) // 2
        between = between.replace(microsecond=0)
        if between.astimezone(zone).date() < day:
            before = between
        else:
            since = between
    return since


def has_begun(day: date, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a day of the zone has begun; it stays so where the clocks are set back over midnight."""
    return first_instant(day, zone) <= now
