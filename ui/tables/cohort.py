"""The columns of one cohort's people and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.programme.meeting import MeetingState
from ui.tables.person import name_column
from ui.tables.rows import SOFT, Column, Look
from ui.translation import plural, tr
from ui.words.tally import came_text, came_tip, excused_tip, no_show_tip
from ui.words.wording import day_text, short_day_text, time_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from models.pages.cohort import MemberRow, SessionRow
    from ui.widgets.labels import Kind

_STATE_KINDS: Final[dict[MeetingState, Kind]] = {
    MeetingState.PLANNED: "neutral",
    MeetingState.HELD: "info",
    MeetingState.CLOSED: "laurel",
    MeetingState.CANCELLED: "neutral",
}


def member_columns() -> tuple[Column[MemberRow], ...]:
    """Describe the columns of the people."""
    return (
        name_column(lambda line: line.member.label),
        Column(tr("Came"), lambda line: came_text(line.tally), width=110, tip=lambda line: came_tip(line.tally)),
        Column(
            tr("Told us"),
            lambda line: str(line.tally.excused),
            width=90,
            align="centre",
            tip=lambda line: excused_tip(line.tally),
        ),
        Column(
            tr("No-show"),
            lambda line: str(line.tally.no_show),
            width=90,
            align="centre",
            tip=lambda line: no_show_tip(line.tally),
        ),
        Column(tr("Since"), _since_text, SOFT, width=170, tip=_since_text),
    )


def session_columns(zone: Callable[[], tzinfo]) -> tuple[Column[SessionRow], ...]:
    """Describe the columns of the sessions; `zone` is asked at each drawing."""
    return (
        Column(tr("Number"), lambda line: str(line.meeting.number), Look(bold=True), width=80, align="centre"),
        Column(tr("Day"), lambda line: day_text(line.meeting.day)),
        # A function, since the clinic's zone may be changed in the settings while the page exists.
        Column(tr("Time"), lambda line: time_text(line.meeting.starts_at, zone()), SOFT, width=90),
        Column(tr("Phase"), lambda line: line.phase, SOFT, width=140),
        Column(tr("State"), _state_text, lambda line: Look("chip", kind=_STATE_KINDS[line.meeting.state]), width=120),
    )


def accessible_session(line: SessionRow) -> str:
    """Say a session in one sentence."""
    return ", ".join((str(line.meeting.number), day_text(line.meeting.day), line.phase, _state_text(line)))


def _since_text(line: MemberRow) -> str:
    if line.member.left_on is None:
        return short_day_text(line.member.joined_on)
    return tr("left {day}", day=short_day_text(line.member.left_on))


def _state_text(line: SessionRow) -> str:
    words = {
        MeetingState.PLANNED: tr("planned"),
        MeetingState.HELD: tr("open"),
        MeetingState.CLOSED: tr("closed"),
        MeetingState.CANCELLED: tr("cancelled"),
    }
    return words[line.meeting.state]


def accessible_member(line: MemberRow) -> str:
    """Say a member in one sentence."""
    excused = plural(line.tally.excused, "told us {count} time", "told us {count} times")
    return ", ".join(filter(None, (line.member.label.in_list, came_text(line.tally), excused)))
