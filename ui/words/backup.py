"""Backups in words: why one was made, the state of both places, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.backup.archive import Reason
from models.backup.backup_state import Lack
from ui.translation import mark, plural, tr
from ui.words.restore import age_text, moment_text

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from models.backup.backup_list import BackupLine
    from models.backup.backup_state import BackupState
    from ui.preferences import Preferences
    from ui.widgets.labels import Tone

_REASONS: Final[dict[str, str]] = {
    Reason.ASKED: mark("When asked"),
    Reason.TIMED: mark("Every half hour"),
    Reason.LOCK: mark("At the lock"),
    Reason.CLOSE: mark("At the end"),
    Reason.UPGRADE: mark("Before an update"),
    Reason.IMPORT: mark("Before an import"),
    Reason.MERGE: mark("Before a merge"),
    Reason.ERASURE: mark("With an erasure"),
    Reason.BEFORE_RESTORE: mark("Before a restore"),
    Reason.AFTER_RESTORE: mark("After a restore"),
}


def reason_text(reason: str) -> str:
    """Say why a backup was made."""
    return tr(_REASONS[reason]) if reason in _REASONS else reason


def size_text(size: int) -> str:
    """Say how large a file is: "850 kB", "12.4 MB"."""
    if size < 1_000_000:
        return tr("{count} kB", count=max(1, round(size / 1000)))
    return tr("{count} MB", count=f"{size / 1_000_000:.1f}")


def lack_text(lack: Lack, state: BackupState) -> str:
    """Say what is missing."""
    if lack is Lack.NO_SECOND_PLACE:
        return tr("All backups lie on this computer alone. If its disk breaks, they are lost with it.")
    if lack is Lack.NO_BACKUP:
        return plural(
            _days(state.missing_here, state),
            "What was entered {count} day ago is in no backup yet.",
            "What was entered {count} days ago is in no backup yet.",
        )
    return plural(
        _days(state.missing_there, state),
        "What was entered {count} day ago is not in the second place yet.",
        "What was entered {count} days ago is not in the second place yet.",
    )


def remedy_text(lack: Lack) -> str:
    """Say what to do about it."""
    if lack is Lack.NO_SECOND_PLACE:
        return tr("Choose a second place.")
    return tr("Plug that disk in.") if lack is Lack.SECOND_PLACE_GONE else tr("Press “Back up now”.")


def _days(since: datetime | None, state: BackupState) -> int:
    return 0 if since is None else (state.at - since).days


def state_text(state: BackupState, preferences: Preferences, zone: tzinfo) -> tuple[str, Tone]:
    """Give the state of the backups as one sentence, with its tone."""
    lack = state.lack(preferences.backup_days, preferences.copy_days)
    if lack is not None:
        return f"{lack_text(lack, state)} {remedy_text(lack)}", "care"
    if state.newest is None:
        return tr("There is no backup yet. The first is made when you lock or leave, or within half an hour."), "info"
    if state.missing_here is not None:
        since = moment_text(state.missing_here, state.at, zone)
        return tr("In order. What was entered since {since} goes into the next backup.", since=since), "laurel"
    if state.second_place is not None and state.missing_there is None:
        return tr("Everything is in a backup, on this computer and in the second place."), "laurel"
    return tr("Everything is in a backup on this computer."), "laurel"


def place_text(lines: tuple[BackupLine, ...], newest: BackupLine | None, state: BackupState, zone: tzinfo) -> str:
    """Say how many backups one place holds, and how old the newest is."""
    if newest is None:
        return tr("No backup lies here yet.")
    when, age = moment_text(newest.made_at, state.at, zone), age_text(newest.made_at, state.at)
    return plural(
        len(lines), "{count} backup, made {when} ({age}).", "{count} backups; the newest of {when} ({age}).",
        when=when, age=age,
    )  # fmt: skip


def second_place_text(state: BackupState, last_there: str) -> str:
    """Give what to know about a second place beside its content; "" for nothing."""
    if state.second_place is None:
        return tr("None is chosen. A USB disk or a folder on the network keeps the backups when this computer breaks.")
    if state.is_empty:
        return tr(
            "No copies of this clinic are kept there: the disk is not plugged in, or this place was never chosen for "
            "this clinic. Plug it in, or choose it once more."
        )
    if not state.is_there:
        known = tr("The newest copy in it is of {when}.", when=last_there) if last_there else ""
        return f"{tr('It is not there now. What is missing is copied when it is back.')} {known}".strip()
    if state.is_on_the_same_disk:
        return tr("It lies on the same disk as the clinic, and would be lost with it. Another disk is safer.")
    return ""
