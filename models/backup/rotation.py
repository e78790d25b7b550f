"""The names of backups, by UTC, and the rule of which are deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SUFFIX: Final = ".laurel"
_NAME: Final = f"clinic-%Y%m%dT%H%M%S%fZ{SUFFIX}"
_MOMENT: Final = timedelta(microseconds=1)
"""The last digit of a name: names sort as their times do."""
_KEEP_ALL_FOR: Final = timedelta(days=2)
"""Every backup of the last two days is kept."""
_NEWEST: Final = 8
"""However old: a clinic that opens once a year keeps its last eight states."""
_KEPT: Final[tuple[tuple[int, Callable[[datetime], object]], ...]] = (
    (14, lambda time: time.date()),
    (10, lambda time: time.isocalendar()[:2]),
    (24, lambda time: (time.year, time.month)),
)
"""How many days, weeks and months keep the last backup that was made in them."""


def free_name(folder: Path, now: datetime) -> Path:
    """Give the file name for a backup made at `now`, moved on by microseconds until no backup has it."""
    time = now.astimezone(UTC)
    while (path := folder / time.strftime(_NAME)).exists():
        time += _MOMENT
    return path


def time_of(path: Path) -> datetime | None:
    """Give when a backup was made, from its name; None for a file that is called otherwise."""
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def superseded(paths: Iterable[Path], now: datetime) -> list[Path]:
    """Choose what to delete: the newest eight stay, all of two days, the last of each of 14 days, 10 weeks, 24 months.

    Times are UTC, taken from the names. Days, weeks and months are counted among those that have a backup, so that a
    computer whose clock runs years ahead or behind lets none expire.
    """
    dated = sorted(((time, path) for path in paths if (time := time_of(path))), reverse=True)
    keep = {path for time, path in dated if abs(now - time) < _KEEP_ALL_FOR} | {path for _, path in dated[:_NEWEST]}
    for most, period in _KEPT:  # newest first, so the first found of a period is its last backup
        last: dict[object, Path] = {}
        for time, path in dated:
            last.setdefault(period(time), path)
        keep.update(list(last.values())[:most])
    return [path for _, path in dated if path not in keep]
