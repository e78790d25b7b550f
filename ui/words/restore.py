"""Restoring in words: moments, ages, and what would be gained and lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.folder.storage_errors import LostRecordsError
from models.storage.migrate import known_revisions
from ui.translation import plural, tr
from ui.words.wording import joined_text, short_day_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo
    from uuid import UUID

    from models.backup.archive import Manifest
    from models.backup.backup_diff import StateNow
    from models.backup.backup_list import BackupLine

_KINDS: Final[dict[str, Callable[[int], str]]] = {
    "attendance": lambda count: plural(count, "{count} mark", "{count} marks"),
    "participant": lambda count: plural(count, "{count} person", "{count} people"),
    "enrolment": lambda count: plural(count, "{count} enrolment", "{count} enrolments"),
    "meeting": lambda count: plural(count, "{count} session", "{count} sessions"),
    "questionnaire_response": lambda count: plural(count, "{count} form", "{count} forms"),
    "consent": lambda count: plural(count, "{count} consent", "{count} consents"),
    "badge_award": lambda count: plural(count, "{count} badge", "{count} badges"),
    "certificate": lambda count: plural(count, "{count} certificate", "{count} certificates"),
    "ceremony": lambda count: plural(count, "{count} ceremony", "{count} ceremonies"),
    "cohort": lambda count: plural(count, "{count} group", "{count} groups"),
    "staff": lambda count: plural(count, "{count} account", "{count} accounts"),
}
_NAMED: Final = 4


def moment_text(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when: "today, 14:30", "yesterday, 18:04" or "12 Nov 2026, 18:04"."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    days = (today - local).days
    if days == 0:
        return tr("today, {time}", time=time_text(moment, zone))
    if days == 1:
        return tr("yesterday, {time}", time=time_text(moment, zone))
    return tr("{day}, {time}", day=short_day_text(local), time=time_text(moment, zone))


def age_text(moment: datetime, now: datetime) -> str:
    """Give the rough age of a moment: "2 hours ago"."""
    minutes = int((now - moment).total_seconds() // 60)
    # A minute of tolerance: two computers' clocks are never quite the same.
    if minutes < -1:
        return tr("in the future, by this computer's clock")
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return plural(minutes, "{count} minute ago", "{count} minutes ago")
    if minutes < 24 * 60:
        return plural(minutes // 60, "{count} hour ago", "{count} hours ago")
    days = minutes // (24 * 60)
    if days < 14:
        return plural(days, "{count} day ago", "{count} days ago")
    if days < 70:
        return plural(days // 7, "{count} week ago", "{count} weeks ago")
    return plural(days // 30, "{count} month ago", "{count} months ago")


def content_text(people: int, groups: int, marks: int, sessions: int = 0) -> str:
    """Say what is in a backup: "24 people · 3 groups · 36 sessions · 240 marks"; without sessions, none is named."""
    parts = (
        plural(people, "{count} person", "{count} people"),
        plural(groups, "{count} group", "{count} groups"),
        plural(sessions, "{count} session", "{count} sessions") if sessions else "",
        plural(marks, "{count} mark", "{count} marks"),
    )
    return " · ".join(filter(None, parts))


def unfit_text(line: BackupLine, clinic: UUID | None) -> str:
    """Say why a backup cannot be restored here; "" where nothing is known against it."""
    if line.is_sound is False:
        return tr("Damaged, or not one of Laurel's")
    if clinic is not None and line.clinic != clinic:
        return tr("Another clinic's")
    if line.revision not in known_revisions():
        return tr("Made by a newer Laurel: install that version to restore it")
    return ""


def manifest_text(manifest: Manifest) -> str:
    """Say what is in a verified backup."""
    counts = manifest.counts
    people, groups, marks, sessions = (
        counts.get(table, 0) for table in ("participant", "cohort", "attendance", "meeting")
    )
    return content_text(people, groups, marks, sessions)


def missing_text(today: StateNow, made_at: datetime, now: datetime, zone: tzinfo) -> str:
    """Say what was entered after a backup and is not in it, as far as that can be known."""
    when = moment_text(made_at, now, zone)
    if not today.is_there:
        return tr("Everything that was entered after {when} is not in it.", when=when)
    if today.since is None and today.steps is None:
        return tr("Everything that was entered after {when} is not in it. How much that is cannot be told.", when=when)
    if today.since is None:
        steps = plural(today.steps or 0, "{count} step", "{count} steps")
        return tr(
            "Everything that was entered after {when} is not in it. Today's file cannot be read, but {steps} of work "
            "were counted since then.", when=when, steps=steps,
        )  # fmt: skip
    parts = _missing_parts(today)
    if not parts:
        return tr("Nothing was entered after {when}, so nothing would be missing.", when=when)
    return tr("Everything that was entered after {when} is not in it: {what}.", when=when, what=joined_text(parts))


def todays_fate_text(today: StateNow) -> str:
    """Say what becomes of the present clinic when a backup is restored over it."""
    if not today.is_there:
        return tr("What is still in the clinic's folder is moved aside there. Nothing is deleted.")
    if today.problem is None:
        return tr("Today's clinic is backed up first, so you can come back to it.")
    if isinstance(today.problem, LostRecordsError):
        return tr(
            "Today's file is without its newest records. It is moved aside whole, into “set aside” in the clinic's "
            "folder. Nothing of it is deleted."
        )
    return tr(
        "Today's file does not open as it should. It is moved aside whole, into “set aside” in the clinic's folder. "
        "Nothing of it is deleted."
    )


def _missing_parts(today: StateNow) -> list[str]:
    known = [each for each in today.since or () if each.entity in _KINDS]
    known.sort(key=lambda each: (list(_KINDS).index(each.entity), -each.count))
    parts = [_KINDS[each.entity](each.count) for each in known[:_NAMED]]
    others = sum(each.count for each in today.since or () if each not in known[:_NAMED])
    return parts + ([plural(others, "{count} other record", "{count} other records")] if others else [])
