"""`main.py cohort`: plan a cohort and its sessions."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from models.programme.cohort import plan_cohort, proposed_timetable
from models.programme.meeting import meetings
from models.programme.programme import programme_named
from models.translation import plural, tr
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the clinic, and what the window asks when a cohort is planned."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("--name", required=True, metavar="NAME", help=tr("what the group is called"))
    parser.add_argument("--programme", required=True, metavar="NAME", help=tr("such as “Back in Motion”"))
    parser.add_argument(
        "--start", required=True, type=day, metavar="DATE", help=tr("first session, such as 2026-09-07")
    )
    parser.add_argument("--at", required=True, type=time_of_day, metavar="HH:MM", help=tr("the clinic's wall time"))
    parser.add_argument("--place", default="", metavar="PLACE", help=tr("where it meets"))


def run(arguments: Namespace) -> int:
    """Plan the cohort, and print when it meets and which days are left out."""
    at: time = arguments.at
    with signed_in(arguments.folder, is_exclusive=True) as clinic, clinic.database.write(clinic.actor) as work:
        course = programme_named(work, arguments.programme)
        skipped = proposed_timetable(work, course.id, arguments.start).skipped
        cohort = plan_cohort(work, arguments.name, course.id, start=arguments.start, at=at, place=arguments.place)
        zone = work.zone
        planned = meetings(work, cohort)
    starts = [line.starts_at.astimezone(zone).isoformat(timespec="minutes") for line in planned]
    data = {
        "name": arguments.name,
        "programme": course.name,
        "sessions": [{"number": line.number, "starts": start} for line, start in zip(planned, starts, strict=True)],
        "passed_over": [{"day": each.day.isoformat(), "reason": each.reason} for each in skipped],
    }
    lines = [f"{line.number:>3}  {line.day.isoformat()}  {arguments.at:%H:%M}" for line in planned]
    lines += [tr("passed over: {day}, {reason}", day=each.day.isoformat(), reason=each.reason) for each in skipped]
    title = plural(
        len(planned),
        "{cohort} is planned: {count} session.",
        "{cohort} is planned: {count} sessions.",
        cohort=arguments.name,
    )
    show(arguments, data, [title, *lines])
    return DONE


def day(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(tr("{text} is not a date such as 2026-09-07", text=text)) from None


def time_of_day(text: str) -> time:
    """Read a time of the command line."""
    try:
        hour, minute = text.split(":")
        return time(int(hour), int(minute))
    except ValueError:
        raise ArgumentTypeError(tr("{text} is not a time such as 18:00", text=text)) from None
